import { missingIn, type NationalCloud } from '../domain/cloud.ts';
import type { CompanyKind } from '../domain/company.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { may, mayFor } from '../domain/permissions.ts';
import {
  isAzurePlan,
  noPurchasesIn,
  nothingAllowed,
  PURCHASES,
  type Purchase,
  type PurchasePermission,
  sellsAzure,
  switchPurchase,
} from '../domain/purchasePermission.ts';
import type { Customer } from '../domain/relationship.ts';
import { allPages } from '../storage/allPages.ts';
import type { Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal, refusalToSee } from './rights.ts';
import {
  commitForCustomer,
  type NotServed,
  ordersFor,
  type Served,
  servedCustomer,
} from './serveCustomer.ts';

/** So many people are told in one transaction, which is finite. */
const MOST_TOLD = 40;
const SUBSCRIPTIONS_AT_ONCE = 100;

/** Why what a customer may buy is not this company's to decide. */
export type NotYours =
  | NotAllowed
  | NotServed
  /** Who does not buy from Microsoft pays for nobody: a reseller's provider decides, a customer's partners do. */
  | { outcome: 'sellsNoAzure'; kind: CompanyKind }
  | { outcome: 'mayNotOrder'; customer: Customer }
  | { outcome: 'notInThisCloud'; cloud: NationalCloud; purchases: readonly Purchase[] };

/** What a customer may buy by itself, as its partner sees it. */
export interface LetBuy {
  customer: Customer;
  permission: PurchasePermission;
  /** Without an active Azure plan of this partner nothing can be bought, and nothing be allowed. */
  hasAzurePlan: boolean;
  maySwitch: boolean;
  /** Whether the actor may order the Azure plan that is missing. */
  mayOrder: boolean;
  /** What does not exist in this cloud. */
  missing: { purchase: Purchase; cloud: NationalCloud }[];
}

export type LetBuyOutcome = NotYours | ({ outcome: 'shown' } & LetBuy);

/** What the actor's company lets a customer buy by itself, and what that means (source document 002). */
export async function showLetBuy(desk: Desk, actor: Actor, customerId: CompanyId): Promise<LetBuyOutcome> {
  const loaded = (await refusalToSee(desk, actor, 'letCustomerBuy')) ?? (await load(desk, actor, customerId));
  return 'outcome' in loaded ? loaded : { outcome: 'shown', ...loaded.shown };
}

/** Why the actor's company lets nobody buy anything, whichever customer it is about; undefined when it may. */
export async function letsNobodyBuy(desk: Desk, actor: Actor): Promise<NotYours | undefined> {
  return (await refusalToSee(desk, actor, 'letCustomerBuy')) ?? notHere(desk, actor);
}

/** One kind of purchase, to be allowed or stopped. */
export interface PurchaseSwitch {
  purchase: Purchase;
  allow: boolean;
}

export type SwitchOutcome =
  | NotYours
  | { outcome: 'noAzurePlan'; customer: Customer }
  | ({ outcome: 'toConfirm'; customer: Customer; version: number } & PurchaseSwitch)
  /** Also when it was so already: done by this click's twin, or by a colleague. */
  | ({ outcome: 'switched'; switched: PurchaseSwitch } & LetBuy);

/**
 * Allows or stops one kind of purchase. One transaction in the customer's partition, that holds only while the
 * relationship and the permission are as they were read; the customer's global admins are told. `version` is what the
 * confirmation showed: without it, or when it is old, the consequences are shown and nothing changes.
 */
