import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../domain/subscription.ts';
import { opensAccount, setsUp } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office } from './support/partnerships.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { hasSubscription, serves, servesTogether, standsAs } from './support/subscriptions.ts';

const AZURE_PLAN = 'azure-plan';
let house: House;
let fabrikam: Office;
let wingtip: Office;
let plan: Subscription;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** Fabrikam, a direct partner, sold Wingtip an Azure plan. */
beforeEach(async () => {
  count++;
  fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
  await serves(house, fabrikam, wingtip);
  plan = await hasSubscription(house, wingtip, fabrikam, { offer: AZURE_PLAN });
});
afterAll(() => house.stop());

const opens = (partner = fabrikam, customer = wingtip) =>
  partner.admin.sends('letCustomerBuy.show', { customer: customer.id });

async function allows(what: 'reservations' | 'savings plans', partner = fabrikam): Promise<void> {
  await opens(partner);
  await partner.admin.clicks(`Allow ${what}`);
  await partner.admin.clicks('Allow');
  // What the customer is told must not come between what it types.
  await house.settled();
}

/** What stands in the customer's partition for a partner. */
async function allowed(partner = fabrikam, customer = wingtip): Promise<string[]> {
  const row = await house.bot.desk.storage.purchasePermissions.get(customer.id, partner.id);
  return Object.keys(row?.value.allowed ?? {});
}

async function becomes(subscription: Subscription, changes: Partial<Subscription>): Promise<void> {
  const { storage } = house.bot.desk;
  const row = await storage.subscriptions.get(wingtip.id, subscription.id);
  if (!row) throw new Error('no such subscription');
  const rows = storage.subscriptions.update(row, { ...row.value, ...changes });
  await storage.commit(wingtip.id, { rows, history: [] });
}

const inHistoryOf = async (companyId: string, event: string) => {
  const page = await house.bot.desk.storage.history.page(companyId, 50);
  return page.rows.filter(row => row.value.event === event).length;
};

