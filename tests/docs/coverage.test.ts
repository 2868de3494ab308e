import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const DOCS = new URL('../../docs/', import.meta.url);
const text = readFileSync(new URL('coverage.md', DOCS), 'utf8');

/** The capabilities of each source document, by how many it has. */
const ROWS = Object.entries({ S0: 16, S1: 24, S2: 6, S3: 19, S4: 17 }).flatMap(([document, many]) =>
  Array.from({ length: many }, (_, index) => `${document}-${index + 1}`),
);

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
    expect([...told].sort()).toEqual([...ROWS].sort());
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
