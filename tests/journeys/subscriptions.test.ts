import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../domain/subscription.ts';
import { versionOf } from '../../domain/subscription.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import {
  arePartners,
  hasSubscription,
  OFFERS,
  serves,
  servesTogether,
  standsAs,
} from './support/subscriptions.ts';

const DAY = 24 * 60 * 60_000;

let house: House;
let provider: Office;
let reseller: Office;
let customer: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  provider = await office(house, 'indirectProvider', `Litware ${count}`);
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  customer = await office(house, 'customer', `Wingtip ${count}`);
  await arePartners(house, provider, reseller);
  await servesTogether(house, { provider, reseller, customer });
});
afterAll(() => house.stop());

const opens = (who: Office, { id }: Subscription) =>
  who.admin.sends('subscriptions.open', { customer: customer.id, id });
const sold = (over: Parameters<typeof hasSubscription>[3] = {}) =>
  hasSubscription(house, customer, provider, over);
const now = (subscription: Subscription) => standsAs(house, customer, subscription);
const byReseller = () => ({ reseller: { id: reseller.id, name: reseller.name, mpnId: '4567890' } });

describe('the list of a customer’s subscriptions', () => {
  it('shows a provider what it sold, with state, licences, term, reseller and who supports', async () => {
    await sold({ ...byReseller(), assigned: 3 });
    await sold({ offer: OFFERS.dynamics, state: 'suspended' });
    await provider.admin.sends('subscriptions.list', { customer: customer.id });
    const { text } = provider.admin.seen;
    expect(text).toContain(`Subscriptions of ${customer.name}`);
    expect(text).toContain('Active · 10 licenses, 3 assigned · 1 year');
    expect(text).toContain('Suspended');
    expect(text).toContain(`Reseller: ${reseller.name} · Support: ${provider.name}`);
    await provider.admin.clicks('Open Microsoft 365 Business Basic');
    expect(provider.admin.seen.text).toContain('Microsoft 365 Business Basic: Active');
  });

  it('goes on with further pages', async () => {
    for (let index = 0; index < 9; index++) await sold();
    await provider.admin.sends('subscriptions.list', { customer: customer.id });
    await provider.admin.clicks('Next page');
    expect(provider.admin.seen.text).toContain('Page 2');
    expect(provider.admin.mayClick('Next page')).toBe(false);
  });

  it('shows a reseller only what it has to do with', async () => {
    await sold({ ...byReseller() });
    await sold({ offer: OFFERS.dynamics });
    await reseller.admin.sends('subscriptions.list', { customer: customer.id });
    expect(reseller.admin.seen.text).toContain('Microsoft 365 Business Basic');
    expect(reseller.admin.seen.text).not.toContain('Dynamics');
  });

  it('is there by its word and the customer’s name, for partners, and by the word alone for the customer', async () => {
    await sold();
    await provider.admin.types(`subscriptions ${customer.name}`);
    expect(provider.admin.seen.text).toContain(`Subscriptions of ${customer.name}`);
    await provider.admin.types('subscriptions');
    expect(provider.admin.mayClick(`Open ${customer.name}`)).toBe(true);
    await provider.admin.types('subscriptions nobody');
    expect(provider.admin.seen.text).toContain('nobody');
    await customer.admin.types('subscriptions');
    expect(customer.admin.seen.text).toContain('Your subscriptions');
    expect(customer.admin.seen.text).toContain(`Sold by ${provider.name}`);
    await customer.admin.types('訂閱');
    expect(customer.admin.seen.text).toContain('Your subscriptions');
  });

  it('says when there are none', async () => {
    await provider.admin.sends('subscriptions.list', { customer: customer.id });
    expect(provider.admin.seen.text).toContain('has no subscriptions that your company has to do with');
    await customer.admin.types('subscriptions');
    expect(customer.admin.seen.text).toContain('No subscriptions yet');
  });
});

