import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Activity } from 'botbuilder';

/** A message as it stands in a conversation, after all edits. */
export interface Message {
  id: string;
  conversationId: string;
  activity: Partial<Activity>;
  edits: number;
}

/** How the connector answers a request instead of doing what it asks. */
export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A request to the connector. */
export interface AskedOf {
  method: string;
  path: string;
  body: unknown;
}

/** What a member of a conversation is known as. */
export interface Member {
  id: string;
  aadObjectId: string;
  name: string;
  email: string;
  userPrincipalName?: string;
  userRole?: string;
  tenantId: string;
}

/** Stands in for the Teams connector: keeps what is posted and edited, tells of members, and fails on command. */
export class FakeConnector {
  readonly messages: Message[] = [];
  readonly members = new Map<string, Member>();
  /** Asked before each request; what it returns is answered instead. A promise holds the request open until then. */
  refuse: (request: AskedOf) => Refusal | undefined | Promise<Refusal | undefined> = () => undefined;
  readonly requests: { method: string; path: string }[] = [];
  #server: Server | undefined;
  #next = 1;
  serviceUrl = '';

  /** Listens on any port, or again on the one it had. */
  async start(port = 0): Promise<void> {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, headers = {}, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.serviceUrl = `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise(resolve => this.#server?.close(resolve));
  }

  /** What stands in a conversation, oldest first. */
  in(conversationId: string): Message[] {
    return this.messages.filter(message => message.conversationId === conversationId);
  }

  async #answer(request: IncomingMessage): Promise<Refusal> {
    const method = request.method ?? '';
    const path = decodeURIComponent(request.url ?? '');
    const text = await bodyOf(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.requests.push({ method, path });
    const refusal = await this.refuse({ method, path, body });
    if (refusal) return refusal;

    const member = /\/v3\/conversations\/[^/]+\/members\/(.+)$/.exec(path)?.[1];
    if (method === 'GET' && member) {
      const found = this.members.get(member);
      return found
        ? { status: 200, body: found }
        : { status: 404, body: { error: { code: 'MemberNotFoundInConversation' } } };
    }
    if (method === 'POST' && path === '/v3/conversations') {
      const { members } = body as { members: { id: string }[] };
      return { status: 201, body: { id: `a:${members[0]?.id}` } };
    }
    const place = /\/v3\/conversations\/([^/]+)\/activities(?:\/(.+))?$/.exec(path);
    const conversationId = place?.[1];
    if (!conversationId) return { status: 404, body: { error: { code: 'NotFound' } } };
    const activity = body as Partial<Activity>;
    if (method === 'PUT') {
      const message = this.messages.find(
        known => known.id === place[2] && known.conversationId === conversationId,
      );
      if (!message) return { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } };
      message.activity = activity;
      message.edits++;
      return { status: 200, body: { id: message.id } };
    }
    const message = { id: `m${this.#next++}`, conversationId, activity, edits: 0 };
    this.messages.push(message);
    return { status: 201, body: { id: message.id } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
