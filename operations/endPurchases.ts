import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { type PurchasePermission, purchasesOf, stopPurchases } from '../domain/purchasePermission.ts';
import type { Row } from '../storage/rows.ts';
import type { Change } from '../storage/storage.ts';
import type { Desk } from './desk.ts';
import { type Doer, historyEntry } from './historyEntry.ts';

/** Whose relationship ends. */
export interface EndingPair {
  customer: { id: CompanyId; name: string };
  partner: { id: CompanyId; name: string };
}

/**
 * What a partner let a customer buy ends with their relationship: the part of that transaction, in the customer's
 * partition, which says so in the histories of both. Nothing when nothing was allowed.
 */
export function endPurchases(
  desk: Desk,
  doer: Doer,
  at: string,
  { customer, partner }: EndingPair,
  row: Row<PurchasePermission> | undefined,
): Required<Change> {
  const next = row && stopPurchases(row.value);
  if (!next) return { rows: [], history: [], errands: [] };
  const entries = purchasesOf(row.value).map(purchase =>
    historyEntry(at, doer, {
      subject: partner.id,
      event: 'purchases.stopped',
      detail: { customer: customer.name, partner: partner.name, purchase },
    }),
  );
  return {
    rows: [desk.storage.purchasePermissions.put(row, next)],
    history: entries,
    errands: entries.map(
      (entry, index): Errand => ({
        kind: 'noteHistory',
        companyId: partner.id,
        id: `purchases-${customer.id}-${next.version}-${index}`,
        entry: { ...entry, subject: customer.id },
      }),
    ),
  };
}
