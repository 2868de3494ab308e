import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reviewEnrolment } from '../../operations/setUpCompany.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';
import { adds, entryIdOf, type Firm, joins, newFirm } from './support/users.ts';

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

/** What becomes of an invitation, and how the notice of it begins. */
const ENDS: [string, string, () => Promise<unknown>][] = [
  ['that the customer accepted', 'Tailspin accepted your invitation', () => approves(terry)],
  [
    'that the customer declined',
    'Tailspin declined your invitation',
    () => terry.clicks('Decline', { reason: 'Too dear' }),
  ],
  [
    'that the invitation has expired',
    'The invitation to Tailspin has expired',
    async () => {
      house.clock.forward(91 * DAY);
      await house.bot.timers.fire();
    },
  ],
];

describe('someone of the company is told', () => {
  it.each(ENDS)('%s', async (_, notice, happens) => {
    await happens();
    await house.settled();
    expect(told(sam, notice)).toHaveLength(1);
  });
});

describe('someone who was removed is not told', () => {
  beforeEach(() => removes(sam));

  it.each(ENDS)('%s', async (_, notice, happens) => {
    await happens();
    await house.settled();
    expect(told(sam, notice)).toEqual([]);
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
    expect(sam.looksAgain(sent.card).text).not.toContain('Accepted');
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

describe('someone who set the company up and was removed during its review is not told', () => {
  it.each([
    ['that it is active', { do: 'approve' }],
    ['that it was rejected', { do: 'reject', reason: 'Not this name' }],
  ] as const)('%s, and whoever is its contact is', async (_, verdict) => {
    const reviewed = await openHouse({ beside: house, env: { REVIEW: 'manual' }, instance: 'with-review' });
    const contoso = newOrganization(house);
    const [first, lou, flo] = ['First Person', 'Lou Contact', 'Flo Anders'].map(name => contoso.person(name));
    if (!first || !lou || !flo) throw new Error('nobody there');
    for (const person of [first, lou, flo]) person.goesTo(reviewed);
    await lou.installs();
    await enrolls(first, rightForm(contoso, lou.options.email));
    await lou.types('set up company');
    await lou.clicks('Confirm that it is me');
    await joins(first, flo, { agent: 'none', admin: 'globalAdmin' });
    await flo.sends('users.remove', { id: await entryIdOf(house, first) });
    await reviewed.settled();
    await reviewEnrolment(reviewed.bot.desk, contoso.tenantId, verdict);
    await reviewed.settled();
    await reviewed.stop();
    const words = verdict.do === 'approve' ? 'is active' : 'was rejected';
    expect(first.inbox.filter(text => text.split('\n')[0]?.includes(words))).toEqual([]);
    expect(lou.inbox.filter(text => text.split('\n')[0]?.includes(words))).toHaveLength(1);
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
