import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AccountForm,
  accountIdOf,
  needsRegistrationNumber,
  primaryDomain,
  readAccountForm,
} from '../../domain/account.ts';
import { countryList } from '../../domain/countries.ts';
import { guid } from '../../domain/identity.ts';

/** Details with nothing wrong in them. */
const RIGHT: AccountForm = {
  name: 'Tailspin Toys',
  prefix: 'tailspin',
  country: 'US',
  line1: '12 Wharf Road',
  line2: 'Unit 4',
  city: 'Seattle',
  region: 'WA',
  postalCode: '98101',
  firstName: 'Taylor',
  lastName: 'Phillips',
  email: 'taylor@tailspin.example',
  phone: '+1 206 555 0121',
  language: 'en',
  registrationNumber: '',
};
const US = { country: 'US', anywhere: false };
const ANYWHERE = { country: 'US', anywhere: true };

const problems = (changes: AccountForm, market = ANYWHERE) => {
  const read = readAccountForm({ ...RIGHT, ...changes }, market);
  return 'problems' in read ? read.problems : {};
};

describe('the details of a new customer', () => {
  it('are taken when all is right', () => {
    expect(readAccountForm(RIGHT, US)).toEqual({
      details: {
        name: 'Tailspin Toys',
        country: 'US',
        domain: 'tailspin.onmicrosoft.com',
        address: {
          line1: '12 Wharf Road',
          line2: 'Unit 4',
          city: 'Seattle',
          region: 'WA',
          postalCode: '98101',
        },
        contact: {
          firstName: 'Taylor',
          lastName: 'Phillips',
          email: 'taylor@tailspin.example',
          phone: '+1 206 555 0121',
          language: 'en',
        },
        registrationNumber: undefined,
      },
    });
  });

  it.each(['Tailspin', ' tailspin.onmicrosoft.com ', 'ｔａｉｌｓｐｉｎ'])(
    'take the prefix as people type it: %s',
    prefix => {
      const read = readAccountForm({ ...RIGHT, prefix }, US);
      expect('details' in read && read.details.domain).toBe(primaryDomain('tailspin'));
    },
  );

  it.each(['100-0001', '１００－０００１', '１００−０００１', '１００ー０００１'])(
    'take the postal code as keyboards write it: %s',
    postalCode => {
      const read = readAccountForm(
        { ...RIGHT, country: 'JP', phone: '', postalCode },
        { ...US, anywhere: true },
      );
      expect('details' in read && read.details.address.postalCode).toBe('100-0001');
    },
  );

  it.each([
    'name',
    'prefix',
    'country',
    'line1',
    'city',
    'firstName',
    'lastName',
    'email',
    'language',
  ] as const)('need: %s', field => {
    expect(problems({ [field]: ' ' })).toMatchObject({
      [field]: expect.stringMatching(/required|malformed/),
    });
    expect(problems({ [field]: undefined })).toMatchObject({ [field]: 'required' });
  });

  it.each([
    ['prefix', 'tail-spin', 'malformed'],
    ['prefix', 'tailspin.example', 'malformed'],
    ['prefix', 'x'.repeat(28), 'tooLong'],
    ['country', 'ZZ', 'malformed'],
    ['email', 'taylor@', 'malformed'],
    ['language', 'fr', 'malformed'],
    ['phone', '123', 'malformed'],
    ['postalCode', '9810', 'malformed'],
    ['postalCode', '', 'required'],
    ['region', '', 'required'],
    ['name', 'x'.repeat(201), 'tooLong'],
  ] as const)('refuse %s "%s"', (field, text, why) => {
    expect(problems({ [field]: text })).toEqual({ [field]: why });
  });

  it('go without a postal code, a state or a phone where the country has none or asks for none', () => {
    expect(problems({ country: 'HK', region: '', postalCode: '', phone: '' })).toEqual({});
  });

  it('are of the partner’s own market, unless it may sell anywhere', () => {
    expect(problems({ country: 'CA', postalCode: 'K1A 0B1' }, US)).toEqual({ country: 'otherMarket' });
    expect(problems({ country: 'CA', postalCode: 'K1A 0B1' })).toEqual({});
    expect(problems({ country: 'FR', phone: '' }, { country: 'DE', anywhere: false })).toEqual({});
  });
});

describe('the registration number', () => {
  const ASKED = 'AM AZ BY BR HU IN IQ KZ KG MD MM PL RU SA ZA SS TJ TH TR UA AE UZ VE VN'.split(' ');

  it.each(countryList('en').map(({ code }) => code))(
    'is asked for, or refused, by the rule of %s',
    country => {
      const asked = ASKED.includes(country);
      expect(needsRegistrationNumber(country)).toBe(asked);
      const typed = { country, postalCode: '12345', phone: '' };
      expect(problems({ ...typed, registrationNumber: '' }).registrationNumber).toBe(
        asked ? 'required' : undefined,
      );
      expect(problems({ ...typed, registrationNumber: 'HRB 4711' }).registrationNumber).toBe(
        asked ? undefined : 'notInCountry',
      );
      expect(problems(typed).phone).toBe(asked ? 'required' : undefined);
    },
  );
});

describe('the id of an account', () => {
  it('is a guid, the same for the same order and another for any other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(guid.parse(accountIdOf(a))).toBe(accountIdOf(a));
        expect(accountIdOf(a) === accountIdOf(b)).toBe(a === b);
      }),
    );
  });
});
