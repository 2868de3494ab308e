import type { CompanyId } from '../domain/identity.ts';
import { type Partner, partnerSchema } from '../domain/relationship.ts';
import type { Op, Row, Table } from './rows.ts';

const keyOf = (id: CompanyId) => `partner:${id}`;

/** A customer's partners, in the customer's partition. */
export class Partners {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One partner of a customer. One point read. */
  get(customerId: CompanyId, partnerId: CompanyId): Promise<Row<Partner> | undefined> {
    return this.#table.get(customerId, keyOf(partnerId), partnerSchema);
  }

  insert(partner: Partner): Op {
    return { op: 'insert', key: keyOf(partner.id), value: partner };
  }

  update(row: Row<Partner>, next: Partner): Op {
    return { op: 'update', key: keyOf(next.id), value: next, etag: row.etag };
  }
}
