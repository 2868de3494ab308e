import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { moment } from './identity.ts';

/** Crockford's base 32: digits and capitals without I, L, O and U, which are misread or spell words. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const DAY = 24 * 60 * 60_000;
const LIFE = 7 * DAY;

/** How many wrong codes lock a sign-in. */
export const WRONG_CODES_ALLOWED = 5;

/** How long a code stands on the card that shows it: gone within ten minutes, as timers are looked at every half minute. */
export const SHOWN_FOR = 9.5 * 60_000;

/** What is kept of a one-time code: never the code itself. */
export const signInSchema = z.object({
  /** Which code it is, and when it was made; the next one has another. */
  id: z.string(),
  salt: z.string(),
  hash: z.string(),
  madeAt: moment,
  expiresAt: moment,
  /** Codes that were tried; counted before they are looked at, so that guesses side by side count too. */
  tried: z.number().int().nonnegative(),
});
export type SignIn = z.infer<typeof signInSchema>;

/** A new one-time code: the text for a person's eyes, once, and what is kept of it. */
export interface NewCode {
  text: string;
  kept: SignIn;
}

/** Makes a one-time code of 60 random bits, as three groups of four, good for seven days. */
export async function makeSignInCode(random: (bytes: number) => Buffer, now: Date): Promise<NewCode> {
  // 256 is a multiple of 32, so each byte's lowest five bits are evenly spread.
  const characters = Array.from(random(LENGTH), byte => ALPHABET[byte % ALPHABET.length]).join('');
  const salt = randomBytes(16).toString('base64url');
  return {
    text: `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`,
    kept: {
      id: `${now.getTime().toString(36)}.${randomBytes(9).toString('base64url')}`,
      salt,
      hash: (await slowHash(characters, salt)).toString('base64url'),
      madeAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + LIFE).toISOString(),
      tried: 0,
    },
  };
}

/** What stands between the groups: any dash, the minus sign and the long vowel mark that keyboards put in its place, spaces. */
const DASH = '[\\p{Pd}−ー]';
const BETWEEN = new RegExp(`[\\s\\p{Cf}]|${DASH}`, 'gu');
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
/** Words of another text can have twelve such letters by chance; these shapes they seldom have. */
const IN_GROUPS = new RegExp(`^[^\\s-]{4}(?:\\s*${DASH}\\s*[^\\s-]{4}){2}$`, 'u');
const WITH_A_DIGIT = /^(?=.*\d)(?:\S{4} ?\S{4} ?\S{4})$/u;

/**
 * When the card that shows a code forgets it; its id tells, also after the code was used. Undefined for what is no id
 * of a code.
 */
export function hiddenAt(codeId: string): Date | undefined {
  const made = /^([0-9a-z]{8})\.[\w-]{12}$/.exec(codeId)?.[1];
  return made === undefined ? undefined : new Date(Number.parseInt(made, 36) + SHOWN_FOR);
}

/**
 * Reads a code as people type it: any case and width, with or without hyphens, O for zero, I or L for one.
 * Undefined when the text cannot be a code.
 */
export function readSignInCode(text: string): string | undefined {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(BETWEEN, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
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

/** Whether a code, as `readSignInCode` gives it, is the one that was kept. Takes as long for a wrong one as for the right one. */
export async function isSignInCode(code: string, kept: SignIn): Promise<boolean> {
  return timingSafeEqual(await slowHash(code, kept.salt), Buffer.from(kept.hash, 'base64url'));
}

/** scrypt with the costs that OWASP's password storage cheat sheet names for 32 MB: about a fifth of a second. */
function slowHash(code: string, salt: string): Promise<Buffer> {
  const costs = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, costs, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
