import { type Levels, may, mayGrant, NO_LEVELS } from '../domain/permissions.ts';
import { requestStateAt } from '../domain/roleRequest.ts';
import { type ListedUser, listedUser, type User } from '../domain/user.ts';
import type { Row } from '../storage/rows.ts';
import { adoptMembers } from './adoptMembers.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';

const PAGE = 8;

export type UsersOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here. */
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      users: ListedUser[];
      search: string | undefined;
      next: string | undefined;
      /** Requests for levels that nobody has answered; more than a page is "many". */
      openRequests: number;
    };

/** *Users*: a page by name, or those whose name or address begins with `search` (source document 001). Two queries. */
export async function listUsers(
  desk: Desk,
  actor: Actor,
  search?: string,
  continuation?: string,
): Promise<UsersOutcome> {
  const refused = await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  await adoptMembers(desk, actor);
  const wanted = search?.trim() || undefined;
  const { users, roleRequests } = desk.storage;
  const [page, open] = await Promise.all([
    pageOrGone(users.page(actor.tenantId, PAGE, wanted, continuation)),
    roleRequests.open(actor.tenantId, PAGE),
  ]);
  if (!page) return { outcome: 'gone' };
  const openRequests = open.rows.filter(row => requestStateAt(row.value, desk.now()) === 'open').length;
  const listed = page.rows.map(row => row.value);
  return { outcome: 'listed', users: listed, search: wanted, next: page.continuation, openRequests };
}

/** What someone may do with an entry now. */
export interface UserRights {
  isSelf: boolean;
  mayUpdate: boolean;
  mayRenewCode: boolean;
  mayRemove: boolean;
  /** Whether the viewer may also give and take the global admin level. */
  mayGrantGlobalAdmin: boolean;
}

export type UserOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | ({ outcome: 'shown'; user: ListedUser } & UserRights);

/** One entry of the actor's company. */
export async function showUser(desk: Desk, actor: Actor, id: string): Promise<UserOutcome> {
  const loaded = await loadUser(desk, actor, id);
  return 'outcome' in loaded ? loaded : shownTo(actor, loaded.row.value);
}

/** The entry that holds an address, for `assign roles dana@contoso.example`. */
export async function findUser(desk: Desk, actor: Actor, email: string): Promise<UserOutcome> {
  const refused = await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  await adoptMembers(desk, actor);
  const row = await desk.storage.users.ofEmail(actor.tenantId, email);
  return row ? shownTo(actor, row.value) : { outcome: 'gone' };
}

/** An entry as someone may see it, with what they may do with it. */
export function shownTo(actor: Actor, user: User): Extract<UserOutcome, { outcome: 'shown' }> {
  const levels = actor.person?.value.member;
  const there = user.state !== 'removed';
  return {
    outcome: 'shown',
    user: listedUser(user),
    isSelf: user.objectId === actor.objectId,
    mayUpdate: there && may('managePeople', levels),
    mayRenewCode: (user.state === 'invited' || user.state === 'locked') && mayGrant(levels, NO_LEVELS, user),
    mayRemove: there && mayGrant(levels, user, NO_LEVELS),
    mayGrantGlobalAdmin: may('grantGlobalAdmin', levels),
  };
}

/** Loads an entry for whoever manages people, or says why not. */
export async function loadUser(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<NotAllowed | { outcome: 'gone' } | { row: Row<User>; granter: Levels }> {
  const refused = await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  const granter = actor.person?.value.member;
  const row = await desk.storage.users.get(actor.tenantId, id);
  return row && granter ? { row, granter } : { outcome: 'gone' };
}

/** Whom one could add: people of the tenant who have talked to the bot and are no members; Teams finds the others. */
export async function whomToAdd(
  desk: Desk,
  actor: Actor,
): Promise<{ companyName: string; colleagues: { id: string; name: string }[] }> {
  const [company, strangers] = await Promise.all([
    desk.storage.companies.get(actor.tenantId),
    desk.storage.people.strangers(actor.tenantId, PAGE),
  ]);
  const colleagues = strangers
    .filter(person => person.profile?.email && !person.profile.guest)
    .map(({ objectId: id, name }) => ({ id, name }));
  return { companyName: company?.value.name ?? '', colleagues };
}
