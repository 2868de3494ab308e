import { endedCustomer, withoutReseller, withoutSharing } from '../domain/endRelationship.ts';
import type { Errand } from '../domain/outbox.ts';
import { may } from '../domain/permissions.ts';
import type { Customer, Partner } from '../domain/relationship.ts';
import type { Desk } from './desk.ts';
import { endPurchases } from './endPurchases.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { presentPartition } from './serveCustomer.ts';
import { whoHears } from './whoHears.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/**
 * Carries the end of a relationship from the customer's row, which decides, to the partner's record, and on to those
 * with whom the customer was shared. Leaves alone what was reopened since, or is being reopened by an approval.
 * Harmless when repeated.
 */
export async function carryEndedRelationship(desk: Desk, errand: Carried<'endRelationship'>): Promise<void> {
  const { storage } = desk;
  const { partnerId, endedAt, by, administrationVersion } = errand;
  await retryOnConflict(async () => {
    const customerId = await presentPartition(desk, errand.customerId);
    const [deciding, own] = await Promise.all([
      storage.partners.get(customerId, partnerId),
      storage.customers.get(partnerId, customerId),
    ]);
    // An account's record that another customer goes on with is that one's: what ended here ended before.
    if (own?.value.id !== customerId) return;
    if (own.value.endedAt || !deciding?.value.endedAt) return;
    if (isBeingReopened(own.value, deciding.value)) return;
    const next = { ...endedCustomer(own.value, endedAt), administrationVersion };
    await storage.commit(partnerId, {
      rows: storage.customers.update(own, next),
      history: [
        historyEntry(endedAt, by, {
          subject: customerId,
          event: 'relationshipEnded',
          detail: { name: own.value.name },
        }),
      ],
      errands: own.value.sharedWith.map(({ id: otherId }) => ({
        kind: 'endSharing' as const,
        endedId: partnerId,
        endedName: deciding.value.name,
        otherId,
        customerId,
        endedAt,
      })),
    });
  });
}

/** Approved anew, and not arrived at the customer's side yet: what ended is the relationship before. */
function isBeingReopened(own: Customer, deciding: Partner): boolean {
  return own.canSell && own.canAdminister === 'beingSetUp' && own.invitationId !== deciding.invitationId;
}

/**
 * Ends, on the customer's side, the right to order that a provider had through a reseller who left (source documents
 * 001 and 003: it orders through the resellers that the customer approved it with). Others go on. Harmless when repeated.
 */
export async function endSharing(desk: Desk, errand: Carried<'endSharing'>): Promise<void> {
  const { storage } = desk;
  const { endedId, otherId, endedAt } = errand;
  await retryOnConflict(async () => {
    const customerId = await presentPartition(desk, errand.customerId);
    const [other, copy, permission] = await Promise.all([
      storage.partners.get(customerId, otherId),
      storage.customers.get(otherId, customerId),
      storage.purchasePermissions.get(customerId, otherId),
    ]);
    const orders = other?.value.canOrder === true;
    const known = other?.value.ordersThrough ?? [];
    const through = known.length > 0 ? known : (copy?.value.sharedWith ?? []);
    const changes = orders && through.some(each => each.id === endedId);
    const next = other && changes ? withoutReseller(other.value, through, endedId, endedAt) : undefined;
    const at = desk.now().toISOString();
    const pair = {
      customer: { id: customerId, name: copy?.value.name ?? '' },
      partner: { id: otherId, name: next?.name ?? '' },
    };
    // It goes on buying from a partner who sells or orders still.
    const bought = endPurchases(desk, 'desk', at, pair, next?.endedAt ? permission : undefined);
    await storage.commit(customerId, {
      rows: other && next ? [...storage.partners.put(other, next), ...bought.rows] : [],
      history: next
        ? [
            historyEntry(at, 'desk', {
              subject: otherId,
              event: 'orderingEnded',
              detail: { name: next.name },
            }),
            ...bought.history,
          ]
        : [],
      errands: [{ ...errand, customerId, kind: 'showSharingEnded' }, ...bought.errands],
    });
  });
}

/**
 * Carries that to the record of the partner who shared: the one who left is not named there any more, and the right to
 * order is what the customer's side says. Whoever hears of shared customers is told. Harmless when repeated.
 */
export async function showSharingEnded(desk: Desk, errand: Carried<'showSharingEnded'>): Promise<void> {
  const { storage } = desk;
  const { endedId, endedName, otherId, endedAt } = errand;
  await retryOnConflict(async () => {
    const customerId = await presentPartition(desk, errand.customerId);
    const [own, deciding] = await Promise.all([
      storage.customers.get(otherId, customerId),
      storage.partners.get(customerId, otherId),
    ]);
    if (!own || own.value.endedAt) return;
    const sharedWith = withoutSharing(own.value.sharedWith, endedId, endedAt);
    if (sharedWith.length === own.value.sharedWith.length) return;
    const canOrder = own.value.canOrder && deciding?.value.canOrder === true;
    const shared = { ...own.value, sharedWith: [...sharedWith], canOrder };
    const next = canOrder || own.value.canSell ? shared : endedCustomer(shared, endedAt);
    const at = desk.now().toISOString();
    const notice = {
      name: 'sharingEnded' as const,
      customerName: own.value.name,
      customerId,
      partnerName: endedName,
      ordered: own.value.canOrder,
      stillOrders: canOrder,
      at: endedAt,
    };
    const told = await whoIsTold(desk, otherId, endedId, own.value);
    await storage.commit(otherId, {
      rows: storage.customers.update(own, next),
      history: [
        historyEntry(at, 'desk', {
          subject: customerId,
          event: 'sharingEnded',
          detail: { name: own.value.name, reseller: endedName },
        }),
      ],
      errands: told.map(to => ({ kind: 'tell', to, notice })),
    });
  });
}

/** A provider's people who asked to be told of customers shared with this reseller; else whoever hears of the customer. */
async function whoIsTold(desk: Desk, companyId: string, otherId: string, customer: Customer) {
  const { people, partnerships } = desk.storage;
  const partnership = await partnerships.get(companyId, otherId);
  const rows = await Promise.all(
    (partnership?.value.watchers ?? []).map(({ tenantId, objectId }) => people.get(tenantId, objectId)),
  );
  const watching = rows.flatMap(row =>
    row && may('seeCustomers', row.value.member)
      ? [{ tenantId: row.value.tenantId, objectId: row.value.objectId }]
      : [],
  );
  return watching.length > 0 ? watching : whoHears(desk, companyId, customer);
}
