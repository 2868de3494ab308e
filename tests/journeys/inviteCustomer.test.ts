import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';

describe('a reseller invites a customer', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
  });
  afterAll(() => house.stop());

  it('goes the whole road: form, draft, done, link, approval, told', async () => {
    const { dana, kim } = town;
    await dana.types('invite customer kim@wingtip.example');
    console.log(house.log.join(''), dana.inbox);
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
    await kim.clicks('Approve');
    await kim.clicks('Approve', { confirmGlobalAdmin: 'true' });
    expect(kim.seen.text).toContain('Kim Akers');
    await house.settled();

    expect(dana.inbox.at(-1)).toContain('Wingtip Toys');
    expect(dana.looksAgain(invitationCard).text).toContain('Accepted');
    expect(kim.looksAgain(approvalCard).text).toMatch(/approved/i);
    await dana.types('customers win');
    expect(dana.seen.text).toContain('Wingtip Toys');
    console.log(dana.inbox.join('\n-----\n'));
    console.log(kim.inbox.join('\n-----\n'));
    console.log(house.log.join(''));
  });
});
