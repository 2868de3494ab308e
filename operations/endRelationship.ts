import { changeAdministration } from '../domain/administration.ts';
import type { Company } from '../domain/company.ts';
import { endedPartner } from '../domain/endRelationship.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { type Purchase, purchasesOf } from '../domain/purchasePermission.ts';
import type { Customer, Partner } from '../domain/relationship.ts';
import { heldBy, type Service } from '../domain/services.ts';
import { concerns, type Subscription } from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import { blockingSubscriptions } from './blockingSubscriptions.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { endPurchases } from './endPurchases.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { presentId } from './serveCustomer.ts';
import { whoHears } from './whoHears.ts';

/** So many people are told in one transaction, which is finite. */
const MOST_TOLD = 40;

/** The relationship that is about to end, as the actor's side sees it. */
export interface Ending {
  /** The actor's own side. */
  side: 'customer' | 'partner';
  other: { id: string; name: string };
  sells: boolean;
  orders: boolean;
  administers: Service[];
  /** Whether the partner may be support contact of what others sold: resellers are; whoever sells supports it anyway. */
  supports: boolean;
  /** What the partner lets the customer buy by itself; that ends as well. */
  buys: Purchase[];
  /** What those let it buy whose relationship ends along with this one: for the customer to know, and for nobody else. */
  buysFrom: { name: string; purchases: Purchase[] }[];
  /** Other partners who order, or sell, together with this one; their part of it ends as well. */
  sharedWith: { id: string; name: string }[];
  /** Since when it stands; one that was reopened after the question was asked is asked about anew. */
  since: string;
}

/** Active subscriptions because of which it cannot end. */
export interface Blocked {
  side: Ending['side'];
  customerId: string;
  other: Ending['other'];
  /** Those that the actor's company has to do with, newest first. */
  subscriptions: Subscription[];
  /** How many there are besides: of a provider who would lose its right to order. */
  others: number;
  /** Whether the actor's company sold one of them, and can suspend or cancel it. */
  sold: boolean;
}

export type EndRelationshipOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** An approval has not arrived on both sides yet. */
  | { outcome: 'beingSetUp'; other: { id: string; name: string } }
  | ({ outcome: 'blocked' } & Blocked)
  | ({ outcome: 'toConfirm' } & Ending)
  | { outcome: 'ended' | 'alreadyEnded'; side: Ending['side']; other: { id: string; name: string } };

/**
 * *Remove relationship* (source document 002), by a global admin of either side: one compare-and-set on the partner's
 * row in the customer's partition, together with the administrator rights that it held. The partner's record, and the
 * part of those with whom the customer was shared, follow by errands; both sides are told. Refused while a subscription
 * is active, in the same transaction: orders and reactivations touch the rows that this one holds. `since` is what the
 * confirmation showed: without it, or when it is old, what would end is shown and nothing changes.
 */
export async function endRelationship(
  desk: Desk,
  actor: Actor,
  otherId: string,
  since: string | undefined,
): Promise<EndRelationshipOutcome> {
  const refused = await refusal(desk, actor, 'removeRelationship');
  if (refused) return refused;
  const side = actor.person?.value.member?.companyKind === 'customer' ? 'customer' : 'partner';
  const { storage } = desk;
  const [customerId, partnerId] =
    side === 'customer' ? [actor.tenantId, otherId] : [await presentId(desk, actor, otherId), actor.tenantId];
  return retryOnConflict(async (): Promise<EndRelationshipOutcome> => {
    const [partner, company, own, permission] = await Promise.all([
      storage.partners.get(customerId, partnerId),
      storage.companies.get(customerId),
      storage.customers.get(partnerId, customerId),
      storage.purchasePermissions.get(customerId, partnerId),
    ]);
    // Each side sees what stands in its own partition, and nothing else.
    const known = side === 'customer' ? partner?.value : own?.value;
    if (!known) return { outcome: 'gone' };
    const other = { id: side === 'customer' ? partnerId : customerId, name: known.name };
    if (partner?.value.endedAt || (!partner && own?.value.canAdminister !== 'beingSetUp')) {
      return { outcome: 'alreadyEnded', side, other };
    }
    const moves = company?.value.boundTo !== undefined;
    if (!partner || !company || moves || own?.value.canAdminister === 'beingSetUp') {
      return { outcome: 'beingSetUp', other };
    }
    const sharedWith = own?.value.sharedWith ?? [];
    const blocking = await blockingSubscriptions(desk, customerId, partnerId, sharedWith);
    if (blocking.subscriptions.length > 0) {
      return { outcome: 'blocked', ...blockedFor(actor, side, customerId, other, blocking.subscriptions) };
    }
    if (since !== partner.value.since) {
      return {
        outcome: 'toConfirm',
        ...endingOf(side, other, partner.value, company.value, own?.value),
        buys: purchasesOf(permission?.value),
        buysFrom: side === 'customer' ? await boughtFrom(desk, customerId, blocking.leaving) : [],
      };
    }
    const at = desk.now().toISOString();
    const by = refOf(actor);
    const change = changeAdministration(company.value, { do: 'takeBack', from: partnerId });
    const next = 'refused' in change ? company.value : { ...company.value, ...change.next };
    const pair = { customer: company.value, partner: partner.value };
    const bought = endPurchases(desk, actor, at, pair, permission);
    await storage.commit(customerId, {
      rows: [
        ...bought.rows,
        ...storage.partners.put(partner, endedPartner(partner.value, at)),
        ...blocking.shared.map(row => storage.partners.stillAs(row)),
        ...('refused' in change ? [] : [storage.companies.update(company, next)]),
      ],
      history: [
        historyEntry(at, actor, {
          subject: partnerId,
          event: 'relationshipEnded',
          detail: { name: partner.value.name },
        }),
        ...bought.history,
      ],
      errands: [
        ...bought.errands,
        {
          kind: 'endRelationship',
          partnerId,
          customerId,
          by,
          endedAt: at,
          administrationVersion: next.administrationVersion,
        },
        { kind: 'checkSupport', customerId, contactId: partnerId },
        ...(await toldOf(desk, by, at, { partner: partner.value, company: company.value, own })),
      ],
    });
    return { outcome: 'ended', side, other };
  });
}

