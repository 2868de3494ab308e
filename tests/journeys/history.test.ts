import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewHistoryEntry } from '../../domain/history.ts';
import { recoverAdmin } from '../../operations/recoverAdmin.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import {
  becomePartners,
  type Office,
  office,
  opensPartner,
  removesPartnership,
} from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { approves, type Sent, sends } from './support/story.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const HOUR = 60 * 60_000;
/** Everything in front of someone in one line. */
const read = (person: Person) => person.seen.text.replaceAll('\n', ' | ');

describe('a reseller whose customer accepted', () => {
  let reseller: Office;
  let provider: Office;
  let colleague: Person;
  let customer: Person;
  let sent: Sent;

  beforeAll(async () => {
    reseller = await office(house, 'indirectReseller', 'Contoso');
    provider = await office(house, 'indirectProvider', 'Fabrikam');
    const tenant = newOrganization(house);
    customer = tenant.person('Kim Akers');
    colleague = tenant.person('Pat Colleague');
    sent = await sends(reseller.admin, { email: customer.options.email, name: 'Wingtip Toys' });
    house.clock.forward(HOUR);
    await customer.types(sent.link);
    house.clock.forward(HOUR);
    await approves(customer);
    await house.settled();
    house.clock.forward(HOUR);
    await becomePartners(house, provider.admin, reseller);
  });

  it('reads the history of a customer by its name behind the command', async () => {
    await reseller.admin.types('history wing');
    expect(reseller.admin.seen.text).toContain('History of Wingtip Toys');
    await reseller.admin.types('history nobody');
    expect(reseller.admin.seen.text).toContain('nobody');
    expect(reseller.admin.seen.text).not.toContain('History of');
  });

  it('reads on the invitation’s card who did what, when, and from which card, newest first', async () => {
    await reseller.admin.sends('invitations.open', { id: sent.id });
    await reseller.admin.clicks('History');
    const { email } = customer.options;
    const what = `Invitation to Wingtip Toys (${email})`;
    expect(read(reseller.admin)).toContain(
      [
        'History of the invitation to Wingtip Toys',
        'November 20, 2026 (UTC)',
        '11:00 AM',
        'Kim Akers',
        `Accepted, approved by Kim Akers (${email}): ${what}`,
        'Card: Received request',
        '10:00 AM',
        'Kim Akers',
        `Opened the link: ${what}`,
        'Typed: accept',
        '9:00 AM',
        'Admin of Contoso',
        `Sent: ${what}`,
        'Card: Email draft',
        '9:00 AM',
        'Admin of Contoso',
        `Drafted: ${what}`,
        'Card: Invite customer',
      ].join(' | '),
    );
    await reseller.admin.clicks('Back');
    expect(reseller.admin.mayClick('View customer')).toBe(true);
  });

  it('reads on the customer’s record how it became one, and who administers', async () => {
    await reseller.admin.sends('customers.open', { id: customer.options.tenantId });
    await reseller.admin.clicks('History');
    expect(read(reseller.admin)).toContain('History of Wingtip Toys');
    expect(read(reseller.admin)).toContain('Partner Desk | Can administer for Wingtip Toys: ');
    expect(read(reseller.admin)).toContain('Kim Akers | Accepted, approved by Kim Akers');
    expect(read(reseller.admin)).not.toContain('Drafted');
    await reseller.admin.clicks('Back');
    expect(read(reseller.admin)).toContain('Can sell');
  });

  it('reads on the partner’s record what became of the partnership, on both sides', async () => {
    await opensPartner(reseller.admin, 'providers', 'Fabrikam');
    await reseller.admin.clicks('Remove administrator access');
    await reseller.admin.clicks('Remove administrator access');
    house.clock.forward(1);
    await removesPartnership(reseller.admin, 'providers', 'Fabrikam');
    await house.settled();
    await reseller.admin.sends('partnerships.open', { id: provider.id });
    await reseller.admin.clicks('History');
    const own = read(reseller.admin);
    const inOrder = [
      'Fabrikam removed',
      'administrator access removed',
      'Authorized Fabrikam as indirect provider',
    ];
    expect(inOrder.map(text => own.indexOf(text)).every((at, index, all) => at > (all[index - 1] ?? 0))).toBe(
      true,
    );
    expect(own).toContain('Admin of Contoso | Partnership with Fabrikam removed | Card: Partnership');

    await provider.admin.sends('partnerships.open', { id: reseller.id });
    await provider.admin.clicks('History');
    const other = read(provider.admin);
    expect(other).toContain('Partner Desk | Partnership with Contoso removed');
    expect(other).toContain('Partner Desk | Partnership with Contoso: administrator access removed');
    expect(other).toContain('Partner Desk | Partnership with Contoso set up');
    expect(other).toContain('Accepted, approved by Admin of Contoso');
  });

  it('leaves the customer a history of its own: whom it let do what, and nothing of the partner’s', async () => {
    await customer.types('history');
    expect(read(customer)).toContain('History of Wingtip Toys');
    expect(read(customer)).toContain('Kim Akers | Let Contoso sell and administer');
    expect(read(customer)).toContain('Added Kim Akers');
    expect(read(customer)).not.toContain('Drafted');
    await customer.sends('history.show', { of: 'invitation', id: sent.id });
    expect(read(customer)).toContain('This is not here any more, or it is not yours to see.');
    await customer.sends('history.show', { of: 'customer', id: customer.options.tenantId });
    expect(read(customer)).toContain('not yours to see');
  });

  it('keeps it from whom nobody added, and from people of other companies', async () => {
    await colleague.types('history');
    expect(read(colleague)).toContain('you have not been added yet');
    const stranger = newOrganization(house).person('Sam Stranger');
    await stranger.types('history');
    expect(read(stranger)).toContain('Your company is not set up here yet');
    for (const subject of [
      { of: 'invitation', id: sent.id },
      { of: 'customer', id: customer.options.tenantId },
      { of: 'partnership', id: reseller.id },
    ]) {
      await provider.admin.sends('history.show', subject);
      const mine = subject.of === 'partnership';
      expect(read(provider.admin).includes('History of')).toBe(mine);
    }
  });

  it('speaks the reader’s language and goes by their clock', async () => {
    await reseller.admin.types('履歴', { locale: 'ja-JP', localTimezone: 'Pacific/Kiritimati' });
    expect(read(reseller.admin)).toContain('Contoso の履歴');
    // Authorized on the 20th at 12:00 in UTC: there it was the next day, at 2 in the morning.
    expect(read(reseller.admin)).toContain('2026年11月21日');
    expect(read(reseller.admin)).toContain('2:00');
    await reseller.admin.types('歷程記錄', { locale: 'zh-TW' });
    expect(read(reseller.admin)).toContain('Contoso 的歷程記錄');
  });

  it('reads on, page by page, each entry once', async () => {
    const { storage } = house.bot.desk;
    const entries = Array.from({ length: 24 }, (_, index): NewHistoryEntry => {
      const at = new Date(house.clock.now.getTime() + index * 60_000).toISOString();
      return {
        at,
        by: 'desk',
        subject: reseller.id,
        event: 'company.edited',
        detail: { name: `Entry ${index}.` },
      };
    });
    await storage.commit(reseller.id, { rows: [], history: entries });
    await reseller.admin.types('history', { locale: 'en-US' });
    const pages = [read(reseller.admin)];
    while (reseller.admin.mayClick('Next page')) {
      await reseller.admin.clicks('Next page');
      pages.push(read(reseller.admin));
    }
    const found = pages.map(page => [...page.matchAll(/Entry (\d+)\./g)].map(([, at]) => Number(at)));
    expect(found.slice(0, 3).map(page => page.length)).toEqual([10, 10, 4]);
    expect(found.flat()).toEqual(Array.from({ length: 24 }, (_, index) => 23 - index));
    expect(pages[1]).toContain('Page 2');
    expect(pages.at(-1)).toContain('Set up Contoso with its first people');
  });

  it.each([
    ['a forged page', { of: 'company', page: 'bm9uZSBvZiBvdXJz' }],
    ['an id of nothing', { of: 'customer', id: 'x' }],
    ['no id', { of: 'user' }],
    ['no id of an invitation', { of: 'invitation', id: '../company' }],
    ['a kind of record that there is not', { of: 'everything' }],
    ['an endless id', { of: 'user', id: 'x'.repeat(5_000) }],
  ])('is not put off by %s', async (_what, data) => {
    await reseller.admin.sends('history.show', data);
    expect(read(reseller.admin)).not.toContain('History of');
    expect(reseller.admin.seen.text).toBeTruthy();
  });
});

