import type { NewHistoryEntry } from '../domain/history.ts';
import { isSamePerson, type PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { type Levels, may, NO_LEVELS } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import { levelsAfter, mayAnswer, type RoleRequest, requestStateAt } from '../domain/roleRequest.ts';
import type { User } from '../domain/user.ts';
import type { Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { type Doer, historyEntry } from './historyEntry.ts';

/** Where someone who asks stands by now. */
export interface AskerStanding {
  person: Row<Person> | undefined;
  /** Their levels: of a member, or those with which somebody added them who has not signed in yet. */
  present: Levels;
  /** What they can act with: none of these before the first sign-in. */
  held: Levels;
  /** False for someone who was removed since they asked. */
  mayBeApproved: boolean;
}

/**
 * Reads where the asker of a request stands by now: others may have changed, added or removed them in the meantime.
 * `row` is theirs, where it is being read already.
 */
export async function askerStanding(
  desk: Desk,
  { companyId, asker, email, toBeAdded }: RoleRequest,
  row = desk.storage.people.get(companyId, asker.objectId),
): Promise<AskerStanding> {
  const [person, holder] = await Promise.all([
    row,
    toBeAdded && email ? desk.storage.users.ofEmail(companyId, email) : undefined,
  ]);
  const member = person?.value.member;
  const present = member ?? waitingEntry(holder)?.value ?? NO_LEVELS;
  return {
    person,
    present: { agent: present.agent, admin: present.admin },
    held: member ?? NO_LEVELS,
    mayBeApproved: member !== undefined || (toBeAdded && person !== undefined),
  };
}

/** An entry that nobody has signed in with yet. */
function waitingEntry(row: Row<User> | undefined): Row<User> | undefined {
  return row && row.value.state !== 'removed' && !row.value.objectId ? row : undefined;
}

/** A request as somebody sees it: the asker, whoever may answer it, or another who manages people. */
export interface RoleRequestView {
  request: RoleRequest;
  viewer: 'asker' | 'granter' | 'reader';
  /** What approving would lead from and to; of a request that ended, what was asked. */
  present: Levels;
  after: Levels;
}

/**
 * How a request looks to someone with these levels. Undefined for whom it does not concern: neither the asker nor
 * someone who manages people.
 */
export async function roleRequestView(
  desk: Desk,
  request: RoleRequest,
  viewer: Pick<PersonRef, 'tenantId' | 'objectId'>,
  levels: Levels | undefined,
): Promise<RoleRequestView | undefined> {
  const own = isSamePerson(viewer, request.asker);
  if (!own && !may('managePeople', levels)) return undefined;
  const asked = { request, present: request.from, after: request.wanted };
  if (own) return { ...asked, viewer: 'asker' };
  if (requestStateAt(request, desk.now()) !== 'open') return { ...asked, viewer: 'reader' };
  const { present, held } = await askerStanding(desk, request);
  const answers = mayAnswer(request, { ...viewer, name: '' }, levels, present, held);
  return { request, present, after: levelsAfter(request, present), viewer: answers ? 'granter' : 'reader' };
}

/** The line of history for what happened to a request; its subject is whoever asked, and their entry if they have one. */
export function roleRequestHistory(
  request: RoleRequest,
  event: 'requested' | Exclude<RoleRequest['state'], 'open'>,
  doer: Doer,
  at: string,
  userId: string | undefined,
): NewHistoryEntry {
  const { id, asker, email = '', wanted, why, decision } = request;
  const { agent, admin } = wanted;
  const said: Record<string, string> = event === 'requested' ? { why } : { reason: decision?.reason ?? '' };
  const detail = { request: id, name: asker.name, email, agent, admin, ...said };
  return historyEntry(at, doer, {
    subject: asker.objectId,
    about: userId ? [userId] : undefined,
    event: `role.${event}`,
    detail,
  });
}

/** What remains to be done when a request ended: all its cards turn, and the asker is told unless it was their doing. */
export function endedErrands(
  request: RoleRequest,
  companyName: string,
  wanted: Levels,
  at: string,
): Errand[] {
  const { companyId, asker, id, state, toBeAdded, decision } = request;
  const redraw: Errand = {
    kind: 'redrawRoleRequest',
    companyId,
    askerId: asker.objectId,
    requestId: id,
  };
  if (state === 'open' || state === 'withdrawn') return [redraw];
  const told: Errand = {
    kind: 'tell',
    to: { tenantId: asker.tenantId, objectId: asker.objectId },
    notice: {
      name: 'roleRequestEnded',
      companyName,
      state,
      wanted,
      toBeAdded,
      by: decision?.by,
      reason: decision?.reason,
      at,
    },
  };
  return [told, redraw];
}
