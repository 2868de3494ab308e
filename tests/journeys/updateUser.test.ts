import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Levels } from '../../domain/permissions.ts';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { opensForm, WINGTIP } from './support/story.ts';
import { adds, entryIdOf, entryOf, type Firm, joins, newFirm } from './support/users.ts';

const LAST = 'is the only active global admin of your company, and one has to remain.';
const ONLY_GLOBAL_ADMIN = 'you need one of these roles: Global admin.';

let house: House;
let other: House;
let firm: Firm;
let dana: Person;
let una: Person;
let sam: Person;

beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
});
beforeEach(async () => {
  firm = await newFirm(house);
  ({ dana, una, sam } = firm);
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});

const levelsOf = async ({ options }: Person) => {
  const row = await house.bot.desk.storage.people.get(options.tenantId, options.objectId);
  const { agent, admin } = row?.value.member ?? {};
  return { agent, admin };
};
/** Goes to someone's roles, and selects others. */
async function updates(admin: Person, person: Person, levels: Partial<Levels>): Promise<void> {
  await admin.types(`assign roles ${person.options.email}`);
  await admin.clicks('Update', levels);
}
const secondAdmin = () => joins(dana, firm.person('Flo Anders'), { agent: 'none', admin: 'globalAdmin' });
const activeGlobalAdmins = async () => {
  const page = await house.bot.desk.storage.users.page(firm.tenantId, 100);
  return page.rows.filter(({ value }) => value.state === 'active' && value.admin === 'globalAdmin').length;
};

