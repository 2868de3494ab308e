import type { House } from './house.ts';
import { Person, type PersonOptions } from './person.ts';

let organizations = 0;

/** An organization that nobody has set up here yet: a tenant and a mail domain of its own. */
export interface Organization {
  readonly tenantId: string;
  readonly domain: string;
  /** Someone of it at their Teams; the address is made of the first name unless given. */
  person(name: string, options?: Partial<PersonOptions>): Person;
}

/** A new organization; each test can have its own in one house. */
export function newOrganization(house: House, tenant?: string): Organization {
  const number = String(++organizations).padStart(6, '0');
  const tenantId = tenant ?? `d0d0d0d0-0000-4000-8000-${number}000000`;
  const domain = `org${number}.example`;
  let people = 0;
  return {
    tenantId,
    domain,
    person(name, options = {}) {
      const objectId = tenantId.slice(0, -6) + String(++people).padStart(6, '0');
      const email = `${name.split(' ')[0]?.toLowerCase()}@${domain}`;
      return new Person(house, { tenantId, objectId, name, email, ...options });
    },
  };
}
