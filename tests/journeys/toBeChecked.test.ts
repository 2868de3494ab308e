import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';

let house: House;
let town: Town;
let dana: Person;
/** Has the link that was sent to somebody else's address, and approves. */
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
  // Lists show the newest first.
  house.clock.forward(1_000);
  sent = await sends(dana, { email: `buyer@tailspin${count}.example`, name: `Tailspin ${count}` });
  terry = newcomer(house, { name: 'Terry Adams', email: `terry@tailspin-group.example` });
  await terry.types(sent.link);
  await approves(terry);
  await house.settled();
});
afterAll(() => house.stop());

const company = async () => house.bot.desk.storage.companies.get(terry.options.tenantId);

describe('an approver whose address is neither the invited one nor of its domain', () => {
  it('hears that the inviter is asked, and has nothing more to decide', () => {
    expect(terry.seen.text).toContain('Contoso is asked to confirm who approved');
    expect(terry.buttons).toEqual([]);
  });

  it('is shown to the inviter with person, address and tenant', () => {
    const { text } = dana.reads();
    expect(text).toContain(`Please check who approved for Tailspin ${count}`);
    expect(text).toContain('Terry Adams (terry@tailspin-group.example)');
    expect(text).toContain(`Their tenant: ${terry.options.tenantId}`);
    expect(text).toContain('Nothing is granted until you confirm');
    expect(dana.buttons).toEqual(['That is them', 'Not them', 'Open']);
  });

  it('turns the inviter’s own card, which offers the same', () => {
    dana.seen = dana.looksAgain(sent.card);
    expect(dana.seen.text).toContain(`Tailspin ${count}: To be checked`);
    expect(dana.seen.text).toContain(terry.options.tenantId);
    expect(dana.buttons).toEqual(['That is them', 'Not them', 'History']);
  });

  it('makes nobody a customer and sets nothing up', async () => {
    expect(await company()).toBeUndefined();
    await dana.types(`customers tailspin ${count}`);
    expect(dana.seen.text).toContain('No customer matches');
  });

  it('may also be one of whom Teams knows no address', async () => {
    const other = newcomer(house, { name: 'No Address', email: '' });
    sent = await sends(dana, { email: `else@tailspin${count}.example`, name: 'Else' });
    await other.types(sent.link);
    await approves(other);
    expect(other.seen.text).toContain('Contoso is asked to confirm who approved');
  });
});

describe('That is them', () => {
  it('makes the approval hold: the customer is there, and the approver is told', async () => {
    dana.reads();
    await dana.clicks('That is them');
    expect(dana.seen.text).toContain(`Tailspin ${count}: Accepted`);
    await house.settled();
    expect(terry.reads().text).toContain('Contoso confirmed your approval');
    expect((await company())?.value.name).toBe(`Tailspin ${count}`);
    expect(
      (await house.bot.desk.storage.people.get(terry.options.tenantId, terry.options.objectId))?.value.member,
    ).toMatchObject({ admin: 'globalAdmin' });
    await dana.types(`customers tailspin ${count}`);
    expect(dana.seen.text).toContain('Can sell · Can administer');
  });

  it('turns every card', async () => {
    const card = terry.seen.messageId;
    dana.reads();
    await dana.clicks('That is them');
    await house.settled();
    expect(dana.looksAgain(sent.card).text).toContain(`Tailspin ${count}: Accepted`);
    expect(terry.looksAgain(card).text).toContain('Contoso can now sell to you');
  });

  it('may be said by a colleague who may invite, and the inviter is told', async () => {
    const { sam } = town;
    await sam.types('invitations');
    await sam.clicks(`Open the invitation to Tailspin ${count}`);
    await sam.clicks('That is them');
    await house.settled();
    expect(dana.reads().text).toContain(`Tailspin ${count} accepted your invitation`);
  });

  it('may not be said by a helpdesk agent', async () => {
    const { lee } = town;
    await lee.sends('checkApprover.confirm', { id: sent.id });
    expect(lee.seen.text).toContain('you need one of these roles');
    expect(await company()).toBeUndefined();
  });
});

describe('Not them', () => {
  it('grants nothing, tells the approver kindly, and turns every card', async () => {
    const card = terry.seen.messageId;
    dana.reads();
    await dana.clicks('Not them');
    expect(dana.seen.text).toContain('Approver not recognized');
    expect(dana.buttons).toEqual(['Send again', 'History']);
    await house.settled();
    expect(terry.reads().text).toContain('Contoso did not confirm your approval');
    expect(terry.looksAgain(card).text).toContain('nothing was granted');
    expect(await company()).toBeUndefined();
  });

  it('kills the link for everyone', async () => {
    dana.reads();
    await dana.clicks('Not them');
    const other = newcomer(house, { name: 'Someone Else', email: `buyer@tailspin${count}.example` });
    await other.types(sent.link);
    expect(other.seen.text).toContain('This link cannot be used');
  });
});

describe('the two answers', () => {
  it('have one outcome, whichever card they are given on, and however often', async () => {
    const notice = dana.reads();
    dana.seen = dana.looksAgain(sent.card);
    const own = dana.seen;
    const answers = await Promise.all([
      dana.clicks('That is them', {}, notice),
      town.sam.sends('checkApprover.refuse', { id: sent.id }),
    ]);
    const accepted = answers[0].text.includes(': Accepted');
    for (const answer of answers) {
      expect(answer.text).toContain(accepted ? ': Accepted' : 'Approver not recognized');
    }
    const late = await dana.clicks('Not them', {}, own);
    expect(late.text).toContain(accepted ? ': Accepted' : 'Approver not recognized');
    await house.settled();
    expect((await company()) !== undefined).toBe(accepted);
  });

  it('wait as long as it takes: the time to answer was the approver’s', async () => {
    house.clock.forward(60 * 24 * 60 * 60 * 1000);
    await house.bot.timers.fire();
    await dana.sends('checkApprover.confirm', { id: sent.id });
    expect(dana.seen.text).toContain(`Tailspin ${count}: Accepted`);
  });
});