describe('the customer’s own view', () => {
  it('says from the partner’s record who sold it and who supports it, and offers no change', async () => {
    const subscription = await sold({ supportContact: { id: reseller.id, name: reseller.name } });
    await customer.admin.types(`partners ${provider.name}`);
    await customer.admin.clicks(`Open ${provider.name}`);
    await customer.admin.clicks('Subscriptions');
    expect(customer.admin.seen.text).toContain(`Your subscriptions with ${provider.name}`);
    await customer.admin.clicks('Open Microsoft 365 Business Basic');
    expect(customer.admin.seen.text).toContain(`Turn to ${reseller.name} for help`);
    expect(customer.admin.seen.text).toContain(`Only ${provider.name}, who sold it, can change it`);
    expect(customer.admin.buttons).toEqual(['Back to subscriptions']);
    await customer.admin.sends('subscriptions.suspend', {
      customer: customer.id,
      id: subscription.id,
      version: versionOf(subscription),
    });
    expect(customer.admin.seen.text).toContain('not here any more');
    expect((await now(subscription)).state).toBe('active');
  });

  it('is of its own subscriptions only', async () => {
    const other = await office(house, 'customer', `Tailspin ${count}`);
    const subscription = await sold();
    await opens(other, subscription);
    expect(other.admin.seen.text).toContain('not here any more');
    await other.admin.sends('subscriptions.list', { customer: customer.id });
    expect(other.admin.seen.text).toContain('not here any more');
  });
});

describe('a subscription', () => {
  it('shows its reseller how it stands, and leaves changing to the seller', async () => {
    const subscription = await sold({ ...byReseller() });
    await opens(reseller, subscription);
    expect(reseller.admin.seen.text).toContain(`Only ${provider.name}, who sold it, can change it`);
    expect(reseller.admin.buttons).toEqual(['Who has licenses', 'Back to subscriptions']);
    for (const verb of ['askLicences', 'askUpgrade', 'askSuspend', 'askCancel', 'suspend', 'cancel']) {
      const data = { customer: customer.id, id: subscription.id, version: versionOf(subscription) };
      await reseller.admin.sends(`subscriptions.${verb}`, data);
      expect(reseller.admin.seen.text).toContain(`Only ${provider.name}, who sold`);
      expect(reseller.admin.seen.text).toContain('can change it. Please ask them to');
    }
    expect(await now(subscription)).toEqual(subscription);
  });

  it('is not there for a provider that has nothing to do with it, even one of the same customer', async () => {
    const stranger = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, stranger, customer);
    const subscription = await sold();
    await stranger.admin.sends('subscriptions.list', { customer: customer.id });
    expect(stranger.admin.seen.text).not.toContain('Basic');
    for (const verb of ['open', 'more', 'askLicences', 'askUpgrade', 'askSuspend', 'askCancel', 'suspend']) {
      const data = { customer: customer.id, id: subscription.id, version: versionOf(subscription) };
      await stranger.admin.sends(`subscriptions.${verb}`, data);
      expect(stranger.admin.seen.text).toContain('not here any more');
    }
    expect(await now(subscription)).toEqual(subscription);
  });

  it('is not changed by click data that no card of ours has', async () => {
    const subscription = await sold();
    const where = { customer: customer.id, id: subscription.id, version: versionOf(subscription) };
    for (const data of [
      { ...where, customer: 'x' },
      { ...where, id: '' },
      { ...where, version: 'x'.repeat(400) },
      { ...where, licences: { $gt: 1 }, choice: '../x' },
    ]) {
      for (const verb of ['licences', 'upgrade']) await provider.admin.sends(`subscriptions.${verb}`, data);
      expect(provider.admin.seen.text).toContain('I cannot do anything with this');
    }
    expect(await now(subscription)).toEqual(subscription);
  });
});

