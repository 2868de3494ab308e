import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomerUser, Subscription } from '../../domain/subscription.ts';
import { type OpenedAccount, opensAccount, setsUp } from './support/accounts.ts';
import { hasUser, licencesOfUser, usersOf } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, subscriptionsOf } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';

const BASIC = 'Microsoft 365 Business Basic';

let house: House;
let world: Chain;
let pat: Person;
let account: OpenedAccount;
let subscription: Subscription;
let megan: CustomerUser;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  world = await chain(house);
  pat = world.provider.admin;
  account = await opensAccount(house, world, 'Proseware');
  const [ordered] = await subscriptionsOf(house, account.id);
  if (!ordered) throw new Error('nothing was ordered');
  subscription = ordered;
  megan = await hasUser(house, account, world.provider, { name: 'Megan Bowen' });
});
afterAll(() => house.stop());

/** Its first admin enters the code, and the account moves to their tenant. */
async function tenantComes(): Promise<string> {
  const kim = newOrganization(house).person('Kim Akers');
  await setsUp(kim, account.code);
  await house.settled();
  return kim.options.tenantId;
}
const opens = () => pat.sends('customerUsers.open', { customer: account.id, id: megan.id });

describe('a customer whose account was opened here, and of which nobody has come yet', () => {
  it('has users and licenses, and no portals, since its tenant is not known', async () => {
    await opens();
    await pat.clicks('Assign licenses', { free: subscription.id });
    expect(pat.seen.text).toContain(`Megan Bowen now has a license of ${BASIC}.`);
    await pat.sends('customers.open', { id: account.id });
    expect(pat.seen.text).toContain('12 licenses, 1 assigned');
    for (const text of ['Open admin portal', 'Microsoft ID', 'Service health'])
      expect(pat.seen.text).not.toContain(text);
  });
});

describe('when its tenant came', () => {
  it('users and their licenses came along, and cards of before work on them', async () => {
    await opens();
    const before = pat.seen;
    await pat.clicks('Assign licenses', { free: subscription.id });
    const tenantId = await tenantComes();
    expect(await usersOf(house, { id: tenantId })).toEqual(['Megan Bowen']);
    expect(await licencesOfUser(house, { id: tenantId }, megan)).toEqual([subscription.id]);
    await pat.clicks('Assign licenses', { free: subscription.id }, before);
    expect(pat.seen.text).toContain(`Megan Bowen has a license of ${BASIC} already.`);
    await pat.sends('licences.takeBack', { customer: account.id, user: megan.id, held: subscription.id });
    expect(pat.seen.text).toContain('was taken back from Megan Bowen');
    expect((await subscriptionsOf(house, tenantId))[0]?.assigned).toBe(0);
    await pat.sends('customerUsers.remove', { customer: account.id, id: megan.id });
    expect(await usersOf(house, { id: tenantId })).toEqual([]);
  });

  it('its record names the tenant', async () => {
    const tenantId = await tenantComes();
    await pat.sends('customers.open', { id: account.id });
    expect(pat.seen.text).toContain(`Microsoft ID\n${tenantId}`);
  });
});
