import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { accountIdOf, needsRegistrationNumber } from '../../domain/account.ts';
import { heldBy, SERVICES } from '../../domain/services.ts';
import { buttonsOf, inputsOf } from './support/cardText.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import {
  type Chain,
  chain,
  customersOf,
  facts,
  licences,
  rightDetails,
  subscriptionsOf,
  toCatalogue,
  toReview,
} from './support/orders.ts';
import { office, opensPartner, removesPartnership } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { arePartners } from './support/subscriptions.ts';

let house: House;
let other: House;
let world: Chain;
let pat: Person;
let count = 0;
let name: string;

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
  name = `Tailspin ${++count}`;
});

const right = (changes: Record<string, string> = {}) =>
  rightDetails({ name, reseller: world.reseller.id, ...changes });
/** The customer that the provider's list has now. */
async function customer() {
  await house.settled();
  await other.settled();
  const [only, ...more] = await customersOf(house, world.provider);
  if (!only || more.length > 0) throw new Error(`the provider has ${more.length + 1} customers`);
  return only;
}

describe('adding a customer', () => {
  it('goes over details, catalogue and review to the account', async () => {
    await pat.types('add customer');
    expect(pat.seen.text).toContain('Nothing is provisioned at Microsoft, and nothing is saved');
    await pat.clicks('Next: Subscriptions', right());
    expect(pat.seen.text).toContain(`Subscriptions for ${name}`);
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic');
    expect(pat.seen.text).toContain('Office 365 · 1 year · billed monthly · $6.00 per license and month');
    expect(pat.seen.text).toContain('1 to 300 licenses');
    await pat.clicks('Next: Review', licences({ 'm365-business-basic': '12' }));
    expect(pat.seen.text).toContain(`Review: new customer ${name}`);
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic: 12 licenses');
    expect(pat.seen.text).toContain(
      'opens the account here in Partner Desk and provisions nothing at Microsoft',
    );
    expect(pat.buttons).toEqual(['Submit', 'Back', 'Cancel']);
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain(`Setup information for ${name}`);
    expect(pat.seen.text).toContain('It is shown once and cannot be shown again.');
    expect(pat.seen.text).toContain('Nothing is provisioned at Microsoft.');
    await house.settled();
    await pat.clicks('Done');
    expect(pat.seen.text).toContain(name);
  });

  it('stands in the provider’s list, tied to the reseller, who can order', async () => {
    const { provider, reseller } = world;
    const details = right();
    await toReview(pat, details);
    await pat.clicks('Submit');
    expect(await customer()).toMatchObject({
      name,
      domain: `${details.prefix}.onmicrosoft.com`,
      contact: { name: 'Taylor Phillips', email: 'taylor@tailspin.example' },
      canOrder: true,
      canSell: false,
      canAdminister: 'no',
      sharedWith: [{ id: reseller.id, name: reseller.name }],
    });
    await opensPartner(pat, 'resellers', reseller.name);
    await pat.clicks('View customers');
    expect(pat.seen.text).toContain(name);
    expect(provider.id).not.toBe(reseller.id);
  });

  it('stands in the reseller’s list, who sells and administers everything, and is told', async () => {
    const { provider, reseller } = world;
    await toReview(pat, right());
    await pat.clicks('Submit');
    const { id } = await customer();
    const [atReseller] = await customersOf(house, reseller);
    expect(atReseller).toMatchObject({
      id,
      canSell: true,
      canOrder: false,
      canAdminister: 'yes',
      administers: SERVICES,
      sharedWith: [{ id: provider.id }],
    });
    const company = await house.bot.desk.storage.companies.get(id);
    expect(heldBy(company?.value.administration ?? {}, reseller.id)).toEqual(SERVICES);
    reseller.admin.reads();
    expect(reseller.admin.seen.text).toContain(
      `${provider.name} opened an account for your customer ${name}`,
    );
    await reseller.admin.clicks('View customer');
    expect(reseller.admin.seen.text).toContain(name);
    expect(reseller.admin.mayClick('Show invitation')).toBe(false);
  });

  it('makes a subscription of each line, sold and supported by the provider and associated with the reseller', async () => {
    const { provider, reseller } = world;
    await toReview(pat, right(), { 'm365-business-basic': '10', 'd365-sales-professional': '3' });
    await pat.clicks('Submit');
    const { id } = await customer();
    const subscriptions = await subscriptionsOf(house, id);
    expect(subscriptions.map(({ offerId, licences: many }) => [offerId, many]).sort()).toEqual([
      ['d365-sales-professional', 3],
      ['m365-business-basic', 10],
    ]);
    for (const subscription of subscriptions) {
      expect(subscription).toMatchObject({
        state: 'active',
        assigned: 0,
        seller: { id: provider.id },
        supportContact: { id: provider.id },
        reseller: { id: reseller.id, mpnId: reseller.mpnId },
      });
    }
  });

  it('stands in the history of all three', async () => {
    await toReview(pat, right());
    await pat.clicks('Submit');
    const { id } = await customer();
    const { history } = house.bot.desk.storage;
    for (const companyId of [world.provider.id, world.reseller.id, id]) {
      const events = (await history.page(companyId, 10)).rows.map(row => row.value.event);
      expect(events).toEqual(expect.arrayContaining(['accountOpened', 'ordered']));
    }
    await pat.types('history');
    expect(pat.seen.text).toContain(`Opened an account for ${name}`);
    expect(pat.seen.text).toContain(`Ordered for ${name}: Microsoft 365 Business Basic`);
  });

  it('begins on the reseller’s record, with the reseller chosen', async () => {
    await opensPartner(pat, 'resellers', world.reseller.name);
    await pat.clicks('Add new customer');
    expect(inputsOf(pat.seen.card).reseller).toBe(world.reseller.id);
  });

  it('begins on the list of customers, and with the name that stood behind the command', async () => {
    await pat.types('customers');
    await pat.clicks('Add new customer');
    expect(pat.mayClick('Next: Subscriptions')).toBe(true);
    await pat.types(`add customer ${name}`);
    expect(inputsOf(pat.seen.card).name).toBe(name);
  });

  it('is done by a client that knows only Action.Submit', async () => {
    await pat.types('add customer');
    await pat.submits('Next: Subscriptions', right());
    await pat.submits('Next: Review', licences({ 'm365-business-basic': '1' }));
    await pat.submits('Submit');
    expect(await subscriptionsOf(house, (await customer()).id)).toHaveLength(1);
  });

  it.each([
    ['ja-JP', '新しい顧客の追加', '次へ: サブスクリプション', '次へ: レビュー', '送信'],
    ['zh-TW', '新增新的客戶', '下一步：訂閱', '下一步：檢閱', '提交'],
  ])('speaks the language of whoever adds: %s', async (locale, title, subscriptions, review, submit) => {
    pat.options.locale = locale;
    await pat.types('add customer');
    expect(pat.seen.text).toContain(title);
    await pat.clicks(subscriptions, right());
    await pat.clicks(review, licences({ 'm365-business-basic': '2' }));
    await pat.clicks(submit);
    expect((await customer()).name).toBe(name);
  });
});

