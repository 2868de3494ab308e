import * as z from 'zod';

/** Stands for the personalized link in everything we store; the link itself is never stored (design §5). */
export const LINK_PLACEHOLDER = '{{link}}';
/** Stands for the link's code alone, for those who write "accept CODE" into their message. */
const CODE_PLACEHOLDER = '{{code}}';

export const SUBJECT_MAX = 200;
export const MESSAGE_MAX = 6_000;

/** An e-mail draft as it is kept: with the placeholder in place of the link. */
export const letterSchema = z.object({ subject: z.string(), message: z.string() });
export type Letter = z.infer<typeof letterSchema>;

/** Why an edited draft is refused; the text stays as typed. */
export type LetterProblem =
  | 'subjectMissing'
  | 'subjectTooLong'
  | 'messageTooLong'
  | 'linkMissing'
  | 'linkAltered'
  | 'changedMeanwhile';

/** The letter as a person reads and sends it. */
export function withLink(letter: Letter, link: string): Letter {
  const restored = (text: string) =>
    text.replaceAll(LINK_PLACEHOLDER, link).replaceAll(CODE_PLACEHOLDER, codeOf(link));
  return { subject: restored(letter.subject), message: restored(letter.message) };
}

/** What is stored of a text: neither the link nor its code (design §5). */
function withoutLink(text: string, link: string): string {
  return text.replaceAll(link, LINK_PLACEHOLDER).replaceAll(codeOf(link), CODE_PLACEHOLDER);
}

function codeOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/**
 * Reads an edited draft (design §2 row 2): free text, but our own link may be neither missing nor altered.
 * `link` is the personalized link, `linkBase` what all links of ours begin with. Other addresses are fine.
 */
export function readLetter(
  typed: Letter,
  link: string,
  linkBase: string,
): { letter: Letter } | { problem: LetterProblem } {
  const subject = typed.subject.replace(/\s+/gu, ' ').trim();
  const message = typed.message.replace(/\r\n?/g, '\n').trim();
  if (subject === '') return { problem: 'subjectMissing' };
  if (subject.length > SUBJECT_MAX) return { problem: 'subjectTooLong' };
  if (message.length > MESSAGE_MAX) return { problem: 'messageTooLong' };
  const ours = ownLinks(message, linkBase);
  if ([...ours, ...ownLinks(subject, linkBase)].some(found => found !== link))
    return { problem: 'linkAltered' };
  if (ours.length === 0) return { problem: 'linkMissing' };
  return { letter: { subject: withoutLink(subject, link), message: withoutLink(message, link) } };
}

/** What is left of a paragraph whose text was deleted: at least two empty lines. */
const GAP = /\n(?:[ \t]*\n){3,}/u;

/**
 * The letter with our link put back: a damaged one replaced, a missing one on a line of its own,
 * in the gap that it left or, without one, at the end.
 */
export function putLinkBack(typed: Letter, link: string, linkBase: string): Letter {
  const repaired = (text: string) => text.replace(ownLink(linkBase), () => link);
  const { message } = typed;
  const missing = ownLinks(message, linkBase).length === 0;
  return {
    subject: repaired(typed.subject),
    message: missing ? withLinkAdded(message.replace(/\r\n?/g, '\n').trim(), link) : repaired(message),
  };
}

function withLinkAdded(message: string, link: string): string {
  return GAP.test(message) ? message.replace(GAP, () => `\n\n${link}\n\n`) : `${message}\n\n${link}\n`;
}

function ownLinks(text: string, linkBase: string): string[] {
  return [...text.matchAll(ownLink(linkBase))].map(([found]) => found);
}

/** Any address that begins like ours, as far as it runs without a space, quote or bracket; a sentence's end is not part of it. */
function ownLink(linkBase: string): RegExp {
  return new RegExp(
    `${RegExp.escape(linkBase)}(?:[A-Za-z0-9._~%!$&'*+,;=:@/?#-]*[A-Za-z0-9_~%$&+=@/#-])?`,
    'giu',
  );
}
