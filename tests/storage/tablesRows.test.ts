import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BadKeyError, ConflictError, RowCorruptError, RowTooLargeError } from '../../storage/errors.ts';
import { keyPart } from '../../storage/keys.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';

const note = z.object({ text: z.string() });

let tables: Tables;
const wire: string[] = [];
/** A partition that no other test uses. */
const somewhere = () => randomUUID();

beforeAll(async () => {
  tables = await openTestTables({ onRequest: (method, path) => wire.push(`${method} ${path}`) });
});
afterAll(() => tables.close());

describe('a row', () => {
  it('that was never written is undefined', async () => {
    expect(await tables.companies.get(somewhere(), 'r', note)).toBeUndefined();
  });

  it('comes back as it went in, whatever its keys and text hold', async () => {
    const partition = keyPart("O'Neil / \\ # ? % + & ü 翼 😀");
    const key = keyPart(`it's "quoted" 100% \u0007 日本語 ${somewhere()}`);
    const value = { text: `"quotes" \\ \u2028 \ud800 😀 ${'\u0000'} 翼` };
    await tables.companies.insert(partition, key, value);
    expect((await tables.companies.get(partition, key, note))?.value).toEqual(value);
  });

  it('is one request to write and one to read', async () => {
    const partition = somewhere();
    wire.length = 0;
    await tables.companies.insert(partition, 'r', { text: 'x' });
    await tables.companies.get(partition, 'r', note);
    expect(wire.map(request => request.split(' ')[0])).toEqual(['POST', 'GET']);
  });

  it('that exists is not inserted again', async () => {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: 'first' });
    const second = tables.companies.insert(partition, 'r', { text: 'second' });
    await expect(second).rejects.toMatchObject({
      name: 'ConflictError',
      reason: 'exists',
      partitionKey: partition,
      rowKey: 'r',
    });
    expect((await tables.companies.get(partition, 'r', note))?.value.text).toBe('first');
  });

  it('that somebody changed is not updated, and that somebody removed is not either', async () => {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: '1' });
    const read = await tables.companies.get(partition, 'r', note);
    const etag = read?.etag ?? '';
    await tables.companies.update(partition, 'r', { text: '2' }, etag);

    const update = tables.companies.update(partition, 'r', { text: '3' }, etag);
    await expect(update).rejects.toMatchObject({ name: 'ConflictError', reason: 'changed' });
    const removal = tables.companies.remove(partition, 'r', etag);
    await expect(removal).rejects.toMatchObject({ name: 'ConflictError', reason: 'changed' });

    await tables.companies.remove(partition, 'r', '*');
    const late = tables.companies.update(partition, 'r', { text: '4' }, etag);
    await expect(late).rejects.toMatchObject({ name: 'ConflictError', reason: 'missing' });
  });

  it('is replaced whole: nothing of a longer or wider predecessor stays', async () => {
    const partition = somewhere();
    await tables.companies.upsert(partition, 'r', { text: 'long '.repeat(20_000) }, { state: 'open' });
    await tables.companies.upsert(partition, 'r', { text: 'short' });
    expect((await tables.companies.get(partition, 'r', note))?.value.text).toBe('short');
    const open = await tables.companies.page(partition, { from: 'a', to: 'z' }, note, {
      top: 5,
      filter: "state eq 'open'",
    });
    expect(open.rows).toEqual([]);
  });

  it('can be removed whether it is there or not', async () => {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: 'x' });
    await tables.companies.remove(partition, 'r', '*');
    await tables.companies.remove(partition, 'r', '*');
    expect(await tables.companies.get(partition, 'r', note)).toBeUndefined();
  });

  it.each(['*', '', 'x', '"1"', 'W/"a"\r\nInjected: yes', 'W/"a"b"'])(
    'is not updated under something that no row has as its ETag: %j',
    async etag => {
      const partition = somewhere();
      await tables.companies.insert(partition, 'r', { text: 'kept' });
      wire.length = 0;
      const update = tables.companies.update(partition, 'r', { text: 'lost' }, etag);
      await expect(update).rejects.toThrow(ConflictError);
      expect(wire).toEqual([]);
    },
  );

  it('with a key that storage cannot hold is refused before anything is sent', async () => {
    wire.length = 0;
    await expect(tables.companies.get('p', 'a/b', note)).rejects.toThrow(BadKeyError);
    await expect(tables.companies.insert('p?', 'r', { text: '' })).rejects.toThrow(BadKeyError);
    await expect(tables.companies.upsert('p', 'r'.repeat(501), { text: '' })).rejects.toThrow(BadKeyError);
    expect(wire).toEqual([]);
  });
});

