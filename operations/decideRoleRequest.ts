import type { Company } from '../domain/company.ts';
import { isSamePerson } from '../domain/identity.ts';
import { type Levels, NO_LEVELS } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import {
  changeRoleRequest,
  levelsAfter,
  mayAnswer,
  type RoleRequest,
  requestStateAt,
} from '../domain/roleRequest.ts';
import { changeUser, sameLevels } from '../domain/user.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Row } from '../storage/rows.ts';
import { adoptMembers } from './adoptMembers.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type AskerStanding, askerStanding, endedErrands, roleRequestHistory } from './roleRequestParts.ts';
import { admission, asTheyStand, type Besides, commitUser } from './userEntry.ts';

/** Which request a click is about: whose, and which of theirs. */
export interface RoleRequestClick {
  id: string;
  request: string;
}

export type AnswerOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** Nobody answers their own request. */
  | { outcome: 'ownRequest' }
  /** It had ended before this click; how, the request tells. */
  | { outcome: 'already'; request: RoleRequest }
  | { outcome: 'approved' | 'declined'; request: RoleRequest }
  /** What came between since: it stays open and can be declined. */
  | { outcome: 'askerRemoved' | 'noLevelsLeft'; request: RoleRequest }
  | { outcome: 'lastGlobalAdmin'; request: RoleRequest };

/**
 * *Approve*: the asker has the levels from now on, or is added with them. The first answer wins, by compare-and-set on
 * the request; the request, the entry and the person's copy change in one transaction.
 */
export async function approveRoleRequest(
  desk: Desk,
  actor: Actor,
  click: RoleRequestClick,
): Promise<AnswerOutcome> {
  // Members of an earlier version get their entries first: whoever has one does not set that off by opening the list.
  await adoptMembers(desk, actor);
  return answering(desk, actor, click, approve);
}

/** *Decline*, with an optional reason that the asker reads. */
export function declineRoleRequest(
  desk: Desk,
  actor: Actor,
  { reason, ...click }: RoleRequestClick & { reason: string | undefined },
): Promise<AnswerOutcome> {
  return answering(desk, actor, click, async loaded => {
    const { row, company } = loaded;
    const by = refOf(actor);
    const change = changeRoleRequest(row.value, { do: 'decline', by, reason }, desk.now());
    if ('refused' in change) return { outcome: 'already', request: row.value };
    const at = desk.now().toISOString();
    await desk.storage.commit(actor.tenantId, {
      rows: [desk.storage.roleRequests.put(row, change.next)],
      history: [roleRequestHistory(change.next, 'declined', actor, at, userIdOf(loaded))],
      errands: endedErrands(change.next, company.value.name, change.next.wanted, at),
    });
    return { outcome: 'declined', request: change.next };
  });
}

/** What an answer is decided on. */
interface Loaded {
  row: Row<RoleRequest>;
  company: Row<Company>;
  standing: AskerStanding;
}

/** Loads a request of the actor's own company, authorizes the answer with the levels of this moment, and gives it. */
function answering(
  desk: Desk,
  whoever: Actor,
  { id, request: requestId }: RoleRequestClick,
  answer: (loaded: Loaded, desk: Desk, actor: Actor) => Promise<AnswerOutcome>,
): Promise<AnswerOutcome> {
  const { storage } = desk;
  return retryAs(desk, whoever, async (actor): Promise<AnswerOutcome> => {
    const [row, company, asker] = await Promise.all([
      storage.roleRequests.get(actor.tenantId, id),
      storage.companies.get(actor.tenantId),
      storage.people.get(actor.tenantId, id),
    ]);
    const refused = await refusal(desk, actor, 'managePeople');
    if (refused) return refused;
    if (!row || !company || row.value.id !== requestId) return { outcome: 'gone' };
    if (requestStateAt(row.value, desk.now()) !== 'open') return { outcome: 'already', request: row.value };
    if (isSamePerson(actor, row.value.asker)) return { outcome: 'ownRequest' };
    const standing = await askerStanding(desk, row.value, Promise.resolve(asker));
    const { present, held } = standing;
    if (!mayAnswer(row.value, actor, actor.person?.value.member, present, held)) {
      // Whoever manages people is past the first of these: what they lack is the other.
      return (await refusal(desk, actor, 'grantGlobalAdmin')) ?? { outcome: 'gone' };
    }
    return answer({ row, company, standing }, desk, actor);
  });
}