describe('Let customer buy, of a direct partner', () => {
  it('is reached from the customer’s record', async () => {
    await fabrikam.admin.sends('customers.open', { id: wingtip.id });
    await fabrikam.admin.clicks('More for this customer');
    await fabrikam.admin.clicks('Let customer buy');
    expect(fabrikam.admin.seen.text).toContain(`Let ${wingtip.name} buy`);
    await fabrikam.admin.clicks('View customer');
    expect(fabrikam.admin.mayClick('More for this customer')).toBe(true);
  });

  it('says the consequences before what is allowed', async () => {
    const { text } = await opens();
    const said = [
      '**You pay** for whatever',
      'You are not told when it buys something',
      'Exchanges, cancellations and renewals stay with you',
      'has to be an owner of the Azure subscription',
      'needs an active Azure plan that you bought for it',
      'Azure reservations',
      'Azure savings plans',
    ];
    const places = said.map(each => text.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.match(/Not allowed/g)).toHaveLength(2);
  });

  it('asks once more, and changes nothing until that is confirmed', async () => {
    await opens();
    await fabrikam.admin.clicks('Allow reservations');
    const { text } = fabrikam.admin.seen;
    expect(text).toContain(`Allow ${wingtip.name} to buy Azure reservations?`);
    expect(text).toContain('**You pay**');
    expect(text).toContain(`The global admins of ${wingtip.name} who use Partner Desk are told`);
    expect(await allowed()).toEqual([]);
    await fabrikam.admin.clicks('Cancel');
    expect(fabrikam.admin.buttons).toEqual(['Allow reservations', 'Allow savings plans', 'View customer']);
    expect(await allowed()).toEqual([]);
  });

  it('allows one kind of purchase, and leaves the other', async () => {
    await allows('reservations');
    const { text } = fabrikam.admin.seen;
    expect(text).toContain(`${wingtip.name} can now buy Azure reservations itself`);
    expect(text).toContain(`by ${fabrikam.admin.options.name}`);
    expect(text.match(/Not allowed/g)).toHaveLength(1);
    expect(fabrikam.admin.buttons).toEqual([
      'Stop allowing reservations',
      'Allow savings plans',
      'View customer',
    ]);
    expect(await allowed()).toEqual(['reservations']);
    await fabrikam.admin.clicks('Allow savings plans');
    await fabrikam.admin.clicks('Allow');
    expect(await allowed()).toEqual(['reservations', 'savingsPlans']);
  });

  it('stops it again, with what that leaves', async () => {
    await allows('savings plans');
    await fabrikam.admin.clicks('Stop allowing savings plans');
    expect(fabrikam.admin.seen.text).toContain(`What ${wingtip.name} bought stays, you go on paying for it`);
    expect(await allowed()).toEqual(['savingsPlans']);
    await fabrikam.admin.clicks('Stop allowing');
    expect(fabrikam.admin.seen.text).toContain(
      `${wingtip.name} can no longer buy Azure savings plans itself`,
    );
    expect(await allowed()).toEqual([]);
  });

  it('stands in the histories of both', async () => {
    await allows('reservations');
    await fabrikam.admin.clicks('Stop allowing reservations');
    await fabrikam.admin.clicks('Stop allowing');
    await house.settled();
    for (const event of ['purchases.allowed', 'purchases.stopped']) {
      expect(await inHistoryOf(fabrikam.id, event)).toBe(1);
      expect(await inHistoryOf(wingtip.id, event)).toBe(1);
    }
    await fabrikam.admin.sends('customers.open', { id: wingtip.id });
    await fabrikam.admin.clicks('History');
    const { text } = fabrikam.admin.seen;
    expect(text).toContain(`Let ${wingtip.name} buy: Azure reservations (partner: ${fabrikam.name})`);
    expect(text).toContain(`No longer let ${wingtip.name} buy: Azure reservations`);
    expect(text).toContain('Let customer buy');
    await wingtip.admin.types('history');
    expect(wingtip.admin.seen.text).toContain(`Let ${wingtip.name} buy: Azure reservations`);
  });

  it('tells the customer’s global admins, who see it on the partner’s record', async () => {
    await allows('reservations');
    await house.settled();
    const { text } = wingtip.admin.reads();
    expect(text).toContain(`${fabrikam.name} lets you buy Azure reservations`);
    expect(text).toContain(fabrikam.admin.options.name);
    expect(text).toContain('has to be an owner of the Azure subscription');
    await wingtip.admin.clicks('View partner');
    expect(wingtip.admin.seen.text).toContain('You can buy yourself\nAzure reservations');
    await fabrikam.admin.clicks('Stop allowing reservations');
    await fabrikam.admin.clicks('Stop allowing');
    await house.settled();
    expect(wingtip.admin.reads().text).toContain(
      `${fabrikam.name} no longer lets you buy Azure reservations`,
    );
    await wingtip.admin.clicks('View partner');
    expect(wingtip.admin.seen.text).not.toContain('You can buy yourself');
  });

  it('outlives a restart: another bot on the same storage says the same', async () => {
    await allows('reservations');
    const next = await openHouse({ beside: house, instance: 'after-the-restart' });
    try {
      const admin = fabrikam.admin.at(next);
      await admin.sends('letCustomerBuy.show', { customer: wingtip.id });
      expect(admin.mayClick('Stop allowing reservations')).toBe(true);
    } finally {
      await next.stop();
    }
  });

  it.each([
    ['ja-JP', 'による購入を許可する', '貴社が支払います', 'Azure 予約'],
    ['zh-TW', '允許', '都由**貴公司付款**', 'Azure 保留'],
  ])('speaks %s', async (locale, title, pays, reservations) => {
    fabrikam.admin.options.locale = locale;
    const { text } = await opens();
    for (const words of [title, pays, reservations]) expect(text).toContain(words);
  });
});

describe('selected twice, by whomever', () => {
  it('is done once: the second click of Allow shows the same', async () => {
    await opens();
    await fabrikam.admin.clicks('Allow reservations');
    const confirmation = fabrikam.admin.seen;
    const first = await fabrikam.admin.clicks('Allow');
    const second = await fabrikam.admin.clicks('Allow', {}, confirmation);
    expect(second.card).toEqual(first.card);
    await house.settled();
    expect(await inHistoryOf(fabrikam.id, 'purchases.allowed')).toBe(1);
    expect(wingtip.admin.inbox.filter(text => text.includes('lets you buy'))).toHaveLength(1);
  });

  it('is done once when two colleagues allow it at the same moment', async () => {
    const sam = await fabrikam.colleague('Sam Ito', { agent: 'adminAgent', admin: 'none' });
    const data = { customer: wingtip.id, purchase: 'reservations', version: 0 };
    await Promise.all([fabrikam.admin, sam].map(person => person.sends('letCustomerBuy.allow', data)));
    for (const person of [fabrikam.admin, sam]) expect(person.seen.text).toContain('can now buy');
    await house.settled();
    expect(await inHistoryOf(wingtip.id, 'purchases.allowed')).toBe(1);
    expect(wingtip.admin.inbox.filter(text => text.includes('lets you buy'))).toHaveLength(1);
  });

  it('asks anew when something was decided since the question', async () => {
    await opens();
    await fabrikam.admin.clicks('Allow reservations');
    const question = fabrikam.admin.seen;
    await allows('savings plans');
    await fabrikam.admin.clicks('Allow', {}, question);
    expect(fabrikam.admin.seen.text).toContain(`Allow ${wingtip.name} to buy Azure reservations?`);
    expect(await allowed()).toEqual(['savingsPlans']);
    await fabrikam.admin.clicks('Allow');
    expect((await allowed()).sort()).toEqual(['reservations', 'savingsPlans']);
  });
});

