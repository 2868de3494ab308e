import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConflictError, RowTooLargeError, StorageUnavailableError } from '../../storage/errors.ts';
import type { Op } from '../../storage/rows.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { openTestTables, sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { type ForgetfulProxy, startForgetfulProxy } from '../support/forgetfulProxy.ts';

const note = z.object({ text: z.string() });
const insert = (key: string, text = key): Op => ({ op: 'insert', key, value: { text } });

let tables: Tables;
const wire: string[] = [];
const somewhere = () => randomUUID();

beforeAll(async () => {
  tables = await openTestTables({ onRequest: (method, path) => wire.push(`${method} ${path}`) });
});
afterAll(() => tables.close());

/** The texts of all rows of a partition, by key. */
async function textsIn(from: Tables, partition: string): Promise<Record<string, string>> {
  const page = await from.companies.page(partition, { from: '!', to: '~' }, note, { top: 1_000 });
  return Object.fromEntries(page.rows.map(({ key, value }) => [key, value.text]));
}

describe('a transaction', () => {
  it('writes all its rows in one request', async () => {
    const partition = somewhere();
    await tables.companies.transact(partition, [insert('u'), insert('d'), insert("it's 翼")]);
    const update = await tables.companies.get(partition, 'u', note);
    const doomed = await tables.companies.get(partition, 'd', note);

    wire.length = 0;
    await tables.companies.transact(partition, [
      insert('i', 'inserted "\r\n--changeset_x--\r\n" 😀'),
      { op: 'update', key: 'u', value: { text: 'updated' }, etag: update?.etag ?? '' },
      { op: 'upsert', key: 'p', value: { text: 'put' }, columns: { state: 'ü' } },
      { op: 'delete', key: 'd', etag: doomed?.etag ?? '' },
    ]);
    expect(wire).toHaveLength(1);
    expect(await textsIn(tables, partition)).toEqual({
      i: 'inserted "\r\n--changeset_x--\r\n" 😀',
      u: 'updated',
      p: 'put',
      "it's 翼": "it's 翼",
    });
  });

  it('of no operation is no request, of one is one', async () => {
    wire.length = 0;
    await tables.companies.transact(somewhere(), []);
    await tables.companies.transact(somewhere(), [insert('a')]);
    expect(wire).toHaveLength(1);
  });

  it('takes a hundred operations and not one more', async () => {
    const partition = somewhere();
    const ops = Array.from({ length: 100 }, (_, index) => insert(`k${index}`));
    await tables.companies.transact(partition, ops);
    expect(Object.keys(await textsIn(tables, partition))).toHaveLength(100);
    await expect(tables.companies.transact(somewhere(), [...ops, insert('l')])).rejects.toThrow(RangeError);
  });

  it('names a row once', async () => {
    const twice = tables.companies.transact(somewhere(), [
      insert('a'),
      { op: 'delete', key: 'a', etag: '*' },
    ]);
    await expect(twice).rejects.toThrow(RangeError);
  });

  it('larger than a request may be is refused before it is sent', async () => {
    const ops = Array.from({ length: 10 }, (_, index) => insert(`k${index}`, 'x'.repeat(450_000)));
    wire.length = 0;
    await expect(tables.companies.transact(somewhere(), ops)).rejects.toThrow(RowTooLargeError);
    expect(wire).toEqual([]);
  });

  it('of the greatest size that a request may have arrives whole', async () => {
    const partition = somewhere();
    const ops = Array.from({ length: 9 }, (_, index) => insert(`k${index}`, 'x'.repeat(450_000)));
    await tables.companies.transact(partition, ops);
    expect(Object.values(await textsIn(tables, partition)).map(text => text.length)).toEqual(
      ops.map(() => 450_000),
    );
  });
});

describe('a transaction that loses', () => {
  /** A partition with a row `r` that has been changed since `stale` was read. */
  async function changed(): Promise<{ partition: string; stale: string }> {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: '1' });
    const read = await tables.companies.get(partition, 'r', note);
    await tables.companies.upsert(partition, 'r', { text: '2' });
    return { partition, stale: read?.etag ?? '' };
  }

  it.each([
    ['an insert of what exists', 'exists', 'r', (): Op => insert('r')],
    [
      'an update of what changed',
      'changed',
      'r',
      (etag: string): Op => ({ op: 'update', key: 'r', value: {}, etag }),
    ],
    ['a removal of what changed', 'changed', 'r', (etag: string): Op => ({ op: 'delete', key: 'r', etag })],
    [
      'an update of what is gone',
      'missing',
      'g',
      (etag: string): Op => ({ op: 'update', key: 'g', value: {}, etag }),
    ],
    ['a removal of what is gone', 'missing', 'g', (): Op => ({ op: 'delete', key: 'g', etag: '*' })],
  ])('by %s names that row and writes nothing', async (_, reason, rowKey, op) => {
    const { partition, stale } = await changed();
    const lost = tables.companies.transact(partition, [insert('a'), op(stale), insert('z')]);
    await expect(lost).rejects.toMatchObject({
      name: 'ConflictError',
      reason,
      partitionKey: partition,
      rowKey,
    });
    expect(await textsIn(tables, partition)).toEqual({ r: '2' });
  });

  it('to forty others at the same row leaves exactly one winner and its history', async () => {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: 'open' });
    const read = await tables.companies.get(partition, 'r', note);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        tables.companies.transact(partition, [
          { op: 'update', key: 'r', value: { text: `won by ${index}` }, etag: read?.etag ?? '' },
          insert(`history-${index}`, `won by ${index}`),
        ]),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { r, ...history } = await textsIn(tables, partition);
    expect(Object.values(history)).toEqual([r]);
  });
});

