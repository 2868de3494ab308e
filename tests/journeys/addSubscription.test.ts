import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buttonsOf, inputsOf } from './support/cardText.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, facts, licences, subscriptionsOf } from './support/orders.ts';
import { type Office, office, removesPartnership } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { arePartners, hasSubscription, OFFERS, serves, servesTogether } from './support/subscriptions.ts';

let house: House;
let other: House;
let world: Chain;
let customer: Office;
let pat: Person;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});
beforeEach(async () => {
  world = await chain(house);
  pat = world.provider.admin;
  customer = await office(house, 'customer', `Wingtip ${++count}`);
  await servesTogether(house, { ...world, customer });
});

const begins = () => pat.types(`add subscription ${customer.name}`);
const ordered = () => subscriptionsOf(house, customer.id);
/** Comes to the review with ten licences of Business Basic and whatever is typed beside. */
async function toReview(inputs: Record<string, string> = {}) {
  await pat.types('cancel');
  await begins();
  return pat.clicks('Next: Review', { ...licences({ [OFFERS.basic]: '10' }), ...inputs });
}

describe('adding a subscription', () => {
  it('goes over the catalogue and the review to the customer’s list', async () => {
    const { provider, reseller } = world;
    await begins();
    expect(pat.seen.text).toContain(`New subscription for ${customer.name}`);
    expect(pat.seen.text).toContain('Associating the reseller lets it earn incentives.');
    await pat.clicks('Next: Review', licences({ [OFFERS.basic]: '10', [OFFERS.dynamics]: '2' }));
    expect(pat.seen.text).toContain(`Review: new subscription for ${customer.name}`);
    expect(pat.seen.text).toContain(`${reseller.name} (${reseller.mpnId})`);
    expect(pat.seen.text).toContain(`Associating ${reseller.name} lets it earn incentives.`);
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain(`Ordered for ${customer.name}`);
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic: 10 licenses');
    const subscriptions = await ordered();
    expect(subscriptions).toHaveLength(2);
    for (const subscription of subscriptions) {
      expect(subscription).toMatchObject({
        state: 'active',
        seller: { id: provider.id },
        supportContact: { id: provider.id, name: provider.name },
        reseller: { id: reseller.id, mpnId: reseller.mpnId },
        orderedBy: { name: pat.options.name },
      });
    }
  });

  it('stands in the history of the customer, the provider and the reseller', async () => {
    await toReview();
    await pat.clicks('Submit');
    await house.settled();
    for (const { id } of [customer, world.provider, world.reseller]) {
      const { rows } = await house.bot.desk.storage.history.page(id, 10);
      expect(rows.map(row => row.value.event)).toContain('ordered');
    }
  });

  it('asks for whom when nobody is named, and lists only those for whom one can order', async () => {
    const former = await office(house, 'customer', 'Former Inc.');
    await serves(house, world.provider, former, { kind: 'indirectProvider', canSell: false });
    await pat.types('add subscription');
    expect(pat.seen.text).toContain('for which customer?');
    expect(pat.seen.text).toContain(customer.name);
    expect(pat.seen.text).not.toContain('Former Inc.');
    await pat.clicks(`Open ${customer.name}`);
    expect(pat.mayClick('Next: Review')).toBe(true);
  });

  it('lists those whose names begin so when there are several, and says when there is none', async () => {
    const twin = await office(house, 'customer', `${customer.name} Twin`);
    await servesTogether(house, { ...world, customer: twin });
    await begins();
    expect(pat.seen.text).toContain(twin.name);
    await pat.clicks('Search', { search: 'nobody' });
    expect(pat.seen.text).toContain('nobody');
    expect(pat.mayClick(`Open ${twin.name}`)).toBe(false);
  });

  it('finds those for whom one can order behind any number who were imported', async () => {
    for (let index = 0; index < 20; index++) {
      await hasCustomer(house, world.provider.id, {
        name: `Imported ${index}`,
        domain: `imported${index}.example`,
        canSell: false,
        canAdminister: 'no',
        administers: [],
        invitationId: '',
        reach: 'notInvited',
      });
    }
    await pat.types('add subscription');
    expect(buttonsOf(pat.seen.card).map(({ title }) => title)).toEqual(['Search', `Open ${customer.name}`]);
    await pat.types('add subscription imported');
    expect(pat.seen.text).toContain('No customer for whom your company can order matches “imported”');
    expect(pat.seen.text).toContain('an imported customer is found here as soon as it has approved');
    expect(pat.buttons).toEqual(['Search']);
  });

  it('is done by a direct partner without a reseller', async () => {
    const direct = await office(house, 'directPartner', 'Fabrikam');
    await serves(house, direct, customer);
    const { admin } = direct;
    await admin.types(`add subscription ${customer.name}`);
    expect(inputsOf(admin.seen.card)).not.toHaveProperty('reseller');
    await admin.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
    expect(admin.seen.text).not.toContain('incentives');
    await admin.clicks('Submit');
    const [subscription] = await ordered();
    expect(subscription).toMatchObject({ seller: { id: direct.id }, supportContact: { id: direct.id } });
    expect(subscription?.reseller).toBeUndefined();
  });

  it('adds an add-on to what the customer has through the provider', async () => {
    const { offers } = await house.bot.desk.storage.catalogues.get();
    const addOn = offers.find(offer => offer.licences && offer.needsOneOf.length > 0);
    const base = addOn?.needsOneOf[0] ?? '';
    await begins();
    await pat.clicks('Next: Review', licences({ [addOn?.id ?? '']: '1' }));
    expect(pat.seen.text).toContain('This is an add-on');
    await hasSubscription(house, customer, world.provider, { offer: base });
    await pat.clicks('Next: Review');
    expect(pat.mayClick('Submit')).toBe(true);
  });

  it('shows the tenant owner step for Azure, on the review and afterwards', async () => {
    const { offers } = await house.bot.desk.storage.catalogues.get();
    const azure = offers.find(({ family, licences: limits }) => family === 'azure' && !limits);
    await begins();
    await pat.clicks('Next: Review', licences({ [azure?.id ?? '']: 'true' }));
    expect(pat.seen.text).toContain('tenant owner in the Azure portal');
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('tenant owner in the Azure portal');
    expect(pat.follows('Open Azure portal')).toBe('https://portal.azure.com/');
  });

  it.each([
    ['ja-JP', 'サブスクリプションの追加', '次へ: レビュー', '送信'],
    ['zh-TW', '新增訂閱', '下一步：檢閱', '提交'],
  ])('speaks the language of whoever orders: %s', async (locale, command, review, submit) => {
    pat.options.locale = locale;
    await pat.types(`${command} ${customer.name}`);
    await pat.clicks(review, licences({ [OFFERS.basic]: '1' }));
    await pat.clicks(submit);
    expect(await ordered()).toHaveLength(1);
  });
});

