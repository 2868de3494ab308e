/**
 * What botbuilder and its dialogs expect of any `Storage`, as its own stores keep it. Every store in the product and
 * botbuilder's in-memory one are held to the same list.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Storage } from 'botbuilder';

/** A key that no other test uses, in botbuilder's style. */
export const newKey = (): string => `msteams/conversations/a:1${randomUUID()}/`;

/** Declares the tests of the contract; `open` gives the store under test. */
export function keepsTheBotStorageContract(open: () => Storage): void {
  /** What is stored under a key, or undefined. */
  const read = async (key: string): Promise<Record<string, unknown> | undefined> =>
    (await open().read([key]))[key];

  describe('reading', () => {
    it('leaves unknown keys out', async () => {
      expect(await open().read([newKey(), newKey()])).toEqual({});
    });

    it('of no keys is nothing', async () => {
      expect(await open().read([])).toEqual({});
    });

    it('without keys is refused', async () => {
      const none: unknown = null;
      await expect(Reflect.apply(open().read, open(), [none])).rejects.toThrow(ReferenceError);
    });
  });

  describe('writing', () => {
    it('without changes is refused', async () => {
      const none: unknown = null;
      await expect(Reflect.apply(open().write, open(), [none])).rejects.toThrow(ReferenceError);
    });

    it('an empty set of changes is fine', async () => {
      await open().write({});
    });

    it('several values keeps each with its fields and an eTag of its own', async () => {
      const [one, two] = [newKey(), newKey()];
      await open().write({ [one]: { id: 1, deep: { list: [1, null, 'ü'] } }, [two]: { id: 2 } });
      const items = await open().read([one, two]);
      expect(items).toEqual({
        [one]: { id: 1, deep: { list: [1, null, 'ü'] }, eTag: expect.any(String) },
        [two]: { id: 2, eTag: expect.any(String) },
      });
    });

    it.each([
      ['punctuation', `!@#$%^&*()~/\\><,.?';"\`~${randomUUID()}`],
      ['slashes', `msteams/users//29:1/\\/${randomUUID()}`],
      ['letters of many languages', `ウィングチップ 翼 ü 😀 ${randomUUID()}`],
      ['line feeds and other control characters', `a\n\t\u0000\u0085${randomUUID()}`],
      ['a percent sign that looks like an escape', `%2F~2f${randomUUID()}`],
      ['one letter', randomUUID().slice(0, 1)],
      ['five thousand letters', `${'long/'.repeat(1_000)}${randomUUID()}`],
    ])('finds a key of %s again under its own name', async (_, key) => {
      await open().write({ [key]: { found: key } });
      expect(await open().read([key])).toEqual({ [key]: { found: key, eTag: expect.any(String) } });
    });

    it('keeps apart keys that differ in one character far behind, in case, or in what is escaped', async () => {
      const start = `${'x'.repeat(2_000)}${randomUUID()}`;
      const keys = [`${start}a`, `${start}A`, `${start}/`, `${start}~2f`, `${start}%2F`, `${start} `];
      await open().write(Object.fromEntries(keys.map(key => [key, { key }])));
      const items = await open().read(keys);
      for (const key of keys) expect(items[key]).toMatchObject({ key });
    });
  });

  describe('an eTag', () => {
    it('changes with every write', async () => {
      const key = newKey();
      await open().write({ [key]: { count: 1 } });
      const first = await read(key);
      await open().write({ [key]: { ...first, count: 2 } });
      const second = await read(key);
      expect(second).toMatchObject({ count: 2 });
      expect(second?.eTag).not.toBe(first?.eTag);
    });

    it.each([
      ['absent', undefined],
      ['empty', ''],
      ['*', '*'],
    ])('that is %s overwrites whatever is there', async (_, eTag) => {
      const key = newKey();
      await open().write({ [key]: { count: 1 } });
      await open().write({ [key]: { count: 2 } });
      await open().write({ [key]: { count: 3, ...(eTag === undefined ? {} : { eTag }) } });
      expect(await read(key)).toMatchObject({ count: 3 });
    });

    it('that is stale is refused with words that the SDK recognizes, and what is stored stays', async () => {
      const key = newKey();
      await open().write({ [key]: { count: 1 } });
      const stale = await read(key);
      await open().write({ [key]: { ...stale, count: 2 } });
      await expect(open().write({ [key]: { ...stale, count: 3 } })).rejects.toThrow(/etag conflict/i);
      expect(await read(key)).toMatchObject({ count: 2 });
    });

    it('made up by the writer is the first of its key only once', async () => {
      const key = newKey();
      const write = () => open().write({ [key]: { eTag: 'an id of a sign-in' } });
      await write();
      await expect(write()).rejects.toThrow(/etag conflict/i);
    });
  });

  describe('deleting', () => {
    it('removes what was written', async () => {
      const key = newKey();
      await open().write({ [key]: { there: true } });
      await open().delete([key]);
      expect(await open().read([key])).toEqual({});
    });

    it('what never was is fine', async () => {
      await open().delete([newKey()]);
    });
  });

  it('writes, reads, updates and deletes in batches', async () => {
    const keys = [newKey(), newKey(), newKey()];
    await open().write(Object.fromEntries(keys.map((key, index) => [key, { index }])));
    const items = await open().read(keys);
    for (const key of keys) items[key].index += 10;
    await open().write(items);
    const again = await open().read(keys);
    expect(keys.map(key => again[key].index)).toEqual([10, 11, 12]);
    await open().delete(keys);
    expect(await open().read(keys)).toEqual({});
  });
}
