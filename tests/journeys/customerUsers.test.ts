import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../operations/desk.ts';
import { removeCustomerUser } from '../../operations/removeCustomerUser.ts';
import { givesLicence, hasUser, licencesOfUser, usersOf } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { becomesCustomer } from './support/relationships.ts';
import { allRows } from './support/rows.ts';
import { hasSubscription, OFFERS, serves, standsAs } from './support/subscriptions.ts';

let house: House;
let partner: Office;
let customer: Office;
let admin: Person;
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
});
afterAll(() => house.stop());

const MEGAN = { name: 'Megan Bowen', email: 'Megan@Wingtip.example' };
const fillsIn = async (typed: Record<string, string>, person = admin) => {
  await person.sends('customerUsers.form', { customer: customer.id });
  return person.clicks('Add', typed);
};

describe('the users of a customer', () => {
  it('are reached from its record by “More for this customer”', async () => {
    await admin.types('customers');
    await admin.clicks(`Open ${customer.name}`);
    await admin.clicks('More for this customer');
    await admin.clicks('Users and licenses');
    expect(admin.seen.text).toContain(`Users of ${customer.name}`);
    expect(admin.seen.text).toContain('No users yet.');
    expect(admin.seen.text).toContain('not accounts in Microsoft Entra');
    await admin.clicks('View customer');
    expect(admin.buttons).toContain('Back to customers');
  });

  it('stand in their order by name, a page at a time, with how many licenses each has', async () => {
    const subscription = await hasSubscription(house, customer, partner);
    for (let index = 9; index >= 1; index--) {
      const user = await hasUser(house, customer, partner, { name: `User ${index}` });
      if (index < 3) await givesLicence(house, customer, subscription, user);
    }
    await admin.sends('customerUsers.list', { customer: customer.id });
    expect(admin.buttons.slice(0, 8)).toEqual(
      Array.from({ length: 8 }, (_, index) => `Open User ${index + 1}`),
    );
    expect(admin.seen.text.match(/1 license$/gm)).toHaveLength(2);
    expect(admin.seen.text.match(/No licenses$/gm)).toHaveLength(6);
    await admin.clicks('Next page');
    expect(admin.seen.text).toContain('Page 2');
    expect(admin.buttons[0]).toBe('Open User 9');
    expect(admin.mayClick('Next page')).toBe(false);
  });

  it('are shared by every partner that serves the customer', async () => {
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, fabrikam, customer);
    await fillsIn(MEGAN);
    await fabrikam.admin.sends('customerUsers.list', { customer: customer.id });
    expect(fabrikam.admin.seen.text).toContain('Megan Bowen');
  });

  it('are in English, Japanese and Chinese what they are called there', async () => {
    await fillsIn(MEGAN);
    for (const [language, title] of [
      ['日本語', `${customer.name} のユーザー`],
      ['繁體中文', `${customer.name} 的使用者`],
    ] as const) {
      await admin.types(`language ${language}`);
      await admin.sends('customerUsers.list', { customer: customer.id });
      expect(admin.seen.text).toContain(title);
    }
  });
});