describe('updating someone’s roles', () => {
  it('goes from the list over the entry to the two levels', async () => {
    await dana.types('users');
    await dana.clicks('Open Sam Ito');
    await dana.clicks('Update');
    expect(dana.seen.text).toContain('The change holds from the next click on, and Sam Ito is told.');
    await dana.clicks('Update', { agent: 'helpdeskAgent', admin: 'billingAdmin' });
    expect(dana.seen.text).toContain('Sam Ito has these roles now: Helpdesk agent, Billing admin.');
    expect(await levelsOf(sam)).toEqual({ agent: 'helpdeskAgent', admin: 'billingAdmin' });
    await dana.clicks('Open');
    expect(dana.seen.text).toContain('Agent\nHelpdesk agent\nAdmin\nBilling admin');
  });

  it('changes the entry and its copy at once, and stands in history', async () => {
    await updates(una, sam, { agent: 'adminAgent' });
    expect(await entryOf(house, sam)).toMatchObject({ agent: 'adminAgent', version: 2 });
    expect(await levelsOf(sam)).toEqual({ agent: 'adminAgent', admin: 'none' });
    const history = rowsOf(await allRows(house), firm.tenantId, 'history:').map(row => row.text);
    expect(history.filter(text => text.includes('user.updated') && text.includes('Una Berg'))).toHaveLength(
      1,
    );
  });

  it('tells the person what changed and who did it', async () => {
    await updates(dana, sam, { agent: 'helpdeskAgent', admin: 'billingAdmin' });
    await house.settled();
    const [notice = ''] = sam.inbox.slice(-1);
    expect(notice).toContain('Your roles in Contoso have changed');
    expect(notice).toContain('Before: Sales agent');
    expect(notice).toContain('Now: Helpdesk agent');
    expect(notice).toContain('Billing admin');
    expect(notice).toContain('Dana Reyes changed them on');
  });

  it('does not tell those who change their own', async () => {
    const told = dana.inbox.length;
    await updates(dana, dana, { agent: 'salesAgent' });
    await house.settled();
    expect(dana.seen.text).toContain('Dana Reyes has these roles now: Sales agent, Global admin.');
    expect(dana.inbox.slice(told).filter(text => text.includes('have changed'))).toEqual([]);
  });

  it('to what they are already changes and tells nothing', async () => {
    await updates(dana, sam, {});
    await house.settled();
    expect(dana.seen.text).toContain('Sam Ito has these roles already: Sales agent.');
    expect(await entryOf(house, sam)).toMatchObject({ version: 1 });
    expect(sam.inbox.filter(text => text.includes('have changed'))).toEqual([]);
  });

  it('to none at all is refused, and what was selected is kept', async () => {
    await updates(dana, sam, { agent: 'none', admin: 'none' });
    expect(dana.seen.text).toContain('Please select at least one role');
    expect(inputsOf(dana.seen.card)).toEqual({ agent: 'none', admin: 'none' });
    expect(await levelsOf(sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });

  it('is left with Cancel', async () => {
    await dana.types(`assign roles ${sam.options.email}`);
    await dana.clicks('Cancel', { agent: 'adminAgent' });
    expect(dana.seen.text).toContain('Sam Ito: Active');
    expect(await levelsOf(sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });

  it('who has yet to sign in gives the new roles at the sign-in', async () => {
    const ari = firm.person('Ari Lund');
    const code = await adds(dana, ari);
    await updates(dana, ari, { agent: 'helpdeskAgent' });
    await ari.types('hello');
    await ari.types(code);
    expect(ari.seen.text).toContain('with these roles: Helpdesk agent.');
  });

  it('delivered twice is one change, and they are told once', async () => {
    await dana.types(`assign roles ${sam.options.email}`);
    const form = dana.seen;
    await dana.clicks('Update', { agent: 'adminAgent' }, form);
    await dana.clicks('Update', { agent: 'adminAgent' }, form);
    await house.settled();
    expect(dana.seen.text).toContain('Sam Ito has these roles already: Admin agent.');
    expect(sam.inbox.filter(text => text.includes('have changed'))).toHaveLength(1);
  });
});

describe('a change holds from the next click on', () => {
  it('for what was taken, also on a card drawn before', async () => {
    await opensForm(sam);
    const form = sam.seen;
    await updates(dana, sam, { agent: 'helpdeskAgent' });
    await sam.clicks('Next', WINGTIP, form);
    expect(sam.seen.text).toContain('To invite customers, you need one of these roles');
  });

  it('for what was given, also on a card drawn before', async () => {
    await updates(dana, sam, { agent: 'helpdeskAgent' });
    await sam.types('help');
    await updates(dana, sam, { agent: 'helpdeskAgent', admin: 'userManagementAdmin' });
    await sam.sends('users.show', {});
    expect(sam.seen.text).toContain('Una Berg');
  });

  it('at another bot too', async () => {
    await opensForm(sam);
    sam.goesTo(other);
    await updates(dana, sam, { agent: 'none', admin: 'billingAdmin' });
    await sam.clicks('Next', WINGTIP);
    sam.goesTo(house);
    expect(sam.seen.text).toContain('To invite customers, you need one of these roles');
  });

  it('for an admin in the middle of an update of somebody else', async () => {
    await una.types(`assign roles ${sam.options.email}`);
    await updates(dana, una, { admin: 'billingAdmin' });
    await una.clicks('Update', { agent: 'adminAgent' });
    expect(una.seen.text).toContain('To manage people and their roles, you need');
    expect(await levelsOf(sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });
});

describe('two admins with the form of one person in front of them', () => {
  it('see the second to update that it was changed meanwhile, and how it is now', async () => {
    await dana.types(`assign roles ${sam.options.email}`);
    await updates(una, sam, { agent: 'helpdeskAgent' });
    await dana.clicks('Update', { agent: 'adminAgent' });
    expect(dana.seen.text).toContain('A colleague changed these roles in the meantime.');
    expect(inputsOf(dana.seen.card)).toEqual({ agent: 'helpdeskAgent', admin: 'none' });
    expect(await levelsOf(sam)).toEqual({ agent: 'helpdeskAgent', admin: 'none' });
    await dana.clicks('Update', { agent: 'adminAgent' });
    expect(await levelsOf(sam)).toEqual({ agent: 'adminAgent', admin: 'none' });
  });

  it('who update at the same moment make one change', async () => {
    for (const admin of [dana, una]) await admin.types(`assign roles ${sam.options.email}`);
    await Promise.all([
      dana.clicks('Update', { agent: 'adminAgent' }),
      una.clicks('Update', { agent: 'helpdeskAgent' }),
    ]);
    expect(await entryOf(house, sam)).toMatchObject({ version: 2 });
    const done = [dana, una].filter(admin => admin.seen.text.includes('has these roles now'));
    expect(done).toHaveLength(1);
  });
});

describe('the last active global admin', () => {
  it('cannot step down', async () => {
    await updates(dana, dana, { admin: 'userManagementAdmin' });
    expect(dana.seen.text).toContain(`Dana Reyes ${LAST}`);
    expect(await levelsOf(dana)).toEqual({ agent: 'adminAgent', admin: 'globalAdmin' });
  });

  it('can still change the agent level beside it', async () => {
    await updates(dana, dana, { agent: 'none' });
    expect(await levelsOf(dana)).toEqual({ agent: 'none', admin: 'globalAdmin' });
  });

  it('stays although another one is invited', async () => {
    await adds(dana, firm.person('Flo Anders'), { admin: 'globalAdmin' });
    await updates(dana, dana, { admin: 'none' });
    expect(dana.seen.text).toContain(`Dana Reyes ${LAST}`);
  });

  it('may step down once another one has signed in', async () => {
    await secondAdmin();
    await updates(dana, dana, { admin: 'none' });
    expect(dana.seen.text).toContain('Dana Reyes has these roles now: Admin agent.');
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it.each([
    ['each takes it from the other', 0, 1],
    ['the other way round', 1, 0],
    ['both take it from the first', 0, 0],
    ['both take it from the second', 1, 1],
  ])('remains when the last two race: %s', async (_, first, second) => {
    const flo = await secondAdmin();
    const two = [dana, flo] as const;
    const [ofFirst, ofSecond] = [two[first], two[second]];
    if (!ofFirst || !ofSecond) throw new Error('nobody there');
    await dana.types(`assign roles ${two[1 - first]?.options.email}`);
    await flo.types(`assign roles ${two[1 - second]?.options.email}`);
    flo.goesTo(other);
    await Promise.all([
      dana.clicks('Update', { admin: 'billingAdmin' }),
      flo.clicks('Update', { admin: 'billingAdmin' }),
    ]);
    flo.goesTo(house);
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it.each([0, 1])('remains when the last two step down together, whoever comes first: %i', async first => {
    const flo = await secondAdmin();
    for (const person of [dana, flo]) await person.types(`assign roles ${person.options.email}`);
    const order = first === 0 ? [dana, flo] : [flo, dana];
    await Promise.all(order.map(person => person.clicks('Update', { agent: 'salesAgent', admin: 'none' })));
    expect(await activeGlobalAdmins()).toBe(1);
    expect(order.filter(person => person.seen.text.includes(LAST))).toHaveLength(1);
  });

  it('remains when many clicks race', async () => {
    const admins = [dana, await secondAdmin()];
    admins.push(await joins(dana, firm.person('Gil Frost'), { agent: 'none', admin: 'globalAdmin' }));
    const ids = await Promise.all(admins.map(admin => entryIdOf(house, admin)));
    const clicks = admins.flatMap(admin =>
      ids.map(id => () => {
        const there = admin.at(house);
        return there.sends('users.update', { id, version: 2, agent: 'salesAgent', admin: 'none' });
      }),
    );
    const first = dana
      .at(house)
      .sends('users.update', { id: ids[0], version: 1, agent: 'salesAgent', admin: 'none' });
    const answers = await Promise.all([first, ...clicks.map(click => click())]);
    expect(answers.filter(({ text }) => text.includes('Something went wrong'))).toEqual([]);
    expect(await activeGlobalAdmins()).toBeGreaterThanOrEqual(1);
  });
});

describe('a user management admin', () => {
  it('may change the agent level of a global admin, and finds no other admin level to select', async () => {
    await una.types(`assign roles ${dana.options.email}`);
    expect(una.seen.text).not.toContain('Billing admin:');
    await una.clicks('Update', { agent: 'salesAgent' });
    expect(await levelsOf(dana)).toEqual({ agent: 'salesAgent', admin: 'globalAdmin' });
  });

  it.each(['userManagementAdmin', 'billingAdmin', 'none'])(
    'cannot forge a global admin down to %s',
    async admin => {
      await secondAdmin();
      const id = await entryIdOf(house, dana);
      await una.sends('users.update', { id, version: 1, agent: 'adminAgent', admin });
      expect(una.seen.text).toContain(ONLY_GLOBAL_ADMIN);
      expect(await levelsOf(dana)).toEqual({ agent: 'adminAgent', admin: 'globalAdmin' });
    },
  );

  it('cannot make a global admin, of a colleague or of themselves', async () => {
    for (const person of [sam, una]) {
      const id = await entryIdOf(house, person);
      await una.sends('users.update', { id, version: 1, agent: 'none', admin: 'globalAdmin' });
      expect(una.seen.text).toContain(ONLY_GLOBAL_ADMIN);
      expect(una.seen.text).toContain('Dana Reyes');
    }
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it('is not offered it', async () => {
    await una.types(`assign roles ${sam.options.email}`);
    expect(una.seen.text).not.toContain('Global admin: may do everything');
    await dana.types(`assign roles ${sam.options.email}`);
    expect(dana.seen.text).toContain('Global admin: may do everything');
  });
});

describe('a forged update', () => {
  it.each([
    ['a level that there is not', { agent: 'owner', admin: 'none' }],
    ['no version', { version: undefined, agent: 'adminAgent', admin: 'none' }],
    ['a version of the future', { version: 99, agent: 'adminAgent', admin: 'none' }],
    ['no level', {}],
    ['lists of levels', { agent: ['adminAgent'], admin: ['globalAdmin'] }],
  ])('with %s changes nothing', async (_, data) => {
    await dana.sends('users.update', { id: await entryIdOf(house, sam), version: 1, ...data });
    expect(await levelsOf(sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });

  it('of one’s own roles is refused to whoever does not manage people', async () => {
    await sam.sends('users.update', {
      id: await entryIdOf(house, sam),
      version: 1,
      agent: 'adminAgent',
      admin: 'globalAdmin',
    });
    expect(sam.seen.text).toContain('To manage people and their roles, you need');
    expect(await levelsOf(sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });
});
