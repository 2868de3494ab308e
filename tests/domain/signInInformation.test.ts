import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LANGUAGES } from '../../domain/language.ts';
import { signInInformationUrl } from '../../domain/signInInformation.ts';

const HOST = 'https://desk.example.com';

describe('the address of the page that copies sign-in information', () => {
  it('names page and language before the #, and address and code behind it', () => {
    expect(signInInformationUrl(HOST, 'ja', { address: 'kim@contoso.example', code: '7K3M-Q9TX-0VBW' })).toBe(
      `${HOST}/sign-in-information?language=ja#address=kim%40contoso.example&code=7K3M-Q9TX-0VBW`,
    );
  });

  it('keeps an address with signs of its own whole', () => {
    const address = "o'neil+csp&code=x#%41@contoso.example";
    const url = new URL(signInInformationUrl(HOST, 'en', { address, code: '7K3M-Q9TX-0VBW' }));
    const fragment = new URLSearchParams(url.hash.slice(1));
    expect([...fragment]).toEqual([
      ['address', address],
      ['code', '7K3M-Q9TX-0VBW'],
    ]);
  });

  it('says until when, if it is told', () => {
    const goneAt = new Date('2026-11-20T10:10:00.000Z');
    const url = signInInformationUrl(HOST, 'en', {
      address: 'kim@contoso.example',
      code: '7K3M-Q9TX-0VBW',
      goneAt,
    });
    expect(new URLSearchParams(new URL(url).hash.slice(1)).get('until')).toBe(String(goneAt.getTime()));
  });

  it('tells the server nothing, whatever the address and code are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom(...LANGUAGES),
        (address, code, language) => {
          const url = new URL(signInInformationUrl(HOST, language, { address, code }));
          url.hash = '';
          expect(url.href).toBe(`${HOST}/sign-in-information?language=${language}`);
        },
      ),
    );
  });
});
