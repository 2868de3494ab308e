import type { Company } from '../domain/company.ts';
import type { CompanyId } from '../domain/identity.ts';
import { type Catalogue, type Offer, offerOf } from '../domain/offer.ts';
import { type Action, may, mayFor } from '../domain/permissions.ts';
import {
  canBeReturned,
  concerns,
  presentTerm,
  returnableUntil,
  type Subscription,
} from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type NotServed, ordersFor, type Served, servedCustomer } from './serveCustomer.ts';

const PAGE = 8;

type Named = { id: CompanyId; name: string };

/** Which subscription of which customer. */
export interface Where {
  customerId: CompanyId;
  id: string;
}

/** A subscription as somebody may see it, with what they may do with it now. */
export interface SubscriptionView {
  customer: Named;
  subscription: Subscription;
  /** Who looks: the partner who sold it and alone may change it, another one whom it concerns, or the customer. */
  viewer: 'seller' | 'partner' | 'customer';
  /** How many licences it may have; undefined when the viewer cannot change that, or the catalogue does not sell it any more. */
  limits: { min: number; max: number } | undefined;
  /** What it could become. */
  upgrades: Offer[];
  maySuspend: boolean;
  mayReactivate: boolean;
  mayCancel: boolean;
  /** Until when it can be cancelled and licences can be given back, where that has an end that is still to come. */
  returnableUntil: string | undefined;
  /** When its next term begins; undefined for what has no term, and for what is over. */
  renewsAt: string | undefined;
  mayAssociate: boolean;
  mayDesignate: boolean;
  /** How the customer reaches whoever supports it; undefined for its partners. */
  support: Company['support'] | undefined;
}

export type SubscriptionsOutcome =
  | NotAllowed
  | NotServed
  /** A partner has subscriptions customer by customer. */
  | { outcome: 'chooseCustomer' }
  | {
      outcome: 'listed';
      customer: Named;
      /** Whether they are the viewer's own company's. */
      own: boolean;
      /** The partner to whom a customer's list is narrowed. */
      partner: Named | undefined;
      subscriptions: Subscription[];
      next: string | undefined;
    };

/**
 * A page of a customer's subscriptions: all of them for the customer itself, or those that one of its partners has to
 * do with; for a partner only its own. Point reads and one query.
 */
