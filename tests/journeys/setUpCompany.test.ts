import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buttonsOf, inputsOf } from './support/cardText.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';

describe('somebody sets up their company', () => {
  let house: House;
  let contoso: Organization;
  let dana: Person;
  let form: Record<string, string>;

  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(() => {
    contoso = newOrganization(house);
    dana = contoso.person('Dana Reyes');
    form = rightForm(contoso, dana.options.email);
  });
  afterAll(() => house.stop());

  const companyRows = async () => rowsOf(await allRows(house), contoso.tenantId, 'company:');

  it('first reads what to have at hand', async () => {
    await dana.types('set up company');
    expect(dana.seen.text).toContain('Before you begin');
    expect(dana.seen.text).toContain('Partner ID (MPN ID)');
    expect(dana.buttons).toEqual(['Next', 'Already in CSP?', 'Cancel']);
  });

  it('fills in one form, with the fields that the documents name', async () => {
    await dana.types('set up company');
    await dana.clicks('Next');
    for (const label of [
      'Company name',
      'Partner type',
      'Country/region',
      'Partner ID (MPN ID)',
      'Address',
      'Primary contact name',
      'Primary contact email',
      'Support email',
      'Support phone',
      'Support website',
      'Direct partner',
      'Indirect reseller',
      'Indirect provider',
      'Customer',
    ]) {
      expect(dana.seen.text.split('\n')).toContain(label);
    }
    expect(dana.buttons).toEqual(['Enroll now', 'Cancel']);
  });

  it.each([
    ['en-US', 'Germany'],
    ['ja-JP', 'ドイツ'],
    ['zh-TW', '德國'],
  ])('chooses the country by its name in their language (%s)', async (locale, germany) => {
    const reader = contoso.person('Reader', { locale });
    await reader.types('set up company');
    await reader.sends('setUpCompany.next', {});
    expect(reader.seen.text.split('\n')).toContain(germany);
  });

  it('is told at once that it is active, when they are the primary contact themselves', async () => {
    await enrolls(dana, form);
    expect(dana.seen.text).toContain(`Reseller of ${contoso.domain}: Active`);
    expect(dana.seen.text).toContain(`Lou Contact (${dana.options.email}) (confirmed)`);
    expect(dana.buttons).toEqual([
      'Add me to the Admin agents',
      'Invite customer',
      'Learn',
      'Edit',
      'History',
    ]);
    await dana.types('help');
    expect(dana.mayClick('Customers')).toBe(true);
  });

  it('sees all that they entered on the record, and whenever they type the command again', async () => {
    await enrolls(dana, form);
    await dana.types('set up company');
    for (const text of [
      'Indirect reseller',
      'United States',
      '4847383',
      '48 Mill Street, Chicago, IL 60607',
      `support@${contoso.domain}`,
      '+1 312 555 0134',
      `https://${contoso.domain}/support`,
      'Dana Reyes',
    ]) {
      expect(dana.seen.text).toContain(text);
    }
  });

  it('is not told the news of their own click by a card of its own', async () => {
    await enrolls(dana, form);
    await house.settled();
    expect(dana.inbox.filter(text => text.includes('is active'))).toEqual([]);
  });

  describe('who is in CSP already', () => {
    it('is asked only for name, kind, Partner ID and support, and is active at once', async () => {
      await dana.types('set up company');
      await dana.clicks('Already in CSP?');
      expect(Object.keys(inputsOf(dana.seen.card)).sort()).toEqual(
        ['kind', 'name', 'partnerId', 'supportEmail', 'supportPhone', 'supportWebsite'].sort(),
      );
      const { name = '', partnerId = '', supportEmail = '', supportPhone = '' } = form;
      await dana.clicks('Enroll now', { name, kind: 'directPartner', partnerId, supportEmail, supportPhone });
      expect(dana.seen.text).toContain(`${name}: Active`);
      expect(dana.seen.text).toContain('Direct partner');
    });

    it('has what is wrong named all the same', async () => {
      await dana.types('set up company');
      await dana.clicks('Already in CSP?');
      await dana.clicks('Enroll now', { name: 'Contoso', kind: 'directPartner', partnerId: 'x' });
      expect(dana.seen.text).toContain(
        'Please check: Partner ID (MPN ID), Support email, and Support phone.',
      );
      expect(Object.keys(inputsOf(dana.seen.card))).not.toContain('address');
    });
  });

  describe('is refused, with the field named and all that they typed kept, for', () => {
    it.each([
      [
        'a private mailbox as contact',
        { contactEmail: 'dana@gmail.com' },
        'Primary contact email',
        'address of your company',
      ],
      [
        'a contact’s address that is none',
        { contactEmail: 'dana@contoso' },
        'Primary contact email',
        'not an email address',
      ],
      ['a support address that is none', { supportEmail: 'us' }, 'Support email', 'not an email address'],
      ['a phone number that is none', { supportPhone: 'call me' }, 'Support phone', 'not a phone number'],
      ['a website that is none', { supportWebsite: 'a page' }, 'Support website', 'not a web address'],
      ['a Partner ID with letters', { partnerId: 'MPN-1' }, 'Partner ID (MPN ID)', '4 to 10 digits'],
      ['an untruthful country', { partnerIdConfirmed: 'false' }, 'Confirmation', 'tick this box'],
      ['no name', { name: ' ' }, 'Company name', 'fill this in'],
      ['no country', { country: '' }, 'Country/region', 'select one'],
      ['a kind that nobody offered', { kind: 'emperor' }, 'Partner type', 'select one'],
      ['a name that is too long', { name: 'N'.repeat(300) }, 'Company name', 'too long'],
      ['an address that is far too long', { address: 'A'.repeat(20_000) }, 'Address', 'too long'],
      ['a control character', { contactName: 'Lou\u0007' }, 'Primary contact name', 'does not look right'],
      [
        'a customer’s Partner ID',
        { kind: 'customer' },
        'Partner ID (MPN ID)',
        'Only partners have a Partner ID',
      ],
    ])('%s', async (_, changes: Record<string, string>, field, why) => {
      await enrolls(dana, form, changes);
      expect(dana.seen.text).toContain(`Nothing is lost. Please check: ${field}.`);
      expect(dana.seen.text).toContain(why);
      const kept = Object.entries({ ...form, ...changes }).map(([id, text]) => [id, text.slice(0, 800)]);
      expect(inputsOf(dana.seen.card)).toEqual(Object.fromEntries(kept));
      expect(await companyRows()).toEqual([]);
    });

    it('everything at once, when nothing was filled in', async () => {
      await dana.types('set up company');
      await dana.clicks('Next');
      await dana.clicks('Enroll now');
      expect(dana.seen.text).toContain(
        'Please check: Company name, Partner type, Country/region, Address, Primary contact name, and Primary contact email.',
      );
    });

    it('and is done once it is corrected', async () => {
      await enrolls(dana, form, { contactEmail: 'dana@yahoo.co.jp', supportPhone: 'x' });
      await dana.clicks('Enroll now', { contactEmail: dana.options.email, supportPhone: '+1 312 555 0134' });
      expect(dana.seen.text).toContain(': Active');
    });
  });

  describe('half way', () => {
    it('leaves it with Cancel or by typing cancel; nothing was set up', async () => {
      await dana.types('set up company');
      await dana.clicks('Next');
      await dana.clicks('Cancel');
      expect(dana.seen.text).toContain('Canceled. Nothing was changed.');
      await dana.types('set up company');
      await dana.types('cancel');
      expect(dana.seen.text).toContain('Canceled. Nothing was changed.');
      await dana.types('cancel');
      expect(dana.seen.text).toContain('There is nothing to cancel.');
      expect(await companyRows()).toEqual([]);
    });

    it('finds what they typed again by typing the command, also after the bot was restarted', async () => {
      await enrolls(dana, form, { supportPhone: 'to be looked up' });
      const restarted = await openHouse({ beside: house });
      const later = dana.at(restarted);
      await later.types('set up company');
      expect(inputsOf(later.seen.card)).toEqual({ ...form, supportPhone: 'to be looked up' });
      await later.clicks('Enroll now', { supportPhone: '+1 312 555 0134' });
      expect(later.seen.text).toContain(': Active');
      await restarted.stop();
    });
  });

  it('two times at the same moment makes one company', async () => {
    await dana.types('set up company');
    await dana.clicks('Next');
    const enrol = buttonsOf(dana.seen.card).find(button => button.title === 'Enroll now');
    await Promise.all([1, 2, 3].map(() => dana.sends(enrol?.verb ?? '', { ...form, ...enrol?.data })));
    expect(dana.seen.text).toContain(': Active');
    expect(await companyRows()).toHaveLength(1);
    const history = rowsOf(await allRows(house), contoso.tenantId, 'history:');
    expect(history.filter(row => row.text.includes('company.submitted'))).toHaveLength(1);
  });
});
