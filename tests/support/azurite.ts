/**
 * A real table service for tests. One Azurite serves a whole run (`azuriteForRun.ts` starts it), and each test file
 * has tables of its own in it. What stops storage in mid-turn starts an Azurite of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type OpenTablesOptions, openTables, type Tables } from '../../storage/tables.ts';

/** The environment variable that tells test files where to ask for the run's Azurite. */
export const DOOR_VARIABLE = 'TEST_AZURITE_DOOR';

/** Azurite's published account, the same on every machine. */
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const DEADLINE_MS = 15_000;
/** A kept connection would keep jest from ending. */
const ONCE = { headers: { connection: 'close' } } as const;

/** The connection string of a table service on this machine. */
export function connectionStringFor(port: number): string {
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${ACCOUNT_KEY};TableEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`;
}

/** The connection string of the run's Azurite, once it answers. The first to ask makes it start. */
export async function sharedStorage(): Promise<string> {
  const door = process.env[DOOR_VARIABLE];
  if (door === undefined)
    throw new Error('no Azurite: is azuriteForRun.ts the globalSetup in jest.config.js?');
  const answer = await fetch(door, ONCE);
  if (!answer.ok) throw new Error(await answer.text());
  return connectionStringFor(Number(await answer.text()));
}

/** A table prefix that nobody else has. */
export function uniquePrefix(): string {
  return `t${randomBytes(6).toString('hex')}`;
}

/** Created, empty tables that nobody else sees, in the run's Azurite. Close them when the test file ends. */
export async function openTestTables(options: OpenTablesOptions = {}): Promise<Tables> {
  const tables = openTables(
    { connectionString: await sharedStorage() },
    { prefix: uniquePrefix(), ...options },
  );
  await tables.ensure();
  return tables;
}

/** An Azurite that a test can stop and start again. Its data lives until `dispose`. */
export interface PrivateAzurite {
  connectionString: string;
  /** Its process, while it runs. */
  readonly pid: number | undefined;
  /** Ends it as Ctrl-C does (it saves first), or at once with SIGKILL. */
  stop(signal?: 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** Keeps it from answering, connections open; `resume` lets it go on. */
  freeze(): void;
  resume(): void;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/** Starts an Azurite of the test's own on a free port. */
export async function startPrivateAzurite(): Promise<PrivateAzurite> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'partner-desk-test-'));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawnAzurite(port, ['--location', folder]);
    await answers(port);
  };
  const stop = async (signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> => {
    if (child !== undefined) await ended(child, signal);
    child = undefined;
  };
  await start();
  return {
    connectionString: connectionStringFor(port),
    get pid() {
      return child?.pid;
    },
    start,
    stop,
    freeze: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    dispose: async () => {
      child?.kill('SIGCONT');
      await stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts Azurite's table service without waiting for it. It ends with this process, however that ends. */
export function spawnAzurite(port: number, where: readonly string[]): ChildProcess {
  const main = new URL('../../node_modules/azurite/dist/src/table/main.js', import.meta.url).pathname;
  const guard = new URL('./exitWithParent.ts', import.meta.url).href;
  return spawn(
    process.execPath,
    [
      '--import',
      guard,
      main,
      '--tableHost',
      '127.0.0.1',
      '--tablePort',
      String(port),
      '--silent',
      '--disableTelemetry',
      ...where,
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
}

/** Ends a child process and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Resolves when the table service on `port` answers; rejects if it does not within a deadline. */
export async function answers(port: number): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (Date.now() < end) {
    try {
      const { headers } = await fetch(`http://127.0.0.1:${port}/`, ONCE);
      // Somebody else's server may have had the port for a moment.
      if (headers.get('server')?.startsWith('Azurite-Table') === true) return;
    } catch {
      // Not up yet.
    }
    await pause(25);
  }
  throw new Error(`the table service on port ${port} did not come up`);
}
