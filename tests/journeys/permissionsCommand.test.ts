import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompanyKind } from '../../domain/company.ts';
import { buttonsOf, type CardJson } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle } from './support/people.ts';
import type { Person } from './support/person.ts';
import { type Member, staffed } from './support/staff.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const CAN = 'You can';
const CANNOT = 'You cannot (these roles can)';
const CAN_NOT_YET = 'Your role allows this, but it is not handled here yet';
const CANNOT_NOT_YET = 'This needs another role, and is not handled here yet';
const WHO = 'Who can give you more';
const LEADS = 'Customer leads are not handled here.';
const HEADINGS = [CAN, CANNOT, CAN_NOT_YET, CANNOT_NOT_YET, WHO];
const ENDS = [LEADS, 'Ask for more', 'What you can do here'];

/** The lists of the card in front of someone, by their headings, without what marks a point. */
function listsOf(person: Person): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  let list: string[] | undefined;
  for (const line of person.seen.text.split('\n')) {
    if (ENDS.includes(line)) list = undefined;
    else if (HEADINGS.includes(line)) {
      list = [];
      lists[line] = list;
    } else list?.push(line.replace(/^• /, ''));
  }
  return lists;
}

/** Each row of the documents' table as it reads for those whose roles lack it: who may, written by hand. */
const NEEDS = {
  company: 'set up or edit the company – Global admin',
  customers: 'see customers – Global admin, Billing admin, Admin agent, Sales agent, or Helpdesk agent',
  profiles: 'see partner profiles – Global admin, User management admin, Admin agent, or Sales agent',
  invite: 'invite customers – Global admin, Admin agent, or Sales agent',
  request: 'request a partnership – Global admin, Admin agent, or Sales agent',
  authorize: 'authorize an indirect provider – Global admin',
  approve: 'approve a reseller relationship – Global admin',
  remove: 'remove a relationship – Global admin',
  takeBack: 'take administrator rights back – Global admin',
  people: 'manage people and their roles – Global admin or User management admin',
  grant: 'grant or take away the global admin role – Global admin',
  addCustomer: 'add or import a customer – Global admin, Admin agent, or Sales agent',
  order:
    'order and change subscriptions – Global admin, Billing admin, Admin agent, Sales agent, or Helpdesk agent (not for Office 365)',
  licences: 'assign licenses – Global admin, Admin agent, or Helpdesk agent (not for Office 365)',
  associate: 'associate a subscription with a reseller – Global admin, Admin agent, or Sales agent',
  support: 'designate a support contact – Global admin, Admin agent, or Helpdesk agent',
  letBuy: 'let a customer buy – Global admin or Admin agent',
  service:
    'open a service request for a customer – Global admin, Admin agent, or Helpdesk agent (not for Office 365)',
  portal: 'open a service request about the portal – Global admin',
  channel: 'subscribe a channel to notifications – Global admin or Admin agent',
};
/** The same rows without a limit, for those whose roles have them. */
const MAY = Object.fromEntries(
  Object.entries(NEEDS).map(([name, line]) => [name, line.split(' – ')[0] ?? '']),
) as Record<keyof typeof NEEDS, string>;

type Row = keyof typeof NEEDS;

interface Expected {
  can: Row[];
  cannot: Row[];
  canNotYet: Row[];
  cannotNotYet: Row[];
}