describe('the reseller of an order', () => {
  it('is none when somebody chooses so, and the card says what that means', async () => {
    await toReview({ reseller: 'none' });
    expect(pat.seen.text).toContain('No reseller is associated with this order');
    await pat.clicks('Submit');
    expect((await ordered())[0]?.reseller).toBeUndefined();
  });

  it('is any other partner of the provider, from the list or by its MPN ID', async () => {
    const adatum = {
      ...(await office(house, 'indirectReseller', `Adatum ${count}`)),
      mpnId: `77${count}000`,
    };
    await arePartners(house, world.provider, adatum);
    await toReview({ reseller: adatum.id });
    expect(pat.seen.text).toContain(`${adatum.name} (${adatum.mpnId})`);
    await toReview({ mpnId: ` ${adatum.mpnId} ` });
    await pat.clicks('Submit');
    expect((await ordered())[0]?.reseller).toEqual({ id: adatum.id, name: adatum.name, mpnId: adatum.mpnId });
  });

  const refusals: [string, () => Record<string, string>, string][] = [
    ['an MPN ID that is none', () => ({ mpnId: '12x' }), 'A Partner ID has 4 to 10 digits'],
    ['the provider’s own', () => ({ mpnId: '5551234' }), 'A provider is never its own reseller'],
    ['somebody’s who is no partner', () => ({ mpnId: '9999999' }), 'not, or no longer, a partner'],
    [
      'the beginning of a partner’s',
      () => ({ mpnId: world.reseller.mpnId.slice(0, 5) }),
      'not, or no longer, a partner',
    ],
    ['a company that is no partner', () => ({ reseller: customer.id }), 'not, or no longer, a partner'],
  ];
  it.each(refusals)('is refused at the field: %s', async (_, typed, why) => {
    await toReview(typed());
    expect(pat.seen.text).toContain('Please check: Reseller (MPN ID).');
    expect(pat.seen.text).toContain(why);
    expect(inputsOf(pat.seen.card)[`licences-${OFFERS.basic}`]).toBe('10');
    expect(await ordered()).toEqual([]);
  });

  it('that was typed and refused is none any more once its field was emptied', async () => {
    await toReview({ mpnId: '9999999' });
    const { mpnId, ...left } = inputsOf(pat.seen.card);
    expect(mpnId).toBe('9999999');
    // Clients send nothing for an input that was emptied.
    const review = buttonsOf(pat.seen.card).find(({ title }) => title === 'Next: Review');
    await pat.sends(review?.verb ?? '', { ...left, ...review?.data }, pat.seen.messageId);
    expect(pat.seen.text).toContain(`${world.reseller.name} (${world.reseller.mpnId})`);
  });

  it('is refused when the partnership ended before it was submitted', async () => {
    await toReview();
    await removesPartnership(world.reseller.admin, 'providers', world.provider.name);
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('not, or no longer, a partner');
    expect(await ordered()).toEqual([]);
  });
});

