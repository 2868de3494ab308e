import type { CompanyId } from '../domain/identity.ts';
import { type PurchasePermission, purchasePermissionSchema } from '../domain/purchasePermission.ts';
import type { Op, Row, Table } from './rows.ts';

const keyOf = (partnerId: CompanyId) => `purchasePermission:${partnerId}`;

/** What each partner lets a customer buy by itself, in the customer's partition: one row a partner. */
export class PurchasePermissions {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** What a partner lets a customer buy; undefined until somebody decides. One point read. */
  get(customerId: CompanyId, partnerId: CompanyId): Promise<Row<PurchasePermission> | undefined> {
    return this.#table.get(customerId, keyOf(partnerId), purchasePermissionSchema);
  }

  /** Writes it over what was read, or for the first time. */
  put(before: Row<PurchasePermission> | undefined, value: PurchasePermission): Op {
    const key = keyOf(value.partnerId);
    return before ? { op: 'update', key, value, etag: before.etag } : { op: 'insert', key, value };
  }
}