describe('an id that no subscription has', () => {
  it.each(['a/b', '..', '#?', 'a\\b', '%2F', 'x\u0000', '  '])('%j is not here any more', async id => {
    const version = 'active 10 x  y';
    for (const verb of ['open', 'askLicences', 'suspend', 'support', 'reseller']) {
      await provider.admin.sends(`subscriptions.${verb}`, {
        customer: customer.id,
        id,
        version,
        choice: provider.id,
        mpnId: '4567890',
      });
      expect(provider.admin.seen.text).toMatch(/not here any more|I cannot do anything with this/);
    }
  });
});

describe('Change licenses', () => {
  const form = async (subscription: Subscription) => {
    await opens(provider, subscription);
    return provider.admin.clicks('Change licenses');
  };

  it('adds licences, is in the history of all, and the reseller is told', async () => {
    const subscription = await sold({ ...byReseller(), assigned: 4 });
    await form(subscription);
    expect(provider.admin.seen.text).toContain('10 licenses, 4 of them assigned. Choose from 1 to 300');
    await provider.admin.clicks('Change licenses', { licences: '25' });
    expect(provider.admin.seen.text).toContain('Done: the number of licenses is changed');
    expect(provider.admin.seen.text).toContain('25 licenses, 4 assigned');
    expect((await now(subscription)).licences).toBe(25);
    await house.settled();
    expect(reseller.admin.reads().text).toContain(`More licenses for ${customer.name}`);
    await reseller.admin.clicks('Open subscription');
    expect(reseller.admin.seen.text).toContain('25 licenses');
    for (const who of [provider, reseller, customer]) {
      await who.admin.types('history');
      expect(who.admin.seen.text).toContain('10 → 25');
    }
  });

  it('changes once, however often it is clicked', async () => {
    const subscription = await sold();
    await form(subscription);
    const shown = provider.admin.seen;
    await Promise.all(
      [1, 2, 3].map(() => provider.admin.at(house).clicks('Change licenses', { licences: '20' }, shown)),
    );
    await provider.admin.clicks('Change licenses', { licences: '20' }, shown);
    expect(provider.admin.seen.text).toContain('This was done already');
    await house.settled();
    await provider.admin.types('history');
    expect(provider.admin.seen.text.split('10 → 20')).toHaveLength(2);
  });

  it('takes digits as Japanese keyboards type them', async () => {
    const subscription = await sold();
    await form(subscription);
    await provider.admin.clicks('Change licenses', { licences: '２５' });
    expect((await now(subscription)).licences).toBe(25);
  });

  it.each([
    ['0', 'from 1 to 300'],
    ['301', 'from 1 to 300'],
    ['2.5', 'Choose a whole number'],
    ['many', 'Choose a whole number'],
    ['', 'Choose a whole number'],
    ['1e2', 'Choose a whole number'],
    ['0x20', 'Choose a whole number'],
    ['3', '4 licenses are assigned. Take some back first'],
  ])('refuses %s at the field, and nothing changes', async (licences, words) => {
    const subscription = await sold({ assigned: 4 });
    await form(subscription);
    await provider.admin.clicks('Change licenses', { licences });
    expect(provider.admin.seen.text).toContain(words);
    expect(provider.admin.mayClick('Change licenses')).toBe(true);
    expect(await now(subscription)).toEqual(subscription);
  });

  it('gives licences back in the days of return only', async () => {
    const subscription = await sold({ assigned: 4 });
    await form(subscription);
    expect(provider.admin.seen.text).toContain('Fewer licenses are possible until');
    await provider.admin.clicks('Change licenses', { licences: '4' });
    expect((await now(subscription)).licences).toBe(4);
    house.clock.forward(8 * DAY);
    await form(subscription);
    expect(provider.admin.seen.text).toContain('licenses can be added, and not given back any more');
    await provider.admin.clicks('Change licenses', { licences: '2' });
    expect(provider.admin.seen.text).toContain('4 licenses are assigned');
    const other = await sold({ termStartedAt: new Date(house.clock.now.getTime() - 8 * DAY).toISOString() });
    await form(other);
    await provider.admin.clicks('Change licenses', { licences: '9' });
    expect(provider.admin.seen.text).toContain('add licenses now, or reduce them from {{DATE(');
    expect((await now(other)).licences).toBe(10);
    // The next term has days of return of its own.
    const renewed = await sold({
      termStartedAt: new Date(house.clock.now.getTime() - 370 * DAY).toISOString(),
    });
    await form(renewed);
    expect(provider.admin.seen.text).toContain('Fewer licenses are possible until');
    await provider.admin.clicks('Change licenses', { licences: '9' });
    expect((await now(renewed)).licences).toBe(9);
  });

  it('of what is suspended, canceled, paid by use or not sold any more is not possible, and says what is', async () => {
    const ask = async (subscription: Subscription) => {
      await provider.admin.sends('subscriptions.askLicences', { customer: customer.id, id: subscription.id });
      const { text } = provider.admin.seen;
      await provider.admin.sends('subscriptions.licences', {
        customer: customer.id,
        id: subscription.id,
        version: versionOf(subscription),
        licences: '11',
      });
      expect(provider.admin.seen.text).toContain(text.slice(0, 20));
      return `${text} ${provider.admin.seen.text}`;
    };
    expect(await ask(await sold({ state: 'suspended' }))).toContain('Reactivate it first');
    expect(await ask(await sold({ state: 'cancelled' }))).toContain('order it anew');
    expect(await ask(await sold({ licences: 0 }))).toContain('paid by use and has no number of licenses');
    expect(await ask(await sold({ offerId: 'no-more' }))).toContain('The catalog does not have');
  });

  it('shows a colleague’s change instead of going over it', async () => {
    const subscription = await sold();
    await form(subscription);
    const shown = provider.admin.seen;
    await provider.admin.clicks('Change licenses', { licences: '20' });
    await provider.admin.clicks('Change licenses', { licences: '30' }, shown);
    expect(provider.admin.seen.text).toContain('changed in the meantime');
    expect(provider.admin.seen.text).toContain('20 licenses');
    expect((await now(subscription)).licences).toBe(20);
  });
});

