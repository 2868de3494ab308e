import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AskedOf, Refusal } from '../journeys/support/connector.ts';
import { type House, openHouse } from '../journeys/support/house.ts';
import { settle, type Town } from '../journeys/support/people.ts';
import type { Person } from '../journeys/support/person.ts';
import { notice, passes, queue, toldOf } from './outboxExamples.ts';

let house: House;
let town: Town;
let dana: Person;
let contoso: string;

beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  dana = town.dana;
  contoso = dana.options.tenantId;
  for (const person of [dana, town.sam]) await person.types('help');
});
afterEach(() => house.stop());

const tell = (person: Person, ...names: string[]) =>
  queue(
    house,
    contoso,
    names.map(name => notice(person, name, house.clock.now)),
  );
const deliveries = () => house.bot.desk.storage.outbox.deliveries(contoso, 100);
const posts = (person: Person) => (request: AskedOf) =>
  request.method === 'POST' && request.path.includes(`/${person.conversationId}/activities`);

/** The connector answers each post to someone so, until it is told otherwise; counts them. */
function refuses(person: Person, refusal: Refusal): { count: number; end(): void } {
  const end = () => {
    house.connector.refuse = () => undefined;
  };
  const asked = { count: 0, end };
  const fits = posts(person);
  house.connector.refuse = request => {
    if (!fits(request)) return undefined;
    asked.count++;
    return refusal;
  };
  return asked;
}

describe('a receiver that is busy', () => {
  it('gets it when the time has come that it asked for (429 with Retry-After)', async () => {
    const asked = refuses(dana, { status: 429, headers: { 'retry-after': '30' } });
    await tell(dana, 'Adatum');
    await house.settled();
    expect(asked.count).toBe(1);
    asked.end();
    await passes(house, contoso, 29_000);
    expect(toldOf(dana)).toEqual([]);
    await passes(house, contoso, 1_000);
    expect(toldOf(dana)).toEqual(['Adatum']);
    expect(await deliveries()).toMatchObject([{ outcome: 'delivered', attempts: 2 }]);
  });

  for (const status of [412, 429, 500, 502, 503, 504]) {
    it(`gets it after ${status}, with waits that grow`, async () => {
      const asked = refuses(dana, { status });
      await tell(dana, 'Adatum');
      await house.settled();
      for (const ms of [1_500, 3_000, 6_000]) await passes(house, contoso, ms);
      expect(asked.count).toBe(4);
      asked.end();
      await passes(house, contoso, 1_000);
      expect(toldOf(dana)).toEqual([]);
      await passes(house, contoso, 11_000);
      expect(toldOf(dana)).toEqual(['Adatum']);
      expect(await deliveries()).toMatchObject([{ outcome: 'delivered', attempts: 5 }]);
    });
  }

  it('gets it after no answer at all', async () => {
    const { serviceUrl } = house.connector;
    const port = Number(new URL(serviceUrl).port);
    await house.connector.stop();
    await tell(dana, 'Adatum');
    await house.settled();
    await house.connector.start(port);
    await passes(house, contoso, 1_500);
    expect(toldOf(dana)).toEqual(['Adatum']);
  });

  it('is not given up before a day is over, and then with the reason', async () => {
    const asked = refuses(dana, { status: 502 });
    await tell(dana, 'Adatum');
    await house.settled();
    for (let hour = 1; hour < 24; hour++) await passes(house, contoso, 3_600_000);
    expect(asked.count).toBe(24);
    expect(await deliveries()).toEqual([]);
    await passes(house, contoso, 3_600_000);
    await passes(house, contoso, 3_600_000);
    expect(asked.count).toBe(25);
    expect(await deliveries()).toMatchObject([{ outcome: 'failed', reason: 'The connector answered 502' }]);
  });

  it('holds up nobody else, and nothing that comes later', async () => {
    const asked = refuses(dana, { status: 429, headers: { 'retry-after': '60' } });
    await tell(dana, 'Adatum');
    await tell(town.sam, 'Lucerne');
    await house.settled();
    expect(toldOf(town.sam)).toEqual(['Lucerne']);
    asked.end();
    await tell(dana, 'Proseware');
    await house.settled();
    expect(toldOf(dana)).toEqual(['Proseware']);
    await passes(house, contoso, 60_000);
    expect(toldOf(dana)).toEqual(['Proseware', 'Adatum']);
  });

  it('gets what waited in the order in which it is due', async () => {
    const waits: Record<string, string> = { Adatum: '90', Lucerne: '30', Proseware: '60' };
    house.connector.refuse = request => {
      const name = Object.keys(waits).find(each => JSON.stringify(request.body ?? '').includes(each));
      return name ? { status: 429, headers: { 'retry-after': waits[name] ?? '' } } : undefined;
    };
    await tell(dana, ...Object.keys(waits));
    await house.settled();
    house.connector.refuse = () => undefined;
    for (let second = 0; second < 90; second += 30) await passes(house, contoso, 30_000);
    expect(toldOf(dana)).toEqual(['Lucerne', 'Proseware', 'Adatum']);
  });

  it('that is tried again by another instance keeps its tries', async () => {
    refuses(dana, { status: 502 });
    await tell(dana, 'Adatum');
    await house.settled();
    await passes(house, contoso, 2_000);
    const { due } = await house.bot.desk.storage.outbox.agenda(
      contoso,
      house.bot.desk.storage.outbox.instance,
      new Date(house.clock.now.getTime() + 3_600_000),
      10,
    );
    expect(due).toMatchObject([{ attempts: 2 }]);
  });
});

