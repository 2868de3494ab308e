import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Levels } from '../../domain/permissions.ts';
import { recoverAdmin } from '../../operations/recoverAdmin.ts';
import { buttonsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { adds, entryOf, joins } from './support/users.ts';

/** An earlier version kept members on the rows of the people alone, without an entry in the list of users. */
let house: House;
let contoso: Organization;
let dana: Person;
let sam: Person;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  contoso = newOrganization(house);
  dana = contoso.person('Dana Reyes');
  sam = contoso.person('Sam Ito');
  const at = house.clock.now.toISOString();
  const { storage } = house.bot.desk;
  await storage.commit(contoso.tenantId, {
    rows: [
      storage.companies.insert({
        id: contoso.tenantId,
        kind: 'indirectReseller',
        name: 'Contoso',
        country: 'US',
        support: {},
        alreadyInCsp: true,
        state: 'active',
        enrolledBy: { tenantId: contoso.tenantId, objectId: dana.options.objectId, name: 'Dana Reyes' },
        enrolledAt: at,
        activeAt: at,
        administration: {},
        administrationVersion: 0,
      }),
    ],
    history: [],
  });
  await wasMember(dana, { agent: 'none', admin: 'globalAdmin' });
  await wasMember(sam, { agent: 'salesAgent', admin: 'none' });
});
afterAll(() => house.stop());

/** A member as an earlier version wrote them. */
async function wasMember(
  { options }: Person,
  levels: Levels,
  email: string | undefined = options.email,
): Promise<void> {
  const { tenantId, objectId, name } = options;
  const since = '2026-10-01T09:00:00.000Z';
  await house.bot.desk.storage.people.save(undefined, {
    tenantId,
    objectId,
    name,
    ...(email && { profile: { email, guest: false } }),
    member: { ...levels, companyKind: 'indirectReseller', since },
    welcomed: true,
  });
}

const memberOf = async ({ options }: Person) =>
  (await house.bot.desk.storage.people.get(options.tenantId, options.objectId))?.value.member;
const listed = async (person: Person) => {
  const names: string[] = [];
  await person.types('users');
  for (;;) {
    const rows = buttonsOf(person.seen.card).filter(button => button.verb === 'users.open');
    names.push(...rows.map(button => button.title.replace('Open ', '')));
    if (!person.mayClick('Next page')) return names;
    await person.clicks('Next page');
  }
};

