import type { Company } from '../domain/company.ts';
import type { PersonRef } from '../domain/identity.ts';
import { isKeptCode, type KeptCode, WRONG_CODES_ALLOWED } from '../domain/oneTimeCode.ts';
import type { Errand } from '../domain/outbox.ts';
import { type Levels, mayGrant, NO_LEVELS, rolesThatGrant } from '../domain/permissions.ts';
import { readSignInCode } from '../domain/signInCode.ts';
import { changeUser, isCodeOver, type User } from '../domain/user.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { commitUser } from './userEntry.ts';

/** Somebody was added under the actor's own address and has not signed in yet. */
export interface Waiting {
  state: 'invited' | 'codeOver' | 'locked';
  companyName: string;
  addedBy: PersonRef | undefined;
}

/**
 * Whether an entry waits for whoever is speaking: recognized by what the members API says of them, never by typed
 * text, in the tenant that the activity names. Undefined for members, guests and people whom nobody added.
 */
export async function whoWaits(desk: Desk, actor: Actor): Promise<Waiting | undefined> {
  if (actor.person?.value.member) return undefined;
  const found = await entryFor(desk, actor);
  if (!found) return undefined;
  const { company, user } = found;
  const over = isCodeOver(user.value, desk.now());
  const state = user.value.state === 'locked' ? 'locked' : over ? 'codeOver' : 'invited';
  return { state, companyName: company.name, addedBy: user.value.addedBy };
}

/** By the address of the profile, or by the name of the account: colleagues know one or the other. */
async function entryFor(
  desk: Desk,
  actor: Actor,
): Promise<{ company: Company; user: Row<User> } | undefined> {
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) return undefined;
  const { email, signInName, guest } = await actor.profile();
  if (guest) return undefined;
  for (const address of [email, signInName]) {
    const user = address ? await desk.storage.users.ofEmail(actor.tenantId, address) : undefined;
    if (user && !user.value.objectId) return { company: company.value, user };
  }
  return undefined;
}

export type SignInOutcome =
  /** Nobody was added under this address. */
  | { outcome: 'notExpected' }
  /** They are a member, perhaps by another click of this very moment. */
  | { outcome: 'alreadySignedIn'; companyName: string; levels: Levels }
  | { outcome: 'malformed'; waiting: Waiting }
  | { outcome: 'wrongCode'; waiting: Waiting; left: number }
  | { outcome: 'locked' | 'codeOver'; waiting: Waiting }
  | { outcome: 'signedIn'; companyName: string; user: User };

/** Guesses side by side come between each other's counts; after five none counts any more. */
const ATTEMPTS = 12;

/**
 * The first sign-in: the code that came with an entry binds it to this Teams person and is burnt. A try is counted by
 * compare-and-set before the slow hash is computed, so that guesses side by side all count; the fifth wrong one locks
 * the entry and tells whoever made it.
 */
export async function signIn(desk: Desk, actor: Actor, typed: string): Promise<SignInOutcome> {
  const result = await tryCode(desk, actor, typed);
  switch (result.outcome) {
    case 'notExpected':
    case 'locked':
    case 'codeOver':
      return (await asMember(desk, actor)) ?? result;
    default:
      return result;
  }
}

/** What somebody hears who signed in before, on another device, or by a click that was delivered twice. */
async function asMember(desk: Desk, actor: Actor): Promise<SignInOutcome | undefined> {
  const [person, company] = await Promise.all([
    desk.storage.people.get(actor.tenantId, actor.objectId),
    desk.storage.companies.get(actor.tenantId),
  ]);
  const levels = person?.value.member;
  if (!levels || !company) return undefined;
  return { outcome: 'alreadySignedIn', companyName: company.value.name, levels };
}

