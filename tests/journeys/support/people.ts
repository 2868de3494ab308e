import { type DemoPerson, demoCompanies } from '../../../bot/local/demo.ts';
import { seedDemo } from '../../../bot/local/seedDemo.ts';
import type { House } from './house.ts';
import { Person } from './person.ts';

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
