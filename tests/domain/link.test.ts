import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCode, inviterOf, isInvitationId, linkSigner, newInvitationId } from '../../domain/link.ts';

const signer = linkSigner('a secret of the links alone');
const RUNS = { seed: 20261120, numRuns: 300 };

const company = fc.uuid();
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
/** Chance that is the same in every run, from a seed. */
const chance = (seed: number) => (bytes: number) =>
  createHash('sha256').update(String(seed)).digest().subarray(0, bytes);
const id = fc
  .tuple(company, moment, fc.nat())
  .map(([tenant, at, seed]) => newInvitationId(tenant, at, chance(seed)));
const version = fc.integer({ min: 1, max: 1_000 });

describe('the id of an invitation', () => {
  it('names the company that invites', () => {
    fc.assert(
      fc.property(company, moment, fc.nat(), (tenant, at, seed) => {
        const made = newInvitationId(tenant, at, chance(seed));
        expect(isInvitationId(made)).toBe(true);
        expect(inviterOf(made)).toBe(tenant);
      }),
      RUNS,
    );
  });

  it('sorts the newest first within a company', () => {
    fc.assert(
      fc.property(company, moment, moment, fc.nat(), (tenant, one, other, seed) => {
        fc.pre(one.getTime() !== other.getTime());
        const [older, newer] = one < other ? [one, other] : [other, one];
        const newest = newInvitationId(tenant, newer, chance(seed));
        expect(newest < newInvitationId(tenant, older, chance(seed + 1))).toBe(true);
      }),
      RUNS,
    );
  });

  it.each(['', 'abc', 'G'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), '../../etc'])('is not "%s"', text => {
    expect(isInvitationId(text)).toBe(false);
  });
});

describe('the code in a link', () => {
  it('is genuine for its own version, and for no other', () => {
    fc.assert(
      fc.property(id, version, version, (invitation, made, asked) => {
        const code = signer.code(invitation, made);
        expect(signer.genuine(code, asked)).toBe(made === asked);
      }),
      RUNS,
    );
  });

  it('is not genuine when any one letter of it is another', () => {
    fc.assert(
      fc.property(
        id,
        version,
        fc.nat(),
        fc.constantFrom(...'0123456789abcdefgGzZ_-'),
        (invitation, made, at, letter) => {
          const code = signer.code(invitation, made);
          const place = at % code.length;
          fc.pre(code[place] !== letter);
          expect(signer.genuine(code.slice(0, place) + letter + code.slice(place + 1), made)).toBe(false);
        },
      ),
      RUNS,
    );
  });

  it('is not genuine in any other spelling of the same bytes', () => {
    const code = signer.code('ab'.repeat(32), 1);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(code.at(-1) ?? '');
    const twin = code.slice(0, -1) + alphabet.charAt(last ^ 1);
    expect(Buffer.from(twin.slice(65), 'base64url')).toEqual(Buffer.from(code.slice(65), 'base64url'));
    expect(signer.genuine(twin, 1)).toBe(false);
  });

  it('is not genuine when it is cut short', () => {
    fc.assert(
      fc.property(id, version, fc.integer({ min: 1, max: 107 }), (invitation, made, cut) => {
        expect(signer.genuine(signer.code(invitation, made).slice(0, -cut), made)).toBe(false);
      }),
      RUNS,
    );
  });

  it('is not genuine under another secret, or with another invitation’s signature', () => {
    fc.assert(
      fc.property(id, id, version, (one, other, made) => {
        fc.pre(one !== other);
        expect(linkSigner('another secret').genuine(signer.code(one, made), made)).toBe(false);
        const mixed = `${one}.${signer.code(other, made).slice(65)}`;
        expect(signer.genuine(mixed, made)).toBe(false);
      }),
      RUNS,
    );
  });

  it('is never genuine when it is just any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), version, (text, made) => {
        expect(signer.genuine(text, made)).toBe(false);
      }),
      RUNS,
    );
  });
});

describe('what a person pasted', () => {
  const code = signer.code('ab'.repeat(32), 1);

  it.each([
    ['the code alone', code],
    ['the link', `https://desk.example/invitations/${code}`],
    ['the link in a sentence', `Here it is: <https://desk.example/invitations/${code}>, thanks.`],
    ['the link with a query', `https://desk.example/invitations/${code}?language=ja`],
  ])('holds the code: %s', (_, text) => {
    expect(findCode(text)).toEqual({ code, invitationId: 'ab'.repeat(32) });
  });

  it.each([
    ['half of the code', code.slice(0, 80)],
    ['the id alone', 'ab'.repeat(32)],
    ['a code that goes on', `${code}x`],
    ['something else', 'https://contoso.example/'],
  ])('holds none: %s', (_, text) => {
    expect(findCode(text)).toBeUndefined();
  });
});
