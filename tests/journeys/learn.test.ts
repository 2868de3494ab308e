import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { office } from './support/partnerships.ts';
import { newcomer } from './support/people.ts';

describe('learn', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.stop());

  it('explains who does what to anyone, also to whom nobody set up', async () => {
    const someone = newcomer(house, { name: 'Sasha Grey' });
    const { text } = await someone.types('learn');
    expect(text).toContain('Indirect provider**: submits orders');
    expect(text).toContain('Indirect reseller**: finds customers');
    expect(text).toContain('Find a provider');
    expect(text).toContain('Find resellers');
    expect(text).toContain('Incentives');
  });

  it('leads a reseller to providers, and to customers by every way', async () => {
    const { admin } = await office(house, 'indirectReseller', 'Contoso');
    const { text } = await admin.types('learn');
    expect(text).toContain('Find a provider');
    expect(text).not.toContain('Find resellers');
    for (const way of [
      'own marketing',
      'Referrals from Microsoft',
      'ask yours to refer',
      'business profile',
    ]) {
      expect(text).toContain(way);
    }
  });

  it('leads a provider to resellers, and to Microsoft for its profile', async () => {
    const { admin } = await office(house, 'indirectProvider', 'Fabrikam');
    const { text } = await admin.types('learn');
    expect(text).toContain('Find resellers');
    expect(text).not.toContain('Find a provider');
    expect(text).toContain('contact your Microsoft representative');
  });

  it('has links to Microsoft’s pages', async () => {
    const someone = newcomer(house, { name: 'Sasha Grey' });
    await someone.types('learn');
    for (const title of ['Microsoft’s list of providers', 'Business profile', 'Incentives']) {
      expect(new URL(someone.follows(title)).protocol).toBe('https:');
      expect(new URL(someone.follows(title)).hostname).toMatch(/(^|\.)microsoft\.com$/);
    }
  });

  it('is the next step of whoever just enrolled', async () => {
    const organization = newOrganization(house);
    const dana = organization.person('Dana Reyes');
    await enrolls(dana, rightForm(organization, dana.options.email));
    await dana.clicks('Learn');
    expect(dana.seen.text).toContain('Find a provider');
  });
});

describe('learn in the US Government cloud', () => {
  it('leads to that cloud', async () => {
    const house = await openHouse({ env: { CLOUD: 'usgov' } });
    try {
      const someone = newcomer(house, { name: 'Sasha Grey' });
      await someone.types('learn');
      expect(someone.follows('US Government cloud')).toMatch(/^https:/);
    } finally {
      await house.stop();
    }
  });
});
