import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newInvitationId } from '../../domain/link.ts';
import type { TimerWork } from '../../domain/timerWork.ts';
import { oldestFirst } from '../../storage/keys.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { Timers } from '../../storage/timers.ts';
import { sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { at, NOW } from './examples.ts';

let tables: Tables;
let timers: Timers;
const opened: Tables[] = [];
beforeEach(async () => {
  tables = openTables({ connectionString: await sharedStorage() }, { prefix: uniquePrefix() });
  opened.push(tables);
  await tables.ensure();
  timers = new Timers(tables.timers);
});
afterAll(() => Promise.all(opened.map(each => each.close())));

let count = 0;
const invitationId = () => newInvitationId(randomUUID(), NOW, bytes => Buffer.alloc(bytes, count++));
const expiry = (invitationId: string): TimerWork => ({ kind: 'expireInvitation', invitationId });
const idIn = (work: TimerWork) => (work.kind === 'expireInvitation' ? work.invitationId : work.kind);
const dueIds = async (ms: number) => (await timers.due(at(ms))).map(timer => idIn(timer.work));

describe('timers', () => {
  it('are due at their time and not before', async () => {
    const [soon, late] = [invitationId(), invitationId()];
    await timers.set(at(1_000), expiry(soon));
    await timers.set(at(2_000), expiry(late));
    expect(await dueIds(999)).toEqual([]);
    expect(await dueIds(1_000)).toEqual([soon]);
    expect(new Set(await dueIds(2_000))).toEqual(new Set([soon, late]));
  });

  it('of one shard come oldest first', async () => {
    const ids = Array.from({ length: 48 }, invitationId);
    for (const [index, id] of ids.entries()) await timers.set(at(48_000 - index * 1_000), expiry(id));
    const shards = new Map<string, string[]>();
    for (const { shard, work } of await timers.due(at(99_000))) {
      shards.set(shard, [...(shards.get(shard) ?? []), idIn(work)]);
    }
    const latestFirst = (of: string[]) => ids.filter(id => of.includes(id));
    expect(shards.size).toBeLessThan(ids.length);
    for (const found of shards.values()) expect(found).toEqual(latestFirst(found).reverse());
  });

  it('set twice for the same time are one', async () => {
    const id = invitationId();
    await timers.set(at(1_000), expiry(id));
    await timers.set(at(1_000), expiry(id));
    expect(await dueIds(1_000)).toEqual([id]);
  });

  it('that an earlier version set are read as what they were', async () => {
    const id = invitationId();
    await tables.timers.upsert('a', oldestFirst(at(1_000), id), {
      invitationId: id,
      at: at(1_000).toISOString(),
    });
    expect((await timers.due(at(1_000))).map(timer => timer.work)).toEqual([expiry(id)]);
  });

  it('can be called off, also when they fired already', async () => {
    const id = invitationId();
    await timers.set(at(1_000), expiry(id));
    await timers.callOff(at(1_000), 'expireInvitation', id);
    await timers.callOff(at(1_000), 'expireInvitation', id);
    expect(await dueIds(9_000)).toEqual([]);
  });

  it('stay until they are put away, and putting away twice is harmless', async () => {
    const id = invitationId();
    await timers.set(at(1_000), expiry(id));
    const [timer] = await timers.due(at(1_000));
    if (!timer) throw new Error('none is due');
    expect(await dueIds(9_000)).toEqual([id]);
    await timers.clear(timer);
    await timers.clear(timer);
    expect(await dueIds(9_000)).toEqual([]);
  });
});
