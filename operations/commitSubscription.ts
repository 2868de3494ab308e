import type { Errand } from '../domain/outbox.ts';
import type { Partner } from '../domain/relationship.ts';
import type { Subscription, SubscriptionEvent } from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { commitForCustomer } from './serveCustomer.ts';
import type { Sold } from './subscriptions.ts';
import { othersOf } from './tellOfSubscription.ts';

/** A subscription that its seller changes. */
export interface SubscriptionChange {
  next: Subscription;
  event: SubscriptionEvent;
  deedId: string;
  detail?: Record<string, string>;
  /** Another partner of the customer, whose relationship has to stand as well. */
  also?: Row<Partner> | undefined;
  errands: readonly Errand[];
}

/**
 * Writes it in the customer's partition, as long as the relationships and the subscription are as they were read, with
 * the history of the customer and of every partner concerned, before or after. ConflictError when something changed.
 */
export async function commitSubscription(
  desk: Desk,
  actor: Actor,
  { served, row }: Sold,
  { next, event, deedId, detail, also, errands }: SubscriptionChange,
): Promise<void> {
  const { storage } = desk;
  const entry = historyEntry(next.changedAt, actor, {
    subject: '',
    event: `subscription.${event}`,
    detail: {
      customer: served.customer.name,
      partner: next.seller.name,
      offer: next.offerName,
      licences: String(next.licences),
      ...detail,
    },
  });
  await commitForCustomer(desk, served, {
    rows: [...storage.subscriptions.update(row, next), ...(also ? [storage.partners.stillAs(also)] : [])],
    history: [entry],
    deedId,
    alsoAt: [...new Set([...othersOf(row.value), ...othersOf(next)])],
    errands,
  });
}
