import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { asks, entryOf, historyOf, levelsNow, passes } from './support/roleRequests.ts';
import { type Member, staffed } from './support/staff.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let people: Record<Member, Person>;
let sam: Person;
let dana: Person;
let uma: Person;

/** A reseller with someone for each role; the two who manage people have talked to the bot, so it reaches them. */
beforeEach(async () => {
  house = await openHouse();
  people = await staffed(house, 'indirectReseller');
  ({ salesAgent: sam, globalAdmin: dana, userManagementAdmin: uma } = people);
  for (const granter of [dana, uma]) await granter.types('help');
});
afterEach(() => house.stop());

describe('the form', () => {
  it('shows each level with what it can do, one’s own selected', async () => {
    await sam.types('request role');
    expect(sam.seen.text).toContain('Ask for a role');
    expect(sam.seen.text).toContain('Admin agent: invites customers');
    expect(sam.seen.text).toContain('Global admin: may do everything');
    expect(JSON.stringify(sam.seen.card)).toContain('"value":"salesAgent"');
    expect(sam.buttons).toEqual(['Send', 'Cancel']);
  });

  it.each([
    ['request role admin agent', 'agent', 'adminAgent'],
    ['request role Billing admin', 'admin', 'billingAdmin'],
    ['役割の要求 課金管理者', 'admin', 'billingAdmin'],
    ['request role to help with Wingtip', 'why', 'to help with Wingtip'],
  ])('takes what stands behind the command: %s', async (text, field, value) => {
    await sam.types(text);
    const input = JSON.stringify(sam.seen.card).match(new RegExp(`"id":"${field}".*?"value":"([^"]*)"`));
    expect(input?.[1]).toBe(value);
  });

  it('has the role selected that a refusal named', async () => {
    await sam.sends('requestRole.start', { role: 'billingAdmin' });
    expect(JSON.stringify(sam.seen.card)).toMatch(/"id":"admin"[^[]*"value":"billingAdmin"/);
  });

  it('keeps what was typed, over a refusal and a restart, until it is sent or left', async () => {
    await sam.types('request role');
    await sam.clicks('Send', { agent: 'adminAgent', why: '' });
    expect(sam.seen.text).toContain('Please fill this in.');
    await sam.clicks('Send', { agent: 'salesAgent', why: 'I like it here' });
    expect(sam.seen.text).toContain('You have these roles already.');
    await sam.types('help');
    expect(sam.seen.text).toContain('You are in the middle of asking for a role.');
    const restarted = await openHouse({ beside: house, instance: 'after-a-restart' });
    const again = sam.at(restarted);
    await again.types('request role');
    expect(again.seen.text).toContain('I like it here');
    await again.clicks('Cancel');
    await again.types('request role');
    expect(again.seen.text).not.toContain('I like it here');
    await restarted.stop();
  });

  it('selects a role whose name is typed while it is open', async () => {
    await sam.types('request role');
    await sam.types('billing admin');
    expect(JSON.stringify(sam.seen.card)).toMatch(/"id":"admin"[^[]*"value":"billingAdmin"/);
  });
});

describe('asking', () => {
  it('gives everyone who can grant it a card that says who wants what, and why', async () => {
    await asks(sam, { agent: 'adminAgent', why: 'To help my team' });
    expect(sam.seen.text).toContain('It waits for an answer until');
    expect(sam.seen.text).toContain('globalAdmin Person');
    expect(sam.seen.text).toContain('userManagementAdmin Person');
    expect(sam.buttons).toEqual(['Withdraw']);
    await house.settled();
    for (const granter of [dana, uma]) {
      const { text } = granter.reads();
      expect(text).toContain('salesAgent Person asks for a role');
      expect(text).toContain(sam.options.email);
      expect(text).toContain('Sales agent');
      expect(text).toContain('Admin agent: invites customers');
      expect(text).toContain('To help my team');
      expect(granter.buttons).toEqual(['Approve', 'Decline', 'Role requests']);
    }
    for (const other of ['billingAdmin', 'adminAgent', 'helpdeskAgent'] as const) {
      expect(people[other].inbox.join('\n')).not.toContain('asks for a role');
    }
    expect(await historyOf(house, sam.options.tenantId, 'role.requested')).toBe(1);
  });

  it('is done once: a second click, and the command again, show the open request', async () => {
    await sam.types('request role');
    const form = sam.seen;
    await sam.clicks('Send', { agent: 'adminAgent', why: 'To help my team' }, form);
    await sam.clicks('Send', { agent: 'none', admin: 'billingAdmin', why: 'Again' }, form);
    expect(sam.seen.text).toContain('Your request');
    expect(sam.seen.text).toContain('To help my team');
    await sam.types('request role');
    expect(sam.buttons).toEqual(['Withdraw']);
    await house.settled();
    expect(dana.inbox.filter(text => text.includes('asks for a role'))).toHaveLength(1);
    expect(await historyOf(house, sam.options.tenantId, 'role.requested')).toBe(1);
  });

  it('has an end: whoever asks and withdraws over and over has to wait', async () => {
    for (let time = 0; time < 5; time++) {
      await asks(sam);
      await sam.clicks('Withdraw');
    }
    await asks(sam);
    expect(sam.seen.text).toContain('That was a lot in a short time.');
    expect(await historyOf(house, sam.options.tenantId, 'role.requested')).toBe(5);
  });
});

describe('an approved request', () => {
  let samsCard: string | undefined;
  let umasCard: string | undefined;
  beforeEach(async () => {
    await asks(sam);
    samsCard = sam.seen.messageId;
    await house.settled();
    umasCard = uma.reads().messageId;
    dana.reads();
    await dana.clicks('Approve');
    await house.settled();
  });

  it('holds from the next click on, in the entry and on the person’s row', async () => {
    expect(await levelsNow(house, sam)).toEqual({ agent: 'adminAgent', admin: 'none' });
    expect(await entryOf(house, sam)).toMatchObject({ agent: 'adminAgent', admin: 'none', state: 'active' });
    expect(await historyOf(house, sam.options.tenantId, 'role.approved')).toBe(1);
    expect(await historyOf(house, sam.options.tenantId, 'user.updated')).toBe(1);
  });

  it('is told to whoever asked', () => {
    expect(sam.reads().text).toContain('Your request was approved');
    expect(sam.seen.text).toContain('globalAdmin Person approved on');
    expect(sam.seen.text).toContain('Your roles now: Admin agent.');
  });

  it('turns all cards', () => {
    expect(dana.seen.text).toContain('globalAdmin Person approved this on');
    expect(sam.looksAgain(samsCard).text).toContain('globalAdmin Person approved this on');
    uma.seen = uma.looksAgain(umasCard);
    expect(uma.seen.text).toContain('globalAdmin Person approved this on');
    expect(uma.buttons).toEqual(['Role requests']);
  });

  it('makes room for another one', async () => {
    await asks(sam, { agent: 'adminAgent', admin: 'billingAdmin' });
    await house.settled();
    uma.reads();
    await uma.clicks('Approve');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'adminAgent', admin: 'billingAdmin' });
  });
});