export async function listSubscriptions(
  desk: Desk,
  actor: Actor,
  of: { customerId: CompanyId | undefined; partnerId: CompanyId | undefined },
  continuation?: string,
): Promise<SubscriptionsOutcome> {
  const { subscriptions, partners } = desk.storage;
  if (isCustomer(actor) || !actor.person?.value.member) {
    const own = await ownSide(desk, actor, of.customerId ?? actor.tenantId);
    if ('outcome' in own) return own;
    const partner = of.partnerId ? await partners.get(own.id, of.partnerId) : undefined;
    if (of.partnerId && !partner) return { outcome: 'gone' };
    const page = await pageOrGone(
      partner
        ? subscriptions.pageOf(own.id, partner.value.id, PAGE, continuation)
        : subscriptions.page(own.id, PAGE, continuation),
    );
    return page ? listed(own, true, page, partner?.value) : { outcome: 'gone' };
  }
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  if (!of.customerId) return { outcome: 'chooseCustomer' };
  const served = await servedCustomer(desk, actor, of.customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  const page = await pageOrGone(subscriptions.pageOf(customer.id, actor.tenantId, PAGE, continuation));
  return page ? listed(customer, false, page) : { outcome: 'gone' };
}

function listed(
  { id, name }: Named,
  own: boolean,
  page: { rows: Row<Subscription>[]; continuation?: string | undefined },
  partner?: Named,
): SubscriptionsOutcome {
  return {
    outcome: 'listed',
    customer: { id, name },
    own,
    partner: partner && { id: partner.id, name: partner.name },
    subscriptions: page.rows.map(row => row.value),
    next: page.continuation,
  };
}

export type SubscriptionOutcome = NotAllowed | NotServed | ({ outcome: 'shown' } & SubscriptionView);

/** One subscription, for the customer itself and for the partners whom it concerns; to all others it is not there. */
export async function showSubscription(
  desk: Desk,
  actor: Actor,
  { customerId, id }: Where,
): Promise<SubscriptionOutcome> {
  if (isCustomer(actor) || !actor.person?.value.member) {
    const own = await ownSide(desk, actor, customerId);
    if ('outcome' in own) return own;
    const row = await desk.storage.subscriptions.get(own.id, id);
    return row ? { outcome: 'shown', ...(await viewOf(desk, actor, own, row.value)) } : { outcome: 'gone' };
  }
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const served = await servedCustomer(desk, actor, customerId);
  if ('outcome' in served) return served;
  const row = await desk.storage.subscriptions.get(served.customer.id, id);
  if (!row || !concerns(row.value, actor.tenantId)) return { outcome: 'gone' };
  return { outcome: 'shown', ...(await viewOf(desk, actor, served.customer, row.value)) };
}

/** The actor's own company, as a customer that looks at what it has; any other is not there for it. */
async function ownSide(
  desk: Desk,
  actor: Actor,
  customerId: CompanyId,
): Promise<NotAllowed | { outcome: 'gone' } | Named> {
  const refused = await refusal(desk, actor, 'seePartnerProfiles');
  if (refused) return refused;
  if (customerId !== actor.tenantId) return { outcome: 'gone' };
  const company = await desk.storage.companies.get(actor.tenantId);
  return company ? { id: company.value.id, name: company.value.name } : { outcome: 'gone' };
}

function isCustomer(actor: Actor): boolean {
  return actor.person?.value.member?.companyKind === 'customer';
}

/** A subscription as the actor may see it. */
export async function viewOf(
  desk: Desk,
  actor: Actor,
  { id, name }: Named,
  subscription: Subscription,
): Promise<SubscriptionView> {
  const member = actor.person?.value.member;
  const { state, family, licences } = subscription;
  const viewer =
    subscription.seller.id === actor.tenantId ? 'seller' : id === actor.tenantId ? 'customer' : 'partner';
  const stands = viewer === 'seller' && state !== 'cancelled';
  const mayChange = stands && mayFor('order', member, family);
  const catalogue = mayChange ? await desk.storage.catalogues.get() : { offers: [] };
  const offer = offerOf(catalogue, subscription.offerId);
  const now = desk.now();
  const returnable = canBeReturned(subscription, offer, now);
  const contact =
    viewer === 'customer' ? await desk.storage.companies.get(subscription.supportContact.id) : undefined;
  // Only a provider has resellers with whom it could share a subscription.
  const twoTier = stands && member?.companyKind === 'indirectProvider';
  return {
    customer: { id, name },
    subscription,
    viewer,
    limits: mayChange && state === 'active' && licences > 0 ? offer?.licences : undefined,
    upgrades: mayChange && state === 'active' ? upgradesOf(catalogue, offer) : [],
    maySuspend: mayChange && state === 'active',
    mayReactivate: mayChange && state === 'suspended',
    mayCancel: mayChange && returnable,
    returnableUntil: mayChange && returnable ? returnableUntil(subscription, offer, now) : undefined,
    renewsAt: state === 'cancelled' ? undefined : presentTerm(subscription, now).renewsAt,
    mayAssociate: twoTier && may('associateReseller', member),
    mayDesignate: twoTier && may('designateSupportContact', member),
    support: contact?.value.support,
  };
}

function upgradesOf(catalogue: Catalogue, offer: Offer | undefined): Offer[] {
  return (offer?.upgradesTo ?? []).flatMap(id => offerOf(catalogue, id) ?? []);
}

/** What the seller is about to change, and whether it may not. */
export type NotSold = NotAllowed | NotServed | ({ outcome: 'notSeller' } & SubscriptionView);

/** A subscription that the actor's company sold, with both sides of the relationship. */
export interface Sold {
  served: Served;
  row: Row<Subscription>;
}

/**
 * Loads a subscription for whoever wants to change it: only the partner who sold it may, as long as it may order for
 * the customer; others whom it concerns hear who can.
 */
export async function soldSubscription(
  desk: Desk,
  actor: Actor,
  action: Action,
  { customerId, id }: Where,
): Promise<NotSold | Sold> {
  const refused = await refusal(desk, actor, action, 'any');
  if (refused) return refused;
  const served = await servedCustomer(desk, actor, customerId);
  if ('outcome' in served) return served;
  const row = await desk.storage.subscriptions.get(served.customer.id, id);
  if (!row || !concerns(row.value, actor.tenantId)) return { outcome: 'gone' };
  const { customer, partner } = served;
  if (row.value.seller.id !== actor.tenantId)
    return { outcome: 'notSeller', ...(await viewOf(desk, actor, customer, row.value)) };
  if (!ordersFor(partner)) return { outcome: 'former', customer };
  return (await refusal(desk, actor, action, row.value.family)) ?? { served, row };
}
