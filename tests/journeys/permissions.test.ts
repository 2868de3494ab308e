import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { drafts, sends } from './support/story.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const text = async (tenantId: string, begin: string) =>
  rowsOf(await allRows(house), tenantId, begin)
    .map(row => row.text)
    .join('\n');

describe('in a partner company', () => {
  let people: Record<Member, Person>;
  let tenantId: string;
  let customerId: string;

  beforeAll(async () => {
    people = await staffed(house, 'indirectReseller');
    tenantId = people.globalAdmin.options.tenantId;
    customerId = await hasCustomer(house, tenantId, { name: 'Adatum' });
  });

  describe.each(cells('editCompany'))('editing the company: %s → %s', (member, may) => {
    it('is offered on the record, or not', async () => {
      const person = people[member];
      await person.types('set up company');
      expect(person.mayClick('Edit')).toBe(may);
    });

    it('is done by the click, or refused', async () => {
      const person = people[member];
      const name = `Renamed by ${member}`;
      const form = {
        name,
        kind: 'indirectReseller',
        partnerId: '4847383',
        supportEmail: 'a@b.example',
        supportPhone: '+1 312 555 0134',
      };
      await person.sends('setUpCompany.save', { ...form, form: 'short' });
      if (!may) expectRefusal(person, member, 'editCompany');
      expect((await text(tenantId, 'company:')).includes(name)).toBe(may);
    });
  });

  describe.each(cells('seeCustomers'))('seeing customers: %s → %s', (member, may) => {
    it.each([
      ['the list', (person: Person) => person.types('customers'), 'Adatum'],
      ['a search', (person: Person) => person.types('customers ada'), 'Adatum'],
      ['a record', (person: Person) => person.sends('customers.open', { id: customerId }), 'Chris Contact'],
      [
        'the invitations sent',
        (person: Person) => person.sends('invitations.show', { view: 'sent' }),
        'Invitations sent',
      ],
    ] as const)('%s', async (_, look, seen) => {
      const person = people[member];
      await look(person);
      expect(person.seen.text.includes(seen)).toBe(may);
      if (!may) expectRefusal(person, member, 'seeCustomers');
    });

    it('is offered in help, or not', async () => {
      await people[member].types('help');
      expect(people[member].mayClick('Customers')).toBe(may);
    });
  });

  describe.each(cells('inviteCustomer'))('inviting a customer: %s → %s', (member, may) => {
    it('is offered in help and opens the form, or is refused', async () => {
      const person = people[member];
      await person.types('help');
      expect(person.mayClick('Invite customer')).toBe(may);
      await person.types('invite customer');
      expect(person.seen.text.includes('Customer email')).toBe(may);
      if (!may) expectRefusal(person, member, 'inviteCustomer');
    });

    it('is done by the form’s click, or refused', async () => {
      const person = people[member];
      const email = `${member.toLowerCase()}@invited.example`;
      await person.sends('inviteCustomer.next', { email, name: 'Invited' });
      expect((await text(tenantId, 'invitation:')).includes(email)).toBe(may);
      if (!may) expectRefusal(person, member, 'inviteCustomer');
    });

    it('goes for every other click on an invitation as well', async () => {
      const person = people[member];
      const domain = `${member.toLowerCase()}.example`;
      await people.globalAdmin.types('cancel');
      const draft = await drafts(people.globalAdmin, { email: `kim@draft.${domain}`, name: 'Litware' });
      await people.globalAdmin.types('cancel');
      const sent = await sends(people.globalAdmin, { email: `kim@sent.${domain}`, name: 'Litware' });
      await house.settled();
      const before = await text(tenantId, 'invitation:');
      for (const [verb, { id, link }] of [
        ['draft.edit', draft],
        ['draft.save', draft],
        ['draft.putLinkBack', draft],
        ['draft.done', draft],
        ['draft.discard', draft],
        ['invitations.remind', sent],
        ['invitations.withdraw', sent],
        ['invitations.sendAgain', sent],
        ['checkApprover.confirm', sent],
        ['checkApprover.refuse', sent],
      ] as const) {
        await person.sends(verb, { id, version: 1, subject: 'Another subject', message: `Open ${link}` });
        if (may) {
          expect(person.seen.text).toContain('Litware');
        } else {
          expectRefusal(person, member, 'inviteCustomer');
          expect(person.seen.text).not.toContain('Litware');
        }
      }
      expect((await text(tenantId, 'invitation:')) === before).toBe(!may);
    });
  });
});

describe('in a customer company', () => {
  let inviter: Person;

  beforeAll(async () => {
    ({ globalAdmin: inviter } = await staffed(house, 'directPartner'));
  });

  describe.each(cells('approveResellerRelationship'))(
    'approving a reseller relationship: %s → %s',
    (member, may) => {
      it.each([
        ['accept.approve', 'accepted'],
        ['accept.decline', 'declined'],
      ])('is offered and done, or they hear who can: %s', async (verb, outcome) => {
        const people = await staffed(house, 'customer');
        const person = people[member];
        await house.settled();
        const { id, link } = await sends(inviter, { email: person.options.email, name: 'Customer' });
        await person.types(link);
        expect(person.mayClick('Approve')).toBe(may);
        if (!may) expect(person.buttons).toContain('Hand over to globalAdmin Person');
        // The card is one thing, the click is authorized anew.
        await person.sends(verb, { id, confirmGlobalAdmin: 'true' });
        if (!may) expect(person.seen.text).toContain('globalAdmin Person');
        const invitation = await house.bot.desk.storage.invitations.get(id);
        expect(invitation?.value.state).toBe(may ? outcome : 'sent');
      });
    },
  );
});

describe('someone who holds two roles', () => {
  it('may do what either of them allows', async () => {
    const people = await staffed(house, 'indirectReseller');
    const { objectId, tenantId } = people.billingAdmin.options;
    const { people: rows } = house.bot.desk.storage;
    const row = await rows.get(tenantId, objectId);
    if (!row?.value.member) throw new Error('not there');
    await rows.save(row, {
      ...row.value,
      member: { ...row.value.member, agent: 'salesAgent', admin: 'billingAdmin' },
    });
    await people.billingAdmin.types('invite customer');
    expect(people.billingAdmin.seen.text).toContain('Customer email');
  });
});