describe('a direct partner', () => {
  it('adds customers without a reseller, sells to them and administers them', async () => {
    const direct = await office(house, 'directPartner', `Fabrikam ${count}`);
    const { admin } = direct;
    await admin.types('add customer');
    expect(inputsOf(admin.seen.card)).not.toHaveProperty('reseller');
    await admin.clicks('Next: Subscriptions', rightDetails({ name }));
    await admin.clicks('Next: Review', licences({ 'm365-business-basic': '5' }));
    await admin.clicks('Submit');
    await house.settled();
    const [only] = await customersOf(house, direct);
    expect(only).toMatchObject({
      name,
      canSell: true,
      canAdminister: 'yes',
      administers: SERVICES,
      sharedWith: [],
    });
  });
});

describe('who does not order', () => {
  it.each(['add customer', 'add subscription'])('an indirect reseller hears who does: %s', async command => {
    const { admin } = world.reseller;
    await admin.types(command);
    expect(admin.seen.text).toContain(
      `its indirect provider adds customers and subscriptions. Please ask ${world.provider.name} to do so.`,
    );
  });

  it('an indirect reseller without a provider hears that it has none', async () => {
    const lone = await office(house, 'indirectReseller', 'Lone');
    await lone.admin.types('add customer');
    expect(lone.admin.seen.text).toContain('Your company has no indirect provider yet.');
  });

  it.each(['add customer', 'add subscription'])('a customer neither: %s', async command => {
    const wingtip = await office(house, 'customer', 'Wingtip');
    await wingtip.admin.types(command);
    expect(wingtip.admin.seen.text).toContain('A customer does not order here by itself');
  });

  it('a company whose enrollment is not complete', async () => {
    const early = await office(house, 'indirectProvider', 'Early', { state: 'contactConfirmed' });
    await early.admin.types('add customer');
    expect(early.admin.seen.text).toContain('The enrollment of your company is not complete yet');
  });

  it('a provider without resellers is led to a request for a partnership', async () => {
    const lone = await office(house, 'indirectProvider', 'Lone provider');
    await lone.admin.types('add customer');
    expect(lone.admin.seen.text).toContain('has no indirect reseller yet');
    expect(lone.admin.mayClick('Request a partnership')).toBe(true);
  });
});

