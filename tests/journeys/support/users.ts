import type { CompanyKind } from '../../../domain/company.ts';
import type { Levels } from '../../../domain/permissions.ts';
import type { User } from '../../../domain/user.ts';
import { seedCompany } from '../../../operations/seedCompany.ts';
import type { House } from './house.ts';
import { newOrganization, type Organization } from './organization.ts';
import { Person } from './person.ts';

/** A company with three people who have talked to the bot; each test can have its own in one house. */
export interface Firm extends Organization {
  /** Global admin and admin agent. */
  dana: Person;
  /** User management admin. */
  una: Person;
  /** Sales agent. */
  sam: Person;
}

/** Sets a company up with its people. */
export async function newFirm(house: House, kind: CompanyKind = 'indirectReseller'): Promise<Firm> {
  const organization = newOrganization(house);
  const [dana, una, sam] = ['Dana Reyes', 'Una Berg', 'Sam Ito'].map(name => organization.person(name));
  if (!dana || !una || !sam) throw new Error('nobody there');
  const at = house.clock.now.toISOString();
  const member = (person: Person, levels: Levels) => {
    const { tenantId, objectId, name, email } = person.options;
    const profile = { email, guest: false };
    return {
      tenantId,
      objectId,
      name,
      profile,
      member: { ...levels, companyKind: kind, since: at },
      welcomed: true,
    };
  };
  await seedCompany(
    house.bot.desk,
    {
      id: organization.tenantId,
      kind,
      name: 'Contoso',
      country: 'US',
      support: {},
      alreadyInCsp: true,
      state: 'active',
      enrolledAt: at,
      activeAt: at,
      administration: {},
      administrationVersion: 0,
    },
    [
      member(dana, { agent: 'adminAgent', admin: 'globalAdmin' }),
      member(una, { agent: 'none', admin: 'userManagementAdmin' }),
      member(sam, { agent: 'salesAgent', admin: 'none' }),
    ],
  );
  await Promise.all([dana, una, sam].map(person => person.installs()));
  return { ...organization, dana, una, sam };
}

/** What a one-time code looks like. */
export const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;

/** The one-time code in a text that a person reads. */
export function codeIn(text: string): string {
  const code = CODE.exec(text)?.[0];
  if (!code) throw new Error(`no code in: ${text}`);
  return code;
}

/** Adds someone by the form and the confirmation; the sign-in information is then in front of whoever adds. */
export async function adds(
  admin: Person,
  { options }: Pick<Person, 'options'>,
  levels: Partial<Levels> = { agent: 'salesAgent' },
): Promise<string> {
  await admin.types('add user');
  await admin.clicks('Add', { name: options.name, email: options.email, ...levels });
  await admin.clicks('Confirm');
  return codeIn(admin.seen.text);
}

/** Adds a colleague, who signs in at once. */
export async function joins(
  admin: Person,
  person: Person,
  levels: Partial<Levels> = { agent: 'salesAgent' },
): Promise<Person> {
  const code = await adds(admin, person, levels);
  await person.types('hello');
  await person.clicks('Sign in', { code });
  if (!person.seen.text.startsWith('Welcome.')) throw new Error(`not signed in: ${person.seen.text}`);
  return person;
}

/** Opens someone's entry by way of their address. */
export async function opensEntry(admin: Person, { options }: Pick<Person, 'options'>): Promise<void> {
  await admin.types(`users ${options.email}`);
  await admin.clicks(`Open ${options.name}`);
}

/** The entry that holds someone's address, as it lies in storage. */
export async function entryOf(house: House, { options }: Pick<Person, 'options'>): Promise<User | undefined> {
  const row = await house.bot.desk.storage.users.ofEmail(options.tenantId, options.email);
  return row?.value;
}

/** The same entry when it must be there. */
export async function entryIdOf(house: House, person: Pick<Person, 'options'>): Promise<string> {
  const entry = await entryOf(house, person);
  if (!entry) throw new Error('no such entry');
  return entry.id;
}

/** The same person at a Teams in another language. */
export function speaking(house: House, { options }: Person, locale: string): Person {
  return new Person(house, { ...options, locale });
}
