import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { approves, sends } from './support/story.ts';

describe('a company that is set up', () => {
  let house: House;
  let town: Town;
  let contoso: Organization;
  let dana: Person;
  let form: Record<string, string>;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
  });
  beforeEach(() => {
    contoso = newOrganization(house);
    dana = contoso.person('Dana Reyes');
    form = rightForm(contoso, dana.options.email);
  });
  afterAll(() => house.stop());

  const companyRow = async (tenantId = contoso.tenantId) =>
    rowsOf(await allRows(house), tenantId, 'company:')[0]?.text ?? '';

  describe('is edited by a global admin', () => {
    it('who finds every field filled in, and the kind fixed', async () => {
      await enrolls(dana, form);
      await dana.clicks('Edit');
      expect(dana.seen.text).toContain('Edit your company');
      expect(dana.seen.text).toContain('The partner type cannot be changed any more.');
      expect(inputsOf(dana.seen.card)).toEqual(form);
      expect(dana.seen.text).not.toContain('Indirect provider');
      await dana.clicks('Update', { name: 'Contoso Worldwide', supportWebsite: '' });
      expect(dana.seen.text).toContain('Contoso Worldwide: Active');
      await dana.types('set up company');
      expect(dana.seen.text).toContain('Contoso Worldwide');
      expect(dana.seen.text).not.toContain('/support');
    });

    it('whose mistakes are named, and what they typed is kept', async () => {
      await enrolls(dana, form);
      await dana.clicks('Edit');
      await dana.clicks('Update', { name: 'Contoso Worldwide', contactEmail: 'dana@outlook.com' });
      expect(dana.seen.text).toContain('Please check: Primary contact email.');
      expect(inputsOf(dana.seen.card)).toMatchObject({
        name: 'Contoso Worldwide',
        contactEmail: 'dana@outlook.com',
      });
      expect(await companyRow()).not.toContain('Worldwide');
    });

    it('who may leave it as it is, by button or by word', async () => {
      await enrolls(dana, form);
      await dana.clicks('Edit');
      await dana.clicks('Cancel');
      expect(dana.seen.text).toContain('Nothing was changed.');
      await dana.types('set up company');
      await dana.clicks('Edit');
      await dana.types('cancel');
      expect(dana.seen.text).toContain('Nothing was changed.');
    });

    it('but never into another kind, even if someone forges the form', async () => {
      await enrolls(dana, form);
      for (const kind of ['customer', 'directPartner']) {
        const partnerId = kind === 'customer' ? '' : '4847383';
        await dana.sends('setUpCompany.save', { ...form, partnerId, kind, form: 'full' });
        expect(dana.seen.text).toContain(
          'The partner type of a company cannot be changed after it is set up.',
        );
      }
      expect(await companyRow()).toContain('indirectReseller');
    });

    it('and goes on being active while a new contact is asked', async () => {
      await enrolls(dana, form);
      await dana.clicks('Edit');
      await dana.clicks('Update', { contactName: 'Mo', contactEmail: `mo@${contoso.domain}` });
      expect(dana.seen.text).toContain(': Active');
      expect(dana.seen.text).toContain('(not confirmed yet)');
      expect(dana.follows('Open in email')).toContain('/drafts/');
    });

    it('with the short form, if it is one that was in CSP already', async () => {
      await dana.types('set up company');
      await dana.clicks('Already in CSP?');
      const { name = '', partnerId = '', supportEmail = '', supportPhone = '' } = form;
      await dana.clicks('Enroll now', {
        name,
        kind: 'indirectProvider',
        partnerId,
        supportEmail,
        supportPhone,
      });
      await dana.clicks('Edit');
      expect(Object.keys(inputsOf(dana.seen.card))).not.toContain('contactEmail');
      await dana.clicks('Update', { name: 'Provider Two' });
      expect(dana.seen.text).toContain('Provider Two: Active');
    });
  });

  describe('is not edited by anybody else:', () => {
    it.each(['sam', 'lee'] as const)(
      '%s sees the record without Edit, and a forged click is refused',
      async name => {
        const person = town[name];
        await person.types('set up company');
        expect(person.seen.text).toContain('Contoso: Active');
        expect(person.mayClick('Edit')).toBe(false);
        const before = await companyRow(person.options.tenantId);
        await person.sends('setUpCompany.save', { ...form, form: 'full' });
        expect(person.seen.text).toContain(
          'To set up or edit the company, you need one of these roles: Global admin.',
        );
        expect(person.seen.text).toContain('Dana Reyes');
        expect(await companyRow(person.options.tenantId)).toBe(before);
      },
    );
  });

  describe('is not set up again', () => {
    it('by a colleague, who hears whom to ask', async () => {
      await enrolls(dana, form);
      const mo = contoso.person('Mo Other');
      await mo.types('set up company');
      expect(mo.seen.text).toContain(
        `Reseller of ${contoso.domain} is set up here, but you have not been added yet. Please ask Dana Reyes to add you.`,
      );
      await mo.sends('setUpCompany.enroll', { ...form, name: 'Mine now', form: 'full' });
      expect(mo.seen.text).toContain('you have not been added yet');
      expect(await companyRow()).not.toContain('Mine now');
    });

    it('from a card that a colleague had open before', async () => {
      const mo = contoso.person('Mo Other');
      await mo.types('set up company');
      await mo.clicks('Next');
      await enrolls(dana, form);
      await mo.clicks('Enroll now', { ...form, name: 'Mine now' });
      expect(mo.seen.text).toContain('you have not been added yet');
      await mo.types('customers');
      expect(mo.seen.text).toContain('you have not been added yet');
    });

    it('by whoever did it, from an old card: they see the record', async () => {
      await dana.types('set up company');
      await dana.clicks('Next');
      const old = dana.seen;
      await dana.clicks('Enroll now', form);
      await dana.clicks('Enroll now', { ...form, name: 'Another name' }, old);
      expect(dana.seen.text).toContain(`Reseller of ${contoso.domain}: Active`);
    });
  });

  it('is not set up without end: after twenty tries in an hour its people are asked to wait', async () => {
    const guest = contoso.person('Noor Guest', { userRole: 'guest' });
    for (let tries = 0; tries < 20; tries++)
      await guest.sends('setUpCompany.enroll', { ...form, form: 'full' });
    expect(guest.seen.text).toContain('guests cannot act for it');
    await enrolls(dana, form);
    expect(dana.seen.text).toContain('That was a lot in a short time.');
    house.clock.forward(60 * 60_000);
    await dana.types('set up company');
    // What she had typed is still there.
    await dana.clicks('Enroll now');
    expect(dana.seen.text).toContain(': Active');
  });

  describe('is not set up by a guest', () => {
    it.each([
      ['by their role', { userRole: 'guest' }],
      ['by their name in the directory', { userPrincipalName: 'noor_other.example#EXT#@contoso.example' }],
    ])('known %s', async (_, options) => {
      const noor = contoso.person('Noor Guest', options);
      await noor.types('set up company');
      expect(noor.seen.text).toContain('You are a guest in this organization, and guests cannot act for it.');
      await noor.sends('setUpCompany.enroll', { ...form, form: 'full' });
      expect(noor.seen.text).toContain('guests cannot act for it');
      expect(await companyRow()).toBe('');
    });
  });

  describe('may be a customer’s', () => {
    it('by setting it up as one: it is active, and does not invite', async () => {
      await enrolls(dana, form, { kind: 'customer', partnerId: '', partnerIdConfirmed: 'false' });
      expect(dana.seen.text).toContain(': Active');
      expect(dana.seen.text).toContain('Everything is ready.');
      expect(dana.mayClick('Invite customer')).toBe(false);
      await dana.types('invite customer');
      expect(dana.seen.text).toContain('Only partners invite customers');
    });

    it('by accepting an invitation: whoever approved is its global admin and can complete the record', async () => {
      const kim = contoso.person('Kim Customer');
      const { link } = await sends(town.dana, { name: 'Northwind', email: kim.options.email });
      await kim.types(link);
      await approves(kim);
      await house.settled();
      await kim.types('set up company');
      expect(kim.seen.text).toContain('Northwind: Active');
      expect(kim.seen.text).toContain('Customer');
      await kim.clicks('Edit');
      await kim.clicks('Update', {
        ...form,
        name: 'Northwind Traders',
        kind: 'customer',
        partnerId: '',
        contactEmail: kim.options.email,
      });
      expect(kim.seen.text).toContain('Northwind Traders: Active');
      expect(kim.seen.text).toContain('(confirmed)');
    });
  });
});

