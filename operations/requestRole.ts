import type { Errand } from '../domain/outbox.ts';
import {
  isGlobalAdmin,
  type Levels,
  mayGrant,
  NO_LEVELS,
  type Role,
  rolesThatGrant,
} from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import {
  changeRoleRequest,
  lapsesAt,
  levelsWith,
  type RoleRequest,
  type RoleRequestProblem,
  type RoleRequestState,
  readRoleRequest,
  requestStateAt,
} from '../domain/roleRequest.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { lapseRoleRequest } from './lapseRoleRequest.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { endedErrands, roleRequestHistory } from './roleRequestParts.ts';
import { type Waiting, whoWaits } from './signIn.ts';

const HOUR = 60 * 60 * 1000;
const REQUESTS_AN_HOUR = { limit: 60, windowMs: HOUR };
/** Each request is a card for everyone who can grant it. */
const REQUESTS_AN_HOUR_EACH = { limit: 5, windowMs: HOUR };

/** What someone who asks starts from. */
export interface RoleRequestStart {
  companyName: string;
  /** The levels that they have. */
  from: Levels;
  /** Whether they have yet to be added. */
  toBeAdded: boolean;
}

/** Why someone has nothing to ask, or nobody to ask. */
export type CannotRequest =
  | { outcome: 'noCompany' }
  /** They can change their own levels in the list of users. */
  | { outcome: 'yourself' }
  | { outcome: 'guestRefused' }
  /** Teams does not tell the address that an entry would bear. */
  | { outcome: 'noAddress'; companyName: string }
  /** A colleague added them already; the first sign-in is what is missing. */
  | { outcome: 'signInFirst'; waiting: Waiting }
  | { outcome: 'already'; request: RoleRequest };

export type StartOutcome = CannotRequest | ({ outcome: 'form'; wanted: Levels } & RoleRequestStart);

/**
 * Whether someone can ask for levels now, or to be added with them: members, and colleagues of a company that stands
 * here whom nobody has added yet (design §1). `role` is the one that a refusal named: it is selected already.
 */
export async function startRoleRequest(desk: Desk, actor: Actor, role?: Role): Promise<StartOutcome> {
  const { storage } = desk;
  const member = actor.person?.value.member;
  const [company, row] = await Promise.all([
    storage.companies.get(actor.tenantId),
    storage.roleRequests.get(actor.tenantId, actor.objectId),
  ]);
  if (!company) return { outcome: 'noCompany' };
  const from: Levels = member ? { agent: member.agent, admin: member.admin } : NO_LEVELS;
  const wanted = role ? levelsWith(from, role) : from;
  const now = desk.now();
  if (row && requestStateAt(row.value, now) === 'open') return { outcome: 'already', request: row.value };
  if (isGlobalAdmin(member) || (role && mayGrant(member, from, wanted))) return { outcome: 'yourself' };
  if (row?.value.state === 'open') {
    // Its time is over and its timer has not fired yet: its cards must turn before another takes its place.
    await lapseRoleRequest(desk, {
      companyId: actor.tenantId,
      askerId: actor.objectId,
      requestId: row.value.id,
    });
  }
  const stopped = member ? undefined : await whyNotAdded(desk, actor, company.value.name);
  const start = { companyName: company.value.name, from, toBeAdded: member === undefined };
  return stopped ?? { outcome: 'form', wanted, ...start };
}

/** What keeps someone from asking to be added: an entry needs an address that Teams vouches for, and guests have none here. */
async function whyNotAdded(
  desk: Desk,
  actor: Actor,
  companyName: string,
): Promise<CannotRequest | undefined> {
  const { guest, email } = await actor.profile();
  if (guest) return { outcome: 'guestRefused' };
  if (!email) return { outcome: 'noAddress', companyName };
  const waiting = await whoWaits(desk, actor);
  return waiting && { outcome: 'signInFirst', waiting };
}

/** What the form holds, as it was typed. */
export interface TypedRoleRequest {
  agent?: string | undefined;
  admin?: string | undefined;
  why?: string | undefined;
}

export type RequestOutcome =
  | CannotRequest
  | ({
      outcome: 'badForm';
      problems: Partial<Record<'agent' | 'why', RoleRequestProblem>>;
    } & RoleRequestStart)
  /** Nobody in the company can grant it. */
  | { outcome: 'nobody'; companyName: string }
  | { outcome: 'tooMany' }
  | { outcome: 'asked'; request: RoleRequest; granters: string[] };

/**
 * *Send*: asks for levels. Everyone who can grant them gets a card, by errands of the same transaction; a person has
 * one open request, so a second click shows the first one's. It lapses after fourteen days.
 */
