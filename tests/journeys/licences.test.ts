import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CustomerUser, Subscription } from '../../domain/subscription.ts';
import { givesLicence, hasUser, licencesOfUser } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { becomesCustomer } from './support/relationships.ts';
import { allRows } from './support/rows.ts';
import {
  arePartners,
  hasSubscription,
  OFFERS,
  serves,
  servesTogether,
  standsAs,
} from './support/subscriptions.ts';

const BASIC = 'Microsoft 365 Business Basic';

let house: House;
let partner: Office;
let customer: Office;
let admin: Person;
let megan: CustomerUser;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  partner = await office(house, 'directPartner', `Contoso ${count}`);
  customer = await office(house, 'customer', `Wingtip ${count}`);
  await serves(house, partner, customer);
  admin = partner.admin;
  megan = await hasUser(house, customer, partner, { name: 'Megan Bowen' });
});
afterAll(() => house.stop());

const opens = (user: CustomerUser, person = admin) =>
  person.sends('customerUsers.open', { customer: customer.id, id: user.id });
const opensLicences = ({ id }: Subscription, person = admin) =>
  person.sends('licences.show', { customer: customer.id, subscription: id });
const assigned = async (subscription: Subscription) =>
  (await standsAs(house, customer, subscription)).assigned;
const has = (user: CustomerUser) => licencesOfUser(house, customer, user);

describe('on a user’s record', () => {
  it('several licenses are chosen and assigned at once', async () => {
    const basic = await hasSubscription(house, customer, partner, { assigned: 7 });
    const sales = await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    await opens(megan);
    expect(admin.seen.text).toContain('No licenses yet.');
    expect(admin.seen.text).toContain(`${BASIC} (3 left)`);
    await admin.clicks('Assign licenses', { free: `${basic.id},${sales.id}` });
    expect(admin.seen.text).toContain(`Megan Bowen now has a license of ${BASIC}.`);
    expect(admin.seen.text).toContain(`Megan Bowen now has a license of ${sales.offerName}.`);
    expect(admin.mayClick('Assign licenses')).toBe(false);
    expect((await has(megan)).sort()).toEqual([basic.id, sales.id].sort());
    expect([await assigned(basic), await assigned(sales)]).toEqual([8, 1]);
  });

  it('they are taken back', async () => {
    const basic = await hasSubscription(house, customer, partner);
    await givesLicence(house, customer, basic, megan);
    await opens(megan);
    await admin.clicks('Take back licenses', { held: basic.id });
    expect(admin.seen.text).toContain(`The license of ${BASIC} was taken back from Megan Bowen.`);
    expect(await has(megan)).toEqual([]);
    expect(await assigned(basic)).toBe(0);
  });

  it('something has to be chosen', async () => {
    const basic = await hasSubscription(house, customer, partner);
    await opens(megan);
    await admin.clicks('Assign licenses', { free: '' });
    expect(admin.seen.text).toContain('Nothing was chosen.');
    expect(await assigned(basic)).toBe(0);
  });

  it('only active subscriptions with a license left are offered', async () => {
    await hasSubscription(house, customer, partner, { offerName: 'Suspended one', state: 'suspended' });
    await hasSubscription(house, customer, partner, { offerName: 'Canceled one', state: 'cancelled' });
    await hasSubscription(house, customer, partner, { offerName: 'Full one', assigned: 10 });
    await hasSubscription(house, customer, partner, { offerName: 'Paid by use', licences: 0 });
    await opens(megan);
    for (const name of ['Suspended', 'Canceled', 'Full', 'Paid']) expect(admin.seen.text).not.toContain(name);
    expect(admin.mayClick('Assign licenses')).toBe(false);
  });

  it('a card that is out of date assigns nothing of what is not active or left any more, and says why', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 1 });
    const sales = await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    await opens(megan);
    const old = admin.seen;
    const robin = await hasUser(house, customer, partner, { name: 'Robin Kline' });
    await givesLicence(house, customer, basic, robin);
    const { storage } = house.bot.desk;
    const row = await storage.subscriptions.get(customer.id, sales.id);
    if (!row) throw new Error('not there');
    await storage.commit(customer.id, {
      rows: storage.subscriptions.update(row, { ...row.value, state: 'suspended' }),
      history: [],
    });
    await admin.clicks('Assign licenses', { free: `${basic.id},${sales.id}` }, old);
    expect(admin.seen.text).toContain(`No license of ${BASIC} is left for Megan Bowen.`);
    expect(admin.seen.text).toContain(`${sales.offerName} is not active`);
    expect(await has(megan)).toEqual([]);
    expect([await assigned(basic), await assigned(sales)]).toEqual([1, 0]);
  });

  it('a second click changes nothing and says so', async () => {
    const basic = await hasSubscription(house, customer, partner);
    await opens(megan);
    const old = admin.seen;
    await admin.clicks('Assign licenses', { free: basic.id }, old);
    await admin.clicks('Assign licenses', { free: basic.id }, old);
    expect(admin.seen.text).toContain(`Megan Bowen has a license of ${BASIC} already.`);
    expect(await assigned(basic)).toBe(1);
    await opens(megan);
    const held = admin.seen;
    await admin.clicks('Take back licenses', { held: basic.id }, held);
    await admin.clicks('Take back licenses', { held: basic.id }, held);
    expect(admin.seen.text).toContain(`Megan Bowen has no license of ${BASIC}.`);
    expect(await assigned(basic)).toBe(0);
  });

  it('both sides’ histories tell of it, and the reseller’s', async () => {
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    const basic = await hasSubscription(house, customer, partner, {
      reseller: { id: reseller.id, name: reseller.name, mpnId: '4567890' },
    });
    await opens(megan);
    await admin.clicks('Assign licenses', { free: basic.id });
    await house.settled();
    const { history } = house.bot.desk.storage;
    for (const [companyId, subject] of [
      [customer.id, partner.id],
      [partner.id, customer.id],
      [reseller.id, customer.id],
    ] as const) {
      const { rows } = await history.ofSubject(companyId, subject, 1);
      expect(rows[0]?.value).toMatchObject({
        event: 'subscription.licenceAssigned',
        detail: { person: 'Megan Bowen', offer: BASIC },
      });
    }
    await admin.sends('history.show', { of: 'customer', id: customer.id });
    expect(admin.seen.text).toContain(`Assigned a license of ${BASIC} to Megan Bowen`);
  });
});

