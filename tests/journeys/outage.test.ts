import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type PrivateAzurite, startPrivateAzurite } from '../support/azurite.ts';
import { type ForgetfulProxy, startForgetfulProxy } from '../support/forgetfulProxy.ts';
import { until } from './support/botProcess.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf, type StoredRow } from './support/rows.ts';
import { drafts, opensForm, type Sent, sends } from './support/story.ts';

/** Storage stops, hangs or loses its answers in the middle of a turn. An Azurite of the test's own is stopped for it. */
jest.setTimeout(60_000);

const AWAY = /The storage does not answer at the moment/;
let azurite: PrivateAzurite;
let proxy: ForgetfulProxy;
let house: House;
let dana: Person;
let terry: Person;
let sent: Sent;
/** The message that carries Terry's approval card. */
let card: string | undefined;
/** Called before each request to storage goes out. */
let onRequest: (method: string, path: string) => void = () => {};

beforeEach(async () => {
  onRequest = () => {};
  azurite = await startPrivateAzurite();
  proxy = await startForgetfulProxy(azurite.connectionString);
  house = await openHouse({
    connectionString: proxy.connectionString,
    onRequest: (method, path) => onRequest(method, path),
  });
  ({ dana } = await settle(house));
  sent = await sends(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
  terry = newcomer(house, { name: 'Terry Adams' });
  card = (await terry.types(sent.link)).messageId;
  await house.settled();
});
afterEach(async () => {
  azurite.resume();
  await house.stop();
  await proxy.close();
  await azurite.dispose();
});

const approve = () => terry.sends('accept.approve', { id: sent.id, confirmGlobalAdmin: 'true' });
const isTransaction = (path: string) => path.endsWith('/$batch');

/** Does something once, when the next transaction is about to go out. */
function atTheTransaction(act: () => void): void {
  onRequest = (_, path) => {
    if (!isTransaction(path)) return;
    onRequest = () => {};
    act();
  };
}

/** Stops storage, and gives this process no time for anything else until it is gone. */
function stopAtOnce(): Promise<void> {
  const { pid } = azurite;
  const stopped = azurite.stop('SIGINT');
  const runs = `s=$(ps -o stat= -p ${pid}) && case $s in Z*) false;; esac`;
  spawnSync('sh', ['-c', `while ${runs}; do sleep 0.05; done`], { timeout: 10_000 });
  return stopped;
}

/** The reference in what a person reads stands in the log, at the failure. */
function expectReferenceIn(text: string): void {
  const reference = /Reference: (\w{8})/.exec(text)?.[1];
  expect(reference).toBeDefined();
  const line = house.log.find(each => each.includes(String(reference)));
  expect(line).toContain('a turn failed');
  expect(line).toContain('StorageUnavailableError');
}

/** Storage of the house's own, once it answers again. */
async function rowsNow(): Promise<StoredRow[]> {
  const { prefix } = house;
  return allRows({ prefix, connectionString: azurite.connectionString });
}

async function accepted(): Promise<void> {
  await until('it is told', async () => {
    await house.settled();
    return dana.inbox.some(text => text.startsWith('Tailspin accepted'));
  });
  expect(terry.looksAgain(card).text).toContain('Terry Adams approved on');
  expect(dana.looksAgain(sent.card).text).toContain('Tailspin: Accepted');
  const rows = await rowsNow();
  const events = rowsOf(rows, dana.options.tenantId, 'history:').filter(row =>
    row.text.includes('"accepted\\"'),
  );
  expect(events).toHaveLength(1);
  expect(rowsOf(rows, dana.options.tenantId, 'customer:')).toHaveLength(1);
}

describe('storage that stops in the middle of an approval', () => {
  it('is answered politely with a reference that the log holds, and nothing is half written', async () => {
    const before = await rowsNow();
    let stopped: Promise<void> | undefined;
    atTheTransaction(() => {
      stopped = stopAtOnce();
    });
    const { text } = await approve();
    await stopped;
    expect(text).toMatch(AWAY);
    expectReferenceIn(text);

    await azurite.start();
    expect(await rowsNow()).toEqual(before);
    expect((await approve()).text).toContain('Terry Adams approved on');
    await accepted();
  });
});

describe('storage that is away', () => {
  beforeEach(() => azurite.stop('SIGINT'));

  it('is answered politely whatever a person does, and the bot lives on', async () => {
    for (const text of ['help', 'invite customer']) {
      await dana.types(text);
      expect(dana.seen.text).toMatch(AWAY);
      expectReferenceIn(dana.seen.text);
    }
    await azurite.start();
    await dana.types('invitations');
    expect(dana.seen.text).toContain('Tailspin');
  });

  it('is told in the language of the person’s Teams', async () => {
    const naoki = newcomer(house, { name: 'Naoki Sato', locale: 'ja-JP' });
    await naoki.types('ヘルプ');
    expect(naoki.seen.text).toMatch(/[ぁ-ん].*[A-Z2-9]{8}/);
  });

  it('shows in readyz, not in healthz', async () => {
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${house.port}${path}`)).status;
    expect(await ask('/readyz')).toBe(503);
    expect(await ask('/healthz')).toBe(200);
    await azurite.start();
    expect(await ask('/readyz')).toBe(200);
  });

  it('leaves the pages polite', async () => {
    const answer = await fetch(`http://127.0.0.1:${house.port}/invitations/${sent.code}`);
    expect(answer.status).toBe(500);
    const html = await answer.text();
    expect(html).not.toContain('at ');
    expect(html).toMatch(/[A-Z2-9]{8}/);
  });

  it('keeps what was typed into a form: the card stays, and works again when storage is back', async () => {
    await azurite.start();
    await opensForm(dana);
    await azurite.stop('SIGINT');
    const typed = { email: 'al@adatum.example', name: 'Adatum' };
    const form = dana.seen;
    expect((await dana.clicks('Next', typed)).text).toMatch(AWAY);
    await azurite.start();
    expect((await dana.clicks('Next', typed, form)).text).toContain('Edit the invitation to Adatum');
  });
});

describe('storage that hangs at the transaction', () => {
  it('is given up in time, and whatever became of the write, it is whole and told', async () => {
    atTheTransaction(() => azurite.freeze());
    const { text } = await approve();
    expect(text).toMatch(AWAY);
    azurite.resume();
    await until('storage answers', async () => (await terry.types('help')).text.includes('What you can do'));
    expect((await approve()).text).toContain('Terry Adams approved on');
    await accepted();
  });
});

describe('storage that does what it is told but whose answer is lost', () => {
  it('is asked once more, and the approval stands', async () => {
    proxy.dropNextAnswer(({ path }) => isTransaction(path));
    expect((await approve()).text).toContain('Terry Adams approved on');
    await accepted();
  });

  it('and which is gone then: nobody hears that it was done, but all that follows from it is done', async () => {
    proxy.dropNextAnswer(
      ({ path }) => isTransaction(path),
      async () => azurite.stop('SIGINT'),
    );
    expect((await approve()).text).toMatch(AWAY);
    await azurite.start();
    await until('it is told', () => dana.inbox.some(text => text.startsWith('Tailspin accepted')));
    expect((await approve()).text).toContain('Terry Adams approved on');
    await accepted();
  });
});

describe('a notification that is under way while storage is away', () => {
  it('is told all the same, perhaps twice, and its end is written down later', async () => {
    const stopped: Promise<void>[] = [];
    house.connector.refuse = ({ method, body }) => {
      if (
        method === 'POST' &&
        JSON.stringify(body).includes('accepted your invitation') &&
        stopped.length === 0
      ) {
        stopped.push(azurite.stop('SIGINT'));
      }
      return undefined;
    };
    await approve();
    await until('storage was stopped', () => stopped.length > 0);
    await Promise.all(stopped);
    await azurite.start();
    await until('nothing is left to do', async () =>
      (await rowsNow()).every(row => !row.rowKey.startsWith('errand:')),
    );
    await accepted();
  });
});

describe('a draft whose Done was not answered', () => {
  it('is sent once', async () => {
    const draft = await drafts(dana, { email: 'al@adatum.example', name: 'Adatum' });
    await dana.clicks('Next');
    const ready = dana.seen;
    proxy.dropNextAnswer(
      ({ path }) => isTransaction(path),
      async () => azurite.stop('SIGINT'),
    );
    expect((await dana.clicks('Done')).text).toMatch(AWAY);
    await azurite.start();
    expect((await dana.clicks('Done', {}, ready)).text).toContain('Adatum: Sent');
    const rows = rowsOf(await rowsNow(), dana.options.tenantId, 'history:');
    expect(rows.filter(row => row.text.includes(draft.id) && row.text.includes('"sent\\"'))).toHaveLength(1);
  });
});
