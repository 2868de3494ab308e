import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TurnContext } from 'botbuilder';
import { ConnectorError, ServiceUrlNotAllowed } from '../../bot/connector.ts';
import { activity, type Edge, type EdgeOptions, startEdge, tenantId } from './edge.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'drop' | 'silence';

/** A connector on this machine that notes what it is asked and answers as it is told, one answer a call and then 201. */
async function startConnector() {
  const calls: Call[] = [];
  const answers: Answer[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      calls.push({ method, path: url, headers, body: body === '' ? {} : JSON.parse(body) });
      const answer = answers.shift() ?? { status: 201, body: { id: `sent-${calls.length}` } };
      if (answer === 'silence') return;
      if (answer === 'drop') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The connector does not listen');
  return {
    url: `http://127.0.0.1:${address.port}/emea/`,
    calls,
    answer: (...next: Answer[]) => void answers.push(...next),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe('the adapter', () => {
  let connector: Awaited<ReturnType<typeof startConnector>>;
  let edge: Edge;

  beforeEach(async () => {
    connector = await startConnector();
  });

  afterEach(async () => {
    await edge.server.close();
    await connector.close();
    await edge.adapter.connector.close();
  });

  const turn = async (onTurn: (context: TurnContext) => Promise<unknown>, options: EdgeOptions = {}) => {
    edge = await startEdge({ ...options, onTurn: async context => void (await onTurn(context)) });
    return edge.post(activity({ serviceUrl: connector.url, id: 'asked' }));
  };

  describe('within a turn', () => {
    it('sends a reply to the activity that was asked, in one request', async () => {
      let id: string | undefined;
      const { status } = await turn(async context => {
        id = (await context.sendActivity('hello'))?.id;
      });
      expect(status).toBe(200);
      expect(connector.calls).toHaveLength(1);
      expect(connector.calls[0]).toMatchObject({
        method: 'POST',
        path: '/emea/v3/conversations/a%3Akim/activities/asked',
        body: {
          type: 'message',
          text: 'hello',
          replyToId: 'asked',
          channelId: 'msteams',
          from: { id: '28:bot' },
          recipient: { id: '29:kim' },
          conversation: { id: 'a:kim' },
        },
      });
      expect(id).toBe('sent-1');
    });

    it('sends several activities in their order and gives each its id', async () => {
      let ids: string[] = [];
      await turn(async context => {
        ids = (
          await context.sendActivities([
            { type: 'message', text: '1' },
            { type: 'message', text: '2' },
          ])
        ).map(({ id }) => id);
      });
      expect(connector.calls.map(({ body }) => body.text)).toEqual(['1', '2']);
      expect(ids).toEqual(['sent-1', 'sent-2']);
    });

    it('answers an invoke in the HTTP answer, without the connector', async () => {
      edge = await startEdge({
        onTurn: async context =>
          void (await context.sendActivity({
            type: 'invokeResponse',
            value: { status: 200, body: { statusCode: 200 } },
          })),
      });
      const { status, text, headers } = await edge.post(
        activity({ type: 'invoke', name: 'adaptiveCard/action', serviceUrl: connector.url }),
      );
      expect({ status, text }).toEqual({ status: 200, text: '{"statusCode":200}' });
      expect(headers['content-type']).toContain('application/json');
      expect(connector.calls).toEqual([]);
    });

    it('sends no trace', async () => {
      await turn(context => context.sendActivity({ type: 'trace', name: 'thoughts' }));
      expect(connector.calls).toEqual([]);
    });

    it('edits and deletes a message', async () => {
      await turn(async context => {
        await context.updateActivity({ type: 'message', id: 'card', text: 'accepted' });
        await context.deleteActivity('old');
      });
      expect(connector.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'PUT /emea/v3/conversations/a%3Akim/activities/card',
        'DELETE /emea/v3/conversations/a%3Akim/activities/old',
      ]);
      expect(connector.calls[0]?.body).toMatchObject({ id: 'card', text: 'accepted' });
    });

    it.each([412, 429, 502, 504])('tries a reply again that was answered %d', async status => {
      connector.answer(
        { status, headers: { 'retry-after': '0' } },
        { status, headers: { 'retry-after': '0' } },
      );
      expect((await turn(context => context.sendActivity('hello'))).status).toBe(200);
      expect(connector.calls).toHaveLength(3);
    });

    it.each<Answer>([
      { status: 500 },
      { status: 403 },
      { status: 429, headers: { 'retry-after': '60' } },
      'drop',
    ])('does not try a reply again that was answered %j', async answer => {
      connector.answer(answer);
      expect((await turn(context => context.sendActivity('hello'))).status).toBe(500);
      expect(connector.calls).toHaveLength(1);
    });

    it('gives dates to the bot as the SDK does', async () => {
      let timestamp: unknown;
      await turn(async context => {
        timestamp = context.activity.timestamp;
      });
      expect(timestamp).toEqual(new Date('2026-11-20T10:00:00.000Z'));
    });

    it('builds no client anew for the next turn', async () => {
      const clients: unknown[] = [];
      edge = await startEdge({
        onTurn: async context => {
          const { ConnectorClientKey, UserTokenClientKey } = edge.adapter;
          clients.push([
            context.turnState.get(ConnectorClientKey),
            context.turnState.get(UserTokenClientKey),
          ]);
        },
      });
      await edge.post(activity());
      await edge.post(activity());
      expect(clients[0]).toEqual([expect.anything(), expect.anything()]);
      expect(clients[1]).toEqual(clients[0]);
    });

    it('hands an error of the turn to the hook, and answers as if all were well once that has told the person', async () => {
      const errors: string[] = [];
      const { status, text } = await turn(() => Promise.reject(new Error('storage is away')), {
        onTurnError: async (context, error) => {
          errors.push(error.message);
          await context.sendActivity('Sorry');
        },
      });
      expect({ status, text, errors }).toEqual({ status: 200, text: '', errors: ['storage is away'] });
      expect(connector.calls).toHaveLength(1);
    });

    it('tells nobody the words of an error that the hook could not handle', async () => {
      const { status, text } = await turn(() => Promise.reject(new Error('at row 7 of table people')));
      expect(status).toBe(500);
      expect(JSON.parse(text)).toEqual({ code: 'failed', reference: expect.stringMatching(/^\w{8}$/) });
    });
  });

  describe('outside a turn', () => {
    const start = async (options: EdgeOptions = {}) => {
      edge = await startEdge(options);
      return {
        desk: edge.adapter.connector,
        address: { serviceUrl: connector.url, conversation: { id: 'a:kim' }, bot: { id: '28:bot' } },
      };
    };

    it('sends into a conversation', async () => {
      const { desk, address } = await start();
      expect(await desk.sendTo(address, { type: 'message', text: 'accepted' })).toEqual({
        activityId: 'sent-1',
      });
      expect(connector.calls[0]).toMatchObject({
        method: 'POST',
        path: '/emea/v3/conversations/a%3Akim/activities',
        body: { text: 'accepted', from: { id: '28:bot' } },
      });
    });

    it('opens the conversation with a person', async () => {
      const { desk } = await start();
      connector.answer({ status: 201, body: { id: 'a:new' } });
      const opened = await desk.openConversation(connector.url, tenantId, 'lee');
      expect(opened).toMatchObject({ serviceUrl: connector.url, conversation: { id: 'a:new', tenantId } });
      expect(connector.calls[0]).toMatchObject({
        path: '/emea/v3/conversations',
        body: { members: [{ id: 'lee' }], tenantId, isGroup: false },
      });
    });

    it('asks who a member is', async () => {
      const { desk, address } = await start();
      connector.answer(
        {
          status: 200,
          body: {
            id: '29:kim',
            objectId: 'kim',
            name: 'Kim',
            email: 'kim@wingtip.example',
            userRole: 'user',
            tenantId,
          },
        },
        { status: 404 },
      );
      expect(await desk.member(address, '29:kim')).toEqual({
        aadObjectId: 'kim',
        name: 'Kim',
        email: 'kim@wingtip.example',
        userRole: 'user',
        tenantId,
      });
      expect(await desk.member(address, '29:lee')).toBeUndefined();
    });

    const blocked = {
      errorCode: 209,
      message: '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": ""\r\n}',
    };

    it.each<[string, Answer, Partial<ConnectorError>]>([
      [
        '429 with a wait',
        { status: 429, headers: { 'retry-after': '7' } },
        { status: 429, retryAfterSeconds: 7 },
      ],
      [
        '412',
        { status: 412, body: { error: { code: 'PreconditionFailed' } } },
        { status: 412, code: 'PreconditionFailed' },
      ],
      ['502', { status: 502, body: 'Bad gateway' }, { status: 502 }],
      [
        '403 by a person who blocked the bot',
        { status: 403, body: blocked },
        { status: 403, code: 'MessageWritesBlocked' },
      ],
      [
        '404 for a conversation that is gone',
        { status: 404, body: { error: { code: 'ConversationNotFound', message: 'x' } } },
        { status: 404, code: 'ConversationNotFound' },
      ],
      ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }, { status: 302 }],
      ['a dropped connection', 'drop', { status: 0, code: 'noAnswer' }],
    ])('throws at %s, and tries nothing again', async (_what, answer, expected) => {
      const { desk, address } = await start();
      connector.answer(answer);
      const refusal = await desk.sendTo(address, { text: 'hello' }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ConnectorError);
      expect(refusal).toMatchObject(expected);
      expect(connector.calls).toHaveLength(1);
    });

    it('tells a connector that cannot be reached from one that gave no answer', async () => {
      const { desk, address } = await start();
      await connector.close();
      await expect(desk.sendTo(address, { text: 'hello' })).rejects.toMatchObject({
        status: 0,
        code: 'notConnected',
      });
    });

    it('sends nothing, and no token, to a host outside the cloud', async () => {
      const { desk, address } = await start();
      for (const serviceUrl of ['https://evil.example/', 'https://smba.trafficmanager.net.evil.example/']) {
        await expect(desk.sendTo({ ...address, serviceUrl }, { text: 'hello' })).rejects.toBeInstanceOf(
          ServiceUrlNotAllowed,
        );
      }
    });
  });

  describe('of a registered bot', () => {
    const registered: EdgeOptions = {
      env: {
        MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
        MicrosoftAppType: 'MultiTenant',
        MicrosoftAppPassword: 'client-secret',
      },
    };

    it('bears the bot’s token', async () => {
      edge = await startEdge({
        ...registered,
        standIns: { connectorToken: 'the-token', loopbackConnector: true },
      });
      await edge.adapter.connector.sendTo(
        { serviceUrl: connector.url, conversation: { id: 'a:kim' } },
        { text: 'hello' },
      );
      expect(connector.calls[0]?.headers.authorization).toBe('Bearer the-token');
    });

    it('does not talk to a service on this machine', async () => {
      edge = await startEdge(registered);
      const { connector: desk } = edge.adapter;
      await expect(
        desk.sendTo({ serviceUrl: connector.url, conversation: { id: 'a:kim' } }, {}),
      ).rejects.toBeInstanceOf(ServiceUrlNotAllowed);
      expect(connector.calls).toEqual([]);
    });

    it.each([
      [
        'single tenant',
        { MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: tenantId, MicrosoftAppPassword: 'x' },
      ],
      [
        'managed identity',
        { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: tenantId, MicrosoftAppPassword: '' },
      ],
      ['in the US Government cloud', { CLOUD: 'usgov' }],
    ])('starts: %s', async (_kind, env) => {
      edge = await startEdge({ env: { ...registered.env, ...env } });
      expect((await edge.send('GET', '/healthz')).status).toBe(200);
    });
  });

  describe('of a bot in local mode', () => {
    it('bears no token', async () => {
      await turn(context => context.sendActivity('hello'));
      expect(connector.calls[0]?.headers).not.toHaveProperty('authorization');
    });
  });
});
