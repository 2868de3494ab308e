import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Customer } from '../../domain/relationship.ts';
import { type Subscription, versionOf } from '../../domain/subscription.ts';
import { moveAccount } from '../../operations/moveAccount.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, customersOf, rightDetails, subscriptionsOf, toReview } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import { removesPartnership } from './support/partnerships.ts';
import type { Person } from './support/person.ts';

let house: House;
let world: Chain;
let pat: Person;
let account: Customer;
let subscription: Subscription;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  world = await chain(house);
  pat = world.provider.admin;
  await toReview(pat, rightDetails({ reseller: world.reseller.id }));
  await pat.clicks('Submit');
  await house.settled();
  const [only] = await customersOf(house, world.provider);
  const [ordered] = only ? await subscriptionsOf(house, only.id) : [];
  if (!only || !ordered) throw new Error('no account');
  [account, subscription] = [only, ordered];
});
afterAll(() => house.stop());

const change = (verb: string, data: Record<string, unknown> = {}) =>
  pat.sends(`subscriptions.${verb}`, {
    customer: account.id,
    id: subscription.id,
    version: versionOf(subscription),
    ...data,
  });

/** Binds a tenant to the account, as its setup code does, and moves everything there. */
async function bindsTenant(): Promise<string> {
  const { desk } = house.bot;
  const organization = newOrganization(house);
  const admin = organization.person('Taylor Phillips');
  await admin.types('language');
  const row = await desk.storage.companies.get(account.id);
  if (!row) throw new Error('no company');
  const { tenantId, objectId, name } = admin.options;
  const boundTo = { tenantId, by: { tenantId, objectId, name }, at: desk.now().toISOString() };
  await desk.storage.commit(account.id, {
    rows: [desk.storage.companies.update(row, { ...row.value, boundTo })],
    history: [],
  });
  await moveAccount(desk, { kind: 'moveAccount', accountId: account.id });
  await house.settled();
  return tenantId;
}

describe('a customer whose account was opened here, and of which nobody has come yet', () => {
  it('has subscriptions that its provider changes', async () => {
    await pat.sends('subscriptions.list', { customer: account.id });
    expect(pat.seen.text).toContain(`Subscriptions of ${account.name}`);
    await change('licences', { licences: 12 });
    expect(pat.seen.text).toContain('Done: the number of licenses is changed');
  });

  it('is not said to be told of what happens to them', async () => {
    for (const [ask, button] of [
      ['askSuspend', 'Suspend'],
      ['askCancel', 'Cancel subscription'],
    ] as const) {
      await change(ask);
      expect(pat.seen.text).toContain('global admins');
      expect(pat.seen.text).not.toContain(`${account.name} is told`);
      await pat.clicks(button);
      expect(pat.seen.text).toContain(`The global admins of ${account.name} who use Partner Desk are told.`);
    }
  });

  it('cannot be left by its provider while one is active', async () => {
    await pat.sends('customers.askEnd', { id: account.id });
    expect(pat.seen.text).toContain('cannot be removed yet');
    await change('suspend');
    await pat.sends('customers.askEnd', { id: account.id });
    await pat.clicks('Remove relationship');
    expect(pat.seen.text).toContain('is removed');
  });
});

describe('when its tenant came', () => {
  it('cards of before lead to the same subscription, and change it where it is now', async () => {
    const tenantId = await bindsTenant();
    await change('open');
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic: Active');
    await change('licences', { licences: 12 });
    expect(pat.seen.text).toContain('Done: the number of licenses is changed');
    const [now] = await subscriptionsOf(house, tenantId);
    expect(now?.licences).toBe(12);
    await pat.sends('customers.askEnd', { id: account.id });
    expect(pat.seen.text).toContain('cannot be removed yet');
  });

  it('support that a reseller gives goes back to the provider with their partnership all the same', async () => {
    await change('support', { choice: world.reseller.id });
    await house.settled();
    const tenantId = await bindsTenant();
    const [before] = await subscriptionsOf(house, tenantId);
    expect(before?.supportContact.id).toBe(world.reseller.id);
    await removesPartnership(pat, 'resellers', world.reseller.name);
    await house.settled();
    const [after] = await subscriptionsOf(house, tenantId);
    expect(after?.supportContact.id).toBe(world.provider.id);
  });
});