describe('the details', () => {
  const refusals: [string, Record<string, string>, string, string][] = [
    ['no name', { name: ' ' }, 'Company name', 'Please fill this in.'],
    ['no prefix', { prefix: '' }, 'Primary domain prefix', 'Please fill this in.'],
    ['a prefix that is none', { prefix: 'tail_spin' }, 'Primary domain prefix', 'letters and digits only'],
    ['no country', { country: '' }, 'Country/region', 'Please select one.'],
    ['a country of another market', { country: 'JP' }, 'Country/region', 'in its own market only'],
    ['no state', { region: '' }, 'State/province', 'Please fill this in.'],
    ['a wrong postal code', { postalCode: '1' }, 'Postal code', 'This does not look right.'],
    ['half an address', { email: 'taylor@' }, 'Email', 'This is not an email address.'],
    ['a phone that is none', { phone: '12' }, 'Phone', 'This is not a phone number.'],
    ['no language', { language: '' }, 'Language', 'Please select one.'],
    [
      'a registration number',
      { registrationNumber: '4711' },
      'Company registration number',
      'leave this empty',
    ],
    ['no reseller', { reseller: '' }, 'Indirect reseller', 'Please select one.'],
    [
      'somebody else’s id as reseller',
      { reseller: '99999999-0000-4000-8000-000000000000' },
      'Indirect reseller',
      'not, or no longer, a partner',
    ],
  ];

  it.each(refusals)(
    'with %s are refused at the field, and nothing is stored',
    async (_, typed, field, why) => {
      const before = await facts(house);
      await pat.types('add customer');
      await pat.clicks('Next: Subscriptions', right(typed));
      expect(pat.seen.text).toContain(`Nothing is lost. Please check: ${field}`);
      expect(pat.seen.text).toContain(why);
      expect(inputsOf(pat.seen.card)).toMatchObject({ city: 'Seattle', firstName: 'Taylor' });
      expect(await facts(house)).toEqual(before);
    },
  );

  it('need a registration number and a phone where the country demands them', async () => {
    expect(needsRegistrationNumber('PL')).toBe(true);
    const europe = await chain(house);
    const { provider } = europe;
    const company = await house.bot.desk.storage.companies.get(provider.id);
    if (!company) throw new Error('no company');
    await house.bot.desk.storage.commit(provider.id, {
      rows: [house.bot.desk.storage.companies.update(company, { ...company.value, country: 'DE' })],
      history: [],
    });
    const polish = rightDetails({
      reseller: europe.reseller.id,
      country: 'PL',
      postalCode: '00-001',
      phone: '',
    });
    await provider.admin.types('add customer');
    await provider.admin.clicks('Next: Subscriptions', polish);
    expect(provider.admin.seen.text).toContain('Please check: Phone and Company registration number.');
    await provider.admin.clicks('Next: Subscriptions', {
      ...polish,
      phone: '+48 22 123 45 67',
      registrationNumber: '0000123456',
    });
    expect(provider.admin.mayClick('Next: Review')).toBe(true);
  });

  describe('with a domain that is taken', () => {
    const taken = 'This domain is taken';

    it('by another account, of whatever company', async () => {
      const details = right();
      await toReview(pat, details);
      await pat.clicks('Submit');
      await house.settled();
      const others = await chain(house);
      await others.provider.admin.types('add customer');
      await others.provider.admin.clicks('Next: Subscriptions', {
        ...details,
        reseller: others.reseller.id,
        prefix: details.prefix?.toUpperCase() ?? '',
      });
      expect(others.provider.admin.seen.text).toContain('Please check: Primary domain prefix.');
      expect(others.provider.admin.seen.text).toContain(taken);
    });

    it('by an order that was submitted while this one was reviewed', async () => {
      const details = right();
      await toReview(pat, details);
      const others = await chain(house);
      const quick = others.provider.admin;
      await toReview(quick, { ...details, reseller: others.reseller.id });
      await quick.clicks('Submit');
      expect(quick.seen.text).toContain('Setup information');
      await pat.clicks('Submit');
      expect(pat.seen.text).toContain(taken);
      expect(inputsOf(pat.seen.card)).toMatchObject({ name, prefix: details.prefix });
      await house.settled();
      expect(await customersOf(house, world.provider)).toEqual([]);
    });

    it('by a customer whom the partner imported, which goes on from its record', async () => {
      const details = right();
      const domain = `${details.prefix}.onmicrosoft.com`;
      await hasCustomer(house, world.provider.id, { name, domain, reach: 'notInvited', invitationId: '' });
      await pat.types('add customer');
      await pat.clicks('Next: Subscriptions', details);
      expect(pat.seen.text).toContain('You imported a customer with this domain. Please invite it');
      expect(pat.seen.text).not.toContain('another prefix');
    });

    it('by a customer of the partner', async () => {
      const { storage } = house.bot.desk;
      const details = right();
      await toReview(pat, details);
      await pat.clicks('Submit');
      const first = await customer();
      const domain = 'wingtip.onmicrosoft.com';
      await storage.commit(world.reseller.id, {
        rows: storage.customers.insert(
          { ...first, id: '77777777-0000-4000-8000-000000000000', domain },
          true,
        ),
        history: [],
      });
      await pat.types('add customer');
      await pat.clicks('Next: Subscriptions', right({ prefix: 'wingtip' }));
      expect(pat.seen.text).toContain(taken);
    });
  });

  it('with a reseller who is no longer a partner when it is submitted are refused at the field', async () => {
    const before = await facts(house);
    await toReview(pat, right());
    await removesPartnership(world.reseller.admin, 'providers', world.provider.name);
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('not, or no longer, a partner of your company');
    await house.settled();
    expect(await customersOf(house, world.provider)).toEqual([]);
    expect((await facts(house)).filter(row => row.startsWith('domain:'))).toEqual(
      before.filter(row => row.startsWith('domain:')),
    );
  });
});

