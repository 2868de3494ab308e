import { type HistoryEntry, type HistorySubject, maySeeEntry } from '../domain/history.ts';
import type { Language } from '../domain/language.ts';
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

/** What is downloaded: entries in pages, newest first, as they come from storage. */
export interface HistoryExport {
  language: Language;
  at: Date;
  pages: AsyncIterable<HistoryEntry[]>;
}

/**
 * The export behind an address; undefined when there is none, its time is over, or whoever asked may not see the
 * record any more. Holds one page of entries at a time, however many there are.
 */
export async function viewHistoryExport(desk: Desk, token: string): Promise<HistoryExport | undefined> {
  const page = await desk.storage.draftPages.get(token, desk.now());
  if (page?.subject.of !== 'history') return undefined;
  const { viewer, history } = page.subject;
  const person = await desk.storage.people.get(viewer.tenantId, viewer.objectId);
  const levels = person?.value.member;
  if (!person || !levels) return undefined;
  const reader: Actor = {
    ...viewer,
    name: person.value.name,
    person,
    language: page.language,
    provenGlobalAdmin: false,
    profile: async () => ({ guest: false }),
    colleague: async () => undefined,
  };
  const opened = await openHistory(desk, reader, history);
  if (opened.outcome !== 'open') return undefined;
  const seen = (entry: HistoryEntry) => maySeeEntry(entry, levels);
  return {
    language: page.language,
    at: desk.now(),
    pages: pagesOf(desk, viewer.tenantId, opened.subject, seen),
  };
}

async function* pagesOf(
  desk: Desk,
  companyId: string,
  history: HistorySubject,
  seen: (entry: HistoryEntry) => boolean,
): AsyncGenerator<HistoryEntry[]> {
  let next: string | undefined;
  do {
    const page = await pageOf(desk, companyId, history, AT_ONCE, next);
    yield page.rows.map(row => row.value).filter(seen);
    next = page.continuation;
  } while (next);
}
