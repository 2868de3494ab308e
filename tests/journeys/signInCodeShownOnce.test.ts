import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { type Overheard, overhears } from './support/overhears.ts';
import type { Person, Seen } from './support/person.ts';
import { adds, CODE, codeIn, entryIdOf, entryOf, type Firm, newFirm, opensEntry } from './support/users.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GONE = 'The sign-in information of Ari Lund was shown here once and is gone.';

let house: House;
let firm: Firm;
let dana: Person;
let ari: Person;

beforeAll(async () => {
  house = await openHouse({ env: { LOG_LEVEL: 'trace' } });
});
beforeEach(async () => {
  firm = await newFirm(house);
  ({ dana } = firm);
  ari = firm.person('Ari Lund');
});
afterAll(() => house.stop());

/** The texts among those that hold a code, with its hyphens or without. */
const holding = (texts: readonly string[], code: string) =>
  texts.filter(text => text.includes(code) || text.includes(code.replaceAll('-', '')));

/** The message that showed a code, after the timers that were due. */
async function afterTimers(shown: Seen): Promise<string> {
  await house.bot.timers.fire();
  return dana.looksAgain(shown.messageId).text;
}

describe('a one-time code', () => {
  let heard: Overheard;
  let code: string;
  let copyUrl: string;

  /** A whole life: shown, clicked again, put away, looked for, waited for, used. */
  beforeAll(async () => {
    const own = await newFirm(house);
    const admin = own.dana;
    const guest = own.person('Ari Lund');
    heard = overhears(house, [admin, own.una, guest]);
    code = await adds(admin, guest);
    copyUrl = admin.follows('Copy to clipboard');
    await heard.look();
    const shown = admin.seen;
    await admin.sends('addUser.confirm', {}, shown.messageId);
    await admin.clicks('Done', {}, shown);
    await admin.clicks('Done', {}, shown);
    await opensEntry(admin, guest);
    await opensEntry(own.una, guest);
    await admin.types('add user');
    await admin.types('help');
    await admin.types('cancel');
    house.clock.forward(11 * MINUTE);
    await house.bot.timers.fire();
    await heard.look();
    await guest.types('hello');
    await guest.clicks('Sign in', { code: 'AAAA-AAAA-AAAA' });
    await guest.types(code);
    await house.settled();
    await heard.look();
    house.connector.refuse = () => undefined;
  });

  it('appears in one outgoing activity or answer and in no other', () => {
    expect(holding(heard.outgoing, code)).toHaveLength(1);
    expect(holding(heard.outgoing, code)[0]).toContain('Sign-in information for Ari Lund');
  });

  it('lies in no row of any table', () => {
    expect(heard.rows.length).toBeGreaterThan(50);
    expect(holding(heard.rows, code)).toEqual([]);
  });

  it('stands in no line of the log', () => {
    expect(house.log.length).toBeGreaterThan(0);
    expect(holding(house.log, code)).toEqual([]);
  });

  it('stands in the address of the page behind the # only', () => {
    const { origin, pathname, search, hash } = new URL(copyUrl);
    expect(hash).toContain(code);
    expect(holding([origin, pathname, search], code)).toEqual([]);
  });

  it('has sixty bits, as twelve characters that cannot be misread', () => {
    expect(code).toMatch(new RegExp(`^${CODE.source}$`));
  });

  it('is kept as a slow hash with a salt of its own', async () => {
    await adds(dana, ari);
    const bo = firm.person('Bo Hallam');
    await adds(dana, bo);
    const [first, second] = [await entryOf(house, ari), await entryOf(house, bo)].map(entry => entry?.signIn);
    expect(Buffer.from(first?.hash ?? '', 'base64url')).toHaveLength(32);
    expect(first?.salt).not.toBe(second?.salt);
  });
});

