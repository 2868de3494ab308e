import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { customersOf, licences, rightDetails, subscriptionsOf } from './support/orders.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { arePartners, OFFERS, serves, servesTogether } from './support/subscriptions.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** No order has this id. */
const NOBODYS = `0000000000000-${'0'.repeat(32)}`;

describe.each(['indirectProvider', 'directPartner'] as const)('at an %s', kind => {
  let people: Record<Member, Person>;
  let partner: Pick<Office, 'id' | 'name'>;
  let reseller: Office | undefined;
  let customer: Office;

  beforeEach(async () => {
    people = await staffed(house, kind);
    partner = { id: people.globalAdmin.options.tenantId, name: `Staffed ${kind}` };
    customer = await office(house, 'customer', 'Wingtip');
    if (kind === 'directPartner') {
      reseller = undefined;
      await serves(house, partner, customer);
    } else {
      reseller = await office(house, 'indirectReseller', 'Contoso');
      await arePartners(house, partner, reseller);
      await servesTogether(house, { provider: partner, reseller, customer });
    }
  });

  describe.each(cells('addCustomer'))('adding a customer: %s → %s', (member, may) => {
    it('is offered and done, or refused at every step', async () => {
      const person = people[member];
      const details = rightDetails(reseller && { reseller: reseller.id });
      await person.types('help');
      if (person.mayClick('More')) await person.clicks('More');
      expect(person.seen.text.includes('add customer')).toBe(may);
      if (cells('seeCustomers').some(([who, yes]) => who === member && yes)) {
        await person.types('customers');
        expect(person.mayClick('Add new customer')).toBe(may);
      }
      if (reseller && cells('seePartnerProfiles').some(([who, yes]) => who === member && yes)) {
        await person.sends('partnerships.open', { id: reseller.id });
        expect(person.mayClick('Add new customer')).toBe(may);
      }
      if (may) {
        await person.types('add customer');
        await person.clicks('Next: Subscriptions', details);
        await person.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
        await person.clicks('Submit');
      } else {
        await person.types('add customer');
        expectRefusal(person, member, 'addCustomer');
        for (const verb of ['start', 'subscriptions', 'look', 'review', 'details', 'back', 'submit']) {
          await person.sends(`addCustomer.${verb}`, { ...details, order: NOBODYS, reviewed: 'none' });
          expectRefusal(person, member, 'addCustomer');
        }
      }
      await house.settled();
      const names = (await customersOf(house, partner)).map(({ name }) => name);
      expect(names.includes('Tailspin Toys')).toBe(may);
    });

    it('is refused at Submit when the role was taken away meanwhile', async () => {
      if (!may) return;
      const person = people[member];
      await person.types('add customer');
      await person.clicks('Next: Subscriptions', rightDetails(reseller && { reseller: reseller.id }));
      await person.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
      await takesRolesAway(person);
      await person.clicks('Submit');
      expect(person.seen.text).toContain('you need one of these roles: Global admin');
      await house.settled();
      expect((await customersOf(house, partner)).map(({ name }) => name)).toEqual(['Wingtip']);
    });
  });

  describe.each(cells('order', 'office365'))('ordering Office 365: %s → %s', (member, may) => {
    it('is offered and done, or refused at every step', async () => {
      const person = people[member];
      // A helpdesk agent may order other things, and so begin.
      const some = may || member === 'helpdeskAgent';
      await person.types('help');
      if (person.mayClick('More')) await person.clicks('More');
      expect(person.seen.text.includes('add subscription')).toBe(some);
      await person.types('add subscription Wingtip');
      if (some) {
        await person.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
        expect(person.mayClick('Submit')).toBe(may);
        if (may) await person.clicks('Submit');
        else expectRefusal(person, member, 'order');
      } else {
        expectRefusal(person, member, 'order');
        for (const verb of ['start', 'pick', 'look', 'review', 'back', 'submit']) {
          await person.sends(`addSubscription.${verb}`, {
            customer: customer.id,
            order: NOBODYS,
            reviewed: 'none',
          });
          expectRefusal(person, member, 'order');
        }
      }
      expect(await subscriptionsOf(house, customer.id)).toHaveLength(may ? 1 : 0);
    });

    it('and anything else', async () => {
      const person = people[member];
      const some = may || member === 'helpdeskAgent';
      await person.types('add subscription Wingtip');
      if (some) {
        await person.clicks('Next: Review', licences({ [OFFERS.dynamics]: '1' }));
        await person.clicks('Submit');
      }
      expect(await subscriptionsOf(house, customer.id)).toHaveLength(some ? 1 : 0);
    });

    it('is refused at Submit when the role was taken away meanwhile', async () => {
      if (!may) return;
      const person = people[member];
      await person.types('add subscription Wingtip');
      await person.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
      await takesRolesAway(person);
      await person.clicks('Submit');
      expect(person.seen.text).toContain('you need one of these roles: Global admin');
      expect(await subscriptionsOf(house, customer.id)).toEqual([]);
    });
  });
});

/** Their row as it is after somebody changed their roles; the card in front of them stays. */
async function takesRolesAway({ options: { tenantId, objectId } }: Person): Promise<void> {
  const { people } = house.bot.desk.storage;
  const row = await people.get(tenantId, objectId);
  if (!row?.value.member) throw new Error('no member');
  const member = { ...row.value.member, agent: 'none' as const, admin: 'userManagementAdmin' as const };
  await house.bot.desk.storage.commit(tenantId, {
    rows: [people.update(row, { ...row.value, member })],
    history: [],
  });
}
