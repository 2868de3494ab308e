import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { invitedUser } from '../../domain/user.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { asks, entryOf, historyOf, levelsNow } from './support/roleRequests.ts';
import { type Member, staffed } from './support/staff.ts';

let house: House;
let people: Record<Member, Person>;
let noor: Person;
let uma: Person;
let tenantId: string;

/** A company that stands here, and Noor of the same tenant, whom nobody has added. */
beforeEach(async () => {
  house = await openHouse();
  people = await staffed(house, 'indirectReseller');
  ({ notAdded: noor, userManagementAdmin: uma } = people);
  ({ tenantId } = uma.options);
  await uma.types('help');
});
afterEach(() => house.stop());

/** Adds somebody by an entry that waits for their first sign-in. */
async function waitsFor(email: string, admin: 'globalAdmin' | 'none'): Promise<void> {
  const { storage, now } = house.bot.desk;
  const { objectId, name } = people.globalAdmin.options;
  const user = invitedUser(
    {
      id: randomUUID(),
      companyId: tenantId,
      name: 'Noor',
      email,
      agent: 'salesAgent',
      admin,
      signIn: {
        id: randomUUID(),
        hash: 'none',
        salt: 'none',
        tried: 0,
        madeAt: now().toISOString(),
        expiresAt: new Date(now().getTime() + 7 * 24 * 60 * 60 * 1000).toISOString(),
      },
    },
    { tenantId, objectId, name },
    now(),
  );
  await storage.commit(tenantId, { rows: storage.users.insert(user), history: [] });
}

describe('a colleague whom nobody has added', () => {
  it('is offered to ask, in help too', async () => {
    await noor.types('help');
    expect(noor.seen.text).toContain('You can ask to be added');
    await noor.clicks('Ask for a role');
    expect(noor.seen.text).toContain('Ask to be added');
    expect(noor.buttons).toEqual(['Send', 'Cancel']);
  });

  it('asks with their address from Teams, and is added with the levels that were asked for', async () => {
    await asks(noor, { agent: 'helpdeskAgent', why: 'I am new in support' });
    const card = noor.seen.messageId;
    await house.settled();
    expect(uma.reads().text).toContain('notAdded Person asks to be added');
    expect(uma.seen.text).toContain(noor.options.email);
    await uma.clicks('Approve');
    await house.settled();
    expect(noor.reads().text).toContain('has added you');
    expect(noor.looksAgain(card).text).toContain('userManagementAdmin Person approved this on');
    expect(await levelsNow(house, noor)).toEqual({ agent: 'helpdeskAgent', admin: 'none' });
    expect(await entryOf(house, noor)).toMatchObject({
      name: 'notAdded Person',
      email: noor.options.email,
      state: 'active',
      objectId: noor.options.objectId,
      addedBy: { name: 'userManagementAdmin Person' },
    });
    expect(await historyOf(house, tenantId, 'user.added')).toBe(1);
    await noor.types('customers');
    expect(noor.seen.text).toContain('No customers yet.');
  });

  it('has to want a role', async () => {
    await asks(noor, { agent: 'none', admin: 'none' });
    expect(noor.seen.text).toContain('Please select at least one role');
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(0);
  });

  it('has one open request', async () => {
    await asks(noor, { agent: 'helpdeskAgent' });
    await noor.types('request role sales agent');
    expect(noor.buttons).toEqual(['Withdraw']);
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(1);
  });

  it('stays a stranger when declined', async () => {
    await asks(noor, { agent: 'helpdeskAgent' });
    await house.settled();
    uma.reads();
    await uma.clicks('Decline');
    await house.settled();
    expect(noor.reads().text).toContain('Your request was declined');
    expect(await levelsNow(house, noor)).toBeUndefined();
    await noor.types('customers');
    expect(noor.seen.text).toContain('you have not been added yet');
  });

  it('is not added twice by two who answer at once', async () => {
    const { globalAdmin: dana } = people;
    await dana.types('help');
    await asks(noor, { agent: 'helpdeskAgent' });
    await house.settled();
    const cards = [uma, dana].map(person => ({ person, card: person.reads() }));
    await Promise.all(cards.map(({ person, card }) => person.clicks('Approve', {}, card)));
    await house.settled();
    expect(new Set(cards.map(({ person }) => person.seen.text)).size).toBe(1);
    expect(await historyOf(house, tenantId, 'user.added')).toBe(1);
    expect(noor.inbox.filter(text => text.includes('has added you'))).toHaveLength(1);
  });
});

describe('who cannot ask to be added', () => {
  it('is a guest', async () => {
    const guest = newcomer(house, { name: 'Gale Guest', tenantId, userRole: 'guest' });
    await guest.types('request role');
    expect(guest.seen.text).toContain('You are a guest in this organization');
    await guest.sends('requestRole.send', { agent: 'adminAgent', why: 'Please' });
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(0);
  });

  it('is somebody whose address Teams does not tell', async () => {
    const nameless = newcomer(house, { name: 'Nia Blank', tenantId, email: '', userPrincipalName: 'nia' });
    await nameless.types('request role');
    expect(nameless.seen.text).toContain('Teams does not tell your email address');
  });

  it('is somebody whose company does not stand here', async () => {
    const lone = newcomer(house, { name: 'Lo Strand' });
    await lone.types('request role');
    expect(lone.seen.text).toContain('Your company is not set up here yet.');
  });

  it('is somebody who was added already and has yet to sign in', async () => {
    await waitsFor(noor.options.email, 'none');
    await noor.types('request role');
    expect(noor.seen.text).toContain('Enter the one-time code that globalAdmin Person gave you');
    await noor.sends('requestRole.send', { agent: 'adminAgent', why: 'All the same' });
    expect(noor.seen.text).toContain('Enter the one-time code');
    expect(await historyOf(house, tenantId, 'role.requested')).toBe(0);
  });
});

describe('somebody who is added while their request is open', () => {
  it('keeps what they were added with, and gets what they asked for', async () => {
    await asks(noor, { agent: 'none', admin: 'billingAdmin' });
    await house.settled();
    const card = uma.reads();
    await waitsFor(noor.options.email, 'none');
    await uma.clicks('Approve', {}, card);
    expect(await levelsNow(house, noor)).toEqual({ agent: 'salesAgent', admin: 'billingAdmin' });
    expect(await entryOf(house, noor)).toMatchObject({ state: 'active', email: noor.options.email });
    expect(await historyOf(house, tenantId, 'user.added')).toBe(0);
  });

  it('as a global admin is nobody’s to change but a global admin’s', async () => {
    await asks(noor, { agent: 'none', admin: 'billingAdmin' });
    await house.settled();
    const card = uma.reads();
    await waitsFor(noor.options.email, 'globalAdmin');
    await uma.clicks('Approve', {}, card);
    expect(uma.seen.text).toContain('you need one of these roles: Global admin');
    expect(await levelsNow(house, noor)).toBeUndefined();
  });
});
