import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import restify from 'restify';
import type { TeamsAdapter } from './adapter.ts';
import { KeysUnavailable, Unauthenticated } from './auth/authentication.ts';
import { type Config, ConfigurationError } from './config.ts';
import { guardActivity, guardCaller, guardLocalCaller, Refusal, readJson, SeenMessages } from './guards.ts';
import { type Log, newReference } from './log.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly log: Log;
  readonly adapter: TeamsAdapter;
  /** What the bot does with an activity whose sender was checked. Answers an invoke by sending an `invokeResponse`. */
  readonly onTurn: (context: TurnContext) => Promise<void>;
  /** Whether storage answers. */
  readonly ready: () => Promise<boolean>;
  /** Adds the pages that the bot serves. */
  readonly mountPages?: (server: restify.Server) => void;
}

export interface BotServer {
  /** Resolves when requests are taken. Throws a `ConfigurationError` when the port is taken. */
  listen(): Promise<{ port: number }>;
  /** Takes no more requests, lets those under way end, for ten seconds at most, and then closes every connection. */
  close(): Promise<void>;
}

const longestDrain = 10_000;
const longestReadyCheck = 3_000;

/** The bot's HTTP server: `POST /api/messages` for Teams, `GET /healthz`, `GET /readyz`, and the pages that are mounted. */
export function createServer(options: ServerOptions): BotServer {
  const { config, log } = options;
  const server = restify.createServer({ name: '', maxParamLength: 400 });
  // restify would write its warnings to a logger of its own; its types still speak of another one than it takes.
  Reflect.set(server, 'log', log);
  setTimeouts(server.server);
  const turns = new Set<Promise<unknown>>();

  server.pre(securityHeaders(config));
  if (config.local) server.pre(localCallersOnly(config, log));
  server.post('/api/messages', messages(options, turns));
  server.get('/healthz', async (_request, response) => answer(response, 200, { status: 'alive' }));
  server.get('/readyz', readiness(options.ready, log));
  options.mountPages?.(server);
  server.on('restifyError', neutralError(log));
  // Somebody must answer a request to upgrade, or it holds its socket for ever.
  server.on('upgrade', (_request, socket: Socket) => socket.destroy());

  return { listen: () => listen(server, config), close: () => close(server, turns) };
}

function messages({ log, adapter, onTurn }: ServerOptions, turns: Set<Promise<unknown>>) {
  const seen = new SeenMessages();

  const turnFor = async (activity: Activity, authorization: string): Promise<InvokeResponse | undefined> => {
    // The token first: nothing of an activity may be believed, or noted as seen, before.
    const verified = await adapter.authenticate(activity, authorization);
    if (guardCaller(activity) === undefined) return undefined;
    if (seen.note(activity)) return undefined;
    try {
      return await adapter.runTurn(verified, activity, onTurn);
    } catch (error) {
      seen.forget(activity);
      throw error;
    }
  };

  return async (request: restify.Request, response: restify.Response): Promise<void> => {
    try {
      const activity = guardActivity(await readJson(request), adapter.allowsServiceUrl);
      const turn = turnFor(activity, request.headers.authorization ?? '');
      turns.add(turn);
      const outcome = await turn.finally(() => turns.delete(turn));
      answer(response, outcome?.status ?? 200, outcome?.body);
    } catch (error) {
      refuse(request, response, error, log);
    }
  };
}

/** Says no more than a code and a reference; the reason stands in the log. */
function refuse(request: restify.Request, response: restify.Response, error: unknown, log: Log): void {
  const reference = newReference();
  const { status, code } = statusFor(error);
  if (status >= 500) log.error({ reference, err: error }, 'A request failed');
  else log.warn({ reference, status, code, reason: reasonOf(error) }, 'A request was refused');
  if (!request.complete) {
    // The rest of the body is not wanted, but the sender hears the answer only after it could send it.
    request.resume();
    response.setHeader('Connection', 'close');
  }
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  answer(response, status, { code, reference });
}

/** What the SDK found wrong with a token, for the operator. */
function reasonOf(error: unknown): string | undefined {
  return error instanceof Unauthenticated && error.cause instanceof Error ? error.cause.message : undefined;
}

function statusFor(error: unknown): { status: number; code: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof Unauthenticated) return { status: 401, code: 'unauthenticated' };
  if (error instanceof KeysUnavailable) return { status: 503, code: 'keysUnavailable' };
  return { status: 500, code: 'failed' };
}

function answer(response: restify.Response, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  if (body === undefined || body === null) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

function readiness(ready: () => Promise<boolean>, log: Log) {
  let asking: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    try {
      return await Promise.race([ready(), pause(longestReadyCheck, false, { ref: false })]);
    } catch (error) {
      log.warn({ err: error }, 'Not ready');
      return false;
    } finally {
      asking = undefined;
    }
  };
  return async (_request: restify.Request, response: restify.Response): Promise<void> => {
    asking ??= ask();
    const isReady = await asking;
    answer(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'notReady' });
  };
}

function securityHeaders({ publicUrl }: Config): restify.RequestHandler {
  const headers: [string, string][] = [
    ['X-Content-Type-Options', 'nosniff'],
    ['Cache-Control', 'no-store'],
    ['Referrer-Policy', 'no-referrer'],
  ];
  if (publicUrl.startsWith('https:')) headers.push(['Strict-Transport-Security', 'max-age=31536000']);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

function localCallersOnly(config: Config, log: Log): restify.RequestHandler {
  return (request, response, next) => {
    try {
      const isForm = request.method === 'POST' && request.path().startsWith('/imports/');
      guardLocalCaller(request.headers, request.socket.localPort, config.playgroundPorts, isForm);
      next();
    } catch (error) {
      refuse(request, response, error, log);
      next(false);
    }
  };
}

/** restify would tell the sender an error's own words; here it hears a code, and an unexpected error's reference. */
function neutralError(log: Log) {
  return (_request: restify.Request, response: restify.Response, error: unknown, done: () => void): void => {
    if (error instanceof Error) {
      const status: unknown = Reflect.get(error, 'statusCode');
      const expected = typeof status === 'number' && status < 500;
      const told = expected
        ? { code: error.name.replace(/Error$/, '') }
        : { code: 'failed', reference: newReference() };
      if (!expected) {
        log.error({ ...told, err: error }, 'A page failed');
        Reflect.set(error, 'statusCode', 500);
      }
      Reflect.set(error, 'toJSON', () => told);
      if (!response.headersSent) response.setHeader('Content-Type', 'application/json');
    }
    done();
  };
}

/** A slow or silent sender does not hold a connection; an idle one lives longer than that of a usual proxy before us. */
function setTimeouts(server: HttpServer): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 75_000;
}

function listen(server: restify.Server, { host, port }: Config): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new ConfigurationError(
              `  PORT: ${port} is taken on ${host}; give another one, or end what listens there`,
            )
          : error,
      );
    });
    server.listen(port, host, () => resolve({ port: server.address().port }));
  });
}

async function close(server: restify.Server, turns: ReadonlySet<Promise<unknown>>): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  // A connection whose answer has just gone out stays open for its sender's next request.
  const sweep = setInterval(() => server.server.closeIdleConnections(), 20);
  const deadline = setTimeout(() => server.server.closeAllConnections(), longestDrain);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
  await Promise.race([Promise.allSettled(turns), pause(longestDrain, undefined, { ref: false })]);
}
