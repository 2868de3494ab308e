import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CompanyKind } from '../../domain/company.ts';
import type { CustomerUser } from '../../domain/subscription.ts';
import { hasUser, licencesOfUser, usersOf } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { hasSubscription, OFFERS, serves } from './support/subscriptions.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const sees = (member: Member) => cells('seeCustomers').some(([who, yes]) => who === member && yes);

let people: Record<Member, Person>;
let partner: { id: string; name: string; admin: Person };
let customer: Office;
let user: CustomerUser;

const arranged = async (kind: CompanyKind) => {
  people = await staffed(house, kind);
  const admin = people.globalAdmin;
  partner = { id: admin.options.tenantId, name: `Staffed ${kind}`, admin };
  customer = await office(house, 'customer', 'Wingtip');
  await serves(house, partner, customer, { kind });
  user = await hasUser(house, customer, partner, { name: 'Megan Bowen' });
};

async function assigns(member: Member, may: boolean, offer: string): Promise<void> {
  const person = people[member];
  const subscription = await hasSubscription(house, customer, partner, { offer });
  const which = { customer: customer.id, user: user.id };
  const ofSubscription = { customer: customer.id, subscription: subscription.id };
  if (sees(member)) {
    await person.sends('customerUsers.open', { customer: customer.id, id: user.id });
    expect(person.mayClick('Assign licenses')).toBe(may);
    await person.sends('licences.show', ofSubscription);
    expect(person.mayClick('Assign licenses')).toBe(may);
  }
  for (const [verb, data, after] of [
    ['licences.assign', { ...which, free: subscription.id }, [subscription.id]],
    ['licences.takeBack', { ...which, held: subscription.id }, []],
    ['licences.assignOf', { ...ofSubscription, free: user.id }, [subscription.id]],
    ['licences.takeBackOf', { ...ofSubscription, held: user.id }, []],
  ] as const) {
    await person.sends(verb, data);
    if (!may) expectRefusal(person, member, 'assignLicences');
    expect(await licencesOfUser(house, customer, user)).toEqual(may ? after : []);
  }
}

describe.each(['directPartner', 'indirectProvider'] as const)('in a %s', kind => {
  describe('licenses', () => {
    beforeEach(() => arranged(kind));

    const DEED =
      'is offered and done, on the user’s record and on the subscription, and taken back; or refused';
    describe.each(cells('assignLicences', 'office365'))('of Office 365: %s → %s', (member, may) => {
      it(DEED, () => assigns(member, may, OFFERS.basic));
    });
    describe.each(cells('assignLicences', 'dynamics365'))('of another service: %s → %s', (member, may) => {
      it(DEED, () => assigns(member, may, OFFERS.dynamics));
    });
  });

  describe('users', () => {
    beforeEach(() => arranged(kind));

    describe.each(cells('assignLicences', 'dynamics365'))('adding and removing: %s → %s', (member, may) => {
      it('is offered and done, or refused', async () => {
        const person = people[member];
        if (sees(member)) {
          await person.sends('customerUsers.list', { customer: customer.id });
          expect(person.mayClick('Add user')).toBe(may);
        }
        const added = { name: 'Robin Kline', email: 'robin@wingtip.example' };
        for (const verb of ['customerUsers.form', 'customerUsers.add']) {
          const id = 'cccccccc-0000-4000-8000-000000000001';
          await person.sends(verb, { customer: customer.id, id, ...added });
          if (!may) expectRefusal(person, member, 'assignLicences');
        }
        expect((await usersOf(house, customer)).includes('Robin Kline')).toBe(may);
        for (const verb of ['customerUsers.askRemove', 'customerUsers.remove']) {
          await person.sends(verb, { customer: customer.id, id: user.id });
          if (!may) expectRefusal(person, member, 'assignLicences');
        }
        expect((await usersOf(house, customer)).includes('Megan Bowen')).toBe(!may);
      });
    });

    describe.each(cells('seeCustomers'))('seeing them: %s → %s', (member, may) => {
      it('the list, a record and more of a customer', async () => {
        const person = people[member];
        for (const [verb, data, seen] of [
          ['customers.more', { id: customer.id }, 'Users and licenses'],
          ['customerUsers.list', { customer: customer.id }, 'Megan Bowen'],
          ['customerUsers.open', { customer: customer.id, id: user.id }, 'Megan Bowen'],
        ] as const) {
          await person.sends(verb, data);
          expect(person.seen.text.includes(seen)).toBe(may);
          if (!may) expectRefusal(person, member, 'seeCustomers');
        }
      });
    });
  });
});