describe('an operator who lists the tenants that may enrol', () => {
  let house: House;
  const listed = 'd0d0d0d0-0000-4000-8000-aaaaaa000000';

  beforeAll(async () => {
    house = await openHouse({ env: { ALLOWED_TENANTS: listed.toUpperCase() } });
  });
  afterAll(() => house.stop());

  it('has all others told so, whether they type or forge', async () => {
    const other = newOrganization(house);
    const noor = other.person('Noor Haddad');
    await noor.types('set up company');
    expect(noor.seen.text).toContain('Your organization is not among those that may enroll here.');
    await noor.sends('setUpCompany.enroll', { ...rightForm(other, noor.options.email), form: 'full' });
    expect(noor.seen.text).toContain('Your organization is not among those that may enroll here.');
    expect(rowsOf(await allRows(house), other.tenantId, 'company:')).toEqual([]);
  });

  it('lets those enrol, and their customers be whoever they invite', async () => {
    const contoso = newOrganization(house, listed);
    const dana = contoso.person('Dana Reyes');
    await enrolls(dana, rightForm(contoso, dana.options.email));
    expect(dana.seen.text).toContain(': Active');
    const kim = newOrganization(house).person('Kim Akers');
    const { link } = await sends(dana, { name: 'Wingtip', email: kim.options.email });
    await kim.types(link);
    await approves(kim);
    expect(kim.seen.text).toContain('Kim Akers approved');
  });
});
