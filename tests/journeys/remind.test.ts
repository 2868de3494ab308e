import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, linkIn, pageAt, type Sent, sends } from './support/story.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let town: Town;
let dana: Person;
let terry: Person;
let sent: Sent;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
  dana = town.dana;
});
beforeEach(async () => {
  count++;
  // A list of what was made at one moment has no order that could be relied on.
  house.clock.forward(1_000);
  sent = await sends(dana, { email: `terry@tailspin${count}.example`, name: `Tailspin ${count}` });
  terry = newcomer(house, { name: 'Terry Adams', email: `terry@tailspin${count}.example` });
});
afterAll(() => house.stop());

const page = () => pageAt(house, dana.follows('Open in email'));

describe('Remind', () => {
  it('drafts a reminder with the same link, to be edited and sent like an invitation', async () => {
    await dana.clicks('Remind');
    expect(dana.seen.text).toContain(`Your reminder to Tailspin ${count}`);
    expect(linkIn(dana.seen.text)).toBe(sent.link);
    await dana.clicks('Edit');
    await dana.clicks('Next', { subject: 'A gentle reminder', message: `Still open: ${sent.link}` });
    const html = await (await fetch(page())).text();
    expect(html).toContain('A gentle reminder');
    house.clock.forward(3 * DAY);
    await dana.clicks('Done');
    expect(dana.seen.text).toContain(`Tailspin ${count}: Sent`);
    expect(dana.seen.text).toContain('Last reminder');
    house.clock.forward(-3 * DAY);
  });

  it('keeps the time to answer as it was', async () => {
    house.clock.forward(3 * DAY);
    await dana.clicks('Remind');
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('27 days left');
    house.clock.forward(-3 * DAY);
  });

  it('leaves the link alive, before and after it is sent', async () => {
    await dana.clicks('Remind');
    await terry.types(sent.link);
    expect(terry.mayClick('Approve')).toBe(true);
    await dana.clicks('Done');
    await house.settled();
    await approves(terry);
    expect(terry.seen.text).toContain('Terry Adams approved on');
  });

  it('is given up with Cancel, and the invitation stands as before', async () => {
    await dana.clicks('Remind');
    const address = page();
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain(`Tailspin ${count}: Sent`);
    expect(dana.seen.text).not.toContain('Last reminder');
    expect((await fetch(address)).status).toBe(404);
  });

  it('opens a page of its own: that of an earlier reminder stays closed', async () => {
    await dana.clicks('Remind');
    const first = page();
    await dana.clicks('Cancel');
    await dana.clicks('Remind');
    expect((await fetch(first)).status).toBe(404);
    expect((await fetch(page())).status).toBe(200);
  });

  it('selected by a colleague goes on with the reminder that is being written', async () => {
    await dana.clicks('Remind');
    await dana.clicks('Edit');
    await dana.clicks('Next', { subject: 'Dana’s words' });
    await town.sam.sends('invitations.remind', { id: sent.id });
    expect(town.sam.seen.text).toContain('Dana’s words');
  });

  it('is over when the customer has answered meanwhile', async () => {
    await dana.clicks('Remind');
    const ready = dana.seen;
    await terry.types(sent.link);
    await approves(terry);
    await house.settled();
    expect(dana.looksAgain(sent.card).text).toContain(`Tailspin ${count}: Accepted`);
    await dana.clicks('Done', {}, ready);
    expect(dana.seen.text).toContain(`Tailspin ${count}: Accepted`);
  });
});

describe('Send again', () => {
  it('makes a new link; the old one is dead from then on', async () => {
    await dana.clicks('Send again');
    const link = linkIn(dana.seen.text);
    expect(link).not.toBe(sent.link);
    await terry.types(sent.link);
    expect(terry.seen.text).toContain('This link cannot be used');
    await dana.clicks('Done');
    await terry.types(sent.link);
    expect(terry.seen.text).toContain('This link cannot be used');
    await terry.types(link);
    await approves(terry);
    expect(terry.seen.text).toContain('Terry Adams approved on');
  });

  it('keeps the draft before whoever writes it', async () => {
    await dana.clicks('Send again');
    await house.settled();
    dana.seen = { ...dana.seen, ...dana.looksAgain(sent.card) };
    expect(dana.looksAgain(sent.card).text).not.toContain('Continue');
  });

  it('takes the old link’s request away from whoever had opened it, and tells them nothing more', async () => {
    await terry.types(sent.link);
    const card = terry.seen;
    await dana.clicks('Send again');
    const link = linkIn(dana.seen.text);
    await house.settled();
    expect(terry.looksAgain(card.messageId).text).toContain('Contoso withdrew this request');
    await terry.clicks('Approve', { confirmGlobalAdmin: 'true' }, card);
    expect(terry.seen.text).toContain('This link cannot be used');

    await dana.clicks('Done');
    const ariel = newcomer(house, { name: 'Ariel Moss', email: `ariel@tailspin${count}.example` });
    await ariel.types(link);
    await approves(ariel);
    await house.settled();
    expect(terry.looksAgain(card.messageId).text).toContain('Contoso withdrew this request');
    expect(terry.inbox.join('\n')).not.toContain('Ariel');
  });

  it('gives a new time to answer', async () => {
    house.clock.forward(10 * DAY);
    await dana.clicks('Send again');
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('30 days left');
    house.clock.forward(-10 * DAY);
  });

  it('given up with Cancel leaves the invitation in the list, withdrawn, and the address free', async () => {
    await dana.clicks('Send again');
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain(`Tailspin ${count}: Withdrawn`);
    await dana.types('invitations');
    expect(dana.seen.text).toContain(`Tailspin ${count}\n`);
    await sends(dana, { email: `terry@tailspin${count}.example`, name: 'Invited anew' });
    expect(dana.seen.text).toContain('Invited anew: Sent');
  });

  it('of an old invitation leads to the newer one for the same address', async () => {
    await dana.clicks('Withdraw');
    const old = dana.seen;
    await sends(dana, { email: `terry@tailspin${count}.example`, name: 'Invited anew' });
    await dana.clicks('Send again', {}, old);
    expect(dana.seen.text).toContain(`terry@tailspin${count}.example was already asked by Dana Reyes`);
    await dana.clicks('Show invitation');
    expect(dana.seen.text).toContain('Invited anew: Sent');
  });

  it('can be edited like the first', async () => {
    await dana.clicks('Send again');
    await dana.clicks('Edit');
    expect(inputsOf(dana.seen.card).message).toContain(linkIn(dana.seen.text));
    await dana.clicks('Next', { message: `Old: ${sent.link}` });
    expect(dana.seen.text).toContain('The personalized link was changed');
    await dana.clicks('Put the link back');
    expect(inputsOf(dana.seen.card).message).not.toContain(sent.code);
  });

  it('is not offered for what was accepted', async () => {
    await terry.types(sent.link);
    await approves(terry);
    await dana.sends('invitations.sendAgain', { id: sent.id });
    expect(dana.seen.text).toContain(`Tailspin ${count}: Accepted`);
    expect(dana.buttons).toEqual(['View customer', 'History']);
  });
});