describe('an order is told', () => {
  it('to the reseller and to the customer, by one card each, from which they see what was ordered', async () => {
    await begins();
    await pat.clicks('Next: Review', licences({ [OFFERS.basic]: '10', [OFFERS.dynamics]: '2' }));
    const heard = [world.reseller.admin.inbox.length, customer.admin.inbox.length];
    await pat.clicks('Submit');
    await house.settled();
    const people = [world.reseller.admin, customer.admin];
    expect(people.map(({ inbox }, index) => inbox.length - (heard[index] ?? 0))).toEqual([1, 1]);
    for (const person of people) {
      expect(person.reads().text).toContain(`Ordered for ${customer.name}: Microsoft 365 Business Basic`);
      expect(person.seen.text).toContain('One more subscription was ordered with it');
      await person.clicks('Subscriptions');
      expect(person.seen.text).toContain('Microsoft 365 Business Basic');
    }
  });
});

describe('the longest order', () => {
  it('fits into one transaction however many global admins hear of it', async () => {
    const { storage } = house.bot.desk;
    for (const { id, admin } of [world.reseller, customer]) {
      const row = await storage.people.get(id, admin.options.objectId);
      if (!row) throw new Error('nobody here');
      for (let colleague = 0; colleague < 20; colleague++) {
        const objectId = randomUUID();
        await storage.people.save(undefined, { ...row.value, objectId, name: `Admin ${colleague}` });
      }
    }
    const { offers } = await storage.catalogues.get();
    const ten = offers.filter(({ licences: limits, needsOneOf }) => limits?.min === 1 && !needsOneOf.length);
    await begins();
    await pat.clicks(
      'Next: Review',
      licences(Object.fromEntries(ten.slice(0, 10).map(({ id }) => [id, '1']))),
    );
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain(`Ordered for ${customer.name}`);
    expect(await ordered()).toHaveLength(10);
    await house.settled();
  });
});

describe('a reseller that left the customer', () => {
  const leaves = async () => {
    const { partners } = house.bot.desk.storage;
    const row = await partners.get(customer.id, world.reseller.id);
    if (!row) throw new Error('no partner');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await house.bot.desk.storage.commit(customer.id, { rows: partners.put(row, ended), history: [] });
  };

  it('earns by no order any more, also by one that was reviewed before', async () => {
    await toReview();
    await leaves();
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('The relationship of this reseller with the customer has ended');
    expect(await ordered()).toEqual([]);
    await toReview({ reseller: world.reseller.id });
    expect(pat.seen.text).toContain('Please choose another one, or none');
  });

  it('and an order of the same moment never both come to pass', async () => {
    const { partners } = house.bot.desk.storage;
    await toReview({ reseller: world.reseller.id });
    const since = (await partners.get(customer.id, world.reseller.id))?.value.since;
    await Promise.all([
      pat.clicks('Submit'),
      customer.admin.sends('partners.end', { id: world.reseller.id, since }),
    ]);
    const left = (await partners.get(customer.id, world.reseller.id))?.value.endedAt !== undefined;
    expect(await ordered()).toHaveLength(left ? 0 : 1);
    await house.settled();
  });
});

