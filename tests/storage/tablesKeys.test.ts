import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadKeyError } from '../../storage/errors.ts';
import {
  checkKey,
  fromKeyPart,
  keyPart,
  LONGEST_KEY,
  newestFirst,
  oldestFirst,
  startingWith,
} from '../../storage/keys.ts';

/** How the service compares keys: by UTF-16 code units, as JavaScript compares strings. */
const inRange = (key: string, { from, to }: { from: string; to: string }) => key >= from && key < to;

describe('parts of keys', () => {
  it('hold any text, and give it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), text => {
        const part = keyPart(text);
        expect(() => checkKey(part)).not.toThrow();
        expect(fromKeyPart(part)).toBe(text);
      }),
      { seed: 20_251 },
    );
  });

  it('leave ordinary letters of any language as they are', () => {
    expect(keyPart('wingtip-toys.example ウィングチップ 翼尖玩具')).toBe(
      'wingtip-toys.example ウィングチップ 翼尖玩具',
    );
  });
});

describe('keys', () => {
  it.each([
    ['nothing', ''],
    ['a slash', 'a/b'],
    ['a backslash', 'a\\b'],
    ['a hash', 'a#b'],
    ['a question mark', 'a?b'],
    ['a line feed', 'a\nb'],
    ['half of a character', 'a\ud83d'],
    ['too many characters', 'x'.repeat(LONGEST_KEY + 1)],
  ])('with %s are refused', (_, key) => {
    expect(() => checkKey(key)).toThrow(BadKeyError);
  });

  it('of the greatest length are fine', () => {
    expect(() => checkKey('x'.repeat(LONGEST_KEY))).not.toThrow();
  });
});

describe('keys ordered by time', () => {
  const date = fc.date({ min: new Date(0), max: new Date('2286-11-20T00:00:00Z'), noInvalidDate: true });

  it('sort as their times do, or the other way round', () => {
    fc.assert(
      fc.property(date, date, (one, other) => {
        fc.pre(one < other);
        expect(oldestFirst(one, 'z') < oldestFirst(other, 'a')).toBe(true);
        expect(newestFirst(other, 'z') < newestFirst(one, 'a')).toBe(true);
      }),
      { seed: 20_251 },
    );
  });

  it('know no times before 1970 or after 2286', () => {
    expect(() => oldestFirst(new Date(-1), 'x')).toThrow(BadKeyError);
    expect(() => newestFirst(new Date('2300-01-01'), 'x')).toThrow(BadKeyError);
    expect(() => newestFirst(new Date('nonsense'), 'x')).toThrow(BadKeyError);
  });
});

describe('the range of a prefix', () => {
  it('holds every key that starts with it and no other', () => {
    // Letters as keys have them; unassigned code points at the very end of a plane are no letters.
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const range = startingWith(prefix);
        expect(inRange(prefix, range)).toBe(true);
        expect(inRange(prefix + other, range)).toBe(true);
        expect(inRange(other, range)).toBe(other.startsWith(prefix));
      }),
      { seed: 20_251 },
    );
  });

  it('needs a prefix', () => {
    expect(() => startingWith('')).toThrow(BadKeyError);
  });
});
