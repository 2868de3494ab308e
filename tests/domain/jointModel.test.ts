import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTables, type Tables } from '../../storage/tables.ts';
import { sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { type Fault, type Step, World } from './jointModelWorld.ts';

/**
 * One invitation that would give a customer to two companies at once. Whatever people click, in whatever order and at
 * the same moment, whatever storage refuses and however often errands are carried: once the outbox has run dry, both
 * have the relationship, or neither.
 */
const fault = fc.constantFrom<Fault>('none', 'none', 'none', 'notSent', 'answerLost');
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const admin = oneOf('kim', 'jo');
const side = oneOf('provider', 'reseller');
const place = oneOf('provider', 'reseller', 'customer');
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
  { weight: 5, arbitrary: fc.record({ do: oneOf('approve'), who: admin, fault }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('decline'), who: admin, fault }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('withdraw', 'confirm', 'refuse', 'confirm'), fault }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('remove'), who: side, fault }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('askAnew'), fault }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('expire'), fault }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: oneOf('carry'),
      at: place,
      from: fc.nat(20),
      settle: fc.boolean(),
      fault,
    }),
  },
);
/** Steps in one group happen at the same moment. */
const stories = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 });

let tables: Tables;
beforeAll(async () => {
  tables = openTables({ connectionString: await sharedStorage() }, { prefix: uniquePrefix() });
  await tables.ensure();
});
afterAll(() => tables.close());

async function played(story: Step[][]): Promise<World> {
  const world = new World(tables);
  await world.begin();
  for (const moment of story) await Promise.all(moment.map(each => world.take(each)));
  await world.settle();
  return world;
}

async function relationships({ desk, provider, reseller, customer }: World) {
  const { customers, partners } = desk.storage;
  const [sold, ordered, seller, orderer] = await Promise.all([
    customers.get(reseller, customer),
    customers.get(provider, customer),
    partners.get(customer, reseller),
    partners.get(customer, provider),
  ]);
  return {
    resellerSells: sold?.value.canSell ?? false,
    resellerAdministers: sold?.value.canAdminister ?? 'no',
    resellerShares: sold?.value.sharedWith.length ?? 0,
    providerOrders: ordered?.value.canOrder ?? false,
    customerHasReseller: seller?.value.canSell ?? false,
    customerHasProvider: orderer?.value.canOrder ?? false,
  };
}

/** Everyone whom a company's lists show, whichever way they are read. */
async function listed({ desk }: World, company: string, others: string[]): Promise<Set<string>> {
  const { customers, partnerships } = desk.storage;
  const pages = await Promise.all([
    customers.page(company, 50),
    customers.page(company, 50, 'w'),
    ...others.map(other => customers.sharedPage(company, other, 50)),
  ]);
  const partners = await Promise.all([partnerships.page(company, 50), partnerships.page(company, 50, 'the')]);
  return new Set([
    ...pages.flatMap(page => page.rows.map(row => row.value.id)),
    ...partners.flatMap(page => page.rows.map(row => row.value.partnerId)),
  ]);
}

const budget = { numRuns: 40, seed: 20261120, endOnFailure: false };

describe('one invitation for two partners', () => {
  it('gives both the relationship, or neither', async () => {
    const endings = new Set<string>();
    await fc.assert(
      fc.asyncProperty(stories, async story => {
        const world = await played(story);
        const state = (await world.desk.storage.invitations.get(world.invitationId))?.value.state ?? 'gone';
        endings.add(state);
        const accepted = state === 'accepted';
        expect(await relationships(world)).toEqual({
          resellerSells: accepted,
          resellerAdministers: accepted ? 'yes' : 'no',
          resellerShares: accepted ? 1 : 0,
          providerOrders: accepted,
          customerHasReseller: accepted,
          customerHasProvider: accepted,
        });
      }),
      budget,
    );
    // The stories are worth something: they end in more than one way.
    expect([...endings]).toEqual(expect.arrayContaining(['accepted', 'declined', 'toBeChecked', 'expired']));
  }, 240_000);

  it('shows in nobody’s lists a company with which there is no accepted relationship', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async story => {
        const world = await played(story);
        const { invitations, partnerships } = world.desk.storage;
        const { provider, reseller, customer } = world;
        const accepted = (await invitations.get(world.invitationId))?.value.state === 'accepted';
        const deciding = (await partnerships.get(reseller, provider))?.value;
        const projected = (await partnerships.get(provider, reseller))?.value;
        const partners = deciding?.state === 'active';
        expect(projected?.state).toBe(deciding?.state);
        expect(projected?.version).toBe(deciding?.version);
        const customers = accepted ? [customer] : [];
        expect(await listed(world, reseller, [provider])).toEqual(
          new Set([...customers, ...(partners ? [provider] : [])]),
        );
        expect(await listed(world, provider, [reseller])).toEqual(
          new Set([...customers, ...(partners ? [reseller] : [])]),
        );
        expect(await listed(world, customer, [provider, reseller])).toEqual(new Set());
      }),
      { ...budget, seed: 20261121 },
    );
  }, 240_000);
});

describe('a customer whose company turns out to be a partner before its side is set up', () => {
  it('gives the relationship to neither', async () => {
    const world = new World(tables);
    await world.begin();
    await world.take({ do: 'approve', who: 'kim', fault: 'none' });
    const { companies } = world.desk.storage;
    const row = await companies.get(world.customer);
    if (!row) throw new Error('not there');
    await world.desk.storage.commit(world.customer, {
      rows: [companies.update(row, { ...row.value, kind: 'directPartner' })],
      history: [],
    });
    await world.settle();
    expect(await relationships(world)).toEqual({
      resellerSells: false,
      resellerAdministers: 'no',
      resellerShares: 0,
      providerOrders: false,
      customerHasReseller: false,
      customerHasProvider: false,
    });
    const shared = await world.desk.storage.customers.sharedPage(world.reseller, world.provider, 50);
    expect(shared.rows).toEqual([]);
  });
});