describe('on a subscription', () => {
  it('stands who has one, and others are given one', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 3 });
    const robin = await hasUser(house, customer, partner, { name: 'Robin Kline' });
    const kim = await hasUser(house, customer, partner, { name: 'Kim Akers' });
    await givesLicence(house, customer, basic, robin);
    await opensLicences(basic);
    expect(admin.seen.text).toContain(`Licenses of ${BASIC}`);
    expect(admin.seen.text).toContain('3 licenses, 1 assigned');
    expect(admin.seen.text).toContain('Assign to (2 left)');
    expect(admin.mayClick('Open Robin Kline')).toBe(true);
    await admin.clicks('Assign licenses', { free: `${megan.id},${kim.id}` });
    expect(admin.seen.text).toContain(`Megan Bowen now has a license`);
    expect(admin.seen.text).toContain(`Kim Akers now has a license`);
    expect(await assigned(basic)).toBe(3);
    expect(admin.mayClick('Assign licenses')).toBe(false);
    await admin.clicks('Take back licenses', { held: `${robin.id},${kim.id}` });
    expect(await assigned(basic)).toBe(1);
    await admin.clicks('Open Megan Bowen');
    expect(admin.seen.text).toContain(BASIC);
  });

  it('gives no more than are left, and says who got none', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 1 });
    const robin = await hasUser(house, customer, partner, { name: 'Robin Kline' });
    await opensLicences(basic);
    await admin.clicks('Assign licenses', { free: `${megan.id},${robin.id}` });
    expect(admin.seen.text).toContain('Megan Bowen now has a license');
    expect(admin.seen.text).toContain(`No license of ${BASIC} is left for Robin Kline.`);
    expect(await assigned(basic)).toBe(1);
  });

  it('goes on with further pages', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 20 });
    for (let index = 0; index < 9; index++) {
      const user = await hasUser(house, customer, partner, { name: `User ${index}` });
      await givesLicence(house, customer, basic, user);
    }
    await opensLicences(basic);
    await admin.clicks('Next page');
    expect(admin.seen.text).toContain('Page 2');
    expect(admin.buttons.filter(title => title.startsWith('Open User'))).toHaveLength(1);
  });
});

