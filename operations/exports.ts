import type { HistoryEntry } from '../domain/history.ts';
import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Desk } from './desk.ts';
import { customerPages } from './exportCustomers.ts';
import { historyPages } from './exportHistory.ts';
import { pageReader } from './pageReader.ts';

/** What is downloaded, in pages as they come from storage. */
export type Export = { language: Language; at: Date } & (
  | { of: 'history'; pages: AsyncIterable<HistoryEntry[]> }
  | { of: 'customers'; pages: AsyncIterable<Customer[]> }
);

/**
 * The export behind an address; undefined when there is none, its time is over, or whoever asked may not see that any
 * more. Holds one page at a time, however many there are.
 */
export async function viewExport(desk: Desk, token: string): Promise<Export | undefined> {
  const page = await desk.storage.draftPages.get(token, desk.now());
  if (page?.subject.of !== 'history' && page?.subject.of !== 'customers') return undefined;
  const { subject, language } = page;
  const reader = await pageReader(desk, subject.viewer, language);
  if (!reader) return undefined;
  const at = desk.now();
  if (subject.of === 'history') {
    const pages = await historyPages(desk, reader, subject.history);
    return pages && { language, at, of: 'history', pages };
  }
  const pages = await customerPages(desk, reader, subject.filter);
  return pages && { language, at, of: 'customers', pages };
}