describe('a row of which the stored value does not fit', () => {
  it('is told by its keys and fields, never by its values', async () => {
    const partition = somewhere();
    await tables.companies.insert(partition, 'r', { text: 'something private' });
    const other = z.object({ text: z.number(), more: z.object({ deep: z.string() }) });
    const error: unknown = await tables.companies
      .get(partition, 'r', other)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowCorruptError);
    expect(String(error)).toContain(`${partition} r`);
    expect(String(error)).toContain('text: invalid_type');
    expect(String(error)).not.toContain('private');
  });
});

describe('the size of a row', () => {
  // A property holds 32,768 characters and our values are cut at 32,000: all edges of both.
  const sizes = [31_987, 31_988, 31_989, 32_767, 32_768, 32_769, 63_999, 64_000, 64_001, 500_000];

  it.each(sizes)('of %i characters is no limit', async size => {
    const partition = somewhere();
    const text = 'x'.repeat(size);
    await tables.companies.insert(partition, 'r', { text });
    expect((await tables.companies.get(partition, 'r', note))?.value.text === text).toBe(true);
  });

  it.each([0, 1])('never cuts a character in two (offset %i)', async offset => {
    const partition = somewhere();
    const text = 'x'.repeat(offset) + '😀'.repeat(40_000);
    await tables.companies.insert(partition, 'r', { text });
    expect((await tables.companies.get(partition, 'r', note))?.value.text === text).toBe(true);
  });

  it('just below 1 MiB by the formula of the service is taken, just above it is refused with key and size', async () => {
    const partition = somewhere();
    // 2 bytes a character, and a little under 1 KiB for the properties that 520,000 characters need.
    await tables.companies.insert(partition, 'fits', { text: 'x'.repeat(523_500) });
    expect((await tables.companies.get(partition, 'fits', note))?.value.text).toHaveLength(523_500);

    wire.length = 0;
    const error: unknown = await tables.companies
      .insert(partition, 'burst', { text: 'x'.repeat(524_288) })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowTooLargeError);
    expect(error).toMatchObject({ key: `${partition} burst`, limit: 1_048_576 });
    expect(String(error)).toMatch(/burst.* takes 10\d{5} bytes/);
    expect(wire).toEqual([]);
  });
});

describe('columns beside the value', () => {
  it.each(['json', 'json1', 'write', 'PartitionKey', 'etag', 'with space', ''])(
    'may not be named %j',
    async name => {
      const insert = tables.companies.insert(somewhere(), 'r', { text: '' }, { [name]: 'x' });
      await expect(insert).rejects.toThrow(TypeError);
    },
  );

  it('take no number that storage would round', async () => {
    const insert = tables.companies.insert(somewhere(), 'r', { text: '' }, { when: Date.UTC(2025, 1, 1) });
    await expect(insert).rejects.toThrow(TypeError);
  });
});

describe('fifty writers of one row', () => {
  it('win one at a time: each round exactly one, and no change is lost', async () => {
    const partition = somewhere();
    const count = z.object({ count: z.number(), winner: z.number() });
    await tables.companies.insert(partition, 'r', { count: 0, winner: -1 });

    for (let round = 1; round <= 5; round++) {
      const read = await tables.companies.get(partition, 'r', count);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, winner) =>
          tables.companies.update(partition, 'r', { count: round, winner }, read?.etag ?? ''),
        ),
      );
      const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ reason: 'changed' });
      }
      const after = await tables.companies.get(partition, 'r', count);
      expect(after?.value).toEqual({ count: round, winner: winners[0] });
    }
  });

  it('insert it once', async () => {
    const partition = somewhere();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => tables.companies.insert(partition, 'r', { text: String(i) })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
