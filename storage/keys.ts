/**
 * Partition and row keys: how free text becomes part of one, how time orders rows, how a prefix becomes a range.
 * The service refuses `/ \ # ?` and control characters; Azurite refuses more than 512 characters, the service more
 * than 1,024. In Azurite only rows of which both keys are selective are found quickly: repeat the id in the row key.
 */
import { BadKeyError } from './errors.ts';

/** The longest key that we use, in characters: below what every implementation takes. */
export const LONGEST_KEY = 500;

/** Characters that a key may not hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const FORBIDDEN = /[/\\#?\u0000-\u001f\u007f-\u009f]/;
/** What `keyPart` rewrites: what a key may not hold, its own escape, and the percent sign, which URLs read twice. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const REWRITTEN = /[/\\#?%~\u0000-\u001f\u007f-\u009f]/g;

/**
 * Makes any text fit to be a part of a key: `~` and two hexadecimal digits stand for each character that keys may
 * not hold. Different texts give different parts (lone surrogates aside, which no URL can carry: they become U+FFFD).
 */
export function keyPart(text: string): string {
  return text
    .toWellFormed()
    .replace(REWRITTEN, character => `~${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Turns a part made by `keyPart` into the text that it was made of. */
export function fromKeyPart(part: string): string {
  return part.replace(/~([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Throws BadKeyError unless storage can hold `key`. */
export function checkKey(key: string): void {
  if (key === '') throw new BadKeyError('a key is empty');
  if (key.length > LONGEST_KEY) {
    throw new BadKeyError(
      `the key "${key.slice(0, 40)}…" has ${key.length} characters; ${LONGEST_KEY} is the most`,
    );
  }
  if (FORBIDDEN.test(key)) {
    throw new BadKeyError(
      `the key ${JSON.stringify(key)} holds a character that keys may not have; see keyPart`,
    );
  }
  if (!key.isWellFormed()) throw new BadKeyError('a key holds half of a character (a lone surrogate)');
}

/** The last instant that time-ordered keys can tell (in the year 2286): thirteen digits of milliseconds. */
const LAST_MS = 9_999_999_999_999;

/** A row key part that sorts the newest first; `id` keeps rows of the same millisecond apart. */
export function newestFirst(at: Date, id: string): string {
  return `${digits(LAST_MS - at.getTime())}-${id}`;
}

/** A row key part that sorts the oldest first; `id` keeps rows of the same millisecond apart. */
export function oldestFirst(at: Date, id: string): string {
  return `${digits(at.getTime())}-${id}`;
}

/** The time that a row key part made by `oldestFirst` tells. */
export function timeIn(part: string): Date {
  return new Date(Number(part.slice(0, 13)));
}

function digits(ms: number): string {
  if (!Number.isInteger(ms) || ms < 0 || ms > LAST_MS)
    throw new BadKeyError('a time lies outside 1970 to 2286');
  return String(ms).padStart(13, '0');
}

/** Row keys from `from` up to but without `to`. */
export interface KeyRange {
  from: string;
  to: string;
}

/** The range of all row keys that start with `prefix` (which may not be empty). */
export function startingWith(prefix: string): KeyRange {
  const characters = Array.from(prefix);
  const last = characters.pop()?.codePointAt(0);
  if (last === undefined) throw new BadKeyError('a range needs a prefix');
  // The next code point; surrogates are no characters and are skipped.
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  if (next > 0x10ffff) throw new BadKeyError('no key sorts after this prefix');
  return { from: prefix, to: characters.join('') + String.fromCodePoint(next) };
}

/**
 * The rest of a range after a key that it holds, all of it without one: keys hold no character before the space, so
 * nothing lies between.
 */
export function goingOn(range: KeyRange, key: string | undefined): KeyRange {
  return key === undefined ? range : { from: `${key} `, to: range.to };
}
