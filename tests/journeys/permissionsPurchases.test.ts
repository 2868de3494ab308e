import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, readingCells, staffed } from './support/staff.ts';
import { hasSubscription, serves } from './support/subscriptions.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const sees = (member: Member) => readingCells('letCustomerBuy').some(([who, yes]) => who === member && yes);

describe.each(['directPartner', 'indirectProvider'] as const)('in a %s', kind => {
  let people: Record<Member, Person>;
  let customer: Office;
  let partner: Pick<Office, 'id' | 'name' | 'admin'>;

  beforeEach(async () => {
    people = await staffed(house, kind);
    const { globalAdmin } = people;
    partner = { id: globalAdmin.options.tenantId, name: `Staffed ${kind}`, admin: globalAdmin };
    customer = await office(house, 'customer', 'Wingtip');
    await serves(house, partner, customer, { kind });
    await hasSubscription(house, customer, partner, { offer: 'azure-plan' });
  });

  describe.each(readingCells('letCustomerBuy'))('seeing what a customer may buy: %s → %s', (member, may) => {
    it('is offered on the record and in help, and shown, or refused', async () => {
      const person = people[member];
      await person.sends('customers.more', { id: customer.id });
      expect(person.mayClick('Let customer buy')).toBe(may);
      await person.types('help');
      if (person.mayClick('More')) await person.clicks('More');
      expect(person.seen.text.includes('let customer buy')).toBe(may);
      for (const look of [
        () => person.sends('letCustomerBuy.show', { customer: customer.id }),
        () => person.types('let customer buy wingtip'),
      ]) {
        await look();
        expect(person.seen.text.includes('Azure reservations')).toBe(may);
        if (!may) expectRefusal(person, member, 'letCustomerBuy');
      }
    });
  });

  describe.each(cells('letCustomerBuy'))('letting a customer buy: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (sees(member)) {
        await person.sends('letCustomerBuy.show', { customer: customer.id });
        expect(person.mayClick('Allow reservations')).toBe(may);
        expect(person.seen.text.includes('You can look at this')).toBe(!may);
      }
      const data = { customer: customer.id, purchase: 'reservations' };
      for (const [verb, version] of [
        ['askAllow', undefined],
        ['allow', 0],
        ['askStop', undefined],
        ['stop', 1],
      ] as const) {
        await person.sends(`letCustomerBuy.${verb}`, { ...data, version });
        if (!may) expectRefusal(person, member, 'letCustomerBuy');
        const row = await house.bot.desk.storage.purchasePermissions.get(customer.id, partner.id);
        const allowed = may && (verb === 'allow' || verb === 'askStop');
        expect([verb, row?.value.allowed.reservations !== undefined]).toEqual([verb, allowed]);
      }
    });
  });
});
