import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { type House, LINK_SECRET, PUBLIC_URL } from './house.ts';

/** A bot in a process of its own, on the storage of a house and with its connector. */
export interface BotProcess {
  /** Where people knock at it. */
  door: Pick<House, 'connector' | 'clock' | 'port'>;
  /** What it wrote to its log. */
  log: string[];
  /** kill -9, and its end. */
  kill(): Promise<void>;
  /** It dies at the n-th write to storage from now on, before the write goes out. */
  diesAtWrite(count: number): void;
  readonly alive: boolean;
  /** How long its clock has gone on since it started, in milliseconds. */
  readonly lived: number;
  /** Resolves at its end. */
  ended: Promise<void>;
}

const listening = z.object({ port: z.number() });

/** Starts a bot beside a house. Started again with the same `instance`, it is the same one after a restart. */
export async function startBotProcess(house: House, instance: string): Promise<BotProcess> {
  const script = new URL('../../support/botProcess.ts', import.meta.url);
  const guard = new URL('../../support/exitWithParent.ts', import.meta.url).href;
  const child = fork(script, {
    execArgv: ['--import', guard],
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      BOT_STORAGE: house.connectionString,
      BOT_PREFIX: house.prefix,
      BOT_INSTANCE: instance,
      BOT_NOW: house.clock.now.toISOString(),
      BOT_LINK_SECRET: LINK_SECRET,
      BOT_PUBLIC_URL: PUBLIC_URL,
      BOT_DATA_DIR: house.dataDir,
    },
  });
  const startedAt = performance.now();
  const log: string[] = [];
  child.stderr?.on('data', (part: Buffer) => log.push(String(part)));
  const ended = once(child, 'exit').then(() => undefined);
  const port = await portOf(child, ended, log);
  return {
    door: { connector: house.connector, clock: house.clock, port },
    log,
    ended,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    get lived() {
      return performance.now() - startedAt;
    },
    diesAtWrite: count => void child.send({ dieAtWrite: count }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function portOf(child: ChildProcess, ended: Promise<void>, log: string[]): Promise<number> {
  const said = once(child, 'message').then(([message]) => listening.parse(message).port);
  const died = ended.then(() => {
    throw new Error(`the bot ended before it listened: ${log.join('')}`);
  });
  return Promise.race([said, died]);
}

/** Waits until something holds; says what it waited for when it does not within a while. */
export async function until(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  ms = 30_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`not within ${ms} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(25);
  }
}
