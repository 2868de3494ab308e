import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BadContinuationError } from '../../storage/errors.ts';
import { newestFirst, startingWith } from '../../storage/keys.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';

const note = z.object({ text: z.string() });

let tables: Tables;
let requests = 0;
const somewhere = () => randomUUID();

beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
});
afterAll(() => tables.close());

/** Fills a partition with rows of these keys; the text of each is its key. */
async function rows(keys: string[]): Promise<string> {
  const partition = somewhere();
  await tables.companies.transact(
    partition,
    keys.map(key => ({ op: 'insert', key, value: { text: key }, columns: { odd: key.endsWith('1') } })),
  );
  return partition;
}

describe('a page', () => {
  it('holds the rows of the range in the order of their keys, each with an ETag that an update takes', async () => {
    const partition = await rows(['b2', 'a1', 'b1', 'c1', 'b3']);
    const page = await tables.companies.page(partition, startingWith('b'), note, { top: 10 });
    expect(page.rows.map(({ key }) => key)).toEqual(['b1', 'b2', 'b3']);
    expect(page.continuation).toBeUndefined();
    const [first] = page.rows;
    await tables.companies.update(partition, 'b1', { text: 'updated' }, first?.etag ?? '');
  });

  it('is one request each, and together the pages hold every row once', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const partition = await rows([...keys, 'j9', 'l0']);
    const seen: string[] = [];
    let continuation: string | undefined;
    let pages = 0;
    requests = 0;
    do {
      const page = await tables.companies.page(partition, startingWith('k'), note, { top: 10, continuation });
      seen.push(...page.rows.map(({ key }) => key));
      continuation = page.continuation;
      pages++;
    } while (continuation !== undefined);
    expect(seen).toEqual(keys);
    expect(requests).toBe(pages);
  });

  it('goes on where it ended also when keys are not ASCII', async () => {
    const keys = ['ウィング1', 'ウィング2', 'ウィング3', 'ウィング😀'];
    const partition = await rows([...keys, 'ウェ', '翼']);
    const range = startingWith('ウィング');
    const first = await tables.companies.page(partition, range, note, { top: 2 });
    const second = await tables.companies.page(partition, range, note, {
      top: 2,
      continuation: first.continuation,
    });
    expect([...first.rows, ...second.rows].map(({ key }) => key)).toEqual(keys);
  });

  it('filters by columns in storage', async () => {
    const partition = await rows(['a1', 'a2', 'b1', 'b2']);
    const page = await tables.companies.page(partition, { from: 'a', to: 'c' }, note, {
      top: 10,
      filter: odata`odd eq ${true}`,
    });
    expect(page.rows.map(({ key }) => key)).toEqual(['a1', 'b1']);
  });

  it('cannot be led out of its range by a filter with an "or"', async () => {
    const partition = await rows(['a1', 'b1']);
    const page = await tables.companies.page(partition, startingWith('a'), note, {
      top: 10,
      filter: 'odd eq true or odd eq false',
    });
    expect(page.rows.map(({ key }) => key)).toEqual(['a1']);
  });

  it('starts with what is newest when the keys are made so', async () => {
    const partition = await rows([
      `h:${newestFirst(new Date('2025-01-01T00:00:00Z'), 'old')}`,
      `h:${newestFirst(new Date('2025-03-01T00:00:00Z'), 'new')}`,
    ]);
    const page = await tables.companies.page(partition, startingWith('h:'), note, { top: 1 });
    expect(page.rows[0]?.key).toMatch(/-new$/);
  });

  it.each([0, 1_001, 1.5, Number.NaN])('of %d rows is refused', async top => {
    await expect(tables.companies.page('p', startingWith('a'), note, { top })).rejects.toThrow(RangeError);
  });
});

describe('a continuation', () => {
  it('stays in its partition and range, whichever page it was handed out for', async () => {
    const foreign = await rows(['k1', 'k2', 'k3']);
    const own = await rows(['k1', 'k2', 'k3', 'z1']);
    const other = await tables.companies.page(foreign, startingWith('k'), note, { top: 1 });
    const page = await tables.companies.page(own, startingWith('k'), note, {
      top: 10,
      continuation: other.continuation,
    });
    for (const { key } of page.rows) expect(key.startsWith('k')).toBe(true);
    const ownRows = await tables.companies.page(own, startingWith('k'), note, { top: 10 });
    const ownETags = ownRows.rows.map(({ etag }) => etag);
    for (const { etag } of page.rows) expect(ownETags).toContain(etag);
  });

  it.each([
    ['nothing', ''],
    ['not base64', '!!!'],
    ['not JSON', Buffer.from('hello').toString('base64url')],
    ['another shape', Buffer.from('{"a":1}').toString('base64url')],
    ['more than its shape', Buffer.from('{"nextPartitionKey":"a","b":1}').toString('base64url')],
    ['a number for a key', Buffer.from('{"nextPartitionKey":1}').toString('base64url')],
    ['endless', Buffer.from(`{"nextPartitionKey":"${'a'.repeat(5_000)}"}`).toString('base64url')],
  ])('that is %s is refused before anything is sent', async (_, continuation) => {
    requests = 0;
    const page = tables.companies.page('p', startingWith('a'), note, { top: 1, continuation });
    await expect(page).rejects.toThrow(BadContinuationError);
    expect(requests).toBe(0);
  });

  it('is safe in a URL and in JSON as it is', async () => {
    const partition = await rows(['k1', 'k2']);
    const page = await tables.companies.page(partition, startingWith('k'), note, { top: 1 });
    expect(page.continuation).toMatch(/^[A-Za-z0-9_-]+$/);
  });
});