describe('Upgrade', () => {
  const asks = async (subscription: Subscription) => {
    await opens(provider, subscription);
    return provider.admin.clicks('Upgrade');
  };

  it('follows the catalog’s paths, keeps licences and begins a new term', async () => {
    const subscription = await sold({ assigned: 2 });
    house.clock.forward(DAY);
    await asks(subscription);
    expect(provider.admin.seen.text).toContain('Microsoft 365 Business Standard');
    await provider.admin.clicks('Upgrade', { choice: OFFERS.standard });
    expect(provider.admin.seen.text).toContain('Done: upgraded');
    const { offerId, licences, assigned, termStartedAt } = await now(subscription);
    expect([offerId, licences, assigned, termStartedAt]).toEqual([
      OFFERS.standard,
      10,
      2,
      house.clock.now.toISOString(),
    ]);
    await house.settled();
    await provider.admin.types('history');
    expect(provider.admin.seen.text).toContain(
      'Microsoft 365 Business Basic → Microsoft 365 Business Standard',
    );
  });

  it('is done once: a second click says so', async () => {
    const subscription = await sold();
    await asks(subscription);
    const shown = provider.admin.seen;
    for (let click = 0; click < 2; click++)
      await provider.admin.clicks('Upgrade', { choice: OFFERS.standard }, shown);
    expect(provider.admin.seen.text).toContain('This was done already');
  });

  it.each([OFFERS.dynamics, 'no-such-offer'])('refuses %s, to which no path leads', async choice => {
    const subscription = await sold();
    await asks(subscription);
    await provider.admin.clicks('Upgrade', { choice });
    expect(provider.admin.seen.text).toContain('Choose one of the upgrades');
    expect(provider.admin.mayClick('Upgrade')).toBe(true);
    expect(await now(subscription)).toEqual(subscription);
  });

  it('is refused to an offer that cannot have so many licences', async () => {
    const subscription = await sold({ licences: 500 });
    await asks(subscription);
    await provider.admin.clicks('Upgrade', { choice: OFFERS.standard });
    expect(provider.admin.seen.text).toContain('(500) does not fit that upgrade');
    expect(await now(subscription)).toEqual(subscription);
  });

  it('of what has no path, or is not active, says what to do instead', async () => {
    const ends = await sold({ offer: 'm365-e5' });
    await opens(provider, ends);
    expect(provider.admin.mayClick('Upgrade')).toBe(false);
    await provider.admin.sends('subscriptions.askUpgrade', { customer: customer.id, id: ends.id });
    expect(provider.admin.seen.text).toContain('nothing to which');
    const suspended = await sold({ state: 'suspended' });
    await provider.admin.sends('subscriptions.askUpgrade', { customer: customer.id, id: suspended.id });
    expect(provider.admin.seen.text).toContain('Reactivate it first');
  });
});