/** The asker's entry, if they have one already. */
function userIdOf({ standing }: Loaded): string | undefined {
  return standing.person?.value.member?.userId;
}

async function approve(loaded: Loaded, desk: Desk, actor: Actor): Promise<AnswerOutcome> {
  const { row, company, standing } = loaded;
  const { person, present, mayBeApproved } = standing;
  const request = row.value;
  if (!person || !mayBeApproved) return { outcome: 'askerRemoved', request };
  const levels = levelsAfter(request, present);
  if (sameLevels(levels, NO_LEVELS)) return { outcome: 'noLevelsLeft', request };
  const by = refOf(actor);
  const now = desk.now();
  const change = changeRoleRequest(request, { do: 'approve', by }, now);
  if ('refused' in change) return { outcome: 'already', request };
  const at = now.toISOString();
  const besides = {
    rows: [desk.storage.roleRequests.put(row, change.next)],
    history: [roleRequestHistory(change.next, 'approved', actor, at, userIdOf(loaded))],
    errands: endedErrands(change.next, company.value.name, levels, at),
    granter: actor,
  };
  const granted = { company: company.value, person, present, levels, besides };
  const done = await (person.value.member?.userId
    ? grantToUser(desk, actor, person.value.member.userId, granted)
    : admit(desk, actor, request, granted));
  return done === 'done' ? { outcome: 'approved', request: change.next } : { outcome: done, request };
}

/** What approving changes beside the request. */
interface Granted {
  company: Company;
  person: Row<Person>;
  present: Levels;
  levels: Levels;
  besides: Required<Besides>;
}
type GrantOutcome = 'done' | 'askerRemoved' | 'noLevelsLeft' | 'lastGlobalAdmin';

/** Changes the levels of a member by their entry. */
async function grantToUser(
  desk: Desk,
  actor: Actor,
  userId: string,
  { company, levels, besides }: Granted,
): Promise<GrantOutcome> {
  const user = await desk.storage.users.get(company.id, userId);
  const granter = actor.person?.value.member ?? NO_LEVELS;
  const change = user && changeUser(user.value, { do: 'update', levels, granter }, desk.now());
  if (!user || !change) return 'askerRemoved';
  if ('next' in change) {
    const { next, event = 'updated' } = change;
    return commitUser(desk, user, { next, event }, actor, besides);
  }
  switch (change.refused) {
    case 'unchanged':
      // Somebody gave them these levels in the meantime: there is the request left to be answered.
      await desk.storage.commit(company.id, {
        rows: [...besides.rows, ...asTheyStand(desk, actor)],
        history: besides.history,
        errands: besides.errands,
      });
      return 'done';
    case 'noLevels':
      return 'noLevelsLeft';
    default:
      return 'askerRemoved';
  }
}

/**
 * Adds a colleague, or a member of an earlier version, whose levels stand on their own row alone. Whoever takes the
 * global admin level from one of these is the witness that another one remains.
 */
async function admit(
  desk: Desk,
  actor: Actor,
  request: RoleRequest,
  { company, person, present, levels, besides }: Granted,
): Promise<GrantOutcome> {
  // The address is the one that Teams gave when they asked.
  const profile = request.email ? { email: request.email, guest: false } : person.value.profile;
  const who = { row: person, person: { ...person.value, profile } };
  const admitted = await admission(desk, company, who, levels, actor);
  // A colleague added them, or took that back, since the answer was authorized: it is decided once more.
  if (!person.value.member && !sameLevels(admitted.before ?? NO_LEVELS, present)) {
    throw new ConflictError('the entry of whoever asks was changed', {
      reason: 'changed',
      partitionKey: company.id,
    });
  }
  await desk.storage.commit(company.id, {
    rows: [...admitted.rows, ...asTheyStand(desk, actor), ...besides.rows],
    history: [admitted.history, ...besides.history],
    errands: besides.errands,
  });
  return 'done';
}
