import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { largestBody, SeenMessages } from '../../bot/guards.ts';
import { activity, type Edge, startEdge, tenantId } from './edge.ts';

describe('the guards', () => {
  let edge: Edge;

  afterEach(() => edge.server.close());

  describe('in local mode', () => {
    beforeEach(async () => {
      edge = await startEdge();
    });

    it('let an activity from a local client through', async () => {
      expect(await edge.post(activity())).toMatchObject({ status: 200, text: '' });
      expect(edge.turns).toHaveLength(1);
    });

    it.each(['localhost', '127.0.0.1'])('answer under the name %s', async name => {
      expect((await edge.post(activity(), { host: `${name}:${edge.port}` })).status).toBe(200);
    });

    it.each(['evil.example', 'localhost.evil.example', '127.0.0.1:1', 'localhost'])(
      'refuse the Host "%s", whatever is asked for',
      async host => {
        expect((await edge.post(activity(), { host })).status).toBe(403);
        expect((await edge.send('GET', '/healthz', { host })).status).toBe(403);
        expect(edge.turns).toEqual([]);
      },
    );

    it('let the pages of the clients through', async () => {
      const clients = ['localhost:56150', '127.0.0.1:56151', 'localhost:56152', 'localhost:56153'];
      for (const origin of clients.map(client => `http://${client}`)) {
        expect((await edge.post(activity(), { origin })).status).toBe(200);
      }
    });

    it.each(['https://evil.example', 'null', 'http://localhost:3978', 'https://localhost:56150'])(
      'refuse a page of %s',
      async origin => {
        expect((await edge.post(activity(), { origin })).status).toBe(403);
        expect(edge.turns).toEqual([]);
      },
    );

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
      'refuse a body of type "%s"',
      async type => {
        expect((await edge.post(activity(), { 'content-type': type })).status).toBe(415);
        expect(edge.turns).toEqual([]);
      },
    );

    it('refuse a service URL off this machine', async () => {
      expect(
        (await edge.post(activity({ serviceUrl: 'https://smba.trafficmanager.net/emea/' }))).status,
      ).toBe(403);
      expect(edge.turns).toEqual([]);
    });
  });

  describe('looking at the body', () => {
    const json = { 'content-type': 'application/json' };

    beforeEach(async () => {
      edge = await startEdge();
    });

    it('take JSON with its character set named', async () => {
      expect(
        (await edge.post(activity(), { 'content-type': 'application/json; charset=utf-8' })).status,
      ).toBe(200);
    });

    it('refuse what is not JSON', async () => {
      expect((await edge.send('POST', '/api/messages', json, '{"type":')).status).toBe(400);
    });

    it('refuse what is not UTF-8', async () => {
      expect((await edge.send('POST', '/api/messages', json, Buffer.from([0x22, 0xff, 0x22]))).status).toBe(
        400,
      );
    });

    it('refuse a compressed body', async () => {
      expect((await edge.post(activity(), { 'content-encoding': 'gzip' })).status).toBe(415);
    });

    it('take the largest body that is allowed, and none larger', async () => {
      const fitting = activity({ text: '' });
      fitting.text = 'x'.repeat(largestBody - JSON.stringify(fitting).length);
      expect((await edge.post(fitting)).status).toBe(200);
      expect((await edge.post({ ...fitting, text: `${fitting.text}x` })).status).toBe(413);
      expect(edge.turns).toHaveLength(1);
    });

    it('refuse a body that grows too large without having said so', async () => {
      const headers = { ...json, 'transfer-encoding': 'chunked' };
      expect(
        (await edge.send('POST', '/api/messages', headers, Buffer.alloc(largestBody + 1, 0x20))).status,
      ).toBe(413);
    });

    it.each<[string, unknown]>([
      ['null', null],
      ['a list', []],
      ['a text', 'hello'],
      ['nothing in it', {}],
      ['no kind', activity({ type: undefined })],
      ['no sender', activity({ from: undefined })],
      ['a conversation without an id', activity({ conversation: { tenantId } })],
      ['a tenant that is no id', activity({ channelData: { tenant: { id: 'a/b#c' } } })],
      ['a person that is no id', activity({ from: { id: '29:kim', aadObjectId: "x' or 1 eq 1" } })],
      ['a text that is none', activity({ text: { $gt: '' } })],
    ])('refuse %s', async (_what, body) => {
      expect((await edge.post(body)).status).toBe(400);
      expect(edge.turns).toEqual([]);
    });

    it.each(['emulator', 'directline', 'AseChannel', 'webchat'])('refuse the channel %s', async channelId => {
      expect((await edge.post(activity({ channelId }))).status).toBe(403);
      expect(edge.turns).toEqual([]);
    });
  });

  describe('looking at the sender', () => {
    it('refuse an activity without a tenant', async () => {
      edge = await startEdge();
      expect((await edge.post(activity({ channelData: {}, conversation: { id: 'a:kim' } }))).status).toBe(
        403,
      );
      expect(edge.turns).toEqual([]);
    });

    it('refuse an activity that names two tenants', async () => {
      edge = await startEdge();
      expect((await edge.post(activity({ conversation: { id: 'a:kim', tenantId: 'another' } }))).status).toBe(
        403,
      );
      expect(edge.turns).toEqual([]);
    });

    it.each(['message', 'invoke', 'messageUpdate', 'messageReaction'])(
      'refuse an activity of the kind %s without a person',
      async type => {
        edge = await startEdge();
        expect((await edge.post(activity({ type, from: { id: '29:kim' } }))).status).toBe(403);
        expect(edge.turns).toEqual([]);
      },
    );

    it('take an event of the conversation that names no person, and do nothing', async () => {
      edge = await startEdge();
      expect((await edge.post(activity({ type: 'conversationUpdate', from: { id: 'a:kim' } }))).status).toBe(
        200,
      );
      expect(edge.turns).toEqual([]);
    });

    it('take every tenant, because ALLOWED_TENANTS says who may enrol, not who may be invited', async () => {
      edge = await startEdge({ env: { ALLOWED_TENANTS: tenantId } });
      const invited = '0aaaaaaa-0000-4000-8000-00000000ffff';
      const answer = await edge.post(
        activity({
          channelData: { tenant: { id: invited } },
          conversation: { id: 'a:x', tenantId: invited },
        }),
      );
      expect(answer.status).toBe(200);
      expect(edge.turns).toHaveLength(1);
    });
  });

  describe('seeing an activity again', () => {
    it('answer a repeated message with 200 and handle it once', async () => {
      edge = await startEdge();
      const message = activity({ id: '1' });
      expect((await edge.post(message)).status).toBe(200);
      expect((await edge.post(message)).status).toBe(200);
      expect(edge.turns).toHaveLength(1);
    });

    it('tell messages of two conversations apart', async () => {
      edge = await startEdge();
      await edge.post(activity({ id: '1' }));
      await edge.post(activity({ id: '1', conversation: { id: 'a:lee', tenantId } }));
      expect(edge.turns).toHaveLength(2);
    });

    it('handle a message again whose first handling failed', async () => {
      let failing = true;
      edge = await startEdge({
        onTurn: async () => (failing ? Promise.reject(new Error('storage is away')) : undefined),
      });
      const message = activity({ id: '1' });
      expect((await edge.post(message)).status).toBe(500);
      failing = false;
      expect((await edge.post(message)).status).toBe(200);
      expect(edge.turns).toHaveLength(2);
    });

    it('let a repeated invoke through, because somebody waits for its answer', async () => {
      edge = await startEdge({
        onTurn: async context =>
          void (await context.sendActivity({
            type: 'invokeResponse',
            value: { status: 200, body: { ok: true } },
          })),
      });
      const click = activity({ type: 'invoke', name: 'adaptiveCard/action', id: '1' });
      expect((await edge.post(click)).text).toBe('{"ok":true}');
      expect((await edge.post(click)).text).toBe('{"ok":true}');
    });

    it('remember a bounded number of messages', () => {
      const seen = new SeenMessages(2);
      const note = (id: string) => seen.note({ type: 'message', id, conversation: { id: 'a:kim' } });
      expect(['1', '2', '3', '1', '3'].map(note)).toEqual([false, false, false, false, true]);
    });
  });

  it('log a refusal with the reference that the sender gets, and nothing of what was written', async () => {
    edge = await startEdge();
    const { text } = await edge.post(activity({ channelId: 'emulator', text: 'my secret words' }));
    const { code, reference } = JSON.parse(text);
    expect(code).toBe('channelNotAllowed');
    expect(edge.log.filter(line => line.includes(reference))).toHaveLength(1);
    expect(edge.log.join()).not.toContain('my secret words');
  });
});
