import { isAccountId } from '../domain/account.ts';
import { type CustomerEntry, entriesFor, invitedByOthers } from '../domain/customerEntries.ts';
import type { CustomerFilter } from '../domain/customerFilter.ts';
import { may, mayFor } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import { type CustomerOverview, overviewOf } from './customerOverview.ts';
import type { Actor, Desk } from './desk.ts';
import { lacksAdministration, providersToInviteWith } from './inviteCustomer.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { servedCustomer } from './serveCustomer.ts';
import { type AccountSetup, accountSetup } from './setupCode.ts';

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
      mayAdd: boolean;
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
  const orders = member?.companyKind === 'indirectProvider' || member?.companyKind === 'directPartner';
  return {
    outcome: 'listed',
    customers: found.customers,
    filter,
    resellerName: reseller?.value.name,
    next: found.continuation,
    further: found.further,
    mayInvite: may('inviteCustomer', member),
    mayAdd: orders && may('addCustomer', member),
    mayImport: may('addCustomer', member),
  };
}

export type CustomerOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | {
      outcome: 'shown';
      customer: Customer;
      /** Its account; undefined for a former customer, and until the relationship stands on both sides. */
      account: CustomerOverview | undefined;
      mayAskToAddProvider: { id: string; name: string }[];
      /** *Ask again*: the customer took administrator rights back, and the actor may ask for them. */
      mayAskToRestore: boolean;
      /** *Request service on behalf*: the customer took rights back, and the actor may request service for it. */
      mayRequestOnBehalf: boolean;
      mayEnd: boolean;
      /** A former customer is invited as anybody else is, and one who was not invited yet. */
      mayInviteAgain: boolean;
      /** The invitation that brought it is another company's, and not the actor's to see. */
      invitedByOthers: boolean;
      /** Whether more leads on from the record than fits on its card. */
      hasMore: boolean;
      /** Of an account that a partner opened, until it is its tenant's. */
      setup: AccountSetup | undefined;
    };

/** One customer's record with its account. Another company's customer is `gone`: the partition is the actor's own. */
export async function showCustomer(desk: Desk, actor: Actor, customerId: string): Promise<CustomerOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const [served, providers, setup] = await Promise.all([
    servedCustomer(desk, actor, customerId),
    may('inviteCustomer', actor.person?.value.member) ? providersToInviteWith(desk, actor) : [],
    accountSetup(desk, actor, customerId),
  ]);
  if ('outcome' in served && served.outcome === 'gone') return { outcome: 'gone' };
  const { customer } = served;
  const account = 'company' in served ? await overviewOf(desk, actor, served) : undefined;
  const { sharedWith, canSell } = customer;
  const mayAskToAddProvider = providers
    .filter(
      provider =>
        canSell && !isAccountId(customer.id) && sharedWith.every(other => other.id !== provider.partnerId),
    )
    .map(({ partnerId: id, name }) => ({ id, name }));
  const member = actor.person?.value.member;
  const mayInvite = may('inviteCustomer', member);
  return {
    outcome: 'shown',
    customer,
    account,
    mayAskToAddProvider,
    mayAskToRestore: mayInvite && lacksAdministration(customer),
    mayRequestOnBehalf: lacksAdministration(customer) && mayFor('requestServiceForCustomer', member, 'any'),
    mayEnd: may('removeRelationship', member) && !customer.reach,
    mayInviteAgain: mayInvite && (customer.endedAt !== undefined || customer.reach === 'notInvited'),
    invitedByOthers: invitedByOthers(customer, actor.tenantId),
    hasMore: entriesFor(customer, actor.tenantId, member).length > 0,
    setup: customer.id === customerId && !customer.endedAt ? setup : undefined,
  };
}

export type CustomerEntriesOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'shown'; customer: Customer; entries: CustomerEntry[] };

/** *More for this customer*: what leads on from the record. Another company's customer is `gone`, as above. */
export async function showCustomerEntries(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<CustomerEntriesOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const customer = await desk.storage.customers.get(actor.tenantId, customerId);
  if (!customer) return { outcome: 'gone' };
  const entries = entriesFor(customer.value, actor.tenantId, actor.person?.value.member);
  return { outcome: 'shown', customer: customer.value, entries };
}
