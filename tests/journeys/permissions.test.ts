import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompanyKind } from '../../domain/company.ts';
import type { Action, Levels } from '../../domain/permissions.ts';
import { translator } from '../../locales/index.ts';
import { seedCompany } from '../../operations/seedCompany.ts';
import { levelsOf, ROLE_NAMES, TABLE } from '../support/permissionTable.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { drafts, sends } from './support/story.ts';

const t = translator('en');

/** Whoever may act for a company, one for each role, and two who may not. */
const MEMBERS = [...ROLE_NAMES, 'noRole', 'notAdded'] as const;
type Member = (typeof MEMBERS)[number];

/** A member with what the table of the design lets them do; the table is written by hand. */
const cells = (action: Action): [Member, boolean][] =>
  MEMBERS.map(member => {
    const column = member === 'noRole' || member === 'notAdded' ? -1 : ROLE_NAMES.indexOf(member);
    return [member, TABLE[action][column] === 'yes'];
  });
const rolesThatMay = (action: Action) =>
  ROLE_NAMES.filter((_, column) => TABLE[action][column] === 'yes').map(role => t(`role.${role}`));

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** A company with a person for each role. */
async function staffed(kind: CompanyKind): Promise<Record<Member, Person>> {
  const organization = newOrganization(house);
  const at = house.clock.now.toISOString();
  const person = (member: Member) => organization.person(`${member} Person`);
  const people: Record<Member, Person> = {
    globalAdmin: person('globalAdmin'),
    userManagementAdmin: person('userManagementAdmin'),
    billingAdmin: person('billingAdmin'),
    adminAgent: person('adminAgent'),
    salesAgent: person('salesAgent'),
    helpdeskAgent: person('helpdeskAgent'),
    noRole: person('noRole'),
    notAdded: person('notAdded'),
  };
  const levels = (member: Member): Levels =>
    member === 'noRole' || member === 'notAdded' ? { agent: 'none', admin: 'none' } : levelsOf(member);
  await seedCompany(
    house.bot.desk,
    {
      id: organization.tenantId,
      kind,
      name: `Staffed ${kind}`,
      support: {},
      alreadyInCsp: true,
      state: 'active',
      enrolledAt: at,
      activeAt: at,
      administration: {},
      administrationVersion: 0,
    },
    MEMBERS.filter(member => member !== 'notAdded').map(member => {
      const { tenantId, objectId, name, email } = people[member].options;
      const profile = { email, guest: false };
      return {
        tenantId,
        objectId,
        name,
        profile,
        member: { ...levels(member), companyKind: kind, since: at },
        welcomed: true,
      };
    }),
  );
  await people.notAdded.installs();
  return people;
}

/** What someone reads who may not: what is missing and who has it, or that they were not added. */
function expectRefusal(person: Person, member: Member, action: Action): void {
  if (member === 'notAdded') {
    expect(person.seen.text).toContain('you have not been added yet');
    expect(person.seen.text).toContain('globalAdmin Person');
    return;
  }
  for (const role of rolesThatMay(action)) expect(person.seen.text).toContain(role);
  expect(person.seen.text).toContain('globalAdmin Person');
}

const text = async (tenantId: string, begin: string) =>
  rowsOf(await allRows(house), tenantId, begin)
    .map(row => row.text)
    .join('\n');

describe('in a partner company', () => {
  let people: Record<Member, Person>;
  let tenantId: string;
  let customerId: string;

  beforeAll(async () => {
    people = await staffed('indirectReseller');
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
    ({ globalAdmin: inviter } = await staffed('directPartner'));
  });

  describe.each(cells('approveResellerRelationship'))(
    'approving a reseller relationship: %s → %s',
    (member, may) => {
      it.each([
        ['accept.approve', 'accepted'],
        ['accept.decline', 'declined'],
      ])('is offered and done, or they hear who can: %s', async (verb, outcome) => {
        const people = await staffed('customer');
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
    const people = await staffed('indirectReseller');
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
