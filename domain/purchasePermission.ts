import * as z from 'zod';
import { type Cloud, missingIn, type NationalCloud } from './cloud.ts';
import { guid, moment, type PersonRef, personRefSchema } from './identity.ts';
import type { Partner } from './relationship.ts';
import type { Subscription } from './subscription.ts';

/** What a customer can be let buy by itself (source document 002). */
export const PURCHASES = ['reservations', 'savingsPlans'] as const;
export const purchase = z.enum(PURCHASES);
export type Purchase = z.infer<typeof purchase>;

/**
 * What a partner lets a customer buy by itself, in the customer's partition; what is not named is not allowed. It ends
 * with the relationship.
 */
export const purchasePermissionSchema = z.object({
  partnerId: guid,
  allowed: z.partialRecord(purchase, z.object({ by: personRefSchema, since: moment })),
  /** Raised by every change, so that a confirmation can tell that it is old. */
  version: z.int().nonnegative(),
});
export type PurchasePermission = z.infer<typeof purchasePermissionSchema>;

/** As long as nobody has decided anything. */
export function nothingAllowed(partnerId: string): PurchasePermission {
  return { partnerId, allowed: {}, version: 0 };
}

/** Allows or stops one kind of purchase; undefined when it is so already. */
export function switchPurchase(
  permission: PurchasePermission,
  { purchase, allow }: { purchase: Purchase; allow: boolean },
  by: PersonRef,
  since: string,
): PurchasePermission | undefined {
  const { [purchase]: present, ...others } = permission.allowed;
  if ((present !== undefined) === allow) return undefined;
  const allowed = allow ? { ...others, [purchase]: { by, since } } : others;
  return { ...permission, allowed, version: permission.version + 1 };
}

/** After the relationship ended; undefined when nothing was allowed. */
export function stopPurchases(permission: PurchasePermission): PurchasePermission | undefined {
  if (purchasesOf(permission).length === 0) return undefined;
  return { ...permission, allowed: {}, version: permission.version + 1 };
}

/**
 * When an account joins a tenant whom the same partner lets buy already: what either allows, as long as the tenant's
 * own decision of the same kind does not say since when.
 */
export function joinedPermission(
  known: PurchasePermission | undefined,
  carried: PurchasePermission,
): PurchasePermission {
  if (!known) return carried;
  return {
    ...known,
    allowed: { ...carried.allowed, ...known.allowed },
    version: Math.max(known.version, carried.version) + 1,
  };
}

/** What is allowed, in the order in which cards name it. */
export function purchasesOf(permission: PurchasePermission | undefined): Purchase[] {
  return PURCHASES.filter(each => permission?.allowed[each]);
}

/** Whether a subscription is the Azure plan that a customer needs to have from the partner: paid by use, and active. */
export function isAzurePlan({
  family,
  billing,
  state,
}: Pick<Subscription, 'family' | 'billing' | 'state'>): boolean {
  return family === 'azure' && billing === 'usage' && state === 'active';
}

/** The cloud, when nothing of this exists there. */
export function noPurchasesIn(cloud: Cloud): NationalCloud | undefined {
  return PURCHASES.map(each => missingIn(cloud, each)).reduce((none, missing) => none && missing);
}

/** Which partners sell Azure themselves: a reseller's customers have their plan from its provider. */
export function sellsAzure(kind: Partner['kind']): boolean {
  return kind === 'indirectProvider' || kind === 'directPartner';
}