describe('the catalogue', () => {
  beforeEach(() => toCatalogue(pat, right()));

  it('keeps what was typed over pages and searches', async () => {
    await pat.clicks('Next page', licences({ 'm365-business-basic': '7' }));
    expect(pat.seen.text).toContain('Page 2 of ');
    expect(pat.seen.text).toContain('**Chosen so far:** Microsoft 365 Business Basic: 7');
    await pat.clicks('Search', { search: 'sales professional', ...licences({}) });
    await pat.clicks('Search', { search: 'basic', ...licences({ 'd365-sales-professional': '2' }) });
    expect(inputsOf(pat.seen.card)['licences-m365-business-basic']).toBe('7');
    await pat.clicks('Next: Review');
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic: 7 licenses');
    expect(pat.seen.text).toContain('Sales Professional: 2 licenses');
  });

  it('is searched by typing, and says when nothing is found', async () => {
    await pat.types('business premium');
    expect(pat.seen.text).toContain('Microsoft 365 Business Premium');
    expect(pat.seen.text).not.toContain('Business Basic');
    await pat.types('no such thing');
    expect(pat.seen.text).toContain('Nothing in the catalog is called "no such thing".');
  });

  const refusals: [string, Record<string, string>, string][] = [
    ['too many', { 'm365-business-basic': '301' }, 'Between 1 and 300 licenses can be ordered.'],
    ['a negative number', { 'm365-business-basic': '-3' }, 'Please enter a whole number.'],
    ['no number', { 'm365-business-basic': 'many' }, 'Please enter a whole number.'],
    [
      'an unknown product',
      { 'm365-nonsense': '3' },
      'No longer in the catalog, and taken off: m365-nonsense.',
    ],
    ['nothing', {}, 'Nothing is chosen yet.'],
    ['zero', { 'm365-business-basic': '0' }, 'Nothing is chosen yet.'],
  ];
  it.each(refusals)('refuses %s at the line, keeps the rest, and stores nothing', async (_, chosen, why) => {
    const before = await facts(house);
    await pat.clicks('Next: Review', licences({ ...chosen }));
    expect(pat.seen.text).toContain(why);
    expect(pat.mayClick('Submit')).toBe(false);
    expect(await facts(house)).toEqual(before);
  });

  it('refuses an add-on without what it is added to', async () => {
    const { offers } = await house.bot.desk.storage.catalogues.get();
    const addOn = offers.find(offer => offer.needsOneOf.length > 0 && offer.licences);
    const [base] = addOn?.needsOneOf ?? [];
    if (!addOn || !base) throw new Error('the catalogue has no add-on');
    await pat.clicks('Next: Review', licences({ [addOn.id]: '1' }));
    expect(pat.seen.text).toContain('This is an add-on');
    await pat.clicks('Next: Review', licences({ [addOn.id]: '1', [base]: '1' }));
    expect(pat.mayClick('Submit')).toBe(true);
  });

  it('that has other terms since the review is reviewed again before anything is opened', async () => {
    const { catalogues } = house.bot.desk.storage;
    const shipped = await catalogues.get();
    await pat.clicks('Next: Review', licences({ 'm365-business-basic': '2' }));
    await catalogues.replace({
      offers: shipped.offers.map(offer =>
        offer.id === 'm365-business-basic' ? { ...offer, term: 'P3Y' as const } : offer,
      ),
    });
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('The catalog changed since you reviewed this.');
    expect(pat.seen.text).toContain('3 years');
    await house.settled();
    expect(await customersOf(house, world.provider)).toEqual([]);
    await pat.clicks('Submit');
    await catalogues.replace(shipped);
    const [subscription] = await subscriptionsOf(house, (await customer()).id);
    expect(subscription?.term).toBe('P3Y');
  });

  it('shows the tenant owner step with its link for Azure', async () => {
    const { offers } = await house.bot.desk.storage.catalogues.get();
    const azure = offers.find(({ family, licences: limits }) => family === 'azure' && !limits);
    await pat.clicks('Next: Review', licences({ [azure?.id ?? '']: 'true' }));
    expect(pat.seen.text).toContain(
      'make the reseller tenant owner in the Azure portal, under User settings',
    );
    expect(pat.follows('Open Azure portal')).toBe('https://portal.azure.com/');
    await pat.clicks('Submit');
    const [subscription] = await subscriptionsOf(house, (await customer()).id);
    expect(subscription).toMatchObject({ family: 'azure', licences: 0 });
    // It can be done only now that the customer is there.
    await pat.clicks('Done');
    await pat.clicks('Open Azure plan');
    expect(pat.seen.text).toContain('make the reseller tenant owner in the Azure portal');
    expect(pat.follows('Open Azure portal')).toBe('https://portal.azure.com/');
  });
});

