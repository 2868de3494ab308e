import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type OpenedAccount,
  opensAccount,
  recordOf,
  SETUP_CODE,
  setsUp,
  setupCodeIn,
} from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, rightDetails, toReview } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import { type Overheard, overhears } from './support/overhears.ts';
import type { Person, Seen } from './support/person.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GONE = 'was shown here once and is gone.';

let house: House;
let world: Chain;
let pat: Person;
let taylor: Person;
let name: string;
let count = 0;

beforeAll(async () => {
  house = await openHouse({ env: { LOG_LEVEL: 'trace' } });
});
beforeEach(async () => {
  world = await chain(house);
  pat = world.provider.admin;
  name = `Tailspin ${++count}`;
  taylor = newOrganization(house).person('Taylor Phillips');
});
afterAll(() => house.stop());

/** The texts among those that hold a code, with its hyphens or without. */
const holding = (texts: readonly string[], code: string) =>
  texts.filter(text => text.includes(code) || text.includes(code.replaceAll('-', '')));
/** The same for either half of a code. */
const holdingAHalf = (texts: readonly string[], code: string) =>
  [code.slice(0, 9), code.slice(10)].flatMap(half => holding(texts, half));

/** The message that showed a code, after the timers that were due. */
async function afterTimers(shown: Seen): Promise<string> {
  await house.bot.timers.fire();
  return pat.looksAgain(shown.messageId).text;
}

describe('a setup code', () => {
  let heard: Overheard;
  let account: OpenedAccount;
  let copyUrl: string;

  /** A whole life: shown, submitted again, put away, looked for, waited for, tried, used. */
  beforeAll(async () => {
    const own = await chain(house);
    const admin = own.provider.admin;
    const guest = newOrganization(house).person('Taylor Phillips');
    heard = overhears(house, [admin, own.reseller.admin, guest]);
    await toReview(admin, rightDetails({ name: 'Tailspin', reseller: own.reseller.id }));
    const review = admin.seen;
    await admin.clicks('Submit');
    const code = setupCodeIn(admin.seen.text);
    copyUrl = admin.follows('Copy to clipboard');
    await heard.look();
    const shown = admin.seen;
    await house.settled();
    const { id } = await recordOf(house, own.provider, 'Tailspin');
    account = { id, name: 'Tailspin', code };
    await admin.clicks('Submit', {}, review);
    await admin.clicks('Done', {}, shown);
    await admin.clicks('Done', {}, shown);
    await admin.types('customers tailspin');
    await admin.clicks('Open Tailspin');
    await own.reseller.admin.types('customers tailspin');
    await admin.types('history');
    await admin.types('help');
    house.clock.forward(11 * MINUTE);
    await house.bot.timers.fire();
    await heard.look();
    await guest.types('AAAA-AAAA-AAAA-AAAA-AAAA');
    await guest.types(code);
    await guest.clicks('Set up', { confirmGlobalAdmin: 'true' });
    await house.settled();
    await guest.types('history');
    await heard.look();
    house.connector.refuse = () => undefined;
  });

  it('appears in one outgoing answer and in no other', () => {
    expect(holding(heard.outgoing, account.code)).toHaveLength(1);
    expect(holding(heard.outgoing, account.code)[0]).toContain('Setup information for Tailspin');
  });

  it('lies in no row of any table, not even half of it', () => {
    expect(heard.rows.length).toBeGreaterThan(100);
    expect(holdingAHalf(heard.rows, account.code)).toEqual([]);
  });

  it('stands in no line of the log', () => {
    expect(house.log.length).toBeGreaterThan(0);
    expect(holdingAHalf(house.log, account.code)).toEqual([]);
  });

  it('stands in the address of the page behind the # only', () => {
    const { origin, pathname, search, hash } = new URL(copyUrl);
    expect(pathname).toBe('/setup-information');
    expect(hash).toContain(account.code);
    expect(holdingAHalf([origin, pathname, search], account.code)).toEqual([]);
  });

  it('is kept as a slow hash with a salt of its own, of a secret of sixty bits', async () => {
    expect(account.code).toMatch(new RegExp(`^${SETUP_CODE.source}$`));
    const [first, second] = await Promise.all(
      ['A', 'B'].map(async (suffix, nth) => {
        const own = await chain(house);
        const { id } = await opensAccount(house, own, `${name} ${suffix}${nth}`);
        return (await house.bot.desk.storage.setupCodes.get(id))?.value.code;
      }),
    );
    expect(Buffer.from(first?.hash ?? '', 'base64url')).toHaveLength(32);
    expect(first?.salt).not.toBe(second?.salt);
  });
});

