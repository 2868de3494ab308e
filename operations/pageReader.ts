import type { PersonRef } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { Actor, Desk } from './desk.ts';

/**
 * Whoever asked for a page that belongs to them alone, as they are now: what they may do is looked at again whenever
 * its address is used. Undefined once they are no member any more.
 */
export async function pageReader(
  desk: Desk,
  { tenantId, objectId }: Pick<PersonRef, 'tenantId' | 'objectId'>,
  language: Language,
): Promise<Actor | undefined> {
  const person = await desk.storage.people.get(tenantId, objectId);
  if (!person?.value.member) return undefined;
  return {
    tenantId,
    objectId,
    name: person.value.name,
    person,
    language,
    provenGlobalAdmin: false,
    profile: async () => ({ guest: false }),
    colleague: async () => undefined,
  };
}