/** A reseller's people: source document 001 for the roles that it names, the design's table for the others. */
const AT_RESELLER: Record<Exclude<Member, 'notAdded' | 'helpdeskAgent'>, Expected> = {
  globalAdmin: {
    can: [
      'company',
      'customers',
      'profiles',
      'invite',
      'authorize',
      'remove',
      'addCustomer',
      'licences',
      'service',
      'portal',
      'takeBack',
      'people',
      'grant',
    ],
    cannot: [],
    canNotYet: ['channel'],
    cannotNotYet: [],
  },
  userManagementAdmin: {
    can: ['profiles', 'people'],
    cannot: [
      'company',
      'customers',
      'invite',
      'authorize',
      'remove',
      'addCustomer',
      'licences',
      'service',
      'portal',
      'takeBack',
      'grant',
    ],
    canNotYet: [],
    cannotNotYet: ['channel'],
  },
  billingAdmin: {
    can: ['customers'],
    cannot: [
      'company',
      'profiles',
      'invite',
      'authorize',
      'remove',
      'addCustomer',
      'licences',
      'service',
      'portal',
      'takeBack',
      'people',
      'grant',
    ],
    canNotYet: [],
    cannotNotYet: ['channel'],
  },
  adminAgent: {
    can: ['customers', 'profiles', 'invite', 'addCustomer', 'licences', 'service'],
    cannot: ['company', 'authorize', 'remove', 'portal', 'takeBack', 'people', 'grant'],
    canNotYet: ['channel'],
    cannotNotYet: [],
  },
  salesAgent: {
    can: ['customers', 'profiles', 'invite', 'addCustomer'],
    cannot: [
      'company',
      'authorize',
      'remove',
      'licences',
      'service',
      'portal',
      'takeBack',
      'people',
      'grant',
    ],
    canNotYet: [],
    cannotNotYet: ['channel'],
  },
  noRole: {
    can: [],
    cannot: [
      'company',
      'customers',
      'profiles',
      'invite',
      'authorize',
      'remove',
      'addCustomer',
      'licences',
      'service',
      'portal',
      'takeBack',
      'people',
      'grant',
    ],
    canNotYet: [],
    cannotNotYet: ['channel'],
  },
};

const may = (rows: Row[]) => rows.map(row => MAY[row]);
const needs = (rows: Row[]) => rows.map(row => NEEDS[row]);
const none = ['Nothing for now, because you hold no role.'];

/** A staffed company of each kind, made when first asked for. */
const companies = new Map<CompanyKind, Promise<Record<Member, Person>>>();
async function at(kind: CompanyKind, member: Member): Promise<Person> {
  const people = companies.get(kind) ?? staffed(house, kind);
  companies.set(kind, people);
  return (await people)[member];
}
async function asks(kind: CompanyKind, member: Member): Promise<Person> {
  const person = await at(kind, member);
  await person.types('permissions');
  return person;
}

