import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { adds, CODE, entryOf, type Firm, joins, newFirm, speaking } from './support/users.ts';

let house: House;
let firm: Firm;
let dana: Person;
let una: Person;
let ari: Person;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  firm = await newFirm(house);
  ({ dana, una } = firm);
  ari = firm.person('Ari Lund');
});
afterAll(() => house.stop());

/** What someone types who makes no mistake. */
const right = () => ({
  name: 'Ari Lund',
  email: ari.options.email,
  agent: 'salesAgent',
  admin: 'none',
});
/** The entries of the company as they lie in storage; nothing of a refused form may be among them. */
const entries = async () => (await house.bot.desk.storage.users.page(firm.tenantId, 100)).rows;

describe('adding a user', () => {
  it('goes over the form and the details to the sign-in information', async () => {
    await dana.types('add user');
    expect(dana.seen.text).toContain('Whoever you add may act for Contoso ');
    await dana.clicks('Add', right());
    expect(dana.seen.text).toContain('Add Ari Lund?');
    expect(dana.seen.text).toContain('Agent\nSales agent\nAdmin\nNot an admin');
    await dana.clicks('Confirm');
    expect(dana.seen.text).toContain('Sign-in information for Ari Lund');
    expect(dana.seen.text).toContain(ari.options.email);
    expect(dana.seen.text).toContain('shown once and cannot be shown again');
    expect(dana.seen.text).toMatch(CODE);
    expect(dana.buttons).toEqual(['Done']);
    expect(dana.follows('Copy to clipboard')).toContain('/sign-in-information');
  });

  it('stores nothing before Confirm', async () => {
    await dana.types('add user');
    await dana.clicks('Add', right());
    expect(await entryOf(house, ari)).toBeUndefined();
    expect(await entries()).toHaveLength(3);
  });

  it('keeps who added them and when', async () => {
    await adds(una, ari);
    expect(await entryOf(house, ari)).toMatchObject({
      name: 'Ari Lund',
      state: 'invited',
      agent: 'salesAgent',
      admin: 'none',
      addedBy: { name: 'Una Berg' },
      addedAt: house.clock.now.toISOString(),
    });
  });

  it('lets someone hold an agent and an admin level', async () => {
    await adds(dana, ari, { agent: 'helpdeskAgent', admin: 'billingAdmin' });
    expect(await entryOf(house, ari)).toMatchObject({ agent: 'helpdeskAgent', admin: 'billingAdmin' });
  });

  it('begins with Add user on Users too', async () => {
    await dana.types('users');
    await dana.clicks('Add user');
    expect(inputsOf(dana.seen.card)).toMatchObject({ name: '', email: '', agent: 'none', admin: 'none' });
  });

  it('begins with the address that stood behind the command', async () => {
    await dana.types(`add user ${ari.options.email}`);
    expect(inputsOf(dana.seen.card).email).toBe(ari.options.email);
  });

  it('says of each level in one line what it can do', async () => {
    await dana.types('add user');
    for (const role of [
      'Admin agent: invites customers',
      'Sales agent: invites customers',
      'Helpdesk agent: sees customers',
      'Not an agent: does no work',
      'Global admin: may do everything',
      'User management admin: adds and removes',
      'Billing admin: sees customers',
      'Not an admin: does not administer',
    ])
      expect(dana.seen.text).toContain(role);
  });

  it('works in a customer’s company too', async () => {
    const customer = await newFirm(house, 'customer');
    const bo = await joins(customer.dana, customer.person('Bo Hallam'), { admin: 'billingAdmin' });
    await bo.types('permissions');
    expect(bo.seen.text).toContain('Billing admin');
  });

  it('warns before another global admin is made', async () => {
    await dana.types('add user');
    await dana.clicks('Add', { ...right(), admin: 'globalAdmin' });
    expect(dana.seen.text).toContain('A global admin may do everything for your company, also remove you.');
  });

  it('is done by a client that knows only Action.Submit', async () => {
    await dana.types('add user');
    await dana.submits('Add', right());
    await dana.submits('Confirm');
    expect(dana.seen.text).toMatch(CODE);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });
});