describe('without an active Azure plan of this partner', () => {
  const refusedNow = async (partner = fabrikam) => {
    const { text } = await opens(partner);
    expect(text).toContain(`${wingtip.name} has no active Azure plan from you`);
    expect(text).toContain('Add subscription');
    expect(partner.admin.buttons).toEqual(['Add subscription', 'View customer']);
    const data = { customer: wingtip.id, purchase: 'reservations', version: 0 };
    for (const verb of ['letCustomerBuy.askAllow', 'letCustomerBuy.allow']) {
      await partner.admin.sends(verb, data);
      expect(partner.admin.seen.text).toContain('nothing can be allowed until it has one');
    }
    expect(await allowed(partner)).toEqual([]);
  };

  it.each(['suspended', 'cancelled'] as const)('cannot be allowed: the plan is %s', async state => {
    await becomes(plan, { state });
    await refusedNow();
  });

  it('cannot be allowed: another partner sold the plan', async () => {
    const contoso = await office(house, 'directPartner', `Contoso ${count}`);
    await serves(house, contoso, wingtip);
    await hasSubscription(house, wingtip, contoso);
    await refusedNow(contoso);
    await becomes(plan, { supportContact: { id: contoso.id, name: contoso.name } });
    await refusedNow(contoso);
  });

  it('says that what is allowed has no effect, and can be stopped', async () => {
    await allows('reservations');
    await becomes(plan, { state: 'cancelled' });
    await opens();
    expect(fabrikam.admin.seen.text).toContain('nothing that is allowed has an effect');
    expect(fabrikam.admin.buttons).toEqual([
      'Stop allowing reservations',
      'Add subscription',
      'View customer',
    ]);
    await fabrikam.admin.clicks('Stop allowing reservations');
    await fabrikam.admin.clicks('Stop allowing');
    expect(await allowed()).toEqual([]);
  });

  it('leads to ordering one', async () => {
    await becomes(plan, { state: 'cancelled' });
    await opens();
    await fabrikam.admin.clicks('Add subscription');
    expect(fabrikam.admin.seen.text).toContain(wingtip.name);
    expect(fabrikam.admin.mayClick('Next: Review')).toBe(true);
    await fabrikam.admin.sends('letCustomerBuy.askAllow', { customer: wingtip.id, purchase: 'reservations' });
    expect(fabrikam.admin.mayClick('Add subscription')).toBe(true);
  });

  it('finds the plan among more subscriptions than a page holds', async () => {
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await serves(house, fabrikam, tailspin);
    await hasSubscription(house, tailspin, fabrikam, { offer: AZURE_PLAN });
    for (let number = 0; number < 101; number++) await hasSubscription(house, tailspin, fabrikam);
    await opens(fabrikam, tailspin);
    expect(fabrikam.admin.mayClick('Allow reservations')).toBe(true);
  });
});

