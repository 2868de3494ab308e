import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changeUser } from '../../domain/user.ts';
import { commitUser } from '../../operations/userEntry.ts';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { asks, entryOf, historyOf, levelsNow, requestIn } from './support/roleRequests.ts';
import { type Member, staffed } from './support/staff.ts';

let house: House;
let people: Record<Member, Person>;
let sam: Person;
let dana: Person;
let uma: Person;
let tenantId: string;

beforeEach(async () => {
  house = await openHouse();
  people = await staffed(house, 'indirectReseller');
  ({ salesAgent: sam, globalAdmin: dana, userManagementAdmin: uma } = people);
  ({ tenantId } = dana.options);
  for (const granter of [dana, uma]) await granter.types('help');
});
afterEach(() => house.stop());

/** Changes someone's entry beside the chat, as a colleague would in the list. */
async function changes(person: Person, command: Parameters<typeof changeUser>[1]): Promise<void> {
  const { desk } = house.bot;
  const user = await entryOf(house, person);
  const row = user && (await desk.storage.users.get(tenantId, user.id));
  const change = row && changeUser(row.value, command, desk.now());
  if (!row || !change || !('next' in change) || !change.event) throw new Error('nothing to change');
  await commitUser(desk, row, { next: change.next, event: change.event }, 'operator');
}
const GLOBAL = { agent: 'none', admin: 'globalAdmin' } as const;

describe('global admin', () => {
  beforeEach(async () => {
    await asks(sam, { agent: 'salesAgent', admin: 'globalAdmin' });
    await house.settled();
  });

  it('is asked of global admins alone', () => {
    expect(sam.seen.text).not.toContain('userManagementAdmin Person');
    expect(uma.inbox.join('\n')).not.toContain('asks for a role');
    expect(dana.reads().text).toContain('salesAgent Person asks for a role');
  });

  it('is granted by a global admin', async () => {
    dana.reads();
    await dana.clicks('Approve');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'globalAdmin' });
  });

  it('is seen in the list by a user management admin, who cannot answer it', async () => {
    await uma.sends('requestRole.list', {});
    await uma.clicks('Open the request of salesAgent Person');
    expect(uma.seen.text).toContain('Only a global admin can answer this.');
    expect(uma.buttons).toEqual(['Role requests']);
    dana.reads();
    for (const verb of ['requestRole.approve', 'requestRole.decline']) {
      await uma.sends(verb, requestIn(dana));
      expect(uma.seen.text).toContain('you need one of these roles: Global admin');
    }
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });
});

describe('nobody answers their own request', () => {
  it('also not when they have come to manage people since', async () => {
    await asks(sam, { agent: 'salesAgent', admin: 'billingAdmin' });
    await house.settled();
    dana.reads();
    const request = requestIn(dana);
    await changes(sam, { do: 'update', levels: GLOBAL, granter: GLOBAL });
    await sam.sends('requestRole.approve', request);
    expect(sam.seen.text).toContain('This is your own request.');
    expect(await levelsNow(house, sam)).toEqual(GLOBAL);
  });

  it('whoever may change it themselves is told so, and nothing is asked', async () => {
    await dana.types('request role');
    expect(dana.seen.text).toContain('You can change this yourself in Users');
    expect(dana.buttons).toEqual(['Users']);
    await asks(uma, { agent: 'adminAgent', admin: 'userManagementAdmin' });
    expect(uma.seen.text).toContain('You can change this yourself in Users');
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(0);
    await asks(uma, { agent: 'none', admin: 'globalAdmin' });
    expect(uma.seen.text).toContain('It waits for an answer');
  });
});

describe('who may not manage people', () => {
  it.each(['billingAdmin', 'adminAgent', 'helpdeskAgent', 'noRole', 'notAdded'] as const)(
    '%s neither lists nor answers',
    async member => {
      await asks(sam);
      await house.settled();
      dana.reads();
      const request = requestIn(dana);
      const person = people[member];
      for (const [verb, data] of [
        ['requestRole.list', {}],
        ['requestRole.open', request],
        ['requestRole.approve', request],
        ['requestRole.decline', request],
      ] as const) {
        await person.sends(verb, data);
        expect(person.seen.text).not.toContain('To help my team');
        expect(person.seen.text).toContain('globalAdmin Person');
      }
      expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
    },
  );

  it('includes those who could when they got the card', async () => {
    await asks(sam);
    await house.settled();
    const card = uma.reads();
    await changes(uma, { do: 'update', levels: { agent: 'salesAgent', admin: 'none' }, granter: GLOBAL });
    await uma.clicks('Approve', {}, card);
    expect(uma.seen.text).toContain('you need one of these roles');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });
});

describe('another company', () => {
  it('finds nothing, whatever its click names', async () => {
    const others = await staffed(house, 'indirectProvider');
    await asks(sam);
    await house.settled();
    dana.reads();
    const request = requestIn(dana);
    const stranger = others.globalAdmin;
    for (const verb of ['requestRole.open', 'requestRole.approve', 'requestRole.decline']) {
      await stranger.sends(verb, request);
      expect(stranger.seen.text).toContain('not here any more, or it is not yours to see');
    }
    await others.salesAgent.sends('requestRole.withdraw', { request: request.request });
    expect(others.salesAgent.seen.text).toContain('not here any more');
    await stranger.sends('requestRole.list', {});
    expect(stranger.seen.text).toContain('Nobody asks for a role at the moment.');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
    await sam.types('request role');
    expect(sam.buttons).toEqual(['Withdraw']);
  });
});

