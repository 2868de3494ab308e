/**
 * How often a tenant may do something (design §7: set-up, `accept` and invitations are limited per tenant). One
 * counter row for a tenant and an action, counted by compare-and-set, so all instances count together.
 */
import { z } from 'zod';
import { ConflictError } from './errors.ts';
import { keyPart } from './keys.ts';
import { pauseAfterConflict } from './pauseAfterConflict.ts';
import type { Table } from './rows.ts';

/** At most `limit` times in a window of `windowMs`, which starts with the first time and does not slide. */
export interface RateLimit {
  limit: number;
  windowMs: number;
}

const counter = z.object({ startedAt: z.number(), used: z.number() });

/** So often a count is tried again when others counted in between. */
const TRIES = 12;

/** The counters. */
export class RateLimits {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Counts one more and tells whether it is within the limit; a refusal is not counted. Whoever cannot count because
   * too many others do at that moment is refused: such a storm is what the limit is against. If storage is away this
   * rejects with StorageUnavailableError, as whatever was to be done would.
   */
  async take(tenantId: string, action: string, { limit, windowMs }: RateLimit, now: Date): Promise<boolean> {
    const partition = keyPart(tenantId);
    const key = `${keyPart(action)}:${partition}`;
    for (let tries = 1; tries <= TRIES; tries++) {
      const row = await this.#table.get(partition, key, counter);
      const age = row === undefined ? undefined : now.getTime() - row.value.startedAt;
      // A start further ahead than a window was written by a clock that was wrong.
      const current = age !== undefined && age < windowMs && age > -windowMs ? row?.value : undefined;
      if ((current?.used ?? 0) >= limit) return false;
      const next = { startedAt: current?.startedAt ?? now.getTime(), used: (current?.used ?? 0) + 1 };
      try {
        if (row === undefined) await this.#table.insert(partition, key, next);
        else await this.#table.update(partition, key, next, row.etag);
        return true;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        if (tries < TRIES) await pauseAfterConflict(tries);
      }
    }
    return false;
  }
}