describe('who decides', () => {
  it('an indirect provider does, for a customer of its reseller; the reseller is sent to it', async () => {
    const provider = await office(house, 'indirectProvider', `Proseware ${count}`);
    const reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
    await servesTogether(house, { provider, reseller, customer: wingtip });
    await hasSubscription(house, wingtip, provider, { offer: AZURE_PLAN });
    await allows('reservations', provider);
    expect(await allowed(provider)).toEqual(['reservations']);
    await reseller.admin.sends('customers.more', { id: wingtip.id });
    expect(reseller.admin.mayClick('Let customer buy')).toBe(false);
    await opens(reseller);
    expect(reseller.admin.seen.text).toContain('ask the provider of this customer');
    await reseller.admin.types('let customer buy wingtip');
    expect(reseller.admin.seen.text).toContain('ask the provider of this customer');
  });

  it('not the customer, who reads what its partners decided', async () => {
    await allows('reservations');
    await wingtip.admin.types('let customer buy');
    expect(wingtip.admin.seen.text).toContain('This is for partners');
    await wingtip.admin.sends('letCustomerBuy.stop', {
      customer: wingtip.id,
      purchase: 'reservations',
      version: 1,
    });
    expect(wingtip.admin.seen.text).toContain('This is for partners');
    expect(await allowed()).toEqual(['reservations']);
  });

  it('not a partner of whom the customer has approved neither selling nor ordering', async () => {
    const litware = await office(house, 'indirectProvider', `Litware ${count}`);
    await serves(house, litware, wingtip, { kind: 'indirectProvider', canSell: false });
    await opens(litware);
    expect(litware.admin.seen.text).toContain(`${wingtip.name} has not approved that you sell to it`);
  });

  it('not before the approval has arrived on both sides', async () => {
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await serves(house, fabrikam, tailspin);
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(tailspin.id, fabrikam.id);
    if (!row) throw new Error('no partner');
    await storage.commit(tailspin.id, {
      rows: [{ op: 'delete', key: `partner:${fabrikam.id}`, etag: row.etag }],
      history: [],
    });
    await opens(fabrikam, tailspin);
    expect(fabrikam.admin.seen.text).toContain('still being set up');
  });

  it('nobody else: a partner of other customers finds nothing, and changes nothing', async () => {
    const contoso = await office(house, 'directPartner', `Contoso ${count}`);
    const before = rowsOf(await allRows(house), wingtip.id, '');
    const data = { customer: wingtip.id, purchase: 'reservations', version: 0 };
    for (const verb of ['show', 'askAllow', 'allow', 'askStop', 'stop']) {
      await contoso.admin.sends(`letCustomerBuy.${verb}`, data);
      expect(contoso.admin.seen.text).toContain('not here any more');
      expect(contoso.admin.seen.text).not.toContain(wingtip.name);
    }
    expect(rowsOf(await allRows(house), wingtip.id, '')).toEqual(before);
  });

  it.each([
    ['another purchase', { purchase: 'servers', version: 0 }],
    ['no purchase', { version: 0 }],
    ['no version', { purchase: 'reservations' }],
    ['a version of words', { purchase: 'reservations', version: 'latest' }],
    ['a customer of another shape', { customer: '../x', purchase: 'reservations', version: 0 }],
  ])('nobody with %s that no card of ours sends', async (_, data) => {
    await fabrikam.admin.sends('letCustomerBuy.allow', { customer: wingtip.id, ...data });
    expect(fabrikam.admin.seen.text).toContain('I cannot do anything with this');
    expect(await allowed()).toEqual([]);
  });
});

describe('let customer buy, typed', () => {
  it('opens the one customer whose name begins so', async () => {
    await serves(house, fabrikam, await office(house, 'customer', `Tailspin ${count}`));
    await fabrikam.admin.types('let customer buy tail');
    expect(fabrikam.admin.seen.text).toContain(`Let Tailspin ${count} buy`);
  });

  it('lists those to choose from, and whom nobody is found for', async () => {
    await serves(house, fabrikam, await office(house, 'customer', `Wingdings ${count}`));
    await fabrikam.admin.types('let customer buy wing');
    expect(fabrikam.admin.mayClick(`Open ${wingtip.name}`)).toBe(true);
    expect(fabrikam.admin.mayClick(`Open Wingdings ${count}`)).toBe(true);
    await fabrikam.admin.types('let customer buy nobody');
    expect(fabrikam.admin.seen.text).toContain('No customer matches “nobody”');
    await fabrikam.admin.types('let customer buy');
    expect(fabrikam.admin.seen.text).toContain(wingtip.name);
    expect(fabrikam.admin.seen.text).not.toContain('You pay');
  });
});