describe('the people of a company', () => {
  it('have a history: added, updated, asked, removed, each with the roles as they were then', async () => {
    const { admin } = await office(house, 'directPartner', 'Proseware');
    const tenantId = admin.options.tenantId;
    await admin.types('add user');
    await admin.clicks('Add', {
      name: 'Robin Kline',
      email: 'robin@proseware.example',
      agent: 'salesAgent',
      admin: 'none',
    });
    await admin.clicks('Confirm');
    const page = await house.bot.desk.storage.users.page(tenantId, 10, 'robin');
    const user = page.rows[0]?.value;
    await admin.sends('users.update', {
      id: user?.id,
      version: user?.version,
      agent: 'helpdeskAgent',
      admin: 'none',
    });
    await admin.sends('users.remove', { id: user?.id });
    await admin.sends('users.open', { id: user?.id });
    await admin.clicks('History');
    const who = 'Robin Kline (robin@proseware.example)';
    expect(read(admin)).toContain('History of Robin Kline');
    expect(read(admin)).toContain(`Removed ${who} | Card: Users`);
    expect(read(admin)).toContain(`Set the roles of ${who} to: Helpdesk agent | Card: Users`);
    expect(read(admin)).toContain(`Added ${who} as: Sales agent | Card: Add user`);
  });

  it('have what the operator did in it', async () => {
    const provider = await office(house, 'indirectProvider', 'Adatum');
    const helper = await provider.colleague('Robin Helper', { agent: 'salesAgent', admin: 'none' });
    expect(await recoverAdmin(house.bot.desk, provider.id, helper.options.objectId)).toBe('recovered');
    await provider.admin.types('history');
    expect(read(provider.admin)).toMatch(/Operator \| Made Robin Helper.* a global admin by command/);
  });

  it('have their requests in it', async () => {
    const partner = await office(house, 'directPartner', 'Litware');
    await partner.admin.types('users');
    const sam = await partner.colleague('Sam Seller', { agent: 'salesAgent', admin: 'none' });
    await sam.sends('requestRole.send', { agent: 'adminAgent', admin: 'none', why: 'I do this all day' });
    await sam.sends('requestRole.withdraw', {
      request: (await house.bot.desk.storage.roleRequests.get(partner.id, sam.options.objectId))?.value.id,
    });
    await partner.admin.types('history');
    expect(read(partner.admin)).toMatch(/Sam Seller \| Request of Sam Seller.* withdrawn: Admin agent/);
    expect(read(partner.admin)).toMatch(
      /asked for: Admin agent \| Reason given: I do this all day \| Card: Ask for a role/,
    );
  });
});

