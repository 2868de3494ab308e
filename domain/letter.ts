import * as z from 'zod';

/** Stands for the personalized link in everything we store; the link itself is never stored (design §5). */
export const LINK_PLACEHOLDER = '{{link}}';

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
  | 'linkAltered';

/** The letter as a person reads and sends it. */
export function withLink(letter: Letter, link: string): Letter {
  return { ...letter, message: letter.message.replaceAll(LINK_PLACEHOLDER, link) };
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
  if (ours.some(found => found !== link)) return { problem: 'linkAltered' };
  if (ours.length === 0) return { problem: 'linkMissing' };
  return { letter: { subject, message: message.replaceAll(link, LINK_PLACEHOLDER) } };
}

/** The message with our link put back: a damaged one replaced, a missing one added on a line of its own. */
export function putLinkBack(message: string, link: string, linkBase: string): string {
  const ours = ownLinks(message, linkBase);
  if (ours.length === 0) return `${message.trimEnd()}\n\n${link}\n`;
  return ours
    .filter(found => found !== link)
    .reduce((text, damaged) => text.replace(damaged, () => link), message);
}

/** Every address in a text that begins like ours, as far as it runs without a space, quote or bracket. */
function ownLinks(message: string, linkBase: string): string[] {
  const pattern = new RegExp(`${RegExp.escape(linkBase)}[A-Za-z0-9._~%!$&'*+,;=:@/?#-]*`, 'giu');
  return [...message.matchAll(pattern)].map(([found]) => found.replace(/[.,;:!?'*]+$/, ''));
}