describe('the last license', () => {
  it('goes to one of two who are given it at the same moment; the other hears that none is left', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 1 });
    const robin = await hasUser(house, customer, partner, { name: 'Robin Kline' });
    const colleague = await partner.colleague('Colleague', { agent: 'adminAgent', admin: 'none' });
    await opens(megan);
    await opens(robin, colleague);
    await Promise.all([
      admin.clicks('Assign licenses', { free: basic.id }),
      colleague.clicks('Assign licenses', { free: basic.id }),
    ]);
    const texts = [admin.seen.text, colleague.seen.text];
    expect(texts.filter(text => text.includes('now has a license'))).toHaveLength(1);
    expect(texts.filter(text => text.includes('is left for'))).toHaveLength(1);
    expect(await assigned(basic)).toBe(1);
    expect((await has(megan)).length + (await has(robin)).length).toBe(1);
  });

  it('goes to somebody once, when the button is selected twice at the same moment', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 5 });
    await opens(megan);
    const { seen } = admin;
    await Promise.all([1, 2, 3].map(() => admin.clicks('Assign licenses', { free: basic.id }, seen)));
    expect(await assigned(basic)).toBe(1);
    expect(await has(megan)).toEqual([basic.id]);
  });

  it('goes to nobody who is removed at the same moment', async () => {
    const basic = await hasSubscription(house, customer, partner, { licences: 5 });
    const colleague = await partner.colleague('Colleague', { agent: 'adminAgent', admin: 'none' });
    await opens(megan);
    await Promise.all([
      admin.clicks('Assign licenses', { free: basic.id }),
      colleague.sends('customerUsers.remove', { customer: customer.id, id: megan.id }),
    ]);
    expect(colleague.seen.text).toContain('was removed');
    expect(await has(megan)).toEqual([]);
    expect(await assigned(basic)).toBe(0);
  });
});

