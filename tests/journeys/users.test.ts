import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buttonsOf, inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { adds, entryIdOf, type Firm, joins, newFirm, opensEntry, speaking } from './support/users.ts';

const DAY = 24 * 60 * 60_000;
const WRONG = 'AAAA-AAAA-AAAA';

let house: House;
let firm: Firm;
let dana: Person;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** Whom the rows in front of somebody are about. */
const rowsSeen = (person: Person) =>
  buttonsOf(person.seen.card)
    .filter(button => button.verb === 'users.open')
    .map(button => button.title.replace('Open ', ''));

describe('the list of users', () => {
  let ari: Person;
  let bo: Person;
  let cleo: Person;

  /** One of each state: Ari invited, Bo locked, Cleo removed, the others active. */
  beforeAll(async () => {
    firm = await newFirm(house);
    ({ dana } = firm);
    ari = firm.person('Ari Lund');
    bo = firm.person('Bo Hallam');
    cleo = firm.person('Cleo Nandi-Reyes');
    await adds(firm.una, ari, { agent: 'helpdeskAgent', admin: 'billingAdmin' });
    await adds(dana, bo);
    await bo.types('hello');
    for (let guess = 0; guess < 5; guess++) await bo.sends('signIn.enter', { code: WRONG });
    await joins(dana, cleo);
    await opensEntry(dana, cleo);
    await dana.clicks('Remove');
    await dana.clicks('Remove');
  });
  beforeEach(() => dana.types('users').then(() => undefined));

  it('names everybody, by name', () => {
    expect(rowsSeen(dana)).toEqual([
      'Ari Lund',
      'Bo Hallam',
      'Cleo Nandi-Reyes',
      'Dana Reyes',
      'Sam Ito',
      'Una Berg',
    ]);
  });

  it.each([
    ['invited', 'Ari Lund\nInvited · Helpdesk agent · Billing admin'],
    ['locked', 'Bo Hallam\nLocked · Sales agent'],
    ['removed', 'Cleo Nandi-Reyes\nRemoved\n'],
    ['active', 'Una Berg\nActive · User management admin'],
  ])('says who is %s, and which levels they hold', (_, row) => {
    expect(dana.seen.text).toContain(row);
  });

  it('says the address, who added them and when', () => {
    expect(dana.seen.text).toContain(`${ari.options.email} · added by Una Berg, today`);
    expect(dana.seen.text).toContain(`${dana.options.email} · joined today`);
  });

  it('opens an entry by its row', async () => {
    await dana.clicks('Open Ari Lund');
    expect(dana.seen.text).toContain('Ari Lund: Invited');
    expect(dana.seen.text).toContain('Agent\nHelpdesk agent\nAdmin\nBilling admin\nAdded by\nUna Berg');
    expect(dana.buttons).toEqual(['Update', 'New sign-in code', 'Remove', 'History', 'Back to users']);
  });

  it('offers for each state what can be done', async () => {
    await opensEntry(dana, bo);
    expect(dana.buttons).toEqual(['Update', 'New sign-in code', 'Remove', 'History', 'Back to users']);
    await opensEntry(dana, firm.sam);
    expect(dana.buttons).toEqual(['Update', 'Remove', 'History', 'Back to users']);
    await dana.types('users');
    await dana.clicks('Open Cleo Nandi-Reyes');
    expect(dana.buttons).toEqual(['Add user', 'History', 'Back to users']);
  });

  it('says who is oneself', async () => {
    await opensEntry(dana, dana);
    expect(dana.seen.text).toContain('This is you.');
  });

  it('says when a code has expired, also in the list', async () => {
    house.clock.forward(8 * DAY);
    await dana.types('users');
    expect(dana.seen.text).toContain('Ari Lund\nInvited, code expired · ');
  });

  describe('is searched', () => {
    it.each([
      ['the beginning of a name', 'ari', ['Ari Lund']],
      ['a later word of a name', 'lund', ['Ari Lund']],
      ['a word that stands in two names', 'reyes', ['Dana Reyes']],
      ['an address', 'bo@', ['Bo Hallam']],
      ['full width and capitals', 'ＵＮＡ', ['Una Berg']],
      ['what nobody is called', 'zorro', []],
    ])('by %s', async (_, search, found) => {
      await dana.types(`users ${search}`);
      expect(rowsSeen(dana)).toEqual(found);
    });

    it('by the field, which keeps what was typed', async () => {
      await dana.clicks('Search', { search: 'sam' });
      expect(dana.seen.text).toContain('Users that match “sam”');
      expect(rowsSeen(dana)).toEqual(['Sam Ito']);
      expect(inputsOf(dana.seen.card).search).toBe('sam');
      await dana.clicks('Search', { search: '' });
      expect(rowsSeen(dana)).toHaveLength(6);
    });

    it('in vain with a sentence that says what to do', async () => {
      await dana.clicks('Search', { search: "[x](http://evil.example) ' or 1 eq 1" });
      expect(dana.seen.text).toContain(
        'Nobody has a name or email that begins with “[x](http://evil.example)',
      );
      expect(dana.mayClick('Add user')).toBe(true);
    });
  });

  it('is the same for a user management admin', async () => {
    await firm.una.types('users');
    expect(rowsSeen(firm.una)).toHaveLength(6);
  });

  it('is not for others, who hear who manages people', async () => {
    await firm.sam.types('users');
    expect(firm.sam.seen.text).toContain(
      'To manage people and their roles, you need one of these roles: Global admin or User management admin.',
    );
    expect(firm.sam.seen.text).not.toContain('Ari Lund');
  });

  it('stands in help only for whoever manages people', async () => {
    const listed = async (person: Person) => {
      await person.types('help');
      await person.clicks('More');
      return person.seen.text.includes('\nusers\n');
    };
    expect(await listed(dana)).toBe(true);
    expect(await listed(firm.una)).toBe(true);
    expect(await listed(firm.sam)).toBe(false);
  });
});

