import type { FieldProblems } from '../domain/fieldProblem.ts';
import { hiddenAt, hidesAt, type KeptCode, type NewCode } from '../domain/oneTimeCode.ts';
import { isGlobalAdmin } from '../domain/permissions.ts';
import type { Conversation } from '../domain/person.ts';
import { makeSignInCode } from '../domain/signInCode.ts';
import {
  changeUser,
  invitedUser,
  type ListedUser,
  listedUser,
  readUserForm,
  type User,
  type UserField,
  type UserForm,
  type UserToAdd,
} from '../domain/user.ts';
import { ConflictError } from '../storage/errors.ts';
import { adoptMembers } from './adoptMembers.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { asTheyStand, commitUser, newUserId, userHistory } from './userEntry.ts';
import { loadUser, shownTo, type UserOutcome } from './users.ts';

/** Where the card stands that will show a one-time code, so that it can be taken off again. */
export interface CardPlace {
  conversation: Conversation;
  activityId: string;
}

/** The one answer that ever holds a one-time code: it is in no table, no errand and no log (design §5). */
export interface CodeShown {
  user: ListedUser;
  codeId: string;
  code: string;
  address: string;
  /** When the card forgets it. */
  goneAt: Date;
}

type Refused =
  | NotAllowed
  | { outcome: 'tooMany' }
  | { outcome: 'badForm'; problems: FieldProblems<UserField> };

export type UserToConfirm = Refused | { outcome: 'toConfirm'; user: UserToAdd };

/** *Add*: reads the form and shows what would be added, before anything is. */
export async function checkUser(desk: Desk, actor: Actor, typed: UserForm): Promise<UserToConfirm> {
  const refused = await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  // Their addresses are taken too.
  await adoptMembers(desk, actor);
  const colleague = typed.colleague ? await actor.colleague(typed.colleague) : undefined;
  if (typed.colleague && !colleague?.email && !typed.email?.trim()) {
    return { outcome: 'badForm', problems: { email: 'unknownColleague' } };
  }
  const read = readUserForm(typed, colleague);
  if ('problems' in read) return { outcome: 'badForm', problems: read.problems };
  const { user } = read;
  // Only a global admin makes another one.
  const tooHigh = isGlobalAdmin(user.levels) ? await refusal(desk, actor, 'grantGlobalAdmin') : undefined;
  if (tooHigh) return tooHigh;
  if (await desk.storage.users.ofEmail(actor.tenantId, user.email)) {
    return { outcome: 'badForm', problems: { email: 'taken' } };
  }
  return { outcome: 'toConfirm', user };
}

export type AddUserOutcome = Refused | ({ outcome: 'added' } & CodeShown);

const HOUR = 60 * 60_000;
const CODES = { limit: 200, windowMs: HOUR };

/**
 * *Confirm*: adds the person and makes their sign-in information (source document 001: shown once). Everything is
 * asked again, since the form may be old. `shownIn` is the card that will show the code.
 */
export async function addUser(
  desk: Desk,
  whoever: Actor,
  typed: UserForm,
  shownIn: CardPlace | undefined,
): Promise<AddUserOutcome> {
  return retryAs(desk, whoever, async actor => {
    const checked = await checkUser(desk, actor, typed);
    if (checked.outcome !== 'toConfirm') return checked;
    const { storage } = desk;
    if (!(await storage.rateLimits.take(actor.tenantId, 'signInCode', CODES, desk.now()))) {
      return { outcome: 'tooMany' };
    }
    const { name, email, levels } = checked.user;
    const code = await makeSignInCode(desk.random, desk.now());
    const entry = { id: newUserId(desk), companyId: actor.tenantId, name, email, signIn: code.kept };
    const user = invitedUser({ ...entry, ...levels }, refOf(actor), desk.now());
    await hideLater(desk, actor, user, shownIn);
    await storage.commit(actor.tenantId, {
      rows: [...storage.users.insert(user), ...asTheyStand(desk, actor)],
      history: [userHistory(user, 'added', actor, user.addedAt)],
    });
    return {
      outcome: 'added',
      user: listedUser(user),
      ...shownOnce(code),
      address: email,
    };
  });
}

export type NewCodeOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'tooMany' }
  | { outcome: 'noCodeNeeded'; user: ListedUser }
  | ({ outcome: 'renewed' } & CodeShown);

/** *New sign-in code*: kills the old one and unlocks. Who may not make a global admin may not make a code for one. */
export async function renewSignInCode(
  desk: Desk,
  whoever: Actor,
  id: string,
  shownIn: CardPlace | undefined,
): Promise<NewCodeOutcome> {
  return retryAs(desk, whoever, async actor => {
    const loaded = await loadUser(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { row, granter } = loaded;
    if (isGlobalAdmin(row.value)) {
      const tooHigh = await refusal(desk, actor, 'grantGlobalAdmin');
      if (tooHigh) return tooHigh;
    }
    const none = { outcome: 'noCodeNeeded' as const, user: listedUser(row.value) };
    if (row.value.state === 'active' || row.value.state === 'removed') return none;
    if (!(await desk.storage.rateLimits.take(actor.tenantId, 'signInCode', CODES, desk.now()))) {
      return { outcome: 'tooMany' };
    }
    const code = await makeSignInCode(desk.random, desk.now());
    const change = changeUser(row.value, { do: 'replaceCode', signIn: code.kept, granter }, desk.now());
    if ('refused' in change || !change.event) return none;
    await hideLater(desk, actor, change.next, shownIn);
    try {
      await commitUser(desk, row, { next: change.next, event: change.event }, actor, { granter: actor });
    } catch (error) {
      // This code will never be shown: its timer would take the card of the next one away.
      if (error instanceof ConflictError) await callOff(desk, code.kept);
      throw error;
    }
    return {
      outcome: 'renewed',
      user: listedUser(change.next),
      ...shownOnce(code),
      address: change.next.email ?? '',
    };
  });
}

/** *Done*: the card that showed a code becomes the entry's record, so the timer that would take it off need not fire. */
export async function putCodeAway(
  desk: Desk,
  actor: Actor,
  id: string,
  codeId: string,
): Promise<UserOutcome> {
  const loaded = await loadUser(desk, actor, id);
  if ('outcome' in loaded) return loaded;
  const at = hiddenAt(codeId);
  // Also for a code that was used or replaced meanwhile: the card is another one from now on.
  if (at) await desk.storage.timers.callOff(at, 'hideSignInCode', codeId);
  return shownTo(actor, loaded.row.value);
}

/** The timer comes before the code is anybody's. */
async function hideLater(
  desk: Desk,
  actor: Actor,
  user: User,
  shownIn: CardPlace | undefined,
): Promise<void> {
  if (!shownIn || !user.signIn) return;
  const { tenantId, objectId } = actor;
  await desk.storage.timers.set(hidesAt(user.signIn), {
    kind: 'hideSignInCode',
    companyId: user.companyId,
    userId: user.id,
    codeId: user.signIn.id,
    viewer: { tenantId, objectId },
    ...shownIn,
  });
}

function shownOnce({ text, kept }: NewCode): Pick<CodeShown, 'code' | 'codeId' | 'goneAt'> {
  return { code: text, codeId: kept.id, goneAt: hidesAt(kept) };
}

async function callOff(desk: Desk, code: KeptCode): Promise<void> {
  await desk.storage.timers.callOff(hidesAt(code), 'hideSignInCode', code.id);
}
