import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../bot/config.ts';
import { activity, type Edge, startEdge } from './edge.ts';

describe('the server', () => {
  let edge: Edge;

  afterEach(() => edge.server.close());

  describe('asked how it is', () => {
    it('says that it lives', async () => {
      edge = await startEdge({ ready: async () => false });
      expect(await edge.send('GET', '/healthz')).toMatchObject({ status: 200, text: '{"status":"alive"}' });
    });

    it('is ready when storage answers', async () => {
      edge = await startEdge();
      expect(await edge.send('GET', '/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    });

    it.each([
      ['storage says no', async () => false],
      ['storage fails', async () => Promise.reject(new Error('AccountKey=abc refused'))],
    ])('is not ready when %s, and says nothing more', async (_how, ready) => {
      edge = await startEdge({ ready });
      expect(await edge.send('GET', '/readyz')).toMatchObject({ status: 503, text: '{"status":"notReady"}' });
      expect(edge.log.join()).not.toContain('abc');
    });

    it('asks storage once for those who ask at the same moment', async () => {
      let asked = 0;
      edge = await startEdge({
        ready: async () => {
          asked++;
          await new Promise(resolve => setImmediate(resolve));
          return true;
        },
      });
      await Promise.all([
        edge.send('GET', '/readyz'),
        edge.send('GET', '/readyz'),
        edge.send('GET', '/readyz'),
      ]);
      expect(asked).toBeLessThan(4);
      expect((await edge.send('GET', '/readyz')).status).toBe(200);
    });
  });

  describe('answering anything', () => {
    it.each(['/healthz', '/nowhere', '/page'])(
      'bears the security headers, and does not say what it is made with: %s',
      async path => {
        edge = await startEdge({
          mountPages: server => server.get('/page', async (_request, response) => void response.end('hello')),
        });
        const { headers } = await edge.send('GET', path);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
        });
        expect(headers).not.toHaveProperty('server');
        expect(headers).not.toHaveProperty('strict-transport-security');
      },
    );

    it('asks browsers to stay with https when people reach it by https', async () => {
      edge = await startEdge({ env: { PUBLIC_URL: 'https://desk.example.com' } });
      expect((await edge.send('GET', '/healthz')).headers).toHaveProperty('strict-transport-security');
    });

    it('does not repeat an unknown path', async () => {
      edge = await startEdge();
      const { status, text } = await edge.send('GET', '/invitations-of-old/secret', { accept: 'text/html' });
      expect({ status, text }).toEqual({ status: 404, text: '{"code":"ResourceNotFound"}' });
    });

    it('takes activities by POST only', async () => {
      edge = await startEdge();
      expect((await edge.send('GET', '/api/messages')).status).toBe(405);
      expect((await edge.send('PUT', '/api/messages')).status).toBe(405);
    });

    it('closes a connection that wants to be something else', async () => {
      edge = await startEdge();
      const ended = await new Promise<string>(resolve => {
        const socket = connect(edge.port, '127.0.0.1', () =>
          socket.write(
            `GET /api/messages HTTP/1.1\r\nHost: localhost:${edge.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
          ),
        );
        let heard = '';
        socket.on('data', part => {
          heard += part;
        });
        socket.on('close', () => resolve(heard));
      });
      expect(ended).toBe('');
    });
  });

  describe('with pages of others', () => {
    it('serves them', async () => {
      edge = await startEdge({
        mountPages: server =>
          server.get(
            '/invitations/:code',
            async (request, response) => void response.end(`code of ${request.params.code.length}`),
          ),
      });
      expect((await edge.send('GET', `/invitations/${'x'.repeat(200)}`)).text).toBe('code of 200');
    });

    it('tells a reference when one fails, and logs the rest', async () => {
      edge = await startEdge({
        mountPages: server =>
          server.get('/page', async () => Promise.reject(new Error('at row 7 of table people'))),
      });
      const { status, text } = await edge.send('GET', '/page', { accept: 'text/html' });
      expect(status).toBe(500);
      const { code, reference } = JSON.parse(text);
      expect(code).toBe('failed');
      expect(edge.log.find(line => line.includes(reference))).toContain('row 7');
    });
  });

  describe('when its port is taken', () => {
    it('says which variable changes it', async () => {
      edge = await startEdge();
      const second = startEdge({ env: { PORT: String(edge.port) } });
      await expect(second).rejects.toBeInstanceOf(ConfigurationError);
      await expect(second).rejects.toThrow(`PORT: ${edge.port} is taken`);
    });
  });

  describe('when it is closed', () => {
    /** A turn that goes on until it is told to end. */
    const longTurn = () => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const onTurn = async () => {
        begin();
        await ended;
      };
      return { onTurn, begun, end };
    };

    it('lets a turn under way end and answers it', async () => {
      const { onTurn, begun, end } = longTurn();
      edge = await startEdge({ onTurn });
      const answer = edge.post(activity());
      await begun;
      const closed = edge.server.close();
      end();
      expect((await answer).status).toBe(200);
      await closed;
    });

    it('does not wait for the next request of somebody whom it has just answered', async () => {
      const { onTurn, begun, end } = longTurn();
      edge = await startEdge({ onTurn });
      const body = JSON.stringify(activity());
      const head = `Host: localhost:${edge.port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
      const socket = connect(edge.port, '127.0.0.1');
      const answered = new Promise<string>(resolve => socket.once('data', part => resolve(String(part))));
      socket.write(`POST /api/messages HTTP/1.1\r\n${head}\r\n\r\n${body}`);
      await begun;
      const closed = edge.server.close();
      end();
      expect(await answered).toContain('HTTP/1.1 200');
      await closed;
      // Sooner than the ten seconds after which every connection is closed.
    }, 5_000);

    it('takes no more requests', async () => {
      edge = await startEdge();
      await edge.server.close();
      await expect(edge.send('GET', '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    it('does not wait for a connection that is merely kept open', async () => {
      edge = await startEdge();
      const socket = connect(edge.port, '127.0.0.1');
      const closed = new Promise(resolve => socket.once('close', resolve));
      await new Promise<void>(resolve => {
        socket.once('data', () => resolve());
        socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${edge.port}\r\n\r\n`);
      });
      await edge.server.close();
      await closed;
    });
  });
});
