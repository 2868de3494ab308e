import { TableClient } from '@azure/data-tables';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let town: Town;
let dana: Person;
let terry: Person;
let sent: Sent;

beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  dana = town.dana;
  sent = await sends(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
  terry = newcomer(house, { name: 'Terry Adams' });
  await terry.types(sent.link);
});
afterEach(() => house.stop());

/** Time goes by, and the bot looks at its timers. */
async function passes(ms: number): Promise<void> {
  house.clock.forward(ms);
  await house.bot.timers.fire();
  await house.settled();
}

describe('an invitation that nobody answers', () => {
  it('expires after thirty days, and both sides are told', async () => {
    await passes(30 * DAY);
    expect(dana.reads().text).toContain('The invitation to Tailspin has expired');
    expect(dana.buttons).toEqual(['Open', 'Send again']);
    expect(terry.inbox.join('\n')).toContain('The request from Contoso has expired');
  });

  it('turns every card', async () => {
    const card = terry.seen.messageId;
    await passes(30 * DAY);
    dana.seen = dana.looksAgain(sent.card);
    expect(dana.seen.text).toContain('Tailspin: Expired');
    expect(dana.buttons).toEqual(['Send again', 'History']);
    terry.seen = terry.looksAgain(card);
    expect(terry.seen.text).toContain('The time to answer is over');
    expect(terry.buttons).toEqual([]);
  });

  it('stays open to the last moment', async () => {
    await passes(30 * DAY - 1);
    expect(dana.inbox.join('\n')).not.toContain('has expired');
    await approves(terry);
    expect(terry.seen.text).toContain('Terry Adams approved on');
  });

  it('cannot be approved after its time even before the timer has fired', async () => {
    house.clock.forward(30 * DAY);
    await approves(terry);
    expect(terry.seen.text).toContain('The time to answer is over');
    await dana.types('invitations');
    expect(dana.seen.text).toContain('Expired');
  });

  it('is told once, however often and by however many the timers are looked at', async () => {
    const other = await openHouse({ beside: house, instance: 'the-other' });
    house.clock.forward(30 * DAY);
    await Promise.all([house.bot.timers.fire(), other.bot.timers.fire(), house.bot.timers.fire()]);
    await Promise.all([house.settled(), other.settled()]);
    await passes(DAY);
    await other.stop();
    expect(dana.inbox.filter(text => text.startsWith('The invitation to Tailspin has expired'))).toHaveLength(
      1,
    );
    expect(terry.inbox.filter(text => text.startsWith('The request from Contoso'))).toHaveLength(1);
  });

  it('can be sent again and then has thirty days from that time', async () => {
    await passes(30 * DAY);
    dana.reads();
    await dana.clicks('Send again');
    await dana.clicks('Done');
    await passes(30 * DAY - 1);
    await dana.types('invitations');
    expect(dana.seen.text).toContain('last day');
    await passes(1);
    expect(dana.reads().text).toContain('The invitation to Tailspin has expired');
  });
});

describe('an invitation that was answered, withdrawn or sent again', () => {
  it('does not expire', async () => {
    await approves(terry);
    await house.settled();
    const withdrawn = await sends(dana, { email: 'a@b.example', name: 'Withdrawn' });
    await dana.clicks('Withdraw');
    await house.settled();
    const before = dana.inbox.length;
    await passes(31 * DAY);
    expect(dana.inbox.length).toBe(before);
    expect(dana.looksAgain(sent.card).text).toContain('Tailspin: Accepted');
    expect(dana.looksAgain(withdrawn.card).text).toContain('Withdrawn: Withdrawn');
  });
});

describe('a timer that cannot do its work', () => {
  it('holds up no other, and is tried again', async () => {
    const broken = await sends(dana, { email: 'x@broken.example', name: 'Broken' });
    const last = await sends(dana, { email: 'x@last.example', name: 'Last' });
    const table = TableClient.fromConnectionString(house.connectionString, `${house.prefix}companies`, {
      allowInsecureConnection: true,
    });
    const place = [dana.options.tenantId, `invitation:${broken.id}`] as const;
    const whole = await table.getEntity<{ json: string }>(...place);
    const row = { partitionKey: place[0], rowKey: place[1] };
    await table.updateEntity({ ...row, json: '{"id": 1}' }, 'Merge');
    await passes(30 * DAY);
    for (const { card } of [sent, last]) expect(dana.looksAgain(card).text).toContain('Expired');
    expect(house.log.join('')).toContain('a timer could not do its work');

    await table.updateEntity({ ...row, json: whole.json }, 'Merge');
    await passes(1);
    expect(dana.looksAgain(broken.card).text).toContain('Broken: Expired');
  });
});
