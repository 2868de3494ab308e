import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reviewEnrolment } from '../../operations/setUpCompany.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { authorizes, becomePartners, type Office, office, requests } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { approves, sends } from './support/story.ts';

const partnershipOf = async (house: House, reseller: string, provider: string) =>
  (await house.bot.desk.storage.partnerships.get(reseller, provider))?.value.state;
const request = (from: Office, to: Person, name = 'Somebody') =>
  requests(from.admin, { email: to.options.email, name });
/** Nobody may authorize what is in front of them, and a forged click does not help. */
async function cannotAuthorize(person: Person, id: string): Promise<void> {
  expect(person.mayClick('Authorize indirect provider')).toBe(false);
  await person.sends('accept.authorize', { id, confirmAuthorize: 'true' });
}

describe('before a partnership request is shown as acceptable', () => {
  let house: House;
  let provider: Office;
  beforeAll(async () => {
    house = await openHouse();
    provider = await office(house, 'indirectProvider', 'Fabrikam', { country: 'US' });
  });
  afterAll(() => house.stop());

  describe('a company that is not set up', () => {
    it('is told how to enrol; after that the same link works', async () => {
      const organization = newOrganization(house);
      const dana = organization.person('Dana Reyes');
      const { id, link } = await request(provider, dana);
      await dana.types(link);
      expect(dana.seen.text).toContain('your company has to be enrolled as an indirect reseller first');
      expect(dana.seen.text).toContain('The request is kept');
      await cannotAuthorize(dana, id);
      expect(dana.seen.text).toContain('your company has to be enrolled');
      await enrolls(dana, rightForm(organization, dana.options.email));
      await house.settled();
      await dana.types(link);
      await authorizes(dana);
      await house.settled();
      expect(await partnershipOf(house, organization.tenantId, provider.id)).toBe('active');
    });

    it('finds the request among the received ones after it enrolled', async () => {
      const organization = newOrganization(house);
      const dana = organization.person('Dana Reyes');
      const { link } = await request(provider, dana);
      await dana.types(link);
      await dana.clicks('Set up company');
      await enrolls(dana, rightForm(organization, dana.options.email));
      await house.settled();
      await dana.types('invitations');
      await dana.clicks('Received');
      await dana.clicks('Open the request from Fabrikam');
      await authorizes(dana);
      expect(dana.seen.text).toContain('authorized Fabrikam');
      await house.settled();
    });

    it('cannot take it once it enrolled as something else', async () => {
      const organization = newOrganization(house);
      const dana = organization.person('Dana Reyes');
      const { id, link } = await request(provider, dana);
      await dana.types(link);
      await enrolls(dana, rightForm(organization, dana.options.email), { kind: 'directPartner' });
      await house.settled();
      await dana.sends('accept.authorize', { id, confirmAuthorize: 'true' });
      expect(dana.seen.text).toContain('This link asks an indirect reseller to authorize its provider');
      await house.settled();
      expect(await partnershipOf(house, organization.tenantId, provider.id)).toBeUndefined();
    });
  });

  describe('a company of another kind', () => {
    it.each([
      ['customer', 'Customer'],
      ['directPartner', 'Direct partner'],
      ['indirectProvider', 'Indirect provider'],
    ] as const)('%s: is told what it is, and nothing changes', async (kind, name) => {
      const other = await office(house, kind, 'Other Kind');
      const { id, link } = await request(provider, other.admin, `Other ${kind}`);
      await other.admin.types(link);
      expect(other.admin.seen.text).toContain(`Other Kind is set up here as “${name}”`);
      await cannotAuthorize(other.admin, id);
      expect(other.admin.seen.text).toContain('cannot be used');
      expect((await house.bot.desk.storage.companies.get(other.id))?.value.kind).toBe(kind);
      const invitation = await house.bot.desk.storage.invitations.get(id);
      expect(invitation?.value).toMatchObject({ state: 'sent', recipients: [] });
    });

    it('cannot be made a customer by a customer’s link', async () => {
      const reseller = await office(house, 'indirectReseller', 'Not a Customer');
      for (const kind of ['directPartner', 'indirectProvider', 'indirectReseller'] as const) {
        const other = await office(house, kind, `Partner ${kind}`);
        const { id, link } = await sends(reseller.admin, { email: other.admin.options.email, name: kind });
        await other.admin.types(link);
        expect(other.admin.seen.text).toContain('This is a link for a customer');
        await other.admin.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
        await house.settled();
        expect((await house.bot.desk.storage.companies.get(other.id))?.value.kind).toBe(kind);
        expect(await house.bot.desk.storage.customers.get(reseller.id, other.id)).toBeUndefined();
        await reseller.admin.types('cancel');
      }
    });
  });

  it('the company’s own request is no request to it', async () => {
    const { link } = await requests(provider.admin, { email: 'own@fabrikam.example', name: 'Own' });
    const colleague = await provider.colleague('Robin', { agent: 'none', admin: 'globalAdmin' });
    await colleague.types(link);
    expect(colleague.seen.text).toContain('your own company');
  });

  it('those who are partners already are told so', async () => {
    const reseller = await office(house, 'indirectReseller', 'Twice');
    await becomePartners(house, provider.admin, reseller);
    const { id, link } = await requests(provider.admin, { email: `x@twice.example`, name: 'Twice' });
    await reseller.admin.types(link);
    expect(reseller.admin.seen.text).toContain('Your company and Fabrikam already have a partnership');
    await cannotAuthorize(reseller.admin, id);
    expect(reseller.admin.seen.text).toContain('already have a partnership');
  });

  describe('another market than the provider’s', () => {
    it('is refused and named', async () => {
      const reseller = await office(house, 'indirectReseller', 'Deutsch', { country: 'DE' });
      const { id, link } = await request(provider, reseller.admin);
      await reseller.admin.types(link);
      expect(reseller.admin.seen.text).toContain('within one market only');
      expect(reseller.admin.seen.text).toContain('Germany');
      await cannotAuthorize(reseller.admin, id);
      expect(await partnershipOf(house, reseller.id, provider.id)).toBeUndefined();
    });

    it('is none inside of the European Union and EFTA', async () => {
      const french = await office(house, 'indirectProvider', 'Fabrikam France', { country: 'FR' });
      const reseller = await office(house, 'indirectReseller', 'Deutsch', { country: 'DE' });
      await becomePartners(house, french.admin, reseller);
      expect(await partnershipOf(house, reseller.id, french.id)).toBe('active');
    });

    it('cannot be told without a country: the request is kept until it is entered', async () => {
      const reseller = await office(house, 'indirectReseller', 'Nowhere', { country: undefined });
      const { id, link } = await request(provider, reseller.admin);
      await reseller.admin.types(link);
      expect(reseller.admin.seen.text).toContain(
        'the country/region of one of the two companies is not known',
      );
      await cannotAuthorize(reseller.admin, id);
      const { companies } = house.bot.desk.storage;
      const row = await companies.get(reseller.id);
      if (!row) throw new Error('not there');
      await house.bot.desk.storage.commit(reseller.id, {
        rows: [companies.update(row, { ...row.value, country: 'US' })],
        history: [],
      });
      await reseller.admin.types(link);
      await authorizes(reseller.admin);
      expect(reseller.admin.seen.text).toContain('authorized Fabrikam');
    });
  });
});

