import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Subscription, versionOf } from '../../domain/subscription.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { hasSubscription, OFFERS, serves, standsAs } from './support/subscriptions.ts';

let house: House;
let people: Record<Member, Person>;
let customer: Office;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  people = await staffed(house, 'directPartner');
  customer = await office(house, 'customer', 'Wingtip');
  await serves(house, seller(), customer);
});
afterAll(() => house.stop());

const seller = () => ({
  id: people.globalAdmin.options.tenantId,
  name: 'Staffed directPartner',
  admin: people.globalAdmin,
});
const sees = (member: Member) => cells('seeCustomers').some(([who, yes]) => who === member && yes);
const now = (subscription: Subscription) => standsAs(house, customer, subscription);
const sends = async (person: Person, verb: string, subscription: Subscription, more = {}) =>
  person.sends(`subscriptions.${verb}`, {
    customer: customer.id,
    id: subscription.id,
    version: versionOf(await now(subscription)),
    ...more,
  });

/** Every change of a subscription, tried one after the other; a role that may not leaves it as it is. */
async function triesEverything(member: Member, may: boolean, offer: string): Promise<void> {
  const person = people[member];
  const subscription = await hasSubscription(house, customer, seller(), { offer });
  if (sees(member)) {
    await sends(person, 'open', subscription);
    expect(person.mayClick('Change licenses')).toBe(may);
    expect(person.mayClick('Suspend')).toBe(may);
  }
  for (const [verb, more] of [
    ['askLicences', {}],
    ['askUpgrade', {}],
    ['askSuspend', {}],
    ['askCancel', {}],
    ['licences', { licences: 12 }],
    ['upgrade', { choice: OFFERS.standard }],
    ['suspend', {}],
    ['reactivate', {}],
    ['cancel', {}],
  ] as const) {
    await sends(person, verb, subscription, more);
    if (!may) expectRefusal(person, member, 'order');
  }
  const { state, licences } = await now(subscription);
  expect([state, licences]).toEqual(may ? ['cancelled', 12] : ['active', 10]);
}

describe.each(cells('order', 'office365'))('changing Office 365: %s → %s', (member, may) => {
  it('is offered and done, or refused at every change', () => triesEverything(member, may, OFFERS.basic));
});

describe.each(cells('order', 'dynamics365'))('changing anything else: %s → %s', (member, may) => {
  it('is offered and done, or refused at every change', () => triesEverything(member, may, OFFERS.dynamics));
});

describe.each(cells('seeCustomers'))('seeing subscriptions: %s → %s', (member, may) => {
  it('in the list and the record, or refused', async () => {
    const person = people[member];
    const subscription = await hasSubscription(house, customer, seller());
    await person.sends('subscriptions.list', { customer: customer.id });
    expect(person.seen.text.includes('Microsoft 365 Business Basic')).toBe(may);
    if (!may) expectRefusal(person, member, 'seeCustomers');
    for (const verb of ['open', 'more']) {
      await sends(person, verb, subscription);
      expect(person.seen.text.includes('Microsoft 365 Business Basic')).toBe(may);
      if (!may) expectRefusal(person, member, 'seeCustomers');
    }
  });
});

describe.each(cells('seePartnerProfiles'))('in a customer, seeing its own: %s → %s', (member, may) => {
  it('with the seller and whoever supports it, or refused', async () => {
    const own = await staffed(house, 'customer');
    const person = own[member];
    const company = { id: person.options.tenantId, name: 'Staffed customer' };
    await serves(house, seller(), company);
    const subscription = await hasSubscription(house, company, seller());
    await person.types('subscriptions');
    expect(person.seen.text.includes('Sold by Staffed directPartner')).toBe(may);
    if (!may) expectRefusal(person, member, 'seePartnerProfiles');
    await person.sends('subscriptions.open', { customer: company.id, id: subscription.id });
    expect(person.seen.text.includes('Turn to Staffed directPartner for help')).toBe(may);
    if (!may) expectRefusal(person, member, 'seePartnerProfiles');
  });
});
