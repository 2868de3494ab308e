import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';

describe('help', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
    const { avery, robin, dana, sam, lee, kim, pat } = town;
    for (const person of [avery, robin, dana, sam, lee, kim, pat]) await person.installs();
  });
  afterAll(() => house.stop());

  describe('shows each person what they may do here, and nothing else:', () => {
    const partner = ['Invite customer', 'Customers', 'Invitations'];
    const provider = [...partner, 'Indirect resellers', 'Request a partnership', 'More'];
    const reseller = [...partner, 'Indirect providers', 'Accept an invitation', 'More'];
    const helpdesk = ['Customers', 'Invitations', 'Service requests', 'Set up company', 'Learn', 'More'];
    it.each([
      ['avery', 'the provider’s global admin', provider],
      ['robin', 'the provider’s sales agent', provider],
      ['dana', 'the reseller’s global admin', reseller],
      ['sam', 'the reseller’s sales agent', reseller],
      ['lee', 'the reseller’s helpdesk agent', helpdesk],
      [
        'kim',
        'the customer’s global admin',
        ['Invitations', 'Accept an invitation', 'Partners', 'Users', 'Add user', 'More'],
      ],
      [
        'pat',
        'a colleague whom the customer has not added',
        ['Ask for a role', 'Accept an invitation', 'Permissions', 'Language', 'More'],
      ],
    ] as const)('%s, %s', async (name, _, buttons) => {
      const person = town[name];
      await person.types('help');
      expect(person.seen.text).toContain('What you can do here');
      expect(person.buttons).toEqual(buttons);
    });

    it('someone whose company is not set up', async () => {
      const noor = newOrganization(house).person('Noor Haddad');
      await noor.installs();
      await noor.types('help');
      expect(noor.buttons).toEqual([
        'Set up company',
        'Accept an invitation',
        'Invitations',
        'Language',
        'More',
      ]);
    });
  });

  it('tells someone whom their company has not added how to be', async () => {
    await town.pat.types('help');
    expect(town.pat.seen.text).toContain('Wingtip Toys is set up here, but you have not been added yet.');
  });

  it('has the rest behind More, as words to type', async () => {
    const { lee } = town;
    await lee.types('help');
    await lee.clicks('More');
    expect(lee.seen.text).toContain('customers');
    expect(lee.seen.text).toContain('Lists your customers');
    expect(lee.seen.text).not.toContain('invite customer');
    expect(lee.seen.text).toContain('Type any of these words.');
  });

  it('has buttons that lead where they say', async () => {
    const { dana } = town;
    for (const [button, words] of [
      ['Invite customer', 'Customer email'],
      ['Customers', 'No customers yet.'],
      ['Invitations', 'Invitations sent'],
      ['Indirect providers', 'No indirect providers'],
      ['Accept an invitation', 'Paste the link'],
    ] as const) {
      await dana.types('help');
      await dana.clicks(button);
      expect(dana.seen.text).toContain(words);
    }
    await dana.types('cancel');
  });

  describe('is understood as', () => {
    it.each([
      'help',
      'HELP',
      ' help  ',
      'help!',
      'Help?',
      'ｈｅｌｐ',
      'hi',
      'Hello',
      'hey!',
      '?',
      'ヘルプ',
      '說明',
      'こんにちは',
      '你好',
    ])('“%s”', async text => {
      await town.dana.types(text);
      expect(town.dana.seen.text).toContain('What you can do here');
      expect(town.dana.seen.text).not.toContain('I did not understand');
    });
  });

  describe('comes instead of silence, with what was not understood, for', () => {
    it.each(['what is the weather?', 'customersx', 'inviteeverybody', '😀', '{{DATE(now)}}', '/start'])(
      '“%s”',
      async text => {
        await town.dana.types(text);
        expect(town.dana.seen.text).toContain(`I did not understand “${text}”.`);
        expect(town.dana.mayClick('Invite customer')).toBe(true);
      },
    );

    it('a text with Markdown in it, shown as it was typed and as nothing else', async () => {
      await town.dana.types('**bold** [here](https://evil.example)');
      expect(town.dana.seen.text).toContain('“**bold** [here](https://evil.example)”');
      expect(JSON.stringify(town.dana.seen.card)).toContain(String.raw`\\[here\\](`);
    });

    it('a one-time code with a slip in it, which is not repeated', async () => {
      await town.dana.types('7K3M-Q9TX-0VB');
      expect(town.dana.seen.text).toContain('I did not understand that.');
      expect(JSON.stringify(town.dana.seen.card)).not.toContain('7K3M');
    });

    it('a very long text, shortened', async () => {
      await town.dana.types(`why ${'o'.repeat(20_000)}`);
      expect(town.dana.seen.text).toContain('I did not understand “why ooo');
      expect(JSON.stringify(town.dana.seen.card).length).toBeLessThan(6_000);
    });

    it('a message without words, such as a picture', async () => {
      await town.dana.types('', {
        attachments: [{ contentType: 'image/png', contentUrl: 'https://teams.example/p' }],
      });
      expect(town.dana.seen.text).toContain('What you can do here');
      expect(town.dana.seen.text).not.toContain('I did not understand');
    });
  });

  describe('inside something half done', () => {
    beforeEach(async () => {
      await town.dana.types('invite customer');
    });

    it('says so, and how to leave it', async () => {
      await town.dana.types('help');
      expect(town.dana.seen.text).toContain('You are in the middle of inviting a customer.');
      expect(town.dana.seen.text).toContain('type **cancel** to leave it');
    });

    it('also answers what was not understood', async () => {
      await town.dana.types('what is a reference?');
      expect(town.dana.seen.text).toContain('I did not understand “what is a reference?”.');
      expect(town.dana.seen.text).toContain('You are in the middle of inviting a customer.');
    });

    it('still says so behind More', async () => {
      await town.dana.types('help');
      await town.dana.clicks('More');
      expect(town.dana.seen.text).toContain('You are in the middle of inviting a customer.');
    });

    it('says so of a company being set up, too', async () => {
      const noor = newOrganization(house).person('Noor Haddad');
      await noor.types('set up company');
      await noor.clicks('Next');
      await noor.types('help');
      expect(noor.seen.text).toContain('You are in the middle of setting up your company.');
    });

    it('says nothing of the kind after it was left', async () => {
      await town.dana.types('cancel');
      await town.dana.types('help');
      expect(town.dana.seen.text).not.toContain('in the middle');
    });
  });
});
