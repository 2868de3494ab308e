import { describe, expect, it } from '@jest/globals';
import { isKeptCode, keptCodeSchema } from '../../domain/oneTimeCode.ts';
import {
  looksLikeSignInCode,
  makeSignInCode,
  maybeNearSignInCode,
  readSignInCode,
} from '../../domain/signInCode.ts';

const NOW = new Date('2026-11-20T09:00:00.000Z');
/** Written by hand: digits and capitals, without I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;
const from = (bytes: number[]) => () => Buffer.from(bytes);

describe('a new one-time code', () => {
  it('is three groups of four, made of the bytes that it was given', async () => {
    const { text } = await makeSignInCode(from([0, 1, 9, 10, 17, 18, 19, 20, 21, 22, 30, 31]), NOW);
    expect(text).toBe('019A-HJKM-NPYZ');
    expect(text).toMatch(SHAPE);
  });

  it('takes twelve bytes, which is five bits for each character: sixty in all', async () => {
    const asked: number[] = [];
    await makeSignInCode(bytes => {
      asked.push(bytes);
      return Buffer.alloc(bytes);
    }, NOW);
    expect(asked).toEqual([12]);
    expect(12 * Math.log2(ALPHABET.length)).toBe(60);
  });

  it('has each character as often as any other when the bytes are even', async () => {
    // Every byte that there is, at once: a slow hash for each twelve of them would take long.
    const { text } = await makeSignInCode(from(Array.from({ length: 256 }, (_, byte) => byte)), NOW);
    const characters = text.replaceAll('-', '');
    expect(characters).toHaveLength(256);
    const counts = [...ALPHABET].map(each => characters.split(each).length - 1);
    expect(counts).toEqual(ALPHABET.split('').map(() => 8));
  });

  it('is good for seven days, with no try used', async () => {
    const { kept } = await makeSignInCode(from(Array(12).fill(0)), NOW);
    expect(kept).toMatchObject({
      madeAt: '2026-11-20T09:00:00.000Z',
      expiresAt: '2026-11-27T09:00:00.000Z',
      tried: 0,
    });
    expect(keptCodeSchema.parse(kept)).toEqual(kept);
  });

  it('is kept as something that does not hold it, and never twice the same', async () => {
    const bytes = from([5, 28, 3, 19, 12, 7, 25, 30, 0, 24, 11, 29]);
    const [first, second] = await Promise.all([makeSignInCode(bytes, NOW), makeSignInCode(bytes, NOW)]);
    expect(first.text).toBe(second.text);
    const bare = first.text.replaceAll('-', '');
    const kept = JSON.stringify(first.kept).toUpperCase();
    for (const part of [first.text, bare, ...first.text.split('-')]) expect(kept).not.toContain(part);
    expect(first.kept.hash).not.toContain(Buffer.from(bare).toString('base64url'));
    expect(second.kept.hash).not.toBe(first.kept.hash);
    expect(second.kept.salt).not.toBe(first.kept.salt);
    expect(second.kept.id).not.toBe(first.kept.id);
  });
});

describe('entering a code', () => {
  it('is right only with every character right, and only for the code that was kept', async () => {
    const { text, kept } = await makeSignInCode(from([5, 28, 3, 19, 12, 7, 25, 30, 0, 24, 11, 29]), NOW);
    const other = await makeSignInCode(from([5, 28, 3, 19, 12, 7, 25, 30, 0, 24, 11, 30]), NOW);
    const code = readSignInCode(text) ?? '';
    expect(await isKeptCode(code, kept)).toBe(true);
    expect(await isKeptCode(code, other.kept)).toBe(false);
    for (const place of [0, 5, 11]) {
      const wrong = `${code.slice(0, place)}${code[place] === 'A' ? 'B' : 'A'}${code.slice(place + 1)}`;
      expect(await isKeptCode(wrong, kept)).toBe(false);
    }
  });
});

describe('a code as people type it', () => {
  it.each([
    ['as it is shown', '7K3M-Q9TX-0VBW'],
    ['in small letters', '7k3m-q9tx-0vbw'],
    ['without hyphens', '7K3MQ9TX0VBW'],
    ['with spaces in their place', '7K3M Q9TX 0VBW'],
    ['with a line break behind it', ' 7K3M-Q9TX-0VBW\n'],
    ['with O for zero', '7K3M-Q9TX-OVBW'],
    ['with a dash that the phone made of it', '7K3M–Q9TX—0VBW'],
    ['with hyphens that do not break', '7K3M\u2011Q9TX\u20110VBW'],
    ['in full-width characters', '７Ｋ３Ｍ－Ｑ９ＴＸ－０ＶＢＷ'],
    ['in full-width small letters', '７ｋ３ｍ－ｑ９ｔｘ－０ｖｂｗ'],
    ['with the long vowel mark of a Japanese keyboard', '７ｋ３ｍーｑ９ｔｘー０ｖｂｗ'],
    ['with the half-width long vowel mark', '7K3Mｰq9txｰ0vbw'],
    ['with the minus sign of a Japanese or Chinese keyboard', '7K3M−Q9TX−0VBW'],
    ['with spaces of a Japanese keyboard', '７Ｋ３Ｍ　Ｑ９ＴＸ　０ＶＢＷ'],
    ['with what copying leaves between the letters', '\u200b7K3M-\u2060Q9TX-0VBW\ufeff'],
  ])('is read: %s', (_, typed) => {
    expect(readSignInCode(typed)).toBe('7K3MQ9TX0VBW');
  });

  it('may have I or L for one', () => {
    expect(readSignInCode('i1lI-Llll-0000')).toBe('111111110000');
  });

  it.each([
    ['nothing', ''],
    ['too short', '7K3M-Q9TX-0VB'],
    ['too long', '7K3M-Q9TX-0VBWA'],
    ['with a U, which no code has', '7K3M-Q9TX-UVBW'],
    ['with other signs', '7K3M_Q9TX_0VBW'],
    ['with characters of other scripts', 'あK3M-Q9TX-0VBW'],
    ['with look-alikes of other scripts', '7К3М-Q9TX-0VBW'],
    ['two codes', '7K3M-Q9TX-0VBW 7K3M-Q9TX-0VBW'],
    ['a code in a sentence', 'my code is 7K3M-Q9TX-0VBW'],
  ])('is not read: %s', (_, typed) => {
    expect(readSignInCode(typed)).toBeUndefined();
  });
});

describe('a text in the chat', () => {
  it.each([
    '7K3M-Q9TX-0VBW',
    '7k3m q9tx 0vbw',
    '7K3MQ9TX0VBW',
    'ABCD-EFGH-JKMN',
    'abcdーefghーjkmn',
    'ABCD−EFGH−JKMN',
    '７Ｋ３ＭＱ９ＴＸ０ＶＢＷ',
    ' 7K3M - Q9TX - 0VBW ',
  ])('is taken for a code: %s', text => {
    expect(looksLikeSignInCode(text)).toBe(true);
  });

  it.each([
    'help',
    'invitation',
    'what may I do',
    'Christmas day',
    'e-mail address',
    'well-behavers',
    'this that them',
    'meet me at 10.30',
    'call me at 9 30',
    'kim@contoso.example',
    '株式会社ウィングチップ',
    '',
  ])('is not taken for a code: %s', text => {
    expect(looksLikeSignInCode(text)).toBe(false);
  });

  it.each([
    '7K3M-Q9TX',
    '7K3M-Q9TX-0VB',
    'code: 7k3m-q9tx-0vbww',
    '7K3MQ9TX0VB',
    '７Ｋ３Ｍ－Ｑ９ＴＸ',
    '7K3-MQ9T-X0VB',
  ])('may be a code with a slip in it: %s', text => {
    expect(maybeNearSignInCode(text)).toBe(true);
  });

  it.each(['what is new', 'well-behaved', 'meet at 10-30', 'call +1 425 555 0100', 'ticket 4711', ''])(
    'is nothing like a code: %s',
    text => {
      expect(maybeNearSignInCode(text)).toBe(false);
    },
  );
});
