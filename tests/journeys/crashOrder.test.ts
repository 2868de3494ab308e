import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { accountIdOf } from '../../domain/account.ts';
import { type BotProcess, startBotProcess } from './support/botProcess.ts';
import { buttonsOf } from './support/cardText.ts';
import { clicksThroughDeath } from './support/death.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, licences, rightDetails, subscriptionsOf, toReview } from './support/orders.ts';
import { office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { OFFERS, servesTogether } from './support/subscriptions.ts';

/** kill -9 at any write of Submit: after the restart the click comes again, and there is one order, known to everybody. */
jest.setTimeout(300_000);

const INSTANCE = 'bot-that-dies-ordering';
let house: House;
let bot: BotProcess;
let world: Chain;
let pat: Person;

beforeEach(async () => {
  house = await openHouse();
  bot = await startBotProcess(house, INSTANCE);
  world = await chain(house);
  pat = world.provider.admin;
});
afterEach(async () => {
  if (bot.alive) await bot.kill();
  await house.stop();
});

/** Clicks *Submit* at the bot that dies at a write; true when it lived. */
async function submits(write: number): Promise<boolean> {
  const review = { ...pat.seen };
  const click = () => pat.clicks('Submit', {}, review);
  const fate = await clicksThroughDeath(house, { bot, instance: INSTANCE, write }, pat, click);
  bot = fate.bot;
  pat.goesTo(house);
  return fate.survived;
}

describe('a bot that is killed at any write of Submit', () => {
  it('opens one account, which both partners have', async () => {
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(40);
      const name = `Tailspin ${write}`;
      const details = rightDetails({ name, reseller: world.reseller.id });
      await toReview(pat, details);
      const id = accountIdOf(String(buttonsOf(pat.seen.card)[0]?.data.order));
      survived = await submits(write);
      const rows = await allRows(house);
      for (const partner of [world.provider, world.reseller]) {
        expect(rowsOf(rows, partner.id, `customer:${id}`)).toHaveLength(1);
        const opened = rowsOf(rows, partner.id, 'history:').filter(({ text }) =>
          text.includes('accountOpened'),
        );
        expect(opened.filter(({ text }) => text.includes(id))).toHaveLength(1);
      }
      expect(rowsOf(rows, id, 'order:')).toHaveLength(1);
      expect(rowsOf(rows, id, 'subscription:')).toHaveLength(1);
      const domain = `${details.prefix}.onmicrosoft.com`;
      const claim = await house.bot.desk.storage.domains.get(domain);
      expect(claim?.value).toMatchObject({ accountId: id, settled: true });
      expect(world.reseller.admin.inbox.some(text => text.includes(`for your customer ${name}`))).toBe(true);
    }
  });

  it('makes one order for a customer, which stands in three histories once', async () => {
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(30);
      const customer = await office(house, 'customer', `Wingtip ${write}.`);
      await servesTogether(house, { ...world, customer });
      await pat.types('cancel');
      await pat.types(`add subscription ${customer.name}`);
      await pat.clicks('Next: Review', licences({ [OFFERS.basic]: '4' }));
      survived = await submits(write);
      expect(await subscriptionsOf(house, customer.id)).toMatchObject([{ licences: 4 }]);
      const rows = await allRows(house);
      for (const { id } of [customer, world.provider, world.reseller]) {
        const entries = rowsOf(rows, id, 'history:').filter(({ text }) => text.includes(customer.name));
        expect(entries.filter(({ text }) => text.includes('ordered'))).toHaveLength(1);
      }
    }
  });
});
