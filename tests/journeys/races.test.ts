import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf, type StoredRow } from './support/rows.ts';
import { type Sent, sends } from './support/story.ts';

let house: House;
let other: House;
let town: Town;
let dana: Person;

/** Two bots on one storage, as production runs them. */
beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
  town = await settle(house);
  dana = town.dana;
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});

async function settled(): Promise<void> {
  await Promise.all([house.settled(), other.settled()]);
  await Promise.all([house.settled(), other.settled()]);
}

const told = (person: Person, title: string) => person.inbox.filter(text => text.startsWith(title)).length;

/** How often an event stands in the history of a company about an invitation. */
function historyOf(rows: StoredRow[], companyId: string, { id }: Sent, event: string): number {
  return rowsOf(rows, companyId, 'history:').filter(
    row => row.text.includes(id) && row.text.includes(`"${event}\\"`),
  ).length;
}

describe('a hundred clicks on Approve of one invitation, at two bots', () => {
  const CLICKS = 100;
  let sent: Sent;
  let admins: Person[];
  let answers: string[];
  let rows: StoredRow[];
  let card: string | undefined;

  beforeAll(async () => {
    sent = await sends(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
    const terry = newcomer(house, { name: 'Terry Adams' });
    const ariel = newcomer(house, {
      name: 'Ariel Moss',
      tenantId: terry.options.tenantId,
      email: 'ariel@tailspin.example',
    });
    admins = [terry, ariel];
    for (const admin of admins) await admin.types(sent.link);
    card = terry.seen.messageId;
    ariel.goesTo(other);
    const click = (index: number) =>
      (index % 2 === 0 ? terry : ariel).sends('accept.approve', { id: sent.id, confirmGlobalAdmin: 'true' });
    answers = (await Promise.all(Array.from({ length: CLICKS }, (_, index) => click(index)))).map(
      answer => answer.text,
    );
    await settled();
    rows = await allRows(house);
  });

  it('all answer with the same outcome', () => {
    expect(answers).toHaveLength(CLICKS);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/(Terry Adams|Ariel Moss) approved on/);
  });

  it('make one acceptance', () => {
    expect(historyOf(rows, dana.options.tenantId, sent, 'accepted')).toBe(1);
  });

  it('make one customer, one partner and one company', () => {
    const [tenantId] = admins.map(admin => admin.options.tenantId);
    if (!tenantId) throw new Error('no tenant');
    const inviters = (begin: string) => rowsOf(rows, dana.options.tenantId, begin);
    expect(inviters('customer:')).toHaveLength(1);
    expect(inviters('customerByName:')).toHaveLength(1);
    expect(inviters('customerByTerm:').map(row => row.rowKey.split(':')[1])).toEqual([
      'tailspin.example',
      'tailspin',
    ]);
    expect(inviters('customerOfDomain:')).toHaveLength(1);
    expect(rowsOf(rows, tenantId, 'partner:')).toHaveLength(1);
    expect(rowsOf(rows, tenantId, 'company:')).toHaveLength(1);
    expect(historyOf(rows, tenantId, sent, 'partnerApproved')).toBe(1);
  });

  it('make one global admin of them', () => {
    const people = rowsOf(rows, admins[0]?.options.tenantId ?? '', 'person:');
    expect(people.filter(row => row.text.includes('globalAdmin'))).toHaveLength(1);
  });

  it('tell the inviter once, and turn the cards', () => {
    expect(told(dana, 'Tailspin accepted your invitation')).toBe(1);
    expect(dana.looksAgain(sent.card).text).toContain('Tailspin: Accepted');
    expect(admins[0]?.looksAgain(card).text).toContain('approved on');
  });

  it('leave nothing in the outbox', () => {
    expect(rows.filter(row => row.rowKey.startsWith('errand:'))).toEqual([]);
    const ends = rows.filter(row => row.rowKey.startsWith('delivery:'));
    expect(ends.filter(row => !row.text.includes('\\"outcome\\":\\"delivered\\"'))).toEqual([]);
  });
});