/** A customer sees everything that it has; a partner only what it has to do with, and how many there are besides. */
function blockedFor(
  { tenantId }: Actor,
  side: Ending['side'],
  customerId: string,
  other: Ending['other'],
  blocking: readonly Subscription[],
): Blocked {
  const subscriptions = blocking.filter(each => side === 'customer' || concerns(each, tenantId));
  const others = blocking.length - subscriptions.length;
  const sold = subscriptions.some(({ seller }) => seller.id === tenantId);
  return { side, customerId, other, subscriptions, others, sold };
}

function endingOf(
  side: Ending['side'],
  other: Ending['other'],
  partner: Partner,
  company: Company,
  own: Customer | undefined,
): Omit<Ending, 'buys' | 'buysFrom'> {
  return {
    side,
    other,
    sells: partner.canSell,
    orders: partner.canOrder,
    administers: heldBy(company.administration, partner.id),
    supports: partner.kind === 'indirectReseller',
    sharedWith: (own?.sharedWith ?? []).map(({ id, name }) => ({ id, name })),
    since: partner.since,
  };
}

/** What each of these partners lets the customer buy by itself; whoever lets it buy nothing is left out. */
async function boughtFrom(
  desk: Desk,
  customerId: string,
  partners: readonly Partner[],
): Promise<Ending['buysFrom']> {
  const found = await Promise.all(
    partners.map(async ({ id, name }) => {
      const permission = await desk.storage.purchasePermissions.get(customerId, id);
      return { name, purchases: purchasesOf(permission?.value) };
    }),
  );
  return found.filter(({ purchases }) => purchases.length > 0);
}

/** Who is told on both sides: the global admins, and whoever of the partner hears of this customer; not the actor. */
async function toldOf(
  desk: Desk,
  by: PersonRef,
  at: string,
  sides: { partner: Partner; company: Company; own: Row<Customer> | undefined },
): Promise<Errand[]> {
  const { people } = desk.storage;
  const { partner, company, own } = sides;
  const [customers, partners, hearing] = await Promise.all([
    people.holders(company.id, ['globalAdmin']),
    people.holders(partner.id, ['globalAdmin']),
    own ? whoHears(desk, partner.id, own.value) : [],
  ]);
  const told = new Map(
    [...customers, ...partners, ...hearing].map(({ tenantId, objectId }) => [
      `${tenantId} ${objectId}`,
      { tenantId, objectId },
    ]),
  );
  told.delete(`${by.tenantId} ${by.objectId}`);
  const byCompany = by.tenantId === company.id ? company.name : partner.name;
  return [...told.values()].slice(0, MOST_TOLD).map(to => {
    const atCustomer = to.tenantId === company.id;
    const other = atCustomer ? partner : company;
    return {
      kind: 'tell',
      to,
      notice: {
        name: 'relationshipEnded',
        to: atCustomer ? 'customer' : 'partner',
        otherName: other.name,
        otherId: other.id,
        by,
        byCompany,
        at,
      },
    };
  });
}
