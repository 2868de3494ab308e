import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GLOBAL_ADMINISTRATOR } from '../../bot/proof/verdict.ts';
import type { SigningKey } from './tokens.ts';

/** Somebody as Graph knows them. */
export interface InGraph {
  readonly objectId: string;
  /** The templates of the roles that they hold; a null is one that Graph does not name. */
  readonly roles: readonly (string | null)[];
  readonly userType?: string;
}

/** A built-in role that is not the one that matters. */
export const DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
export const GLOBAL_ADMIN_ROLE = GLOBAL_ADMINISTRATOR;

interface Answer {
  status: number;
  body?: unknown;
}

/**
 * Stands in for what proves a global admin: Entra's keys, the Bot Framework's token service, and Graph. Each is a part
 * of one address on this machine. Tests say who there is, what the token service agrees to, and what fails.
 */
export class FakeMicrosoft {
  readonly #key: SigningKey;
  readonly #server: Server;
  /** Who stands behind a token for Graph. */
  readonly #behind = new Map<string, InGraph>();
  /** The people of the directory, for tokens that are exchanged. */
  readonly people = new Map<string, InGraph>();
  /** The codes of sign-ins, and who signed in. */
  readonly codes = new Map<string, InGraph>();
  /** What the token service says when a token is to be exchanged; 200 does it. */
  exchange = 200;
  /** What other services answer; 200 as they should. */
  keys = 200;
  graph = 200;
  code = 200;
  signIn = 200;
  /** Whether the OAuth connection knows single sign-on. */
  knowsSso = true;
  /** Instead of the first page of roles. */
  rolesPage: unknown;
  /** Asked before each answer; a promise holds it back. */
  before: (path: string) => Promise<void> | void = () => undefined;
  /** Every request, as method and path. */
  readonly asked: string[] = [];
  /** Tokens for Graph that were given out. */
  readonly given: string[] = [];

  constructor(key: SigningKey) {
    this.#key = key;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  get standIns() {
    return { tokenServiceUrl: this.url, entraUrl: this.url, graphUrl: this.url };
  }

  /** A token with which Graph is asked as this person. */
  graphToken(person: InGraph): string {
    const token = `graph-secret-${randomUUID()}`;
    this.#behind.set(token, person);
    this.given.push(token);
    return token;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '', this.url);
    const body = await bodyOf(request);
    this.asked.push(`${request.method} ${url.pathname}`);
    await this.before(url.pathname);
    if (url.pathname.endsWith('/discovery/v2.0/keys')) {
      return { status: this.keys, body: { keys: [this.#key.published] } };
    }
    return url.pathname.startsWith('/v1.0/') ? this.#graph(request, url) : this.#tokenService(url, body);
  }

  #tokenService(url: URL, body: string): Answer {
    switch (url.pathname) {
      case '/api/botsignin/GetSignInResource': {
        const tokenExchangeResource = { id: randomUUID(), uri: 'api://botid-bot', providerId: 'entra' };
        const signInLink = `${this.url}/sign-in`;
        return {
          status: this.signIn,
          body: { signInLink, ...(this.knowsSso && { tokenExchangeResource }) },
        };
      }
      case '/api/usertoken/exchange': {
        const { token } = JSON.parse(body) as { token: string };
        const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
          oid: string;
        };
        const person = this.people.get(payload.oid);
        if (this.exchange !== 200 || !person) return { status: this.exchange === 200 ? 404 : this.exchange };
        return this.#token(url, person);
      }
      case '/api/usertoken/GetToken': {
        if (this.code !== 200) return { status: this.code, body: { error: { code: 'ServiceError' } } };
        const person = this.codes.get(url.searchParams.get('code') ?? '');
        return person ? this.#token(url, person) : { status: 404 };
      }
      default:
        return { status: url.pathname === '/api/usertoken/SignOut' ? 200 : 404 };
    }
  }

  #token(url: URL, person: InGraph): Answer {
    const { channelId, connectionName } = Object.fromEntries(url.searchParams);
    return { status: 200, body: { channelId, connectionName, token: this.graphToken(person) } };
  }

  #graph({ headers }: IncomingMessage, url: URL): Answer {
    const person = this.#behind.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (!person) return { status: 401 };
    if (this.graph !== 200) return { status: this.graph, body: { error: { code: 'serviceNotAvailable' } } };
    if (url.pathname === '/v1.0/me') {
      return { status: 200, body: { id: person.objectId, userType: person.userType ?? 'Member' } };
    }
    // Graph casts only when it is asked so.
    if (headers.consistencylevel !== 'eventual' || url.searchParams.get('$count') !== 'true') {
      return { status: 400 };
    }
    const page = Number(url.searchParams.get('page') ?? 0);
    if (page === 0 && this.rolesPage) return { status: 200, body: this.rolesPage };
    // One role a page.
    const next =
      page + 1 < person.roles.length ? `${this.url}${url.pathname}?$count=true&page=${page + 1}` : undefined;
    const value = person.roles.slice(page, page + 1).map(roleTemplateId => ({ roleTemplateId }));
    return { status: 200, body: { value, ...(next && { '@odata.nextLink': next }) } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
