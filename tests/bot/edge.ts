import { request } from 'node:http';
import type { Activity, TurnContext } from 'botbuilder';
import { createAdapter, type TeamsAdapter } from '../../bot/adapter.ts';
import type { ServiceStandIns } from '../../bot/auth/authentication.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { type BotServer, createServer, type ServerOptions } from '../../bot/server.ts';

export const tenantId = '0aaaaaaa-0000-4000-8000-000000000001';
export const serviceUrl = 'http://127.0.0.1:9/connector';

/** An activity as Teams sends it; a test changes what it is about. */
export function activity(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: `activity-${Math.random()}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: '2026-11-20T10:00:00.000Z',
    from: { id: '29:kim', name: 'Kim', aadObjectId: '0bbbbbbb-0000-4000-8000-000000000001' },
    recipient: { id: '28:bot', name: 'Partner Desk' },
    conversation: { id: 'a:kim', conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    text: 'help',
    ...changes,
  };
}

export interface Edge {
  readonly server: BotServer;
  readonly adapter: TeamsAdapter;
  readonly port: number;
  /** The activities that reached the bot. */
  readonly turns: Partial<Activity>[];
  /** Every line of the log. */
  readonly log: string[];
  /** Sends a body to the bot as Teams does. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: string | Buffer,
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface EdgeOptions extends Partial<Pick<ServerOptions, 'onTurn' | 'ready' | 'mountPages'>> {
  readonly env?: Record<string, string>;
  readonly standIns?: ServiceStandIns;
  readonly onTurnError?: (context: TurnContext, error: Error) => Promise<void>;
}

/** A bot's edge on a port of its own, in local mode unless `env` says otherwise, with nothing behind it. */
export async function startEdge(options: EdgeOptions = {}): Promise<Edge> {
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'http://localhost:3978',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'debug',
    ...options.env,
  });
  const lines: string[] = [];
  const log = createLog(config, { write: line => lines.push(line) });
  const turns: Partial<Activity>[] = [];
  const adapter = createAdapter({
    config,
    log,
    onTurnError: options.onTurnError ?? (async (_context, error) => Promise.reject(error)),
    ...(options.standIns && { standIns: options.standIns }),
  });
  const server = createServer({
    config,
    log,
    adapter,
    onTurn: async context => {
      turns.push(context.activity);
      await options.onTurn?.(context);
    },
    ready: options.ready ?? (async () => true),
    ...(options.mountPages && { mountPages: options.mountPages }),
  });
  const { port } = await server.listen();
  const send: Edge['send'] = (method, path, headers = {}, body = '') =>
    exchange(port, method, path, headers, body);
  const post: Edge['post'] = (body, headers = {}) =>
    send('POST', '/api/messages', { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  return { server, adapter, port, turns, log: lines, post, send };
}

function exchange(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, response => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
