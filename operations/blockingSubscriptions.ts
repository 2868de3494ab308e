import { withoutReseller } from '../domain/endRelationship.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Customer, Partner, Sharing } from '../domain/relationship.ts';
import { keepsRelationship, type Subscription } from '../domain/subscription.ts';
import { allPages } from '../storage/allPages.ts';
import type { Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';

const PAGE = 100;
/** So many partners with whom a customer is shared are looked at and held: a transaction is finite. */
const MOST_SHARED = 20;

/** What keeps a relationship from ending, as of the rows that were read before. */
export interface Blocking {
  subscriptions: Subscription[];
  /** The others with whom the customer is shared: whoever ends the relationship holds them as they were looked at. */
  shared: Row<Partner>[];
  /** Those of them whose own relationship with the customer would be over too. */
  leaving: Partner[];
}

/**
 * The active subscriptions because of which a relationship cannot end (source document 002): those that the partner
 * sold or is the reseller of, and those of a provider whose own right to order would end with it. To be read after the
 * row of the relationship, so that whatever is ordered or reactivated meanwhile makes the transaction fail.
 */
export async function blockingSubscriptions(
  desk: Desk,
  customerId: CompanyId,
  partnerId: CompanyId,
  sharedWith: readonly Sharing[],
): Promise<Blocking> {
  const { partners, customers } = desk.storage;
  const ids = [...new Set(sharedWith.map(({ id }) => id))].slice(0, MOST_SHARED);
  const others = await Promise.all(
    ids.map(async id => {
      const [row, record] = await Promise.all([partners.get(customerId, id), customers.get(id, customerId)]);
      return row && !row.value.endedAt ? { row, record } : undefined;
    }),
  );
  const shared = others.flatMap(other => other ?? []);
  const leaving = shared.filter(({ row, record }) => endsWith(row.value, record?.value, partnerId));
  const found = await Promise.all([
    activeOf(desk, customerId, partnerId),
    ...leaving.map(({ row }) => activeOf(desk, customerId, row.value.id)),
  ]);
  const byId = new Map(found.flat().map(subscription => [subscription.id, subscription]));
  return {
    subscriptions: [...byId.values()],
    shared: shared.map(({ row }) => row),
    leaving: leaving.map(({ row }) => row.value),
  };
}

/** Whether a provider's relationship with the customer is over when the reseller through whom it orders leaves. */
function endsWith(provider: Partner, record: Customer | undefined, resellerId: CompanyId): boolean {
  const through = provider.ordersThrough.length > 0 ? provider.ordersThrough : (record?.sharedWith ?? []);
  if (!provider.canOrder || !through.some(({ id }) => id === resellerId)) return false;
  const others = through.filter(({ id }) => id !== resellerId);
  return withoutReseller(provider, others, resellerId, '').endedAt !== undefined;
}

async function activeOf(desk: Desk, customerId: CompanyId, partnerId: CompanyId): Promise<Subscription[]> {
  const found: Subscription[] = [];
  const { subscriptions } = desk.storage;
  for await (const rows of allPages(next => subscriptions.pageOf(customerId, partnerId, PAGE, next))) {
    found.push(...rows.map(row => row.value).filter(each => keepsRelationship(each, partnerId)));
  }
  return found;
}
