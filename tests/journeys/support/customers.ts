import { randomUUID } from 'node:crypto';
import type { Customer } from '../../../domain/relationship.ts';
import type { House } from './house.ts';

/** Puts a customer into a partner's list, as an accepted invitation would; gives its id. */
export async function hasCustomer(
  house: House,
  partnerId: string,
  customer: Partial<Customer> & { name: string },
): Promise<string> {
  const { storage, now } = house.bot.desk;
  const domain = customer.domain ?? `${customer.name.toLowerCase().replace(/[^a-z0-9]+/g, '')}.example`;
  const whole: Customer = {
    id: randomUUID(),
    domain,
    contact: { name: 'Chris Contact', email: `chris@${domain}` },
    canSell: true,
    canOrder: false,
    canAdminister: 'yes',
    administers: ['office365', 'azure', 'dynamics365', 'windows'],
    administrationVersion: 1,
    since: now().toISOString(),
    sharedWith: [],
    invitationId: `${partnerId.replaceAll('-', '')}${'0'.repeat(32)}`,
    ...customer,
  };
  await storage.commit(partnerId, { rows: storage.customers.insert(whole, true), history: [] });
  return whole.id;
}