/** Selects a button as clients do that send nothing for an input that was emptied. */
async function empties(inputs: readonly string[], title: string) {
  const button = buttonsOf(pat.seen.card).find(each => each.title === title);
  if (!button) throw new Error(`no button "${title}" here`);
  const left = Object.entries(inputsOf(pat.seen.card)).filter(([id, text]) => text && !inputs.includes(id));
  return pat.sends(button.verb, { ...Object.fromEntries(left), ...button.data }, pat.seen.messageId);
}

describe('an input that was emptied', () => {
  it('takes a product off the order', async () => {
    await toCatalogue(pat, right());
    await pat.clicks('Next page', licences({ 'm365-business-basic': '7', 'm365-business-standard': '3' }));
    await pat.clicks('Previous page');
    await empties(['licences-m365-business-basic'], 'Next: Review');
    expect(pat.seen.text).toContain('Business Standard: 3 licenses');
    expect(pat.seen.text).not.toContain('Business Basic');
  });

  it('ends a search', async () => {
    await toCatalogue(pat, right());
    await pat.clicks('Search', { search: 'sales professional' });
    expect(pat.seen.text).not.toContain('Page 1 of ');
    await empties(['search'], 'Search');
    expect(pat.seen.text).toContain('Page 1 of ');
  });

  it('takes back what is refused in the details', async () => {
    await toCatalogue(pat, right({ line2: 'Unit 4', registrationNumber: '123' }));
    expect(pat.seen.text).toContain('Companies in this country/region give no registration number.');
    await empties(['line2', 'registrationNumber'], 'Next: Subscriptions');
    await pat.clicks('Next: Review', licences({ 'm365-business-basic': '7' }));
    expect(pat.seen.text).toContain(`Review: new customer ${name}`);
    expect(pat.seen.text).not.toContain('Unit 4');
  });
});

