import { randomUUID } from 'node:crypto';
import { type DemoPerson, demoCompanies } from '../../../bot/local/demo.ts';
import { seedDemo } from '../../../bot/local/seedDemo.ts';
import { seedCompany } from '../../../operations/seedCompany.ts';
import type { House } from './house.ts';
import { Person, type PersonOptions } from './person.ts';

/** The people of the demo companies at their clients, each company set up already. */
export interface Town {
  avery: Person;
  robin: Person;
  dana: Person;
  sam: Person;
  lee: Person;
  kim: Person;
  pat: Person;
}

/** Sets the demo companies up and seats their people. */
export async function settle(house: House): Promise<Town> {
  await seedDemo(house.bot.desk);
  const [fabrikam, contoso, wingtip] = demoCompanies;
  const seat = (tenantId: string, person: DemoPerson | undefined) => {
    if (!person) throw new Error('no such person in the demo companies');
    const name = `${person.givenName} ${person.surname}`;
    return new Person(house, { tenantId, objectId: person.aadObjectId, name, email: person.email });
  };
  return {
    avery: seat(fabrikam.tenantId, fabrikam.people[0]),
    robin: seat(fabrikam.tenantId, fabrikam.people[1]),
    dana: seat(contoso.tenantId, contoso.people[0]),
    sam: seat(contoso.tenantId, contoso.people[1]),
    lee: seat(contoso.tenantId, contoso.people[2]),
    kim: seat(wingtip.tenantId, wingtip.people[0]),
    pat: seat(wingtip.tenantId, wingtip.strangers[0]),
  };
}

/** Someone at a client of a tenant that nobody has set up, or of one that is given. */
export function newcomer(house: House, options: Partial<PersonOptions> & { name: string }): Person {
  const [first = 'someone'] = options.name.toLowerCase().split(' ');
  return new Person(house, {
    tenantId: randomUUID(),
    objectId: randomUUID(),
    email: `${first}@tailspin.example`,
    ...options,
  });
}

/** Another partner beside Fabrikam and Contoso, set up already, and its global admin. */
export async function partner(house: House, company: string, name: string): Promise<Person> {
  const admin = newcomer(house, { name, email: `admin@${company.toLowerCase()}.example` });
  const { tenantId, objectId, email } = admin.options;
  const at = house.clock.now.toISOString();
  await seedCompany(
    house.bot.desk,
    {
      id: tenantId,
      kind: 'directPartner',
      name: company,
      country: 'US',
      partnerId: '5551234',
      support: {},
      alreadyInCsp: false,
      state: 'active',
      enrolledAt: at,
      activeAt: at,
      administration: {},
      administrationVersion: 0,
    },
    [
      {
        tenantId,
        objectId,
        name,
        profile: { email, guest: false },
        member: { agent: 'adminAgent', admin: 'globalAdmin', companyKind: 'directPartner', since: at },
        welcomed: false,
      },
    ],
  );
  return admin;
}
