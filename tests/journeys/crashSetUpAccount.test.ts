import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { opensAccount, recordOf } from './support/accounts.ts';
import { type BotProcess, startBotProcess } from './support/botProcess.ts';
import { clicksThroughDeath } from './support/death.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, subscriptionsOf } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import { administrators, all } from './support/relationships.ts';
import { allRows } from './support/rows.ts';

/** kill -9 at any write: an account whose code was entered is its tenant's in the end, whole and once. */
jest.setTimeout(600_000);

const INSTANCE = 'bot-that-dies-while-it-moves';
let house: House;
let bot: BotProcess;
let world: Chain;

beforeEach(async () => {
  house = await openHouse();
  world = await chain(house);
  bot = await startBotProcess(house, INSTANCE);
});
afterEach(async () => {
  if (bot.alive) await bot.kill();
  await house.stop();
});

describe('a bot that is killed at any write', () => {
  it('of setting an account up leaves it with its tenant, with all that was in it, and tells both partners', async () => {
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(40);
      const { id, name, code } = await opensAccount(house, world, `Tailspin ${write}`);
      const organization = newOrganization(house);
      const taylor = organization.person('Taylor Phillips');
      await taylor.types(code);
      const fate = await clicksThroughDeath(house, { bot, instance: INSTANCE, write }, taylor, () =>
        taylor.sends('setUpAccount.bind', { id, confirmGlobalAdmin: 'true' }),
      );
      ({ bot, survived } = fate);
      const { tenantId } = organization;
      const { storage } = house.bot.desk;
      expect(await subscriptionsOf(house, tenantId)).toHaveLength(1);
      expect(await administrators(house, { id: tenantId })).toEqual(all(world.reseller.name));
      const events = (await storage.history.page(tenantId, 50)).rows.map(({ value }) => value.event);
      expect(events.sort()).toEqual(['accountBound', 'accountOpened', 'ordered', 'user.added']);
      const admins = await storage.people.holders(tenantId, ['globalAdmin']);
      expect(admins.map(({ objectId }) => objectId)).toEqual([taylor.options.objectId]);
      for (const partner of [world.provider, world.reseller]) {
        expect((await recordOf(house, partner, name)).id).toBe(tenantId);
        const told = `${name} has set up its account`;
        expect(partner.admin.inbox.some(text => text.includes(told))).toBe(true);
        const history = await storage.history.ofSubject(partner.id, tenantId, 50);
        expect(history.rows.map(({ value }) => value.event).sort()).toEqual(
          expect.arrayContaining(['accountBound', 'accountOpened', 'ordered']),
        );
        expect(history.rows.filter(({ value }) => value.event === 'accountBound')).toHaveLength(1);
      }
      const left = (await allRows(house)).filter(
        row => row.partitionKey === id && !/^(company|setup|delivery):/.test(row.rowKey),
      );
      expect(left).toEqual([]);
    }
  });
});
