import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Mail, mailtoLink, outlookLink } from '../../bot/pages/mailLinks.ts';

const LINK = `https://desk.example/invitations/${'0a'.repeat(32)}.${'Zz_-'.repeat(11).slice(1)}`;
const mail = (changes: Partial<Mail> = {}): Mail => ({
  to: 'kim@wingtip.example',
  subject: 'A reseller relationship',
  message: `Hello Kim,\n\nplease open ${LINK}\n\nMiguel & Ann`,
  short: `Please open ${LINK}`,
  ...changes,
});

/** What a mail program reads from a mailto link (RFC 6068: a plus sign is a plus sign). */
function readMailto(href: string): { to: string; fields: Record<string, string> } {
  const [, to = '', query = ''] = /^mailto:([^?]*)(?:\?(.*))?$/.exec(href) ?? [];
  const pairs = query === '' ? [] : query.split('&').map(pair => pair.split('='));
  return {
    to: decodeURIComponent(to),
    fields: Object.fromEntries(pairs.map(([name = '', text = '']) => [name, decodeURIComponent(text)])),
  };
}

describe('the link for a mail program', () => {
  it('carries address, subject and message, with lines that end as in e-mail', () => {
    const { href, whole } = mailtoLink(mail());
    expect(whole).toBe(true);
    expect(readMailto(href)).toEqual({
      to: 'kim@wingtip.example',
      fields: {
        subject: 'A reseller relationship',
        body: `Hello Kim,\r\n\r\nplease open ${LINK}\r\n\r\nMiguel & Ann`,
      },
    });
  });

  it('is made of nothing but what may stand in an address', () => {
    const { href } = mailtoLink(mail({ subject: 'リセラー関係のお願い +1 = 2 & more? #1 "x" <y>\n100%' }));
    expect(href).toMatch(/^mailto:[\w.!~*'()@%?&=+-]+$/);
    expect(href).not.toContain('+');
  });

  it('gives back Japanese and Chinese exactly', () => {
    const message = `ウィングチップ トイズ 様\n\nお世話になっております。\n繁體中文：核准。🦄\n${LINK}`;
    const { fields } = readMailto(mailtoLink(mail({ message })).href);
    expect(fields.body?.replaceAll('\r\n', '\n')).toBe(message);
  });

  it('gives back every text that fits, whatever is in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 }).map(typed => typed.replaceAll('\r', ''));
    fc.assert(
      fc.property(text, text, (subject, message) => {
        const { href, whole } = mailtoLink(mail({ subject, message }));
        const { fields } = readMailto(href);
        expect(whole).toBe(true);
        expect(fields.subject?.replaceAll('\r\n', '\n')).toBe(subject);
        expect(fields.body?.replaceAll('\r\n', '\n')).toBe(message);
      }),
      { seed: 20261120, numRuns: 200 },
    );
  });

  it('does not mix line ends', () => {
    const { fields } = readMailto(mailtoLink(mail({ message: 'a\r\nb\nc\rd' })).href);
    expect(fields.body).toBe('a\r\nb\r\nc\r\nd');
  });

  it('survives half a surrogate pair', () => {
    expect(readMailto(mailtoLink(mail({ message: 'a\ud83d' })).href).fields.body).toBe('a\ufffd');
  });

  it.each([
    ['a subject', { subject: 'x&bcc=mallory@evil.example' }],
    ['a message', { message: 'x&cc=mallory@evil.example?bcc=mallory@evil.example' }],
    ['an address', { to: 'kim@wingtip.example?bcc=mallory@evil.example&x=' }],
  ])('lets no further recipient in by %s', (_by, changes) => {
    const { fields } = readMailto(mailtoLink(mail(changes)).href);
    expect(Object.keys(fields)).toEqual(['subject', 'body']);
  });
});

describe('the link for Outlook on the web', () => {
  it('opens its compose window with the same mail', () => {
    const url = new URL(outlookLink(mail({ to: 'kim+desk@wingtip.example' })).href);
    expect(url.origin + url.pathname).toBe('https://outlook.office.com/mail/deeplink/compose');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      to: 'kim+desk@wingtip.example',
      subject: 'A reseller relationship',
      body: `Hello Kim,\r\n\r\nplease open ${LINK}\r\n\r\nMiguel & Ann`,
    });
  });
});

describe.each([
  ['mail programs', mailtoLink],
  ['Outlook on the web', outlookLink],
])('a mail too long for the link for %s', (_program, link) => {
  /** A mail whose link would be exactly so long. */
  const mailOf = (length: number): Mail =>
    mail({ message: 'x'.repeat(length - link(mail({ message: '' })).href.length) });

  it('is whole up to 1,900 characters', () => {
    const { href, whole } = link(mailOf(1_900));
    expect(href).toHaveLength(1_900);
    expect(whole).toBe(true);
  });

  it('carries the short text from the next one on', () => {
    const { href, whole } = link(mailOf(1_901));
    expect(whole).toBe(false);
    expect(decodeURIComponent(href)).toContain(
      'subject=A reseller relationship&body=Please open https://desk.example/',
    );
  });

  it('is long by its encoded characters: 250 Japanese ones are', () => {
    expect(link(mail({ message: 'あ'.repeat(250) })).whole).toBe(false);
  });

  it('gives up the subject before the personalized link', () => {
    const { href } = link(mail({ subject: 'あ'.repeat(200), message: 'い'.repeat(300) }));
    expect(href).not.toContain('subject=');
    expect(decodeURIComponent(href)).toContain(LINK);
  });

  it('gives up the text when even the short one is too long', () => {
    const { href } = link(mail({ message: 'い'.repeat(300), short: 'い'.repeat(300) }));
    expect(href).toContain('subject=A%20reseller%20relationship');
    expect(href).not.toContain('body=');
  });

  it('at the very least knows whom to write to', () => {
    const long = 'い'.repeat(300);
    const { href, whole } = link(mail({ subject: long, message: long, short: long }));
    expect(href).toMatch(/kim(@|%40)wingtip\.example$/);
    expect(whole).toBe(false);
  });

  it('never makes a longer link', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, (subject, message, short) => {
        expect(link(mail({ subject, message, short })).href.length).toBeLessThanOrEqual(1_900);
      }),
      { seed: 20261120, numRuns: 200 },
    );
  });
});