describe('where ALLOW_CROSS_REGION loosens the rule', () => {
  it('a provider of the United States works with a reseller of Germany', async () => {
    const house = await openHouse({ env: { ALLOW_CROSS_REGION: 'true' } });
    try {
      const provider = await office(house, 'indirectProvider', 'Fabrikam', { country: 'US' });
      const reseller = await office(house, 'indirectReseller', 'Deutsch', { country: 'DE' });
      await becomePartners(house, provider.admin, reseller);
      expect(await partnershipOf(house, reseller.id, provider.id)).toBe('active');
    } finally {
      await house.stop();
    }
  });
});

describe('where an operator reviews partners', () => {
  it('a reseller keeps the request and authorizes once it is active', async () => {
    const house = await openHouse({ env: { REVIEW: 'manual' } });
    try {
      const provider = await office(house, 'indirectProvider', 'Fabrikam', { country: 'US' });
      const organization = newOrganization(house);
      const dana = organization.person('Dana Reyes');
      const { id, link } = await request(provider, dana);
      await enrolls(dana, rightForm(organization, dana.options.email));
      await house.settled();
      await dana.types(link);
      expect(dana.seen.text).toContain('The enrollment of your company is not complete yet');
      expect(dana.seen.text).toContain('The request is kept');
      await cannotAuthorize(dana, id);
      expect(dana.seen.text).toContain('not complete yet');
      await reviewEnrolment(house.bot.desk, organization.tenantId, { do: 'approve' });
      await house.settled();
      await dana.types('invitations');
      await dana.clicks('Received');
      await dana.clicks('Open the request from Fabrikam');
      await authorizes(dana);
      await house.settled();
      expect(await partnershipOf(house, organization.tenantId, provider.id)).toBe('active');
    } finally {
      await house.stop();
    }
  });
});

describe('a partnership link opened by someone whom nobody set up', () => {
  it('makes nobody a customer, whatever they click', async () => {
    const house = await openHouse();
    try {
      const provider = await office(house, 'indirectProvider', 'Fabrikam');
      const dana = newOrganization(house).person('Dana Reyes');
      const { id, link } = await request(provider, dana);
      await dana.types(link);
      await dana.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
      await dana.sends('accept.approveReplacing', { id, administrationVersion: 0 });
      await house.settled();
      expect(await house.bot.desk.storage.companies.get(dana.options.tenantId)).toBeUndefined();
      await expect(approves(dana)).rejects.toThrow('no button');
    } finally {
      await house.stop();
    }
  });
});