describe('a write whose answer gets lost', () => {
  let proxy: ForgetfulProxy;
  let behind: Tables;
  /** The same tables, not through the proxy. */
  let direct: Tables;
  beforeAll(async () => {
    const connectionString = await sharedStorage();
    const prefix = uniquePrefix();
    proxy = await startForgetfulProxy(connectionString);
    behind = openTables({ connectionString: proxy.connectionString }, { prefix });
    direct = openTables({ connectionString }, { prefix });
    await behind.ensure();
  });
  afterAll(async () => {
    await Promise.all([behind.close(), direct.close()]);
    await proxy.close();
  });
  const isWrite = ({ method }: { method: string }) => method !== 'GET';

  it('is not reported as a conflict with itself: insert', async () => {
    const partition = somewhere();
    proxy.dropNextAnswer(isWrite);
    await behind.companies.insert(partition, 'r', { text: 'mine' });
    expect(await textsIn(behind, partition)).toEqual({ r: 'mine' });
  });

  it('is not reported as a conflict with itself: update', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: '1' });
    const read = await behind.companies.get(partition, 'r', note);
    proxy.dropNextAnswer(isWrite);
    await behind.companies.update(partition, 'r', { text: '2' }, read?.etag ?? '');
    expect(await textsIn(behind, partition)).toEqual({ r: '2' });
  });

  it('is not reported as a conflict with itself: a transaction', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: '1' });
    const read = await behind.companies.get(partition, 'r', note);
    proxy.dropNextAnswer(isWrite);
    await behind.companies.transact(partition, [
      { op: 'update', key: 'r', value: { text: '2' }, etag: read?.etag ?? '' },
      insert('outbox'),
    ]);
    expect(await textsIn(behind, partition)).toEqual({ r: '2', outbox: 'outbox' });
  });

  it('is recognized also if one of its rows was taken away meanwhile', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: '1' });
    const read = await behind.companies.get(partition, 'r', note);
    proxy.dropNextAnswer(isWrite, () => direct.companies.remove(partition, 'outbox', '*'));
    await behind.companies.transact(partition, [
      { op: 'update', key: 'r', value: { text: '2' }, etag: read?.etag ?? '' },
      insert('outbox'),
    ]);
    expect(await textsIn(behind, partition)).toEqual({ r: '2' });
  });

  it('is a conflict if it was somebody else who had won', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: 'theirs' });
    proxy.dropNextAnswer(isWrite);
    await expect(behind.companies.insert(partition, 'r', { text: 'mine' })).rejects.toThrow(ConflictError);
    expect(await textsIn(behind, partition)).toEqual({ r: 'theirs' });
  });

  it('is of unknown outcome if it only removed', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: '1' });
    const read = await behind.companies.get(partition, 'r', note);
    proxy.dropNextAnswer(isWrite);
    const removal = behind.companies.remove(partition, 'r', read?.etag ?? '');
    await expect(removal).rejects.toThrow(StorageUnavailableError);
  });

  it('is done all the same if it was to remove whatever is there, or to write over it', async () => {
    const partition = somewhere();
    proxy.dropNextAnswer(isWrite);
    await behind.companies.upsert(partition, 'r', { text: '1' });
    proxy.dropNextAnswer(isWrite);
    await behind.companies.remove(partition, 'r', '*');
    expect(await textsIn(behind, partition)).toEqual({});
  });

  it('is waited for when storage says that it is busy and did nothing', async () => {
    const partition = somewhere();
    proxy.answerNext(isWrite, 503, 'ServerBusy');
    proxy.answerNext(isWrite, 429, 'TooManyRequests');
    await behind.companies.transact(partition, [insert('a'), insert('b')]);
    expect(await textsIn(behind, partition)).toEqual({ a: 'a', b: 'b' });
  });

  it('is read again when it was a read', async () => {
    const partition = somewhere();
    await behind.companies.insert(partition, 'r', { text: '1' });
    proxy.dropNextAnswer(({ method }) => method === 'GET');
    proxy.answerNext(({ method }) => method === 'GET', 500, 'OperationTimedOut');
    expect((await behind.companies.get(partition, 'r', note))?.value.text).toBe('1');
  });

  it('is refused politely when storage does not let us in', async () => {
    proxy.answerNext(isWrite, 403, 'AuthenticationFailed');
    const write = behind.companies.insert(somewhere(), 'r', { text: '1' });
    await expect(write).rejects.toThrow(StorageUnavailableError);
  });
});
