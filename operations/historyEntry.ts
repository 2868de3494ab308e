import type { HistoryEntry, HistoryEvent, NewHistoryEntry } from '../domain/history.ts';
import type { PersonRef } from '../domain/identity.ts';

/** Who did something: a person with the button or command that it came from, the desk by itself, or the operator. */
export type Doer = (PersonRef & { readonly via?: string | undefined }) | 'desk' | 'operator';

/** What an entry says beside who and when. */
type What = Pick<HistoryEntry, 'subject' | 'about' | 'detail'> & { event: HistoryEvent };

/** A line of history, signed by whoever did it: their name as it is now, and where they clicked or what they typed. */
export function historyEntry(at: string, doer: Doer, what: What): NewHistoryEntry {
  const via = typeof doer === 'string' ? undefined : doer.via;
  return { at, by: signature(doer), ...(via && { via }), ...what };
}

/** Whoever did something as it is written into rows, without what only this turn needs. */
export function signature(doer: Doer): PersonRef | 'desk' | 'operator' {
  if (typeof doer === 'string') return doer;
  const { tenantId, objectId, name } = doer;
  return { tenantId, objectId, name };
}
