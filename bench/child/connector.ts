/** Stands in for the Teams connector: takes messages and edits, tells of members, counts, and keeps nothing else. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { answering } from './answering.ts';
import { usage } from './usage.ts';

/** The bench marks what must arrive exactly once, somewhere in its text. */
const MARK = /notice-\d+/;

let posts = 0;
let edits = 0;
const marks = new Map<string, number>();
const addresses = new Map<string, string>();

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => answer(request, response, Buffer.concat(parts).toString()));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const path = request.url ?? '';
  if (request.method === 'GET') {
    const id = decodeURIComponent(/\/members\/(.+)$/.exec(path)?.[1] ?? '');
    const email = addresses.get(id);
    send(response, email ? 200 : 404, { id, name: id, email, userPrincipalName: email, userRole: 'user' });
  } else if (request.method === 'PUT') {
    edits++;
    send(response, 200, { id: path.slice(path.lastIndexOf('/') + 1) });
  } else {
    posts++;
    const mark = MARK.exec(body)?.[0];
    if (mark !== undefined) marks.set(mark, (marks.get(mark) ?? 0) + 1);
    send(response, 201, { id: `m${posts}` });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function counts() {
  let repeated = 0;
  for (const times of marks.values()) repeated += times - 1;
  return { posts, edits, marked: marks.size, repeated };
}

answering({
  usage,
  port: () => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : undefined;
  },
  introduce: argument => {
    const { id, email } = z.object({ id: z.string(), email: z.string() }).parse(argument);
    addresses.set(id, email);
  },
  counts,
  /** Answers once so many marks have arrived. */
  reached: async argument => {
    const wanted = z.number().parse(argument);
    while (marks.size < wanted) await pause(5);
  },
  forget: () => {
    posts = 0;
    edits = 0;
    marks.clear();
  },
});