async function tryCode(desk: Desk, actor: Actor, typed: string): Promise<SignInOutcome> {
  const waiting = await whoWaits(desk, actor);
  if (!waiting) return { outcome: 'notExpected' };
  const code = readSignInCode(typed);
  if (!code) return { outcome: 'malformed', waiting };
  const counted = await countTry(desk, actor);
  if (counted.outcome !== 'counted') return { outcome: counted.outcome, waiting };
  const { kept } = counted;
  if (!(await isKeptCode(code, kept))) return wrong(desk, actor, kept, waiting);
  return bind(desk, actor, kept.id, waiting);
}

async function countTry(
  desk: Desk,
  actor: Actor,
): Promise<{ outcome: 'counted'; kept: KeptCode } | { outcome: 'locked' | 'codeOver' }> {
  return retryOnConflict(async () => {
    const found = await entryFor(desk, actor);
    if (!found) return { outcome: 'codeOver' };
    const { user } = found;
    const change = changeUser(user.value, { do: 'tryCode' }, desk.now());
    if ('refused' in change) return { outcome: change.refused === 'locked' ? 'locked' : 'codeOver' };
    if (change.event === 'locked') {
      await lock(desk, user, change.next);
      return { outcome: 'locked' };
    }
    if (!change.next.signIn) return { outcome: 'codeOver' };
    const { companyId } = change.next;
    await desk.storage.commit(companyId, {
      rows: [desk.storage.users.count(user, change.next)],
      history: [],
    });
    return { outcome: 'counted', kept: change.next.signIn };
  }, ATTEMPTS);
}

async function wrong(desk: Desk, actor: Actor, tried: KeptCode, waiting: Waiting): Promise<SignInOutcome> {
  return retryOnConflict(async () => {
    const found = await entryFor(desk, actor);
    const kept = found?.user.value.signIn;
    if (!found || found.user.value.state === 'locked') return { outcome: 'locked', waiting };
    const change = changeUser(found.user.value, { do: 'wrongCode' }, desk.now());
    if ('next' in change) {
      await lock(desk, found.user, change.next);
      return { outcome: 'locked', waiting };
    }
    const count = kept?.id === tried.id ? kept.tried : tried.tried;
    return { outcome: 'wrongCode', waiting, left: Math.max(0, WRONG_CODES_ALLOWED - count) };
  }, ATTEMPTS);
}

/** Locks an entry and tells whoever made it, if they can make another code; else those who can. */
async function lock(desk: Desk, user: Row<User>, next: User): Promise<void> {
  const { companyId, id, name, email = '', addedBy } = next;
  const { people } = desk.storage;
  const maker = addedBy && (await people.get(companyId, addedBy.objectId))?.value;
  const told =
    maker && mayGrant(maker.member, NO_LEVELS, next)
      ? [maker]
      : await people.holders(companyId, rolesThatGrant(NO_LEVELS, next));
  const at = desk.now().toISOString();
  const errands = told.map(
    ({ tenantId, objectId }): Errand => ({
      kind: 'tell',
      to: { tenantId, objectId },
      notice: { name: 'signInLocked', userId: id, userName: name, email, at },
    }),
  );
  await commitUser(desk, user, { next, event: 'locked' }, 'desk', { errands });
}

async function bind(desk: Desk, actor: Actor, codeId: string, waiting: Waiting): Promise<SignInOutcome> {
  return retryOnConflict(async () => {
    const found = await entryFor(desk, actor);
    if (!found) return { outcome: 'notExpected' };
    const { company, user } = found;
    const change = changeUser(user.value, { do: 'bind', objectId: actor.objectId, codeId }, desk.now());
    // Another code was made, or the entry was locked, while this one was being looked at.
    if ('refused' in change) {
      return { outcome: change.refused === 'locked' ? 'locked' : 'codeOver', waiting };
    }
    await commitUser(desk, user, { next: change.next, event: 'signedIn' }, actor);
    return { outcome: 'signedIn', companyName: company.name, user: change.next };
  }, ATTEMPTS);
}
