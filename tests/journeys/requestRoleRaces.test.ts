import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import type { Person } from './support/person.ts';
import { asks, historyOf, levelsNow } from './support/roleRequests.ts';
import { staffed } from './support/staff.ts';

let house: House;
let sam: Person;
let dana: Person;
let uma: Person;
let tenantId: string;

beforeEach(async () => {
  house = await openHouse();
  ({
    salesAgent: sam,
    globalAdmin: dana,
    userManagementAdmin: uma,
  } = await staffed(house, 'indirectReseller'));
  ({ tenantId } = dana.options);
  for (const granter of [dana, uma]) await granter.types('help');
});
afterEach(() => house.stop());

describe('two who answer at the same moment', () => {
  it.each([1, 2, 3, 4, 5])('have one outcome, told to both (%i)', async () => {
    const other = await openHouse({ beside: house, instance: 'the-other-bot' });
    await asks(sam);
    await house.settled();
    const [danasCard, umasCard] = [dana.reads(), uma.reads()];
    uma.goesTo(other);
    await Promise.all([dana.clicks('Approve', {}, danasCard), uma.clicks('Decline', {}, umasCard)]);
    await Promise.all([house.settled(), other.settled()]);
    const approved = dana.seen.text.includes('globalAdmin Person approved this on');
    for (const { seen } of [dana, uma]) {
      expect(seen.text).toContain(
        approved ? 'globalAdmin Person approved' : 'userManagementAdmin Person declined',
      );
    }
    const agent = approved ? 'adminAgent' : 'salesAgent';
    expect(await levelsNow(house, sam)).toEqual({ agent, admin: 'none' });
    expect(await historyOf(house, tenantId, 'role.approved')).toBe(approved ? 1 : 0);
    expect(await historyOf(house, tenantId, 'role.declined')).toBe(approved ? 0 : 1);
    expect(sam.inbox.filter(text => /^Your request was (approved|declined)/.test(text))).toHaveLength(1);
    await other.stop();
  });

  it('a second click and a late one tell the same', async () => {
    await asks(sam);
    await house.settled();
    const [danasCard, umasCard] = [dana.reads(), uma.reads()];
    await dana.clicks('Approve', {}, danasCard);
    const { text } = dana.seen;
    await dana.clicks('Approve', {}, danasCard);
    expect(dana.seen.text).toBe(text);
    await dana.clicks('Decline', {}, danasCard);
    expect(dana.seen.text).toBe(text);
    await uma.clicks('Decline', {}, umasCard);
    expect(uma.seen.text).toBe(text);
    expect(await historyOf(house, tenantId, 'role.approved')).toBe(1);
  });
});

describe('a card that is on its way while the request ends', () => {
  it('tells the end when it has arrived', async () => {
    let letGo = () => {};
    const held = new Promise<undefined>(resolve => {
      letGo = () => resolve(undefined);
    });
    let leave = () => {};
    const left = new Promise<void>(resolve => {
      leave = resolve;
    });
    house.connector.refuse = ({ method, path }) => {
      if (method !== 'POST' || !path.includes(uma.conversationId)) return undefined;
      leave();
      return held;
    };
    await asks(sam);
    await left;
    const other = await openHouse({ beside: house, instance: 'the-other-bot' });
    const { storage } = house.bot.desk;
    const request = (await storage.roleRequests.get(tenantId, sam.options.objectId))?.value.id;
    dana.goesTo(other);
    await dana.sends('requestRole.approve', { id: sam.options.objectId, request });
    await other.settled();
    letGo();
    await house.settled();
    expect(uma.reads().text).toContain('globalAdmin Person approved this on');
    await other.stop();
  });

  it('is not sent at all when the receiver was busy so long', async () => {
    let busy = true;
    house.connector.refuse = ({ method, path }) =>
      busy && method === 'POST' && path.includes(uma.conversationId)
        ? { status: 429, headers: { 'retry-after': '1' } }
        : undefined;
    await asks(sam);
    await house.settled();
    dana.reads();
    await dana.clicks('Approve');
    busy = false;
    const before = uma.inbox.length;
    house.clock.forward(2_000);
    house.bot.worker.wake(tenantId);
    await house.settled();
    expect(uma.inbox).toHaveLength(before);
  });
});

describe('after a restart', () => {
  it('everything goes on: the cards that were given are answered, and turn', async () => {
    await asks(sam);
    const samsCard = sam.seen.messageId;
    await house.settled();
    const card = dana.reads();
    const restarted = await openHouse({ beside: house, instance: 'after-a-restart' });
    dana.goesTo(restarted);
    await dana.clicks('Approve', {}, card);
    await restarted.settled();
    expect(sam.looksAgain(samsCard).text).toContain('approved this on');
    expect(sam.reads().text).toContain('Your request was approved');
    await restarted.stop();
  });
});
