import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Letter,
  LINK_PLACEHOLDER,
  MESSAGE_MAX,
  putLinkBack,
  readLetter,
  SUBJECT_MAX,
  withLink,
} from '../../domain/letter.ts';
import { linkSigner } from '../../domain/link.ts';

const BASE = 'https://desk.example/invitations/';
const ID = 'c0ffee00'.repeat(8);
const CODE = linkSigner('a secret of the letters alone').code(ID, 1);
const LINK = `${BASE}${CODE}`;
const RUNS = { seed: 20261120, numRuns: 500 };

const read = (message: string, subject = 'A subject') => readLetter({ subject, message }, LINK, BASE);
const problemOf = (message: string, subject?: string) => {
  const result = read(message, subject);
  return 'problem' in result ? result.problem : undefined;
};

describe('an edited letter', () => {
  describe('is taken', () => {
    it.each([
      ['with the link on a line of its own', `Hello\n\n${LINK}\n\nDana`],
      ['with the link at the end of a sentence', `Please open ${LINK}.`],
      ['with the link in brackets or quotes', `(${LINK}) "${LINK}" <${LINK}>`],
      ['with the link twice', `${LINK} or again ${LINK}`],
      ['with other addresses beside it', `https://contoso.example/a?b=c and ${LINK} and www.wingtip.example`],
      ['with other pages of our own site', `${LINK} and https://desk.example/contact`],
      ['with the lines that Windows writes', `Hello\r\n\r\n${LINK}\r\n`],
    ])('%s', (_, message) => {
      expect(problemOf(message)).toBeUndefined();
    });
  });

  describe('is refused', () => {
    it.each([
      ['without the link', 'Hello Kim', 'linkMissing'],
      ['with the start of our links only', `Hello ${BASE}`, 'linkAltered'],
      ['with a shortened link', `Hello ${LINK.slice(0, -1)}`, 'linkAltered'],
      ['with a lengthened link', `Hello ${LINK}x`, 'linkAltered'],
      ['with a query behind the link', `Hello ${LINK}?utm_source=mail`, 'linkAltered'],
      ['with a right link and an altered one', `${LINK} ${LINK.slice(0, -3)}`, 'linkAltered'],
      ['with the link in capitals', LINK.toUpperCase(), 'linkAltered'],
      ['with the link cut by a line break', `${LINK.slice(0, 60)}\n${LINK.slice(60)}`, 'linkAltered'],
      ['with the link on another site', LINK.replace('desk.example', 'desk.example.evil'), 'linkMissing'],
      ['with a message that is too long', `${LINK} ${'x'.repeat(MESSAGE_MAX)}`, 'messageTooLong'],
    ] as const)('%s', (_, message, problem) => {
      expect(problemOf(message)).toBe(problem);
    });

    it('with an empty subject, or one that is too long', () => {
      expect(problemOf(LINK, ' \n ')).toBe('subjectMissing');
      expect(problemOf(LINK, 'x'.repeat(SUBJECT_MAX + 1))).toBe('subjectTooLong');
    });
  });

  describe('as it is kept', () => {
    it('holds neither the link nor its code', () => {
      const result = read(`Open ${LINK}, or type accept ${CODE}`, `About ${CODE}`);
      const kept = JSON.stringify(result);
      expect(kept).toContain(LINK_PLACEHOLDER);
      expect(kept).not.toContain(CODE);
    });

    it('reads again as it was typed', () => {
      const typed = { subject: 'A subject', message: `Open ${LINK}, or type accept ${CODE}` };
      const result = readLetter(typed, LINK, BASE);
      expect('letter' in result && withLink(result.letter, LINK)).toEqual(typed);
    });

    it('has its subject on one line', () => {
      const result = read(LINK, ' Two\nlines\t here ');
      expect('letter' in result && result.letter.subject).toBe('Two lines here');
    });
  });
});

/** Pieces of text of which people, and programs that help them, make messages. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(LINK, BASE, CODE, LINK.slice(0, -1), LINK.slice(0, 70), `${LINK}?x=1`, LINK.toUpperCase()),
  fc.constantFrom('\n', ' ', '.', ')', '"', "'", '*', '_', '/', 'https://contoso.example/', '$&', '$1'),
);
const message = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));
const letter: fc.Arbitrary<Letter> = fc.record({
  subject: message.map(text => `S ${text}`.slice(0, SUBJECT_MAX)),
  message,
});
const linkProblem = (typed: Letter) => {
  const result = readLetter(typed, LINK, BASE);
  return 'problem' in result && result.problem.startsWith('link') ? result.problem : undefined;
};

describe('for any text', () => {
  it('putting the link back makes it neither missing nor altered', () => {
    fc.assert(
      fc.property(letter, typed => {
        expect(linkProblem(putLinkBack(typed, LINK, BASE))).toBeUndefined();
      }),
      RUNS,
    );
  });

  it('a link that was deleted is put back into the gap that it left', () => {
    const whole = `Please open this link:\n\n${LINK}\n\nKind regards`;
    const typed = { subject: 'Hello', message: whole.replace(LINK, '') };
    expect(putLinkBack(typed, LINK, BASE).message).toBe(whole);
  });

  it('putting the link back a second time changes nothing', () => {
    fc.assert(
      fc.property(letter, typed => {
        const once = putLinkBack(typed, LINK, BASE);
        expect(putLinkBack(once, LINK, BASE)).toEqual(once);
      }),
      RUNS,
    );
  });

  it('putting the link back leaves a letter alone whose link is right', () => {
    fc.assert(
      fc.property(letter, typed => {
        fc.pre(linkProblem(typed) === undefined);
        expect(putLinkBack(typed, LINK, BASE)).toEqual(typed);
      }),
      RUNS,
    );
  });

  it('nothing is taken without the link in it, and nothing that is kept has it', () => {
    fc.assert(
      fc.property(letter, typed => {
        const result = readLetter(typed, LINK, BASE);
        if ('problem' in result) return;
        expect(typed.message).toContain(LINK);
        expect(JSON.stringify(result.letter)).not.toContain(CODE);
      }),
      RUNS,
    );
  });
});