describe('the sign-in information is gone', () => {
  it('at a second click on Confirm', async () => {
    await dana.types('add user');
    await dana.clicks('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    const details = dana.seen;
    await dana.clicks('Confirm', {}, details);
    await dana.clicks('Confirm', {}, details);
    expect(dana.seen.text).toContain('There is nothing to confirm here any more.');
    expect(dana.seen.text).not.toMatch(CODE);
  });

  it('when Teams delivers the click again, to another bot, after the answer was lost', async () => {
    const other = await openHouse({ beside: house });
    await dana.types('add user');
    await dana.clicks('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    const details = dana.seen;
    await dana.clicks('Confirm', {}, details);
    dana.goesTo(other);
    await dana.clicks('Confirm', {}, details);
    await other.stop();
    expect(dana.seen.text).toContain('users** makes a new one');
    expect(dana.seen.text).not.toMatch(CODE);
  });

  it('from one of two clicks on Confirm at once, and the entry is made once', async () => {
    await dana.types('add user');
    await dana.clicks('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    const details = dana.seen;
    const [one, two] = [dana.at(house), dana.at(house)];
    await Promise.all([one.clicks('Confirm', {}, details), two.clicks('Confirm', {}, details)]);
    expect([one, two].filter(each => CODE.test(each.seen.text))).toHaveLength(1);
  });

  it('after Done, which leads to the entry', async () => {
    await adds(dana, ari);
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('Ari Lund: Invited');
    expect(dana.seen.text).not.toMatch(CODE);
  });

  it('on any second look at the entry and at the list', async () => {
    await adds(dana, ari);
    await dana.types('users');
    expect(dana.seen.text).not.toMatch(CODE);
    await opensEntry(dana, ari);
    expect(dana.seen.text).not.toMatch(CODE);
  });

  it('when a client of Action.Submit clicks Confirm again', async () => {
    await dana.types('add user');
    await dana.submits('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    const details = dana.seen;
    await dana.submits('Confirm');
    expect(dana.seen.text).toMatch(CODE);
    dana.seen = details;
    await dana.submits('Confirm');
    expect(dana.seen.text).not.toMatch(CODE);
  });
});

describe('after ten minutes', () => {
  it('the card forgets the code', async () => {
    await adds(dana, ari);
    const shown = dana.seen;
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).toContain(GONE);
  });

  it('it is gone from a card of Action.Submit', async () => {
    await dana.types('add user');
    await dana.submits('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    await dana.submits('Confirm');
    const shown = dana.seen;
    expect(dana.looksAgain(shown.messageId).text).toMatch(CODE);
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).toContain(GONE);
  });

  it('and not long before', async () => {
    await adds(dana, ari);
    const shown = dana.seen;
    house.clock.forward(9 * MINUTE);
    expect(await afterTimers(shown)).not.toContain(GONE);
  });

  it('it offers a new code in its place', async () => {
    await adds(dana, ari);
    const shown = dana.seen;
    house.clock.forward(10 * MINUTE);
    await afterTimers(shown);
    await dana.clicks('New sign-in code', {}, dana.looksAgain(shown.messageId));
    expect(dana.seen.text).toMatch(CODE);
  });

  it('it is forgotten after a restart in between', async () => {
    const first = await openHouse({ beside: house });
    dana.goesTo(first);
    await adds(dana, ari);
    const shown = dana.seen;
    await first.stop();
    house.clock.forward(10 * MINUTE);
    const second = await openHouse({ beside: house });
    await second.bot.timers.fire();
    await second.stop();
    dana.goesTo(house);
    expect(dana.looksAgain(shown.messageId).text).toContain(GONE);
  });

  it('it is forgotten although the connector refused once', async () => {
    await adds(dana, ari);
    const shown = dana.seen;
    house.clock.forward(10 * MINUTE);
    house.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 503 } : undefined);
    expect(await afterTimers(shown)).not.toContain(GONE);
    house.connector.refuse = () => undefined;
    expect(await afterTimers(shown)).toContain(GONE);
  });

  it('a card that nobody could reach for a day is given up, and said so in the log', async () => {
    await adds(dana, ari);
    house.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 503 } : undefined);
    const due = () => house.bot.desk.storage.timers.due(house.clock.now);
    house.clock.forward(10 * MINUTE);
    await house.bot.timers.fire();
    expect(await due()).toHaveLength(1);
    house.clock.forward(DAY);
    await house.bot.timers.fire();
    house.connector.refuse = () => undefined;
    expect(await due()).toEqual([]);
    expect(house.log.some(line => line.includes('could not be reached; given up'))).toBe(true);
  });

  it('a message that was deleted is no trouble', async () => {
    await adds(dana, ari);
    const { messages } = house.connector;
    const place = messages.findIndex(message => message.id === dana.seen.messageId);
    messages.splice(place, 1);
    house.clock.forward(10 * MINUTE);
    await house.bot.timers.fire();
    expect(await house.bot.desk.storage.timers.due(house.clock.now)).toEqual([]);
  });

  it('the card speaks the language of its reader', async () => {
    await dana.types('language 日本語');
    await dana.types('add user');
    await dana.clicks('追加', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    await dana.clicks('確認');
    const shown = dana.seen;
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).toContain('Ari Lund さん');
  });

  it('a card that was put away in time stays as it is', async () => {
    await adds(dana, ari);
    const shown = dana.seen;
    await dana.clicks('Done');
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).not.toContain(GONE);
  });

  it('a card that was put away after the person had signed in stays as it is', async () => {
    const code = await adds(dana, ari);
    const shown = dana.seen;
    await ari.types(code);
    await ari.types(code);
    await dana.clicks('Done', {}, shown);
    expect(dana.seen.text).toContain('Ari Lund: Active');
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).not.toContain(GONE);
  });
});

