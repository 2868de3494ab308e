import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import {
  adds,
  codeIn,
  entryIdOf,
  entryOf,
  type Firm,
  joins,
  newFirm,
  opensEntry,
  speaking,
} from './support/users.ts';

const WRONG = 'AAAA-AAAA-AAAA';
const ASKED = 'Enter the one-time code that Dana Reyes gave you. You can then act for Contoso here.';
const IN = 'Welcome. You act for Contoso now, with these roles: Sales agent. The code is used up';
const NOT_EXPECTED = 'No code is expected from this account.';

let house: House;
let firm: Firm;
let dana: Person;
let ari: Person;
let code: string;

let people = 0;
/** Someone of the company whose address nobody else has. */
const colleague = (name: string) =>
  firm.person(name, { email: `${name.split(' ')[0]?.toLowerCase()}${++people}@${firm.domain}` });

beforeAll(async () => {
  house = await openHouse();
  firm = await newFirm(house);
  ({ dana } = firm);
});
beforeEach(async () => {
  ari = colleague('Ari Lund');
  code = await adds(dana, ari);
});
afterAll(() => house.stop());

const levelsOf = async ({ options }: Person) =>
  (await house.bot.desk.storage.people.get(options.tenantId, options.objectId))?.value.member;

/** Enters codes one after the other; the last answer is in front of the person. */
async function enters(person: Person, ...codes: string[]): Promise<void> {
  for (const each of codes) await person.sends('signIn.enter', { code: each });
}

