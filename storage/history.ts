import { randomUUID } from 'node:crypto';
import { type HistoryEntry, historyEntrySchema } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import { newestFirst, startingWith } from './keys.ts';
import type { Op, Page, Table } from './rows.ts';

const PREFIX = 'history:';

/** A company's history, newest first; only ever added to, in the transaction of the change it tells of. */
export class History {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  add(entry: HistoryEntry): Op {
    const key = `${PREFIX}${newestFirst(new Date(entry.at), randomUUID())}`;
    return { op: 'insert', key, value: entry, columns: { subject: entry.subject } };
  }

  /** A page of all that happened in a company. One query. */
  page(companyId: CompanyId, top: number, continuation?: string): Promise<Page<HistoryEntry>> {
    return this.#table.page(companyId, startingWith(PREFIX), historyEntrySchema, { top, continuation });
  }
}
