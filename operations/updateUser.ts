import type { Errand } from '../domain/outbox.ts';
import { isGlobalAdmin, type Levels } from '../domain/permissions.ts';
import { changeUser, type ListedUser, listedUser, type User } from '../domain/user.ts';
import { adoptMembers } from './adoptMembers.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { retryAs } from './retryAs.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitUser } from './userEntry.ts';
import { loadUser } from './users.ts';

export type UpdateOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** A colleague changed the entry since the form was drawn. */
  | { outcome: 'changedMeanwhile'; user: ListedUser }
  | { outcome: 'noRole'; user: ListedUser }
  | { outcome: 'lastGlobalAdmin'; user: ListedUser }
  | { outcome: 'updated' | 'unchanged'; user: ListedUser };

/** *Update* (source document 001, "Assign user permissions"): gives someone other levels; they are told. */
export async function updateUser(
  desk: Desk,
  whoever: Actor,
  { id, version, levels }: { id: string; version: number; levels: Levels },
): Promise<UpdateOutcome> {
  return retryAs(desk, whoever, async actor => {
    const loaded = await loadUser(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { row, granter } = loaded;
    const user = listedUser(row.value);
    if (isGlobalAdmin(row.value) !== isGlobalAdmin(levels)) {
      const tooHigh = await refusal(desk, actor, 'grantGlobalAdmin');
      if (tooHigh) return tooHigh;
    }
    const change = changeUser(row.value, { do: 'update', levels, granter }, desk.now());
    if ('refused' in change) {
      if (change.refused === 'noLevels') return { outcome: 'noRole', user };
      return change.refused === 'unchanged' ? { outcome: 'unchanged', user } : { outcome: 'gone' };
    }
    if (row.value.version !== version) return { outcome: 'changedMeanwhile', user };
    if (!change.event) return { outcome: 'unchanged', user };
    const errands = await newsOf(desk, actor, row.value, levels);
    const done = await commitUser(desk, row, { next: change.next, event: change.event }, actor, {
      errands,
      granter: actor,
    });
    if (done === 'lastGlobalAdmin') return { outcome: 'lastGlobalAdmin', user };
    return { outcome: 'updated', user: listedUser(change.next) };
  });
}

/** Whoever is concerned hears what changed and by whom; those who change their own levels see it. */
async function newsOf(desk: Desk, actor: Actor, { objectId, ...user }: User, to: Levels): Promise<Errand[]> {
  if (!objectId || objectId === actor.objectId) return [];
  const company = await desk.storage.companies.get(actor.tenantId);
  return [
    {
      kind: 'tell',
      to: { tenantId: actor.tenantId, objectId },
      notice: {
        name: 'levelsChanged',
        companyName: company?.value.name ?? '',
        by: refOf(actor),
        from: { agent: user.agent, admin: user.admin },
        to,
        at: desk.now().toISOString(),
      },
    },
  ];
}

export type JoinOutcome = NotAllowed | { outcome: 'gone' } | { outcome: 'joined' | 'alreadyThere' };

/**
 * *Add me to the Admin agents* (source document 001, enrolment step 9): the global admin of an enrolled partner checks
 * that they are an admin agent too, and becomes one.
 */
export async function joinAdminAgents(desk: Desk, whoever: Actor): Promise<JoinOutcome> {
  const refused = await refusal(desk, whoever, 'editCompany');
  if (refused) return refused;
  await adoptMembers(desk, whoever);
  return retryOnConflict(async () => {
    const person = await desk.storage.people.get(whoever.tenantId, whoever.objectId);
    const actor = { ...whoever, person };
    const notAnyMore = await refusal(desk, actor, 'editCompany');
    if (notAnyMore) return notAnyMore;
    const userId = person?.value.member?.userId;
    const row = userId ? await desk.storage.users.get(actor.tenantId, userId) : undefined;
    if (!row) return { outcome: 'gone' };
    const { admin } = row.value;
    const levels: Levels = { agent: 'adminAgent', admin };
    const change = changeUser(row.value, { do: 'update', levels, granter: row.value }, desk.now());
    if ('refused' in change || !change.event) return { outcome: 'alreadyThere' };
    await commitUser(desk, row, { next: change.next, event: change.event }, actor, { granter: actor });
    return { outcome: 'joined' };
  });
}
