import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';

let house: House;
let town: Town;
/** Invites; of Contoso. */
let dana: Person;
/** Has opened the link, and has the request in front of them; of a company that nobody has set up. */
let terry: Person;
let sent: Sent;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
  dana = town.dana;
});
beforeEach(async () => {
  // The list is ordered by time: what was invited last comes first.
  house.clock.forward(1_000);
  count++;
  const email = `terry@tailspin${count}.example`;
  sent = await sends(dana, { email, name: `Tailspin ${count}` });
  terry = newcomer(house, { name: 'Terry Adams', email });
  await terry.types(sent.link);
  await house.settled();
});
afterAll(() => house.stop());

/** A colleague of Terry's who has the same e-mail. */
async function ariel(): Promise<Person> {
  const { tenantId } = terry.options;
  const person = newcomer(house, { name: 'Ariel Moss', tenantId, email: `ariel@tailspin${count}.example` });
  await person.types(sent.link);
  return person;
}

const invitationCard = () => dana.looksAgain(sent.card);
const toldTo = (person: Person, title: string) => person.inbox.filter(text => text.startsWith(title));

describe('approved', () => {
  it('is told to the inviter at once, by whom and when, with the way to the customer', async () => {
    await approves(terry);
    await house.settled();
    const told = dana.reads();
    expect(told.text).toContain(`Tailspin ${count} accepted your invitation`);
    expect(told.text).toContain(`Terry Adams (terry@tailspin${count}.example) approved on`);
    expect(told.text).toContain(house.clock.now.toISOString().replace('.000', ''));
    await dana.clicks('View customer');
    expect(dana.seen.text).toContain(`Tailspin ${count}`);
  });

  it('turns the inviter’s card and every approval card, read-only', async () => {
    const other = await ariel();
    const cards = [terry.seen.messageId, other.seen.messageId];
    await approves(terry);
    await house.settled();
    expect(invitationCard().text).toContain(`Tailspin ${count}: Accepted`);
    for (const [index, person] of [terry, other].entries()) {
      person.seen = person.looksAgain(cards[index]);
      expect(person.seen.text).toContain('Terry Adams approved on');
      expect(person.buttons).toEqual([]);
    }
  });

  it('turns the card of a colleague who looked at the invitation', async () => {
    const { sam } = town;
    await sam.types('invitations');
    await sam.clicks(`Open the invitation to Tailspin ${count}`);
    const card = sam.seen.messageId;
    await approves(terry);
    await house.settled();
    expect(sam.looksAgain(card).text).toContain(`Tailspin ${count}: Accepted`);
  });

  it('stands in both sides’ lists', async () => {
    await approves(terry);
    await house.settled();
    for (const person of [dana, terry]) {
      await person.types('invitations');
      expect(person.seen.text).toContain('Accepted');
    }
  });
});

describe('declined', () => {
  it('is told to the inviter with the reason, and both cards turn', async () => {
    await terry.clicks('Decline', { reason: 'We buy elsewhere. *Sorry*' });
    expect(terry.seen.text).toContain('Terry Adams declined on');
    await house.settled();
    const told = dana.reads();
    expect(told.text).toContain(`Tailspin ${count} declined your invitation`);
    expect(told.text).toContain('Reason given: We buy elsewhere. *Sorry*');
    expect(dana.buttons).toEqual(['Open', 'Send again']);
    expect(invitationCard().text).toContain(`Tailspin ${count}: Declined`);
    expect(terry.looksAgain(terry.seen.messageId).text).toContain('Reason given: We buy elsewhere.');
  });

  it('needs neither a reason nor the tick', async () => {
    await terry.clicks('Decline');
    expect(terry.seen.text).toContain('Terry Adams declined on');
    expect(terry.seen.text).not.toContain('Reason');
  });

  it('makes no customer of them, and the address may be invited again', async () => {
    await terry.clicks('Decline');
    await house.settled();
    await dana.types(`customers tailspin ${count}`);
    expect(dana.seen.text).toContain('No customer matches');
    await sends(dana, { email: `terry@tailspin${count}.example`, name: `Tailspin ${count}` });
    expect(dana.seen.text).toContain(': Sent');
  });

  it('from the notice, can be sent again with a link that works', async () => {
    await terry.clicks('Decline');
    await house.settled();
    dana.reads();
    await dana.clicks('Send again');
    expect(dana.seen.text).toContain(`Your invitation to Tailspin ${count}`);
  });
});

