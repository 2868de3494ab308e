import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasUser } from './support/entries.ts';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';

const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;
const SALES = { agent: 'salesAgent', admin: 'none' } as const;
const GLOBAL = { agent: 'none', admin: 'globalAdmin' } as const;

let house: House;
let people: Record<Member, Person>;
let tenantId: string;
beforeAll(async () => {
  house = await openHouse();
  people = await staffed(house, 'directPartner');
  ({ tenantId } = people.globalAdmin.options);
});
afterAll(() => house.stop());

const stored = async (id: string) => (await house.bot.desk.storage.users.get(tenantId, id))?.value;
const holding = async (email: string) => (await house.bot.desk.storage.users.ofEmail(tenantId, email))?.value;

describe.each(cells('managePeople'))('managing people: %s → %s', (member, may) => {
  it('is offered in help, or not', async () => {
    const person = people[member];
    await person.types('help');
    if (person.mayClick('More')) await person.clicks('More');
    expect(person.mayClick('Users') || /^users$/m.test(person.seen.text)).toBe(may);
  });

  it.each([
    ['the list', (person: Person) => person.types('users'), 'salesAgent Person'],
    ['the list by its button', (person: Person) => person.sends('users.show', {}), 'salesAgent Person'],
    ['a search', (person: Person) => person.types('users sales'), 'salesAgent Person'],
    ['an address', (person: Person) => assigns(person), 'Roles of salesAgent Person'],
  ] as const)('seeing them: %s', async (_, look, seen) => {
    const person = people[member];
    await look(person);
    expect(person.seen.text.includes(seen)).toBe(may);
    if (!may) expectRefusal(person, member, 'managePeople');
  });
  const assigns = (person: Person) => person.types(`assign roles ${people.salesAgent.options.email}`);

  it('seeing one of them, from the row of the list', async () => {
    const person = people[member];
    const { id, name, email } = await hasUser(house, tenantId, { ...SALES, state: 'active' });
    if (may) {
      await person.types(`users ${name}`);
      await person.clicks(`Open ${name}`);
      expect(person.buttons).toEqual(expect.arrayContaining(['Update', 'Remove']));
    }
    await person.sends('users.open', { id });
    expect(person.seen.text.includes(email ?? 'an address')).toBe(may);
    if (!may) expectRefusal(person, member, 'managePeople');
  });

  it('adding someone', async () => {
    const person = people[member];
    const email = `${member.toLowerCase()}@added-by.example`;
    const form = { name: 'Somebody New', email, agent: 'salesAgent', admin: 'billingAdmin' };
    await person.types('add user');
    expect(person.seen.text.includes('Full name')).toBe(may);
    if (may) {
      await person.clicks('Add', form);
      await person.clicks('Confirm');
      expect(person.seen.text).toMatch(CODE);
      expect(await holding(email)).toMatchObject({
        state: 'invited',
        agent: 'salesAgent',
        admin: 'billingAdmin',
        addedBy: { name: `${member} Person` },
      });
      return;
    }
    expectRefusal(person, member, 'managePeople');
    for (const verb of ['addUser.start', 'addUser.check']) {
      await person.sends(verb, form);
      expectRefusal(person, member, 'managePeople');
    }
    await person.sends('addUser.confirm', form);
    expect(person.seen.text).not.toMatch(CODE);
    expect(await holding(email)).toBeUndefined();
  });

  it('updating someone’s roles', async () => {
    const person = people[member];
    const before = await hasUser(house, tenantId, { ...SALES, state: 'active' });
    const { id, version } = before;
    const levels = { agent: 'helpdeskAgent', admin: 'billingAdmin' };
    if (may) {
      await person.types(`assign roles ${before.email}`);
      await person.clicks('Update', levels);
    } else {
      await person.sends('users.edit', { id });
      expectRefusal(person, member, 'managePeople');
      await person.sends('users.update', { id, version, ...levels });
      expectRefusal(person, member, 'managePeople');
    }
    expect(await stored(id)).toMatchObject(may ? { ...levels, version: version + 1 } : { ...SALES, version });
    const row = await house.bot.desk.storage.people.get(tenantId, before.objectId ?? '');
    expect(row?.value.member?.agent).toBe(may ? 'helpdeskAgent' : 'salesAgent');
  });

  it('removing someone', async () => {
    const person = people[member];
    const before = await hasUser(house, tenantId, { ...SALES, state: 'active' });
    const { id } = before;
    if (may) {
      await person.sends('users.open', { id });
      await person.clicks('Remove');
      expect(person.seen.text).toContain(`Remove ${before.name}?`);
      await person.clicks('Remove');
    } else {
      for (const verb of ['users.askRemove', 'users.remove']) {
        await person.sends(verb, { id });
        expectRefusal(person, member, 'managePeople');
      }
    }
    expect((await stored(id))?.state).toBe(may ? 'removed' : 'active');
    const row = await house.bot.desk.storage.people.get(tenantId, before.objectId ?? '');
    expect(row?.value.member === undefined).toBe(may);
  });

  it('making a new sign-in code', async () => {
    const person = people[member];
    const before = await hasUser(house, tenantId, { ...SALES, state: 'invited' });
    const { id } = before;
    if (may) {
      await person.sends('users.open', { id });
      await person.clicks('New sign-in code');
      expect(person.seen.text).toMatch(CODE);
      await person.clicks('Done');
    } else {
      for (const verb of ['users.newCode', 'users.codeDone']) {
        await person.sends(verb, { id, code: before.signIn?.id });
        expectRefusal(person, member, 'managePeople');
      }
    }
    expect(person.seen.text).not.toMatch(CODE);
    expect((await stored(id))?.signIn?.hash === 'hash').toBe(!may);
  });
});

