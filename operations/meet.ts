import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../domain/language.ts';
import type { Conversation, Person, Profile } from '../domain/person.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** What every activity tells of its sender. */
export interface Encounter {
  tenantId: string;
  objectId: string;
  name: string;
  teamsLocale: string | undefined;
  /** Only of the personal chat: that is where the bot reaches a person. */
  conversation: Conversation | undefined;
}

/**
 * Keeps where a person is reached and which language their Teams speaks; captured on every turn, written only when
 * it changed (teams platform: install events come twice or never). `known` is the row as this turn read it.
 */
export async function meet(desk: Desk, known: Row<Person> | undefined, encounter: Encounter): Promise<void> {
  const { tenantId, objectId } = encounter;
  let row = known;
  await retryOnConflict(async () => {
    const before: Person = row?.value ?? { tenantId, objectId, name: encounter.name, welcomed: false };
    const next: Person = {
      ...before,
      name: encounter.name || before.name,
      teamsLocale: encounter.teamsLocale ?? before.teamsLocale,
      conversation: encounter.conversation ?? before.conversation,
    };
    if (row && isDeepStrictEqual(next, before)) return;
    try {
      await desk.storage.people.save(row, next);
    } catch (error) {
      // Somebody else's write came first: the next try starts from what it left.
      if (error instanceof ConflictError) row = await desk.storage.people.get(tenantId, objectId);
      throw error;
    }
  });
}

/** True exactly once a person: whoever gets it greets them. Install events come twice or never, so every turn may ask. */
export async function claimWelcome(
  desk: Desk,
  person: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<boolean> {
  return retryOnConflict(async () => {
    const row = await desk.storage.people.get(person.tenantId, person.objectId);
    if (!row || row.value.welcomed) return false;
    await desk.storage.people.save(row, { ...row.value, welcomed: true });
    return true;
  });
}

/**
 * Keeps what the members API says of someone, so that they are found by their address when there is news for them; and
 * their name, if nothing told it yet.
 */
export async function keepProfile(
  desk: Desk,
  person: Pick<Person, 'tenantId' | 'objectId'>,
  profile: Profile,
  name?: string,
): Promise<void> {
  // Nothing is forgotten because Teams happens not to tell it.
  if (!profile.email) return;
  await retryOnConflict(async () => {
    const row = await desk.storage.people.get(person.tenantId, person.objectId);
    if (!row) return;
    const next = { ...row.value, name: row.value.name || name || '', profile };
    if (isDeepStrictEqual(row.value, next)) return;
    await desk.storage.people.save(row, next);
  });
}

/** Keeps the language that a person chose; `auto` follows their Teams again. */
export async function chooseLanguage(desk: Desk, actor: Actor, language: Language | 'auto'): Promise<void> {
  await retryOnConflict(async () => {
    const row = await desk.storage.people.get(actor.tenantId, actor.objectId);
    if (!row) return;
    await desk.storage.people.save(row, {
      ...row.value,
      chosenLanguage: language === 'auto' ? undefined : language,
    });
  });
}
