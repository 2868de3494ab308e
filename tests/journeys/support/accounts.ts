import type { Customer } from '../../../domain/relationship.ts';
import type { House } from './house.ts';
import { type Chain, customersOf, rightDetails, toReview } from './orders.ts';
import type { Office } from './partnerships.ts';
import type { Person } from './person.ts';

/** What a setup code looks like. */
export const SETUP_CODE = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}/;

/** The setup code in a text that a person reads. */
export function setupCodeIn(text: string): string {
  const code = SETUP_CODE.exec(text)?.[0];
  if (!code) throw new Error(`no setup code in: ${text}`);
  return code;
}

/** An account that a provider opened under its reseller; its setup information is in front of whoever opened it. */
export interface OpenedAccount {
  id: string;
  name: string;
  code: string;
}

/** Adds a customer with some licences, the whole way through the flow. */
export async function opensAccount(
  house: House,
  { provider, reseller }: Pick<Chain, 'provider' | 'reseller'>,
  name: string,
): Promise<OpenedAccount> {
  const { admin } = provider;
  await toReview(admin, rightDetails({ name, reseller: reseller.id }), { 'm365-business-basic': '12' });
  await admin.clicks('Submit');
  const code = setupCodeIn(admin.seen.text);
  await house.settled();
  return { id: (await recordOf(house, provider, name)).id, name, code };
}

/** A partner's record of a customer, by its name. */
export async function recordOf(house: House, partner: Pick<Office, 'id'>, name: string): Promise<Customer> {
  const found = (await customersOf(house, partner)).find(customer => customer.name === name);
  if (!found) throw new Error(`no customer ${name}`);
  return found;
}

/** Enters a code and binds the account that it opens; whoever is not known here confirms to be a global admin. */
export async function setsUp(person: Person, code: string): Promise<void> {
  await person.types(code);
  await person.clicks('Set up', { confirmGlobalAdmin: 'true' });
}