describe('what changed since somebody asked', () => {
  it('stays: only what was asked for is granted', async () => {
    await asks(sam, { agent: 'adminAgent', admin: 'none' });
    await house.settled();
    const levels = { agent: 'salesAgent', admin: 'billingAdmin' } as const;
    await changes(sam, { do: 'update', levels, granter: GLOBAL });
    dana.reads();
    await dana.clicks('Approve');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'adminAgent', admin: 'billingAdmin' });
  });

  it('does not bring back who was removed', async () => {
    await asks(sam);
    await house.settled();
    const card = dana.reads();
    await changes(sam, { do: 'remove', granter: GLOBAL });
    await dana.clicks('Approve', {}, card);
    expect(dana.seen.text).toContain('salesAgent Person was removed since');
    expect(await levelsNow(house, sam)).toBeUndefined();
    await dana.clicks('Open');
    await dana.clicks('Decline');
    expect(dana.seen.text).toContain('declined this on');
  });

  it('ends with its asker’s removal, which stands in history', async () => {
    await asks(sam);
    const row = await house.bot.desk.storage.people.get(tenantId, sam.options.objectId);
    await dana.sends('users.remove', { id: row?.value.member?.userId });
    expect(await historyOf(house, tenantId, 'role.withdrawn')).toBe(1);
  });

  it('may have given them the same already: the request ends as approved', async () => {
    await asks(sam);
    await house.settled();
    const levels = { agent: 'adminAgent', admin: 'none' } as const;
    await changes(sam, { do: 'update', levels, granter: GLOBAL });
    dana.reads();
    await dana.clicks('Approve');
    expect(dana.seen.text).toContain('approved this on');
    expect(await historyOf(house, tenantId, 'user.updated')).toBe(1);
  });

  it('never leaves anyone without a role', async () => {
    const lee = people.helpdeskAgent;
    await asks(lee, { agent: 'none', admin: 'billingAdmin' });
    await lee.clicks('Withdraw');
    await changes(lee, {
      do: 'update',
      levels: { agent: 'helpdeskAgent', admin: 'billingAdmin' },
      granter: GLOBAL,
    });
    await asks(lee, { agent: 'none', admin: 'billingAdmin' });
    await changes(lee, { do: 'update', levels: { agent: 'helpdeskAgent', admin: 'none' }, granter: GLOBAL });
    await house.settled();
    dana.reads();
    await dana.clicks('Approve');
    expect(dana.seen.text).toContain('would leave them without any');
    expect(await levelsNow(house, lee)).toEqual({ agent: 'helpdeskAgent', admin: 'none' });
  });
});

describe('a member of an earlier version, who has no entry', () => {
  it('gets one with the levels that were asked for', async () => {
    const { storage } = house.bot.desk;
    const row = await storage.people.get(tenantId, sam.options.objectId);
    if (!row?.value.member) throw new Error('no member');
    const { userId, ...member } = row.value.member;
    const user = await storage.users.get(tenantId, userId ?? '');
    if (!user) throw new Error('no entry');
    // As if it had never been written: the address is free.
    await storage.commit(tenantId, {
      rows: [
        ...storage.users.update(user, { ...user.value, state: 'removed' }),
        storage.people.update(row, { ...row.value, member }),
      ],
      history: [],
    });
    await asks(sam);
    await house.settled();
    dana.reads();
    await dana.clicks('Approve');
    expect(dana.seen.text).toContain('approved this on');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'adminAgent', admin: 'none' });
    expect(await entryOf(house, sam)).toMatchObject({ email: sam.options.email, agent: 'adminAgent' });
  });
});

describe('the list of requests', () => {
  it('shows page by page who waits, and nobody who has an answer', async () => {
    const lee = people.helpdeskAgent;
    await asks(sam);
    await asks(lee, { agent: 'adminAgent', why: 'Me too' });
    await uma.sends('requestRole.list', {});
    expect(uma.seen.text).toContain('salesAgent Person');
    expect(uma.seen.text).toContain('Me too');
    await uma.clicks('Open the request of helpdeskAgent Person');
    await uma.clicks('Approve');
    await uma.clicks('Role requests');
    expect(uma.seen.text).not.toContain('Me too');
    expect(uma.seen.text).toContain('salesAgent Person');
    await uma.sends('requestRole.list', { page: 'nonsense', number: 2 });
    expect(uma.seen.text).toContain('not here any more');
  });

  it('turns what was opened from it, too', async () => {
    await asks(sam);
    await uma.types('help');
    const { messageId } = uma.seen;
    await uma.sends('requestRole.open', { id: sam.options.objectId, request: requestIdOf(sam) }, messageId);
    await sam.clicks('Withdraw');
    await house.settled();
    expect(uma.looksAgain(messageId).text).toContain('withdrew this on');
  });
});

function requestIdOf(asker: Person): string {
  return /"request":"([0-9a-f]{32})"/.exec(JSON.stringify(asker.seen.card))?.[1] ?? '';
}

describe('a request that nobody could grant', () => {
  it('is not made, and whoever asks hears whom to turn to', async () => {
    const { storage } = house.bot.desk;
    for (const person of [dana, uma]) {
      const row = await storage.people.get(tenantId, person.options.objectId);
      if (row) await storage.people.save(row, { ...row.value, member: undefined });
    }
    await asks(sam);
    expect(sam.seen.text).toContain('can grant this at the moment, so nothing was sent');
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(0);
  });
});
