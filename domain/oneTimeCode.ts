import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { moment } from './identity.ts';
import type { Language } from './language.ts';

/** Crockford's base 32: digits and capitals without I, L, O and U, which are misread or spell words. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DAY = 24 * 60 * 60_000;
const LIFE = 7 * DAY;

/** How many wrong codes lock whatever a code opens. */
export const WRONG_CODES_ALLOWED = 5;

/** How long a code stands on the card that shows it: gone within ten minutes, as timers are looked at every half minute. */
export const SHOWN_FOR = 9.5 * 60_000;

/** What is kept of a one-time code: never the code itself. */
export const keptCodeSchema = z.object({
  /** Which code it is, and when it was made; the next one has another. */
  id: z.string(),
  salt: z.string(),
  hash: z.string(),
  madeAt: moment,
  expiresAt: moment,
  /** Codes that were tried; counted before they are looked at, so that guesses side by side count too. */
  tried: z.number().int().nonnegative(),
});
export type KeptCode = z.infer<typeof keptCodeSchema>;

/** A new one-time code: the text for a person's eyes, once, and what is kept of it. */
export interface NewCode {
  text: string;
  kept: KeptCode;
}

/** So many random characters, five bits each. */
export function randomCharacters(random: (bytes: number) => Buffer, length: number): string {
  // 256 is a multiple of 32, so each byte's lowest five bits are evenly spread.
  return Array.from(random(length), byte => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Characters as people read them: groups of four with hyphens. */
export function inGroups(characters: string): string {
  return characters.match(/.{1,4}/g)?.join('-') ?? '';
}

/** What is kept of the secret characters of a code that was just made, good for seven days. */
export async function keepCode(secret: string, now: Date): Promise<KeptCode> {
  const salt = randomBytes(16).toString('base64url');
  return {
    id: `${now.getTime().toString(36)}.${randomBytes(9).toString('base64url')}`,
    salt,
    hash: (await slowHash(secret, salt)).toString('base64url'),
    madeAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + LIFE).toISOString(),
    tried: 0,
  };
}

/** Whether the secret characters are those that were kept. Takes as long for wrong ones as for the right ones. */
export async function isKeptCode(secret: string, kept: KeptCode): Promise<boolean> {
  return timingSafeEqual(await slowHash(secret, kept.salt), Buffer.from(kept.hash, 'base64url'));
}

/** scrypt with the costs that OWASP's password storage cheat sheet names for 32 MB: about a fifth of a second. */
function slowHash(secret: string, salt: string): Promise<Buffer> {
  const costs = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, costs, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

/** What stands between the groups: any dash, the minus sign and the long vowel mark that keyboards put in its place, spaces. */
export const DASH = '[\\p{Pd}−ー]';
const BETWEEN = new RegExp(`[\\s\\p{Cf}]|${DASH}`, 'gu');

/** The characters of a code as people type it: any case and width, with or without hyphens, O for zero, I or L for one. */
export function readCharacters(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(BETWEEN, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** When the card that shows a code that was made then forgets it. */
export function hidesAt({ madeAt }: Pick<KeptCode, 'madeAt'>): Date {
  return new Date(Date.parse(madeAt) + SHOWN_FOR);
}

/**
 * When the card that shows a code forgets it; its id tells, also after the code was used. Undefined for what is no id
 * of a code.
 */
export function hiddenAt(codeId: string): Date | undefined {
  const made = /^([0-9a-z]{8})\.[\w-]{12}$/.exec(codeId)?.[1];
  return made === undefined ? undefined : new Date(Number.parseInt(made, 36) + SHOWN_FOR);
}

/** What is shown once: whose account it is, and the one-time code that goes with it. */
export interface ShownOnce {
  address: string;
  /** The code as it is shown, in groups of four. */
  code: string;
  /** When the card forgets it; the page then shows it no more, not even to whoever finds its address in a browser's history. */
  goneAt?: Date;
}

/**
 * The address of a page that copies what is shown once, in its reader's language. What is secret or personal stands
 * behind the #: browsers send that part to nobody, so no server, proxy or log ever has it.
 */
export function copyPageUrl(page: string, language: Language, { address, code, goneAt }: ShownOnce): string {
  const behind = new URLSearchParams({ address, code });
  if (goneAt) behind.set('until', String(goneAt.getTime()));
  return `${page}?language=${language}#${behind}`;
}
