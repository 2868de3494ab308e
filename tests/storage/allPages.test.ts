import { describe, expect, it } from '@jest/globals';
import { allPages } from '../../storage/allPages.ts';
import type { Page } from '../../storage/rows.ts';

const pages: Page<string>[] = [
  { rows: [{ key: 'a', value: 'first', etag: '1' }], continuation: 'second' },
  { rows: [], continuation: 'third' },
  { rows: [{ key: 'b', value: 'last', etag: '1' }] },
];

describe('all pages of a list', () => {
  it('are read one after the other, over an empty one with more behind it', async () => {
    const asked: (string | undefined)[] = [];
    const found: string[] = [];
    const read = async (continuation: string | undefined) =>
      pages[asked.push(continuation) - 1] ?? { rows: [] };
    for await (const rows of allPages(read)) found.push(...rows.map(({ value }) => value));
    expect(found).toEqual(['first', 'last']);
    expect(asked).toEqual([undefined, 'second', 'third']);
  });

  it('are read no further than somebody looks', async () => {
    let asked = 0;
    for await (const _ of allPages(async () => pages[asked++] ?? { rows: [] })) break;
    expect(asked).toBe(1);
  });
});