describe('going back', () => {
  it('loses nothing that was typed', async () => {
    const details = right({ line2: 'Unit 4' });
    await toReview(pat, details, { 'm365-business-basic': '9' });
    await pat.clicks('Back');
    expect(inputsOf(pat.seen.card)['licences-m365-business-basic']).toBe('9');
    await pat.clicks('Back', licences({ 'm365-business-standard': '4' }));
    expect(inputsOf(pat.seen.card)).toMatchObject(details);
    await pat.clicks('Next: Subscriptions', { city: 'Tacoma' });
    await pat.clicks('Next: Review');
    expect(pat.seen.text).toContain('Business Basic: 9 licenses');
    expect(pat.seen.text).toContain('Business Standard: 4 licenses');
    expect(pat.seen.text).toContain('Tacoma');
  });

  it('makes an older review card show what is reviewed now, instead of submitting it', async () => {
    await toReview(pat, right());
    const old = { ...pat.seen };
    await pat.clicks('Back');
    await pat.clicks('Search', { search: 'premium' });
    await pat.clicks('Submit', {}, old);
    expect(pat.mayClick('Next: Review')).toBe(true);
    await house.settled();
    expect(await customersOf(house, world.provider)).toEqual([]);
  });
});

describe('an older review card', () => {
  it('that shows other licenses than are reviewed now submits nothing', async () => {
    await toReview(pat, right());
    const old = { ...pat.seen };
    await pat.clicks('Back');
    await pat.clicks('Next: Review', licences({ 'm365-business-basic': '20' }));
    await pat.clicks('Submit', {}, old);
    expect(pat.seen.text).toContain('Microsoft 365 Business Basic: 20');
    await house.settled();
    expect(await customersOf(house, world.provider)).toEqual([]);
    await pat.clicks('Submit');
    const [bought] = await subscriptionsOf(house, (await customer()).id);
    expect(bought?.licences).toBe(20);
  });
});

