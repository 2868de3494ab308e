import type { Storage } from 'botbuilder';
import * as z from 'zod';
import { guid, moment } from '../../domain/identity.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { Whose } from './verdict.ts';

const MINUTE = 60_000;
/** How long Microsoft is waited for. */
const PATIENCE = 10 * MINUTE;

const wayBack = z.object({ verb: z.string(), data: z.record(z.string(), z.string()) });

const row = z.object({
  tenantId: guid,
  objectId: guid,
  /** The sign-in card's id, which each token for it bears; none when the connection knows no single sign-on. */
  exchangeId: z.string().optional(),
  /** The click that waits, as it came; absent once it is over. */
  click: z.object({ verb: z.string(), data: z.unknown() }).optional(),
  back: wayBack,
  until: moment,
  eTag: z.string(),
});

/** A click that waits for its proof, or one whose waiting is over (`click` is gone). */
export type Waiting = z.infer<typeof row>;

/** What is to wait. Never a token or a code. */
export type ToWait = Required<Pick<Waiting, 'click' | 'back'>> & Pick<Waiting, 'exchangeId'>;

/**
 * The click of each conversation that waits for a proof of global admin, in the bot's state: it outlives a restart and
 * is the same for every instance. A newer one takes an older one's place.
 */
export class WaitingClicks {
  readonly #state: Storage;
  readonly #now: () => Date;

  constructor(state: Storage, now: () => Date) {
    this.#state = state;
    this.#now = now;
  }

  async keep(conversationId: string, person: Whose, wait: ToWait): Promise<void> {
    const { tenantId, objectId } = person;
    const until = new Date(this.#now().getTime() + PATIENCE).toISOString();
    await this.#state.write({ [keyOf(conversationId)]: { tenantId, objectId, ...wait, until, eTag: '*' } });
  }

  /** What waits, or did, for this person here; whether in time is asked with {@link inTime}. */
  async of(conversationId: string, person: Whose): Promise<Waiting | undefined> {
    const key = keyOf(conversationId);
    const found = row.safeParse((await this.#state.read([key]))[key]).data;
    const theirs = found?.tenantId === person.tenantId && found.objectId === person.objectId;
    return theirs ? found : undefined;
  }

  inTime({ until }: Waiting): boolean {
    return this.#now().getTime() <= Date.parse(until);
  }

  /** Ends the waiting, whatever comes of it. True for one caller only, however many tokens arrive at once. */
  async end(conversationId: string, waiting: Waiting): Promise<boolean> {
    const { click: _, ...over } = waiting;
    try {
      await this.#state.write({ [keyOf(conversationId)]: over });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }
}

function keyOf(conversationId: string): string {
  return `msteams/proofs/${conversationId}`;
}
