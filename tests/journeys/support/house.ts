import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServiceStandIns } from '../../../bot/auth/authentication.ts';
import { type Bot, createBot } from '../../../bot/bot.ts';
import { readConfig } from '../../../bot/config.ts';
import { createLog } from '../../../bot/log.ts';
import { openTables, type Tables } from '../../../storage/tables.ts';
import { sharedStorage, uniquePrefix } from '../../support/azurite.ts';
import { FakeConnector } from './connector.ts';

export interface HouseOptions {
  env?: Record<string, string>;
  connectionString?: string;
  /** What the tables' names begin with; by default something that nobody else has. */
  prefix?: string;
  /** Tables, connector and clock of a house that stands already: a second bot on the same storage. */
  beside?: House;
  instance?: string;
  /** Stand-ins for Microsoft's services, for a registered bot. */
  standIns?: ServiceStandIns;
  /** What Teams sends along to a registered bot, for this connector. */
  authorization?: (serviceUrl: string) => Promise<string>;
  /** Told of every request to storage before it goes out. */
  onRequest?: (method: string, path: string) => void;
}

/** A bot as it runs, with a real server and real storage; only Teams itself is played. */
export interface House {
  bot: Bot;
  connector: FakeConnector;
  tables: Tables;
  prefix: string;
  connectionString: string;
  port: number;
  dataDir: string;
  clock: { now: Date; forward(ms: number): void };
  log: string[];
  /** What Teams sends along with every activity. */
  authorization?: string;
  /** Waits until the outbox has run dry, also of what errands led to further errands. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export const LINK_SECRET = 'a secret that only the journeys know, long enough';
export const PUBLIC_URL = 'http://localhost:3978';

let seed = 0;
/** Bytes that look random and are the same in every run. */
function seededRandom(): (bytes: number) => Buffer {
  let count = 0;
  const own = seed++;
  return bytes => {
    const parts: Buffer[] = [];
    while (Buffer.concat(parts).length < bytes)
      parts.push(createHash('sha256').update(`${own}:${count++}`).digest());
    return Buffer.concat(parts).subarray(0, bytes);
  };
}

/** Opens a house on a port of its own. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { beside } = options;
  const connector = beside?.connector ?? new FakeConnector();
  if (!beside) await connector.start();
  const connectionString = options.connectionString ?? beside?.connectionString ?? (await sharedStorage());
  const prefix = options.prefix ?? beside?.prefix ?? uniquePrefix();
  const { onRequest } = options;
  const tables = openTables({ connectionString }, { prefix, ...(onRequest && { onRequest }) });
  const log: string[] = beside?.log ?? [];
  const now = { now: beside?.clock.now ?? new Date('2026-11-20T09:00:00Z') };
  const clock = beside?.clock ?? {
    get now() {
      return now.now;
    },
    forward(ms: number) {
      now.now = new Date(now.now.getTime() + ms);
    },
  };
  const dataDir = await mkdtemp(path.join(tmpdir(), 'partner-desk-journey-'));
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL,
    PLAYGROUND: 'off',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    ...options.env,
  });
  const bot = createBot({
    config,
    log: createLog(config, { write: line => log.push(line) }),
    tables,
    linkSecret: LINK_SECRET,
    instance: options.instance ?? `house-${seed}`,
    now: () => clock.now,
    random: seededRandom(),
    openInTeams: () => 'http://localhost:56152',
    ...(options.standIns && { standIns: options.standIns }),
  });
  const authorization = await options.authorization?.(connector.serviceUrl);
  const { port } = await bot.start();
  return {
    bot,
    connector,
    tables,
    prefix,
    connectionString,
    port,
    dataDir,
    clock,
    log,
    ...(authorization && { authorization }),
    settled: () => bot.worker.idle(),
    async stop() {
      await bot.stop();
      await tables.close();
      if (!beside) await connector.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
