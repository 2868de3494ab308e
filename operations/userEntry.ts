import { isDeepStrictEqual } from 'node:util';
import type { Company, CompanyKind } from '../domain/company.ts';
import { foldAddress } from '../domain/emailAddress.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { isGlobalAdmin, type Levels } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import { actsAsGlobalAdmin, type User, type UserEvent } from '../domain/user.ts';
import type { Op, Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { type Doer, historyEntry } from './historyEntry.ts';

/** What whoever comes first for a company becomes: its global admin (design §1). */
export const FIRST_LEVELS: Levels = { agent: 'none', admin: 'globalAdmin' };

/** A new id for an entry; its randomness is the desk's, so that tests can hold it still. */
export function newUserId(desk: Desk): string {
  const hex = desk.random(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What an active entry gives a person, as it is copied to their row. */
export function membership(
  user: User,
  companyKind: CompanyKind,
  since: string,
): NonNullable<Person['member']> {
  const { agent, admin, addedBy, id } = user;
  return { agent, admin, companyKind, since, addedBy, userId: id };
}

/** The line of history for what happened to an entry. */
export function userHistory(user: User, event: UserEvent, by: Doer, at: string): NewHistoryEntry {
  const { name, email = '', agent, admin } = user;
  const detail = { name, email, agent, admin };
  return historyEntry(at, by, { subject: user.id, event: `user.${event}`, detail });
}

/**
 * The granter's own row, written as it was when their rights were looked at: a change that is made with rights which
 * they lose at the same moment loses to that.
 */
export function asTheyStand(desk: Desk, { person }: Actor): Op[] {
  return person ? [desk.storage.people.update(person, person.value)] : [];
}

/**
 * What else is written in the transaction that changes an entry, the request that it answers, say; and who grants it,
 * which of a first sign-in nobody does.
 */
export interface Besides {
  rows?: Op[];
  history?: NewHistoryEntry[];
  errands?: Errand[];
  granter?: Actor;
}

/**
 * Writes a change of an entry, the copy on the person's row, and history, in one transaction, with whatever goes
 * `besides`. The granter's row takes part under its ETag. If the change takes a global admin away, that row is the
 * witness that another one remains; for somebody who takes it from themselves a colleague's row is: of two changes
 * that race for the last two global admins one loses. Answers `lastGlobalAdmin` when there is no other. ConflictError
 * when a row was changed.
 */
export async function commitUser(
  desk: Desk,
  before: Row<User>,
  { next, event }: { next: User; event: UserEvent },
  by: Doer,
  besides: Besides = {},
): Promise<'done' | 'lastGlobalAdmin'> {
  const { storage } = desk;
  const { companyId, objectId } = next;
  const { granter } = besides;
  const isSelf = granter !== undefined && granter.objectId === objectId;
  const takesAdminAway = actsAsGlobalAdmin(before.value) && !actsAsGlobalAdmin(next);
  const granterRemains = granter && !isSelf && isGlobalAdmin(granter.person?.value.member);
  const [company, person, colleague] = await Promise.all([
    storage.companies.get(companyId),
    isSelf ? granter.person : objectId ? storage.people.get(companyId, objectId) : undefined,
    takesAdminAway && !granterRemains ? anotherGlobalAdmin(desk, companyId, objectId) : undefined,
  ]);
  if (takesAdminAway && !granterRemains && !colleague) return 'lastGlobalAdmin';
  const at = desk.now().toISOString();
  const rows: Op[] = storage.users.update(before, next);
  if (person && company) rows.push(...copyRows(desk, company.value, person, next, at));
  if (granter && !isSelf) rows.push(...asTheyStand(desk, granter));
  if (colleague) rows.push(storage.people.update(colleague, colleague.value));
  await storage.commit(companyId, {
    rows: [...rows, ...(besides.rows ?? [])],
    history: [userHistory(next, event, by, at), ...(besides.history ?? [])],
    errands: besides.errands ?? [],
  });
  return 'done';
}

function copyRows(desk: Desk, company: Company, person: Row<Person>, user: User, at: string): Op[] {
  const since = person.value.member?.since ?? at;
  const member = user.state === 'active' ? membership(user, company.kind, since) : undefined;
  if (isDeepStrictEqual(member, person.value.member)) return [];
  return [desk.storage.people.update(person, { ...person.value, member })];
}

/** A global admin other than someone, as a witness that one remains; undefined when there is none. */
async function anotherGlobalAdmin(
  desk: Desk,
  companyId: CompanyId,
  objectId: string | undefined,
): Promise<Row<Person> | undefined> {
  const admins = await desk.storage.people.holderRows(companyId, ['globalAdmin']);
  return admins.find(row => row.value.objectId !== objectId);
}

/** What makes a Teams person a member: the rows to write, and the entry as it will be. */
export interface Admission {
  rows: Op[];
  user: User;
  /** The entry that is changed; absent when a new one is made. */
  before: User | undefined;
  history: NewHistoryEntry;
}

/**
 * Makes someone whom the verified activity vouches for a member with these levels: through their own entry, or the one
 * that waits for their address, or a new one. An address that another person's entry holds is left to it.
 */
export async function admission(
  desk: Desk,
  company: Pick<Company, 'id' | 'kind'>,
  { row, person }: { row: Row<Person> | undefined; person: Person },
  levels: Levels,
  by: Exclude<Doer, 'desk'> | undefined,
): Promise<Admission> {
  const { storage } = desk;
  const at = desk.now().toISOString();
  const { objectId, name, profile } = person;
  const email = profile?.email && !profile.guest ? foldAddress(profile.email) : undefined;
  const [own, holder] = await Promise.all([
    person.member?.userId ? storage.users.get(company.id, person.member.userId) : undefined,
    email ? storage.users.ofEmail(company.id, email) : undefined,
  ]);
  const free = holder && !holder.value.objectId ? holder : undefined;
  const known = own && own.value.state !== 'removed' ? own : free;
  const addedBy = typeof by === 'object' ? refOf(by) : undefined;
  const user: User = known
    ? {
        ...known.value,
        ...levels,
        state: 'active',
        objectId,
        signIn: undefined,
        version: known.value.version + 1,
      }
    : {
        ...levels,
        id: newUserId(desk),
        companyId: company.id,
        name,
        email: holder ? undefined : email,
        state: 'active',
        objectId,
        addedBy,
        addedAt: at,
        version: 1,
      };
  const member = membership(user, company.kind, person.member?.since ?? at);
  const next = { ...person, member };
  return {
    rows: [
      ...(known ? storage.users.update(known, user) : storage.users.insert(user)),
      row ? storage.people.update(row, next) : storage.people.insert(next),
    ],
    user,
    before: known?.value,
    history: userHistory(user, known ? 'updated' : 'added', by ?? refOf(person), at),
  };
}
