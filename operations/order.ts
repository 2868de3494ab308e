import type { CompanyId } from '../domain/identity.ts';
import type { Catalogue } from '../domain/offer.ts';
import { offerOf } from '../domain/offer.ts';
import {
  type Chosen,
  chosenOffers,
  type OrderLine,
  type OrderRefused,
  readOrder,
  termsOf,
} from '../domain/order.ts';
import type { Partnership } from '../domain/partnership.ts';
import { may } from '../domain/permissions.ts';
import type { Customer, Partner } from '../domain/relationship.ts';
import type { SubscriptionReseller } from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import {
  type CannotOrder,
  type OrderedBy,
  type OrderingCompany,
  orderHistory,
  orderingCompany,
  orderingOf,
  subscriptionsOf,
} from './ordering.ts';
import { pageOrGone } from './pageOrGone.ts';
import { activeReseller, resellerById, resellerByMpnId } from './resellersOf.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import {
  commitForCustomer,
  type NotServed,
  ordersFor,
  type Served,
  servedCustomer,
} from './serveCustomer.ts';
import { tellOfOrder } from './tellOfSubscription.ts';

/** An order for a customer as somebody wants it: what they typed, and the id that makes their submission one. */
export interface SubscriptionOrder {
  orderId: string;
  customerId: CompanyId;
  chosen: Chosen;
  /** The reseller picked from the list. */
  reseller?: string | undefined;
  /** Or the Partner ID of one, typed; what was typed counts. */
  mpnId?: string | undefined;
  /** As what the lines were reviewed: nothing is ordered as something else. */
  terms?: string | undefined;
}

/** Why no reseller can be associated by what was typed. */
export type ResellerProblem = 'notAPartner' | 'ownPartnerId' | 'malformed' | 'resellerLeft';

export type CannotServe =
  | NotServed
  /** The customer lets the actor's company do other things, but not order. */
  | { outcome: 'mayNotOrder'; customer: Customer };

/** A customer for whom the actor can order, with what there is to choose from. */
export interface OrderDesk {
  customer: Customer;
  catalogue: Catalogue;
  /** What the customer has already through the actor's company. */
  has: readonly string[];
  /** Whom the order can be associated with; undefined where that is not for the actor to choose. */
  resellers: readonly Partnership[] | undefined;
  /** Sells it all by itself, so that no reseller earns anything. */
  direct: boolean;
}

export type BeginOutcome = CannotOrder | CannotServe | ({ outcome: 'begun' } & OrderDesk);

/** So many subscriptions of a customer are looked through for what an add-on can be added to. */
const OWNED_MAX = 500;
const RESELLERS_MAX = 15;

const PICK = 8;

export type PickOutcome =
  | CannotOrder
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      customers: Customer[];
      search: string | undefined;
      next: string | undefined;
      /** The page is not full and there is more to look through. */
      further: boolean;
    };

/**
 * *Add subscription* without a customer: a page of those for whom the actor's company can order, searched by name or
 * domain. Imported ones may be thousands, so that a page takes three queries at most.
 */
export async function customersToOrderFor(
  desk: Desk,
  actor: Actor,
  search?: string,
  continuation?: string,
): Promise<PickOutcome> {
  const ordering = await orderingCompany(desk, actor, 'order');
  if ('outcome' in ordering) return ordering;
  const wanted = search?.trim() || undefined;
  const fits = ({ canOrder, canSell, endedAt }: Customer) => (canOrder || canSell) && !endedAt;
  const { customers: all } = desk.storage;
  const found = await pageOrGone(all.choose(actor.tenantId, PICK, wanted, fits, continuation));
  if (!found) return { outcome: 'gone' };
  const { customers, continuation: next, further } = found;
  return { outcome: 'listed', customers, search: wanted, next, further };
}

/** *Add subscription*: whether the actor may order for a customer at all, and what the form needs. */
export async function beginOrder(desk: Desk, actor: Actor, customerId: CompanyId): Promise<BeginOutcome> {
  const loaded = await load(desk, actor, customerId);
  if ('outcome' in loaded) return loaded;
  const { served, company, has } = loaded;
  const [catalogue, resellers] = await Promise.all([
    desk.storage.catalogues.get(),
    resellersFor(desk, actor, company, served.customer),
  ]);
  const { customer } = served;
  return { outcome: 'begun', customer, catalogue, has, resellers, direct: company.kind === 'directPartner' };
}

