import { SERVICES } from '../../../domain/services.ts';
import type { House } from './house.ts';
import type { Office } from './partnerships.ts';
import type { Person } from './person.ts';
import { approves, type Sent, sends } from './story.ts';

/** Invites a company that stands here as a customer, which approves; replaces whoever administered. */
export async function becomesCustomer(house: House, partner: Office, customer: Office): Promise<Sent> {
  await partner.admin.types('cancel');
  const sent = await sends(partner.admin, { email: customer.admin.options.email, name: customer.name });
  await approvesLink(customer.admin, sent.link);
  await house.settled();
  return sent;
}

/** Opens a link and approves, also when that replaces another partner's rights. */
export async function approvesLink(customer: Person, link: string): Promise<void> {
  await customer.types(link);
  await approves(customer);
  if (customer.seen.text.includes('This changes who administers')) await customer.clicks('Approve');
}

/** Opens a partner's record from the customer's list. */
export async function opensSeller(person: Person, name: string): Promise<Person['seen']> {
  await person.types(`partners ${name}`);
  return person.clicks(`Open ${name}`);
}

/** Who administers each service, by the customer's own row. */
export async function administrators(
  house: House,
  customer: Pick<Office, 'id'>,
): Promise<(string | undefined)[]> {
  const company = await house.bot.desk.storage.companies.get(customer.id);
  return SERVICES.map(service => company?.value.administration[service]?.partnerName);
}

/** All services in one hand, or in nobody's. */
export const all = (name: string | undefined) => SERVICES.map(() => name);
