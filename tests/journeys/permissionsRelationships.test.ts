import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { administrators, all, becomesCustomer } from './support/relationships.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const sees = (member: Member) => cells('seePartnerProfiles').some(([who, yes]) => who === member && yes);
/** A staffed company of a kind as others meet it. */
const asOffice = (people: Record<Member, Person>, name: string): Office => ({
  id: people.globalAdmin.options.tenantId,
  name,
  admin: people.globalAdmin,
  colleague: async () => people.noRole,
});

describe('in a customer', () => {
  let people: Record<Member, Person>;
  let customer: Office;
  let partner: Office;

  beforeEach(async () => {
    people = await staffed(house, 'customer');
    customer = asOffice(people, 'Staffed customer');
    partner = await office(house, 'directPartner', 'Contoso');
    await becomesCustomer(house, partner, customer);
  });

  describe.each(cells('seePartnerProfiles'))('seeing partners: %s → %s', (member, may) => {
    it('the list, a search and a record, and help offers it', async () => {
      const person = people[member];
      for (const look of [
        () => person.types('partners'),
        () => person.types('partners conto'),
        () => person.sends('partners.show', { search: 'contoso' }),
        () => person.sends('partners.open', { id: partner.id }),
      ]) {
        await look();
        expect(person.seen.text.includes('Contoso')).toBe(may);
        if (!may) expectRefusal(person, member, 'seePartnerProfiles');
      }
      await person.types('help');
      expect(person.mayClick('Partners')).toBe(may);
    });
  });

  describe.each(cells('takeBackAdministration'))('taking rights back: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (sees(member)) {
        await person.sends('partners.open', { id: partner.id });
        expect(person.mayClick('Remove administrator rights')).toBe(may);
        expect(person.mayClick('Give them to another partner')).toBe(may);
      }
      const other = await office(house, 'directPartner', 'Fabrikam');
      for (const [verb, data] of [
        ['partners.askTakeBack', {}],
        ['partners.askReassign', {}],
        ['partners.reassign', { to: other.id, version: 1 }],
        ['partners.takeBack', { version: 1 }],
      ] as const) {
        await person.sends(verb, { id: partner.id, ...data });
        if (!may) expectRefusal(person, member, 'takeBackAdministration');
      }
      expect(await administrators(house, customer)).toEqual(all(may ? undefined : 'Contoso'));
    });
  });

  describe.each(cells('removeRelationship'))('removing a relationship: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (sees(member)) {
        await person.sends('partners.open', { id: partner.id });
        expect(person.mayClick('Remove relationship')).toBe(may);
      }
      const row = await house.bot.desk.storage.partners.get(customer.id, partner.id);
      for (const verb of ['partners.askEnd', 'partners.end']) {
        await person.sends(verb, { id: partner.id, since: row?.value.since });
        if (!may) expectRefusal(person, member, 'removeRelationship');
      }
      await house.settled();
      const after = await house.bot.desk.storage.partners.get(customer.id, partner.id);
      expect(after?.value.canSell).toBe(!may);
    });
  });
});

describe.each(['directPartner', 'indirectReseller', 'indirectProvider'] as const)('in a %s', kind => {
  let people: Record<Member, Person>;
  let partner: Office;
  let customer: Office;

  beforeEach(async () => {
    people = await staffed(house, kind);
    partner = asOffice(people, `Staffed ${kind}`);
    customer = await office(house, 'customer', 'Wingtip');
    await becomesCustomer(house, partner, customer);
  });

  describe.each(cells('removeRelationship'))('removing a relationship: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (cells('seeCustomers').some(([who, yes]) => who === member && yes)) {
        await person.sends('customers.open', { id: customer.id });
        expect(person.mayClick('Remove relationship')).toBe(may);
      }
      const row = await house.bot.desk.storage.partners.get(customer.id, partner.id);
      for (const verb of ['customers.askEnd', 'customers.end']) {
        await person.sends(verb, { id: customer.id, since: row?.value.since });
        if (!may) expectRefusal(person, member, 'removeRelationship');
      }
      await house.settled();
      const after = await house.bot.desk.storage.customers.get(partner.id, customer.id);
      expect(after?.value.canSell).toBe(!may);
    });
  });

  it.each(cells('inviteCustomer'))('asking for rights again: %s → %s', async (member, may) => {
    const version = (await house.bot.desk.storage.companies.get(customer.id))?.value.administrationVersion;
    await customer.admin.sends('partners.takeBack', { id: partner.id, version });
    await house.settled();
    const person = people[member];
    if (cells('seeCustomers').some(([who, yes]) => who === member && yes)) {
      await person.sends('customers.open', { id: customer.id });
      expect(person.mayClick('Ask again')).toBe(may);
    }
    for (const verb of ['inviteCustomer.restore', 'inviteCustomer.again']) {
      await person.sends(verb, { id: customer.id });
      if (!may) expectRefusal(person, member, 'inviteCustomer');
    }
    const page = await house.bot.desk.storage.invitations.page(partner.id, 10);
    expect(page.rows).toHaveLength(may ? 2 : 1);
  });
});