describe('Cancel', () => {
  it.each(['details', 'catalogue', 'review'])('on the %s leaves no row', async step => {
    const before = await facts(house);
    if (step === 'details') await pat.types('add customer');
    else if (step === 'catalogue') await toCatalogue(pat, right());
    else await toReview(pat, right());
    const card = { ...pat.seen };
    await pat.clicks('Cancel');
    expect(pat.seen.text).toContain('Everything was dropped and nothing was saved.');
    await house.settled();
    expect(await facts(house)).toEqual(before);
    if (step === 'review') {
      await pat.clicks('Submit', {}, card);
      expect(pat.seen.text).toContain('This order is over');
      expect(await facts(house)).toEqual(before);
    }
    await pat.types('add customer');
    expect(inputsOf(pat.seen.card)).toMatchObject({ name: '', prefix: '' });
  });

  it('on a card of an order that was submitted says so, and not that nothing was saved', async () => {
    await toReview(pat, right());
    const card = { ...pat.seen };
    await pat.clicks('Submit');
    await pat.clicks('Cancel', {}, card);
    expect(pat.seen.text).toContain(`The account of ${name} is open already`);
    expect((await customer()).name).toBe(name);
  });

  it('after a submission of which only the answer was lost tells of the account', async () => {
    await toReview(pat, right());
    const card = { ...pat.seen };
    const writes = jest.spyOn(house.tables.botState, 'write').mockResolvedValue(undefined);
    await pat.clicks('Submit');
    writes.mockRestore();
    await pat.clicks('Cancel', {}, card);
    expect(pat.seen.text).toContain(`The account of ${name} is open already`);
    await pat.types('add customer');
    expect(inputsOf(pat.seen.card)).toMatchObject({ name: '' });
  });

  it('on a card of an order that is over leaves the newer one alone', async () => {
    await toReview(pat, right());
    const old = { ...pat.seen };
    await pat.clicks('Cancel');
    await toReview(pat, right());
    const card = { ...pat.seen };
    await pat.clicks('Cancel', {}, old);
    await pat.clicks('Submit', {}, old);
    expect(pat.seen.text).toContain('This order is over');
    await pat.clicks('Submit', {}, card);
    expect((await customer()).name).toBe(name);
  });
});

describe('a submission that died half-way', () => {
  const orderOn = (person: Person) => String(buttonsOf(person.seen.card)[0]?.data.order);
  /** What is stored when the bot dies between the claim of the domain and the account. */
  const dies = async (prefix: string | undefined) => {
    const orderId = orderOn(pat);
    const claim = { orderId, accountId: accountIdOf(orderId), sellerId: world.provider.id };
    await house.bot.desk.storage.domains.claim(`${prefix}.onmicrosoft.com`, claim, house.clock.now);
  };

  it('is taken up by the same order', async () => {
    const details = right();
    await toReview(pat, details);
    await dies(details.prefix);
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('Setup information');
    expect((await customer()).domain).toBe(`${details.prefix}.onmicrosoft.com`);
  });

  it('holds the domain for an hour, and then lets others have it', async () => {
    const details = right();
    await toReview(pat, details);
    await dies(details.prefix);
    const others = await chain(house);
    const { admin } = others.provider;
    await toCatalogue(admin, { ...details, reseller: others.reseller.id });
    expect(admin.seen.text).toContain('This domain is taken');
    house.clock.forward(60 * 60_000);
    await toReview(admin, { ...details, reseller: others.reseller.id });
    await admin.clicks('Submit');
    expect(admin.seen.text).toContain('Setup information');
    await pat.clicks('Submit');
    expect(pat.seen.text).toContain('This domain is taken');
  });
});

