import { randomUUID } from 'node:crypto';
import { type HistoryEntry, historyEntrySchema, type NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import { keyPart, newestFirst, startingWith } from './keys.ts';
import type { KeyedRow, Op, Page, Table } from './rows.ts';

const PREFIX = 'history:';
const subjectPrefix = (subject: string) => `historyOf:${keyPart(subject)}:`;
/** Counts down, so that what this process writes in one moment keeps its order. */
const LAST = 999_999_999;

/**
 * A company's history, newest first; only ever added to, in the transaction of the change it tells of. Each entry has
 * a copy under every subject that it is about, so that a page of one record's history is one query (design §5).
 */
export class History {
  readonly #table: Table;
  #written = 0;
  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * The rows of what a change tells, in the order in which it happened: one for the company's list, and one for each
   * subject but the company itself.
   */
  add(companyId: CompanyId, entries: readonly NewHistoryEntry[]): Op[] {
    return entries.flatMap(entry => {
      const place = String(LAST - (this.#written++ % LAST)).padStart(9, '0');
      const order = newestFirst(new Date(entry.at), `${place}-${randomUUID()}`);
      return keysOf(companyId, entry, order).map((key): Op => ({ op: 'insert', key, value: entry }));
    });
  }

  /**
   * The rows of an entry that another company's history has as well; `id` is the same however often it is carried, so
   * that it stands there once.
   */
  copy(companyId: CompanyId, entry: NewHistoryEntry, id: string): Op[] {
    const order = newestFirst(new Date(entry.at), `copy-${keyPart(id)}`);
    return keysOf(companyId, entry, order).map(key => ({ op: 'upsert', key, value: entry }));
  }

  /** The rows of a page of one subject's history, for the history of another: the same however often they are written. */
  under(subject: string, entries: readonly KeyedRow<HistoryEntry>[], other: string): Op[] {
    return entries.map(({ key, value }) => ({
      op: 'upsert',
      key: `${subjectPrefix(other)}${key.slice(subjectPrefix(subject).length)}`,
      value,
    }));
  }

  /** A page of all that happened in a company. One query. */
  page(companyId: CompanyId, top: number, continuation?: string): Promise<Page<HistoryEntry>> {
    return this.#table.page(companyId, startingWith(PREFIX), historyEntrySchema, { top, continuation });
  }

  /** A page of what happened to one subject: a customer, an invitation, a partner, a user. One query. */
  ofSubject(
    companyId: CompanyId,
    subject: string,
    top: number,
    continuation?: string,
  ): Promise<Page<HistoryEntry>> {
    const range = startingWith(subjectPrefix(subject));
    return this.#table.page(companyId, range, historyEntrySchema, { top, continuation });
  }
}

/** One for the company's list, and one for each subject but the company itself. */
function keysOf(companyId: CompanyId, { subject, about = [] }: NewHistoryEntry, order: string): string[] {
  const subjects = new Set([subject, ...about]);
  subjects.delete(companyId);
  return [PREFIX, ...Array.from(subjects, subjectPrefix)].map(prefix => `${prefix}${order}`);
}