describe('in a company with one of each role', () => {
  let people: Record<Member, Person>;
  let tenantId: string;
  let customerId: string;
  let userId: string;
  let reseller: Office;
  let sent: Sent;

  beforeAll(async () => {
    people = await staffed(house, 'indirectProvider');
    tenantId = people.globalAdmin.options.tenantId;
    reseller = await office(house, 'indirectReseller', 'Northwind');
    await becomePartners(house, people.globalAdmin, reseller);
    const customer = newOrganization(house).person('Chris Customer');
    await people.globalAdmin.types('cancel');
    sent = await sends(people.globalAdmin, { email: customer.options.email, name: 'Tailspin' });
    await customer.types(sent.link);
    await approves(customer);
    await house.settled();
    customerId = customer.options.tenantId;
    const users = await house.bot.desk.storage.users.page(tenantId, 10, 'salesAgent');
    userId = users.rows[0]?.value.id ?? '';
    const member = people.globalAdmin;
    await member.sends('users.update', {
      id: userId,
      version: 1,
      agent: 'salesAgent',
      admin: 'billingAdmin',
    });
    await member.sends('users.update', { id: userId, version: 2, agent: 'salesAgent', admin: 'none' });
  });

  describe.each([
    ['customer', 'seeCustomers', () => customerId],
    ['invitation', 'seeCustomers', () => sent.id],
    ['partnership', 'seePartnerProfiles', () => reseller.id],
    ['user', 'managePeople', () => userId],
  ] as const)('the history of a %s', (of, action, id) => {
    it.each(cells(action))('is for whoever may see the record: %s → %s', async (member, may) => {
      const person = people[member];
      await person.sends('history.show', { of, id: id() });
      expect(read(person).includes('History of')).toBe(may);
      if (!may) expectRefusal(person, member, action);
    });
  });

  describe('that of the whole company', () => {
    /** All that someone reads of it. */
    const everything = async (person: Person) => {
      await person.types('history');
      let text = read(person);
      for (;;) {
        const more = ['Next page', 'Look further'].find(title => person.mayClick(title));
        if (!more) return text;
        await person.clicks(more);
        text += read(person);
      }
    };

    it.each(cells('seeCustomers'))(
      'tells of customers to whoever may see them: %s → %s',
      async (member, may) => {
        const text = await everything(people[member]);
        expect(text.includes('Invitation to Tailspin')).toBe(may);
        expect(text.includes('Can administer for Tailspin')).toBe(may);
      },
    );

    it.each(cells('seePartnerProfiles'))(
      'tells of partners to whoever may see them: %s → %s',
      async (member, may) => {
        const text = await everything(people[member]);
        expect(text.includes('Partnership with Northwind')).toBe(may);
        if (!may) expect(text).not.toContain('Northwind');
      },
    );

    it.each(cells('managePeople'))(
      'tells of people to whoever manages them: %s → %s',
      async (member, may) => {
        const text = await everything(people[member]);
        expect(text.includes('Set the roles of salesAgent Person')).toBe(may);
      },
    );

    it('tells every member how the company came about, and says that there may be more', async () => {
      await people.noRole.types('history');
      expect(read(people.noRole)).toContain('You see the entries that your roles allow.');
      expect(await everything(people.noRole)).toContain('Set up Staffed indirectProvider');
      await people.globalAdmin.types('history');
      expect(read(people.globalAdmin)).not.toContain('You see the entries');
    });

    it('is offered in help and on the company’s record, to members', async () => {
      for (const member of ['globalAdmin', 'noRole'] as const) {
        await people[member].types('help');
        await people[member].clicks('More');
        expect(read(people[member])).toContain('history');
        await people[member].types('set up company');
        await people[member].clicks('History');
        expect(read(people[member])).toContain('History of Staffed indirectProvider');
      }
    });
  });
});