describe('New sign-in code', () => {
  it('gives another one, which is shown as the first was', async () => {
    const first = await adds(dana, ari);
    await dana.clicks('Done');
    await dana.clicks('New sign-in code');
    expect(dana.seen.text).toContain('It is shown once and cannot be shown again.');
    expect(codeIn(dana.seen.text)).not.toBe(first);
    const shown = dana.seen;
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).toContain(GONE);
  });

  it('after a lost answer kills the code that nobody has seen', async () => {
    const lost = await adds(dana, ari);
    await opensEntry(dana, ari);
    await dana.clicks('New sign-in code');
    const code = codeIn(dana.seen.text);
    await ari.types('hello');
    await ari.clicks('Sign in', { code: lost });
    expect(ari.seen.text).toContain('This code is not right.');
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain('Welcome. You act for Contoso now');
  });

  it('takes the place of one that is seven days old', async () => {
    const old = await adds(dana, ari);
    await dana.clicks('Done');
    house.clock.forward(7 * DAY);
    await ari.types('hello');
    expect(ari.seen.text).toContain('The one-time code has expired. Ask Dana Reyes for a new one.');
    await ari.sends('signIn.enter', { code: old });
    expect(ari.seen.text).toContain('has expired');
    await opensEntry(dana, ari);
    expect(dana.seen.text).toContain('Ari Lund: Invited, code expired');
    await dana.clicks('New sign-in code');
    await ari.types(codeIn(dana.seen.text));
    expect(ari.seen.text).toContain('Welcome. You act for Contoso now');
  });

  it('is good until its last moment', async () => {
    const code = await adds(dana, ari);
    await ari.types('hello');
    house.clock.forward(7 * DAY - 1);
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain('Welcome. You act for Contoso now');
  });

  it('makes none for someone who has signed in', async () => {
    const code = await adds(dana, ari);
    const id = await entryIdOf(house, ari);
    await ari.types('hello');
    await ari.types(code);
    await dana.sends('users.newCode', { id });
    expect(dana.seen.text).toContain('Ari Lund needs no sign-in code');
  });

  it('for a global admin is made by a global admin only', async () => {
    await adds(dana, ari, { admin: 'globalAdmin' });
    await opensEntry(firm.una, ari);
    expect(firm.una.buttons).not.toContain('New sign-in code');
    await firm.una.sends('users.newCode', { id: await entryIdOf(house, ari) });
    expect(firm.una.seen.text).toContain('you need one of these roles: Global admin.');
    expect(firm.una.seen.text).not.toMatch(CODE);
  });

  it('clicked twice at once leaves one of the two codes good', async () => {
    await adds(dana, ari);
    const id = await entryIdOf(house, ari);
    const [one, two] = [dana.at(house), firm.una.at(house)];
    await Promise.all([one, two].map((each, nth) => each.sends('users.newCode', { id }, `card-${nth}`)));
    const codes = [one, two].map(each => codeIn(each.seen.text));
    await ari.types('hello');
    const soon = new Date(house.clock.now.getTime() + 10 * MINUTE);
    const toHide = (await house.bot.desk.storage.timers.due(soon)).filter(
      ({ work }) => work.kind === 'hideSignInCode' && work.userId === id,
    );
    // The code that came with the entry and these two: a try that lost leaves no timer.
    expect(toHide).toHaveLength(3);
    const outcomes: boolean[] = [];
    for (const code of codes) {
      const bo = ari.at(house);
      await bo.sends('signIn.enter', { code });
      outcomes.push(bo.seen.text.startsWith('Welcome.'));
    }
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});

describe('a code that somebody pastes where it does not belong', () => {
  const pasted = async (person: Person, text: (code: string) => string) => {
    const code = await adds(dana, ari);
    const heard = overhears(house, [person]);
    await person.types(text(code));
    house.connector.refuse = () => undefined;
    await heard.look();
    return { outgoing: holding(heard.outgoing, code), rows: holding(heard.rows, code) };
  };

  it('is not repeated to whoever added the person', async () => {
    expect(await pasted(dana, code => code)).toEqual({ outgoing: [], rows: [] });
  });

  it('is not repeated among other words', async () => {
    expect(await pasted(dana, code => `the code is ${code}, thanks`)).toEqual({ outgoing: [], rows: [] });
  });

  it('is not repeated to a colleague whom nobody added', async () => {
    const bo = firm.person('Bo Hallam');
    await bo.installs();
    expect(await pasted(bo, code => code)).toEqual({ outgoing: [], rows: [] });
  });
});