export async function requestRole(
  desk: Desk,
  actor: Actor,
  typed: TypedRoleRequest,
): Promise<RequestOutcome> {
  const { storage } = desk;
  const companyId = actor.tenantId;
  const started = await startRoleRequest(desk, actor);
  if (started.outcome !== 'form') return started;
  const { outcome: _, wanted: __, ...start } = started;
  const read = readRoleRequest(typed, start.from);
  if ('problems' in read) return { outcome: 'badForm', problems: read.problems, ...start };
  const { wanted, why } = read;
  if (mayGrant(actor.person?.value.member, start.from, wanted)) return { outcome: 'yourself' };
  const granters = await whoGrants(desk, actor, start.from, wanted);
  if (granters.length === 0) return { outcome: 'nobody', companyName: start.companyName };
  if (!(await mayAskNow(desk, actor))) return { outcome: 'tooMany' };

  const email = start.toBeAdded ? (await actor.profile()).email : actor.person?.value.profile?.email;
  const now = desk.now();
  const request: RoleRequest = {
    id: desk.random(16).toString('hex'),
    companyId,
    asker: refOf(actor),
    email,
    from: start.from,
    wanted,
    toBeAdded: start.toBeAdded,
    why,
    askedAt: now.toISOString(),
    state: 'open',
  };
  return retryOnConflict(async (): Promise<RequestOutcome> => {
    const before = await storage.roleRequests.get(companyId, actor.objectId);
    if (before?.value.state === 'open') return { outcome: 'already', request: before.value };
    // The timer comes first: one that fires for a request that was not made after all finds nothing to do.
    await storage.timers.set(lapsesAt(request), {
      kind: 'lapseRoleRequest',
      companyId,
      askerId: actor.objectId,
      requestId: request.id,
    });
    await storage.commit(companyId, {
      rows: [storage.roleRequests.put(before, request)],
      history: [roleRequestHistory(request, 'requested', actor, request.askedAt, userIdOf(actor))],
      errands: granters.map(granter => cardFor(granter, request)),
    });
    return { outcome: 'asked', request, granters: granters.map(({ name }) => name) };
  });
}

/** The asker's own entry, if they have one already. */
function userIdOf({ person }: Actor): string | undefined {
  return person?.value.member?.userId;
}

/** Everyone who can turn the asker's levels into the wanted ones, but the asker. */
async function whoGrants(desk: Desk, actor: Actor, from: Levels, wanted: Levels): Promise<Person[]> {
  const holders = await desk.storage.people.holders(actor.tenantId, rolesThatGrant(from, wanted));
  return holders.filter(({ objectId }) => objectId !== actor.objectId);
}

/** Per person, so that nobody floods their colleagues, and per tenant (design §7). */
async function mayAskNow(desk: Desk, { tenantId, objectId }: Actor): Promise<boolean> {
  const { rateLimits } = desk.storage;
  const now = desk.now();
  return (
    (await rateLimits.take(tenantId, `requestRole:${objectId}`, REQUESTS_AN_HOUR_EACH, now)) &&
    (await rateLimits.take(tenantId, 'requestRole', REQUESTS_AN_HOUR, now))
  );
}

function cardFor({ tenantId, objectId }: Person, { id, asker, askedAt }: RoleRequest): Errand {
  return {
    kind: 'tell',
    to: { tenantId, objectId },
    notice: { name: 'roleRequested', askerId: asker.objectId, requestId: id, at: askedAt },
  };
}

export type WithdrawOutcome =
  | { outcome: 'gone' }
  | { outcome: 'withdrawn'; request: RoleRequest }
  /** It ended before. */
  | { outcome: Exclude<RoleRequestState, 'open' | 'withdrawn'>; request: RoleRequest };

/** *Withdraw*: whoever asked takes their own open request back; the cards of those who could answer turn. */
export async function withdrawRoleRequest(
  desk: Desk,
  actor: Actor,
  requestId: string,
): Promise<WithdrawOutcome> {
  const { storage } = desk;
  return retryOnConflict(async (): Promise<WithdrawOutcome> => {
    const row = await storage.roleRequests.get(actor.tenantId, actor.objectId);
    if (!row || row.value.id !== requestId) return { outcome: 'gone' };
    const change = changeRoleRequest(row.value, { do: 'withdraw', by: refOf(actor) }, desk.now());
    if ('refused' in change) {
      const outcome = change.refused === 'open' ? 'lapsed' : change.refused;
      return { outcome, request: row.value };
    }
    const at = desk.now().toISOString();
    await storage.commit(actor.tenantId, {
      rows: [storage.roleRequests.put(row, change.next)],
      history: [roleRequestHistory(change.next, 'withdrawn', actor, at, userIdOf(actor))],
      errands: endedErrands(change.next, '', change.next.wanted, at),
    });
    return { outcome: 'withdrawn', request: change.next };
  });
}
