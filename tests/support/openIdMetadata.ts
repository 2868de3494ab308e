import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningKey } from './tokens.ts';

/** A place on this machine that publishes signing keys, as the Bot Framework does for its channels. */
export interface OpenIdMetadata {
  readonly url: string;
  /** How often the keys were asked for. */
  fetches(): number;
  /** From now on the document is answered with this status. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** Publishes the public half of these keys. */
export async function publishKeys(...keys: SigningKey[]): Promise<OpenIdMetadata> {
  let status = 200;
  let fetches = 0;
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${portOf(server)}`;
    const document =
      request.url === '/keys'
        ? { keys: keys.map(key => key.published) }
        : { issuer: 'test', jwks_uri: `${base}/keys` };
    if (request.url === '/keys') fetches++;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/.well-known/openidconfiguration`,
    fetches: () => fetches,
    answerWith: next => {
      status = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address.port;
}
