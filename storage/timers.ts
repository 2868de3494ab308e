import * as z from 'zod';
import { keyPart, oldestFirst } from './keys.ts';
import type { Table } from './rows.ts';

const timerSchema = z.object({ invitationId: z.string(), at: z.iso.datetime() });

/** A timer that is due, with what is needed to put it away. */
export interface DueTimer {
  invitationId: string;
  shard: string;
  key: string;
}

const SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/**
 * What has to happen at a certain time: today, the expiry of invitations. Sharded by the last digit of the random
 * part of the id, oldest first in each shard, so that what is due is found without reading anything else.
 */
export class Timers {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Sets a timer; setting the same again changes nothing. One request. */
  async set(at: Date, invitationId: string): Promise<void> {
    const key = oldestFirst(at, keyPart(invitationId));
    await this.#table.upsert(shardOf(invitationId), key, { invitationId, at: at.toISOString() });
  }

  /** Up to a hundred due timers a shard. One query a shard. */
  async due(now: Date): Promise<DueTimer[]> {
    const to = oldestFirst(new Date(now.getTime() + 1), '');
    const shards = await Promise.all(
      SHARDS.map(async shard => {
        const page = await this.#table.page(shard, { from: '0', to }, timerSchema, { top: 100 });
        return page.rows.map(row => ({ invitationId: row.value.invitationId, shard, key: row.key }));
      }),
    );
    return shards.flat();
  }

  /** Puts a timer away once its work is done. */
  async clear(timer: DueTimer): Promise<void> {
    await this.#table.remove(timer.shard, timer.key, '*');
  }
}

function shardOf(invitationId: string): string {
  return invitationId.slice(-1);
}