describe('the form of a new user', () => {
  const refusals: [string, Record<string, string>, string, string][] = [
    ['no name', { name: ' ' }, 'Full name', 'Please fill this in.'],
    ['an over-long name', { name: 'x'.repeat(101) }, 'Full name', 'This is too long.'],
    ['no address', { email: '  ' }, 'Email', 'Please fill this in.'],
    ['half an address', { email: 'ari@' }, 'Email', 'This is not an email address.'],
    ['two addresses', { email: 'a@x.example, b@x.example' }, 'Email', 'This is not an email address.'],
    ['an over-long address', { email: `${'a'.repeat(250)}@x.example` }, 'Email', 'This is too long.'],
    ['no role', { agent: 'none', admin: 'none' }, 'Agent', 'Please select at least one role'],
    ['nothing selected', { agent: '', admin: '' }, 'Agent', 'Please select at least one role'],
  ];

  describe.each(refusals)('with %s', (_, typed, field, why) => {
    it('is refused, and names the field and why', async () => {
      await dana.types('add user');
      await dana.clicks('Add', { ...right(), ...typed });
      expect(dana.seen.text).toContain(`Nothing is lost. Please check: ${field}.`);
      expect(dana.seen.text).toContain(why);
    });

    it('keeps what was typed, and stores no entry', async () => {
      await dana.types('add user');
      await dana.clicks('Add', { ...right(), ...typed });
      const kept = Object.entries({ ...right(), ...typed }).map(([key, value]) => [
        key,
        value === '' ? 'none' : value,
      ]);
      expect(inputsOf(dana.seen.card)).toMatchObject(Object.fromEntries(kept));
      expect(await entries()).toHaveLength(3);
    });
  });

  it('names every refused field at once', async () => {
    await dana.types('add user');
    await dana.clicks('Add', { name: '', email: 'x', agent: 'none', admin: 'none' });
    expect(dana.seen.text).toContain('Please check: Full name, Email, and Agent.');
  });

  describe('with an address that is taken', () => {
    const taken = async (email: string) => {
      await dana.types('add user');
      await dana.clicks('Add', { ...right(), email });
      expect(dana.seen.text).toContain('Someone with this address is in your list of users already.');
      expect(inputsOf(dana.seen.card)).toMatchObject({ ...right(), email });
    };

    it('by a member, is refused', async () => {
      await taken(firm.sam.options.email);
    });

    it('by someone invited, is refused', async () => {
      await adds(dana, ari);
      await taken(ari.options.email);
    });

    it('in other case and width, is refused', async () => {
      await taken(`ＳＡＭ@${firm.domain.toUpperCase()}`);
    });

    it('in another company, is free', async () => {
      const other = await newFirm(house);
      const there = other.person('Ari Lund', { email: ari.options.email });
      await adds(dana, ari);
      expect(await adds(other.dana, there)).toMatch(CODE);
    });

    it('meanwhile, is refused at Confirm, and what was typed is kept', async () => {
      await dana.types('add user');
      await dana.clicks('Add', right());
      await adds(una, ari, { agent: 'helpdeskAgent' });
      await dana.clicks('Confirm');
      expect(dana.seen.text).toContain('Someone with this address is in your list of users already.');
      expect(inputsOf(dana.seen.card)).toMatchObject(right());
      expect(await entryOf(house, ari)).toMatchObject({ agent: 'helpdeskAgent' });
    });

    it('by two who confirm at once, is one entry', async () => {
      for (const admin of [dana, una]) {
        await admin.types('add user');
        await admin.clicks('Add', right());
      }
      await Promise.all([dana.clicks('Confirm'), una.clicks('Confirm')]);
      const codes = [dana, una].filter(admin => CODE.test(admin.seen.text));
      expect(codes).toHaveLength(1);
      expect(await entries()).toHaveLength(4);
    });
  });

  describe('takes hostile text', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template would fill in is typed as a name
    const HOSTILE = '<script>[x](http://evil.example) **${company}** $(ls) {{DATE(x)}}';

    it('as a name, and shows it as it was typed', async () => {
      await dana.types('add user');
      await dana.clicks('Add', { ...right(), name: HOSTILE });
      expect(dana.seen.text).toContain('<script>[x](http://evil.example)');
      const drawn = JSON.stringify(dana.seen.card).replace(/"speak":"[^"]*"/, '');
      expect(drawn).not.toContain('[x](http://evil.example)');
      await dana.clicks('Confirm');
      expect(dana.seen.text).toMatch(CODE);
      expect(await entryOf(house, ari)).toMatchObject({ name: HOSTILE });
    });

    it('as an address, and refuses it', async () => {
      await dana.types('add user');
      await dana.clicks('Add', { ...right(), email: 'a@b.example\n[x](http://evil.example)' });
      expect(dana.seen.text).toContain('This is not an email address.');
      expect(await entries()).toHaveLength(3);
    });

    it('as a picked colleague, and asks for name and address', async () => {
      await dana.types('add user');
      await dana.clicks('Add', { colleague: "../x#?/\\' or 1 eq 1", agent: 'salesAgent' });
      expect(dana.seen.text).toContain('Teams does not tell the address of this colleague.');
    });

    it('as a level, and gives none', async () => {
      await dana.sends('addUser.check', { ...right(), agent: 'owner', admin: '__proto__' });
      expect(dana.seen.text).toContain('Please check: Agent and Admin.');
      expect(await entries()).toHaveLength(3);
    });

    it('as data of another shape, and does nothing', async () => {
      await dana.sends('addUser.check', { ...right(), name: { first: 'Ari' } });
      await dana.sends('addUser.confirm', {});
      expect(await entries()).toHaveLength(3);
    });
  });
});