describe('a receiver that cannot be told', () => {
  it('because they blocked the bot is written down with the reason, and not tried again', async () => {
    const body = {
      error: { code: 'Forbidden', message: JSON.stringify({ subCode: 'MessageWritesBlocked' }) },
    };
    const asked = refuses(dana, { status: 403, body });
    await tell(dana, 'Adatum');
    await house.settled();
    await passes(house, contoso, 3_600_000);
    expect(asked.count).toBe(1);
    expect(await deliveries()).toMatchObject([
      { outcome: 'blocked', attempts: 1, reason: 'The connector answered 403 (MessageWritesBlocked)' },
    ]);
  });

  it('because they have never written to the bot is written down', async () => {
    await tell(town.lee, 'Adatum');
    await house.settled();
    expect(await deliveries()).toMatchObject([{ outcome: 'unknownPerson', attempts: 1 }]);
  });

  it('because the request makes no sense to Teams is written down, and not tried again', async () => {
    const asked = refuses(dana, { status: 400, body: { error: { code: 'BadSyntax' } } });
    await tell(dana, 'Adatum');
    await house.settled();
    await passes(house, contoso, 3_600_000);
    expect(asked.count).toBe(1);
    expect(await deliveries()).toMatchObject([
      { outcome: 'failed', reason: 'The connector answered 400 (BadSyntax)' },
    ]);
  });
});

describe('a conversation that is no longer there', () => {
  const old = 'a:of-an-earlier-installation';
  /** Dana installed the app anew: what was kept of her conversation is stale. */
  beforeEach(async () => {
    const { people } = house.bot.desk.storage;
    const row = await people.get(contoso, dana.options.objectId);
    if (!row?.value.conversation) throw new Error('the bot has not met her');
    await people.save(row, {
      ...row.value,
      conversation: { ...row.value.conversation, conversationId: old },
    });
  });

  it('is opened anew, and she is told there', async () => {
    house.connector.refuse = ({ path }) => (path.includes(old) ? { status: 404 } : undefined);
    await tell(dana, 'Adatum');
    await house.settled();
    expect(toldOf(dana)).toEqual(['Adatum']);
    expect(await deliveries()).toMatchObject([{ outcome: 'delivered', attempts: 1 }]);
  });

  it('is gone when the new one is not there either', async () => {
    house.connector.refuse = ({ path }) =>
      path.includes('/activities')
        ? { status: 404, body: { error: { code: 'ConversationNotFound' } } }
        : undefined;
    await tell(dana, 'Adatum');
    await house.settled();
    expect(await deliveries()).toMatchObject([
      { outcome: 'gone', reason: 'The connector answered 404 (ConversationNotFound)' },
    ]);
  });

  it('is tried again when the connector is busy opening it', async () => {
    house.connector.refuse = ({ path }) =>
      path.includes(old) ? { status: 404 } : path === '/v3/conversations' ? { status: 502 } : undefined;
    await tell(dana, 'Adatum');
    await house.settled();
    expect(toldOf(dana)).toEqual([]);
    house.connector.refuse = ({ path }) => (path.includes(old) ? { status: 404 } : undefined);
    await passes(house, contoso, 1_500);
    expect(toldOf(dana)).toEqual(['Adatum']);
  });
});

describe('many', () => {
  it('are all told, once each, past the size of a batch', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `Customer ${index}`);
    for (let from = 0; from < names.length; from += 60) await tell(dana, ...names.slice(from, from + 60));
    await house.settled();
    const told = toldOf(dana);
    expect(told).toHaveLength(120);
    expect(new Set(told)).toEqual(new Set(names));
  });
});