describe('an order is refused', () => {
  it.each([
    ['out of range', { [OFFERS.basic]: '0301' }, 'Between 1 and 300 licenses'],
    ['no number', { [OFFERS.basic]: 'ten' }, 'Please enter a whole number.'],
    ['unknown', { 'no-such-offer': '1' }, 'No longer in the catalog'],
    ['empty', {}, 'Nothing is chosen yet.'],
  ])('at the line when it is %s, and nothing is stored', async (_, chosen, why) => {
    const before = await facts(house);
    await begins();
    await pat.clicks('Next: Review', licences({ ...chosen }));
    expect(pat.seen.text).toContain(why);
    expect(await facts(house)).toEqual(before);
  });

  it('when what was reviewed left the catalogue before Submit', async () => {
    const { catalogues } = house.bot.desk.storage;
    const shipped = await catalogues.get();
    await toReview();
    await catalogues.replace({
      offers: shipped.offers
        .filter(({ id }) => id !== OFFERS.basic)
        .map(offer => ({
          ...offer,
          upgradesTo: offer.upgradesTo.filter(id => id !== OFFERS.basic),
          needsOneOf: offer.needsOneOf.filter(id => id !== OFFERS.basic),
        })),
    });
    await pat.clicks('Submit');
    await catalogues.replace(shipped);
    expect(pat.seen.text).toContain(`No longer in the catalog, and taken off: ${OFFERS.basic}.`);
    expect(await ordered()).toEqual([]);
  });

  it('when what was reviewed has other terms now: it is reviewed again, and then ordered as it is', async () => {
    const { catalogues } = house.bot.desk.storage;
    const shipped = await catalogues.get();
    await toReview();
    expect(pat.seen.text).toContain('$6.00 per license and month');
    const price = { amount: 7, currency: 'USD' };
    await catalogues.replace({
      offers: shipped.offers.map(offer => (offer.id === OFFERS.basic ? { ...offer, price } : offer)),
    });
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('The catalog changed since you reviewed this.');
    expect(pat.seen.text).toContain('$7.00 per license and month');
    expect(await ordered()).toEqual([]);
    await pat.clicks('Submit');
    await catalogues.replace(shipped);
    expect(await ordered()).toHaveLength(1);
  });

  it('when the relationship ended before Submit', async () => {
    await toReview();
    const { partners } = house.bot.desk.storage;
    const row = await partners.get(customer.id, world.provider.id);
    if (!row) throw new Error('no partner');
    const endedAt = house.clock.now.toISOString();
    await house.bot.desk.storage.commit(customer.id, {
      rows: partners.put(row, { ...row.value, endedAt }),
      history: [],
    });
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('the relationship has ended');
    expect(await ordered()).toEqual([]);
    // The next order can be for another customer.
    await pat.types('add subscription');
    expect(pat.seen.text).toContain('for which customer?');
  });

  it('when the customer lets the partner do neither', async () => {
    const closed = await office(house, 'customer', 'Closed Inc.');
    await serves(house, world.provider, closed, { kind: 'indirectProvider', canSell: false });
    await pat.sends('addSubscription.start', { customer: closed.id });
    expect(pat.seen.text).toContain('has not allowed your company to order for it');
    expect(pat.seen.text).toContain(
      'Ask the reseller who sells to Closed Inc. to select Ask to add provider',
    );
  });

  it('for a customer of somebody else, of whom nothing is said', async () => {
    const others = await chain(house);
    await others.provider.admin.sends('addSubscription.start', { customer: customer.id });
    expect(others.provider.admin.seen.text).not.toContain(customer.name);
    expect(others.provider.admin.mayClick('Next: Review')).toBe(false);
  });
});

describe('submitting again', () => {
  it('makes one order, and says so', async () => {
    await toReview();
    const review = { ...pat.seen };
    await pat.clicks('Submit', {}, review);
    await pat.clicks('Submit', {}, review);
    expect(pat.seen.text).toContain(`This order for ${customer.name} was submitted already`);
    expect(await ordered()).toHaveLength(1);
  });

  it('at two bots at once makes one order', async () => {
    await toReview();
    const people = [pat, pat.at(other), pat.at(house), pat.at(other)];
    const texts = await Promise.all(people.map(async person => (await person.clicks('Submit')).text));
    expect(texts.filter(text => text.startsWith(`Ordered for ${customer.name}`))).toHaveLength(1);
    expect(texts.filter(text => text.includes('was submitted already'))).toHaveLength(3);
    expect(await ordered()).toHaveLength(1);
  });

  it('leaves another order alone: two reviews, two orders', async () => {
    await toReview();
    await pat.clicks('Submit');
    await toReview();
    await pat.clicks('Submit');
    expect(await ordered()).toHaveLength(2);
  });
});

