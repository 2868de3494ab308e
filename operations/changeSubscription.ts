import { type Catalogue, offerOf } from '../domain/offer.ts';
import type { Partner } from '../domain/relationship.ts';
import {
  changeSubscription,
  SALE_EVENTS,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionRefusal,
  versionOf,
} from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import { commitSubscription } from './commitSubscription.ts';
import type { Actor, Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { refusal } from './rights.ts';
import {
  type NotSold,
  type SubscriptionView,
  soldSubscription,
  viewOf,
  type Where,
} from './subscriptions.ts';
import { tellOfSale } from './tellOfSubscription.ts';

/** What a seller may change of what it sold. */
export type SaleChange =
  | { do: 'changeLicences'; licences: number }
  | { do: 'upgrade'; to: string }
  | { do: 'suspend' }
  | { do: 'reactivate' }
  | { do: 'cancel' };

/** A subscription that could be changed now. */
export type ToChangeOutcome = NotSold | ({ outcome: 'toChange' } & SubscriptionView);

export type ChangeOutcome =
  | NotSold
  | ({ outcome: 'changed' } & SubscriptionView)
  /** It is so already: done before, by this click's twin or by a colleague. */
  | ({ outcome: 'already' } & SubscriptionView)
  /** The card showed something else than is true now. */
  | ({ outcome: 'changedMeanwhile' } & SubscriptionView)
  /** The reseller's own relationship with the customer has ended, so that it cannot be active with it. */
  | ({ outcome: 'resellerLeft'; reseller: string } & SubscriptionView)
  | ({ outcome: 'refused'; refused: SubscriptionRefusal } & SubscriptionView);

/** The form or the question of a change: a subscription with the licences and upgrades that it may have. */
export async function whatCanChange(desk: Desk, actor: Actor, where: Where): Promise<ToChangeOutcome> {
  const sold = await soldSubscription(desk, actor, 'order', where);
  if ('outcome' in sold) return sold;
  return { outcome: 'toChange', ...(await viewOf(desk, actor, sold.served.customer, sold.row.value)) };
}

/**
 * More or fewer licences, an upgrade, suspend, reactivate, cancel (source document 003), by whoever sold it: one
 * transaction in the customer's partition, which holds only while the relationship and the subscription are as they
 * were read. `version` is what the card showed; another state is shown anew and nothing changes.
 */
export async function changeSale(
  desk: Desk,
  actor: Actor,
  where: Where,
  version: string,
  change: SaleChange,
): Promise<ChangeOutcome> {
  const catalogue = await desk.storage.catalogues.get();
  const deedId = desk.random(12).toString('hex');
  return retryOnConflict(async (): Promise<ChangeOutcome> => {
    const sold = await soldSubscription(desk, actor, 'order', where);
    if ('outcome' in sold) return sold;
    const { served, row } = sold;
    const subscription = row.value;
    const view = (now: Subscription) => viewOf(desk, actor, served.customer, now);
    if (isSoAlready(subscription, change)) return { outcome: 'already', ...(await view(subscription)) };
    if (version !== versionOf(subscription))
      return { outcome: 'changedMeanwhile', ...(await view(subscription)) };
    const command = commandOf(subscription, change, catalogue);
    const changed = command ? changeSubscription(subscription, command, desk.now()) : NO_SUCH_UPGRADE;
    if ('refused' in changed)
      return { outcome: 'refused', refused: changed.refused, ...(await view(subscription)) };
    const { next, event } = changed;
    // An upgrade may lead to another service than the one that the actor may order for.
    const notFor = await refusal(desk, actor, 'order', next.family);
    if (notFor) return notFor;
    const reseller =
      event === 'reactivated' ? await resellerAt(desk, served.customer.id, subscription) : undefined;
    if (reseller?.value.endedAt)
      return { outcome: 'resellerLeft', reseller: reseller.value.name, ...(await view(subscription)) };
    const { customer } = served;
    const told = SALE_EVENTS.find(each => each === event);
    const upgraded = subscription.offerId !== next.offerId;
    await commitSubscription(desk, actor, sold, {
      next,
      event,
      deedId,
      detail: { before: upgraded ? subscription.offerName : String(subscription.licences) },
      also: reseller,
      errands: told ? await tellOfSale(desk, actor, { customer, subscription: next }, told) : [],
    });
    return { outcome: 'changed', ...(await view(next)) };
  });
}

const NO_SUCH_UPGRADE: { refused: SubscriptionRefusal } = { refused: 'noSuchUpgrade' };

function isSoAlready({ state, licences, offerId }: Subscription, change: SaleChange): boolean {
  switch (change.do) {
    case 'changeLicences':
      return state !== 'cancelled' && change.licences === licences;
    case 'upgrade':
      return state !== 'cancelled' && change.to === offerId;
    case 'suspend':
      return state === 'suspended';
    case 'reactivate':
      return state === 'active';
    case 'cancel':
      return state === 'cancelled';
  }
}

/** Undefined for an upgrade to what the catalogue does not have. */
function commandOf(
  { offerId }: Subscription,
  change: SaleChange,
  catalogue: Catalogue,
): SubscriptionCommand | undefined {
  const offer = offerOf(catalogue, offerId);
  switch (change.do) {
    case 'changeLicences':
      return { ...change, offer };
    case 'cancel':
      return { do: 'cancel', offer };
    case 'upgrade': {
      const to = offerOf(catalogue, change.to);
      return to && { do: 'upgrade', from: offer, to };
    }
    default:
      return change;
  }
}

/** The reseller of a subscription as the customer keeps it, if it ever had something to do with it. */
async function resellerAt(
  desk: Desk,
  customerId: string,
  { reseller }: Subscription,
): Promise<Row<Partner> | undefined> {
  return reseller && desk.storage.partners.get(customerId, reseller.id);
}
