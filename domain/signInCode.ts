import {
  ALPHABET,
  DASH,
  inGroups,
  keepCode,
  type NewCode,
  randomCharacters,
  readCharacters,
} from './oneTimeCode.ts';

const LENGTH = 12;

/** Makes a one-time code of 60 random bits, as three groups of four, good for seven days. */
export async function makeSignInCode(random: (bytes: number) => Buffer, now: Date): Promise<NewCode> {
  const characters = randomCharacters(random, LENGTH);
  return { text: inGroups(characters), kept: await keepCode(characters, now) };
}

const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
/** Words of another text can have twelve such letters by chance; these shapes they seldom have. */
const IN_GROUPS = new RegExp(`^[^\\s-]{4}(?:\\s*${DASH}\\s*[^\\s-]{4}){2}$`, 'u');
const WITH_A_DIGIT = /^(?=.*\d)(?:\S{4} ?\S{4} ?\S{4})$/u;

/**
 * Reads a code as people type it: any case and width, with or without hyphens, O for zero, I or L for one.
 * Undefined when the text cannot be a code.
 */
export function readSignInCode(text: string): string | undefined {
  const code = readCharacters(text);
  return CODE.test(code) ? code : undefined;
}

/** Whether a text can only be meant as a code: three groups of four with hyphens, or twelve characters with a digit among them. */
export function looksLikeSignInCode(text: string): boolean {
  if (readSignInCode(text) === undefined) return false;
  const typed = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return IN_GROUPS.test(typed) || WITH_A_DIGIT.test(typed);
}

/** Three groups of four that stand alone, and not within a longer number or id. */
const GROUPS = /(?<![\p{L}\p{N}\p{Pd}])[0-9A-Z]{4}(?:\p{Pd}[0-9A-Z]{4}){2}(?![\p{L}\p{N}\p{Pd}])/iu;

/** The code in what someone typed or pasted: the whole text, or three groups of four among other words. */
export function findSignInCode(text: string): string | undefined {
  if (looksLikeSignInCode(text)) return text;
  const groups = GROUPS.exec(text.normalize('NFKC'))?.[0];
  return groups !== undefined && readSignInCode(groups) !== undefined ? groups : undefined;
}

/** Groups with dashes, or one long word, with both letters and digits: what a code becomes that was copied in part or mistyped. */
const NEARLY =
  /(?=\S*\d)(?=\S*[a-z])[0-9a-z]{2,6}(?:\p{Pd}[0-9a-z]{2,6}){1,3}|(?=\S*\d\S*[a-z])[0-9a-z]{8,}/iu;

/** Whether a text may hold a code with a slip in it: nothing that anybody repeats back. */
export function maybeNearSignInCode(text: string): boolean {
  return NEARLY.test(text.normalize('NFKC').replace(/\p{Cf}/gu, ''));
}
