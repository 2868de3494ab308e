import { ConflictError } from '../storage/errors.ts';
import { pauseAfterConflict } from '../storage/pauseAfterConflict.ts';

const ATTEMPTS = 10;

/**
 * Runs load-decide-commit again when somebody else's write came first, so that the decision is made on what is true
 * now. Gives the last ConflictError up after `attempts` tries, between which it pauses.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === attempts) throw error;
    }
    await pauseAfterConflict(tries);
  }
}