describe.each(cells('grantGlobalAdmin'))('granting or taking away global admin: %s → %s', (member, may) => {
  // Whoever manages people hears that this one right is missing, the others that all of it is.
  const managesPeople = cells('managePeople').some(([who, yes]) => who === member && yes);
  const refused = (person: Person) =>
    expectRefusal(person, member, managesPeople ? 'grantGlobalAdmin' : 'managePeople');

  it('adding a global admin', async () => {
    const person = people[member];
    const email = `${member.toLowerCase()}@global.example`;
    const form = { name: 'Another Admin', email, ...GLOBAL };
    if (managesPeople) {
      await person.types('add user');
      expect(JSON.stringify(person.seen.card).includes('"globalAdmin"')).toBe(may);
      // Forged where the form does not offer it.
      await person.clicks('Add', form);
    } else {
      await person.sends('addUser.check', form);
    }
    if (may) await person.clicks('Confirm');
    else refused(person);
    await person.sends('addUser.confirm', form);
    expect((await holding(email))?.admin).toBe(may ? 'globalAdmin' : undefined);
    await person.types('cancel');
  });

  it('making someone a global admin', async () => {
    const person = people[member];
    const { id, version, email } = await hasUser(house, tenantId, { ...SALES, state: 'active' });
    if (managesPeople) {
      await person.types(`assign roles ${email}`);
      expect(JSON.stringify(person.seen.card).includes('"globalAdmin"')).toBe(may);
      await person.clicks('Update', GLOBAL);
    } else {
      await person.sends('users.update', { id, version, ...GLOBAL });
    }
    if (!may) refused(person);
    expect((await stored(id))?.admin).toBe(may ? 'globalAdmin' : 'none');
  });

  it('taking it from someone', async () => {
    const person = people[member];
    const { id, version, email } = await hasUser(house, tenantId, { ...GLOBAL, state: 'active' });
    if (managesPeople) {
      await person.types(`assign roles ${email}`);
      await person.clicks('Update', SALES);
    } else {
      await person.sends('users.update', { id, version, ...SALES });
    }
    if (!may) refused(person);
    expect((await stored(id))?.admin).toBe(may ? 'none' : 'globalAdmin');
  });

  it('removing a global admin', async () => {
    const person = people[member];
    const { id } = await hasUser(house, tenantId, { ...GLOBAL, state: 'active' });
    if (managesPeople) {
      await person.sends('users.open', { id });
      expect(person.mayClick('Remove')).toBe(may);
    }
    for (const verb of ['users.askRemove', 'users.remove']) {
      await person.sends(verb, { id });
      if (!may) refused(person);
    }
    expect((await stored(id))?.state).toBe(may ? 'removed' : 'active');
  });

  it('making the sign-in code of one who was invited', async () => {
    const person = people[member];
    const { id } = await hasUser(house, tenantId, { ...GLOBAL, state: 'invited' });
    if (managesPeople) {
      await person.sends('users.open', { id });
      expect(person.mayClick('New sign-in code')).toBe(may);
    }
    await person.sends('users.newCode', { id });
    if (!may) refused(person);
    expect(CODE.test(person.seen.text)).toBe(may);
    expect((await stored(id))?.signIn?.hash === 'hash').toBe(!may);
  });
});
