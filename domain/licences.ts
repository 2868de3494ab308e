import * as z from 'zod';
import type { CompanyId } from './identity.ts';
import type { Administration } from './services.ts';
import type { Subscription, SubscriptionRefusal } from './subscription.ts';

/** A subscription as a card names it. */
export const subscriptionRef = z.string().regex(/^[\w-]{1,100}$/);

/** What was chosen in a list of many, as clients send it; more cannot be chosen at once. */
export const chosen = z
  .string()
  .max(4_000)
  .optional()
  .transform(text => (text ? text.split(',') : []));
export const MOST_CHOSEN = 50;

/** Whether a partner gives out a subscription's licences: who sold it, or who administers its service for the customer. */
export function givesLicences(
  { seller, family }: Subscription,
  administration: Administration,
  partnerId: CompanyId,
): boolean {
  return seller.id === partnerId || administration[family]?.partnerId === partnerId;
}

/** How many of a subscription's licences nobody has. */
export function freeLicences({ licences, assigned }: Subscription): number {
  return Math.max(0, licences - assigned);
}

export type LicenceCommand = 'assign' | 'takeBack';

/** What became of one licence; `notYours` means that the company neither sold the subscription nor administers its service. */
export type LicenceResult =
  | 'assigned'
  | 'hasAlready'
  | 'takenBack'
  | 'hasNone'
  | 'notYours'
  | SubscriptionRefusal;