describe('permissions', () => {
  describe.each(Object.entries(AT_RESELLER))('shows a reseller’s %s', (role, expected) => {
    it('exactly what they can and cannot do, with the roles that may', async () => {
      const person = await asks('indirectReseller', role as Member);
      const lists = listsOf(person);
      expect(lists[CAN]).toEqual(expected.can.length > 0 ? may(expected.can) : none);
      expect(lists[CANNOT] ?? []).toEqual(needs(expected.cannot));
    });

    it('what of the table is not handled here yet, apart from that', async () => {
      const lists = listsOf(await asks('indirectReseller', role as Member));
      expect(lists[CAN_NOT_YET] ?? []).toEqual(may(expected.canNotYet));
      expect(lists[CANNOT_NOT_YET] ?? []).toEqual(needs(expected.cannotNotYet));
    });
  });

  describe('shows a helpdesk agent', () => {
    it('that they may see and support customers but for Office 365, and who may do that', async () => {
      const lists = listsOf(await asks('indirectReseller', 'helpdeskAgent'));
      expect(lists[CAN]).toEqual([
        'see customers',
        'assign licenses, but not for Office 365 subscriptions – for those: Global admin or Admin agent',
        'open a service request for a customer, but not for Office 365 subscriptions – for those: Global admin or Admin agent',
      ]);
      expect(lists[CANNOT]).toEqual(
        needs([
          'company',
          'profiles',
          'invite',
          'authorize',
          'remove',
          'addCustomer',
          'portal',
          'takeBack',
          'people',
          'grant',
        ]),
      );
      expect(lists[CANNOT_NOT_YET]).toEqual(needs(['channel']));
    });

    it('of a direct partner that they may order, but for Office 365', async () => {
      const lists = listsOf(await asks('directPartner', 'helpdeskAgent'));
      expect(lists[CAN]).toContain(
        'order and change subscriptions, but not for Office 365 subscriptions – for those: Global admin, Billing admin, Admin agent, or Sales agent',
      );
    });

    it('that they can look at whether a customer may buy, and who can change it', async () => {
      const lists = listsOf(await asks('directPartner', 'helpdeskAgent'));
      expect(lists[CAN]).toContain(
        'let a customer buy – you can only look at it; to change it: Global admin or Admin agent',
      );
    });
  });

  it('tells every partner that customer leads are not handled here', async () => {
    for (const member of ['globalAdmin', 'helpdeskAgent', 'noRole'] as const) {
      expect((await asks('indirectReseller', member)).seen.text).toContain(LEADS);
    }
    expect((await asks('customer', 'globalAdmin')).seen.text).not.toContain(LEADS);
  });

  describe('names only what concerns the kind of company:', () => {
    it('a provider requests partnerships, orders, gives support contacts and authorizes nobody', async () => {
      const lists = listsOf(await asks('indirectProvider', 'salesAgent'));
      expect(lists[CAN]).toEqual([
        ...may(['customers', 'profiles', 'invite', 'request', 'addCustomer', 'order', 'associate']),
        'let a customer buy – you can only look at it; to change it: Global admin or Admin agent',
      ]);
      expect(lists[CANNOT]).toEqual(
        needs(['company', 'remove', 'licences', 'support', 'service', 'portal', 'people', 'grant']),
      );
      expect(lists[CANNOT_NOT_YET]).toEqual(needs(['channel']));
    });

    it('a direct partner has no partnerships', async () => {
      const lists = listsOf(await asks('directPartner', 'adminAgent'));
      expect(lists[CAN]).toEqual(
        may(['customers', 'invite', 'addCustomer', 'order', 'licences', 'letBuy', 'service']),
      );
      expect(lists[CANNOT]).toEqual(needs(['company', 'remove', 'portal', 'people', 'grant']));
    });

    it('a reseller does not order: its provider does', async () => {
      const lists = listsOf(await asks('indirectReseller', 'globalAdmin'));
      expect(lists[CAN]).not.toEqual(expect.arrayContaining(may(['order'])));
      expect(lists[CANNOT] ?? []).toEqual([]);
    });

    it('a customer approves, and has no customers', async () => {
      const admin = listsOf(await asks('customer', 'globalAdmin'));
      const all: Parameters<typeof may>[0] = [
        'company',
        'profiles',
        'approve',
        'remove',
        'portal',
        'takeBack',
        'people',
        'grant',
      ];
      expect(admin[CAN]).toEqual(may(all));
      expect(admin[CAN_NOT_YET] ?? []).toEqual([]);
      const asker = await asks('customer', 'globalAdmin');
      await asker.sends('requestPortalService.start', {});
      expect(asker.seen.text).toContain('Request service for the portal');
      const noRole = listsOf(await asks('customer', 'noRole'));
      expect(noRole[CAN]).toEqual(none);
      expect(noRole[CANNOT]).toEqual(needs(all));
    });
  });

  describe('shows the person’s own two levels:', () => {
    it.each([
      ['globalAdmin', 'Not an agent', 'Global admin'],
      ['userManagementAdmin', 'Not an agent', 'User management admin'],
      ['billingAdmin', 'Not an agent', 'Billing admin'],
      ['adminAgent', 'Admin agent', 'Not an admin'],
      ['salesAgent', 'Sales agent', 'Not an admin'],
      ['helpdeskAgent', 'Helpdesk agent', 'Not an admin'],
      ['noRole', 'Not an agent', 'Not an admin'],
    ] as const)('%s', async (member, agent, admin) => {
      const person = await asks('indirectReseller', member);
      expect(person.seen.text).toContain(
        `Company\nStaffed indirectReseller\nAgent\n${agent}\nAdmin\n${admin}`,
      );
    });

    it('as they are now, and what both allow together', async () => {
      const { billingAdmin } = await staffed(house, 'indirectReseller');
      await billingAdmin.types('permissions');
      expect(listsOf(billingAdmin)[CAN]).toEqual(may(['customers']));
      const { tenantId, objectId } = billingAdmin.options;
      const { people } = house.bot.desk.storage;
      const row = await people.get(tenantId, objectId);
      if (!row?.value.member) throw new Error('not there');
      await people.save(row, { ...row.value, member: { ...row.value.member, agent: 'salesAgent' } });
      await billingAdmin.types('permissions');
      expect(billingAdmin.seen.text).toContain('Agent\nSales agent\nAdmin\nBilling admin');
      expect(listsOf(billingAdmin)[CAN]).toEqual(may(['customers', 'profiles', 'invite', 'addCustomer']));
    });
  });

  describe('says who can give more:', () => {
    it('those who can give every role, those who can give all but one, and how to ask', async () => {
      const person = await asks('indirectReseller', 'salesAgent');
      expect(listsOf(person)[WHO]).toEqual([
        'Every role: globalAdmin Person',
        'Every role but Global admin: userManagementAdmin Person',
        'Select **Ask for more**. They are told, and one of them decides.',
      ]);
      expect(person.buttons).toEqual(['Ask for more', 'What you can do here']);
    });

    it('to a user management admin, that they are one of those, and who is above them', async () => {
      const person = await asks('indirectReseller', 'userManagementAdmin');
      expect(listsOf(person)[WHO]).toEqual([
        'As a user management admin, you can give your colleagues every role but Global admin.',
        'Every role: globalAdmin Person',
        'Select **Ask for more**. They are told, and one of them decides.',
      ]);
    });

    it('to a global admin, that there is nothing more, and nothing to ask', async () => {
      const person = await asks('indirectReseller', 'globalAdmin');
      expect(listsOf(person)[WHO]).toEqual(['As a global admin, you hold every right already.']);
      expect(person.buttons).toEqual(['What you can do here']);
    });

    it('that nobody can, where nobody is left', async () => {
      const people = await staffed(house, 'indirectReseller');
      const { people: rows } = house.bot.desk.storage;
      for (const { options } of [people.globalAdmin, people.userManagementAdmin]) {
        const row = await rows.get(options.tenantId, options.objectId);
        if (row) await rows.save(row, { ...row.value, member: undefined });
      }
      await people.salesAgent.types('permissions');
      expect(listsOf(people.salesAgent)[WHO]).toEqual([
        'Nobody else in Staffed indirectReseller can give roles at the moment. Please ask whoever runs this bot.',
      ]);
      expect(people.salesAgent.mayClick('Ask for more')).toBe(false);
    });
  });

  describe('for someone whom the company has not added', () => {
    it('is only the way to be added', async () => {
      const person = await asks('indirectReseller', 'notAdded');
      expect(person.seen.text).toContain('you have not been added yet');
      expect(person.seen.text).toContain('globalAdmin Person');
      expect(person.buttons).toEqual(['Ask to be added']);
      expect(verbs(person)).toEqual([{ verb: 'requestRole.start' }]);
    });

    it('is offered in help', async () => {
      const person = await at('indirectReseller', 'notAdded');
      await person.types('help');
      await person.clicks('Permissions');
      expect(person.seen.text).toContain('you have not been added yet');
    });
  });

  it('tells someone of no company how to begin', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await noor.installs();
    await noor.types('permissions');
    expect(noor.seen.text).toContain('Your company is not set up here yet.');
    expect(noor.buttons).toEqual(['Set up company']);
  });

  describe('is offered', () => {
    it('behind More of help', async () => {
      const { lee } = await settle(house);
      await lee.types('help');
      await lee.clicks('More');
      expect(lee.seen.text).toContain('permissions\nShows what you can and cannot do');
    });
  });

  describe('speaks', () => {
    it('Japanese', async () => {
      const person = await at('indirectReseller', 'helpdeskAgent');
      await person.types('権限', { locale: 'ja-JP' });
      const { text } = person.seen;
      expect(text).toContain(
        '会社\nStaffed indirectReseller\nエージェント\nヘルプデスク エージェント\n管理者\n管理者以外',
      );
      expect(text).toContain('できること\n• 顧客を表示する\n');
      expect(text).toContain('• 顧客を招待する: グローバル管理者、管理エージェント、または販売エージェント');
      expect(text).toContain('潜在顧客は、このボットでは扱っていません。');
      expect(person.mayClick('役割の追加を要求')).toBe(true);
    });

    it('Traditional Chinese', async () => {
      const person = await at('indirectReseller', 'salesAgent');
      await person.types('權限', { locale: 'zh-TW' });
      const { text } = person.seen;
      expect(text).toContain('代理人\n銷售代理人\n系統管理員\n非管理員');
      expect(text).toContain('您可以\n• 檢視客戶\n• 檢視合作夥伴設定檔\n• 邀請客戶\n');
      expect(text).toContain('• 管理使用者及其角色：全域系統管理員或使用者管理系統管理員');
      expect(text).toContain('這裡不處理潛在客戶。');
      expect(person.mayClick('要求更多角色')).toBe(true);
    });
  });
});

