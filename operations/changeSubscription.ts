import { type Catalogue, type Offer, offerOf } from '../domain/offer.ts';
import type { Errand } from '../domain/outbox.ts';
import {
  changeSubscription,
  SALE_EVENTS,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  type SubscriptionRefusal,
  versionOf,
} from '../domain/subscription.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { refusal } from './rights.ts';
import { commitForCustomer, type Served } from './serveCustomer.ts';
import { type NotSold, type SubscriptionView, soldSubscription, viewOf, type Where } from './subscriptions.ts';
import { tellPartner } from './tellOfSubscription.ts';

/** What a seller may change of what it sold. */
export type SaleChange =
  | { do: 'changeLicences'; licences: number }
  | { do: 'upgrade'; to: string }
  | { do: 'suspend' }
  | { do: 'reactivate' }
  | { do: 'cancel' };

/** A subscription with what its offer in the catalogue allows now. */
export interface ToChange extends SubscriptionView {
  /** How many licences it may have; undefined when the catalogue does not say any more, or it has none. */
  limits: { min: number; max: number } | undefined;
  upgrades: Offer[];
}

export type ToChangeOutcome = NotSold | ({ outcome: 'toChange' } & ToChange);

export type ChangeOutcome =
  | NotSold
  | ({ outcome: 'changed'; change: SaleChange['do'] } & SubscriptionView)
  /** It is so already: done before, by this click's twin or by a colleague. */
  | ({ outcome: 'already'; change: SaleChange['do'] } & SubscriptionView)
  /** The card showed something else than is true now. */
  | ({ outcome: 'changedMeanwhile' } & ToChange)
  /** The reseller's own relationship with the customer has ended. */
  | ({ outcome: 'resellerLeft' } & SubscriptionView)
  | ({ outcome: 'refused'; refused: SubscriptionRefusal } & ToChange);

/** *Change*: a subscription with the licences and upgrades that it may have. */
export async function whatCanChange(desk: Desk, actor: Actor, where: Where): Promise<ToChangeOutcome> {
  const [sold, catalogue] = await Promise.all([
    soldSubscription(desk, actor, 'order', where),
    desk.storage.catalogues.get(),
  ]);
  if ('outcome' in sold) return sold;
  return { outcome: 'toChange', ...toChange(actor, sold.served, sold.row.value, catalogue) };
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
    const view = viewOf(actor, served.customer, subscription);
    if (isSoAlready(subscription, change)) return { outcome: 'already', change: change.do, ...view };
    if (version !== versionOf(subscription))
      return { outcome: 'changedMeanwhile', ...toChange(actor, served, subscription, catalogue) };
    const command = commandOf(subscription, change, catalogue);
    const changed = command ? changeSubscription(subscription, command, desk.now()) : NO_SUCH_UPGRADE;
    if ('refused' in changed) {
      const { refused } = changed;
      return { outcome: 'refused', refused, ...toChange(actor, served, subscription, catalogue) };
    }
    const { next, event } = changed;
    // An upgrade may lead to another service than the one that the actor may order for.
    const notFor = await refusal(desk, actor, 'order', next.family);
    if (notFor) return notFor;
    if (event === 'reactivated' && (await resellerLeft(desk, where.customerId, subscription)))
      return { outcome: 'resellerLeft', ...view };
    const at = next.changedAt;
    await commitForCustomer(desk, served, {
      rows: desk.storage.subscriptions.update(row, next),
      history: [
        {
          ...historyEntry(at, actor, { subject: '', event: `subscription.${event}`, detail: {} }),
          detail: detailOf(served, subscription, next),
        },
      ],
      deedId,
      alsoAt: othersConcerned(next),
      errands: await toldOf(desk, actor, served, next, event),
    });
    return { outcome: 'changed', change: change.do, ...viewOf(actor, served.customer, next) };
  });
}

const NO_SUCH_UPGRADE: { refused: SubscriptionRefusal } = { refused: 'noSuchUpgrade' };

function toChange(
  actor: Actor,
  { customer }: Pick<Served, 'customer'>,
  subscription: Subscription,
  catalogue: Catalogue,
): ToChange {
  const offer = offerOf(catalogue, subscription.offerId);
  const upgrades = (offer?.upgradesTo ?? []).flatMap(id => offerOf(catalogue, id) ?? []);
  return {
    ...viewOf(actor, customer, subscription),
    limits: subscription.licences > 0 ? offer?.licences : undefined,
    upgrades: subscription.state === 'active' ? upgrades : [],
  };
}

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

/** Whether the reseller of a subscription had a relationship with the customer that has ended. */
async function resellerLeft(desk: Desk, customerId: string, { reseller }: Subscription): Promise<boolean> {
  if (!reseller) return false;
  const partner = await desk.storage.partners.get(customerId, reseller.id);
  return partner?.value.endedAt !== undefined;
}

/** The partners beside the seller who have something to do with it. */
function othersConcerned({ seller, reseller, supportContact }: Subscription): string[] {
  const others = new Set([supportContact.id, ...(reseller ? [reseller.id] : [])]);
  others.delete(seller.id);
  return [...others];
}

function detailOf(
  { customer }: Pick<Served, 'customer'>,
  before: Subscription,
  next: Subscription,
): Record<string, string> {
  const upgraded = before.offerId !== next.offerId;
  return {
    customer: customer.name,
    partner: next.seller.name,
    offer: next.offerName,
    licences: String(next.licences),
    before: upgraded ? before.offerName : String(before.licences),
  };
}

async function toldOf(
  desk: Desk,
  actor: Actor,
  { customer }: Pick<Served, 'customer'>,
  subscription: Subscription,
  event: SubscriptionEvent,
): Promise<Errand[]> {
  const change = SALE_EVENTS.find(each => each === event);
  if (!change) return [];
  const { licences, changedAt: at } = subscription;
  const news = { name: 'subscriptionChanged' as const, change, licences, by: refOf(actor), at };
  const told = await Promise.all(
    othersConcerned(subscription).map(id => tellPartner(desk, id, { customer, subscription }, news)),
  );
  return told.flat();
}
