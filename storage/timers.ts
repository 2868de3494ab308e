import { hash } from 'node:crypto';
import * as z from 'zod';
import { moment } from '../domain/identity.ts';
import { type TimerWork, timerId, timerWorkSchema } from '../domain/timerWork.ts';
import { oldestFirst } from './keys.ts';
import type { Table } from './rows.ts';

/** Earlier versions knew one kind of work and kept an invitation's id alone. */
const formerTimer = z.object({ invitationId: z.string(), at: moment }).transform(
  ({ invitationId, at }): StoredTimer => ({
    work: { kind: 'expireInvitation', invitationId },
    at,
  }),
);
const timerSchema = z.object({ work: timerWorkSchema, at: moment });
type StoredTimer = z.infer<typeof timerSchema>;
const storedTimer = z.union([timerSchema, formerTimer]);

/** A timer that is due, with what is needed to put it away. */
export interface DueTimer {
  work: TimerWork;
  at: Date;
  shard: string;
  key: string;
}

const SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/**
 * What has to happen at a certain time. Sharded by a digest of the work's id, oldest first in each shard, so that what is
 * due is found without reading anything else.
 */
export class Timers {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Sets a timer; setting the same again changes nothing. One request. */
  async set(at: Date, work: TimerWork): Promise<void> {
    const { shard, key } = placeOf(at, work.kind, timerId(work));
    await this.#table.upsert(shard, key, { work, at: at.toISOString() });
  }

  /** Up to a hundred due timers a shard. One query a shard. */
  async due(now: Date): Promise<DueTimer[]> {
    const to = oldestFirst(new Date(now.getTime() + 1), '');
    const shards = await Promise.all(
      SHARDS.map(async shard => {
        const page = await this.#table.page(shard, { from: '0', to }, storedTimer, { top: 100 });
        return page.rows.map(({ value, key }) => ({ work: value.work, at: new Date(value.at), shard, key }));
      }),
    );
    return shards.flat();
  }

  /** Puts a timer away once its work is done. */
  async clear(timer: Pick<DueTimer, 'shard' | 'key'>): Promise<void> {
    await this.#table.remove(timer.shard, timer.key, '*');
  }

  /** Puts a timer away that need not fire any more; one that fired already is gone, which is no error. */
  async callOff(at: Date, kind: TimerWork['kind'], id: string): Promise<void> {
    await this.clear(placeOf(at, kind, id));
  }
}

function placeOf(at: Date, kind: TimerWork['kind'], id: string): Pick<DueTimer, 'shard' | 'key'> {
  const digest = hash('sha256', `${kind} ${id}`, 'hex');
  return { shard: digest.slice(0, 1), key: oldestFirst(at, digest) };
}
