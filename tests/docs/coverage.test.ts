import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const DOCS = new URL('../../docs/', import.meta.url);
const text = readFileSync(new URL('coverage.md', DOCS), 'utf8');

/** Rows of one source document that are shown to work, by their numbers. */
const rows = (document: string, ...numbers: number[]) => numbers.map(number => `${document}-${number}`);
const SHOWN = [
  ...rows('S0', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
  ...rows('S1', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24),
  ...rows('S2', 1, 2, 4, 5, 6),
  ...rows('S3', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
  ...rows('S4', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
];

/** The lines of the table: which rows they are about, and the tests that they name. */
const lines = text
  .split('\n')
  .filter(line => /^\| S\d-\d/.test(line))
  .map(line => {
    const [numbers = '', what = '', proof = ''] = line.slice(2, -2).split(' | ');
    return {
      numbers: numbers.split(', '),
      what,
      tests: [...proof.matchAll(/\[[^\]]+\]\(([^)]+)\): `([^`]+)`/g)].map(([, path = '', title = '']) => ({
        path,
        title,
      })),
    };
  });

describe('docs/coverage.md', () => {
  it('has every row once, and no other', () => {
    const told = lines.flatMap(({ numbers }) => numbers);
    expect([...told].sort()).toEqual([...SHOWN].sort());
  });

  it.each(lines.map(({ numbers, what, tests }) => [numbers.join(', '), what, tests] as const))(
    'names tests that are there: %s, %s',
    (_, what, tests) => {
      expect(what).not.toBe('');
      expect(tests).not.toEqual([]);
      for (const { path, title } of tests) {
        const file = new URL(path, DOCS);
        expect([path, existsSync(file)]).toEqual([path, true]);
        expect([path, title, titlesIn(readFileSync(file, 'utf8')).includes(title)]).toEqual([
          path,
          title,
          true,
        ]);
      }
    },
  );
});

/** The titles of a file's tests, and of what its tests stand in, as they are written there. */
function titlesIn(source: string): string[] {
  const called = /\b(?:describe|it)(?:\.each\([\s\S]*?\))?\(\s*(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/g;
  return [...source.matchAll(called)].map(([, quoted, template]) => quoted ?? template ?? '');
}