describe('a colleague', () => {
  const picks = async (colleague: string, typed: Record<string, string> = {}) => {
    await dana.types('add user');
    await dana.clicks('Add', { colleague, agent: 'salesAgent', ...typed });
  };

  it('whom the bot knows is offered by name', async () => {
    await ari.installs();
    await dana.types('add user');
    expect(dana.seen.text).toContain(`Ari Lund\n${ari.options.objectId}`);
  });

  it('whom the bot knows needs no typing', async () => {
    await ari.installs();
    await picks(ari.options.objectId);
    expect(dana.seen.text).toContain('Add Ari Lund?');
    expect(dana.seen.text).toContain(ari.options.email);
    await dana.clicks('Confirm');
    expect(await entryOf(house, ari)).toMatchObject({ name: 'Ari Lund' });
  });

  it('whom only Teams knows needs none either', async () => {
    const { objectId, name, tenantId } = ari.options;
    house.connector.members.set(objectId, {
      id: ari.userId,
      aadObjectId: objectId,
      name,
      email: ari.options.email.toUpperCase(),
      tenantId,
    });
    await picks(objectId);
    expect(dana.seen.text).toContain('Add Ari Lund?');
    expect(dana.seen.text).toContain(ari.options.email);
  });

  it('whom nobody tells is asked for by hand, with what was chosen kept', async () => {
    await picks(ari.options.objectId);
    expect(dana.seen.text).toContain('Please type the name and the email.');
    expect(inputsOf(dana.seen.card)).toMatchObject({
      colleague: ari.options.objectId,
      agent: 'salesAgent',
    });
    await dana.clicks('Add', { name: 'Ari Lund', email: ari.options.email });
    expect(dana.seen.text).toContain('Add Ari Lund?');
  });

  it('is asked for by hand too when Teams refuses to open a chat', async () => {
    house.connector.refuse = ({ method, path }) =>
      method === 'POST' && path === '/v3/conversations'
        ? { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }
        : undefined;
    await picks(ari.options.objectId);
    house.connector.refuse = () => undefined;
    expect(dana.seen.text).toContain('Please type the name and the email.');
  });

  it('of another tenant is not told by what the bot knows of them', async () => {
    const stranger = newOrganization(house).person('Mallory Stone');
    await stranger.installs();
    await picks(stranger.options.objectId);
    expect(dana.seen.text).not.toContain(stranger.options.email);
  });

  it('who is a member is not offered', async () => {
    await dana.types('add user');
    expect(dana.seen.text).not.toContain(firm.sam.options.objectId);
  });
});

describe('a user management admin', () => {
  it('adds every role but one', async () => {
    await una.types('add user');
    expect(una.seen.text).not.toContain('Global admin: may do everything');
    await una.clicks('Add', { ...right(), admin: 'billingAdmin' });
    await una.clicks('Confirm');
    expect(una.seen.text).toMatch(CODE);
  });

  it('who forges Global admin in the form hears who can', async () => {
    await una.types('add user');
    await una.clicks('Add', { ...right(), admin: 'globalAdmin' });
    expect(una.seen.text).toContain('you need one of these roles: Global admin.');
    expect(una.seen.text).toContain('Dana Reyes');
    expect(await entries()).toHaveLength(3);
  });

  it('who was a global admin at the form and is none at Confirm adds no global admin', async () => {
    const flo = await joins(dana, firm.person('Flo Anders'), { agent: 'none', admin: 'globalAdmin' });
    await flo.types('add user');
    await flo.clicks('Add', { ...right(), admin: 'globalAdmin' });
    await dana.types(`assign roles ${flo.options.email}`);
    await dana.clicks('Update', { admin: 'userManagementAdmin' });
    await flo.clicks('Confirm');
    expect(flo.seen.text).toContain('you need one of these roles: Global admin.');
    expect(await entryOf(house, ari)).toBeUndefined();
  });
});