describe('submitting again', () => {
  it('makes one order, and says that the account is open', async () => {
    await toReview(pat, right());
    const review = { ...pat.seen };
    await pat.clicks('Submit', {}, review);
    const first = await customer();
    await pat.clicks('Submit', {}, review);
    expect(pat.seen.text).toContain(`The account of ${name} is open already`);
    expect((await customer()).id).toBe(first.id);
    expect(await subscriptionsOf(house, first.id)).toHaveLength(1);
  });

  it('at two bots at once makes one order', async () => {
    await toReview(pat, right());
    const there = pat.at(other);
    const texts = await Promise.all(
      [pat, there, pat.at(house), pat.at(other)].map(async person => (await person.clicks('Submit')).text),
    );
    expect(texts.filter(text => text.includes('Setup information for'))).toHaveLength(1);
    expect(texts.filter(text => text.includes('is open already'))).toHaveLength(3);
    expect(await subscriptionsOf(house, (await customer()).id)).toHaveLength(1);
  });

  it('is not another person’s order: somebody else’s id leads nowhere', async () => {
    await toReview(pat, right());
    const review = { ...pat.seen };
    await pat.clicks('Submit');
    const others = await chain(house);
    const stranger = others.provider.admin;
    stranger.seen = review;
    await stranger.clicks('Submit');
    expect(stranger.seen.text).toContain('This order is over');
    expect(stranger.seen.text).not.toContain(name);
  });
});

describe('a half-done order', () => {
  it('survives a restart at every step', async () => {
    await pat.types('add customer');
    await pat.goesTo(other);
    await pat.clicks('Next: Subscriptions', right());
    await pat.goesTo(house);
    await pat.clicks('Next: Review', licences({ 'm365-business-basic': '8' }));
    await pat.goesTo(other);
    await pat.types('add customer');
    expect(pat.seen.text).toContain('Business Basic: 8 licenses');
    await pat.clicks('Submit');
    expect(await subscriptionsOf(house, (await customer()).id)).toMatchObject([{ licences: 8 }]);
  });

  it('goes on under another reseller when it is begun on that one’s record', async () => {
    const adatum = { ...(await office(house, 'indirectReseller', `Adatum ${count}`)), mpnId: '4800001' };
    await arePartners(house, world.provider, adatum);
    const details = right();
    await toReview(pat, details);
    await opensPartner(pat, 'resellers', adatum.name);
    await pat.clicks('Add new customer');
    expect(inputsOf(pat.seen.card)).toMatchObject({ ...details, reseller: adatum.id });
    await pat.clicks('Next: Subscriptions');
    await pat.clicks('Next: Review');
    await pat.clicks('Submit');
    expect((await customer()).sharedWith).toMatchObject([{ id: adatum.id }]);
    expect(await customersOf(house, world.reseller)).toEqual([]);
  });

  it('of one customer is not gone on with for another', async () => {
    await toCatalogue(pat, right());
    await pat.types('add customer Wingtip Toys');
    expect(inputsOf(pat.seen.card)).toMatchObject({ name: 'Wingtip Toys', prefix: '', line1: '', email: '' });
  });

  it('is taken up by the command where it was left', async () => {
    await toCatalogue(pat, right());
    await pat.types('customers');
    await pat.types('add customer');
    expect(pat.seen.text).toContain(`Subscriptions for ${name}`);
  });
});

describe('bad input', () => {
  it.each([
    ['addCustomer.submit', {}],
    ['addCustomer.submit', { order: 'x' }],
    ['addCustomer.look', { order: '1', page: 'many' }],
    ['addCustomer.subscriptions', { order: '0000000000000-zz' }],
    ['addCustomer.start', { reseller: 'me' }],
  ])('%s with %j is answered and changes nothing', async (verb, data) => {
    const before = await facts(house);
    await pat.sends(verb, data);
    expect(pat.seen.text).toContain('I cannot do anything with this');
    expect(await facts(house)).toEqual(before);
  });
});
