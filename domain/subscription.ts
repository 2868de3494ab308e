import * as z from 'zod';
import { type CompanyId, guid, moment, personRefSchema } from './identity.ts';
import { billing, type Offer, offerId, type Term, term } from './offer.ts';
import { service } from './services.ts';

export const SUBSCRIPTION_STATES = ['active', 'suspended', 'cancelled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** A reseller on a subscription: with its location's Partner ID it earns incentives (source document 003). */
const resellerSchema = z.object({ id: guid, name: z.string(), mpnId: z.string() });
/** Who supports the customer with it: the seller, or a reseller with whom the seller works (source document 003). */
const supportContactSchema = z.object({ id: guid, name: z.string() });

/**
 * What a customer has of an offer, in the customer's partition, where orders and assignments are decided. What it was
 * ordered as stands here too: the catalogue may change afterwards.
 */
export const subscriptionSchema = z.object({
  id: z.string().max(100),
  orderId: z.string().max(80),
  offerId,
  offerName: z.string(),
  family: service,
  term,
  billing,
  state: z.enum(SUBSCRIPTION_STATES),
  /** How many were bought; 0 for what is paid by use. */
  licences: z.int().nonnegative(),
  /** How many of them somebody has: never more than were bought. */
  assigned: z.int().nonnegative(),
  /** The partner who ordered it and answers for it: a provider or a direct partner. */
  seller: z.object({ id: guid, name: z.string() }),
  reseller: resellerSchema.optional(),
  supportContact: supportContactSchema,
  orderedBy: personRefSchema,
  orderedAt: moment,
  /** When its first term began, by the order or the last upgrade; others follow by themselves. */
  termStartedAt: moment,
  changedAt: moment,
});
export type Subscription = z.infer<typeof subscriptionSchema>;
export type SubscriptionReseller = z.infer<typeof resellerSchema>;
export type SupportContact = z.infer<typeof supportContactSchema>;

/** Which subscription a line of an order makes: the same for the same submission, however often it arrives. */
export function subscriptionId(orderId: string, line: number): string {
  return `${orderId}-${line}`;
}

/** What `offer` makes of a subscription when it is ordered or upgraded to. */
export function ofOffer(
  offer: Offer,
): Pick<Subscription, 'offerId' | 'offerName' | 'family' | 'term' | 'billing'> {
  const { id, name, family, term: length, billing: paid } = offer;
  return { offerId: id, offerName: name, family, term: length, billing: paid };
}

export type SubscriptionCommand =
  /** More licences or fewer; `offer` is the catalogue's of the subscription, if it still has it. */
  | { do: 'changeLicences'; licences: number; offer: Offer | undefined }
  | { do: 'upgrade'; from: Offer | undefined; to: Offer }
  | { do: 'suspend' }
  | { do: 'reactivate' }
  | { do: 'cancel'; offer: Offer | undefined }
  | { do: 'associate'; reseller: SubscriptionReseller | undefined }
  | { do: 'designate'; supportContact: SupportContact }
  /** One licence goes to somebody, or comes back from them. */
  | { do: 'assign' }
  | { do: 'takeBack' };

/** What a seller changes of what it sold. */
export const SALE_EVENTS = [
  'licencesAdded',
  'licencesReduced',
  'upgraded',
  'suspended',
  'reactivated',
  'cancelled',
] as const;
export type SaleEvent = (typeof SALE_EVENTS)[number];

export type SubscriptionEvent =
  | SaleEvent
  | 'resellerAssociated'
  | 'supportContactChanged'
  | 'licenceAssigned'
  | 'licenceTakenBack';

/** Why a command was refused; `unchanged` means that it is so already. */
export type SubscriptionRefusal =
  | 'unchanged'
  | 'notActive'
  | 'notSuspended'
  | 'cancelled'
  /** Nothing to buy a number of, or to assign. */
  | 'noLicences'
  | 'outOfRange'
  /** More are assigned than would be left. */
  | 'moreAssigned'
  /** The days of return are over, or the catalogue does not sell it any more. */
  | 'tooLate'
  | 'notSoldAnyMore'
  | 'noSuchUpgrade'
  /** A provider is never its own reseller (source document 003). */
  | 'ownPartnerId'
  | 'noneLeft'
  | 'noneAssigned';

type Change = { next: Subscription; event: SubscriptionEvent } | { refused: SubscriptionRefusal };

/**
 * Applies a command to a subscription: pure, and the only way that one changes. Whatever happens, no more licences are
 * assigned than were bought, and a cancelled subscription stays as it is, but that its licences may be taken back.
 */
export function changeSubscription(
  subscription: Subscription,
  command: SubscriptionCommand,
  now: Date,
): Change {
  if (subscription.state === 'cancelled' && command.do !== 'takeBack') return { refused: 'cancelled' };
  const to = (event: SubscriptionEvent, changed: Partial<Subscription>): Change => ({
    next: { ...subscription, ...changed, changedAt: now.toISOString() },
    event,
  });
  const { state, licences, assigned } = subscription;
  switch (command.do) {
    case 'changeLicences': {
      if (licences === 0) return { refused: 'noLicences' };
      if (command.licences === licences) return { refused: 'unchanged' };
      if (state !== 'active') return { refused: 'notActive' };
      if (!command.offer?.licences) return { refused: 'notSoldAnyMore' };
      if (!isIn(command.licences, command.offer.licences)) return { refused: 'outOfRange' };
      if (command.licences > licences) return to('licencesAdded', { licences: command.licences });
      if (command.licences < assigned) return { refused: 'moreAssigned' };
      if (!canBeReturned(subscription, command.offer, now)) return { refused: 'tooLate' };
      return to('licencesReduced', { licences: command.licences });
    }
    case 'upgrade': {
      if (state !== 'active') return { refused: 'notActive' };
      if (!command.from?.upgradesTo.includes(command.to.id)) return { refused: 'noSuchUpgrade' };
      if (!command.to.licences || !isIn(licences, command.to.licences)) return { refused: 'outOfRange' };
      return to('upgraded', { ...ofOffer(command.to), termStartedAt: now.toISOString() });
    }
    case 'suspend':
      return state === 'suspended' ? { refused: 'unchanged' } : to('suspended', { state: 'suspended' });
    case 'reactivate':
      return state === 'suspended' ? to('reactivated', { state: 'active' }) : { refused: 'notSuspended' };
    case 'cancel':
      if (!canBeReturned(subscription, command.offer, now)) return { refused: 'tooLate' };
      return to('cancelled', { state: 'cancelled' });
    case 'associate':
      if (command.reseller?.id === subscription.seller.id) return { refused: 'ownPartnerId' };
      if (command.reseller?.mpnId === subscription.reseller?.mpnId) return { refused: 'unchanged' };
      return to('resellerAssociated', { reseller: command.reseller });
    case 'designate':
      if (command.supportContact.id === subscription.supportContact.id) return { refused: 'unchanged' };
      return to('supportContactChanged', { supportContact: command.supportContact });
    case 'assign':
      if (state !== 'active') return { refused: 'notActive' };
      if (licences === 0) return { refused: 'noLicences' };
      if (assigned >= licences) return { refused: 'noneLeft' };
      return to('licenceAssigned', { assigned: assigned + 1 });
    case 'takeBack':
      if (assigned === 0) return { refused: 'noneAssigned' };
      return to('licenceTakenBack', { assigned: assigned - 1 });
  }
}

/**
 * What of a subscription a card spoke of: a click from a card that shows something else than is true now changes
 * nothing. Who has its licences is not part of it, since that goes on all the time.
 */
export function versionOf({
  state,
  licences,
  offerId: offered,
  reseller,
  supportContact,
}: Subscription): string {
  return [state, licences, offered, reseller?.mpnId ?? '', supportContact.id].join(' ');
}

type Parties = Pick<Subscription, 'seller' | 'reseller' | 'supportContact'>;

/** The partners that have to do with a subscription, the seller first, each once: no other partner sees it. */
export function partnersOf({ seller, reseller, supportContact }: Parties): CompanyId[] {
  return [...new Set([seller.id, supportContact.id, ...(reseller ? [reseller.id] : [])])];
}

/** Whether a subscription is any of a partner's business. */
export function concerns(subscription: Parties, partnerId: CompanyId): boolean {
  return partnersOf(subscription).includes(partnerId);
}

/** Whether a relationship cannot end because of it: it runs, and the partner sold it or is its reseller (source document 002). */
export function keepsRelationship({ state, seller, reseller }: Subscription, partnerId: string): boolean {
  return state === 'active' && (seller.id === partnerId || reseller?.id === partnerId);
}

const DAY = 24 * 60 * 60_000;

/** How many months a term has; what is paid by use has none. */
const MONTHS: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36, none: 0 };