describe('adding one', () => {
  it('asks for a name and an address, and shows the record with what can be assigned', async () => {
    await hasSubscription(house, customer, partner);
    await admin.sends('customerUsers.list', { customer: customer.id });
    await admin.clicks('Add user');
    await admin.clicks('Add', MEGAN);
    expect(admin.seen.text).toContain('Megan Bowen');
    expect(admin.seen.text).toContain('megan@wingtip.example');
    expect(admin.seen.text).toContain('Added. Choose the licenses below.');
    expect(admin.buttons).toEqual(['Assign licenses', 'Remove', 'Back to users']);
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });

  it('is written into the histories of both sides', async () => {
    await fillsIn(MEGAN);
    await house.settled();
    const { history } = house.bot.desk.storage;
    for (const [companyId, subject] of [
      [customer.id, partner.id],
      [partner.id, customer.id],
    ] as const) {
      const { rows } = await history.ofSubject(companyId, subject, 10);
      expect(rows[0]?.value).toMatchObject({
        event: 'customerUser.added',
        detail: { person: 'Megan Bowen', customer: customer.name },
      });
    }
    await admin.sends('history.show', { of: 'customer', id: customer.id });
    expect(admin.seen.text).toContain(
      `Added Megan Bowen (megan@wingtip.example) to the users of ${customer.name}`,
    );
  });

  it('says at the field what is missing or wrong, and keeps what was typed', async () => {
    await fillsIn({ name: '  ', email: '' });
    expect(admin.seen.text.match(/⚠ Please fill this in\./g)).toHaveLength(2);
    await admin.clicks('Add', { name: 'Megan Bowen', email: 'not an address' });
    expect(admin.seen.text).toContain('Megan Bowen');
    expect(admin.seen.text).toContain('⚠');
    await admin.clicks('Add', { name: 'x'.repeat(200), email: `${'x'.repeat(260)}@wingtip.example` });
    expect(admin.seen.text.match(/⚠/g)).toHaveLength(2);
    expect(await usersOf(house, customer)).toEqual([]);
  });

  it('refuses an address that another user has, however it is written', async () => {
    await fillsIn(MEGAN);
    await fillsIn({ name: 'Another Megan', email: ' MEGAN@wingtip.EXAMPLE' });
    expect(admin.seen.text).toContain('Another user of this customer has this address.');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });

  it('takes the same address for another customer', async () => {
    const other = await office(house, 'customer', `Tailspin ${count}`);
    await serves(house, partner, other);
    await fillsIn(MEGAN);
    await admin.sends('customerUsers.form', { customer: other.id });
    await admin.clicks('Add', MEGAN);
    expect(await usersOf(house, other)).toEqual(['Megan Bowen']);
  });

  it('adds one person by two clicks, also at the same moment', async () => {
    await admin.sends('customerUsers.form', { customer: customer.id });
    const form = admin.seen;
    await Promise.all([1, 2, 3].map(() => admin.clicks('Add', MEGAN, form)));
    await admin.clicks('Add', MEGAN, form);
    expect(admin.seen.text).toContain('Added. Choose the licenses below.');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });

  it('of one address by two colleagues at the same moment adds one, and tells the other', async () => {
    const colleague = await partner.colleague('Colleague', { agent: 'adminAgent', admin: 'none' });
    for (const person of [admin, colleague])
      await person.sends('customerUsers.form', { customer: customer.id });
    await Promise.all([admin, colleague].map(person => person.clicks('Add', MEGAN)));
    const texts = [admin.seen.text, colleague.seen.text];
    expect(texts.filter(text => text.includes('Added.'))).toHaveLength(1);
    expect(texts.filter(text => text.includes('Another user of this customer'))).toHaveLength(1);
  });

  it('leaves what nobody could have typed out', async () => {
    const before = await allRows(house);
    for (const data of [
      {},
      { customer: customer.id },
      { customer: customer.id, id: 'x', ...MEGAN },
      { customer: '../x', id: randomUUID(), ...MEGAN },
      { customer: customer.id, id: randomUUID(), name: { $gt: '' }, email: 1 },
    ]) {
      await admin.sends('customerUsers.add', data);
      expect(admin.seen.text).toContain('I cannot do anything with this');
    }
    expect(await allRows(house)).toEqual(before);
  });
});

