import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { connectionStringFor } from '../tests/support/azurite.ts';

/** One request to storage, as it was on the wire. */
export interface WireRequest {
  readonly kind: 'read' | 'query' | 'write' | 'transaction';
  readonly table: string;
  readonly began: number;
  ended: number;
  /** Of the answer's body. */
  bytes: number;
}

/** Stands between a bot and its storage and writes down every request. */
export interface Wire {
  readonly connectionString: string;
  /** What came since the last call. */
  taken(): WireRequest[];
  close(): Promise<void>;
}

/** Each request is held so long that those sent side by side are seen to overlap. */
const HELD_MS = 15;

/** Starts a wire to the table service that listens on a port of this machine. */
export async function openWire(connectionString: string, prefix: string): Promise<Wire> {
  const port = Number(/TableEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(connectionString)?.[1]);
  let requests: WireRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const path = decodeURIComponent(url);
    const request = { ...sorted(method, path, prefix), began: performance.now(), ended: Infinity, bytes: 0 };
    if (!isBackground(request, path)) requests.push(request);
    await pause(HELD_MS);
    const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, answer => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('data', (part: Buffer) => {
        request.bytes += part.length;
      });
      answer.pipe(outgoing);
      answer.once('end', () => {
        request.ended = performance.now();
      });
    });
    onward.once('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    connectionString: connectionStringFor(address.port),
    taken: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sorted(method: string, path: string, prefix: string): Pick<WireRequest, 'kind' | 'table'> {
  if (path.includes('/$batch')) return { kind: 'transaction', table: '' };
  const table = new RegExp(`/${prefix}(\\w+)`).exec(path)?.[1] ?? '';
  if (method !== 'GET') return { kind: 'write', table };
  return { kind: path.includes('(PartitionKey=') ? 'read' : 'query', table };
}

/** What a bot does by the clock, whoever writes to it: says that it lives, looks for others and for due timers. */
function isBackground({ kind, table }: Pick<WireRequest, 'kind' | 'table'>, path: string): boolean {
  return (table === 'outbox' && path.includes("'instances'")) || (table === 'timers' && kind === 'query');
}

/** How many of the requests had to wait for another one's answer, one after the other: 1 when all went out at once. */
export function stepsOf(requests: readonly WireRequest[]): number {
  let steps = 0;
  let answered = Number.NEGATIVE_INFINITY;
  for (const { began } of requests.toSorted((a, b) => a.began - b.began)) {
    if (began < answered) continue;
    steps++;
    answered = Math.min(...requests.filter(other => other.began >= began).map(other => other.ended));
  }
  return steps;
}
