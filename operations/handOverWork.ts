import type { CompanyId, PersonRef } from '../domain/identity.ts';
import { changeInvitation, OPEN_STATES } from '../domain/invitation.ts';
import type { Errand } from '../domain/outbox.ts';
import { allPages } from '../storage/allPages.ts';
import { commitInvitation } from './commitInvitation.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** More names than these a confirmation does not show. */
const NAMES = 5;
/** More is not counted. */
const MOST_COUNTED = 100;
/** Queries that a click may wait for. */
const MOST_PAGES = 3;

/** What someone has open: how many invitations, and to whom the newest of them go. */
export interface OpenWork {
  count: number;
  names: string[];
  /** True when there are more than were counted. */
  more: boolean;
}

/** Counts the open invitations of someone, for whoever is about to remove them. One query as a rule, three at most. */
export async function openWorkOf(desk: Desk, companyId: CompanyId, objectId: string): Promise<OpenWork> {
  const names: string[] = [];
  let continuation: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && (pages === 0 || continuation); pages++) {
    const top = MOST_COUNTED - names.length;
    if (top === 0) break;
    const page = await desk.storage.invitations.openOf(companyId, objectId, top, continuation);
    names.push(...page.rows.map(row => row.value.addressee.name));
    continuation = page.continuation;
  }
  return { count: names.length, names: names.slice(0, NAMES), more: continuation !== undefined };
}

/** How many invitations are read at a time. */
const PAGE = 100;

/**
 * Makes a colleague the sender of every open invitation of someone who was removed: answers and reminders are theirs
 * from then on. Reads all invitations of the company, so that those of an earlier version are found too, and changes
 * one at a time; carried out again it finds nothing left to do.
 */
export async function handOverWork(
  desk: Desk,
  { companyId, fromId, to }: Omit<Extract<Errand, { kind: 'handOverWork' }>, 'kind'>,
): Promise<void> {
  const { invitations, people } = desk.storage;
  const email = (await people.get(companyId, to.objectId))?.value.profile?.email;
  for await (const rows of allPages(next => invitations.page(companyId, PAGE, next))) {
    for (const { value } of rows) {
      if (value.inviter.person.objectId !== fromId || !OPEN_STATES.includes(value.state)) continue;
      await changeInviter(desk, value.id, fromId, { ...to, email });
    }
  }
}

async function changeInviter(
  desk: Desk,
  id: string,
  from: string,
  to: PersonRef & { email: string | undefined },
): Promise<void> {
  await retryOnConflict(async () => {
    const row = await desk.storage.invitations.get(id);
    if (!row) return;
    const change = changeInvitation(row.value, { do: 'changeInviter', from, to }, desk.now());
    if ('next' in change) await commitInvitation(desk, row, change, 'desk');
  });
}