describe('a request that is not approved', () => {
  it('is declined with a reason that the asker reads', async () => {
    await asks(sam);
    const card = sam.seen.messageId;
    await house.settled();
    uma.reads();
    await uma.clicks('Decline', { reason: '  Please **ask** your lead\n first ' });
    expect(uma.seen.text).toContain('userManagementAdmin Person declined this on');
    await house.settled();
    expect(sam.reads().text).toContain('Your request was declined');
    expect(sam.seen.text).toContain('Reason given: Please **ask** your lead first');
    expect(sam.looksAgain(card).text).toContain('declined this on');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
    expect(await historyOf(house, sam.options.tenantId, 'role.declined')).toBe(1);
    sam.reads();
    await sam.clicks('Ask again');
    expect(sam.seen.text).toContain('Ask for a role');
  });

  it('is withdrawn by whoever asked, and nobody can answer it any more', async () => {
    await asks(sam);
    await house.settled();
    dana.reads();
    const card = dana.seen;
    await sam.clicks('Withdraw');
    expect(sam.seen.text).toContain('salesAgent Person withdrew this on');
    await house.settled();
    expect(dana.looksAgain(card.messageId).text).toContain('salesAgent Person withdrew this on');
    await dana.clicks('Approve', {}, card);
    expect(dana.seen.text).toContain('salesAgent Person withdrew this on');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
  });

  it('lapses after fourteen days, and not before', async () => {
    await asks(sam);
    await house.settled();
    dana.reads();
    const card = dana.seen;
    await passes(house, 14 * DAY - 1);
    expect(sam.inbox.join('\n')).not.toContain('lapsed');
    await passes(house, 1);
    expect(sam.reads().text).toContain('Your request has lapsed');
    expect(sam.buttons).toEqual(['Ask again']);
    expect(dana.looksAgain(card.messageId).text).toContain('so it lapsed');
    await dana.clicks('Approve', {}, card);
    expect(dana.seen.text).toContain('so it lapsed');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'salesAgent', admin: 'none' });
    await sam.clicks('Ask again');
    expect(sam.buttons).toEqual(['Send', 'Cancel']);
  });

  it('cannot be approved after its time even before the timer has fired, and a new one can be made', async () => {
    await asks(sam);
    await house.settled();
    const old = dana.reads();
    house.clock.forward(14 * DAY);
    await dana.clicks('Approve', {}, old);
    expect(dana.seen.text).toContain('so it lapsed');
    await sam.types('request role');
    await sam.sends('requestRole.send', { agent: 'adminAgent', why: 'Once more' });
    await house.settled();
    expect(sam.inbox.filter(text => text.startsWith('Your request has lapsed'))).toHaveLength(1);
    await dana.clicks('Approve', {}, old);
    expect(dana.seen.text).toContain('not here any more');
    dana.reads();
    expect(dana.seen.text).toContain('Once more');
    await dana.clicks('Approve');
    expect(await levelsNow(house, sam)).toEqual({ agent: 'adminAgent', admin: 'none' });
  });
});

describe('in the reader’s language', () => {
  it('the asker and those who answer each read their own', async () => {
    await dana.types('言語 日本語');
    await uma.types('language 繁體中文');
    await asks(sam);
    await house.settled();
    expect(dana.reads().text).toContain('salesAgent Person さんが役割を要求しています');
    expect(uma.reads().text).toContain('salesAgent Person 要求角色');
    await dana.clicks('承認');
    expect(dana.seen.text).toContain('に承認しました');
    await house.settled();
    expect(sam.reads().text).toContain('Your request was approved');
  });
});
