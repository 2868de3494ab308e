import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';

describe('a person new to the bot', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
  });
  afterAll(() => house.stop());

  const newcomer = (name = 'Noor Haddad', options = {}) => newOrganization(house).person(name, options);
  const welcomes = (person: Person) =>
    person.inbox.filter(text => text.startsWith('Welcome to Partner Desk'));

  describe('is welcomed once', () => {
    it('when the app is installed', async () => {
      const noor = newcomer();
      await noor.installs();
      expect(noor.inbox).toHaveLength(1);
      expect(noor.seen.text).toContain('Welcome to Partner Desk, Noor Haddad');
    });

    it('when Teams tells of the installation twice, in two ways', async () => {
      const noor = newcomer();
      await noor.installs();
      await noor.post({ type: 'conversationUpdate', membersAdded: [{ id: '28:partner-desk' }] });
      await noor.installs();
      expect(noor.inbox).toHaveLength(1);
    });

    it('when Teams tells of it several times at the same moment', async () => {
      const noor = newcomer();
      await Promise.all([
        noor.installs(),
        noor.post({ type: 'conversationUpdate', membersAdded: [{ id: '28:partner-desk' }] }),
        noor.installs(),
        noor.types('hello'),
        noor.types('customers'),
      ]);
      expect(welcomes(noor)).toHaveLength(1);
    });

    it('when Teams never tells of it: the first message does', async () => {
      const noor = newcomer();
      await noor.types('set up company');
      expect(welcomes(noor)).toHaveLength(1);
      // What they asked for comes as well.
      expect(noor.seen.text).toContain('Before you begin');
      await noor.types('set up company');
      expect(welcomes(noor)).toHaveLength(1);
    });

    it.each(['hi', 'Hello!', 'help', 'what is this?'])(
      'and not told the same twice, when they begin with “%s”',
      async text => {
        const noor = newcomer();
        await noor.types(text);
        expect(noor.inbox).toHaveLength(1);
        expect(welcomes(noor)).toHaveLength(1);
      },
    );

    it('when the first thing they do is to select a button', async () => {
      const noor = newcomer();
      await noor.sends('language.show', {});
      expect(welcomes(noor)).toHaveLength(1);
      expect(noor.seen.text).toContain('You read English now.');
    });

    it('also when they install the app again later, and when the bot was restarted', async () => {
      const noor = newcomer();
      await noor.installs();
      const restarted = await openHouse({ beside: house });
      await noor.at(restarted).installs();
      await restarted.stop();
      expect(noor.inbox).toHaveLength(1);
    });

    it('and not when the app is taken away', async () => {
      const noor = newcomer();
      await noor.post({ type: 'installationUpdate', action: 'remove' });
      expect(noor.inbox).toEqual([]);
    });
  });

  describe('is told', () => {
    it('in two sentences what the bot is for', async () => {
      const noor = newcomer();
      await noor.installs();
      const purpose = noor.seen.text.split('\n')[1] ?? '';
      expect(purpose).toContain('Partner Desk is where partners and customers settle who may sell to whom');
      expect(purpose.match(/[.!?](?:\s|$)/g)).toHaveLength(2);
    });

    it('for which company they act, with what they may do there as buttons', async () => {
      await town.dana.installs();
      expect(town.dana.seen.text).toContain('**Contoso**');
      expect(town.dana.buttons).toEqual([
        'Invite customer',
        'Customers',
        'Invitations',
        'Indirect providers',
        'Accept an invitation',
        'More',
      ]);
      await town.dana.clicks('Invite customer');
      expect(town.dana.seen.text).toContain('Customer email');
    });

    it('that their company is not set up, and what to do then', async () => {
      const noor = newcomer();
      await noor.installs();
      expect(noor.seen.text).toContain('Your company is not set up here yet.');
      expect(noor.seen.text).toContain('paste your invitation link here');
      expect(noor.buttons.slice(0, 2)).toEqual(['Set up company', 'Accept an invitation']);
    });

    it('that their company has not added them, rather than that they act for it', async () => {
      await town.pat.installs();
      expect(town.pat.seen.text).toContain('Wingtip Toys is set up here, but you have not been added yet.');
      expect(town.pat.seen.text).not.toContain('You act for');
      expect(town.pat.buttons).toEqual([
        'Ask for a role',
        'Accept an invitation',
        'Permissions',
        'Language',
        'More',
      ]);
    });

    it('all of it in the language of their Teams', async () => {
      const haru = newcomer('春 田中', { locale: 'ja-JP' });
      await haru.installs();
      expect(haru.seen.text).toContain('Partner Desk へようこそ');
      expect(haru.buttons[0]).toBe('会社を設定');
    });

    it('their name as it is, whatever Markdown or cards would make of it', async () => {
      const odd = newcomer('**Bo** [x](https://evil.example) {{DATE(now)}}');
      await odd.installs();
      expect(odd.seen.text).toContain('Partner Desk, **Bo** [x](https://evil.example) {{DATE(now)}}');
      expect(JSON.stringify(odd.seen.card)).toContain(String.raw`\\*\\*Bo\\*\\* \\[x\\](`);
    });
  });

  it('is welcomed even if Teams does not tell who they are', async () => {
    const noor = newcomer();
    house.connector.refuse = ({ path }) => (path.includes('/members/') ? { status: 503 } : undefined);
    try {
      await noor.installs();
    } finally {
      house.connector.refuse = () => undefined;
    }
    expect(welcomes(noor)).toHaveLength(1);
  });
});