interface Loaded {
  served: Served;
  company: OrderingCompany;
  has: readonly string[];
}

async function load(
  desk: Desk,
  actor: Actor,
  customerId: CompanyId,
): Promise<Loaded | CannotOrder | CannotServe> {
  const ordering = await orderingCompany(desk, actor, 'order');
  if ('outcome' in ordering) return ordering;
  const owns = (id: CompanyId) => desk.storage.subscriptions.pageOf(id, actor.tenantId, OWNED_MAX);
  const [served, there] = await Promise.all([servedCustomer(desk, actor, customerId), owns(customerId)]);
  if ('outcome' in served) return served;
  const { id } = served.customer;
  // Its account got a tenant since, and its subscriptions went along.
  const owned = id === customerId ? there : await owns(id);
  if (!ordersFor(served.partner)) return { outcome: 'mayNotOrder', customer: served.customer };
  const active = owned.rows.map(row => row.value).filter(({ state }) => state === 'active');
  return { served, company: ordering.company, has: active.map(({ offerId }) => offerId) };
}

/** Those with whom the customer is shared first, then the other partners by name; all of them with a Partner ID. */
async function resellersFor(
  desk: Desk,
  actor: Actor,
  company: OrderingCompany,
  { sharedWith }: Customer,
): Promise<Partnership[] | undefined> {
  if (company.kind !== 'indirectProvider' || !mayAssociate(actor)) return undefined;
  const [shared, page] = await Promise.all([
    Promise.all(sharedWith.slice(0, RESELLERS_MAX).map(({ id }) => activeReseller(desk, company.id, id))),
    desk.storage.partnerships.page(company.id, RESELLERS_MAX),
  ]);
  const all = [...shared, ...page.rows.map(row => row.value)].filter(
    each => each !== undefined && each.state === 'active' && each.mpnId !== undefined,
  );
  return [...new Map(all.flatMap(each => (each ? [[each.partnerId, each]] : []))).values()].slice(
    0,
    RESELLERS_MAX,
  );
}

/** An order becomes a reseller's by whoever may associate subscriptions with one; others order without. */
function mayAssociate(actor: Actor): boolean {
  return may('associateReseller', actor.person?.value.member);
}

export type CheckOutcome =
  | CannotOrder
  | CannotServe
  | { outcome: 'badOrder'; refused: OrderRefused; reseller: ResellerProblem | undefined }
  | ({ outcome: 'complete' } & CompleteOrder);

/** An order in which nothing is wrong. */
export interface CompleteOrder extends Loaded {
  lines: OrderLine[];
  reseller: SubscriptionReseller | undefined;
  /** The reseller as the customer keeps it, if it has something to do with it: the order holds only while that stands. */
  partner: Row<Partner> | undefined;
}

/** *Next: Review*: reads the order and verifies the reseller against the partners. Changes nothing. */
export async function checkOrder(desk: Desk, actor: Actor, order: SubscriptionOrder): Promise<CheckOutcome> {
  const [loaded, catalogue] = await Promise.all([
    load(desk, actor, order.customerId),
    desk.storage.catalogues.get(),
  ]);
  if ('outcome' in loaded) return loaded;
  const { served, company, has } = loaded;
  const refused = await notTheirs(desk, actor, order.chosen, catalogue);
  if (refused) return refused;
  const read = readOrder(order.chosen, orderingOf(catalogue, actor, has));
  const reseller = await resellerOf(desk, actor, company, order);
  if (reseller && 'refused' in reseller) return reseller.refused;
  const chosen = reseller && 'associated' in reseller ? reseller.associated : undefined;
  const partner = chosen && (await desk.storage.partners.get(served.customer.id, chosen.id));
  const left = partner?.value.endedAt ? 'resellerLeft' : undefined;
  const problem = reseller && 'problem' in reseller ? reseller.problem : left;
  if ('refused' in read) return { outcome: 'badOrder', refused: read.refused, reseller: problem };
  if (problem) return { outcome: 'badOrder', refused: { lines: {} }, reseller: problem };
  return { outcome: 'complete', served, company, has, lines: read.lines, reseller: chosen, partner };
}

/** No card offers what somebody may not order; whoever sends it all the same hears who may. */
async function notTheirs(
  desk: Desk,
  actor: Actor,
  chosen: Chosen,
  catalogue: Catalogue,
): Promise<NotAllowed | undefined> {
  const families = chosenOffers(chosen).flatMap(id => offerOf(catalogue, id)?.family ?? []);
  for (const family of new Set(families)) {
    const refused = await refusal(desk, actor, 'order', family);
    if (refused) return refused;
  }
  return undefined;
}

