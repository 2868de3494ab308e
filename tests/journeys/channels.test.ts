import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';
import { drafts, sends } from './support/story.ts';

/** Where others read along: a channel of a team, and a group chat. */
const PLACES = ['channel', 'groupChat'] as const;
const BOT = '<at>Partner Desk</at>';

describe.each(PLACES)('in a %s', place => {
  let house: House;
  let town: Town;
  const id = `19:${place}@thread.tacv2`;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
    for (const person of [town.dana, town.kim, town.pat]) await person.installs();
  });
  beforeEach(() => {
    house.connector.messages.length = 0;
  });
  afterAll(() => house.stop());

  const conversation = (person: Person) => ({
    id,
    conversationType: place,
    tenantId: person.options.tenantId,
  });
  const mention = { type: 'mention', text: BOT, mentioned: { id: '28:partner-desk', name: 'Partner Desk' } };
  /** Types it there, with the bot mentioned as Teams demands, and gives what the bot answered there. */
  const says = async (person: Person, text: string) => {
    const entities = [mention];
    await person.post({
      type: 'message',
      text: `${BOT} ${text}`,
      entities,
      conversation: conversation(person),
    });
    return house.connector.in(id).map(message => message.activity.text);
  };
  const rows = async () => {
    await house.settled();
    return JSON.stringify(await allRows(house));
  };

  describe('the bot', () => {
    it.each([
      'invite customer kim@wingtip.example',
      'customers',
      'invitations',
      'set up company',
      'accept',
      'language ja',
      'cancel',
    ])(
      'says of “%s” that it works in the personal chat only, offers that, and changes nothing',
      async command => {
        const before = await rows();
        const [answer, ...more] = await says(town.dana, command);
        expect(answer).toContain('This works in your personal chat with Partner Desk only');
        expect(answer).toMatch(/\[open the chat]\(http:\/\/localhost:56152\)/);
        expect(more).toEqual([]);
        expect(house.connector.in(town.dana.conversationId)).toEqual([]);
        expect(await rows()).toBe(before);
      },
    );

    it.each(['help', 'hi', 'what can you do?', ''])(
      'answers “%s” with general help, and no names',
      async text => {
        const [answer] = await says(town.dana, text);
        expect(answer).toContain('your personal chat with Partner Desk');
        expect(answer).not.toContain('Contoso');
      },
    );

    it('speaks the language of whoever asked', async () => {
      await town.dana.types('language ja');
      const [answer] = await says(town.dana, 'customers');
      expect(answer).toContain('個人チャット');
      await town.dana.types('language auto');
    });

    it('finds its own mention only: a colleague’s is part of what was said', async () => {
      const entities = [
        mention,
        { type: 'mention', text: '<at>Pat</at>', mentioned: { id: '29:pat', name: 'Pat' } },
      ];
      await town.dana.post({
        type: 'message',
        text: `${BOT} help <at>Pat</at>`,
        entities,
        conversation: conversation(town.dana),
      });
      expect(house.connector.in(id)).toHaveLength(1);
    });

    it('says nothing when it is added', async () => {
      await town.dana.post({ type: 'conversationUpdate', conversation: conversation(town.dana) });
      await town.dana.post({
        type: 'installationUpdate',
        action: 'add',
        conversation: conversation(town.dana),
      });
      expect(house.connector.messages).toEqual([]);
    });

    it('does not take the place for where a person is reached', async () => {
      await says(town.dana, 'help');
      const people = (await allRows(house)).filter(row => row.rowKey.startsWith('person:'));
      expect(people.some(row => row.text.includes(town.dana.conversationId))).toBe(true);
      expect(people.filter(row => row.text.includes(id))).toEqual([]);
    });
  });

  describe('an invitation link', () => {
    it.each([
      ['the link alone', (link: string) => link],
      ['after accept', (link: string) => `accept ${link}`],
      [
        'the code in a sentence',
        (link: string) => `this one? ${link.slice(link.lastIndexOf('/') + 1)} thanks`,
      ],
    ])('is not used, and its sender is warned: %s', async (_, text) => {
      const { link } = await sends(town.dana, {
        email: `someone${Math.random()}@wingtip.example`,
        name: 'Wingtip',
      });
      const before = await rows();
      const [answer] = await says(town.kim, text(link));
      expect(answer).toContain('An invitation link was posted here. It was not used.');
      expect(answer).toContain('delete the message');
      expect(answer).not.toContain('Contoso');
      expect(await rows()).toBe(before);
      // Nobody became a recipient by it: it still can be opened where it belongs.
      await town.kim.types(link);
      expect(town.kim.mayClick('Approve')).toBe(true);
    });
  });

  describe('a button of a card that was copied there', () => {
    it('does nothing', async () => {
      const { id: invitation } = await drafts(town.dana, { email: `other${Math.random()}@wingtip.example` });
      const before = await rows();
      const answer = await town.dana.post({
        type: 'invoke',
        name: 'adaptiveCard/action',
        conversation: conversation(town.dana),
        value: {
          action: { type: 'Action.Execute', verb: 'draft.discard', data: { id: invitation } },
        },
      });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('This works in your personal chat with Partner Desk only');
      expect(await rows()).toBe(before);
    });
  });
});
