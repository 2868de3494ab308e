import type { Config } from '../config.ts';
import { azuriteConnectionString, azuritePlan } from './azurite.ts';
import { demoClients } from './demo.ts';
import { type HelperPlan, HelperProcess, type HouseLog } from './helperProcess.ts';
import { occupy } from './occupancy.ts';
import { clientPortVariable, playgroundPlan } from './playgrounds.ts';
import { assertPortsFree, type WantedPort } from './ports.ts';
import { type ProcessRecord, ProcessRecords, stillRuns } from './processRecord.ts';

/** What stands around the bot on a developer's machine: its storage and the demo clients. */
export interface LocalHouse {
  /** Of the embedded storage, which answers already; undefined when the configuration names another storage. */
  readonly connectionString: string | undefined;
  /** Starts the clients that are not there yet, and returns when all answer; with PLAYGROUND=off it has nothing to do. */
  startClients(): Promise<void>;
  /** Ends all of it, taken over or not, in such a way that storage keeps every write; any number of calls, at any time. */
  close(): Promise<void>;
}

/** A process beside the bot and the port it needs. */
interface Room {
  readonly plan: HelperPlan;
  readonly port: WantedPort;
}

/** A process of an earlier start that works answers at once; one that is just ending needs a moment to be gone. */
const answersAgainWithin = 5_000;

/**
 * Makes sure that nobody else lives on the data directory, takes over what a killed start left there or ends what does
 * not fit any more, checks every port, and starts the embedded storage. Throws an AlreadyRunningError, a PortTakenError
 * or a HelperFailedError, whose messages are for the terminal; whatever it throws, it leaves nothing running.
 */
export async function openLocalHouse(config: Config, log: HouseLog): Promise<LocalHouse> {
  const embedded = config.storage.kind === 'embedded';
  const storage = embedded ? [azuriteRoom(config)] : [];
  const clients = config.playground ? clientRooms(config) : [];
  const rooms = [...storage, ...clients];
  const leave = rooms.length > 0 ? await occupy(config.dataDir) : undefined;
  const records = new ProcessRecords(config.dataDir);
  const helpers = new Map<string, Promise<HelperProcess>>();
  let closing: Promise<void> | undefined;

  const start = async ({ plan }: Room): Promise<void> => {
    if (closing) return;
    const helper = helpers.get(plan.name) ?? HelperProcess.start(plan, records, log);
    helpers.set(plan.name, helper);
    await (await helper).ready().catch((error: unknown) => {
      if (!closing) throw error;
    });
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all([...helpers.values()].map(helper => helper.then(one => one.stop(), ignored)));
    await leave?.();
  };
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };

  try {
    for (const record of leave ? await records.all() : []) {
      const helper = await takeOver(record, rooms, config, records, log);
      if (helper) helpers.set(record.name, Promise.resolve(helper));
    }
    const missing = rooms.filter(({ plan }) => !helpers.has(plan.name));
    await assertPortsFree([botPort(config), ...missing.map(({ port }) => port)]);
    await Promise.all(storage.map(start));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    connectionString: embedded ? azuriteConnectionString(config.azuritePort) : undefined,
    startClients: async () => {
      await Promise.all(clients.map(start));
    },
    close,
  };
}

/** Takes over a process left behind, if it is what would be started now; ends it otherwise. */
async function takeOver(
  record: ProcessRecord,
  rooms: readonly Room[],
  config: Config,
  records: ProcessRecords,
  log: HouseLog,
): Promise<HelperProcess | undefined> {
  const room = rooms.find(({ plan }) => plan.name === record.name);
  const known =
    room ?? [azuriteRoom(config), ...clientRooms(config)].find(({ plan }) => plan.name === record.name);
  if (!known || !(await stillRuns(record))) {
    await records.forget(record.name);
    return undefined;
  }
  const { plan } = known;
  const helper = HelperProcess.adopt(plan, record, records, log);
  const asPlanned = JSON.stringify(record.command) === JSON.stringify(room?.plan.command);
  const fits = asPlanned && (await answersAgain(helper));
  const fate = fits ? 'taken over' : 'ended';
  log.info({ process: record.name, pid: record.pid }, `${plan.title} was left by an earlier start: ${fate}`);
  if (fits) return helper;
  await helper.stop();
  return undefined;
}

function answersAgain(helper: HelperProcess): Promise<boolean> {
  return helper.ready(answersAgainWithin).then(
    () => true,
    () => false,
  );
}

function botPort(config: Config): WantedPort {
  return { variable: 'PORT', port: config.port, host: config.host };
}

function azuriteRoom(config: Config): Room {
  return {
    plan: azuritePlan(config.dataDir, config.azuritePort),
    port: { variable: 'AZURITE_PORT', port: config.azuritePort, host: '127.0.0.1' },
  };
}

function clientRooms(config: Config): Room[] {
  return demoClients.map(client => ({
    plan: playgroundPlan(config, client),
    port: {
      variable: clientPortVariable(client),
      port: config.playgroundPorts[client.seat],
      host: '127.0.0.1',
    },
  }));
}

/** A process that did not even start has told so where it was started. */
function ignored(): void {}
