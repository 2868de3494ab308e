import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BotProcess, startBotProcess } from './support/botProcess.ts';
import { clicksThroughDeath } from './support/death.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, office, requests, sendsJointly } from './support/partnerships.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';

/** kill -9 at any write: two companies have what was granted, or neither, once all is done after the restart. */
jest.setTimeout(300_000);

const INSTANCE = 'bot-that-dies-too';
let house: House;
let town: Town;
let bot: BotProcess;

beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  bot = await startBotProcess(house, INSTANCE);
});
afterEach(async () => {
  if (bot.alive) await bot.kill();
  await house.stop();
});

/** As {@link clicksThroughDeath}; the bot after its restart is the bot from then on. True: it lived. */
async function survives(write: number, clicker: Person, click: () => Promise<unknown>): Promise<boolean> {
  const fate = await clicksThroughDeath(house, { bot, instance: INSTANCE, write }, clicker, click);
  bot = fate.bot;
  return fate.survived;
}

describe('a bot that is killed at any write', () => {
  it('of a joint acceptance leaves both relationships, and tells both partners', async () => {
    const { avery, dana } = town;
    await becomePartners(house, avery, { name: 'Contoso', admin: dana });
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(30);
      const [email, name] = [`terry@tailspin${write}.example`, `Tailspin ${write}`];
      const { id, link } = await sendsJointly(dana, 'Fabrikam', { email, name });
      const terry = newcomer(house, { name: 'Terry Adams', email });
      await terry.types(link);
      await house.settled();
      survived = await survives(write, terry, () =>
        terry.sends('accept.approve', { id, confirmGlobalAdmin: 'true' }),
      );
      const rows = await allRows(house);
      const { tenantId } = terry.options;
      for (const partner of [dana, avery]) {
        expect(rowsOf(rows, partner.options.tenantId, `customer:${tenantId}`)).toHaveLength(1);
        expect(partner.inbox.some(text => text.includes(name))).toBe(true);
      }
      expect(rowsOf(rows, tenantId, 'partner:')).toHaveLength(2);
    }
  });

  it('of an authorization leaves the partnership on both sides', async () => {
    const { avery } = town;
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(25);
      const reseller = await office(house, 'indirectReseller', `Reseller ${write}`);
      const { admin } = reseller;
      const { id, link } = await requests(avery, { email: admin.options.email, name: reseller.name });
      await admin.types(link);
      await house.settled();
      survived = await survives(write, admin, () =>
        admin.sends('accept.authorize', { id, confirmAuthorize: 'true' }),
      );
      const rows = await allRows(house);
      for (const [company, other] of [
        [reseller.id, avery.options.tenantId],
        [avery.options.tenantId, reseller.id],
      ] as const) {
        expect(rowsOf(rows, company, `partnership:${other}`)[0]?.text).toContain('\\"state\\":\\"active\\"');
      }
      expect(avery.inbox.some(text => text.includes(`${reseller.name} authorized`))).toBe(true);
    }
  });
});
