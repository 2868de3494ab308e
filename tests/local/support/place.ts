import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../../../bot/config.ts';
import { commandLineOf } from '../../../bot/local/commandLine.ts';
import { parseRecord } from '../../../bot/local/processRecord.ts';

/** A data directory and ports of its own, as a developer's machine has them. */
export interface Place {
  readonly dataDir: string;
  readonly environment: Record<string, string>;
  config(overrides?: Record<string, string>): Config;
  /** Starts a stand-in for the bot there, in a process of its own. */
  startBot(overrides?: Record<string, string>): Promise<Bot>;
  /** The processes noted there that are alive, by name. */
  processes(): Promise<Record<string, number>>;
  /** Ends whatever a test left behind and removes the directory. */
  clear(): Promise<void>;
}

/** The stand-in, and the first line it said. */
export interface Bot {
  readonly child: ChildProcess;
  readonly said: { ready?: boolean; connectionString?: string; refused?: string };
  /** Ctrl-C, which reaches everything in its terminal's group, and its end. */
  interrupt(): Promise<void>;
  /** kill -9, and its end. */
  kill(): Promise<void>;
}

/** Makes a new empty place. `PLAYGROUND=off` unless a test says otherwise. */
export async function newPlace(settings: Record<string, string> = {}): Promise<Place> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'partner-desk-'));
  const [bot, azurite, provider, reseller, customer, colleague] = await freePorts(6);
  const environment = {
    DATA_DIR: dataDir,
    PORT: String(bot),
    AZURITE_PORT: String(azurite),
    PLAYGROUND_PROVIDER_PORT: String(provider),
    PLAYGROUND_RESELLER_PORT: String(reseller),
    PLAYGROUND_CUSTOMER_PORT: String(customer),
    PLAYGROUND_COLLEAGUE_PORT: String(colleague),
    PLAYGROUND: 'off',
    ...settings,
  };
  const known = new Set<number>();
  const processes = async () => {
    const folder = path.join(dataDir, 'processes');
    const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.json'));
    const records = await Promise.all(
      files.map(async file => parseRecord(await readFile(path.join(folder, file), 'utf8'))),
    );
    const alive: Record<string, number> = {};
    for (const record of records) {
      if (!record || !(await isAlive(record.pid))) continue;
      alive[record.name] = record.pid;
      known.add(record.pid);
    }
    return alive;
  };
  return {
    dataDir,
    environment,
    processes,
    config: overrides => readConfig({ ...environment, ...overrides }),
    startBot: overrides => startBot({ ...environment, ...overrides }),
    clear: async () => {
      await processes();
      for (const pid of known) {
        if (pid !== process.pid && (await isAlive(pid))) process.kill(pid, 'SIGKILL');
      }
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Whether a process of that id is there; one that has ended and that nobody has collected yet is not. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await commandLineOf(pid)) !== undefined;
}

/** Waits for something to come true, for ten seconds at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come true: ${holds}`);
    await pause(20);
  }
}

/** Ports that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map(server => once(server.close(), 'close')));
  return ports;
}

async function startBot(environment: Record<string, string>): Promise<Bot> {
  const script = fileURLToPath(new URL('./bot.ts', import.meta.url));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script], {
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, as a terminal gives to what is typed there.
    detached: true,
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  const said: Bot['said'] = JSON.parse(String(line));
  return {
    child,
    said,
    interrupt: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
