import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { freePort } from '../tests/support/azurite.ts';
import type { Lab } from './lab.ts';
import { CORE, type Helper } from './processes.ts';

const DEADLINE_MS = 30_000;

/** A bot that answers, and the process it lives in. */
export interface RunningBot {
  readonly port: number;
  readonly process: Helper;
}

/** What the real program is told: local mode, its storage up already, no clients. */
export function mainEnvironment(lab: Lab, port: number): Record<string, string> {
  return {
    PORT: String(port),
    PLAYGROUND: 'off',
    DATA_DIR: lab.folder,
    AZURE_STORAGE_CONNECTION_STRING: lab.connectionString,
  };
}

/** Starts the real program as `npm start` does, with a meter beside it. */
export async function startMain(lab: Lab): Promise<RunningBot> {
  const port = await freePort();
  const meter = pathToFileURL('bench/child/meter.ts').href;
  const process = lab.start({
    name: 'main',
    file: 'bot/start.js',
    core: CORE.measured,
    flags: [...lab.startFlags, '--import', meter],
    env: mainEnvironment(lab, port),
  });
  await isReady(port);
  return { port, process };
}

/** Starts the bare stack. */
export async function startBare(lab: Lab): Promise<RunningBot> {
  const port = await freePort();
  const process = lab.start({
    name: 'bare',
    file: 'bench/bare/main.ts',
    core: CORE.measured,
    env: { PORT: String(port) },
  });
  await isReady(port);
  return { port, process };
}

/** Starts the bot with handles on its outbox; `listenAt` lets it listen. */
export function startOurs(lab: Lab): Helper {
  return lab.start({
    name: 'ours',
    file: 'bench/child/ours.ts',
    core: CORE.measured,
    flags: lab.startFlags,
  });
}

/** Lets a process started by {@link startOurs} listen, on tables of its own. */
export async function listenAt(process: Helper, connectionString: string, prefix: string): Promise<number> {
  return process.ask('listen', z.number(), { connectionString, prefix });
}

/** Resolves when `GET /readyz` says 200; rejects after half a minute. */
export async function isReady(port: number): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while ((await readyStatus(port)) !== 200) {
    if (performance.now() > end) throw new Error(`what should listen on port ${port} is not ready`);
    await pause(5);
  }
}

function readyStatus(port: number): Promise<number> {
  return new Promise(resolve => {
    request({ host: '127.0.0.1', port, path: '/readyz', agent: false }, answer => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', () => resolve(0))
      .end();
  });
}
