import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Subscription, versionOf } from '../../domain/subscription.ts';
import { addCustomerUser } from '../../operations/addCustomerUser.ts';
import { changeSale, type SaleChange } from '../../operations/changeSubscription.ts';
import type { Actor, Desk } from '../../operations/desk.ts';
import { changeLicences } from '../../operations/licences.ts';
import { removeCustomerUser } from '../../operations/removeCustomerUser.ts';
import { hasUser, usersOf } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { becomesCustomer } from './support/relationships.ts';
import { hasSubscription, standsAs } from './support/subscriptions.ts';

/**
 * Two partners work on one customer, the one that sold and the one that administers: licences are assigned and taken
 * back, users added and removed, subscriptions changed, several of these at the same moment, on real storage. Whatever
 * they do and in whatever order: never more is assigned than was bought, the count is that of the licences, and nobody
 * who is gone has one.
 */
const USERS = 4;
const SUBSCRIPTIONS = 2;
const BOUGHT = 2;

type Step =
  | { do: 'assign' | 'takeBack'; by: number; user: number; subscription: number }
  | { do: 'add'; by: number; user: number }
  | { do: 'remove'; by: number; user: number }
  | { do: 'sale'; subscription: number; change: SaleChange };

const by = fc.nat(1);
const user = fc.nat(USERS - 1);
const subscription = fc.nat(SUBSCRIPTIONS - 1);
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('changeLicences' as const),
      licences: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: oneOf('suspend', 'reactivate') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: oneOf('assign'), by, user, subscription }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('takeBack'), by, user, subscription }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), by, user }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), by, user }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sale' as const), subscription, change }) },
);
/** Steps in one group happen at the same moment. */
const stories = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 });

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

async function actorOf({ admin }: Office): Promise<Actor> {
  const { tenantId, objectId, name, email } = admin.options;
  return {
    tenantId,
    objectId,
    name,
    person: await house.bot.desk.storage.people.get(tenantId, objectId),
    language: 'en',
    provenGlobalAdmin: false,
    profile: async () => ({ email, guest: false }),
    colleague: async () => undefined,
  };
}

/** A customer with all that the steps work on. */
async function world() {
  const seller = await office(house, 'directPartner', 'Contoso');
  const administrator = await office(house, 'indirectReseller', 'Tailspin');
  const customer = await office(house, 'customer', 'Wingtip');
  await becomesCustomer(house, seller, customer);
  await becomesCustomer(house, administrator, customer);
  const subscriptions: Subscription[] = [];
  for (let index = 0; index < SUBSCRIPTIONS; index++)
    subscriptions.push(await hasSubscription(house, customer, seller, { licences: BOUGHT }));
  const users: string[] = [];
  for (let index = 0; index < USERS; index++)
    users.push((await hasUser(house, customer, seller, { name: `User ${index}` })).id);
  const actors = [await actorOf(seller), await actorOf(administrator)];
  return { customer, subscriptions, users, actors };
}
type World = Awaited<ReturnType<typeof world>>;

async function take(
  { customer, subscriptions, users, actors }: World,
  step: Step,
  desk: Desk = house.bot.desk,
): Promise<void> {
  const seller = actors[0];
  if (!seller) throw new Error('nobody sells');
  if (step.do === 'sale') {
    const id = subscriptions[step.subscription]?.id ?? '';
    const shown = versionOf(await standsAs(house, customer, { id }));
    await changeSale(desk, seller, { customerId: customer.id, id }, shown, step.change);
    return;
  }
  const actor = actors[step.by] ?? seller;
  const userId = users[step.user] ?? '';
  if (step.do === 'add') {
    const typed = { name: `User ${step.user}`, email: `user${step.user}-${randomUUID()}@wingtip.example` };
    await addCustomerUser(desk, actor, customer.id, userId, typed);
  } else if (step.do === 'remove') {
    await removeCustomerUser(desk, actor, customer.id, userId);
  } else {
    const subscriptionId = subscriptions[step.subscription]?.id ?? '';
    await changeLicences(desk, actor, customer.id, step.do, [{ userId, subscriptionId }]);
  }
}

/** What must hold after every group of steps. */
async function holds({ customer, subscriptions, users, actors }: World): Promise<void> {
  const { storage } = house.bot.desk;
  const there = new Set((await storage.customerUsers.page(customer.id, 100)).rows.map(row => row.value.id));
  const bySubscription: string[] = [];
  for (const { id } of subscriptions) {
    const now = await standsAs(house, customer, { id });
    const licences = (await storage.subscriptions.licencesOf(customer.id, id, 100)).rows;
    expect(now.assigned).toBe(licences.length);
    expect(now.assigned).toBeLessThanOrEqual(now.licences);
    for (const { value } of licences) {
      expect(there).toContain(value.userId);
      bySubscription.push(`${value.userId} ${id}`);
    }
    const copies = (await storage.subscriptions.pageOf(customer.id, actors[0]?.tenantId ?? '', 100)).rows;
    expect(copies.find(copy => copy.value.id === id)?.value).toEqual(now);
  }
  const byUser: string[] = [];
  for (const userId of users) {
    const licences = (await storage.subscriptions.licencesFor(customer.id, userId, 100)).rows;
    byUser.push(...licences.map(({ value }) => `${userId} ${value.subscriptionId}`));
  }
  expect(byUser.sort()).toEqual(bySubscription.sort());
}

describe('licences', () => {
  it('are never more than were bought, and counted rightly, whatever happens at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async groups => {
        const here = await world();
        for (const group of groups) {
          await Promise.all(group.map(each => take(here, each)));
          await holds(here);
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);

  it('of one subscription are given to as many as were bought when everybody is given one at once', async () => {
    const here = await world();
    const assign = (user: number): Step => ({ do: 'assign', by: user % 2, user, subscription: 0 });
    await Promise.all([0, 1, 2, 3].map(user => take(here, assign(user))));
    await holds(here);
    expect((await standsAs(house, here.customer, { id: here.subscriptions[0]?.id ?? '' })).assigned).toBe(
      BOUGHT,
    );
  });

  describe('of somebody whom the other partner removes', () => {
    const assign: Step = { do: 'assign', by: 0, user: 0, subscription: 0 };
    const remove: Step = { do: 'remove', by: 1, user: 0 };
    const between: [string, Step, Step][] = [
      ['before an assignment is written that was decided', assign, remove],
      ['while somebody is given one', remove, assign],
    ];

    it.each(between)('are taken back, or not given: %s', async (_, first, second) => {
      const here = await world();
      const { desk } = house.bot;
      let waited = false;
      const commit: typeof desk.storage.commit = async (companyId, change) => {
        if (!waited) {
          waited = true;
          await take(here, second);
        }
        return desk.storage.commit(companyId, change);
      };
      await take(here, first, { ...desk, storage: { ...desk.storage, commit } });
      await holds(here);
      expect(await usersOf(house, here.customer)).toEqual(['User 1', 'User 2', 'User 3']);
    });
  });
});