describe('Suspend and Reactivate', () => {
  it('ask first, are told to the customer and the reseller, and turn back', async () => {
    const subscription = await sold({ ...byReseller() });
    await opens(provider, subscription);
    await provider.admin.clicks('Suspend');
    expect(provider.admin.seen.text).toContain('Nobody at Wingtip');
    await provider.admin.clicks('Suspend');
    expect(provider.admin.seen.text).toContain('Done: suspended');
    await house.settled();
    expect((await now(subscription)).state).toBe('suspended');
    expect(customer.admin.reads().text).toContain(`Suspended for ${customer.name}`);
    expect(customer.admin.seen.text).toContain(`ask ${provider.name} to reactivate it`);
    expect(reseller.admin.reads().text).toContain(`Suspended for ${customer.name}`);
    await provider.admin.clicks('Reactivate');
    expect(provider.admin.seen.text).toContain('Done: reactivated');
    await house.settled();
    expect((await now(subscription)).state).toBe('active');
    expect(customer.admin.reads().text).toContain(`Reactivated for ${customer.name}`);
  });

  it('are done once, and said to be done already', async () => {
    const subscription = await sold();
    await opens(provider, subscription);
    await provider.admin.clicks('Suspend');
    const question = provider.admin.seen;
    const heard = customer.admin.inbox.length;
    for (let click = 0; click < 2; click++) await provider.admin.clicks('Suspend', {}, question);
    expect(provider.admin.seen.text).toContain('This was done already');
    await house.settled();
    expect(customer.admin.inbox.length - heard).toBe(1);
  });

  it('cannot turn back what a reseller has left since', async () => {
    const subscription = await sold({ ...byReseller(), state: 'suspended' });
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(customer.id, reseller.id);
    if (!row) throw new Error('no partner');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await storage.commit(customer.id, { rows: storage.partners.put(row, ended), history: [] });
    await opens(provider, subscription);
    await provider.admin.clicks('Reactivate');
    expect(provider.admin.seen.text).toContain('Choose another reseller or none first');
    expect((await now(subscription)).state).toBe('suspended');
  });
});

