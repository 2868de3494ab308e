import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { answers, connectionStringFor, ended, freePort, spawnAzurite } from '../tests/support/azurite.ts';
import type { Options } from './options.ts';
import { CORE, Helper, type Plan, pin } from './processes.ts';

/** What all subjects share: storage and a connector in processes of their own, and a folder for what is left over. */
export interface Lab {
  readonly options: Options;
  readonly folder: string;
  /** Of an Azurite that keeps its tables in memory: its writes to disk would be noise. */
  readonly connectionString: string;
  readonly connector: Helper;
  readonly serviceUrl: string;
  /** How `npm start` runs the bot: its flags for Node. */
  readonly startFlags: readonly string[];
  /** Starts a process that ends with the lab at the latest. */
  start(plan: Omit<Plan, 'folder'>): Helper;
  /** So many, or a tenth of it with `--quick`. */
  amount(full: number): number;
  close(): Promise<void>;
}

/** Opens the lab. Close it, whatever happens. */
export async function openLab(options: Options): Promise<Lab> {
  const folder = await mkdtemp(path.join(tmpdir(), 'partner-desk-bench-'));
  // Also when the run is broken off; the processes end by themselves then.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const azuritePort = await freePort();
  const azurite = spawnAzurite(azuritePort, ['--inMemoryPersistence']);
  const helpers: Helper[] = [];
  const start: Lab['start'] = plan => {
    const helper = new Helper({ ...plan, folder });
    helpers.push(helper);
    return helper;
  };
  const close = async (): Promise<void> => {
    await Promise.all(helpers.map(helper => helper.stop()));
    await ended(azurite, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(azuritePort);
    if (azurite.pid !== undefined) pin(azurite.pid, CORE.others);
    pin(process.pid, CORE.others);
    const connector = start({ name: 'connector', file: 'bench/child/connector.ts', core: CORE.others });
    return {
      options,
      folder,
      connectionString: connectionStringFor(azuritePort),
      connector,
      serviceUrl: `http://127.0.0.1:${await connector.ask('port', z.number())}`,
      startFlags: await startFlags(options),
      start,
      amount: full => (options.quick ? Math.ceil(full / 10) : full),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const packageJson = z.object({ scripts: z.object({ start: z.string() }) });

/** What stands between `node` and the program in the start script. */
async function startFlags({ flags }: Options): Promise<string[]> {
  if (flags !== undefined) return flags.split(' ').filter(flag => flag !== '');
  const { scripts } = packageJson.parse(JSON.parse(await readFile('package.json', 'utf8')));
  return scripts.start.split(' ').filter(word => word.startsWith('--'));
}