describe('removing one', () => {
  it('asks first, with the licenses that come back, and takes them back in the same deed', async () => {
    const basic = await hasSubscription(house, customer, partner);
    const sales = await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    const user = await hasUser(house, customer, partner, MEGAN);
    for (const subscription of [basic, sales]) await givesLicence(house, customer, subscription, user);
    await admin.sends('customerUsers.open', { customer: customer.id, id: user.id });
    await admin.clicks('Remove');
    expect(admin.seen.text).toContain(`Remove Megan Bowen from the users of ${customer.name}?`);
    expect(admin.seen.text).toContain('2 licenses are taken back:');
    expect(admin.seen.text).toContain('Microsoft 365 Business Basic');
    expect(admin.seen.text).toContain('Nothing is deleted at Microsoft.');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
    await admin.clicks('Remove');
    expect(admin.seen.text).toContain('Megan Bowen was removed from the users');
    expect(await usersOf(house, customer)).toEqual([]);
    expect((await standsAs(house, customer, basic)).assigned).toBe(0);
    expect((await standsAs(house, customer, sales)).assigned).toBe(0);
    expect(await licencesOfUser(house, customer, user)).toEqual([]);
    await house.settled();
    await admin.sends('history.show', { of: 'customer', id: customer.id });
    expect(admin.seen.text).toContain(`Removed Megan Bowen`);
    expect(admin.seen.text).toContain('Took back the license of Microsoft 365 Business Basic');
  });

  it('may be thought better of', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    await admin.sends('customerUsers.askRemove', { customer: customer.id, id: user.id });
    expect(admin.seen.text).toContain('There are no licenses to take back.');
    await admin.clicks('Cancel');
    expect(admin.seen.text).toContain('Megan Bowen');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });

  it('by a second click says that it is done', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    await admin.sends('customerUsers.askRemove', { customer: customer.id, id: user.id });
    const asked = admin.seen;
    await admin.clicks('Remove', {}, asked);
    await admin.clicks('Remove', {}, asked);
    expect(admin.seen.text).toContain('has been removed already');
    await admin.clicks('Back to users');
    expect(admin.seen.text).toContain('No users yet.');
  });

  it('makes the address free again', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    await admin.sends('customerUsers.remove', { customer: customer.id, id: user.id });
    await fillsIn(MEGAN);
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });

  it('of somebody with more licenses than fit one transaction takes back every one', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    const subscriptions = [];
    for (let index = 0; index < 13; index++) {
      const subscription = await hasSubscription(house, customer, partner, {
        reseller: { id: randomUUID(), name: 'Reseller', mpnId: '4567890' },
        supportContact: { id: randomUUID(), name: 'Support' },
      });
      await givesLicence(house, customer, subscription, user);
      subscriptions.push(subscription);
    }
    await admin.sends('customerUsers.askRemove', { customer: customer.id, id: user.id });
    expect(admin.seen.text).toContain('13 licenses are taken back');
    await admin.clicks('Remove');
    expect(admin.seen.text).toContain('was removed');
    expect(await licencesOfUser(house, customer, user)).toEqual([]);
    for (const subscription of subscriptions)
      expect((await standsAs(house, customer, subscription)).assigned).toBe(0);
  });

  it('of somebody with very many, interrupted in between, goes on with the same click', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    const subscriptions = [];
    for (let index = 0; index < 7; index++) {
      const subscription = await hasSubscription(house, customer, partner);
      await givesLicence(house, customer, subscription, user);
      subscriptions.push(subscription);
    }
    await admin.sends('customerUsers.askRemove', { customer: customer.id, id: user.id });
    // The bot dies after the first of the two transactions.
    const { desk } = house.bot;
    const { tenantId, objectId, name } = admin.options;
    let commits = 0;
    const commit: typeof desk.storage.commit = (companyId, change) => {
      if (++commits > 1) throw new Error('died');
      return desk.storage.commit(companyId, change);
    };
    const dying = { ...desk, storage: { ...desk.storage, commit } };
    const actor: Actor = {
      tenantId,
      objectId,
      name,
      person: await desk.storage.people.get(tenantId, objectId),
      language: 'en',
      provenGlobalAdmin: false,
      profile: () => Promise.reject(new Error('not asked')),
      colleague: async () => undefined,
    };
    await expect(removeCustomerUser(dying, actor, customer.id, user.id)).rejects.toThrow('died');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
    expect(await licencesOfUser(house, customer, user)).toHaveLength(2);
    await admin.clicks('Remove');
    expect(admin.seen.text).toContain('was removed');
    expect(await licencesOfUser(house, customer, user)).toEqual([]);
    for (const subscription of subscriptions)
      expect((await standsAs(house, customer, subscription)).assigned).toBe(0);
  });

  it('takes the license of a cancelled subscription along', async () => {
    const subscription = await hasSubscription(house, customer, partner, { state: 'cancelled', assigned: 0 });
    const user = await hasUser(house, customer, partner, MEGAN);
    await givesLicence(house, customer, subscription, user);
    await admin.sends('customerUsers.remove', { customer: customer.id, id: user.id });
    expect(admin.seen.text).toContain('was removed');
    expect(await licencesOfUser(house, customer, user)).toEqual([]);
  });

  it('is refused while another partner’s license is in the way, which it alone takes back', async () => {
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, fabrikam, customer);
    const theirs = await hasSubscription(house, customer, fabrikam, { offerName: 'A secret offer' });
    const user = await hasUser(house, customer, partner, MEGAN);
    await givesLicence(house, customer, theirs, user);
    for (const verb of ['customerUsers.askRemove', 'customerUsers.remove']) {
      await admin.sends(verb, { customer: customer.id, id: user.id });
      expect(admin.seen.text).toContain('cannot be removed yet: 1 license is for the partner who sold it');
      expect(admin.seen.text).not.toContain('secret');
    }
    await admin.clicks('Open');
    expect(admin.seen.text).toContain('1 license of subscriptions that other partners sold');
    expect(admin.seen.text).not.toContain('secret');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
    await fabrikam.admin.sends('licences.takeBack', {
      customer: customer.id,
      user: user.id,
      held: theirs.id,
    });
    await admin.sends('customerUsers.remove', { customer: customer.id, id: user.id });
    expect(admin.seen.text).toContain('was removed');
  });

  it('is refused to a helpdesk agent while a license of Office 365 is in the way', async () => {
    const basic = await hasSubscription(house, customer, partner);
    const user = await hasUser(house, customer, partner, MEGAN);
    await givesLicence(house, customer, basic, user);
    const agent = await partner.colleague('Helpdesk', { agent: 'helpdeskAgent', admin: 'none' });
    await agent.sends('customerUsers.remove', { customer: customer.id, id: user.id });
    expect(agent.seen.text).toContain('assign licenses');
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
    await admin.sends('licences.takeBack', { customer: customer.id, user: user.id, held: basic.id });
    await agent.sends('customerUsers.remove', { customer: customer.id, id: user.id });
    expect(agent.seen.text).toContain('was removed');
  });
});

