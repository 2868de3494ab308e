import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';
import { approves, drafts, opensForm, sends, WINGTIP } from './support/story.ts';

let house: House;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
});
afterAll(() => house.stop());

describe('a reseller invites a customer', () => {
  it('goes the whole road: form, draft, done, link, approval, told', async () => {
    const { dana, kim } = town;
    await dana.types('invite customer kim@wingtip.example');
    await dana.clicks('Next', { name: 'Wingtip Toys', reference: 'Ticket 17' });
    expect(dana.seen.text).toContain('http://localhost:3978/invitations/');
    const link = /http:\/\/localhost:3978\/invitations\/\S+/.exec(dana.seen.text)?.[0] ?? '';
    await dana.clicks('Next');
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('Sent');
    const invitationCard = dana.seen.messageId;

    await kim.types(`here it is: ${link}`);
    expect(kim.seen.text).toContain('Contoso');
    const approvalCard = kim.seen.messageId;
    await approves(kim);
    expect(kim.seen.text).toContain('Kim Akers approved');
    await house.settled();

    expect(dana.inbox.at(-1)).toContain('Wingtip Toys accepted your invitation');
    expect(dana.looksAgain(invitationCard).text).toContain('Wingtip Toys: Accepted');
    expect(kim.looksAgain(approvalCard).text).toContain('Contoso can now sell to you');
    await dana.types('customers win');
    expect(dana.seen.text).toContain('Can sell · Can administer');
  });
});

describe('the form of an invitation', () => {
  const refusals: [string, Record<string, string>, string][] = [
    ['no address', { email: '', name: 'Tailspin' }, 'Please fill this in.'],
    ['no address but spaces', { email: '   ', name: 'Tailspin' }, 'Please fill this in.'],
    ['half an address', { email: 'jo@', name: 'Tailspin' }, 'This is not an email address.'],
    [
      'two addresses',
      { email: 'jo@tailspin.example, al@tailspin.example', name: 'T' },
      'not an email address',
    ],
    ['an over-long address', { email: `${'a'.repeat(250)}@x.example`, name: 'T' }, 'This is too long.'],
    ['no name', { email: 'jo@tailspin.example', name: ' ' }, 'Please fill this in.'],
    ['an over-long name', { email: 'jo@tailspin.example', name: 'x'.repeat(201) }, 'This is too long.'],
    [
      'an over-long reference',
      { email: 'jo@tailspin.example', name: 'Tailspin', reference: 'x'.repeat(201) },
      'This is too long.',
    ],
  ];

  for (const [what, typed, why] of refusals) {
    it(`with ${what} is refused, names the field and keeps all that was typed`, async () => {
      const { sam } = town;
      await opensForm(sam);
      const filled = { reference: 'Ticket 9', language: 'ja', ...typed };
      await sam.clicks('Next', filled);
      expect(sam.seen.text).toContain(why);
      expect(sam.seen.text).toMatch(
        /Nothing is lost\. Please check: (Customer email|Customer name|Reference)\./,
      );
      expect(inputsOf(sam.seen.card)).toMatchObject(filled);
    });
  }

  it('names every refused field at once', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { email: 'x', name: '' });
    expect(sam.seen.text).toContain('Please check: Customer email and Customer name.');
  });

  it('takes an address in full-width characters and with spaces around it', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { email: ' ｊｏ@tailspin.example ', name: 'Tailspin  Toys' });
    await sam.clicks('Next');
    await sam.clicks('Done');
    expect(sam.seen.text).toContain('Tailspin Toys (jo@tailspin.example)');
  });

  it('is begun with the address that stood behind the command', async () => {
    const { sam } = town;
    await sam.types('cancel');
    await sam.types('Invite Customer al@lucerne.example');
    expect(inputsOf(sam.seen.card).email).toBe('al@lucerne.example');
  });

  it('is left with Cancel, and nothing was kept', async () => {
    const { sam } = town;
    await sam.types('invite customer al@lucerne.example');
    await sam.clicks('Cancel');
    expect(sam.seen.text).toContain('Canceled');
    await sam.types('invitations');
    expect(sam.seen.text).not.toContain('Lucerne');
  });

  it('is only for those who may invite; a helpdesk agent hears who can', async () => {
    const { lee } = town;
    await lee.types('invite customer');
    expect(lee.seen.text).toContain('To invite customers, you need one of these roles');
    expect(lee.seen.text).toContain('Dana Reyes');
    expect(lee.seen.text).toContain('Sam Ito');
  });

  it('is not for customers', async () => {
    const { kim } = town;
    await kim.sends('inviteCustomer.next', { email: 'x@y.example', name: 'X' });
    expect(kim.seen.text).toContain('Only partners invite customers');
  });
});

describe('inviting an address again', () => {
  it('that a colleague has drafted leads to that draft', async () => {
    const { dana, sam } = town;
    await drafts(dana, { email: 'al@lucerne.example', name: 'Lucerne' });
    await opensForm(sam);
    await sam.clicks('Next', { email: 'AL@lucerne.example', name: 'Lucerne Publishing' });
    expect(sam.seen.text).toContain('Dana Reyes has already prepared an email to al@lucerne.example');
    await sam.clicks('Continue');
    expect(sam.seen.text).toContain('Edit the invitation to Lucerne');
  });

  it('that waits for an answer leads to that invitation, with what can be done', async () => {
    const { dana, sam } = town;
    await sends(dana, { email: 'bo@proseware.example', name: 'Proseware' });
    await sam.types('invite customer bo@proseware.example');
    await sam.clicks('Next', { name: 'Proseware' });
    expect(sam.seen.text).toContain('bo@proseware.example was already asked by Dana Reyes');
    await sam.clicks('Show invitation');
    expect(sam.buttons).toEqual(['Remind', 'Send again', 'Withdraw', 'History']);
  });

  it('whose time is over shows that it expired, with Send again', async () => {
    const { dana } = town;
    await sends(dana, { email: 'vi@margie.example', name: 'Margie’s Travel' });
    house.clock.forward(31 * 24 * 60 * 60 * 1000);
    await dana.types('invite customer vi@margie.example');
    await dana.clicks('Next', { name: 'Margie’s Travel' });
    expect(dana.seen.text).toContain('Expired');
    expect(dana.buttons).toEqual(['Send again', 'History']);
  });

  it('of a customer shows the customer', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { ...WINGTIP });
    expect(sam.seen.text).toContain('Wingtip Toys is already your customer');
    expect(sam.buttons).toContain('Show invitation');
  });

  it('of a customer’s domain shows the customer too', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { email: 'somebody.else@Wingtip.example', name: 'Wingtip' });
    expect(sam.seen.text).toContain('Wingtip Toys is already your customer');
  });

  it('that two colleagues type at the same moment makes one draft, and both hear of it', async () => {
    const { dana, sam } = town;
    for (const one of [dana, sam]) await opensForm(one);
    const typed = { email: 'ed@adatum.example', name: 'Adatum' };
    const cards = await Promise.all([dana.clicks('Next', typed), sam.clicks('Next', typed)]);
    const texts = cards.map(card => card.text);
    expect(texts.filter(text => text.includes('Edit the invitation to Adatum'))).toHaveLength(1);
    expect(texts.filter(text => text.includes('has already prepared an email to ed@'))).toHaveLength(1);
  });
});