describe('withdrawn', () => {
  it('is told to whoever opened the link, and their card turns', async () => {
    const card = terry.seen.messageId;
    dana.seen = invitationCard();
    await dana.clicks('Withdraw');
    expect(dana.seen.text).toContain('Dana Reyes withdrew this.');
    await house.settled();
    expect(toldTo(terry, 'Contoso withdrew its request')).toHaveLength(1);
    expect(terry.looksAgain(card).text).toContain('Contoso withdrew this request');
  });

  it('by a colleague is told to the inviter too', async () => {
    const { sam } = town;
    await sam.types('invitations');
    await sam.clicks(`Open the invitation to Tailspin ${count}`);
    await sam.clicks('Withdraw');
    await house.settled();
    expect(dana.reads().text).toContain(`The invitation to Tailspin ${count} was withdrawn`);
    expect(dana.seen.text).toContain('Sam Ito withdrew it');
    expect(invitationCard().text).toContain('Sam Ito withdrew this.');
  });

  it('cannot be approved any more from the card that is still open', async () => {
    const card = terry.seen;
    dana.seen = invitationCard();
    await dana.clicks('Withdraw');
    await terry.clicks('Approve', { confirmGlobalAdmin: 'true' }, card);
    expect(terry.seen.text).toContain('Contoso withdrew this request');
    await house.settled();
    await dana.types(`customers tailspin ${count}`);
    expect(dana.seen.text).toContain('No customer matches');
  });
});

describe('one outcome, told truthfully to each, when', () => {
  it('Approve is selected twice', async () => {
    const card = terry.seen;
    const first = await approves(terry);
    const second = await terry.clicks('Approve', { confirmGlobalAdmin: 'true' }, card);
    expect(second.text).toBe(first.text);
    await house.settled();
    expect(toldTo(dana, `Tailspin ${count} accepted`)).toHaveLength(1);
  });

  it('Decline is selected on the old card after Approve', async () => {
    const card = terry.seen;
    await approves(terry);
    await terry.clicks('Decline', { reason: 'No' }, card);
    expect(terry.seen.text).toContain('Terry Adams approved on');
    await house.settled();
    expect(toldTo(dana, `Tailspin ${count} declined`)).toHaveLength(0);
  });

  it('the same invoke is delivered again', async () => {
    const { seen } = terry;
    const value = {
      action: {
        type: 'Action.Execute',
        verb: 'accept.approve',
        data: { id: sent.id, confirmGlobalAdmin: 'true' },
      },
    };
    const invoke = {
      id: 'twice',
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: seen.messageId,
      value,
    };
    const answers = [await terry.post(invoke), await terry.post(invoke), await terry.post(invoke)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain('Terry Adams approved');
    await house.settled();
    expect(toldTo(dana, `Tailspin ${count} accepted`)).toHaveLength(1);
  });

  it('the same message with the link is delivered again', async () => {
    const other = newcomer(house, { name: 'Ariel Moss', tenantId: terry.options.tenantId });
    await other.types('help');
    const before = other.inbox.length;
    for (let delivery = 0; delivery < 3; delivery++) await other.types(sent.link, { id: `again-${count}` });
    expect(other.inbox.length).toBe(before + 1);
  });

  it('two admins decide at the same moment', async () => {
    const other = await ariel();
    const [approved, declined] = await Promise.all([approves(terry), other.clicks('Decline')]);
    expect(approved.text).toBe(declined.text);
    await house.settled();
    const outcomes = dana.inbox.filter(text =>
      new RegExp(`^Tailspin ${count} (accepted|declined)`).test(text),
    );
    expect(outcomes).toHaveLength(1);
  });

  it('the inviter withdraws at the moment of the approval', async () => {
    dana.seen = invitationCard();
    const [approved, withdrawn] = await Promise.all([approves(terry), dana.clicks('Withdraw')]);
    const accepted = approved.text.includes('Terry Adams approved');
    expect(withdrawn.text).toContain(`Tailspin ${count}: ${accepted ? 'Accepted' : 'Withdrawn'}`);
    if (!accepted) expect(approved.text).toContain('Contoso withdrew this request');
    await house.settled();
    expect(toldTo(dana, `Tailspin ${count} accepted`)).toHaveLength(accepted ? 1 : 0);
    expect(toldTo(terry, 'Contoso withdrew')).toHaveLength(accepted ? 0 : 1);
  });
});

describe('in a client that knows only Action.Submit', () => {
  it('Approve without the tick, then with it, does what Execute does', async () => {
    await terry.submits('Approve');
    expect(terry.seen.text).toContain('please confirm that you are a global admin');
    await terry.submits('Approve', { confirmGlobalAdmin: 'true' });
    expect(terry.seen.text).toContain('Terry Adams approved on');
    await house.settled();
    expect(toldTo(dana, `Tailspin ${count} accepted`)).toHaveLength(1);
  });

  it('the inviter’s road works as well', async () => {
    await dana.types('invite customer al@submit.example');
    await dana.submits('Next', { name: 'Submit Ltd.' });
    await dana.submits('Next');
    await dana.submits('Done');
    expect(dana.seen.text).toContain('Invitation to Submit Ltd.: Sent');
  });
});