describe('more than eight users', () => {
  let many: Firm;
  beforeAll(async () => {
    many = await newFirm(house);
    for (const first of ['Ada', 'Ben', 'Cy', 'Dot', 'Eli', 'Fay', 'Gus'])
      await adds(many.dana, many.person(`${first} Moss`));
  });

  it('come in pages of eight, each entry once', async () => {
    const { dana: admin } = many;
    await admin.types('users');
    const first = rowsSeen(admin);
    expect(first).toHaveLength(8);
    await admin.clicks('Next page');
    expect(admin.seen.text).toContain('Page 2');
    const second = rowsSeen(admin);
    expect(second).toHaveLength(2);
    expect(new Set([...first, ...second]).size).toBe(10);
    expect(admin.mayClick('Next page')).toBe(false);
  });

  it('come all when a search is paged', async () => {
    const { dana: admin } = many;
    await admin.types('users moss');
    const found = rowsSeen(admin);
    while (admin.mayClick('Next page')) {
      await admin.clicks('Next page');
      found.push(...rowsSeen(admin));
    }
    expect(found.sort()).toEqual(
      ['Ada', 'Ben', 'Cy', 'Dot', 'Eli', 'Fay', 'Gus'].map(first => `${first} Moss`),
    );
  });

  it('are not reached by a forged place to go on from', async () => {
    const { dana: admin } = many;
    for (const page of ['nonsense', '../..', 'a'.repeat(2_000)]) {
      await admin.sends('users.show', { page, number: 2 });
      expect(rowsSeen(admin)).toEqual([]);
    }
  });
});

