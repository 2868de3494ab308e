import type { Company } from '../../domain/company.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Person } from '../../domain/person.ts';
import type { Desk } from '../../operations/desk.ts';
import { seedCompany } from '../../operations/seedCompany.ts';
import { type DemoCompany, type DemoPerson, demoCompanies } from './demo.ts';

/** Sets the three demo companies up, so that the first thing a newcomer types is `invite customer`. Once; design §6. */
export async function seedDemo(desk: Desk): Promise<void> {
  await Promise.all(
    demoCompanies.map(company =>
      seedCompany(
        desk,
        companyOf(company, desk.now()),
        company.people.map(person => memberOf(company, person, desk.now())),
      ),
    ),
  );
}

function companyOf(demo: DemoCompany, now: Date): Company {
  const [contact] = demo.people;
  const at = now.toISOString();
  return {
    id: demo.tenantId,
    kind: demo.kind,
    name: demo.name,
    country: demo.country,
    partnerId: demo.partnerId,
    address: demo.address,
    contact: { name: nameOf(contact), email: contact.email },
    support: demo.support,
    alreadyInCsp: false,
    state: 'active',
    enrolledBy: refOf(demo, contact),
    enrolledAt: at,
    contactConfirmed: { by: contact.email, at },
    activeAt: at,
    administration: {},
    administrationVersion: 0,
  };
}

function memberOf(demo: DemoCompany, person: DemoPerson, now: Date): Person {
  return {
    ...refOf(demo, person),
    profile: { email: person.email, guest: false },
    member: { agent: person.agent, admin: person.admin, companyKind: demo.kind, since: now.toISOString() },
    welcomed: false,
  };
}

function refOf(demo: DemoCompany, person: DemoPerson): PersonRef {
  return { tenantId: demo.tenantId, objectId: person.aadObjectId, name: nameOf(person) };
}

function nameOf(person: DemoPerson): string {
  return `${person.givenName} ${person.surname}`;
}
