import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { domainOf, emailAddress, foldAddress, isWebMail, speaksFor } from '../../domain/emailAddress.ts';

const RUNS = { seed: 20261120, numRuns: 500 };
const company = fc.constantFrom('contoso.example', 'wingtip.example', 'ドメイン.example');
const mailbox = fc.constantFrom('gmail.com', 'yahoo.co.jp', 'outlook.com');
const name = fc.constantFrom('kim', 'Kim', 'KIM', 'dana', 'o’brien', 'キム');
const addressAt = (domain: fc.Arbitrary<string>) => fc.tuple(name, domain).map(([who, at]) => `${who}@${at}`);

describe('an e-mail address', () => {
  it.each([
    ['kim@wingtip.example', 'kim@wingtip.example'],
    ['  kim@wingtip.example\n', 'kim@wingtip.example'],
    ['kim\u3000', undefined],
    ['ｋｉｍ＠ｗｉｎｇｔｉｐ．ｅｘａｍｐｌｅ', 'kim@wingtip.example'],
    ['kim+csp@mail.wingtip.example', 'kim+csp@mail.wingtip.example'],
    ['kim', undefined],
    ['@wingtip.example', undefined],
    ['kim@wingtip', undefined],
    ['kim@wingtip.example, pat@wingtip.example', undefined],
    ['Kim Akers <kim@wingtip.example>', undefined],
    ['kim @wingtip.example', undefined],
    ['kim@wingtip.example\u0000', undefined],
    [`${'k'.repeat(250)}@wingtip.example`, undefined],
  ])('%j is read as %j', (typed, address) => {
    expect(emailAddress.safeParse(typed).data).toBe(address);
  });

  it('is compared without case and width', () => {
    expect(foldAddress(' Kim@WINGTIP.example')).toBe(foldAddress('ｋｉｍ@wingtip.example'));
    fc.assert(
      fc.property(addressAt(company), address => {
        expect(foldAddress(foldAddress(address))).toBe(foldAddress(address));
        expect(foldAddress(address.toUpperCase())).toBe(foldAddress(address.toLowerCase()));
      }),
      RUNS,
    );
  });

  it('has the domain behind its last @', () => {
    expect(domainOf('"a@b"@Contoso.Example')).toBe('contoso.example');
  });
});

describe('a private mailbox', () => {
  it.each([
    'dana@gmail.com',
    'Dana@GMail.com',
    'dana@googlemail.com',
    'dana@yahoo.com',
    'dana@yahoo.co.jp',
    'dana@yahoo.com.tw',
    'dana@yahoo.de',
    'dana@icloud.com',
    'dana@me.com',
    'dana@aol.com',
    'dana@outlook.com',
    'dana@outlook.de',
    'dana@hotmail.co.uk',
    'dana@live.com',
    'dana@msn.com',
    'dana@qq.com',
    'dana@docomo.ne.jp',
    'dana@pchome.com.tw',
    'dana@gmx.net',
  ])('%s', address => {
    expect(isWebMail(address)).toBe(true);
  });

  it.each([
    'dana@contoso.example',
    'dana@notgmail.com',
    'gmail.com@contoso.example',
    'dana@yahoo-inc.com',
    'dana@outlook.contoso.example',
    'dana@yahoo.contoso.example',
    'dana@livestock.com',
    'dana@gmail.com.contoso.example',
  ])('but not %s', address => {
    expect(isWebMail(address)).toBe(false);
  });
});

describe('an approver’s address', () => {
  it('speaks for the invited one when it is the same, whatever the case', () => {
    fc.assert(
      fc.property(fc.oneof(addressAt(company), addressAt(mailbox)), address => {
        expect(speaksFor(address, address)).toBe(true);
        expect(speaksFor(address.toUpperCase(), address.toLowerCase())).toBe(true);
      }),
      RUNS,
    );
  });

  it('speaks for another of its company domain, both ways', () => {
    expect(speaksFor('pat@wingtip.example', 'kim@WINGTIP.example')).toBe(true);
    fc.assert(
      fc.property(addressAt(company), addressAt(company), (one, other) => {
        expect(speaksFor(one, other)).toBe(domainOf(one) === domainOf(other));
        expect(speaksFor(one, other)).toBe(speaksFor(other, one));
      }),
      RUNS,
    );
  });

  it('never speaks for another private mailbox, whose domain belongs to everybody', () => {
    fc.assert(
      fc.property(addressAt(mailbox), addressAt(mailbox), (one, other) => {
        expect(speaksFor(one, other)).toBe(foldAddress(one) === foldAddress(other));
      }),
      RUNS,
    );
  });

  it.each([
    [undefined, 'kim@wingtip.example'],
    ['', 'kim@wingtip.example'],
    ['kim@wingtip.example.evil.example', 'kim@wingtip.example'],
    ['kim@sub.wingtip.example', 'kim@wingtip.example'],
    ['kim@evilwingtip.example', 'kim@wingtip.example'],
  ])('%j does not speak for %s', (profile, invited) => {
    expect(speaksFor(profile, invited)).toBe(false);
  });
});
