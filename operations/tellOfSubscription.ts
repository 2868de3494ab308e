import type { CompanyId, PersonRef } from '../domain/identity.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import { partnersOf, type SaleEvent, type Subscription } from '../domain/subscription.ts';
import { type Desk, refOf } from './desk.ts';
import { whoHears } from './whoHears.ts';

/** So many people of one company are told: those of two fit into the transaction of the longest order with all that it writes. */
const MOST_TOLD = 12;

type About = 'customerName' | 'customerId' | 'subscriptionId' | 'offerName' | 'sellerName' | 'mayOpen';
type OfSubscription = Extract<Notice, { name: 'subscriptionChanged' | 'supportContactChanged' }>;
/** What a notice says beside which subscription it is about. */
export type News = OfSubscription extends infer One
  ? One extends OfSubscription
    ? Omit<One, About>
    : never
  : never;

/** A subscription in the words of its notices. */
export interface Subject {
  customer: { id: CompanyId; name: string };
  subscription: Subscription;
}

/** How many licences there are is between the partners; what begins, stops, starts again and ends the customer hears too. */
const TOLD_TO_CUSTOMERS: readonly SaleEvent[] = ['suspended', 'reactivated', 'cancelled'];

/** Tells of what a seller did with a subscription: its reseller, its support contact, and the customer's global admins. */
export async function tellOfSale(
  desk: Desk,
  seller: PersonRef,
  subject: Subject,
  change: SaleEvent,
): Promise<Errand[]> {
  const news = { ...newsOf(seller, subject.subscription), change };
  const told = await Promise.all([
    ...othersOf(subject.subscription).map(id => tellPartner(desk, id, subject, { ...news, to: 'partner' })),
    TOLD_TO_CUSTOMERS.includes(change) ? tellCustomer(desk, subject, { ...news, to: 'customer' }) : [],
  ]);
  return told.flat();
}

/** Tells the same people of an order, by one card however many subscriptions it made. */
export async function tellOfOrder(
  desk: Desk,
  seller: PersonRef,
  customer: Subject['customer'],
  [subscription, ...further]: readonly Subscription[],
): Promise<Errand[]> {
  if (!subscription) return [];
  const subject = { customer, subscription };
  const news = {
    ...newsOf(seller, subscription),
    change: 'ordered' as const,
    further: further.length,
  };
  const told = await Promise.all([
    ...othersOf(subscription).map(id => tellPartner(desk, id, subject, { ...news, to: 'partner' })),
    tellCustomer(desk, subject, { ...news, to: 'customer' }),
  ]);
  return told.flat();
}

/** What every notice of a change to a subscription says: who changed it, when, and how many licences it has now. */
export function newsOf(seller: PersonRef, { licences, changedAt: at }: Subscription) {
  return { name: 'subscriptionChanged' as const, licences, by: refOf(seller), further: 0, at };
}

/** The partners of a subscription beside its seller. */
export function othersOf(subscription: Subscription): CompanyId[] {
  return partnersOf(subscription).filter(id => id !== subscription.seller.id);
}

/**
 * Tells a partner of a change: whoever hears of this customer there; its global admins when it has no record of the
 * customer, who then read of it and have nothing to open.
 */
export async function tellPartner(
  desk: Desk,
  partnerId: CompanyId,
  subject: Subject,
  news: News,
): Promise<Errand[]> {
  const { customers, people } = desk.storage;
  const own = await customers.get(partnerId, subject.customer.id);
  const mayOpen = own !== undefined && !own.value.endedAt;
  const told = own
    ? await whoHears(desk, partnerId, own.value)
    : await people.holders(partnerId, ['globalAdmin']);
  return telling(told, noticeOf(subject, news, mayOpen));
}

/** Tells the customer's global admins, as far as they are here. */
export async function tellCustomer(desk: Desk, subject: Subject, news: News): Promise<Errand[]> {
  const told = await desk.storage.people.holders(subject.customer.id, ['globalAdmin']);
  return telling(told, noticeOf(subject, news, true));
}

function noticeOf({ customer, subscription }: Subject, news: News, mayOpen: boolean): Notice {
  return {
    ...news,
    customerName: customer.name,
    customerId: customer.id,
    subscriptionId: subscription.id,
    offerName: subscription.offerName,
    sellerName: subscription.seller.name,
    mayOpen,
  };
}

function telling(people: readonly { tenantId: string; objectId: string }[], notice: Notice): Errand[] {
  return people
    .slice(0, MOST_TOLD)
    .map(({ tenantId, objectId }) => ({ kind: 'tell', to: { tenantId, objectId }, notice }));
}
