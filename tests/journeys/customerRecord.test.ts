import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hasUser } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { becomesCustomer } from './support/relationships.ts';
import { hasSubscription, OFFERS, serves } from './support/subscriptions.ts';

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
  admin = partner.admin;
});
afterAll(() => house.stop());

const opens = (person = admin) => person.sends('customers.open', { id: customer.id });
const M365 = 'Open admin portal: Office 365';
const takesBack = async () => {
  const company = await house.bot.desk.storage.companies.get(customer.id);
  const version = company?.value.administrationVersion;
  await customer.admin.sends('partners.takeBack', { id: partner.id, version });
};

describe('the record of a customer', () => {
  it('expands to account, services, users and licenses, each of which opens', async () => {
    await serves(house, partner, customer);
    await hasSubscription(house, customer, partner, { assigned: 3 });
    const megan = await hasUser(house, customer, partner, { name: 'Megan Bowen' });
    await opens();
    for (const text of [
      customer.id,
      'United States',
      'Chris Contact',
      'Since',
      'Can sell',
      'Can administer',
      'Services',
      'Active · 10 licenses, 3 assigned · 1 year',
      `Sold by ${partner.name} · Support: ${partner.name}`,
      'Users',
      megan.email,
      'Licenses',
    ]) {
      expect(admin.seen.text).toContain(text);
    }
    for (const [title, seen] of [
      ['Open Microsoft 365 Business Basic', 'Microsoft 365 Business Basic: Active'],
      ['Open Megan Bowen', 'No licenses yet.'],
      ['All users', `Users of ${customer.name}`],
      ['Licenses of Microsoft 365 Business Basic', 'Nobody has a license yet.'],
      ['History', 'History'],
    ] as const) {
      await opens();
      await admin.clicks(title);
      expect(admin.seen.text).toContain(seen);
    }
  });

  it('shows the first of many, and leads to all', async () => {
    await serves(house, partner, customer);
    for (let index = 0; index < 4; index++) {
      await hasSubscription(house, customer, partner);
      await hasUser(house, customer, partner, { name: `User ${index}` });
    }
    await opens();
    expect(admin.buttons.filter(title => title === 'Open Microsoft 365 Business Basic')).toHaveLength(3);
    expect(admin.buttons.filter(title => title.startsWith('Open User'))).toHaveLength(3);
    await admin.clicks('All subscriptions');
    expect(admin.seen.text).toContain(`Subscriptions of ${customer.name}`);
  });

  it('says when there is nothing of a kind', async () => {
    await serves(house, partner, customer);
    await opens();
    for (const text of ['No services yet.', 'No users yet.', 'No licenses yet.'])
      expect(admin.seen.text).toContain(text);
  });

  it('shows nothing of what another partner sold', async () => {
    await serves(house, partner, customer);
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await serves(house, fabrikam, customer);
    await hasSubscription(house, customer, fabrikam);
    await opens();
    expect(admin.seen.text).toContain('No services yet.');
    expect(admin.seen.text).not.toContain('Fabrikam');
  });

  it('of a former customer tells neither of services nor of users', async () => {
    await serves(house, partner, customer);
    await hasUser(house, customer, partner, { name: 'Megan Bowen' });
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(customer.id, partner.id);
    if (!row) throw new Error('not served');
    await storage.commit(customer.id, {
      rows: storage.partners.put(row, { ...row.value, endedAt: house.clock.now.toISOString() }),
      history: [],
    });
    await opens();
    expect(admin.seen.text).toContain(customer.name);
    for (const text of ['Services', 'Megan', 'Users']) expect(admin.seen.text).not.toContain(text);
  });

  it('fits the buttons on the card in Japanese and Chinese as well', async () => {
    await becomesCustomer(house, partner, customer);
    for (const [language, words] of [
      ['日本語', ['サービス', 'ユーザー', 'ライセンス', '管理ポータル', 'サービスの正常性']],
      ['繁體中文', ['服務', '使用者', '授權', '系統管理入口網站', '服務健康狀況']],
    ] as const) {
      await admin.types(`language ${language}`);
      await opens();
      for (const word of words) expect(admin.seen.text).toContain(word);
    }
  });
});

describe('admin portals', () => {
  it('open for the customer’s own tenant, one for each service that the partner administers', async () => {
    await becomesCustomer(house, partner, customer);
    await opens();
    expect(admin.follows(M365)).toBe(
      `https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID=${customer.id}&CSDEST=o365admincenter`,
    );
    expect(admin.follows('Open admin portal: Azure')).toBe(`https://portal.azure.com/${customer.id}`);
    expect(admin.follows('Open admin portal: Dynamics 365')).toContain(customer.id);
  });

  it('are there only while it administers: not after the customer has taken the rights back', async () => {
    await becomesCustomer(house, partner, customer);
    await takesBack();
    // By the customer's own row: before the partner's copy has been told.
    await opens();
    expect(admin.seen.text).not.toContain('Open admin portal');
    await house.settled();
    await opens();
    expect(admin.seen.text).not.toContain('Open admin portal');
  });

  it('are not there for a partner that only sells', async () => {
    await serves(house, partner, customer, { administers: ['office365'] });
    await opens();
    expect(admin.seen.text).not.toContain('Open admin portal');
  });

  it('lead to another cloud where the bot serves one, which says what it has none for', async () => {
    for (const [cloud, url] of [
      ['usgov', 'https://portal.azure.us/'],
      ['germany', 'https://portal.microsoftazure.de/'],
    ] as const) {
      const national = await openHouse({ beside: house, env: { CLOUD: cloud } });
      try {
        const there = await office(national, 'directPartner', `Contoso ${cloud}`);
        const theirs = await office(national, 'customer', `Wingtip ${cloud}`);
        await becomesCustomer(national, there, theirs);
        await there.admin.sends('customers.open', { id: theirs.id });
        expect(there.admin.follows('Open admin portal: Azure')).toBe(`${url}${theirs.id}`);
        expect(there.admin.seen.text.includes('has no admin portal in this cloud')).toBe(cloud === 'germany');
      } finally {
        await national.stop();
      }
    }
  });
});

describe('service health', () => {
  it.each([
    ['globalAdmin', 'none', 'globalAdmin', ['Azure', 'Office 365']],
    ['adminAgent', 'adminAgent', 'none', ['Azure', 'Office 365']],
    ['helpdeskAgent', 'helpdeskAgent', 'none', ['Azure']],
    ['salesAgent', 'salesAgent', 'none', []],
    ['billingAdmin', 'none', 'billingAdmin', []],
  ] as const)('is linked by role: %s', async (_, agent, level, services) => {
    await becomesCustomer(house, partner, customer);
    const person = await partner.colleague('Somebody', { agent, admin: level });
    await opens(person);
    expect(person.seen.text.includes('Service health')).toBe(services.length > 0);
    for (const service of ['Azure', 'Office 365'] as const) {
      const links = person.seen.text.match(new RegExp(`Service health: .*${service}`, 'g')) ?? [];
      expect(links.length > 0).toBe((services as readonly string[]).includes(service));
    }
  });

  it('is there for what the customer has from the partner, also when others administer it', async () => {
    await serves(house, partner, customer);
    await opens();
    expect(admin.seen.text).not.toContain('Service health');
    await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    await opens();
    expect(admin.follows('Service health: Dynamics 365')).toContain('servicehealth');
  });
});