describe('adding is refused', () => {
  it('to whoever does not manage people, who hears who does', async () => {
    await firm.sam.types('add user');
    expect(firm.sam.seen.text).toContain('Global admin or User management admin');
    expect(firm.sam.seen.text).toContain('Dana Reyes or Una Berg');
  });

  it('to their forged clicks, and no row of the company changes', async () => {
    const { sam } = firm;
    await sam.types('help');
    const before = rowsOf(await allRows(house), firm.tenantId, '');
    for (const verb of ['addUser.start', 'addUser.check', 'addUser.confirm'])
      await sam.sends(verb, { ...right() });
    expect(rowsOf(await allRows(house), firm.tenantId, '')).toEqual(before);
  });

  it('to someone of the tenant whom nobody added', async () => {
    await ari.installs();
    await ari.sends('addUser.check', right());
    expect(ari.seen.text).toContain('you have not been added yet');
    expect(await entries()).toHaveLength(3);
  });

  it('to someone whose tenant has no company', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await noor.installs();
    await noor.types('add user');
    expect(noor.seen.text).toContain('Your company is not set up here yet.');
  });

  it('after so many codes in an hour, with when to come back', async () => {
    const { rateLimits } = house.bot.desk.storage;
    const limit = { limit: 200, windowMs: 3_600_000 };
    for (let taken = 0; taken < 200; taken++)
      await rateLimits.take(firm.tenantId, 'signInCode', limit, house.clock.now);
    await dana.types('add user');
    await dana.clicks('Add', right());
    await dana.clicks('Confirm');
    expect(dana.seen.text).toContain('60 minutes');
    expect(await entryOf(house, ari)).toBeUndefined();
  });
});

describe('in the middle', () => {
  it('of the form, help says so and cancel leaves it', async () => {
    await dana.types('add user');
    await dana.types('help');
    expect(dana.seen.text).toContain('You are in the middle of adding a user.');
    await dana.types('cancel');
    expect(dana.seen.text).toContain('Canceled');
    await dana.types('help');
    expect(dana.seen.text).not.toContain('in the middle');
  });

  it('of the details, cancel leaves them, and the card that stood there adds nobody', async () => {
    await dana.types('add user');
    await dana.clicks('Add', right());
    const details = dana.seen;
    await dana.types('cancel');
    await dana.clicks('Confirm', {}, details);
    expect(dana.seen.text).toContain('There is nothing to confirm here any more.');
    expect(await entries()).toHaveLength(3);
  });

  it('of the form and of the details, Cancel leaves them', async () => {
    await dana.types('add user');
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain('Canceled');
    await dana.types('add user');
    await dana.clicks('Add', right());
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain('Canceled');
    expect(await entries()).toHaveLength(3);
  });

  it('of the details, Edit goes back to what was typed', async () => {
    await dana.types('add user');
    await dana.clicks('Add', right());
    await dana.clicks('Edit');
    expect(inputsOf(dana.seen.card)).toMatchObject(right());
  });

  it('of the form, an address typed into the chat is taken', async () => {
    await dana.types('add user');
    await dana.types(ari.options.email);
    expect(inputsOf(dana.seen.card).email).toBe(ari.options.email);
  });

  it('of the form and of the details, a restart forgets nothing', async () => {
    const first = await openHouse({ beside: house });
    dana.goesTo(first);
    await dana.types('add user');
    await dana.clicks('Add', { ...right(), agent: 'none' });
    await first.stop();
    const second = await openHouse({ beside: house });
    dana.goesTo(second);
    await dana.types('add user');
    expect(inputsOf(dana.seen.card)).toMatchObject({ ...right(), agent: 'none' });
    await dana.clicks('Add', { agent: 'salesAgent' });
    await second.stop();
    const third = await openHouse({ beside: house });
    dana.goesTo(third);
    await dana.clicks('Confirm');
    await third.stop();
    dana.goesTo(house);
    expect(dana.seen.text).toMatch(CODE);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });
});

describe('adding a user speaks', () => {
  it('Japanese', async () => {
    const reader = speaking(house, dana, 'ja-JP');
    await reader.types('ユーザーの追加');
    expect(reader.seen.text).toContain('管理エージェント');
    expect(reader.seen.text).toContain('グローバル管理者');
    await reader.clicks('追加', right());
    expect(reader.seen.text).toContain('販売エージェント\n管理者\n管理者以外');
    await reader.clicks('確認');
    expect(reader.seen.text).toContain('サインイン情報');
    expect(reader.seen.text).toMatch(CODE);
    expect(reader.follows('クリップボードにコピー')).toContain('language=ja');
    await reader.clicks('完了');
    expect(reader.seen.text).not.toMatch(CODE);
  });

  it('Traditional Chinese', async () => {
    const reader = speaking(house, dana, 'zh-TW');
    await reader.types('新增使用者');
    expect(reader.seen.text).toContain('系統管理代理人');
    await reader.clicks('新增', right());
    expect(reader.seen.text).toContain('銷售代理人\n系統管理員\n非管理員');
    await reader.clicks('確認');
    expect(reader.seen.text).toContain('登入資訊');
    expect(reader.seen.text).toMatch(CODE);
    expect(reader.follows('複製到剪貼簿')).toContain('language=zh-TW');
    await reader.clicks('完成');
    expect(reader.seen.text).not.toMatch(CODE);
  });
});
