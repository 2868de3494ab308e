import { randomBytes } from 'node:crypto';
import type { Customer } from '../../../domain/relationship.ts';
import type { Subscription } from '../../../domain/subscription.ts';
import type { House } from './house.ts';
import { type Office, office } from './partnerships.ts';
import type { Person } from './person.ts';
import { allRows } from './rows.ts';
import { arePartners } from './subscriptions.ts';

/** A provider and a reseller of its. */
export interface Chain {
  provider: Office;
  reseller: Office & { mpnId: string };
}

let chains = 0;

/** A provider with a reseller, both set up and partners of each other. */
export async function chain(house: House): Promise<Chain> {
  const count = ++chains;
  const mpnId = String(4_000_000 + count);
  const provider = await office(house, 'indirectProvider', `Litware ${count}`);
  const reseller = { ...(await office(house, 'indirectReseller', `Contoso ${count}`)), mpnId };
  await arePartners(house, provider, reseller);
  return { provider, reseller };
}

/** A prefix that nobody has. */
export const newPrefix = () => `t${randomBytes(6).toString('hex')}`;

/** What someone types who makes no mistake. */
export const rightDetails = (changes: Record<string, string> = {}) => ({
  name: 'Tailspin Toys',
  prefix: newPrefix(),
  country: 'US',
  line1: '12 Wharf Road',
  line2: '',
  city: 'Seattle',
  region: 'WA',
  postalCode: '98101',
  firstName: 'Taylor',
  lastName: 'Phillips',
  email: 'taylor@tailspin.example',
  phone: '+1 206 555 0121',
  language: 'en',
  registrationNumber: '',
  ...changes,
});

/** Licences beside offers, as the inputs of the catalogue send them. */
export const licences = (chosen: Record<string, string>) =>
  Object.fromEntries(Object.entries(chosen).map(([id, text]) => [`licences-${id}`, text]));

/** Fills in the details and comes to the catalogue. */
export async function toCatalogue(person: Person, details: Record<string, string>) {
  await person.types('cancel');
  await person.types('add customer');
  return person.clicks('Next: Subscriptions', details);
}

/** Fills in everything and comes to the review. */
export async function toReview(
  person: Person,
  details: Record<string, string>,
  chosen: Record<string, string> = { 'm365-business-basic': '10' },
) {
  await toCatalogue(person, details);
  return person.clicks('Next: Review', licences(chosen));
}

/** The customers of a partner, as its list has them. */
export async function customersOf(house: House, { id }: Pick<Office, 'id'>): Promise<Customer[]> {
  return (await house.bot.desk.storage.customers.page(id, 100)).rows.map(row => row.value);
}

/** All subscriptions of a customer. */
export async function subscriptionsOf(house: House, customerId: string): Promise<Subscription[]> {
  return (await house.bot.desk.storage.subscriptions.page(customerId, 100)).rows.map(row => row.value);
}

/** What lies in the facts of all companies; nothing of what was not submitted may be among it. */
export async function facts(house: House): Promise<string[]> {
  return (await allRows(house))
    .filter(row => row.table === 'companies' && !row.rowKey.startsWith('person'))
    .map(row => `${row.partitionKey} ${row.rowKey}`);
}
