import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { endSharing } from '../../operations/carryEnding.ts';
import { noteHistory } from '../../operations/serveCustomer.ts';
import { type OpenedAccount, opensAccount, SETUP_CODE, setsUp, setupCodeIn } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, licences, rightDetails, subscriptionsOf, toReview } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';

let house: House;
let other: House;
let world: Chain;
let account: OpenedAccount;
let taylor: Person;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});
beforeEach(async () => {
  world = await chain(house);
  account = await opensAccount(house, world, `Tailspin ${++count}`);
  taylor = newOrganization(house).person('Taylor Phillips');
  await taylor.types(account.code);
});

const settled = async () => {
  await house.settled();
  await other.settled();
};
const boundTo = async () => (await house.bot.desk.storage.companies.get(account.id))?.value.boundTo?.tenantId;
const yes = { confirmGlobalAdmin: 'true' };

/** The account gets its tenant, and all of it is there, between somebody's reading and writing. */
function movesBeforeTheNextWrite() {
  const { storage } = house.bot.desk;
  const commit = jest.spyOn(storage, 'commit');
  commit.mockImplementationOnce(async (...of) => {
    commit.mockRestore();
    await taylor.clicks('Set up', yes);
    await settled();
    return storage.commit(...of);
  });
}

describe('at the same moment', () => {
  it('of two organizations one gets the account, and the other is told that it was used', async () => {
    const robin = newOrganization(house).person('Robin Foreign');
    await robin.types(account.code);
    const people = [taylor, robin.at(other)];
    await Promise.all(people.map(person => person.clicks('Set up', yes)));
    await settled();
    const winner = people.find(person => person.seen.text.includes('is being set up for your organization'));
    const loser = people.find(person => person.seen.text.includes('This setup code was used'));
    expect(await boundTo()).toBe(winner?.options.tenantId);
    expect(await subscriptionsOf(house, winner?.options.tenantId ?? '')).toHaveLength(1);
    expect(await house.bot.desk.storage.companies.get(loser?.options.tenantId ?? '')).toBeUndefined();
  });

  it('two clicks of one person, at two bots, are one', async () => {
    const two = [taylor.at(house), taylor.at(other)];
    await Promise.all(two.map(each => each.clicks('Set up', yes)));
    await settled();
    for (const each of two) expect(each.seen.text).toContain('for your organization');
    const { history, people } = house.bot.desk.storage;
    const { tenantId } = taylor.options;
    const events = (await history.page(tenantId, 50)).rows.map(({ value }) => value.event);
    expect(events.filter(event => event === 'accountBound')).toHaveLength(1);
    expect(await people.holders(tenantId, ['globalAdmin'])).toHaveLength(1);
  });

  it('an order of the provider’s arrives at the tenant, or is asked for again', async () => {
    const { admin } = world.provider;
    await admin.types(`add subscription ${account.name}`);
    await admin.clicks('Next: Review', licences({ 'm365-business-standard': '5' }));
    await Promise.all([admin.clicks('Submit'), taylor.at(other).clicks('Set up', yes)]);
    await settled();
    const placed = !admin.seen.text.includes('being set up');
    const { tenantId } = taylor.options;
    expect(await subscriptionsOf(house, tenantId)).toHaveLength(placed ? 2 : 1);
    expect(await subscriptionsOf(house, account.id)).toEqual([]);
  });

  it('the end of the provider’s relationship stands on both sides, or on neither', async () => {
    const { partners, customers } = house.bot.desk.storage;
    const { admin, id } = world.provider;
    const since = (await partners.get(account.id, id))?.value.since;
    await Promise.all([
      admin.sends('customers.end', { id: account.id, since }),
      taylor.at(other).clicks('Set up', yes),
    ]);
    await settled();
    const { tenantId } = taylor.options;
    const [deciding, own] = await Promise.all([partners.get(tenantId, id), customers.get(id, account.id)]);
    expect(own?.value.id).toBe(tenantId);
    expect(own?.value.canOrder).toBe(deciding?.value.canOrder);
    expect(own?.value.endedAt !== undefined).toBe(deciding?.value.endedAt !== undefined);
  });

  it('a reseller’s leaving, on its way to the provider, finds the tenant', async () => {
    const { storage } = house.bot.desk;
    const { provider, reseller } = world;
    movesBeforeTheNextWrite();
    await endSharing(house.bot.desk, {
      kind: 'endSharing',
      endedId: reseller.id,
      endedName: 'Contoso',
      otherId: provider.id,
      customerId: account.id,
      endedAt: house.clock.now.toISOString(),
    });
    await settled();
    const { tenantId } = taylor.options;
    expect((await storage.partners.get(tenantId, provider.id))?.value.canOrder).toBe(false);
    expect((await storage.customers.get(provider.id, tenantId))?.value.canOrder).toBe(false);
  });

  it('a deed on its way to a partner’s history stands in that of the customer', async () => {
    const { history } = house.bot.desk.storage;
    const { provider } = world;
    const event = 'subscription.suspended' as const;
    const entry = { at: house.clock.now.toISOString(), by: 'desk' as const, event, detail: {} };
    movesBeforeTheNextWrite();
    await noteHistory(house.bot.desk, {
      kind: 'noteHistory',
      companyId: provider.id,
      id: 'a-deed-0',
      entry: { ...entry, subject: account.id },
    });
    await settled();
    const page = await history.ofSubject(provider.id, taylor.options.tenantId, 50);
    expect(page.rows.filter(({ value }) => value.event === event)).toHaveLength(1);
  });

  it('a new code and a click: the click wins, or the old code counts no more', async () => {
    const { admin } = world.provider;
    await Promise.all([
      admin.sends('setupInformation.new', { id: account.id }),
      taylor.at(other).clicks('Set up', yes),
    ]);
    await settled();
    if (await boundTo()) return;
    await taylor.types(setupCodeIn(admin.seen.text));
    await taylor.clicks('Set up', yes);
    await settled();
    expect(await boundTo()).toBe(taylor.options.tenantId);
  });

  it('many wrong codes lock it after five, however they come', async () => {
    const wrong = `${account.code.slice(0, -4)}${account.code.endsWith('0000') ? '1111' : '0000'}`;
    const guessers = Array.from({ length: 8 }, (_, nth) =>
      newOrganization(house)
        .person(`Guesser ${nth}`)
        .at(nth % 2 ? house : other),
    );
    await Promise.all(guessers.map(guesser => guesser.types('hello')));
    await Promise.all(guessers.map(guesser => guesser.types(wrong)));
    const setup = (await house.bot.desk.storage.setupCodes.get(account.id))?.value;
    expect(setup?.lockedAt).toBeDefined();
    expect(setup?.code.tried).toBeLessThanOrEqual(5);
  });
});

describe('the provider’s submission that arrives again after the account went to its tenant', () => {
  it('opens no second account', async () => {
    const { admin } = world.provider;
    const name = `Again ${count}`;
    await toReview(admin, rightDetails({ name, reseller: world.reseller.id }));
    const review = admin.seen;
    await admin.clicks('Submit');
    const robin = newOrganization(house).person('Robin Park');
    await setsUp(robin, setupCodeIn(admin.seen.text));
    await settled();
    const companies = async () =>
      (await allRows(house)).filter(({ rowKey }) => rowKey.startsWith('company:')).length;
    const before = await companies();
    await admin.clicks('Submit', {}, review);
    await settled();
    expect(admin.seen.text).not.toMatch(SETUP_CODE);
    expect(admin.seen.text).toContain(name);
    expect(await companies()).toBe(before);
    expect(await subscriptionsOf(house, robin.options.tenantId)).toHaveLength(1);
  });
});
