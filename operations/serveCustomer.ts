import { isAccountId } from '../domain/account.ts';
import type { Company } from '../domain/company.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Customer, Partner } from '../domain/relationship.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';

/** A customer whom the actor's company serves now: its own record of it, and the customer's side, which decides. */
export interface Served {
  /** As the actor's company keeps it. */
  customer: Customer;
  /** The actor's company as the customer keeps it: the row by which the relationship stands. */
  partner: Row<Partner>;
  company: Row<Company>;
}

/** Why a customer cannot be served: unknown here, the relationship ended, was imported and has yet to approve, or it has not arrived on both sides yet. */
export type NotServed =
  | { outcome: 'gone' }
  | { outcome: 'former' | 'notInvited' | 'beingSetUp'; customer: Customer };

/**
 * Finds a customer of the actor's company with both sides of the relationship; whoever changes something of the
 * customer's writes it with {@link commitForCustomer}. Three point reads side by side; more for an account that moved.
 */
export async function servedCustomer(
  desk: Desk,
  actor: Pick<Actor, 'tenantId'>,
  customerId: CompanyId,
): Promise<Served | NotServed> {
  const { storage } = desk;
  const [own, partner, company] = await Promise.all([
    storage.customers.get(actor.tenantId, customerId),
    storage.partners.get(customerId, actor.tenantId),
    storage.companies.get(customerId),
  ]);
  if (!own) return { outcome: 'gone' };
  const customer = own.value;
  // Its account got a tenant since the card was drawn: everything of it is under the tenant's id.
  if (customer.id !== customerId) return servedCustomer(desk, actor, customer.id);
  if (customer.endedAt || partner?.value.endedAt) return { outcome: 'former', customer };
  if (customer.reach) return { outcome: 'notInvited', customer };
  // An account whose tenant was found moves there; whoever finishes first has the new id.
  if (!partner || !company || company.value.boundTo) return { outcome: 'beingSetUp', customer };
  return { customer, partner, company };
}

/** The id that a customer has now: an older card may have that of its account, which got a tenant since. No read for others. */
export async function presentId(
  desk: Desk,
  actor: Pick<Actor, 'tenantId'>,
  customerId: CompanyId,
): Promise<CompanyId> {
  if (!isAccountId(customerId)) return customerId;
  return (await desk.storage.customers.get(actor.tenantId, customerId))?.value.id ?? customerId;
}

/**
 * The partition that holds a customer now, for an errand from before its account got a tenant. Throws while everything
 * moves there: the errand is tried again. No read for others.
 */
export async function presentPartition(desk: Desk, customerId: CompanyId): Promise<CompanyId> {
  if (!isAccountId(customerId)) return customerId;
  const boundTo = (await desk.storage.companies.get(customerId))?.value.boundTo;
  if (boundTo && !boundTo.movedAt) throw new Error('the account is being moved to its tenant');
  return boundTo?.tenantId ?? customerId;
}

/**
 * Whether the actor's company may order for a customer (source documents 002, 003): an indirect provider whom it lets
 * order or sell, or a direct partner who sells to it. Resellers order through their provider.
 */
export function ordersFor({ value: { kind, canOrder, canSell } }: Row<Partner>): boolean {
  return kind !== 'indirectReseller' && (canOrder || canSell);
}

/** What a partner changes of a customer's. */
export interface CustomerChange {
  rows: readonly Op[];
  /** For the histories of both: its subject is the partner in the customer's and the customer in the partner's. */
  history: readonly Omit<NewHistoryEntry, 'subject'>[];
  /** Tells the deed from any other, also when it is written again after a conflict. */
  deedId: string;
  /** Other partners in whose history it stands as well: the reseller of a subscription. */
  alsoAt?: readonly CompanyId[];
  errands?: readonly Errand[];
}

/**
 * Writes a change in the customer's partition, as long as the relationship is as it was read: its own history there,
 * and an errand for the history of every partner concerned. ConflictError when something was changed meanwhile.
 */
export async function commitForCustomer(
  desk: Desk,
  { customer, partner }: { customer: { id: CompanyId }; partner: Row<Partner> },
  change: CustomerChange,
): Promise<void> {
  const { rows, history, deedId, alsoAt = [], errands = [] } = change;
  const partnerId = partner.value.id;
  const noted = [partnerId, ...alsoAt.filter(id => id !== partnerId)].flatMap(companyId =>
    history.map(
      (entry, index): Errand => ({
        kind: 'noteHistory',
        companyId,
        id: `${deedId}-${index}`,
        entry: { ...entry, subject: customer.id },
      }),
    ),
  );
  await desk.storage.commit(customer.id, {
    rows: [...rows, desk.storage.partners.stillAs(partner)],
    history: history.map(entry => ({ ...entry, subject: partnerId })),
    errands: [...noted, ...errands],
  });
}

/** Carries a deed to the history of a partner whom it concerns. Harmless when repeated. */
export async function noteHistory(
  desk: Desk,
  { companyId, id, entry }: Extract<Errand, { kind: 'noteHistory' }>,
): Promise<void> {
  const { storage } = desk;
  // What happened to an account that moved stands in the history of the customer that it became, also when it moved just now.
  for (let under: CompanyId | undefined; ; ) {
    const subject = await presentId(desk, { tenantId: companyId }, entry.subject);
    if (subject === under) return;
    const rows = storage.history.copy(companyId, { ...entry, subject }, id);
    await storage.commit(companyId, { rows, history: [] });
    // Only accounts move.
    if (!isAccountId(subject)) return;
    under = subject;
  }
}
