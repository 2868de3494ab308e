import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';
import { adds, entryIdOf, type Firm, newFirm } from './support/users.ts';

const DAY = 24 * 60 * 60_000;

let house: House;
let firm: Firm;
let dana: Person;
let sam: Person;
let terry: Person;
let sent: Sent;

beforeAll(async () => {
  house = await openHouse();
});
/** Sam has asked a customer; what becomes of it is Sam's to hear, as long as Sam belongs to the company. */
beforeEach(async () => {
  firm = await newFirm(house);
  ({ dana, sam } = firm);
  sent = await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
  terry = newcomer(house, { name: 'Terry Adams' });
  await terry.types(sent.link);
  await house.settled();
});
afterAll(() => house.stop());

/** Removes someone and leaves their work in their name. */
async function removes(person: Person): Promise<void> {
  await dana.sends('users.remove', { id: await entryIdOf(house, person) });
  await house.settled();
}
const told = (person: Person, words: string) => person.inbox.filter(text => text.startsWith(words));

describe('someone of the company is told', () => {
  it('that their customer accepted', async () => {
    await approves(terry);
    await house.settled();
    expect(told(sam, 'Tailspin accepted')).toHaveLength(1);
  });
});

describe('someone who was removed is not told', () => {
  beforeEach(() => removes(sam));

  it('that the customer accepted', async () => {
    await approves(terry);
    await house.settled();
    expect(told(sam, 'Tailspin accepted')).toEqual([]);
  });

  it('that the customer declined', async () => {
    await terry.sends('accept.decline', { id: sent.id, reason: 'too dear' });
    await terry.sends('accept.declineConfirmed', { id: sent.id, reason: 'too dear' });
    await house.settled();
    expect(told(sam, 'Tailspin declined')).toEqual([]);
  });

  it('that the invitation has expired', async () => {
    house.clock.forward(91 * DAY);
    await house.bot.timers.fire();
    await house.settled();
    expect(told(sam, 'The invitation to Tailspin has expired')).toEqual([]);
  });

  it('that a code of somebody they added is locked', async () => {
    const { una } = firm;
    const ari = firm.person('Ari Lund');
    await adds(una, ari);
    await removes(una);
    await ari.types('hello');
    for (let guess = 0; guess < 5; guess++) await ari.sends('signIn.enter', { code: 'AAAA-AAAA-AAAA' });
    await house.settled();
    expect(told(una, 'The sign-in code of Ari Lund')).toEqual([]);
  });

  it('anything by the card of the invitation that they still have', async () => {
    await approves(terry);
    await house.settled();
    const card = sam.looksAgain(sent.card);
    expect(card.text).not.toContain('Accepted');
    expect(card.text).not.toContain('terry@tailspin.example');
  });

  it('but hears that they were removed', () => {
    expect(told(sam, 'You were removed from Contoso')).toHaveLength(1);
  });

  it('and the customer is told as ever', async () => {
    await approves(terry);
    await house.settled();
    expect(terry.seen.text).toContain('Terry Adams approved');
  });
});

describe('someone whose roles do not allow it any more is not told', () => {
  it('that the customer accepted', async () => {
    const id = await entryIdOf(house, sam);
    await dana.sends('users.update', { id, version: 1, agent: 'none', admin: 'userManagementAdmin' });
    await approves(terry);
    await house.settled();
    expect(told(sam, 'Tailspin accepted')).toEqual([]);
  });
});

describe('someone who was added again is told', () => {
  it('what happens from then on', async () => {
    await removes(sam);
    const code = await adds(dana, sam);
    await sam.types(code);
    await approves(terry);
    await house.settled();
    expect(told(sam, 'Tailspin accepted')).toHaveLength(1);
  });
});