export async function switchLetBuy(
  desk: Desk,
  actor: Actor,
  customerId: CompanyId,
  change: PurchaseSwitch,
  version: number | undefined,
): Promise<SwitchOutcome> {
  return retryOnConflict(async (): Promise<SwitchOutcome> => {
    const loaded = (await refusal(desk, actor, 'letCustomerBuy')) ?? (await load(desk, actor, customerId));
    if ('outcome' in loaded) return loaded;
    const { shown, served, row } = loaded;
    const { customer, permission, hasAzurePlan } = shown;
    const { purchase, allow } = change;
    const cloud = missingIn(desk.settings.cloud, purchase);
    if (cloud && allow) return { outcome: 'notInThisCloud', cloud, purchases: [purchase] };
    const at = desk.now().toISOString();
    const by = refOf(actor);
    const next = switchPurchase(permission, change, by, at);
    if (!next) return { outcome: 'switched', switched: change, ...shown };
    if (allow && !hasAzurePlan) return { outcome: 'noAzurePlan', customer };
    if (version !== permission.version) {
      return { outcome: 'toConfirm', customer, version: permission.version, ...change };
    }
    const { name: partner, id: partnerId } = served.partner.value;
    await commitForCustomer(desk, served, {
      rows: [desk.storage.purchasePermissions.put(row, next)],
      history: [
        historyEntry(at, actor, {
          subject: customer.id,
          event: allow ? 'purchases.allowed' : 'purchases.stopped',
          detail: { customer: customer.name, partner, purchase },
        }),
      ],
      deedId: `purchases-${customer.id}-${next.version}`,
      errands: await toldOf(desk, customer.id, {
        name: 'purchasesSwitched',
        partnerId,
        partnerName: partner,
        purchase,
        allowed: allow,
        by,
        at,
      }),
    });
    return { outcome: 'switched', switched: change, ...shown, permission: next };
  });
}

interface Loaded {
  shown: LetBuy;
  served: Served;
  row: Row<PurchasePermission> | undefined;
}

/** Everything about one customer: where it is now, and then side by side a point read and a query. */
async function load(desk: Desk, actor: Actor, customerId: CompanyId): Promise<NotYours | Loaded> {
  const elsewhere = notHere(desk, actor);
  if (elsewhere) return elsewhere;
  const served = await servedCustomer(desk, actor, customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  if (!ordersFor(served.partner)) return { outcome: 'mayNotOrder', customer };
  const [row, hasAzurePlan] = await Promise.all([
    desk.storage.purchasePermissions.get(customer.id, actor.tenantId),
    soldAzurePlan(desk, customer.id, actor.tenantId),
  ]);
  const permission = row?.value ?? nothingAllowed(actor.tenantId);
  const member = actor.person?.value.member;
  const maySwitch = may('letCustomerBuy', member);
  const mayOrder = mayFor('order', member, 'azure');
  const missing = PURCHASES.flatMap(purchase => {
    const cloud = missingIn(desk.settings.cloud, purchase);
    return cloud ? [{ purchase, cloud }] : [];
  });
  return { shown: { customer, permission, hasAzurePlan, maySwitch, mayOrder, missing }, served, row };
}

function notHere(
  desk: Desk,
  actor: Actor,
): Extract<NotYours, { outcome: 'sellsNoAzure' | 'notInThisCloud' }> | undefined {
  const kind = actor.person?.value.member?.companyKind;
  if (kind && !sellsAzure(kind)) return { outcome: 'sellsNoAzure', kind };
  const cloud = noPurchasesIn(desk.settings.cloud);
  return cloud && { outcome: 'notInThisCloud', cloud, purchases: PURCHASES };
}

/** Whether a customer has an active Azure plan that this partner sold. A query a hundred subscriptions of this partner. */
async function soldAzurePlan(desk: Desk, customerId: CompanyId, partnerId: CompanyId): Promise<boolean> {
  const { subscriptions } = desk.storage;
  const read = (next?: string) => subscriptions.pageOf(customerId, partnerId, SUBSCRIPTIONS_AT_ONCE, next);
  for await (const rows of allPages(read)) {
    if (rows.some(({ value }) => value.seller.id === partnerId && isAzurePlan(value))) return true;
  }
  return false;
}

/** The customer's global admins hear of it. */
async function toldOf(
  desk: Desk,
  customerId: CompanyId,
  notice: Extract<Errand, { kind: 'tell' }>['notice'],
): Promise<Errand[]> {
  const admins: Pick<PersonRef, 'tenantId' | 'objectId'>[] = await desk.storage.people.holders(customerId, [
    'globalAdmin',
  ]);
  return admins
    .slice(0, MOST_TOLD)
    .map(({ tenantId, objectId }) => ({ kind: 'tell', to: { tenantId, objectId }, notice }));
}
