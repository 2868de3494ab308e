import { type HistoryEntry, type HistorySubject, maySeeEntry } from '../domain/history.ts';
import { allPages } from '../storage/allPages.ts';
import type { Actor, Desk } from './desk.ts';
import { openPage } from './draftPages.ts';
import { openHistory, pageOf } from './history.ts';

/** Entries that are read at a time. */
const AT_ONCE = 500;

/**
 * Opens the address behind *Export CSV* for 15 minutes: 256 random bits, kept only as a hash. It belongs to whoever
 * asked; what they may see is looked at again at every download.
 */
export function openHistoryExport(
  desk: Desk,
  { tenantId, objectId, language }: Pick<Actor, 'tenantId' | 'objectId' | 'language'>,
  history: HistorySubject,
): Promise<string> {
  const viewer = { tenantId, objectId };
  return openPage(desk, 'exports', language, { of: 'history', viewer, history });
}

/** Entries in pages, newest first, as they come from storage; undefined when the reader may not see the record any more. */
export async function historyPages(
  desk: Desk,
  reader: Actor,
  history: HistorySubject,
): Promise<AsyncIterable<HistoryEntry[]> | undefined> {
  const levels = reader.person?.value.member;
  if (!levels) return undefined;
  const opened = await openHistory(desk, reader, history);
  if (opened.outcome !== 'open') return undefined;
  return pagesOf(desk, reader.tenantId, opened.subject, entry => maySeeEntry(entry, levels));
}

async function* pagesOf(
  desk: Desk,
  companyId: string,
  history: HistorySubject,
  seen: (entry: HistoryEntry) => boolean,
): AsyncGenerator<HistoryEntry[]> {
  for await (const rows of allPages(next => pageOf(desk, companyId, history, AT_ONCE, next))) {
    yield rows.map(row => row.value).filter(seen);
  }
}