describe('the first sign-in', () => {
  it('greets the new person and asks for the code', async () => {
    await ari.types('hello');
    expect(ari.inbox[0]).toContain('**Contoso** has added you.');
    expect(ari.seen.text).toContain(ASKED);
  });

  it('asks for it as soon as the app is installed', async () => {
    await ari.installs();
    expect(ari.seen.text).toContain(ASKED);
  });

  it('asks someone for it who had talked to the bot before they were added', async () => {
    const bo = colleague('Bo Hallam');
    await bo.types('customers');
    expect(bo.seen.text).toContain('you have not been added yet');
    await adds(dana, bo);
    await bo.types('hello again');
    expect(bo.seen.text).toContain(ASKED);
  });

  it('asks for it whatever is typed', async () => {
    await ari.installs();
    for (const words of ['customers', 'invite customer', 'users', 'set up company', 'help', 'what now']) {
      await ari.types(words);
      expect(ari.seen.text).toContain(ASKED);
    }
  });

  it('with the code on the card makes them a member with the roles that were given', async () => {
    await ari.types('hello');
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain(IN);
    expect(ari.seen.text).not.toContain('delete the message');
    await ari.types('customers');
    expect(ari.seen.text).toContain('Customers');
  });

  it('with the code typed into the chat does too, and asks to delete the message', async () => {
    await ari.types('hello');
    await ari.types(code);
    expect(ari.seen.text).toContain(IN);
    expect(ari.seen.text).toContain('please delete the message with it from this chat');
  });

  it.each([
    ['in small letters', (text: string) => text.toLowerCase()],
    ['without hyphens', (text: string) => text.replaceAll('-', '')],
    ['with spaces', (text: string) => ` ${text.replaceAll('-', ' - ')} `],
    ['with long dashes', (text: string) => text.replaceAll('-', '–')],
    [
      'in full width',
      (text: string) => text.replace(/\w/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    [
      'with the letter O for zero and l for one',
      (text: string) => text.replace(/0/g, 'O').replace(/1/g, 'l'),
    ],
  ])('reads the code %s', async (_, as) => {
    await ari.types('hello');
    await ari.clicks('Sign in', { code: as(code) });
    expect(ari.seen.text).toContain(IN);
  });

  it('finds the code among the words that were passed on with it', async () => {
    await ari.types('hello');
    await ari.types(
      `Address: ${ari.options.email}\nOne-time code: ${code}\nHow to sign in: open Partner Desk`,
    );
    expect(ari.seen.text).toContain(IN);
  });

  it('takes the code as the very first message', async () => {
    await ari.types(code);
    expect(ari.seen.text).toContain(IN);
  });

  it('binds the entry to the account, copies the roles and burns the code, in one transaction', async () => {
    await ari.types('hello');
    await ari.clicks('Sign in', { code });
    const entry = await entryOf(house, ari);
    expect(entry).toMatchObject({ state: 'active', objectId: ari.options.objectId });
    expect(entry?.signIn).toBeUndefined();
    expect(await levelsOf(ari)).toMatchObject({ agent: 'salesAgent', admin: 'none', userId: entry?.id });
  });

  it('stands in history', async () => {
    await ari.types('hello');
    await ari.clicks('Sign in', { code });
    const history = rowsOf(await allRows(house), firm.tenantId, 'history:');
    const events = history.map(row => row.text).filter(text => text.includes(ari.options.email));
    expect(events.filter(text => text.includes('user.added'))).toHaveLength(1);
    expect(events.filter(text => text.includes('user.signedIn'))).toHaveLength(1);
  });

  it('is done by a client that knows only Action.Submit', async () => {
    await ari.types('hello');
    await ari.submits('Sign in', { code });
    expect(ari.seen.text).toContain(IN);
  });

  it('is greeted although Teams does not tell just then who it is, and asked at the next message', async () => {
    house.connector.refuse = ({ method }) => (method === 'GET' ? { status: 503 } : undefined);
    await ari.types('hello');
    house.connector.refuse = () => undefined;
    expect(ari.inbox[0]).toContain('Welcome to Partner Desk');
    await ari.types('hello');
    expect(ari.seen.text).toContain(ASKED);
  });

  it('waits for the code across a restart', async () => {
    const other = await openHouse({ beside: house });
    ari.goesTo(other);
    await ari.types('hello');
    await other.stop();
    ari.goesTo(house);
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain(IN);
  });
});

describe('whom the bot recognizes', () => {
  it('is whoever has the address in their Teams profile, in any case', async () => {
    house.connector.members.set(ari.userId, {
      id: ari.userId,
      aadObjectId: ari.options.objectId,
      name: ari.options.name,
      email: ari.options.email.toUpperCase(),
      tenantId: firm.tenantId,
    });
    await ari.types('hello');
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain(IN);
  });

  it('is whoever was added by the name of their account, where their address is another one', async () => {
    house.connector.members.set(ari.userId, {
      id: ari.userId,
      aadObjectId: ari.options.objectId,
      name: ari.options.name,
      email: `a.lund@${firm.domain}`,
      userPrincipalName: ari.options.email,
      tenantId: firm.tenantId,
    });
    await ari.types('hello');
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain(IN);
  });

  it('is not a colleague with another address, even with the right code', async () => {
    const bo = colleague('Bo Hallam');
    await bo.types('hello');
    expect(bo.seen.text).not.toContain(ASKED);
    await bo.types(code);
    expect(bo.seen.text).toContain(NOT_EXPECTED);
    await enters(bo, code);
    expect(bo.seen.text).toContain(NOT_EXPECTED);
    expect(await levelsOf(bo)).toBeUndefined();
  });

  it('is not whoever types the address', async () => {
    const bo = colleague('Bo Hallam');
    await bo.installs();
    for (const words of [ari.options.email, `I am ${ari.options.email}`, `${ari.options.email} ${code}`]) {
      await bo.types(words);
      expect(bo.seen.text).not.toContain(ASKED);
    }
    await bo.sends('signIn.enter', { code, email: ari.options.email, objectId: ari.options.objectId });
    expect(bo.seen.text).toContain(NOT_EXPECTED);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });

  it('is not whoever bears the name', async () => {
    const bo = firm.person('Ari Lund', { email: `other@${firm.domain}` });
    await bo.types(code);
    expect(bo.seen.text).toContain(NOT_EXPECTED);
  });

  it.each([
    ['by their role', { userRole: 'guest' }],
    ['by their name', { userPrincipalName: 'ari_contoso.example#EXT#@contoso.example' }],
  ])('is not a guest with this address, known %s', async (_, options) => {
    const guest = firm.person('Ari Lund', { email: ari.options.email, ...options });
    await guest.types(code);
    expect(guest.seen.text).toContain(NOT_EXPECTED);
    expect(await levelsOf(guest)).toBeUndefined();
  });

  it('is not someone of another tenant with this address, set up here or not', async () => {
    const elsewhere = newOrganization(house).person('Ari Lund', { email: ari.options.email });
    await elsewhere.types(code);
    expect(elsewhere.seen.text).toContain(NOT_EXPECTED);
    const other = await newFirm(house);
    const there = other.person('Ari Lund', { email: ari.options.email });
    await there.types(code);
    expect(there.seen.text).toContain(NOT_EXPECTED);
    expect(await levelsOf(there)).toBeUndefined();
  });

  it('is nobody whom Teams does not know in the chat', async () => {
    house.connector.members.delete(ari.userId);
    await ari.types(code);
    expect(ari.seen.text).toContain(NOT_EXPECTED);
  });

  it('is nobody in a channel', async () => {
    await ari.installs();
    const before = house.connector.messages.length;
    await ari.post({
      type: 'message',
      text: code,
      conversation: { id: '19:channel', conversationType: 'channel', tenantId: firm.tenantId },
    });
    const [said] = house.connector.messages.slice(before).map(each => each.activity.text ?? '');
    expect(said).toContain('A one-time code was posted here');
    expect(said).not.toContain(code);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });

  it('is nobody else once the address is bound', async () => {
    await ari.types(code);
    const second = firm.person('Ari Lund', { email: ari.options.email });
    await second.types('hello');
    expect(second.seen.text).not.toContain(ASKED);
    await enters(second, code);
    expect(second.seen.text).toContain(NOT_EXPECTED);
    expect(await entryOf(house, ari)).toMatchObject({ objectId: ari.options.objectId });
  });
});

describe('a code', () => {
  it('is burnt after its use', async () => {
    await ari.types(code);
    await opensEntry(dana, ari);
    await dana.clicks('Remove');
    await dana.clicks('Remove');
    await adds(dana, ari);
    await enters(ari, code);
    expect(ari.seen.text).toContain('This code is not right.');
  });

  it('delivered twice answers that they are in', async () => {
    await ari.types('hello');
    const asked = ari.seen;
    await ari.clicks('Sign in', { code }, asked);
    await ari.clicks('Sign in', { code }, asked);
    expect(ari.seen.text).toContain('You act for Contoso already, with these roles: Sales agent.');
  });

  it('entered on two devices at once signs in once, and both hear so', async () => {
    await ari.types('hello');
    const [desk, phone] = [ari.at(house), ari.at(house)];
    await Promise.all([desk.clicks('Sign in', { code }), phone.clicks('Sign in', { code })]);
    for (const device of [desk, phone])
      expect(device.seen.text).toMatch(/^(?:Welcome\. You act for|You act for) Contoso/);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'active' });
  });

  it('is needed by no member, whose entry stays as it is', async () => {
    const { sam } = firm;
    const before = await levelsOf(sam);
    await enters(sam, code);
    expect(sam.seen.text).toContain('You act for Contoso already');
    expect(await levelsOf(sam)).toEqual(before);
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited' });
  });

  it('typed by a member is to be deleted', async () => {
    await dana.types(code);
    expect(dana.seen.text).toContain('No code is needed; please delete the message with it from this chat.');
    expect(dana.seen.text).not.toContain(code);
  });

  it('that cannot be one is not counted', async () => {
    await ari.types('hello');
    for (const text of ['', 'abc', 'UUUU-UUUU-UUUU', `${code}0`, '🙂'.repeat(12)]) {
      await enters(ari, text);
      expect(ari.seen.text).toContain('This is not a one-time code.');
    }
    await enters(ari, code);
    expect(ari.seen.text).toContain(IN);
  });

  it('of a colleague does not help', async () => {
    const bo = colleague('Bo Hallam');
    const theirs = await adds(dana, bo);
    await ari.types('hello');
    await enters(ari, theirs);
    expect(ari.seen.text).toContain('This code is not right.');
  });

  it('as data of another shape is not looked at', async () => {
    await ari.types('hello');
    await ari.sends('signIn.enter', { code: { $ne: '' } });
    await ari.sends('signIn.enter', {});
    expect(await entryOf(house, ari)).toMatchObject({ state: 'invited', signIn: { tried: 0 } });
  });
});

