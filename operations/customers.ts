import type { CustomerFilter } from '../domain/customerFilter.ts';
import { may } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Actor, Desk } from './desk.ts';
import { lacksAdministration, providersToInviteWith } from './inviteCustomer.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';

const PAGE = 8;

export type CustomersOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here, or the reseller none of the company's. */
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      customers: Customer[];
      filter: CustomerFilter;
      /** Whom the customers shown are shared with, when that is what they were narrowed by. */
      resellerName: string | undefined;
      next: string | undefined;
      /** The page is not full and there is more to look through. */
      further: boolean;
      mayInvite: boolean;
      mayImport: boolean;
    };

/**
 * A page of the company's customers by name, or of those whom a filter leaves. One query; with several things to go by
 * three at most. A reseller's name is read beside them.
 */
export async function listCustomers(
  desk: Desk,
  actor: Actor,
  asked: CustomerFilter = {},
  continuation?: string,
): Promise<CustomersOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const filter = { ...asked, search: asked.search?.trim() || undefined };
  const { storage } = desk;
  const [found, reseller] = await Promise.all([
    pageOrGone(storage.customers.find(actor.tenantId, PAGE, filter, continuation)),
    filter.reseller ? storage.partnerships.get(actor.tenantId, filter.reseller) : undefined,
  ]);
  if (!found || (filter.reseller && !reseller)) return { outcome: 'gone' };
  const member = actor.person?.value.member;
  return {
    outcome: 'listed',
    customers: [...new Map(found.customers.map(customer => [customer.id, customer])).values()],
    filter,
    resellerName: reseller?.value.name,
    next: found.continuation,
    further: found.further,
    mayInvite: may('inviteCustomer', member),
    mayImport: may('addCustomer', member),
  };
}

export type CustomerOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | {
      outcome: 'shown';
      customer: Customer;
      mayAskToAddProvider: { id: string; name: string }[];
      /** *Ask again*: the customer took administrator rights back, and the actor may ask for them. */
      mayAskToRestore: boolean;
      mayEnd: boolean;
      /** A former customer is invited as anybody else is, and one who was not invited yet. */
      mayInviteAgain: boolean;
    };

/** One customer's record. Another company's customer is `gone`: the partition is the actor's own. */
export async function showCustomer(desk: Desk, actor: Actor, customerId: string): Promise<CustomerOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const [customer, providers] = await Promise.all([
    desk.storage.customers.get(actor.tenantId, customerId),
    may('inviteCustomer', actor.person?.value.member) ? providersToInviteWith(desk, actor) : [],
  ]);
  if (!customer) return { outcome: 'gone' };
  const { sharedWith, canSell } = customer.value;
  const mayAskToAddProvider = providers
    .filter(provider => canSell && sharedWith.every(other => other.id !== provider.partnerId))
    .map(({ partnerId: id, name }) => ({ id, name }));
  const member = actor.person?.value.member;
  const mayInvite = may('inviteCustomer', member);
  return {
    outcome: 'shown',
    customer: customer.value,
    mayAskToAddProvider,
    mayAskToRestore: mayInvite && lacksAdministration(customer.value),
    mayEnd: may('removeRelationship', member) && !customer.value.reach,
    mayInviteAgain:
      mayInvite && (customer.value.endedAt !== undefined || customer.value.reach === 'notInvited'),
  };
}