describe('many on both sides at the same moment', () => {
  it('withdraw and approve: one of both happens, and each hears which', async () => {
    for (let round = 1; round <= 5; round++) {
      const name = `Adatum ${round}`;
      const sent = await sends(dana, { email: `terry@adatum${round}.example`, name });
      const terry = newcomer(house, { name: 'Terry Adams', email: `terry@adatum${round}.example` });
      await terry.types(sent.link);
      terry.goesTo(other);
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, () =>
          terry.sends('accept.approve', { id: sent.id, confirmGlobalAdmin: 'true' }),
        ),
        ...Array.from({ length: 5 }, () => town.sam.sends('invitations.withdraw', { id: sent.id })),
      ]);
      await settled();
      const accepted = (await house.bot.desk.storage.invitations.get(sent.id))?.value.state === 'accepted';
      const texts = answers.map(({ text }) => text);
      expect(texts.filter(text => text.includes('Terry Adams approved on'))).toHaveLength(accepted ? 5 : 0);
      expect(texts.filter(text => text.includes(`${name}: Accepted`))).toHaveLength(accepted ? 5 : 0);
      expect(texts.filter(text => text.includes('withdrew this request'))).toHaveLength(accepted ? 0 : 5);
      expect(told(dana, `${name} accepted`)).toBe(accepted ? 1 : 0);
      expect(told(terry, 'Contoso withdrew its request')).toBe(accepted ? 0 : 1);
    }
  });

  it('colleagues inviting the same address make one draft', async () => {
    const { sam } = town;
    sam.goesTo(other);
    const typed = { email: 'ed@lucerne.example', name: 'Lucerne', language: 'en' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, index) => (index % 2 ? sam : dana).sends('inviteCustomer.next', typed)),
    );
    const texts = answers.map(({ text }) => text);
    expect(texts.filter(text => text.includes('Edit the invitation to Lucerne'))).toHaveLength(1);
    expect(texts.filter(text => text.includes('has already prepared an email to ed@lucerne'))).toHaveLength(
      3,
    );
    const rows = rowsOf(await allRows(house), dana.options.tenantId, 'invitation:');
    expect(rows.filter(row => row.text.includes('ed@lucerne.example'))).toHaveLength(1);
    sam.goesTo(house);
  });

  it('recipients opening the link at once all stand on the invitation', async () => {
    const sent = await sends(dana, { email: 'al@fourth.example', name: 'Fourth Coffee' });
    const tenantId = newcomer(house, { name: 'First' }).options.tenantId;
    const people = ['Ana Bow', 'Bea Cox', 'Cai Dunn', 'Dev Eto'].map((name, index) => {
      const person = newcomer(house, { name, tenantId, email: `${index}@fourth.example` });
      if (index % 2) person.goesTo(other);
      return person;
    });
    await Promise.all(people.map(person => person.types(sent.link)));
    for (const person of people) expect(person.mayClick('Approve')).toBe(true);
    const { recipients } = (await house.bot.desk.storage.invitations.get(sent.id))?.value ?? {
      recipients: [],
    };
    expect(new Set(recipients.map(({ name }) => name))).toEqual(
      new Set(people.map(({ options }) => options.name)),
    );
  });

  it('two tenants that hold the same link: one of them becomes the customer', async () => {
    const sent = await sends(dana, { email: 'al@trey.example', name: 'Trey Research' });
    const [one, two] = ['Ana Bow', 'Bea Cox'].map(name =>
      newcomer(house, { name, email: `${name[0]}@trey.example` }),
    );
    if (!one || !two) throw new Error('nobody there');
    for (const person of [one, two]) await person.types(sent.link);
    two.goesTo(other);
    const approve = { id: sent.id, confirmGlobalAdmin: 'true' };
    const answers = await Promise.all([
      one.sends('accept.approve', approve),
      two.sends('accept.approve', approve),
    ]);
    await settled();
    expect(answers[0].text).toBe(answers[1].text);
    const companies = await Promise.all(
      [one, two].map(person => house.bot.desk.storage.companies.get(person.options.tenantId)),
    );
    expect(companies.filter(company => company !== undefined)).toHaveLength(1);
  });
});
