import * as z from 'zod';
import {
  type CustomerImport,
  type ImportLine,
  importLineSchema,
  importSchema,
} from '../domain/customerImport.ts';
import { type CompanyId, moment } from '../domain/identity.ts';
import { startingWith } from './keys.ts';
import type { Op, Row, Table } from './rows.ts';

const keyOf = (id: string) => `import:${id}`;
const drawnKey = (id: string) => `importDrawn:${id}`;
const linesOf = (id: string) => `importLines:${id}:`;
const partKey = (id: string, batch: string, part: number) =>
  `${linesOf(id)}${batch}:${String(part).padStart(5, '0')}`;

/** How many lines a row holds, and how many of those rows fit into a transaction of four megabytes at their longest. */
const LINES_A_ROW = 50;
const ROWS_AT_ONCE = 10;

const partSchema = z.object({ lines: z.array(importLineSchema) });

/**
 * Lists of customers that are brought in, in the company's partition: how far each has come, and its lines, which
 * lie in rows of their own until it is over.
 */
export class Imports {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One list. One point read. */
  get(companyId: CompanyId, id: string): Promise<Row<CustomerImport> | undefined> {
    return this.#table.get(companyId, keyOf(id), importSchema);
  }

  insert(value: CustomerImport): Op {
    return { op: 'insert', key: keyOf(value.id), value };
  }

  update(row: Row<CustomerImport>, value: CustomerImport): Op {
    return { op: 'update', key: keyOf(value.id), value, etag: row.etag };
  }

  /** Lays the lines of a try to hand a list in beside it. A transaction for every five hundred. */
  async layLines(
    companyId: CompanyId,
    id: string,
    batch: string,
    lines: readonly ImportLine[],
  ): Promise<void> {
    const parts = Array.from({ length: Math.ceil(lines.length / LINES_A_ROW) }, (_, part): Op => {
      const value = { lines: lines.slice(part * LINES_A_ROW, (part + 1) * LINES_A_ROW) };
      return { op: 'upsert', key: partKey(id, batch, part), value };
    });
    for (let first = 0; first < parts.length; first += ROWS_AT_ONCE) {
      await this.#table.transact(companyId, parts.slice(first, first + ROWS_AT_ONCE));
    }
  }

  /** Lines from a place on, as many as the row that holds it has left. One point read; none once they are removed. */
  async linesFrom(companyId: CompanyId, { id, batch }: CustomerImport, from: number): Promise<ImportLine[]> {
    const key = partKey(id, batch, Math.floor(from / LINES_A_ROW));
    const part = await this.#table.get(companyId, key, partSchema);
    return part?.value.lines.slice(from % LINES_A_ROW) ?? [];
  }

  /** Removes all lines of a list, also those of tries that came to nothing. Harmless when repeated. */
  async removeLines(companyId: CompanyId, id: string): Promise<void> {
    for (;;) {
      const page = await this.#table.page(companyId, startingWith(linesOf(id)), z.unknown(), { top: 100 });
      await this.#table.transact(
        companyId,
        page.rows.map(({ key }) => ({ op: 'delete', key, etag: '*' })),
      );
      if (page.continuation === undefined) return;
    }
  }

  /** When its card was last drawn anew. One point read. */
  async drawnAt(companyId: CompanyId, id: string): Promise<Date | undefined> {
    const row = await this.#table.get(companyId, drawnKey(id), z.object({ at: moment }));
    return row && new Date(row.value.at);
  }

  /** Notes that its card is drawn anew. One request. */
  async noteDrawn(companyId: CompanyId, id: string, at: Date): Promise<void> {
    await this.#table.upsert(companyId, drawnKey(id), { at: at.toISOString() });
  }
}