describe('the setup information is gone', () => {
  it('at a second click on Submit', async () => {
    await toReview(pat, rightDetails({ name, reseller: world.reseller.id }));
    const review = pat.seen;
    await pat.clicks('Submit');
    expect(pat.seen.text).toMatch(SETUP_CODE);
    await pat.clicks('Submit', {}, review);
    expect(pat.seen.text).not.toMatch(SETUP_CODE);
  });

  it('from one of two clicks at once, and one account is opened', async () => {
    await toReview(pat, rightDetails({ name, reseller: world.reseller.id }));
    const [one, two] = [pat.at(house), pat.at(house)];
    await Promise.all([one.clicks('Submit'), two.clicks('Submit')]);
    expect([one, two].filter(each => SETUP_CODE.test(each.seen.text))).toHaveLength(1);
    await house.settled();
    await recordOf(house, world.provider, name);
  });

  it('after Done, which leads to the record', async () => {
    await opensAccount(house, world, name);
    await pat.clicks('Done');
    expect(pat.seen.text).toContain('Waits for its first admin');
    expect(pat.seen.text).not.toMatch(SETUP_CODE);
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(pat.seen)).not.toContain(GONE);
  });

  it('after ten minutes, when the card forgets it and offers a new one', async () => {
    const { code } = await opensAccount(house, world, name);
    const shown = pat.seen;
    house.clock.forward(9 * MINUTE);
    expect(await afterTimers(shown)).not.toContain(GONE);
    house.clock.forward(MINUTE);
    expect(await afterTimers(shown)).toContain(`The setup information of ${name} ${GONE}`);
    await pat.clicks('New setup code', {}, pat.looksAgain(shown.messageId));
    expect(setupCodeIn(pat.seen.text)).not.toBe(code);
  });

  it('after ten minutes also from a card of Action.Submit, in the language of its reader', async () => {
    await toReview(pat, rightDetails({ name, reseller: world.reseller.id }));
    await pat.submits('Submit');
    expect(pat.seen.text).toMatch(SETUP_CODE);
    const shown = pat.seen;
    await pat.types('language 日本語');
    house.clock.forward(10 * MINUTE);
    expect(await afterTimers(shown)).toContain(`${name} のセットアップ情報はここに 1 回表示され`);
  });

  it('after a restart in between', async () => {
    const first = await openHouse({ beside: house });
    pat.goesTo(first);
    await opensAccount(first, world, name);
    const shown = pat.seen;
    await first.stop();
    house.clock.forward(10 * MINUTE);
    pat.goesTo(house);
    expect(await afterTimers(shown)).toContain(GONE);
  });
});

describe('New setup code', () => {
  const opensRecord = async (person: Person) => {
    await person.types(`customers ${name}`);
    await person.clicks(`Open ${name}`);
  };

  it('stands on the record while nobody is bound, and kills the old one', async () => {
    const { code } = await opensAccount(house, world, name);
    await opensRecord(pat);
    expect(pat.seen.text).toContain('Waits for its first admin');
    await pat.clicks('New setup code');
    expect(pat.seen.text).toContain('It is shown once and cannot be shown again.');
    const next = setupCodeIn(pat.seen.text);
    await taylor.types(code);
    expect(taylor.seen.text).toContain('A newer setup code has taken the place of this one.');
    await setsUp(taylor, next);
    expect(taylor.seen.text).toContain('is being set up for your organization');
  });

  it('ends what the old one had allowed', async () => {
    const { code } = await opensAccount(house, world, name);
    await taylor.types(code);
    const toBind = taylor.seen;
    await opensRecord(pat);
    await pat.clicks('New setup code');
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' }, toBind);
    expect(taylor.seen.text).toContain('No account here has this setup code.');
  });

  it('takes the place of one that is seven days old, as the record says', async () => {
    await opensAccount(house, world, name);
    house.clock.forward(7 * DAY);
    await opensRecord(pat);
    expect(pat.seen.text).toContain('The setup code has expired');
    await pat.clicks('New setup code');
    await setsUp(taylor, setupCodeIn(pat.seen.text));
    expect(taylor.seen.text).toContain('is being set up for your organization');
  });

  it('unlocks', async () => {
    const { code } = await opensAccount(house, world, name);
    const wrong = `${code.slice(0, -4)}${code.endsWith('0000') ? '1111' : '0000'}`;
    for (let nth = 0; nth < 5; nth++) await taylor.types(wrong);
    await opensRecord(pat);
    expect(pat.seen.text).toContain('is locked after too many wrong tries');
    await pat.clicks('New setup code');
    await setsUp(taylor, setupCodeIn(pat.seen.text));
    expect(taylor.seen.text).toContain('is being set up for your organization');
  });

  it('is made for nobody who has set up, and the record offers none', async () => {
    const { id, code } = await opensAccount(house, world, name);
    await setsUp(taylor, code);
    await house.settled();
    await opensRecord(pat);
    expect(pat.seen.text).not.toContain('first admin');
    expect(pat.buttons).not.toContain('New setup code');
    await pat.sends('setupInformation.new', { id });
    expect(pat.seen.text).toContain(`${name} needs no setup code`);
    expect(pat.seen.text).not.toMatch(SETUP_CODE);
  });

  it('is the provider’s to make, not the reseller’s', async () => {
    const { id } = await opensAccount(house, world, name);
    const { admin } = world.reseller;
    await opensRecord(admin);
    expect(admin.seen.text).toContain('Waits for its first admin');
    expect(admin.buttons).not.toContain('New setup code');
    await admin.sends('setupInformation.new', { id });
    expect(admin.seen.text).toContain('This is not here any more');
  });

  it('clicked twice at once leaves one of the two codes good', async () => {
    const { id } = await opensAccount(house, world, name);
    const [one, two] = [pat.at(house), pat.at(house)];
    await Promise.all(
      [one, two].map((each, nth) => each.sends('setupInformation.new', { id }, `card-${nth}`)),
    );
    const outcomes: boolean[] = [];
    for (const person of [one, two]) {
      await taylor.types(setupCodeIn(person.seen.text));
      outcomes.push(taylor.buttons.includes('Set up'));
    }
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});

describe('a setup code that somebody pastes where it does not belong', () => {
  it('is not repeated to whoever made it', async () => {
    const { code } = await opensAccount(house, world, name);
    const heard = overhears(house, [pat]);
    await pat.types(code);
    await pat.types(`the code is ${code}, thanks`);
    await pat.types(`customers ${code}`);
    house.connector.refuse = () => undefined;
    await heard.look();
    expect(holdingAHalf(heard.rows, code)).toEqual([]);
    expect(pat.seen.text).toBeDefined();
  });
});
