import { existsSync } from 'node:fs';
import { openTables } from '../storage/tables.ts';
import { createBot } from './bot.ts';
import { type Config, readConfig } from './config.ts';
import { instanceName, storageLocation, systemNow, systemRandom } from './desk.ts';
import { createLog } from './log.ts';
import { openInTeams } from './openInTeams.ts';

/** Set by a signal: what is still being opened will be closed at once. */
let leaving = false;

/** Starts everything that the configuration asks for; what was started is put on `opened`, to be closed in reverse. */
async function start(opened: AsyncDisposableStack): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config);
  // What only a developer's machine needs is not even loaded in production.
  const local = config.local ? await import('./local/start.ts') : undefined;
  const house = await local?.openLocalHouse(config, log);
  if (house) opened.defer(() => house.close());
  const tables = openTables(storageLocation(config, house?.connectionString));
  opened.defer(async () => tables.close());
  const bot = createBot({
    config,
    log,
    tables,
    linkSecret: config.linkSecret ?? (await madeLinkSecret(config)),
    instance: instanceName(config),
    now: systemNow,
    random: systemRandom,
    openInTeams: openInTeams(config, tenantId => local?.demoClientUrl(config, tenantId)),
  });
  opened.defer(() => bot.stop());
  const { port } = await bot.start();
  if (config.playground) await local?.seedDemo(bot.desk);
  log.info({ port, readyMs: Math.round(process.uptime() * 1000) }, 'ready');
  if (!config.local) {
    if (config.proof === 'singleSignOn') {
      log.info('Whoever sets up a company first must be its global admin in Entra, proven by single sign-on');
    } else if (config.proof === 'trusted') {
      log.warn('Whoever sets up a company first is believed to be its global admin, without proof');
    } else {
      log.warn('Nobody new can set up a company or approve for one: a proof is demanded, and none is set up');
    }
  }
  await house?.startClients();
  if (local && !leaving) console.log(local.whatToOpen(config));
}

/** Outside production a secret is made once; links are never signed with none. */
async function madeLinkSecret({ dataDir }: Config): Promise<string> {
  const { localLinkSecret } = await import('./local/secret.ts');
  return localLinkSecret(dataDir);
}

/** Mistakes of whoever starts the bot: their messages say all there is to say. */
const SPEAK_FOR_THEMSELVES = [
  'ConfigurationError',
  'PortTakenError',
  'AlreadyRunningError',
  'HelperFailedError',
];

const opened = new AsyncDisposableStack();
const started = start(opened);

/** Closes what was opened, also when the signal comes while the rest is still opening. */
async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  await started.catch(() => {});
  await opened.disposeAsync();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave());

try {
  await started;
} catch (error) {
  await opened.disposeAsync();
  const plain = error instanceof Error && SPEAK_FOR_THEMSELVES.includes(error.name);
  console.error(plain ? error.message : error);
  process.exit(1);
}
