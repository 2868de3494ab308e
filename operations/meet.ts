import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../domain/language.ts';
import type { Conversation, Person } from '../domain/person.ts';
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
 * it changed (teams platform: install events come twice or never). Losing a race is harmless: the next turn tells again.
 */
export async function meet(desk: Desk, known: Row<Person> | undefined, encounter: Encounter): Promise<void> {
  const { tenantId, objectId } = encounter;
  const before: Person = known?.value ?? { tenantId, objectId, name: encounter.name, welcomed: false };
  const next: Person = {
    ...before,
    name: encounter.name || before.name,
    teamsLocale: encounter.teamsLocale ?? before.teamsLocale,
    conversation: encounter.conversation ?? before.conversation,
  };
  if (known && isDeepStrictEqual(next, before)) return;
  try {
    await desk.storage.people.save(known, next);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
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