describe('Cancel subscription', () => {
  it('asks with what it means, within the days of return, and stays', async () => {
    const subscription = await sold({ assigned: 2 });
    await opens(provider, subscription);
    if (!provider.admin.mayClick('Cancel subscription')) await provider.admin.clicks('More');
    await provider.admin.clicks('Cancel subscription');
    expect(provider.admin.seen.text).toContain('loses it for good');
    expect(provider.admin.seen.text).toContain('2 people lose their licenses');
    expect(provider.admin.seen.text).toContain('It can be canceled until');
    await provider.admin.clicks('Cancel subscription');
    expect(provider.admin.seen.text).toContain('Done: canceled');
    expect((await now(subscription)).state).toBe('cancelled');
    await house.settled();
    expect(customer.admin.reads().text).toContain(`Canceled for ${customer.name}`);
    for (const verb of [
      'askLicences',
      'askUpgrade',
      'askSuspend',
      'askCancel',
      'askReseller',
      'askSupport',
    ]) {
      await provider.admin.sends(`subscriptions.${verb}`, { customer: customer.id, id: subscription.id });
      expect(provider.admin.seen.text).toContain('is canceled and stays so');
    }
  });

  it('is refused when the days are over, with suspending instead', async () => {
    const subscription = await sold();
    house.clock.forward(8 * DAY);
    await opens(provider, subscription);
    await provider.admin.clicks('More').catch(() => undefined);
    expect(provider.admin.mayClick('Cancel subscription')).toBe(false);
    const where = { customer: customer.id, id: subscription.id };
    await provider.admin.sends('subscriptions.askCancel', where);
    expect(provider.admin.seen.text).toContain('You can suspend it now, or cancel it from {{DATE(');
    await provider.admin.sends('subscriptions.cancel', { ...where, version: versionOf(subscription) });
    expect(provider.admin.seen.text).toContain('You can suspend it now, or cancel it from {{DATE(');
    expect((await now(subscription)).state).toBe('active');
  });

  it('is done once', async () => {
    const subscription = await sold();
    const data = { customer: customer.id, id: subscription.id, version: versionOf(subscription) };
    for (let click = 0; click < 2; click++) await provider.admin.sends('subscriptions.cancel', data);
    expect(provider.admin.seen.text).toContain('This was done already');
    await provider.admin.sends('subscriptions.reactivate', data);
    expect(provider.admin.seen.text).toContain('changed in the meantime');
    expect((await now(subscription)).state).toBe('cancelled');
  });
});

describe('a helpdesk agent', () => {
  it('changes other subscriptions, and not those of Office 365', async () => {
    const agent = await provider.colleague('Helen', { agent: 'helpdeskAgent', admin: 'none' });
    const basic = await sold();
    const dynamics = await sold({ offer: OFFERS.dynamics });
    await agent.sends('subscriptions.open', { customer: customer.id, id: basic.id });
    expect(agent.mayClick('Change licenses')).toBe(false);
    const change = (subscription: Subscription) =>
      agent.sends('subscriptions.licences', {
        customer: customer.id,
        id: subscription.id,
        version: versionOf(subscription),
        licences: '12',
      });
    await change(basic);
    expect(agent.seen.text).toContain('order and change subscriptions');
    expect((await now(basic)).licences).toBe(10);
    await change(dynamics);
    expect((await now(dynamics)).licences).toBe(12);
  });
});

describe('whoever lost the relationship', () => {
  it('changes nothing of the former customer’s', async () => {
    const direct = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, direct, customer);
    const subscription = await hasSubscription(house, customer, direct);
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(customer.id, direct.id);
    if (!row) throw new Error('no partner');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await storage.commit(customer.id, { rows: storage.partners.put(row, ended), history: [] });
    await direct.admin.sends('subscriptions.suspend', {
      customer: customer.id,
      id: subscription.id,
      version: versionOf(subscription),
    });
    expect(direct.admin.seen.text).toContain('no relationship with');
    expect((await now(subscription)).state).toBe('active');
  });
});

describe.each([
  ['日本語', 'ライセンス数の変更', '300', '4 ライセンスが割り当て済みです'],
  ['繁體中文', '變更授權數', '300', '已指派 4 個授權'],
])('in %s', (language, change, max, assigned) => {
  it('the words of list, record, form and refusal are in that language', async () => {
    const subscription = await sold({ assigned: 4 });
    await provider.admin.types(`language ${language}`);
    await provider.admin.sends('subscriptions.list', { customer: customer.id });
    expect(provider.admin.seen.text).not.toMatch(/Sold by|licenses|Active/);
    await opens(provider, subscription);
    expect(provider.admin.seen.text).not.toMatch(/licenses|Active|Term/);
    await provider.admin.clicks(change);
    expect(provider.admin.seen.text).toContain(max);
    await provider.admin.clicks(change, { licences: '2' });
    expect(provider.admin.seen.text).toContain(assigned);
    expect(await now(subscription)).toEqual(subscription);
  });
});
