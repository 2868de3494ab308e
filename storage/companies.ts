import { type Company, companySchema } from '../domain/company.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Op, Row, Table } from './rows.ts';

const keyOf = (id: CompanyId) => `company:${id}`;

/** What a company says of itself, and who administers its services: one row in the company's own partition. */
export class Companies {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The company of a tenant, or undefined when nobody has set it up. One point read. */
  get(id: CompanyId): Promise<Row<Company> | undefined> {
    return this.#table.get(id, keyOf(id), companySchema);
  }

  insert(company: Company): Op {
    return { op: 'insert', key: keyOf(company.id), value: company };
  }

  update(row: Row<Company>, next: Company): Op {
    return { op: 'update', key: keyOf(next.id), value: next, etag: row.etag };
  }
}
