import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { isGlobalAdmin, may, mayFor, rolesThatMay } from '../domain/permissions.ts';
import { changeRoleRequest } from '../domain/roleRequest.ts';
import { changeUser, type ListedUser, listedUser, type User } from '../domain/user.ts';
import type { Op } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { NO_WORK, type OpenWork, openWorkOf } from './handOverWork.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { roleRequestHistory } from './roleRequestParts.ts';
import { commitUser } from './userEntry.ts';
import { loadUser } from './users.ts';

export type RemovalToConfirm =
  | NotAllowed
  | { outcome: 'gone' }
  | {
      outcome: 'toConfirm';
      user: ListedUser;
      isSelf: boolean;
      work: OpenWork;
      /** Colleagues who could go on with the open work, the actor first. */
      colleagues: PersonRef[];
    };

/** *Remove*: what of theirs is still open, and who could go on with it. Changes nothing. */
export async function askToRemoveUser(desk: Desk, actor: Actor, id: string): Promise<RemovalToConfirm> {
  const loaded = await mayRemove(desk, actor, id);
  if ('outcome' in loaded) return loaded;
  const user = loaded.row.value;
  const { objectId } = user;
  const work = objectId ? await openWorkOf(desk, actor.tenantId, objectId) : NO_WORK;
  const colleagues = objectId ? await successors(desk, actor, objectId, work) : [];
  const isSelf = objectId === actor.objectId;
  return { outcome: 'toConfirm', user: listedUser(user), isSelf, work, colleagues };
}

export type RemoveOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'lastGlobalAdmin' | 'removed' | 'alreadyRemoved'; user: ListedUser };

/**
 * *Remove*, confirmed: from the next click on the person may do nothing for the company, and is told. Their open work
 * goes to `handTo`, an object id; their own open request for levels ends.
 */
export async function removeUser(
  desk: Desk,
  whoever: Actor,
  id: string,
  handTo: string | undefined,
): Promise<RemoveOutcome> {
  return retryAs(desk, whoever, async actor => {
    const loaded = await mayRemove(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { row, granter } = loaded;
    const change = changeUser(row.value, { do: 'remove', granter }, desk.now());
    if ('refused' in change || !change.event) {
      return { outcome: 'alreadyRemoved', user: listedUser(row.value) };
    }
    const left = await whatTheyLeave(desk, actor, row.value, handTo);
    const outcome = await commitUser(desk, row, { next: change.next, event: change.event }, actor, {
      ...left,
      granter: actor,
    });
    if (outcome === 'lastGlobalAdmin') return { outcome, user: listedUser(row.value) };
    return { outcome: 'removed', user: listedUser(change.next) };
  });
}

async function mayRemove(desk: Desk, actor: Actor, id: string) {
  const loaded = await loadUser(desk, actor, id);
  if ('outcome' in loaded) return loaded;
  const tooHigh = isGlobalAdmin(loaded.row.value)
    ? await refusal(desk, actor, 'grantGlobalAdmin')
    : undefined;
  return tooHigh ?? loaded;
}

/** Who may go on with what someone has open, the actor first: whoever may invite, or answer if it is service requests alone. */
async function successors(
  desk: Desk,
  actor: Actor,
  leaverId: string,
  { invitations }: OpenWork,
): Promise<PersonRef[]> {
  const right = invitations.count > 0 ? 'inviteCustomer' : 'requestServiceForCustomer';
  const holders = await desk.storage.people.holders(actor.tenantId, rolesThatMay(right));
  return holders
    .filter(person => person.objectId !== leaverId)
    .map(({ tenantId, objectId, name }) => ({ tenantId, objectId, name }))
    .sort((a, b) => Number(b.objectId === actor.objectId) - Number(a.objectId === actor.objectId));
}

/** What is written along with a removal: the person is told, their work goes on, their request ends. */
async function whatTheyLeave(
  desk: Desk,
  actor: Actor,
  user: User,
  handTo: string | undefined,
): Promise<{ rows: Op[]; history: NewHistoryEntry[]; errands: Errand[] }> {
  const { objectId } = user;
  if (!objectId) return { rows: [], history: [], errands: [] };
  const { storage } = desk;
  const companyId = actor.tenantId;
  const by = refOf(actor);
  const at = desk.now().toISOString();
  const [company, request, heir] = await Promise.all([
    storage.companies.get(companyId),
    storage.roleRequests.get(companyId, objectId),
    handTo && handTo !== objectId ? heirOf(desk, companyId, handTo) : undefined,
  ]);
  const errands: Errand[] = [];
  if (objectId !== actor.objectId) {
    const companyName = company?.value.name ?? '';
    const notice = { name: 'membershipEnded', companyName, by, at } as const;
    errands.push({ kind: 'tell', to: { tenantId: companyId, objectId }, notice });
  }
  if (heir) {
    const { person: to, withServices } = heir;
    errands.push({ kind: 'handOverWork', companyId, fromId: objectId, to });
    if (to.objectId !== actor.objectId) {
      const from = { tenantId: companyId, objectId, name: user.name };
      errands.push({ kind: 'tell', to, notice: { name: 'workHandedOver', from, by, withServices, at } });
    }
  }
  const ended = request && changeRoleRequest(request.value, { do: 'withdraw', by }, desk.now());
  if (!request || !ended || 'refused' in ended) return { rows: [], history: [], errands };
  errands.push({ kind: 'redrawRoleRequest', companyId, askerId: objectId, requestId: request.value.id });
  return {
    rows: [storage.roleRequests.put(request, ended.next)],
    history: [roleRequestHistory(ended.next, 'withdrawn', actor, at, user.id)],
    errands,
  };
}

/** Whoever takes the work over must be able to go on with it, now. */
async function heirOf(
  desk: Desk,
  companyId: CompanyId,
  objectId: string,
): Promise<{ person: PersonRef; withServices: boolean } | undefined> {
  const person = (await desk.storage.people.get(companyId, objectId))?.value;
  if (!person || !may('inviteCustomer', person.member)) return undefined;
  const withServices = mayFor('requestServiceForCustomer', person.member, 'any');
  return { person: { tenantId: companyId, objectId, name: person.name }, withServices };
}