/** When the present term began and when the next one does: each follows the one before by itself. */
export function presentTerm(
  { termStartedAt, term: length }: Pick<Subscription, 'termStartedAt' | 'term'>,
  now: Date,
): { startedAt: string; renewsAt: string | undefined } {
  const months = MONTHS[length];
  if (months === 0) return { startedAt: termStartedAt, renewsAt: undefined };
  const first = new Date(termStartedAt);
  const since =
    (now.getUTCFullYear() - first.getUTCFullYear()) * 12 + now.getUTCMonth() - first.getUTCMonth();
  const begun = Math.floor(since / months);
  const terms = Math.max(0, monthsAfter(first, begun * months) > now ? begun - 1 : begun);
  return {
    startedAt: monthsAfter(first, terms * months).toISOString(),
    renewsAt: monthsAfter(first, (terms + 1) * months).toISOString(),
  };
}

/** The same day so many months later, or the last one of a month that is shorter. */
function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date);
  later.setUTCDate(1);
  later.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(date.getUTCDate(), last));
  return later;
}

/** Until when licences may be given back and the subscription be cancelled: some days from the present term's start; undefined means always. */
export function returnableUntil(
  subscription: Pick<Subscription, 'termStartedAt' | 'term'>,
  offer: Offer | undefined,
  now: Date,
): string | undefined {
  if (offer?.returnDays === undefined) return undefined;
  const { startedAt } = presentTerm(subscription, now);
  return new Date(Date.parse(startedAt) + offer.returnDays * DAY).toISOString();
}

/** Whether licences may still be given back and the subscription be cancelled. */
export function canBeReturned(
  subscription: Pick<Subscription, 'termStartedAt' | 'term'>,
  offer: Offer | undefined,
  now: Date,
): boolean {
  const until = returnableUntil(subscription, offer, now);
  return until === undefined || now.getTime() <= Date.parse(until);
}

function isIn(count: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(count) && count >= min && count <= max;
}

/** A licence that somebody has. */
export const licenceSchema = z.object({
  subscriptionId: z.string(),
  userId: guid,
  assignedBy: personRefSchema,
  assignedAt: moment,
});
export type Licence = z.infer<typeof licenceSchema>;

/** Someone at a customer, as its partners keep them here to give licences to; no account of Microsoft's. */
export const customerUserSchema = z.object({
  id: guid,
  name: z.string(),
  email: z.string(),
  addedBy: personRefSchema,
  addedAt: moment,
});
export type CustomerUser = z.infer<typeof customerUserSchema>;
