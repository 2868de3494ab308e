import { describe, expect, it } from '@jest/globals';
import { type CompanyForm, formOf, readCompanyForm } from '../../domain/company.ts';

/** A partner's form with nothing wrong in it. */
const RIGHT: CompanyForm = {
  name: 'Contoso Ltd.',
  kind: 'indirectReseller',
  country: 'US',
  partnerId: '4847383',
  partnerIdConfirmed: 'true',
  address: '48 Mill Street, Chicago, IL 60607',
  contactName: 'Dana Reyes',
  contactEmail: 'dana@contoso.example',
  supportEmail: 'support@contoso.example',
  supportPhone: '+1 312 555 0134',
  supportWebsite: 'https://www.contoso.example/support',
};

const problems = (changes: CompanyForm, form: 'full' | 'short' = 'full') => {
  const result = readCompanyForm({ ...RIGHT, ...changes }, form);
  return 'problems' in result ? result.problems : {};
};
const profile = (changes: CompanyForm = {}, form: 'full' | 'short' = 'full') => {
  const result = readCompanyForm({ ...RIGHT, ...changes }, form);
  if ('problems' in result) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.profile;
};

describe('the form of a company', () => {
  it('is taken when all is right', () => {
    expect(profile()).toEqual({
      name: 'Contoso Ltd.',
      kind: 'indirectReseller',
      country: 'US',
      partnerId: '4847383',
      address: '48 Mill Street, Chicago, IL 60607',
      contact: { name: 'Dana Reyes', email: 'dana@contoso.example' },
      support: {
        email: 'support@contoso.example',
        phone: '+1 312 555 0134',
        website: 'https://www.contoso.example/support',
      },
      alreadyInCsp: false,
    });
  });

  it('shows a profile again as it was typed', () => {
    expect(formOf(profile())).toEqual(RIGHT);
  });

  it('names every field that is missing, at once', () => {
    const empty = Object.fromEntries(Object.keys(RIGHT).map(field => [field, '']));
    expect(problems(empty)).toEqual({
      name: 'required',
      kind: 'required',
      country: 'required',
      address: 'required',
      contactName: 'required',
      contactEmail: 'required',
    });
    expect(problems({ partnerId: '', supportEmail: '', supportPhone: ' ' })).toEqual({
      partnerId: 'required',
      supportEmail: 'required',
      supportPhone: 'required',
    });
  });

  it('takes nothing at all for a form in which nothing was filled in', () => {
    expect(Object.keys(problemsOf({}))).toEqual(
      expect.arrayContaining(['name', 'kind', 'country', 'address', 'contactName', 'contactEmail']),
    );
  });

  describe('refuses, with the field named,', () => {
    it.each([
      [
        'a web-mail address as primary contact',
        { contactEmail: 'dana@gmail.com' },
        'contactEmail',
        'webMail',
      ],
      ['… of a family with many countries', { contactEmail: 'd@yahoo.co.jp' }, 'contactEmail', 'webMail'],
      ['… in capitals and full width', { contactEmail: 'Ｄ@ＯＵＴＬＯＯＫ.com' }, 'contactEmail', 'webMail'],
      ['a contact’s address without a domain', { contactEmail: 'dana@' }, 'contactEmail', 'malformed'],
      ['two addresses for one', { contactEmail: 'a@b.example, c@d.example' }, 'contactEmail', 'malformed'],
      ['a support address that is none', { supportEmail: 'call us' }, 'supportEmail', 'malformed'],
      ['a phone number with words in it', { supportPhone: 'ask Dana' }, 'supportPhone', 'malformed'],
      ['a phone number of too few digits', { supportPhone: '12' }, 'supportPhone', 'malformed'],
      [
        'a phone number that no phone of the country has',
        { supportPhone: '+1 23' },
        'supportPhone',
        'malformed',
      ],
      ['a website that is none', { supportWebsite: 'not a page' }, 'supportWebsite', 'malformed'],
      ['a website of another kind', { supportWebsite: 'javascript:alert(1)' }, 'supportWebsite', 'malformed'],
      ['a file as website', { supportWebsite: 'file:///etc/passwd' }, 'supportWebsite', 'malformed'],
      ['a Partner ID with letters', { partnerId: 'ABC123' }, 'partnerId', 'malformed'],
      ['a Partner ID that is too short', { partnerId: '123' }, 'partnerId', 'malformed'],
      ['a Partner ID that is too long', { partnerId: '12345678901' }, 'partnerId', 'tooLong'],
      [
        'a Partner ID whose country was not confirmed',
        { partnerIdConfirmed: 'false' },
        'partnerIdConfirmed',
        'notConfirmed',
      ],
      ['a customer’s Partner ID', { kind: 'customer' }, 'partnerId', 'notForCustomers'],
      ['a kind that there is not', { kind: 'reseller' }, 'kind', 'malformed'],
      ['a country that there is not', { country: 'XX' }, 'country', 'malformed'],
      ['a country by its name', { country: 'Japan' }, 'country', 'malformed'],
      ['a name that is too long', { name: 'x'.repeat(201) }, 'name', 'tooLong'],
      ['a name of spaces', { name: ' \t ' }, 'name', 'required'],
      ['an address that is too long', { address: 'x'.repeat(401) }, 'address', 'tooLong'],
      ['a control character in a name', { name: 'Con\u0007toso' }, 'name', 'malformed'],
      ['a control character in an address', { address: 'Mill\u0000 Street' }, 'address', 'malformed'],
      [
        'a control character in an e-mail address',
        { contactEmail: 'dana\u0001@contoso.example' },
        'contactEmail',
        'malformed',
      ],
      [
        'an e-mail address that is too long',
        { contactEmail: `${'x'.repeat(250)}@contoso.example` },
        'contactEmail',
        'tooLong',
      ],
    ] as const)('%s', (_, changes, field, problem) => {
      expect(problems(changes)).toEqual({ [field]: problem });
    });
  });

  describe('is generous about', () => {
    it('spaces around and inside, and lines in an address', () => {
      expect(profile({ name: '  Contoso   Ltd. ' }).name).toBe('Contoso Ltd.');
      expect(profile({ address: '48 Mill Street\r\nChicago' }).address).toBe('48 Mill Street Chicago');
    });

    it('full-width digits and letters, as Japanese keyboards write them', () => {
      const typed = profile({
        country: 'JP',
        partnerId: '４８４７３８３',
        supportPhone: '０３－４３３２－５３００',
        contactEmail: 'dana＠contoso.example',
      });
      expect(typed.partnerId).toBe('4847383');
      expect(typed.support.phone).toBe('03-4332-5300');
      expect(typed.contact?.email).toBe('dana@contoso.example');
    });

    it.each([
      ['US', '(312) 555-0134'],
      ['US', '312.555.0134'],
      ['US', '+1 312 555 0134 ext. 12'],
      ['GB', '020 7946 0018'],
      ['DE', '+49 (0)30 901820'],
      ['US', '\u202a+1 312 555 0134\u202c'],
    ])('how people of %s write a phone number: %s', (country, supportPhone) => {
      expect(problems({ country, supportPhone })).toEqual({});
    });

    it('a website without https://, and none at all', () => {
      expect(profile({ supportWebsite: 'contoso.example/help' }).support.website).toBe(
        'https://contoso.example/help',
      );
      expect(profile({ supportWebsite: '' }).support.website).toBeUndefined();
    });

    it('names of any script', () => {
      expect(profile({ name: '株式会社コントソ', contactName: 'Þóra O’Brien-Nguyễn' }).name).toBe(
        '株式会社コントソ',
      );
    });
  });

  it('keeps no mark of writing direction, with which a name could read as another', () => {
    expect(profile({ name: 'Contoso\u202e.dtL' }).name).toBe('Contoso.dtL');
  });

  describe('of a customer', () => {
    it('asks neither Partner ID nor support', () => {
      const customer = {
        kind: 'customer',
        partnerId: '',
        partnerIdConfirmed: '',
        supportEmail: '',
        supportPhone: '',
      };
      expect(profile(customer).kind).toBe('customer');
    });
  });

  describe('of a company that is in CSP already', () => {
    const short: CompanyForm = {
      name: 'Contoso Ltd.',
      kind: 'directPartner',
      partnerId: '4847383',
      supportEmail: 'support@contoso.example',
      supportPhone: '+1 312 555 0134',
    };

    it('asks only name, kind, Partner ID and support', () => {
      const result = readCompanyForm(short, 'short');
      expect(result).toEqual({
        profile: {
          name: 'Contoso Ltd.',
          kind: 'directPartner',
          partnerId: '4847383',
          support: { email: 'support@contoso.example', phone: '+1 312 555 0134', website: undefined },
          alreadyInCsp: true,
        },
      });
    });

    it('refuses what is wrong in it', () => {
      const result = readCompanyForm({ ...short, partnerId: '12', supportEmail: 'x' }, 'short');
      expect(result).toEqual({ problems: { partnerId: 'malformed', supportEmail: 'malformed' } });
    });
  });
});

function problemsOf(typed: CompanyForm) {
  const result = readCompanyForm(typed, 'full');
  return 'problems' in result ? result.problems : {};
}