describe('assign roles', () => {
  beforeAll(async () => {
    firm = await newFirm(house);
    ({ dana } = firm);
  });

  it('with the address of a user goes straight to their roles', async () => {
    await dana.types(`assign roles ${firm.sam.options.email}`);
    expect(dana.seen.text).toContain('Roles of Sam Ito');
    expect(inputsOf(dana.seen.card)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });

  it('reads the address in any case', async () => {
    await dana.types(`Assign Roles ${firm.sam.options.email.toUpperCase()}`);
    expect(dana.seen.text).toContain('Roles of Sam Ito');
  });

  it('with an address that nobody has says so, and Add user begins with it', async () => {
    await dana.types('assign roles dana@nowhere.example');
    expect(dana.seen.text).toContain('Nobody with the address dana@nowhere.example has been added.');
    await dana.clicks('Add user');
    expect(inputsOf(dana.seen.card).email).toBe('dana@nowhere.example');
    await dana.types('cancel');
  });

  it('without an address shows the list to select from', async () => {
    await dana.types('assign roles');
    expect(rowsSeen(dana)).toEqual(['Dana Reyes', 'Sam Ito', 'Una Berg']);
  });

  it('with a name searches for it', async () => {
    await dana.types('assign roles sam');
    expect(rowsSeen(dana)).toEqual(['Sam Ito']);
  });

  it('is not for whoever does not manage people', async () => {
    await firm.sam.types(`assign roles ${firm.sam.options.email}`);
    expect(firm.sam.seen.text).toContain('Global admin or User management admin');
  });
});

describe('somebody of another tenant who knows the ids', () => {
  const VERBS: [string, Record<string, unknown>][] = [
    ['users.open', {}],
    ['users.edit', {}],
    ['users.update', { version: 1, agent: 'none', admin: 'billingAdmin' }],
    ['users.newCode', {}],
    ['users.codeDone', { code: 'a'.repeat(12) }],
    ['users.askRemove', {}],
    ['users.remove', {}],
  ];
  let other: Firm;
  let id: string;
  let invited: string;

  beforeAll(async () => {
    firm = await newFirm(house);
    other = await newFirm(house);
    const ari = firm.person('Ari Lund');
    await adds(firm.dana, ari);
    id = await entryIdOf(house, firm.sam);
    invited = await entryIdOf(house, ari);
  });

  it.each(VERBS)('finds nothing with %s', async (verb, data) => {
    for (const each of [id, invited]) {
      await other.dana.sends(verb, { id: each, ...data });
      expect(other.dana.seen.text).toContain('This is not here any more, or it is not yours to see.');
    }
  });

  it.each(VERBS)('and a colleague without the right change no row with %s', async (verb, data) => {
    await firm.sam.types('help');
    await other.dana.types('help');
    const before = rowsOf(await allRows(house), firm.tenantId, '');
    await firm.sam.sends(verb, { id, ...data });
    await other.dana.sends(verb, { id, ...data });
    expect(rowsOf(await allRows(house), firm.tenantId, '')).toEqual(before);
  });

  it.each(['', 'x', '../user', '00000000-0000-0000-0000-000000000000'])(
    'nor with the id “%s”',
    async forged => {
      for (const [verb, data] of VERBS) {
        await firm.dana.sends(verb, { id: forged, ...data });
        expect(firm.dana.seen.text).not.toContain('Something went wrong');
      }
    },
  );
});

describe('the list of users speaks', () => {
  beforeAll(async () => {
    firm = await newFirm(house);
    ({ dana } = firm);
  });

  it('Japanese', async () => {
    const reader = speaking(house, dana, 'ja-JP');
    await reader.types('ユーザー');
    expect(reader.seen.text).toContain('管理エージェント');
    expect(reader.seen.text).toContain('ユーザー管理者');
    await reader.types(`役割の割り当て ${firm.sam.options.email}`);
    expect(inputsOf(reader.seen.card)).toEqual({ agent: 'salesAgent', admin: 'none' });
    await reader.clicks('更新', { agent: 'helpdeskAgent' });
    expect(reader.seen.text).toContain('ヘルプデスク エージェント');
  });

  it('Traditional Chinese', async () => {
    const reader = speaking(house, dana, 'zh-TW');
    await reader.types('使用者');
    expect(reader.seen.text).toContain('系統管理代理人');
    expect(reader.seen.text).toContain('使用者管理系統管理員');
    await reader.types(`指派角色 ${firm.sam.options.email}`);
    await reader.clicks('更新', { agent: 'adminAgent' });
    expect(reader.seen.text).toContain('系統管理代理人');
  });
});