describe('nobody else', () => {
  const VERBS = [
    'customerUsers.list',
    'customerUsers.open',
    'customerUsers.form',
    'customerUsers.add',
    'customerUsers.askRemove',
    'customerUsers.remove',
  ];

  const triesAll = async (person: Person, says: RegExp) => {
    const user = await hasUser(house, customer, partner, MEGAN);
    const before = await allRows(house);
    for (const verb of VERBS) {
      const id = verb.endsWith('add') ? randomUUID() : user.id;
      await person.sends(verb, { customer: customer.id, id, name: 'X', email: 'x@wingtip.example' });
      expect(person.seen.text).toMatch(says);
      expect(person.seen.text).not.toContain('Megan');
    }
    await house.settled();
    expect(await allRows(house)).toEqual(before);
  };

  it('sees or changes them: a partner that does not serve the customer', async () => {
    const stranger = await office(house, 'directPartner', `Adatum ${count}`);
    await triesAll(stranger.admin, /not here any more/);
  });

  it('sees or changes them: a partner whose relationship has ended', async () => {
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(customer.id, partner.id);
    const endedAt = house.clock.now.toISOString();
    if (!row) throw new Error('not served');
    await storage.commit(customer.id, {
      rows: storage.partners.put(row, { ...row.value, canSell: false, endedAt }),
      history: [],
    });
    await triesAll(admin, /no relationship with .* any more/);
  });

  it('sees or changes them: the customer’s own people, who have no customers', async () => {
    await triesAll(customer.admin, /not allowed|customers|not here any more/i);
  });

  it('changes them who may only look: a sales agent', async () => {
    const user = await hasUser(house, customer, partner, MEGAN);
    const agent = await partner.colleague('Sales', { agent: 'salesAgent', admin: 'none' });
    await agent.sends('customerUsers.list', { customer: customer.id });
    expect(agent.seen.text).toContain('Megan Bowen');
    expect(agent.mayClick('Add user')).toBe(false);
    await agent.clicks('Open Megan Bowen');
    expect(agent.buttons).toEqual(['Back to users']);
    for (const verb of VERBS.slice(2)) {
      await agent.sends(verb, { customer: customer.id, id: user.id, name: 'X', email: 'x@y.example' });
      expect(agent.seen.text).toContain('assign licenses');
    }
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
  });
});

describe('an indirect reseller', () => {
  it('adds and removes them as well', async () => {
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    await becomesCustomer(house, reseller, customer);
    await fillsIn(MEGAN, reseller.admin);
    expect(await usersOf(house, customer)).toEqual(['Megan Bowen']);
    await reseller.admin.clicks('Remove');
    await reseller.admin.clicks('Remove');
    expect(await usersOf(house, customer)).toEqual([]);
  });
});
