import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CLOUD_FEATURES, CLOUDS, missingIn } from '../../domain/cloud.ts';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { opensForm, sends } from './support/story.ts';
import { hasSubscription, serves } from './support/subscriptions.ts';

/** By hand, from what the documents apply to: what there is in each cloud. */
const APPLIES = {
  global: { reservations: true, savingsPlans: true, withoutAdministration: true },
  usgov: { reservations: true, savingsPlans: false, withoutAdministration: false },
  germany: { reservations: false, savingsPlans: false, withoutAdministration: false },
} as const;

it('knows what is missing in which cloud', () => {
  for (const cloud of CLOUDS) {
    for (const feature of CLOUD_FEATURES)
      expect([cloud, feature, missingIn(cloud, feature) === undefined]).toEqual([
        cloud,
        feature,
        APPLIES[cloud][feature],
      ]);
  }
});

const NAMES = {
  usgov: 'Microsoft Cloud for US Government',
  germany: 'Microsoft Cloud Germany',
} as const;

describe.each(CLOUDS)('with CLOUD=%s', cloud => {
  const applies = APPLIES[cloud];
  const name = cloud === 'global' ? undefined : NAMES[cloud];
  let house: House;
  let fabrikam: Office;
  let wingtip: Office;
  beforeAll(async () => {
    house = await openHouse({ env: { CLOUD: cloud } });
  });
  beforeEach(async () => {
    fabrikam = await office(house, 'directPartner', 'Fabrikam');
    wingtip = await office(house, 'customer', 'Wingtip');
    await serves(house, fabrikam, wingtip);
    await hasSubscription(house, wingtip, fabrikam, { offer: 'azure-plan' });
  });
  afterAll(() => house.stop());

  const buys = async () => {
    const row = await house.bot.desk.storage.purchasePermissions.get(wingtip.id, fabrikam.id);
    return Object.keys(row?.value.allowed ?? {});
  };

  describe('letting a customer buy', () => {
    it('offers what there is, and says what there is not', async () => {
      await fabrikam.admin.sends('letCustomerBuy.show', { customer: wingtip.id });
      expect(fabrikam.admin.mayClick('Allow reservations')).toBe(applies.reservations);
      expect(fabrikam.admin.mayClick('Allow savings plans')).toBe(applies.savingsPlans);
      expect(fabrikam.admin.seen.text).toContain('Azure reservations');
      expect(fabrikam.admin.seen.text).toContain('Azure savings plans');
      if (name) expect(fabrikam.admin.seen.text).toContain(name);
      await fabrikam.admin.types('let customer buy wing');
      expect(fabrikam.admin.mayClick('Allow reservations')).toBe(applies.reservations);
    });

    it.each(['reservations', 'savingsPlans'] as const)(
      'refuses the click where there are none: %s',
      async purchase => {
        house.log.length = 0;
        for (const verb of ['letCustomerBuy.askAllow', 'letCustomerBuy.allow']) {
          await fabrikam.admin.sends(verb, { customer: wingtip.id, purchase, version: 0 });
          if (!applies[purchase]) {
            expect(fabrikam.admin.seen.text).toContain(`In ${name} customers cannot be allowed to buy this`);
            expect(house.log.some(line => line.includes('notInThisCloud') && line.includes(verb))).toBe(true);
          }
        }
        expect(await buys()).toEqual(applies[purchase] ? [purchase] : []);
      },
    );
  });

  describe('inviting a customer without administrator permissions', () => {
    it('is a choice of the form, or said to be none', async () => {
      await opensForm(fabrikam.admin);
      const { text, card } = fabrikam.admin.seen;
      expect('administration' in inputsOf(card)).toBe(applies.withoutAdministration);
      expect(text.includes('Ask for administrator permissions too')).toBe(applies.withoutAdministration);
      if (name)
        expect(text).toContain(`In ${name} a reseller relationship is always asked for together with`);
    });

    it('is refused when a form asks for it all the same, with nothing drafted', async () => {
      await opensForm(fabrikam.admin);
      const { email } = { email: `jo@${cloud}.example` };
      await fabrikam.admin.clicks('Next', { email, name: 'Adatum', administration: 'false' });
      const page = await house.bot.desk.storage.invitations.page(fabrikam.id, 10);
      expect(page.rows.map(row => row.value.sellOnly)).toEqual(applies.withoutAdministration ? [true] : []);
      if (name) expect(fabrikam.admin.seen.text).toContain(`In ${name} a reseller relationship`);
    });
  });

  it('invites customers with administrator permissions, as documents 000 and 004 say of every cloud', async () => {
    await sends(fabrikam.admin, { email: `kim@${cloud}.example`, name: 'Tailspin' });
    expect(fabrikam.admin.seen.text).toContain('Sent');
  });

  it('learns from the pages of its cloud', async () => {
    await fabrikam.admin.types('learn');
    const { text } = fabrikam.admin.seen;
    expect(text.includes('US Government cloud')).toBe(cloud === 'usgov');
    expect(text.includes('Microsoft Cloud Germany')).toBe(cloud === 'germany');
  });
});
