import { may } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Actor, Desk } from './desk.ts';
import { lacksAdministration, providersToInviteWith } from './inviteCustomer.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type AccountSetup, accountSetup } from './setupCode.ts';

const PAGE = 8;

export type CustomersOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here. */
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      customers: Customer[];
      search: string | undefined;
      next: string | undefined;
      mayInvite: boolean;
      mayAdd: boolean;
    };

/** A page of the company's customers by name, or of those whose name or domain begins with `search`. One query. */
export async function listCustomers(
  desk: Desk,
  actor: Actor,
  search?: string,
  continuation?: string,
): Promise<CustomersOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const wanted = search?.trim() || undefined;
  const page = await pageOrGone(desk.storage.customers.page(actor.tenantId, PAGE, wanted, continuation));
  if (!page) return { outcome: 'gone' };
  const customers = [...new Map(page.rows.map(row => [row.value.id, row.value])).values()];
  const member = actor.person?.value.member;
  const orders = member?.companyKind === 'indirectProvider' || member?.companyKind === 'directPartner';
  const mayInvite = may('inviteCustomer', member);
  const mayAdd = orders && may('addCustomer', member);
  return { outcome: 'listed', customers, search: wanted, next: page.continuation, mayInvite, mayAdd };
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
      /** A former customer is invited as anybody else is. */
      mayInviteAgain: boolean;
      /** Of an account that a partner opened, until it is its tenant's. */
      setup: AccountSetup | undefined;
    };

/** One customer's record. Another company's customer is `gone`: the partition is the actor's own. */
export async function showCustomer(desk: Desk, actor: Actor, customerId: string): Promise<CustomerOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const [customer, providers, setup] = await Promise.all([
    desk.storage.customers.get(actor.tenantId, customerId),
    may('inviteCustomer', actor.person?.value.member) ? providersToInviteWith(desk, actor) : [],
    accountSetup(desk, actor, customerId),
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
    mayEnd: may('removeRelationship', member),
    mayInviteAgain: mayInvite && customer.value.endedAt !== undefined,
    setup: customer.value.id === customerId && !customer.value.endedAt ? setup : undefined,
  };
}