describe('whose licenses they are', () => {
  const tries = async (person: Person, { id }: Subscription, says: RegExp) => {
    const before = await allRows(house);
    for (const [verb, data] of [
      ['licences.assign', { user: megan.id, free: id }],
      ['licences.takeBack', { user: megan.id, held: id }],
      ['licences.assignOf', { subscription: id, free: megan.id }],
      ['licences.takeBackOf', { subscription: id, held: megan.id }],
    ] as const) {
      await person.sends(verb, { customer: customer.id, ...data });
      expect(person.seen.text).toMatch(says);
    }
    await house.settled();
    expect(await allRows(house)).toEqual(before);
  };

  it('those of a subscription that another partner sold are not there for a partner that sells, too', async () => {
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, fabrikam, customer);
    const theirs = await hasSubscription(house, customer, fabrikam);
    await opens(megan);
    expect(admin.mayClick('Assign licenses')).toBe(false);
    await opensLicences(theirs);
    expect(admin.seen.text).toContain('not here any more');
    await tries(admin, theirs, /not here any more/);
  });

  it('a reseller on a subscription sees who has one, and gives none unless it administers the service', async () => {
    const provider = await office(house, 'indirectProvider', `Litware ${count}`);
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    await arePartners(house, provider, reseller);
    await servesTogether(house, { provider, reseller, customer });
    const basic = await hasSubscription(house, customer, provider, {
      reseller: { id: reseller.id, name: reseller.name, mpnId: '4567890' },
    });
    await givesLicence(house, customer, basic, megan);
    await opensLicences(basic, reseller.admin);
    expect(reseller.admin.seen.text).toContain('Megan Bowen');
    expect(reseller.admin.buttons).toEqual(['Open Megan Bowen', 'Users', 'View customer']);
    await tries(
      reseller.admin,
      basic,
      /Only the partner who sold .*, or who administers its service, can give its licenses/,
    );
    // The provider, who sold it, gives them.
    await opensLicences(basic, provider.admin);
    await provider.admin.clicks('Take back licenses', { held: megan.id });
    expect(await has(megan)).toEqual([]);
  });

  it.each([
    ['assigned', 'licences.assign', 'free'],
    ['taken back', 'licences.takeBack', 'held'],
    ['taken back with its user', 'customerUsers.remove', 'id'],
  ])('none is %s by rights that the customer takes back at the same moment', async (_, verb, field) => {
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    await becomesCustomer(house, reseller, customer);
    const basic = await hasSubscription(house, customer, partner);
    if (verb !== 'licences.assign') await givesLicence(house, customer, basic, megan);
    const before = await has(megan);
    const { companies, customerUsers } = house.bot.desk.storage;
    // Everything about the company has been read when its user is.
    const get = customerUsers.get.bind(customerUsers);
    const reading = jest.spyOn(customerUsers, 'get').mockImplementationOnce(async (...which) => {
      const company = await companies.get(customer.id);
      const version = company?.value.administrationVersion;
      await customer.admin.sends('partners.takeBack', { id: reseller.id, version });
      return get(...which);
    });
    const data = { user: megan.id, id: megan.id, [field]: field === 'id' ? megan.id : basic.id };
    await reseller.admin.sends(verb, { customer: customer.id, ...data });
    reading.mockRestore();
    expect((await companies.get(customer.id))?.value.administration.office365).toBeUndefined();
    expect(reseller.admin.seen.text).toMatch(/not here any more|cannot be removed yet/);
    expect(await has(megan)).toEqual(before);
    expect(await assigned(basic)).toBe(before.length);
  });

  it('an indirect reseller that administers the service gives them, also of what it did not sell', async () => {
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    await becomesCustomer(house, reseller, customer);
    const basic = await hasSubscription(house, customer, partner);
    await opens(megan, reseller.admin);
    await reseller.admin.clicks('Assign licenses', { free: basic.id });
    expect(await has(megan)).toEqual([basic.id]);
    // Until the customer takes the rights back: then the subscription is not its affair any more.
    const company = await house.bot.desk.storage.companies.get(customer.id);
    await customer.admin.sends('partners.takeBack', {
      id: reseller.id,
      version: company?.value.administrationVersion,
    });
    await house.settled();
    await opens(megan, reseller.admin);
    expect(reseller.admin.seen.text).not.toContain(BASIC);
    await tries(reseller.admin, basic, /not here any more/);
  });

  it('a helpdesk agent gives those of other services, never Office 365', async () => {
    const basic = await hasSubscription(house, customer, partner);
    const sales = await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    const agent = await partner.colleague('Helpdesk', { agent: 'helpdeskAgent', admin: 'none' });
    await opens(megan, agent);
    expect(agent.seen.text).not.toContain(`${BASIC} (`);
    await agent.clicks('Assign licenses', { free: `${sales.id},${basic.id}` });
    expect(agent.seen.text).toContain('assign licenses');
    expect(await has(megan)).toEqual([]);
    await opens(megan, agent);
    await agent.clicks('Assign licenses', { free: sales.id });
    expect(await has(megan)).toEqual([sales.id]);
    await tries(agent, basic, /assign licenses/);
  });

  it('one whose relationship ended gives none of what it sold', async () => {
    const basic = await hasSubscription(house, customer, partner);
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(customer.id, partner.id);
    if (!row) throw new Error('not served');
    await storage.commit(customer.id, {
      rows: storage.partners.put(row, { ...row.value, endedAt: house.clock.now.toISOString() }),
      history: [],
    });
    await tries(admin, basic, /no relationship with .* any more/);
  });

  it('and what no card of ours sends is refused', async () => {
    const basic = await hasSubscription(house, customer, partner);
    const before = await allRows(house);
    for (const [verb, data] of [
      ['licences.assign', {}],
      ['licences.assign', { customer: customer.id, user: megan.id, free: '../x' }],
      ['licences.assign', { customer: customer.id, user: megan.id, free: 'x,'.repeat(60) }],
      ['licences.assignOf', { customer: customer.id, subscription: basic.id, free: 'somebody' }],
      ['licences.show', { customer: customer.id, subscription: 'a/b' }],
    ] as const) {
      await admin.sends(verb, data);
      expect(admin.seen.text).toContain('I cannot do anything with this');
    }
    await admin.sends('licences.show', { customer: customer.id, subscription: basic.id, page: 'x' });
    expect(admin.seen.text).toContain('not here any more');
    expect(await allRows(house)).toEqual(before);
  });
});