type FoundReseller =
  | { associated: SubscriptionReseller }
  | { problem: ResellerProblem }
  | { refused: NotAllowed }
  | undefined;

/** The reseller that earns by an order: an active partner, never the provider itself (source document 003). */
async function resellerOf(
  desk: Desk,
  actor: Actor,
  company: OrderingCompany,
  { reseller, mpnId }: Pick<SubscriptionOrder, 'reseller' | 'mpnId'>,
): Promise<FoundReseller> {
  const typed = mpnId?.normalize('NFKC').trim();
  if (!typed && !reseller) return undefined;
  const refused = await refusal(desk, actor, 'associateReseller');
  if (refused) return { refused };
  if (company.kind === 'directPartner') return { problem: 'notAPartner' };
  if (typed) return resellerByMpnId(desk, company, typed);
  const found = await resellerById(desk, company, reseller ?? '');
  if ('associated' in found) return found;
  // One without a Partner ID is not in the list.
  return { problem: found.problem === 'noPartnerId' ? 'notAPartner' : found.problem };
}

export type OrderOutcome =
  | Exclude<CheckOutcome, { outcome: 'complete' }>
  | { outcome: 'tooMany' }
  /** The catalogue has other terms now than were reviewed. */
  | { outcome: 'changedMeanwhile' }
  | { outcome: 'ordered'; customer: Customer; lines: OrderLine[]; indirect: boolean }
  | { outcome: 'alreadyOrdered'; customer: Customer };

const HOUR = 60 * 60_000;
const ORDERS = { limit: 1_000, windowMs: HOUR };

/**
 * *Submit*: the lines become subscriptions of the customer's, as long as the relationship stands (source document 003).
 * The order's id is made when somebody begins, so that a submission that arrives again makes nothing new. Everything is
 * asked again, since the review may be old.
 */
export async function submitOrder(
  desk: Desk,
  whoever: Actor,
  order: SubscriptionOrder,
): Promise<OrderOutcome> {
  const { storage } = desk;
  const { orderId } = order;
  let counted = false;
  return retryAs(desk, whoever, async (actor): Promise<OrderOutcome> => {
    const submitted = await orderedBefore(desk, actor, order);
    if (submitted) return { outcome: 'alreadyOrdered', customer: submitted };
    const checked = await checkOrder(desk, actor, order);
    if (checked.outcome !== 'complete') return checked;
    if (order.terms && order.terms !== termsOf(checked.lines)) return { outcome: 'changedMeanwhile' };
    // A submission counts once, however often others come first.
    counted ||= await storage.rateLimits.take(actor.tenantId, 'order', ORDERS, desk.now());
    if (!counted) return { outcome: 'tooMany' };
    const { served, company, lines, reseller, partner } = checked;
    const { customer } = served;
    const ordered: OrderedBy = { actor, seller: company, reseller, at: desk.now().toISOString() };
    const subscriptions = subscriptionsOf(orderId, lines, ordered);
    await commitForCustomer(desk, served, {
      rows: [
        ...storage.subscriptions.insert(orderId, company.id, subscriptions),
        ...(partner ? [storage.partners.stillAs(partner)] : []),
      ],
      history: orderHistory(lines, ordered, customer.name),
      deedId: `order-${orderId}`,
      alsoAt: reseller ? [reseller.id] : [],
      errands: await tellOfOrder(desk, actor, customer, subscriptions),
    });
    return { outcome: 'ordered', customer, lines, indirect: company.kind === 'indirectProvider' };
  });
}

/** The customer for whom an order of the actor's company was submitted already; undefined when it was not. */
export async function orderedBefore(
  desk: Desk,
  actor: Pick<Actor, 'tenantId'>,
  { orderId, customerId }: Pick<SubscriptionOrder, 'orderId' | 'customerId'>,
): Promise<Customer | undefined> {
  const [order, customer] = await Promise.all([
    desk.storage.subscriptions.order(customerId, orderId),
    desk.storage.customers.get(actor.tenantId, customerId),
  ]);
  // Its account got a tenant since, and the order went along; what another customer goes on with stayed there.
  if (!order && customer && customer.value.id !== customerId) {
    return orderedBefore(desk, actor, { orderId, customerId: customer.value.id });
  }
  return order?.sellerId === actor.tenantId ? customer?.value : undefined;
}
