import type { Levels } from '../../domain/permissions.ts';
import type { RoleRequest } from '../../domain/roleRequest.ts';
import type { UserState } from '../../domain/user.ts';

/** What a company's people amount to, without anything that storage or the code under test says of rights. */
export interface Entry {
  email: string;
  levels: Levels;
  state: UserState;
  objectId: string | undefined;
  code: string | undefined;
}
export type Entries = ReadonlyMap<string, Entry>;

/** Something that was done, by the person with the object id `by`. */
export type Deed =
  | { do: 'add'; by: string; id: string; email: string; levels: Levels; code: string }
  | Approval
  | { do: 'renew'; by: string; id: string; code: string }
  | { do: 'signIn'; by: string; id: string; code: string }
  | { do: 'update'; by: string; id: string; levels: Levels }
  | { do: 'remove'; by: string; id: string }
  | { do: 'join'; by: string };

/** A request for levels was approved; somebody who was not added yet is bound at once, to a new entry if none waits. */
export interface Approval {
  do: 'approve';
  by: string;
  request: Pick<RoleRequest, 'id' | 'from' | 'wanted'>;
  asker: string;
  email: string;
  newId: string | undefined;
}

const isGlobal = ({ admin }: Levels) => admin === 'globalAdmin';
const managesPeople = ({ admin }: Levels) => admin === 'globalAdmin' || admin === 'userManagementAdmin';

/** Whether somebody acts as a global admin of the company. */
export function hasGlobalAdmin(entries: Entries): boolean {
  return [...entries.values()].some(({ state, levels }) => state === 'active' && isGlobal(levels));
}

/**
 * The rules, written from the design once more and as plainly as can be (§1, §2 row 6): the entries after a deed, or
 * undefined when nobody may do that as things stand.
 */
export function after(entries: Entries, deed: Deed): Entries | undefined {
  const actor = [...entries.values()].find(
    ({ state, objectId }) => state === 'active' && objectId === deed.by,
  );
  const next = new Map(entries);
  if (deed.do === 'signIn') {
    const entry = entries.get(deed.id);
    if (actor || entry?.state !== 'invited' || entry.code !== deed.code) return undefined;
    return next.set(deed.id, { ...entry, state: 'active', objectId: deed.by, code: undefined });
  }
  if (!actor) return undefined;
  if (deed.do === 'join') {
    if (!isGlobal(actor.levels)) return undefined;
    const [id] = [...entries].find(([, entry]) => entry === actor) ?? [];
    return id ? next.set(id, { ...actor, levels: { ...actor.levels, agent: 'adminAgent' } }) : undefined;
  }
  if (!managesPeople(actor.levels)) return undefined;
  if (deed.do === 'approve') return afterApproval(entries, deed, actor);
  if (deed.do === 'add') {
    const { id, email, levels, code } = deed;
    if (isGlobal(levels) && !isGlobal(actor.levels)) return undefined;
    if ([...entries.values()].some(each => each.email === email && each.state !== 'removed'))
      return undefined;
    return next.set(id, { email, levels, state: 'invited', objectId: undefined, code });
  }
  const entry = entries.get(deed.id);
  if (!entry || entry.state === 'removed') return undefined;
  switch (deed.do) {
    case 'renew':
      if (entry.state === 'active' || (isGlobal(entry.levels) && !isGlobal(actor.levels))) return undefined;
      return next.set(deed.id, { ...entry, state: 'invited', code: deed.code });
    case 'update':
      if (isGlobal(entry.levels) !== isGlobal(deed.levels) && !isGlobal(actor.levels)) return undefined;
      return keepsAnAdmin(next.set(deed.id, { ...entry, levels: deed.levels }));
    case 'remove':
      if (isGlobal(entry.levels) && !isGlobal(actor.levels)) return undefined;
      return keepsAnAdmin(next.set(deed.id, { ...entry, state: 'removed', code: undefined }));
  }
}

/** What was asked for changes, everything else stays; whoever is bound by it gets all that the entry then holds. */
function afterApproval(
  entries: Entries,
  { by, asker, email, request: { from, wanted }, newId }: Approval,
  approver: Entry,
): Entries | undefined {
  const find = (fits: (entry: Entry) => boolean) => [...entries].find(([, entry]) => fits(entry));
  const own = find(entry => entry.state === 'active' && entry.objectId === asker);
  const waiting = find(entry => entry.state !== 'removed' && !entry.objectId && entry.email === email);
  const [id, entry] = own ?? waiting ?? [newId, undefined];
  const present = entry?.levels ?? NONE;
  const levels: Levels = {
    agent: wanted.agent === from.agent ? present.agent : wanted.agent,
    admin: wanted.admin === from.admin ? present.admin : wanted.admin,
  };
  if (by === asker || !id || (levels.agent === 'none' && levels.admin === 'none')) return undefined;
  // An invitation gives nothing yet: whoever makes it good grants all of it, whoever changes it takes what it said.
  const touchesGlobal = isGlobal(present) !== isGlobal(levels) || (!own && isGlobal(levels));
  if (touchesGlobal && !isGlobal(approver.levels)) return undefined;
  const next: Entry = { email, levels, state: 'active', objectId: asker, code: undefined };
  return keepsAnAdmin(new Map(entries).set(id, next));
}

const NONE: Levels = { agent: 'none', admin: 'none' };
const keepsAnAdmin = (entries: Entries) => (hasGlobalAdmin(entries) ? entries : undefined);

/** Every state that the deeds can have led to, one after the other in some order in which each was allowed. */
export function explanations(entries: Entries, deeds: readonly Deed[]): Entries[] {
  if (deeds.length === 0) return [entries];
  return deeds.flatMap((deed, index) => {
    const next = after(entries, deed);
    return next ? explanations(next, deeds.toSpliced(index, 1)) : [];
  });
}
