import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BotProcess, startBotProcess, until } from './support/botProcess.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { type Sent, sends } from './support/story.ts';

/**
 * kill -9. The bot that serves the customer runs in a process of its own and dies for good; what it had acknowledged
 * must stay true, and what was left to do must be done after the restart, or by another instance.
 */
jest.setTimeout(300_000);

const INSTANCE = 'bot-that-dies';
let house: House;
let dana: Person;
let terry: Person;
let sent: Sent;
let bot: BotProcess;

beforeEach(async () => {
  house = await openHouse();
  ({ dana } = await settle(house));
  ({ sent, terry } = await opened(1));
  bot = await startBotProcess(house, INSTANCE);
});
afterEach(async () => {
  house.connector.refuse = () => undefined;
  if (bot.alive) await bot.kill();
  await house.stop();
});

/** An invitation whose link a customer has opened; both have their cards. */
async function opened(number: number): Promise<{ sent: Sent; terry: Person; name: string }> {
  const [email, name] = [`terry@tailspin${number}.example`, `Tailspin ${number}`];
  const invitation = await sends(dana, { email, name });
  const person = newcomer(house, { name: 'Terry Adams', email });
  await person.types(invitation.link);
  await house.settled();
  return { sent: invitation, terry: person, name };
}

const approve = (person: Person, { id }: Sent) =>
  person.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
const told = (title: string) => dana.inbox.filter(text => text.startsWith(title)).length;
const nothingLeft = async () => (await allRows(house)).every(row => !row.rowKey.startsWith('errand:'));

/** Everything that an acceptance promises, on both sides. */
async function isWhole(
  invitation: Sent,
  customer: Person,
  card: string | undefined,
  name: string,
): Promise<void> {
  const rows = await allRows(house);
  const { tenantId } = customer.options;
  const ofInviter = (begin: string) =>
    rowsOf(rows, dana.options.tenantId, begin).filter(row => row.text.includes(invitation.id));
  expect(ofInviter('customer:')).toHaveLength(1);
  expect(ofInviter('customer:')[0]?.text).toContain('\\"canAdminister\\":\\"yes\\"');
  expect(ofInviter('history:').filter(row => row.text.includes('\\"accepted\\"'))).toHaveLength(1);
  expect(rowsOf(rows, tenantId, 'company:')).toHaveLength(1);
  expect(rowsOf(rows, tenantId, 'partner:')).toHaveLength(1);
  expect(rowsOf(rows, tenantId, 'received:')[0]?.text).toContain('\\"accepted\\"');
  expect(rowsOf(rows, tenantId, 'history:').filter(row => row.text.includes('partnerApproved'))).toHaveLength(
    1,
  );
  expect(dana.looksAgain(invitation.card).text).toContain(`${name}: Accepted`);
  expect(customer.looksAgain(card).text).toContain('Terry Adams approved on');
}

describe('a bot that is killed between the acceptance and its notification', () => {
  let card: string | undefined;

  /** The connector holds the notification open, and the bot dies while it waits. */
  beforeEach(async () => {
    card = terry.seen.messageId;
    let asked = false;
    house.connector.refuse = ({ method, body }) => {
      if (method !== 'POST' || !JSON.stringify(body).includes('accepted your invitation')) return undefined;
      asked = true;
      return new Promise(() => {});
    };
    terry.goesTo(bot.door);
    await approve(terry, sent);
    expect(terry.seen.text).toContain('Terry Adams approved on');
    await until('the notification is under way', () => asked);
    await bot.kill();
    house.connector.refuse = () => undefined;
    expect(told('Tailspin 1 accepted')).toBe(0);
  });

  it('tells it after its restart, and all is whole', async () => {
    bot = await startBotProcess(house, INSTANCE);
    await until('nothing is left to do', nothingLeft);
    expect(told('Tailspin 1 accepted your invitation')).toBeGreaterThanOrEqual(1);
    await isWhole(sent, terry, card, 'Tailspin 1');
  });

  it('is stood in for by another instance, once it has not been heard of for a while', async () => {
    await house.bot.worker.lookAround();
    await house.settled();
    expect(told('Tailspin 1 accepted')).toBe(0);

    house.clock.forward(2 * 60_000);
    await house.bot.worker.lookAround();
    await house.settled();
    await house.settled();
    expect(told('Tailspin 1 accepted your invitation')).toBe(1);
    expect(await nothingLeft()).toBe(true);
    await isWhole(sent, terry, card, 'Tailspin 1');
  });

  it('does nothing twice that the other instance has done for it', async () => {
    house.clock.forward(2 * 60_000);
    await house.bot.worker.lookAround();
    await house.settled();
    bot = await startBotProcess(house, INSTANCE);
    const again = await opened(2);
    again.terry.goesTo(bot.door);
    await approve(again.terry, again.sent);
    await until('nothing is left to do', nothingLeft);
    expect(told('Tailspin 1 accepted')).toBe(1);
    expect(told('Tailspin 2 accepted')).toBe(1);
  });
});

describe('a bot that is killed at any write that an acceptance makes', () => {
  it('finishes it after the restart: told, turned, established, and nothing twice', async () => {
    let survived = false;
    for (let write = 1; !survived; write++) {
      expect(write).toBeLessThan(25);
      const story = await opened(10 + write);
      const card = story.terry.seen.messageId;
      bot.diesAtWrite(write);
      story.terry.goesTo(bot.door);
      // If it dies before it could answer, Teams has no answer and sends the click again.
      await approve(story.terry, story.sent).catch(() => undefined);
      const acceptedOnce = async () =>
        !bot.alive || ((await nothingLeft()) && told(`${story.name} accepted`) > 0);
      await until('it dies or is done', acceptedOnce);
      survived = bot.alive;
      if (!survived) {
        await bot.ended;
        house.clock.forward(bot.lived);
        bot = await startBotProcess(house, INSTANCE);
        story.terry.goesTo(bot.door);
        await approve(story.terry, story.sent);
        expect(story.terry.seen.text).toContain('Terry Adams approved on');
      }
      await until(`nothing is left to do after a death at write ${write}`, nothingLeft);
      expect(told(`${story.name} accepted your invitation`)).toBeGreaterThanOrEqual(1);
      await isWhole(story.sent, story.terry, card, story.name);
      if (survived) expect(write).toBeGreaterThan(4);
    }
  });
});

describe('what was half done', () => {
  it('goes on after a restart: the draft, its text, and where the inviter was', async () => {
    dana.goesTo(bot.door);
    await dana.types('invite customer al@adatum.example');
    await dana.clicks('Next', { name: 'Adatum' });
    await dana.clicks('Next', { subject: 'My words' });
    await bot.kill();
    bot = await startBotProcess(house, INSTANCE);
    dana.goesTo(bot.door);
    await dana.types('invite customer');
    expect(dana.seen.text).toContain('My words');
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('Adatum: Sent');
  });
});
