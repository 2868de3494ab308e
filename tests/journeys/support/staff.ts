import { expect } from '@jest/globals';
import type { CompanyKind } from '../../../domain/company.ts';
import type { Action, Levels, Right } from '../../../domain/permissions.ts';
import type { Service } from '../../../domain/services.ts';
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

/**
 * Every member, with whether the table of the design lets them do something; the table is written by hand. `of` is the
 * service that it is done to: a right that leaves out Office 365 depends on it, so a row with such a right demands one.
 */
export function cells(action: Action, of?: Service): [Member, boolean][] {
  if (!of && TABLE[action].includes('notOffice365'))
    throw new Error(`who may do ${action} depends on the service: say which`);
  return each(action, right => right === 'yes' || (right === 'notOffice365' && of !== 'office365'));
}

/** Every member, with whether the table lets them see what some of those who see it may not change. */
export const readingCells = (action: Action): [Member, boolean][] => each(action, right => right !== 'no');

const each = (action: Action, holds: (right: Right) => boolean): [Member, boolean][] =>
  MEMBERS.map(member => [
    member,
    member !== 'noRole' && member !== 'notAdded' && holds(TABLE[action][ROLE_NAMES.indexOf(member)] ?? 'no'),
  ]);
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