describe('five wrong codes', () => {
  const LOCKED = 'Too many wrong codes were entered, so the code is locked.';
  const locks = () => enters(ari, WRONG, WRONG, WRONG, WRONG, WRONG);
  const told = () =>
    dana.inbox.filter(text => text.includes('is locked') && text.includes(ari.options.email));

  beforeEach(async () => {
    await ari.types('hello');
  });

  it('say each time how many tries are left', async () => {
    for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is']) {
      await enters(ari, WRONG);
      expect(ari.seen.text).toContain(`${left} left.`);
    }
  });

  it('leave the fifth try to whoever has the right one', async () => {
    await enters(ari, WRONG, WRONG, WRONG, WRONG, code);
    expect(ari.seen.text).toContain(IN);
  });

  it('lock it, also for the right one', async () => {
    await locks();
    expect(ari.seen.text).toContain(LOCKED);
    await enters(ari, code);
    expect(ari.seen.text).toContain(LOCKED);
    await ari.types(code);
    expect(ari.seen.text).toContain(LOCKED);
    expect(await levelsOf(ari)).toBeUndefined();
  });

  it('count alike on the card and in the chat', async () => {
    await enters(ari, WRONG, WRONG);
    await ari.types(WRONG);
    await ari.types('AAAAAAAAAAA1');
    expect(ari.seen.text).toContain('One try is left.');
    expect(ari.seen.text).toContain('Please delete the message with the code from this chat.');
  });

  it('tell whoever added the person, once', async () => {
    await locks();
    await enters(ari, WRONG, WRONG);
    await house.settled();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain('The sign-in code of Ari Lund is locked');
  });

  it('tell nobody who may not manage people any more', async () => {
    const bo = await joins(dana, colleague('Bo Hallam'), { agent: 'none', admin: 'userManagementAdmin' });
    const cleo = colleague('Cleo Nandi');
    await adds(bo, cleo);
    await dana.types(`assign roles ${bo.options.email}`);
    await dana.clicks('Update', { admin: 'billingAdmin' });
    await cleo.types('hello');
    await enters(cleo, WRONG, WRONG, WRONG, WRONG, WRONG);
    await house.settled();
    expect(bo.inbox.filter(text => text.includes('is locked'))).toEqual([]);
  });

  it('are undone by New sign-in code, straight from the notice', async () => {
    await locks();
    await house.settled();
    dana.reads();
    await dana.clicks('New sign-in code');
    await enters(ari, codeIn(dana.seen.text));
    expect(ari.seen.text).toContain(IN);
  });

  it('stand in the list and on the entry', async () => {
    await locks();
    await dana.types(`users ${ari.options.email}`);
    expect(dana.seen.text).toContain('Ari Lund\nLocked · Sales agent');
    await opensEntry(dana, ari);
    expect(dana.seen.text).toContain('Ari Lund: Locked');
  });

  describe('among twelve at once', () => {
    const guesses = (...codes: string[]) =>
      Promise.all(codes.map(each => ari.at(house).sends('signIn.enter', { code: each })));

    it('lock it as five in a row do, and the adder is told once', async () => {
      const answers = await guesses(...Array.from({ length: 12 }, () => WRONG));
      expect(answers.filter(({ text }) => text.includes('This code is not right.')).length).toBeLessThan(5);
      expect(await entryOf(house, ari)).toMatchObject({ state: 'locked' });
      await house.settled();
      expect(told()).toHaveLength(1);
    });

    it('never count more than five as looked at', async () => {
      const { users } = house.bot.desk.storage;
      const id = await entryIdOf(house, ari);
      let most = 0;
      let running = true;
      const watch = (async () => {
        while (running) most = Math.max(most, (await users.get(firm.tenantId, id))?.value.signIn?.tried ?? 0);
      })();
      await guesses(...Array.from({ length: 12 }, () => WRONG));
      running = false;
      await watch;
      expect(most).toBeLessThanOrEqual(5);
    });

    it('leave the right one that comes late without effect', async () => {
      const wrong = guesses(...Array.from({ length: 11 }, () => WRONG));
      while (((await entryOf(house, ari))?.signIn?.tried ?? 5) < 5);
      const late = await ari.at(house).sends('signIn.enter', { code });
      await wrong;
      expect(late.text).toContain(LOCKED);
      expect(await levelsOf(ari)).toBeUndefined();
      expect(await entryOf(house, ari)).toMatchObject({ state: 'locked' });
    });
  });
});

describe('the first sign-in speaks', () => {
  it('Japanese', async () => {
    const reader = speaking(house, ari, 'ja-JP');
    await reader.types('こんにちは');
    expect(reader.seen.text).toContain('Contoso');
    await reader.clicks('サインイン', { code: WRONG });
    expect(reader.seen.text).toContain('コード');
    await reader.clicks('サインイン', { code });
    expect(reader.seen.text).toContain('販売エージェント');
    expect(reader.seen.text).toContain('コードは使用済みになりました。');
  });

  it('Traditional Chinese', async () => {
    const reader = speaking(house, ari, 'zh-TW');
    await reader.types('你好');
    await reader.clicks('登入', { code: WRONG });
    expect(reader.seen.text).toContain('代碼');
    await reader.clicks('登入', { code });
    expect(reader.seen.text).toContain(
      '歡迎。您現在可以用這些角色代表 Contoso 操作：銷售代理人。代碼已失效。',
    );
  });
});
