import { createHash } from 'node:crypto';
import * as z from 'zod';
import { guid, isSamePerson, moment, type PersonRef, personRefSchema } from './identity.ts';
import type { Language } from './language.ts';
import {
  ALPHABET,
  copyPageUrl,
  inGroups,
  keepCode,
  keptCodeSchema,
  type NewCode,
  randomCharacters,
  readCharacters,
  type ShownOnce,
  WRONG_CODES_ALLOWED,
} from './oneTimeCode.ts';

/** The first characters of a code say which account it is of; the others are its secret, of 60 random bits. */
const SELECTOR = 8;
const SECRET = 12;

/** More people than that do not enter one code; the latest ones count. */
const MOST_ENTERED = 20;

/** The setup of an account that a partner opened: what is kept of its one-time code, and what became of it. */
export const setupSchema = z.object({
  accountId: guid,
  /** The administrator's account as the setup information names it. */
  accountName: z.string(),
  code: keptCodeSchema,
  /** Who made the code, and hears that it was used or locked. */
  madeBy: personRefSchema,
  lockedAt: moment.optional(),
  /** Who entered the right code: they may bind their tenant, as long as it is the code that counts. */
  entered: z.array(z.object({ tenantId: guid, objectId: guid })).default([]),
  /** The tenant that has the account for good. */
  boundTo: z.object({ tenantId: guid, by: personRefSchema, at: moment }).optional(),
});
export type Setup = z.infer<typeof setupSchema>;

/** A new setup code: what is shown once, what is kept, and the digest under which its account is found. */
export interface NewSetupCode extends NewCode {
  digest: string;
}

/** Makes a setup code, as five groups of four, good for seven days. */
export async function makeSetupCode(random: (bytes: number) => Buffer, now: Date): Promise<NewSetupCode> {
  const selector = randomCharacters(random, SELECTOR);
  const secret = randomCharacters(random, SECRET);
  return {
    text: inGroups(selector + secret),
    kept: await keepCode(secret, now),
    digest: digestOf(selector),
  };
}

/** A setup code as it was read: the digest that finds its account, and the secret that opens it. */
export interface ReadSetupCode {
  digest: string;
  secret: string;
}

/** Not even half of a code lies in a table: its account is found by a digest. */
function digestOf(selector: string): string {
  return createHash('sha256').update(`setup code ${selector}`).digest('hex');
}

const CODE = new RegExp(`^[${ALPHABET}]{${SELECTOR + SECRET}}$`);

/** Reads a code as people type it; undefined when the text cannot be one. */
export function readSetupCode(text: string): ReadSetupCode | undefined {
  const code = readCharacters(text);
  if (!CODE.test(code)) return undefined;
  return { digest: digestOf(code.slice(0, SELECTOR)), secret: code.slice(SELECTOR) };
}

/** Five groups of four that stand alone, and not within a longer number or id. */
const GROUPS = /(?<![\p{L}\p{N}\p{Pd}])[0-9A-Z]{4}(?:[\p{Pd}−ー][0-9A-Z]{4}){4}(?![\p{L}\p{N}\p{Pd}])/iu;
/** The same without hyphens, or with spaces; a digit must be among them, since words may have that many letters. */
const TOGETHER = /^(?=.*\d)\S{4}(?: ?\S{4}){4}$/u;

/** The code in what someone typed or pasted: the whole text, or five groups of four among other words. */
export function findSetupCode(text: string): string | undefined {
  const typed = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (TOGETHER.test(typed) && readSetupCode(typed)) return typed;
  const groups = GROUPS.exec(typed)?.[0];
  return groups !== undefined && readSetupCode(groups) ? groups : undefined;
}

/** How a setup stands: `waiting` for its first admin, or why a code opens nothing now. */
export type SetupState = 'waiting' | 'expired' | 'locked' | 'bound';

export function setupStateAt({ boundTo, lockedAt, code }: Setup, now: Date): SetupState {
  if (boundTo) return 'bound';
  if (lockedAt) return 'locked';
  return now.getTime() >= Date.parse(code.expiresAt) ? 'expired' : 'waiting';
}

export type SetupCommand =
  /** Counts a code that is about to be looked at. */
  | { do: 'tryCode' }
  /** The code was wrong. */
  | { do: 'wrongCode' }
  /** Somebody entered the right code. */
  | { do: 'enter'; person: Setup['entered'][number] }
  | { do: 'bind'; by: PersonRef };

export type SetupRefusal =
  | Exclude<SetupState, 'waiting'>
  /** Another code is in its place. */
  | 'replaced'
  | 'unchanged'
  /** They have not entered the code that counts. */
  | 'notEntered';

export type SetupChange = { next: Setup; event: 'locked' | 'bound' | undefined } | { refused: SetupRefusal };

/**
 * Applies a command to a setup; pure. `codeId` is the code that it is about: a later one in its place refuses it. Only
 * whoever entered the right code binds, once, and for good.
 */
export function changeSetup(setup: Setup, codeId: string, command: SetupCommand, now: Date): SetupChange {
  const state = setupStateAt(setup, now);
  if (state === 'bound') return { refused: 'bound' };
  if (setup.code.id !== codeId) return { refused: 'replaced' };
  if (state !== 'waiting') return { refused: state };
  const { code, entered } = setup;
  const lock = (): SetupChange => ({ next: { ...setup, lockedAt: now.toISOString() }, event: 'locked' });
  switch (command.do) {
    case 'tryCode':
      // Counted but never finished: whoever died between counting and comparing used up a try.
      if (code.tried >= WRONG_CODES_ALLOWED) return lock();
      return { next: { ...setup, code: { ...code, tried: code.tried + 1 } }, event: undefined };
    case 'wrongCode':
      return code.tried < WRONG_CODES_ALLOWED ? { refused: 'unchanged' } : lock();
    case 'enter': {
      const { tenantId, objectId } = command.person;
      const others = entered.filter(each => !isSamePerson(each, command.person));
      // A right code takes no try from whoever comes after a slip of the keyboard.
      return {
        next: {
          ...setup,
          code: { ...code, tried: 0 },
          entered: [...others, { tenantId, objectId }].slice(-MOST_ENTERED),
        },
        event: undefined,
      };
    }
    case 'bind': {
      const { by } = command;
      if (!entered.some(each => isSamePerson(each, by))) return { refused: 'notEntered' };
      const boundTo = { tenantId: by.tenantId, by, at: now.toISOString() };
      return { next: { ...setup, boundTo }, event: 'bound' };
    }
  }
}

/** Where the page is that copies setup information. */
export const SETUP_INFORMATION_PATH = '/setup-information';

/** The address of the page that copies what a customer needs to set its account up. */
export function setupInformationUrl(publicUrl: string, language: Language, shown: ShownOnce): string {
  return copyPageUrl(`${publicUrl}${SETUP_INFORMATION_PATH}`, language, shown);
}
