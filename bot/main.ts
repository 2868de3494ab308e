import { existsSync } from 'node:fs';
import { openTables } from '../storage/tables.ts';
import { createBot } from './bot.ts';
import { type Config, readConfig } from './config.ts';
import { instanceName, storageLocation, systemNow, systemRandom } from './desk.ts';
import { createLog } from './log.ts';

/** Starts everything that the configuration asks for, and stops it again at Ctrl-C or SIGTERM. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config);
  // What only a developer's machine needs is not even loaded in production.
  const local = config.local ? await import('./local/start.ts') : undefined;
  const house = await local?.openLocalHouse(config, log);
  const tables = openTables(storageLocation(config, house?.connectionString));
  const bot = createBot({
    config,
    log,
    tables,
    linkSecret: config.linkSecret ?? (await local?.localLinkSecret(config.dataDir)) ?? '',
    instance: instanceName(config),
    now: systemNow,
    random: systemRandom,
    openInTeams: openInTeams(config),
  });

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await bot.stop();
      tables.close();
      await house?.close();
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0)));
  }

  try {
    const { port } = await bot.start();
    if (config.playground) await local?.seedDemo(bot.desk);
    log.info({ port, readyMs: Math.round(process.uptime() * 1000) }, 'ready');
    if (!config.local && config.trustFirstPerson) {
      log.warn(
        'TRUST_FIRST_PERSON is on: whoever sets up a company first becomes its global admin, without proof',
      );
    }
    await house?.startClients();
    if (local && !stopping) console.log(local.whatToOpen(config));
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The app's page in Teams; in local mode the customer's client. No token is ever in it (design §3). */
function openInTeams(config: Config): string {
  if (config.registration)
    return `https://teams.microsoft.com/l/chat/0/0?users=28:${config.registration.appId}`;
  return `http://localhost:${config.playgroundPorts.customer}`;
}

/** Mistakes of whoever starts the bot: their messages say all there is to say. */
const SPEAK_FOR_THEMSELVES = [
  'ConfigurationError',
  'PortTakenError',
  'AlreadyRunningError',
  'HelperFailedError',
];

try {
  await main();
} catch (error) {
  const plain = error instanceof Error && SPEAK_FOR_THEMSELVES.includes(error.name);
  console.error(plain ? error.message : error);
  process.exit(1);
}
