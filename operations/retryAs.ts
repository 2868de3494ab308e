import type { Actor, Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/**
 * Runs load-decide-commit as `retryOnConflict` does; when somebody else's write came first, the actor is from then on
 * who they are by now: it may have been their rights that changed.
 */
export function retryAs<T>(desk: Desk, actor: Actor, attempt: (actor: Actor) => Promise<T>): Promise<T> {
  let again = false;
  return retryOnConflict(async () => {
    const person = again ? await desk.storage.people.get(actor.tenantId, actor.objectId) : actor.person;
    again = true;
    return attempt({ ...actor, person });
  });
}
