import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VERBS } from '../../bot/answerTurn.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';
import { drafts } from './support/story.ts';

const POLITE = 'I cannot do anything with this. Type **help** to see what you can do here.';
/** Verbs that mean something by themselves: lists, first steps, and what is about the clicker alone. */
const ALONE =
  /\.(show|list|more|start|next|send|alreadyInCsp|cancel|how|confirmContact|filter|export)$|edit$|^addUser\.(check|confirm)$|^addSubscription\.pick$|^users\.joinAdminAgents$|^setUpAccount\.form$|^imports\.(check|askDrafts)$/;
/** The ones that do nothing without an id, a form or a choice. */
const NEEDY = VERBS.filter(verb => !ALONE.test(verb)).concat(
  'draft.edit',
  'accept.show',
  'customers.more',
  'customerUsers.list',
  'letCustomerBuy.show',
  'licences.show',
  'requestService.start',
  'requestService.send',
  'subscriptions.more',
);

describe('the bot, given a click that no card of its own could send,', () => {
  let house: House;
  let dana: Person;
  let town: Town;

  beforeAll(async () => {
    expect(VERBS.length).toBeGreaterThan(30);
    house = await openHouse();
    town = await settle(house);
    dana = town.dana;
    await dana.installs();
    await hasCustomer(house, dana.options.tenantId, { name: 'Adatum' });
    await drafts(dana, { email: 'kim@wingtip.example', name: 'Wingtip Toys' });
    await dana.types('cancel');
  });
  afterAll(() => house.stop());

  const rows = async () => {
    await house.settled();
    return JSON.stringify(await allRows(house));
  };
  const unharmed = async (text: string, before: string) => {
    expect(text).not.toMatch(/Something went wrong|Reference:|\bat .+[:(]\d+|Error\b|undefined|\[object/);
    expect(await rows()).toBe(before);
  };
  /** Sends an invoke as it stands, and gives what the person would read. */
  const invokes = async (value: unknown, name = 'adaptiveCard/action') => {
    const answer = await dana.post({ type: 'invoke', name, value });
    expect(answer.status).toBe(200);
    return answer.text;
  };

  describe('says so politely and writes nothing, for', () => {
    it.each([
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'setUpCompany',
      'customers.open.now',
      'CUSTOMERS.OPEN',
      'help.more\n',
      ' ',
      '../../etc/passwd',
      'x'.repeat(20_000),
    ])('the verb %j', async verb => {
      const before = await rows();
      await dana.sends(verb, {});
      expect(dana.seen.text).toContain(POLITE);
      await unharmed(dana.seen.text, before);
    });

    it.each(NEEDY)('%s without any data', async verb => {
      const before = await rows();
      await dana.sends(verb, {});
      expect(dana.seen.text).toContain(POLITE);
      await unharmed(dana.seen.text, before);
    });

    it.each([
      ['a number for an id', 'invitations.open', { id: 7 }],
      ['a list for an id', 'customers.open', { id: [] }],
      ['an object for an id', 'invitations.withdraw', { id: { $ne: '' } }],
      ['a text that is no id', 'customers.open', { id: "' or PartitionKey ne '" }],
      ['an id of another shape', 'accept.approve', { id: 'AB'.repeat(32) }],
      ['a list for a text', 'inviteCustomer.next', { email: ['kim@wingtip.example'], name: 'Kim' }],
      ['a number for a text', 'setUpCompany.enroll', { form: 'full', name: 5 }],
      ['a form that there is not', 'setUpCompany.enroll', { form: 'tiny' }],
      ['a version that is none', 'draft.save', { id: 'ab'.repeat(32), version: 'latest' }],
      ['a language that there is not', 'language.choose', { language: 'xx' }],
      ['a list that there is not', 'invitations.show', { view: 'secret' }],
      ['a page number that is none', 'customers.show', { number: -1 }],
      ['a search that is no text', 'customers.show', { search: { length: 5 } }],
      [
        'a prototype for data',
        'customers.open',
        JSON.parse('{"__proto__": {"id": "x"}, "constructor": {"prototype": {}}}'),
      ],
    ])('%s', async (_, verb, data) => {
      const before = await rows();
      await dana.sends(verb, data);
      expect(dana.seen.text).toContain(POLITE);
      await unharmed(dana.seen.text, before);
    });

    it.each([
      ['no value', undefined],
      ['a text', 'customers.open'],
      ['a list', []],
      ['no action', {}],
      ['an empty action', { action: null }],
      ['a list for an action', { action: [] }],
      ['a number for a verb', { action: { type: 'Action.Execute', verb: 5, data: {} } }],
      ['no verb', { action: { type: 'Action.Execute', data: {} } }],
      ['a list for data', { action: { type: 'Action.Execute', verb: 'help.show', data: [] } }],
      ['a text for data', { action: { type: 'Action.Execute', verb: 'help.show', data: 'all' } }],
    ])('a click with %s', async (_, value) => {
      const before = await rows();
      const answer = await invokes(value);
      expect(answer).toContain('I cannot do anything with this.');
      await unharmed(answer, before);
    });

    it.each(['task/fetch', 'composeExtension/query', 'signin/verifyState', 'x'])(
      'an invoke of another kind: %s',
      async name => {
        const before = await rows();
        const answer = await invokes({ data: { verb: 'help.show' } }, name);
        expect(answer).toContain('I cannot do anything with this.');
        await unharmed(answer, before);
      },
    );

    it('a submit whose value has no verb', async () => {
      const before = await rows();
      for (const value of [{}, [], 'x', 5, { verb: 5 }, { verb: null, id: 'x' }]) {
        house.connector.messages.length = 0;
        await dana.post({ type: 'message', value });
        const [answer] = dana.inbox;
        await unharmed(answer ?? '', before);
        expect(answer).toBeDefined();
      }
    });
  });

  it('does not take more than a message can hold', async () => {
    const before = await rows();
    const answer = await dana.post({
      type: 'invoke',
      value: { action: { verb: 'help.show', data: { x: 'x'.repeat(300_000) } } },
    });
    expect(answer.status).toBe(413);
    await unharmed(answer.text, before);
  });

  it('stays polite and harmless whatever the data are', async () => {
    const before = JSON.stringify((await allRows(house)).filter(row => row.table === 'companies'));
    const anything = fc.oneof(
      fc.dictionary(
        fc.constantFrom('id', 'version', 'to', 'page', 'search', 'form', 'name', 'email', 'message'),
        fc.jsonValue(),
      ),
      fc.object({ maxDepth: 2 }),
    );
    const harmless = VERBS.filter(verb => verb !== 'language.choose');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...harmless), anything, async (verb, data) => {
        const answer = await invokes({ action: { type: 'Action.Execute', verb, data: { ...data, verb } } });
        expect(answer).not.toMatch(/Something went wrong|Reference:/);
        expect(JSON.parse(answer)).toMatchObject({
          statusCode: 200,
          type: 'application/vnd.microsoft.card.adaptive',
        });
      }),
      { seed: 20261120, numRuns: 150 },
    );
    await house.settled();
    const after = JSON.stringify((await allRows(house)).filter(row => row.table === 'companies'));
    expect(after).toBe(before);
  });

  describe('by a client that knows only Action.Submit', () => {
    it('does the same as by Execute, and turns the card that was clicked', async () => {
      await dana.types('help');
      const card = dana.seen.messageId;
      await dana.submits('Customers');
      expect(dana.seen.text).toContain('Adatum');
      expect(dana.seen.messageId).toBe(card);
      await dana.submits('Open Adatum');
      expect(dana.seen.text).toContain('Can administer');
      expect(dana.seen.messageId).toBe(card);
    });

    it('takes what was filled in along', async () => {
      await dana.types('customers');
      await dana.submits('Search', { search: 'zzz' });
      expect(dana.seen.text).toContain('No customer matches “zzz”');
    });

    it('refuses the same', async () => {
      const before = await rows();
      for (const value of [
        { verb: '__proto__' },
        { verb: 'customers.open', id: [] },
        { verb: 'accept.approve' },
      ]) {
        house.connector.messages.length = 0;
        await dana.post({ type: 'message', value });
        expect(dana.inbox).toEqual([expect.stringContaining(POLITE)]);
        await unharmed(dana.inbox.join(), before);
      }
    });
  });

  describe('or an activity of an odd shape', () => {
    it.each([
      ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
      ['an edit of a message', { type: 'messageUpdate', text: 'customers' }],
      ['a deletion', { type: 'messageDelete' }],
      ['typing', { type: 'typing' }],
      ['an event', { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: {} }],
      ['something new', { type: 'somethingNew' }],
    ])('takes it without a word: %s', async (_, activity) => {
      const before = await rows();
      house.connector.messages.length = 0;
      const { status } = await dana.post(activity);
      expect(status).toBe(200);
      expect(dana.inbox).toEqual([]);
      expect(await rows()).toBe(before);
    });
  });
});