describe('members of an earlier version', () => {
  it('go on working before anybody opens the list', async () => {
    await sam.types('customers');
    expect(sam.seen.text).toContain('Customers');
    expect((await memberOf(sam))?.userId).toBeUndefined();
  });

  it('stand in the list as soon as it is opened, with their roles', async () => {
    expect(await listed(dana)).toEqual(['Dana Reyes', 'Sam Ito']);
    expect(dana.seen.text).toContain('Sam Ito\nActive · Sales agent');
  });

  it('keep their roles and since when they are there', async () => {
    const before = await memberOf(sam);
    await listed(dana);
    const after = await memberOf(sam);
    expect(after).toMatchObject({ agent: 'salesAgent', admin: 'none', since: before?.since });
    expect(after?.userId).toBe((await entryOf(house, sam))?.id);
  });

  it('get one entry each, however many open the list at once', async () => {
    const una = contoso.person('Una Berg');
    await wasMember(una, { agent: 'none', admin: 'userManagementAdmin' });
    await Promise.all([dana, una, dana.at(house)].map(person => person.types('users')));
    expect(await listed(dana)).toEqual(['Dana Reyes', 'Sam Ito', 'Una Berg']);
    expect(rowsOf(await allRows(house), contoso.tenantId, 'user:')).toHaveLength(3);
  });

  it('are adopted by assign roles too', async () => {
    await dana.types(`assign roles ${sam.options.email}`);
    expect(dana.seen.text).toContain('Roles of Sam Ito');
    await dana.clicks('Update', { agent: 'helpdeskAgent' });
    expect(await memberOf(sam)).toMatchObject({ agent: 'helpdeskAgent' });
  });

  it('are adopted by the Admin agent step too', async () => {
    await dana.types('set up company');
    await dana.clicks('Add me to the Admin agents');
    expect(await memberOf(dana)).toMatchObject({ agent: 'adminAgent', admin: 'globalAdmin' });
    expect(await entryOf(house, dana)).toMatchObject({ agent: 'adminAgent' });
  });

  it('can be removed, and have no way back', async () => {
    await listed(dana);
    await dana.types('users sam');
    await dana.clicks('Open Sam Ito');
    await dana.clicks('Remove');
    await dana.clicks('Remove');
    expect(await memberOf(sam)).toBeUndefined();
    await listed(dana);
    expect(await memberOf(sam)).toBeUndefined();
  });

  it('hold their address, also before anybody opened the list', async () => {
    await dana.types('add user');
    await dana.clicks('Add', { name: 'Sam Ito', email: sam.options.email, agent: 'adminAgent' });
    expect(dana.seen.text).toContain('Someone with this address is in your list of users already.');
  });

  it('without an address are in the list, by their name', async () => {
    const old = contoso.person('Olga Lind');
    await wasMember(old, { agent: 'helpdeskAgent', admin: 'none' }, '');
    expect(await listed(dana)).toEqual(['Dana Reyes', 'Olga Lind', 'Sam Ito']);
    await dana.clicks('Open Olga Lind');
    expect(dana.seen.text).toContain('Olga Lind: Active');
  });

  it('who share an address are all in the list', async () => {
    const twin = contoso.person('Toni Vale', { email: sam.options.email });
    await wasMember(twin, { agent: 'helpdeskAgent', admin: 'none' });
    expect(await listed(dana)).toEqual(['Dana Reyes', 'Sam Ito', 'Toni Vale']);
  });

  it('are all adopted when there are more than one transaction holds', async () => {
    for (let number = 1; number <= 20; number++) {
      const person = contoso.person(`Agent ${String(number).padStart(2, '0')}`, {
        email: `agent${number}@${contoso.domain}`,
      });
      await wasMember(person, { agent: 'helpdeskAgent', admin: 'none' });
    }
    expect(await listed(dana)).toHaveLength(22);
  });

  it('are all adopted in the end when storage was away in between', async () => {
    for (let number = 1; number <= 12; number++) {
      const person = contoso.person(`Agent ${String(number).padStart(2, '0')}`, {
        email: `agent${number}@${contoso.domain}`,
      });
      await wasMember(person, { agent: 'helpdeskAgent', admin: 'none' });
    }
    let commits: number | undefined;
    const breaks = await openHouse({
      beside: house,
      instance: 'breaks-off',
      onRequest: (_, path) => {
        if (commits !== undefined && path.includes('$batch') && ++commits > 1) throw new Error('broken off');
      },
    });
    dana.goesTo(breaks);
    commits = 0;
    await dana.post({ type: 'message', text: 'users' });
    expect(commits).toBeGreaterThan(1);
    commits = undefined;
    await breaks.stop();
    dana.goesTo(house);
    expect(await listed(dana)).toHaveLength(14);
  });
});

describe('an answer to a request of one of them', () => {
  it('leaves nobody out of the list that the asker may open by it', async () => {
    await dana.types('help');
    await sam.types('request role');
    await sam.clicks('Send', { agent: 'none', admin: 'userManagementAdmin', why: 'I look after the team.' });
    await house.settled();
    dana.reads();
    await dana.clicks('Approve');
    expect(await memberOf(sam)).toMatchObject({ admin: 'userManagementAdmin' });
    expect(await listed(sam)).toEqual(['Dana Reyes', 'Sam Ito']);
  });
});

describe('an operator who makes somebody global admin', () => {
  it('leaves nobody out of the list whom an earlier version had', async () => {
    const flo = contoso.person('Flo Anders');
    await wasMember(flo, { agent: 'salesAgent', admin: 'none' });
    const { tenantId, objectId } = flo.options;
    expect(await recoverAdmin(house.bot.desk, tenantId, objectId)).toBe('recovered');
    expect(await listed(flo)).toEqual(['Dana Reyes', 'Flo Anders', 'Sam Ito']);
  });
});

describe('after the members of an earlier version were adopted', () => {
  it('a global admin still remains', async () => {
    await listed(dana);
    await dana.types(`assign roles ${dana.options.email}`);
    await dana.clicks('Update', { agent: 'salesAgent', admin: 'none' });
    expect(dana.seen.text).toContain('one has to remain');
  });

  it('a global admin who was not adopted yet counts as one', async () => {
    const flo = contoso.person('Flo Anders');
    await wasMember(flo, { agent: 'none', admin: 'globalAdmin' });
    await dana.types(`assign roles ${dana.options.email}`);
    await dana.clicks('Update', { agent: 'salesAgent', admin: 'none' });
    expect(dana.seen.text).toContain('Dana Reyes has these roles now: Sales agent.');
  });

  it('new ones are added as ever', async () => {
    await listed(dana);
    const ari = await joins(dana, contoso.person('Ari Lund'));
    expect(await listed(dana)).toEqual(['Ari Lund', 'Dana Reyes', 'Sam Ito']);
    expect(await memberOf(ari)).toMatchObject({ agent: 'salesAgent' });
  });

  it('someone who waits for their first sign-in still does', async () => {
    const ari = contoso.person('Ari Lund');
    await adds(dana, ari);
    await listed(dana);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });
});
