import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BotProcess, startBotProcess } from './support/botProcess.ts';
import { clicksThroughDeath } from './support/death.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, sendsJointly } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { administrators, all, approvesLink, becomesCustomer } from './support/relationships.ts';
import { standing } from './support/three.ts';

/** kill -9 at any write: what a customer took back or ended is so for every company, and told, once all is done. */
jest.setTimeout(300_000);

const INSTANCE = 'bot-that-dies-as-well';
let house: House;
let bot: BotProcess;
let reseller: Office;

beforeEach(async () => {
  house = await openHouse();
  reseller = await office(house, 'indirectReseller', 'Contoso');
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
  it('of taking rights back leaves them with nobody, and tells the partner', async () => {
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(20);
      const customer = await office(house, 'customer', `Tailspin ${write}`);
      await becomesCustomer(house, reseller, customer);
      const company = await house.bot.desk.storage.companies.get(customer.id);
      const version = company?.value.administrationVersion;
      survived = await survives(write, customer.admin, () =>
        customer.admin.sends('partners.takeBack', { id: reseller.id, version }),
      );
      expect(await administrators(house, customer)).toEqual(all(undefined));
      const record = await house.bot.desk.storage.customers.get(reseller.id, customer.id);
      expect(record?.value).toMatchObject({ canSell: true, canAdminister: 'no' });
      const told = `${customer.name} took administrator rights back`;
      expect(reseller.admin.inbox.some(text => text.includes(told))).toBe(true);
    }
  });

  it('of the end of a shared relationship leaves it ended for all three, and tells both partners', async () => {
    const provider = await office(house, 'indirectProvider', 'Fabrikam');
    await becomePartners(house, provider.admin, reseller);
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(30);
      const customer = await office(house, 'customer', `Tailspin ${write}`);
      const to = { email: customer.admin.options.email, name: customer.name };
      const { link } = await sendsJointly(reseller.admin, provider.name, to);
      await approvesLink(customer.admin, link);
      await house.settled();
      const partner = await house.bot.desk.storage.partners.get(customer.id, reseller.id);
      const since = partner?.value.since;
      survived = await survives(write, customer.admin, () =>
        customer.admin.sends('partners.end', { id: reseller.id, since }),
      );
      expect(await standing(house, { provider, reseller, customer })).toMatchObject({
        resellerSells: false,
        providerOrders: false,
        customerHasReseller: false,
        customerHasProvider: false,
      });
      expect(reseller.admin.inbox.some(text => text.includes(`with ${customer.name} has ended`))).toBe(true);
      const told = `${customer.name} no longer work together`;
      expect(provider.admin.inbox.some(text => text.includes(told))).toBe(true);
    }
  });
});