const verbs = (person: Person): CardJson[] => buttonsOf(person.seen.card).map(({ data }) => data);

describe('a refusal', () => {
  /** What each role is refused, and the least powerful role that may: written by hand from the table. */
  it.each([
    ['indirectReseller', 'helpdeskAgent', 'invite customer', 'salesAgent'],
    ['indirectReseller', 'helpdeskAgent', 'indirect providers', 'salesAgent'],
    ['indirectReseller', 'userManagementAdmin', 'customers', 'helpdeskAgent'],
    ['indirectProvider', 'billingAdmin', 'request partnership', 'salesAgent'],
  ] as const)(
    'in a company of kind %s, of the %s’s “%s”, offers to ask for %s',
    async (kind, member, words, role) => {
      const person = await at(kind, member);
      await person.types(words);
      expect(person.seen.text).toContain('globalAdmin Person');
      expect(person.buttons).toEqual(['Ask for it']);
      expect(verbs(person)).toEqual([{ verb: 'requestRole.start', role }]);
    },
  );

  it('asks for global admin only where nobody else may', async () => {
    const person = await at('indirectReseller', 'adminAgent');
    await person.sends('setUpCompany.save', { form: 'short', name: 'Other', kind: 'indirectReseller' });
    expect(verbs(person)).toEqual([{ verb: 'requestRole.start', role: 'globalAdmin' }]);
  });

  it('of someone whom the company has not added offers to ask to be added', async () => {
    const person = await at('indirectReseller', 'notAdded');
    await person.types('customers');
    expect(person.buttons).toEqual(['Ask to be added']);
    expect(verbs(person)).toEqual([{ verb: 'requestRole.start' }]);
  });

  it('offers nothing to ask where nobody could answer', async () => {
    const people = await staffed(house, 'indirectReseller');
    const { people: rows } = house.bot.desk.storage;
    for (const { options } of [people.globalAdmin, people.userManagementAdmin]) {
      const row = await rows.get(options.tenantId, options.objectId);
      if (row) await rows.save(row, { ...row.value, member: undefined });
    }
    await people.notAdded.types('customers');
    expect(people.notAdded.seen.text).toContain('nobody there can add people at the moment');
    expect(people.notAdded.buttons).toEqual([]);
  });
});
