/**
 * The stack to compare with: the SDK's own adapter on restify as its samples show it. It echoes a message, answers a
 * click with a card from a template that was parsed once, and sends messages of its own in a loop.
 */
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder';
import restify from 'restify';
import * as z from 'zod';
import { answering } from '../child/answering.ts';
import { usage } from '../child/usage.ts';
import json from './card.json' with { type: 'json' };

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.onTurnError = async (_, error) => console.error(error);

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  const { body, headers, method = 'POST' } = request;
  await adapter.process({ body, headers, method }, response, context =>
    context.activity.type === 'invoke' ? answerClick(context) : echo(context),
  );
});
server.get('/readyz', async (_, response) => {
  response.send(200, { status: 'ready' });
});
server.listen(Number(process.env.PORT), '127.0.0.1');

async function echo(context: TurnContext): Promise<void> {
  await context.sendActivity(`Echo: ${context.activity.text}`);
}

/** The template, parsed at the first click: an echo bot does not even load what parses it. */
let template: Promise<{ expand(data: { $root: object }): object }> | undefined;

async function parseTemplate() {
  const { Template } = await import('adaptivecards-templating');
  return new Template(json);
}

async function answerClick(context: TurnContext): Promise<void> {
  template ??= parseTemplate();
  const { value, from, timestamp } = context.activity;
  const card = (await template).expand({ $root: viewOf(value.action.data.id, from.name, String(timestamp)) });
  const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function viewOf(id: string, person: string, at: string) {
  return {
    id,
    person,
    at,
    company: 'Contoso',
    customer: 'Wingtip Toys',
    email: 'kim@wingtip.example',
    reference: 'Ticket 4711',
    lines: Array.from({ length: 5 }, (_, index) => ({
      number: index + 1,
      product: `Plan ${index + 1}`,
      seats: 10 * (index + 1),
      price: 12.5,
      trial: index % 2 === 1,
    })),
  };
}

const errand = z.object({
  serviceUrl: z.string(),
  count: z.number(),
  inFlight: z.number(),
  card: z.record(z.string(), z.unknown()),
});

/** The loop of the platform's documentation: so many in flight, each by `continueConversationAsync`. */
async function notify(argument: unknown) {
  const { serviceUrl, count, inFlight, card } = errand.parse(argument);
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
  let sent = 0;
  const one = async (): Promise<void> => {
    while (sent < count) {
      const conversation = `a:${sent++ % 500}`;
      await adapter.continueConversationAsync('', reference(serviceUrl, conversation), async context => {
        await context.sendActivity({ type: 'message', summary: 'A notice', attachments });
      });
    }
  };
  const before = usage();
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, one));
  const seconds = (performance.now() - began) / 1000;
  return { seconds, cpuMs: usage().cpuMs - before.cpuMs };
}

function reference(serviceUrl: string, id: string) {
  return {
    serviceUrl,
    channelId: 'msteams',
    bot: { id: '28:bare', name: 'Bare' },
    user: { id: '29:someone', name: 'Someone' },
    conversation: { id, name: '', isGroup: false, conversationType: 'personal' },
  };
}

answering({ usage, notify });
