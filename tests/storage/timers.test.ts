import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newInvitationId } from '../../domain/link.ts';
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
const dueIds = async (ms: number) => (await timers.due(at(ms))).map(timer => timer.invitationId);

describe('timers', () => {
  it('are due at their time and not before', async () => {
    const [soon, late] = [invitationId(), invitationId()];
    await timers.set(at(1_000), soon);
    await timers.set(at(2_000), late);
    expect(await dueIds(999)).toEqual([]);
    expect(await dueIds(1_000)).toEqual([soon]);
    expect(new Set(await dueIds(2_000))).toEqual(new Set([soon, late]));
  });

  it('of one shard come oldest first', async () => {
    const ids = Array.from({ length: 48 }, invitationId).filter(id => id.endsWith('0'));
    for (const [index, id] of [...ids].reverse().entries()) await timers.set(at(1_000 - index), id);
    expect(ids.length).toBeGreaterThan(1);
    expect(await dueIds(5_000)).toEqual(ids);
  });

  it('set twice for the same time are one', async () => {
    const id = invitationId();
    await timers.set(at(1_000), id);
    await timers.set(at(1_000), id);
    expect(await dueIds(1_000)).toEqual([id]);
  });

  it('stay until they are put away, and putting away twice is harmless', async () => {
    const id = invitationId();
    await timers.set(at(1_000), id);
    const [timer] = await timers.due(at(1_000));
    if (!timer) throw new Error('none is due');
    expect(await dueIds(9_000)).toEqual([id]);
    await timers.clear(timer);
    await timers.clear(timer);
    expect(await dueIds(9_000)).toEqual([]);
  });
});