describe('when the relationship ends', () => {
  beforeEach(async () => {
    await allows('reservations');
    await becomes(plan, { state: 'cancelled' });
  });

  it('ends too: the question says so, and both histories do', async () => {
    await fabrikam.admin.sends('customers.askEnd', { id: wingtip.id });
    expect(fabrikam.admin.seen.text).toContain(
      `${wingtip.name} can then no longer buy by itself: Azure reservations`,
    );
    await wingtip.admin.sends('partners.askEnd', { id: fabrikam.id });
    expect(wingtip.admin.seen.text).toContain('You can then no longer buy yourself: Azure reservations');
    await fabrikam.admin.clicks('Remove relationship');
    await house.settled();
    expect(await allowed()).toEqual([]);
    expect(await inHistoryOf(wingtip.id, 'purchases.stopped')).toBe(1);
    expect(await inHistoryOf(fabrikam.id, 'purchases.stopped')).toBe(1);
    await opens();
    expect(fabrikam.admin.seen.text).toContain(`${wingtip.name} is no longer your customer`);
    await fabrikam.admin.sends('customers.more', { id: wingtip.id });
    expect(fabrikam.admin.mayClick('Let customer buy')).toBe(false);
  });

  it('cannot be allowed by a click that waited', async () => {
    const row = await house.bot.desk.storage.partners.get(wingtip.id, fabrikam.id);
    await becomes(plan, { state: 'active' });
    await fabrikam.admin.sends('letCustomerBuy.askAllow', { customer: wingtip.id, purchase: 'savingsPlans' });
    const question = fabrikam.admin.seen;
    await becomes(plan, { state: 'cancelled' });
    await wingtip.admin.sends('partners.end', { id: fabrikam.id, since: row?.value.since });
    await house.settled();
    await fabrikam.admin.clicks('Allow', {}, question);
    expect(fabrikam.admin.seen.text).toContain('is no longer your customer');
    expect(await allowed()).toEqual([]);
  });

  it('ends for a provider whose reseller left, through whom alone it ordered', async () => {
    const provider = await office(house, 'indirectProvider', `Proseware ${count}`);
    const reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
    await servesTogether(house, { provider, reseller, customer: wingtip });
    const azure = await hasSubscription(house, wingtip, provider, { offer: AZURE_PLAN });
    await allows('savings plans', provider);
    await becomes(azure, { state: 'cancelled' });
    // The customer reads that before it decides; the reseller has nothing to do with it.
    const ends = `What ${provider.name} lets you buy yourself ends with it: Azure savings plans.`;
    await wingtip.admin.sends('partners.askEnd', { id: reseller.id });
    expect(wingtip.admin.seen.text).toContain(ends);
    await reseller.admin.sends('customers.askEnd', { id: wingtip.id });
    expect(reseller.admin.seen.text).not.toContain('savings plans');
    const row = await house.bot.desk.storage.partners.get(wingtip.id, reseller.id);
    await reseller.admin.sends('customers.end', { id: wingtip.id, since: row?.value.since });
    await house.settled();
    expect(await allowed(provider)).toEqual([]);
    expect(await inHistoryOf(provider.id, 'purchases.stopped')).toBe(1);
    expect(await allowed()).toEqual(['reservations']);
    expect((await standsAs(house, wingtip, azure)).state).toBe('cancelled');
  });
});

describe('an account that its partner opened', () => {
  it('is let buy, and takes that along to its tenant, also beside what the tenant was let buy before', async () => {
    const provider = await office(house, 'indirectProvider', `Proseware ${count}`);
    const reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
    await becomePartners(house, provider.admin, reseller);
    await provider.admin.types('cancel');
    const account = await opensAccount(
      house,
      { provider, reseller: { ...reseller, mpnId: '5551234' } },
      `Tailspin ${count}`,
    );
    await hasSubscription(house, account, provider, { offer: AZURE_PLAN });
    const customer = { customer: account.id };
    await provider.admin.sends('letCustomerBuy.allow', { ...customer, purchase: 'reservations', version: 0 });
    expect(provider.admin.seen.text).toContain('can now buy Azure reservations');
    await servesTogether(house, { provider, reseller, customer: wingtip });
    await hasSubscription(house, wingtip, provider, { offer: AZURE_PLAN });
    await allows('savings plans', provider);
    await setsUp(wingtip.admin, account.code);
    await house.settled();
    expect((await allowed(provider)).sort()).toEqual(['reservations', 'savingsPlans']);
    await provider.admin.sends('letCustomerBuy.show', customer);
    expect(provider.admin.mayClick('Stop allowing reservations')).toBe(true);
    await provider.admin.sends('letCustomerBuy.askStop', { ...customer, purchase: 'reservations' });
    await provider.admin.clicks('Stop allowing');
    expect(await allowed(provider)).toEqual(['savingsPlans']);
  });
});
