import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectionStringFor, freePort } from '../support/azurite.ts';

/** Everything that `npm start` brings up, on ports of its own. */
export interface WholeHouse {
  ports: { bot: number; provider: number; reseller: number; customer: number; colleague: number };
  /** Where it keeps its data and its log. */
  dataDir: string;
  /** The connection string of its storage. */
  connectionString: string;
  /** What the terminal said. */
  terminal: () => string;
  /** Ctrl-C, and waits for the end. */
  stop(): Promise<void>;
}

/** Runs the real start, clients and all, and waits until the terminal says what to open. */
export async function startWholeHouse(env: Record<string, string> = {}): Promise<WholeHouse> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'partner-desk-house-'));
  const [bot, azurite, provider, reseller, customer, colleague] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const ports = { bot, provider, reseller, customer, colleague };
  const child = spawn(process.execPath, ['bot/main.ts'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: String(ports.bot),
      AZURITE_PORT: String(azurite),
      PLAYGROUND_PROVIDER_PORT: String(ports.provider),
      PLAYGROUND_RESELLER_PORT: String(ports.reseller),
      PLAYGROUND_CUSTOMER_PORT: String(ports.customer),
      PLAYGROUND_COLLEAGUE_PORT: String(ports.colleague),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', data => {
    said += data;
  });
  child.stderr.on('data', data => {
    said += data;
  });
  await untilSaid(
    child,
    () => said.includes('Ctrl-C'),
    () => said,
  );
  return {
    ports,
    dataDir,
    connectionString: connectionStringFor(azurite),
    terminal: () => said,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilSaid(child: ChildProcess, ready: () => boolean, said: () => string): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!ready()) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the start failed:\n${said()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