describe('a half-done order', () => {
  it('is kept over a restart and taken up by the command', async () => {
    await begins();
    pat.goesTo(other);
    await pat.clicks('Next page', licences({ [OFFERS.basic]: '6' }));
    pat.goesTo(house);
    await pat.types('add subscription');
    expect(pat.seen.text).toContain('**Chosen so far:** Microsoft 365 Business Basic: 6');
    await pat.clicks('Next: Review');
    pat.goesTo(other);
    await pat.clicks('Submit');
    pat.goesTo(house);
    expect(await ordered()).toMatchObject([{ licences: 6 }]);
  });

  it('loses nothing by Back', async () => {
    await toReview({ mpnId: world.reseller.mpnId });
    await pat.clicks('Back');
    expect(inputsOf(pat.seen.card)).toMatchObject({
      [`licences-${OFFERS.basic}`]: '10',
      mpnId: world.reseller.mpnId,
    });
  });

  it('of which only the answer was lost is told by Cancel', async () => {
    await toReview();
    const card = { ...pat.seen };
    const writes = jest.spyOn(house.tables.botState, 'write').mockResolvedValue(undefined);
    await pat.clicks('Submit');
    writes.mockRestore();
    await pat.clicks('Cancel', {}, card);
    expect(pat.seen.text).toContain(`This order for ${customer.name} was submitted already`);
    expect(await ordered()).toHaveLength(1);
  });

  it('that was submitted is not canceled by an older card, which says so', async () => {
    await toReview();
    const card = { ...pat.seen };
    await pat.clicks('Submit');
    await pat.clicks('Cancel', {}, card);
    expect(pat.seen.text).toContain('This order is over: it was submitted or canceled');
    expect(await ordered()).toHaveLength(1);
  });

  it('leaves no row when it is cancelled', async () => {
    const before = await facts(house);
    await toReview();
    const review = { ...pat.seen };
    await pat.clicks('Cancel');
    expect(pat.seen.text).toContain('Everything was dropped and nothing was saved.');
    await pat.clicks('Submit', {}, review);
    expect(pat.seen.text).toContain('This order is over');
    await house.settled();
    expect(await facts(house)).toEqual(before);
  });
});

describe('a helpdesk agent', () => {
  let hella: Person;
  beforeEach(async () => {
    hella = await world.provider.colleague('Hella Desk', { agent: 'helpdeskAgent', admin: 'none' });
    await hella.types(`add subscription ${customer.name}`);
  });

  it('sees that Office 365 is not theirs to order', () => {
    expect(hella.seen.text).toContain('You may not order Office 365.');
    expect(inputsOf(hella.seen.card)).not.toHaveProperty([`licences-${OFFERS.basic}`]);
  });

  it('is refused when they order it all the same', async () => {
    await hella.clicks('Next: Review', licences({ [OFFERS.basic]: '1' }));
    expect(hella.seen.text).toContain('Admin agent');
    expect(hella.mayClick('Submit')).toBe(false);
    expect(await ordered()).toEqual([]);
  });

  it('orders anything else, without a reseller, with whom they may not associate', async () => {
    expect(inputsOf(hella.seen.card)).not.toHaveProperty('reseller');
    await hella.clicks('Search', { search: 'sales professional' });
    await hella.clicks('Next: Review', licences({ [OFFERS.dynamics]: '2' }));
    await hella.clicks('Submit');
    expect(await ordered()).toMatchObject([{ offerId: OFFERS.dynamics, licences: 2 }]);
    expect((await ordered())[0]?.reseller).toBeUndefined();
  });

  it('is refused when they associate a reseller all the same', async () => {
    await hella.clicks('Next: Review', {
      ...licences({ [OFFERS.dynamics]: '2' }),
      mpnId: world.reseller.mpnId,
    });
    expect(hella.mayClick('Submit')).toBe(false);
    expect(await ordered()).toEqual([]);
  });
});

describe('bad input', () => {
  it.each([
    ['addSubscription.submit', { order: '0000000000000-00000000000000000000000000000000' }],
    ['addSubscription.submit', { order: 'x', customer: 'y' }],
    ['addSubscription.start', { customer: 'Wingtip' }],
    ['addSubscription.review', { order: 4 }],
    ['addSubscription.pick', { number: 0 }],
  ])('%s with %j is answered and changes nothing', async (verb, data) => {
    const before = await facts(house);
    await pat.sends(verb, data);
    expect(pat.seen.text).toContain('I cannot do anything with this');
    expect(await facts(house)).toEqual(before);
  });
});
