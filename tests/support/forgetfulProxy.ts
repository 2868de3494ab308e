/**
 * Stands between the product and a table service and, when told to, lets a request through but drops its answer: the
 * write is done and nobody hears of it.
 */
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { connectionStringFor } from './azurite.ts';

/** The proxy's own view of a request. */
export interface SeenRequest {
  method: string;
  path: string;
}

/** A proxy in front of one table service. */
export interface ForgetfulProxy {
  connectionString: string;
  /** Drops the answer to the next request that fits, after `then` has run. */
  dropNextAnswer(fits: (request: SeenRequest) => boolean, then?: () => Promise<void>): void;
  /** Answers the next request that fits by itself; storage never sees it. */
  answerNext(fits: (request: SeenRequest) => boolean, status: number, code: string): void;
  /** Answers the next request that fits with no rows and where to go on, as the service may at any time. */
  emptyPageNext(fits: (request: SeenRequest) => boolean, next: { partition: string; row: string }): void;
  close(): Promise<void>;
}

interface Trap {
  fits: (request: SeenRequest) => boolean;
  then?: (() => Promise<void>) | undefined;
  answer?: { status: number; code: string };
  next?: { partition: string; row: string };
}

/** Starts a proxy in front of the table service that `target` names, on `port` or on any. */
export async function startForgetfulProxy(target: string, port = 0): Promise<ForgetfulProxy> {
  const targetPort = Number(/TableEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(target)?.[1]);
  const traps: Trap[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const index = traps.findIndex(trap => trap.fits({ method, path: url }));
    const trap = index === -1 ? undefined : traps.splice(index, 1)[0];
    if (trap?.answer !== undefined) {
      const { status, code } = trap.answer;
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ 'odata.error': { code, message: { lang: 'en', value: code } } }));
      return;
    }
    if (trap?.next !== undefined) {
      const key = (text: string) => Buffer.from(text, 'utf8').toString('base64');
      outgoing.writeHead(200, {
        'content-type': 'application/json;odata=minimalmetadata',
        'x-ms-continuation-nextpartitionkey': key(trap.next.partition),
        'x-ms-continuation-nextrowkey': key(trap.next.row),
      });
      outgoing.end(JSON.stringify({ value: [] }));
      return;
    }
    const onward = forward({ port: targetPort, host: '127.0.0.1', method, path: url, headers }, answer => {
      if (trap === undefined) {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      answer.resume();
      answer.on('end', async () => {
        await trap.then?.();
        incoming.socket.destroy();
      });
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    connectionString: connectionStringFor(address.port),
    dropNextAnswer: (fits, then) => {
      traps.push({ fits, then });
    },
    answerNext: (fits, status, code) => {
      traps.push({ fits, answer: { status, code } });
    },
    emptyPageNext: (fits, next) => {
      traps.push({ fits, next });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
