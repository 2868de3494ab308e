import * as z from 'zod';
import { guid } from './identity.ts';
import type { Customer } from './relationship.ts';

/** Where a customer stands, as the list of customers is narrowed by it. */
export const CUSTOMER_STATES = ['active', 'beingSetUp', 'former', 'notInvited'] as const;
export type CustomerState = (typeof CUSTOMER_STATES)[number];

/** The rights by which the list can be narrowed. */
export const CUSTOMER_RIGHTS = ['canSell', 'canAdminister'] as const;
export type CustomerRight = (typeof CUSTOMER_RIGHTS)[number];

/** Which customers a list shows: those whom everything that is given fits. `reseller` is whom a provider shares them with. */
export const customerFilterSchema = z.object({
  search: z.string().max(200).optional(),
  state: z.enum(CUSTOMER_STATES).optional(),
  right: z.enum(CUSTOMER_RIGHTS).optional(),
  reseller: guid.optional(),
});
export type CustomerFilter = z.infer<typeof customerFilterSchema>;

export function customerState({ endedAt, reach, canAdminister }: Customer): CustomerState {
  if (endedAt) return 'former';
  if (reach) return 'notInvited';
  return canAdminister === 'beingSetUp' ? 'beingSetUp' : 'active';
}

/** The rights that a partner has at a customer now. */
export function rightsAt({ canSell, canAdminister }: Customer): CustomerRight[] {
  return CUSTOMER_RIGHTS.filter(right => (right === 'canSell' ? canSell : canAdminister === 'yes'));
}

/** Whether a customer fits everything but the search, which is storage's to compare. */
export function fitsFilter(customer: Customer, { state, right, reseller }: CustomerFilter): boolean {
  return (
    (state === undefined || customerState(customer) === state) &&
    (right === undefined || rightsAt(customer).includes(right)) &&
    (reseller === undefined || customer.sharedWith.some(other => other.id === reseller))
  );
}
