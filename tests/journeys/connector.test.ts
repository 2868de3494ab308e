import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { approves, type Sent, sends } from './support/story.ts';

/** What people meet when Teams' connector is busy, blocked or forgetful. How each delivery ends is in `tests/outbox`. */
let house: House;
let dana: Person;
let terry: Person;
let sent: Sent;
let card: string | undefined;

beforeEach(async () => {
  house = await openHouse();
  ({ dana } = await settle(house));
  sent = await sends(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
  terry = newcomer(house, { name: 'Terry Adams' });
  card = (await terry.types(sent.link)).messageId;
  await house.settled();
});
afterEach(() => house.stop());

/** Refuses edits of one card with a status. */
function refusesEdits(messageId: string | undefined, status: number): void {
  house.connector.refuse = ({ method, path }) =>
    method === 'PUT' && path.endsWith(`/${messageId}`) ? { status } : undefined;
}

/** Time goes by, and the outbox looks at what is due. */
async function passes(ms: number): Promise<void> {
  house.clock.forward(ms);
  house.bot.worker.wake(dana.options.tenantId);
  await house.settled();
}

describe('a card that cannot be turned at the moment', () => {
  for (const status of [412, 429, 502]) {
    it(`after ${status} turns later; the notification has gone out meanwhile`, async () => {
      refusesEdits(sent.card, status);
      await approves(terry);
      await house.settled();
      expect(dana.looksAgain(sent.card).text).toContain('Tailspin: Sent');
      expect(dana.reads().text).toContain('Tailspin accepted your invitation');
      house.connector.refuse = () => undefined;
      await passes(1_500);
      expect(dana.looksAgain(sent.card).text).toContain('Tailspin: Accepted');
      expect(dana.inbox.filter(text => text.startsWith('Tailspin accepted'))).toHaveLength(1);
    });
  }

  it('tells the truth when it is clicked before it has turned', async () => {
    refusesEdits(sent.card, 502);
    await approves(terry);
    await house.settled();
    dana.seen = dana.looksAgain(sent.card);
    await dana.clicks('Withdraw');
    expect(dana.seen.text).toContain('Tailspin: Accepted');
  });
});

describe('a card that can never be turned', () => {
  it('because its reader blocked the bot holds up no other card', async () => {
    refusesEdits(sent.card, 403);
    await approves(terry);
    await house.settled();
    expect(terry.looksAgain(card).text).toContain('Terry Adams approved on');
    const asked = house.connector.requests.length;
    await passes(3_600_000);
    expect(house.connector.requests.length).toBe(asked);
  });

  it('because its message was deleted is forgotten', async () => {
    const cards = async () => rowsOf(await allRows(house), dana.options.tenantId, `card:${sent.id}`);
    const before = (await cards()).length;
    refusesEdits(sent.card, 404);
    await approves(terry);
    await house.settled();
    expect((await cards()).length).toBe(before - 1);
    expect(terry.looksAgain(card).text).toContain('Terry Adams approved on');
  });
});

describe('Teams not saying who somebody is', () => {
  it('stops an acceptance politely, with a reference that the log holds, and nothing has happened', async () => {
    const other = newcomer(house, { name: 'Ariel Moss' });
    await other.types('help');
    house.connector.refuse = ({ path }) => (path.includes('/members/') ? { status: 500 } : undefined);
    const before = rowsOf(await allRows(house), dana.options.tenantId, 'invitation:');
    await other.types(sent.link);
    expect(other.seen.text).toContain('Something went wrong on our side');
    const reference = /reference: (\w{8})/.exec(other.seen.text)?.[1];
    expect(house.log.some(line => line.includes(String(reference)) && line.includes('a turn failed'))).toBe(
      true,
    );
    expect(rowsOf(await allRows(house), dana.options.tenantId, 'invitation:')).toEqual(before);
    house.connector.refuse = () => undefined;
    await other.types(sent.link);
    expect(other.mayClick('Approve')).toBe(true);
  });
});

describe('an answer that Teams does not take at once', () => {
  it('is given again: the person sees it, once', async () => {
    let refusals = 0;
    house.connector.refuse = ({ method, path }) =>
      method === 'POST' && path.includes(terry.conversationId) && refusals++ < 1
        ? { status: 429 }
        : undefined;
    const before = terry.inbox.length;
    await terry.types('help');
    expect(refusals).toBe(2);
    expect(terry.inbox.length).toBe(before + 1);
  });
});
