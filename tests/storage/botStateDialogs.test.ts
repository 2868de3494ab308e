import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AutoSaveStateMiddleware, ConversationState, TestAdapter, UserState } from 'botbuilder';
import { DialogSet, DialogTurnStatus, NumberPrompt, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { openTables, type Tables } from '../../storage/tables.ts';
import { openTestTables, sharedStorage, uniquePrefix } from '../support/azurite.ts';

/** A bot that asks a name of at least four letters, then an age; everything it knows is in `tables`. */
function bot(tables: Tables): TestAdapter {
  const conversation = new ConversationState(tables.botState);
  const user = new UserState(tables.botState);
  const visits = user.createProperty<number>('visits');
  const dialogs = new DialogSet(conversation.createProperty('dialog'));
  dialogs.add(
    new TextPrompt('name', async ({ recognized, attemptCount, context }) => {
      if (recognized.succeeded && (recognized.value ?? '').length > 3) return true;
      await context.sendActivity(`try ${attemptCount}: longer, please`);
      return false;
    }),
  );
  dialogs.add(new NumberPrompt('age'));
  dialogs.add(
    new WaterfallDialog('form', [
      step => step.prompt('name', 'name?'),
      step => {
        Object.assign(step.values, { name: step.result });
        return step.prompt('age', 'age?');
      },
      async step => {
        const { name } = { name: '', ...step.values };
        await step.context.sendActivity(`${name} is ${step.result}`);
        return step.endDialog();
      },
    ]),
  );
  const adapter = new TestAdapter(async context => {
    const count = await visits.get(context, 0);
    await visits.set(context, count + 1);
    const dialog = await dialogs.createContext(context);
    const { status } = await dialog.continueDialog();
    if (status === DialogTurnStatus.empty && context.activity.text === 'start')
      await dialog.beginDialog('form');
    if (context.activity.text === 'visits') await context.sendActivity(`turn ${count + 1}`);
  });
  adapter.use(new AutoSaveStateMiddleware(conversation, user));
  return adapter;
}

describe('a dialog over our storage', () => {
  let tables: Tables;
  let requests: string[] = [];
  beforeAll(async () => {
    tables = await openTestTables({ onRequest: method => requests.push(method) });
  });
  afterAll(() => tables.close());

  it('goes through its steps and counts its attempts', async () => {
    await bot(tables)
      .send('start')
      .assertReply('name?')
      .send('Jo')
      .assertReply('try 1: longer, please')
      .send('Al')
      .assertReply('try 2: longer, please')
      .send('Joanna')
      .assertReply('age?')
      .send('41')
      .assertReply('Joanna is 41')
      .send('visits')
      .assertReply('turn 6')
      .startTest();
  });

  it('goes on in another process where it was left, attempts and values included', async () => {
    const location = { connectionString: await sharedStorage() };
    const prefix = uniquePrefix();
    // Every turn is a bot of its own, with connections of its own: nothing but storage connects them.
    const turns = [
      ['start', 'name?'],
      ['Jo', 'try 1: longer, please'],
      ['Al', 'try 2: longer, please'],
      ['翼尖玩具', 'age?'],
      ['41', '翼尖玩具 is 41'],
      ['visits', 'turn 6'],
    ] as const;
    for (const [said, answered] of turns) {
      const fresh = openTables(location, { prefix });
      await bot(fresh).send(said).assertReply(answered).startTest();
      await fresh.close();
    }
  });

  it('writes nothing in a turn that changes nothing', async () => {
    const state = new ConversationState(tables.botState);
    const property = state.createProperty<string>('p');
    const adapter = new TestAdapter(async context => {
      await property.get(context, 'unchanged');
    });
    adapter.use(new AutoSaveStateMiddleware(state));
    await adapter.send('first').startTest();
    requests = [];
    await adapter.send('second').startTest();
    expect(requests).toEqual(['GET']);
  });
});
