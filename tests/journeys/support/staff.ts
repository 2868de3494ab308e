import { expect } from '@jest/globals';
import type { CompanyKind } from '../../../domain/company.ts';
import type { Action, Levels } from '../../../domain/permissions.ts';
import { translator } from '../../../locales/index.ts';
import { seedCompany } from '../../../operations/seedCompany.ts';
import { levelsOf, ROLE_NAMES, TABLE } from '../../support/permissionTable.ts';
import type { House } from './house.ts';
import { newOrganization } from './organization.ts';
import type { Person } from './person.ts';

const t = translator('en');

/** Whoever may act for a company, one for each role, and two who may not. */
export const MEMBERS = [...ROLE_NAMES, 'noRole', 'notAdded'] as const;
export type Member = (typeof MEMBERS)[number];

/** A member with what the table of the design lets them do; the table is written by hand. */
export const cells = (action: Action): [Member, boolean][] =>
  MEMBERS.map(member => {
    const column = member === 'noRole' || member === 'notAdded' ? -1 : ROLE_NAMES.indexOf(member);
    return [member, TABLE[action][column] === 'yes'];
  });
const rolesThatMay = (action: Action) =>
  ROLE_NAMES.filter((_, column) => TABLE[action][column] === 'yes').map(role => t(`role.${role}`));

/** A company with a person for each role. */
export async function staffed(house: House, kind: CompanyKind): Promise<Record<Member, Person>> {
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
      country: 'US',
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
export function expectRefusal(person: Person, member: Member, action: Action): void {
  if (member === 'notAdded') {
    expect(person.seen.text).toContain('you have not been added yet');
    expect(person.seen.text).toContain('globalAdmin Person');
    return;
  }
  for (const role of rolesThatMay(action)) expect(person.seen.text).toContain(role);
  expect(person.seen.text).toContain('globalAdmin Person');
}
