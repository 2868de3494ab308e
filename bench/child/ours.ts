/** The bot, put together as `bot/main.ts` does it, with handles on its outbox that the real program does not have. */
import * as z from 'zod';
import { type Bot, createBot } from '../../bot/bot.ts';
import { readConfig } from '../../bot/config.ts';
import { systemNow, systemRandom } from '../../bot/desk.ts';
import { createLog } from '../../bot/log.ts';
import { openTables } from '../../storage/tables.ts';
import { answering } from './answering.ts';
import { usage } from './usage.ts';

const place = z.object({ connectionString: z.string(), prefix: z.string() });
const LINK_SECRET = 'only the bench knows this, and it is long enough';

let bot: Bot | undefined;
const held = new Set<string>();

function botAt(argument: unknown): Bot {
  const { connectionString, prefix } = place.parse(argument);
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:3978',
    PLAYGROUND: 'off',
    DATA_DIR: '.',
    LINK_SECRET,
  });
  return createBot({
    config,
    log: createLog(config),
    tables: openTables({ connectionString }, { prefix }),
    linkSecret: LINK_SECRET,
    instance: 'measured',
    now: systemNow,
    random: systemRandom,
    openInTeams: () => 'http://localhost:56152',
  });
}

function running(): Bot {
  if (bot === undefined) throw new Error('the bot was not asked to listen');
  return bot;
}

answering({
  usage,
  /** Listens on tables of its own, and no longer on those before. */
  listen: async argument => {
    await bot?.stop();
    bot = botAt(argument);
    return (await bot.start()).port;
  },
  /** Errands stay in the outbox from now on. */
  hold: () => running().desk.storage.onErrands(companyId => held.add(companyId)),
  /** They are carried out again, those that were held back too. */
  release: () => {
    const { desk, worker } = running();
    desk.storage.onErrands(companyId => worker.wake(companyId));
    for (const companyId of held) worker.wake(companyId);
    held.clear();
  },
  /** Answers when the outbox has nothing under way. */
  idle: () => running().worker.idle(),
  /** Carries out what this instance's former life left, without listening, and tells what that took. */
  takeUp: async argument => {
    const { worker } = botAt(argument);
    const before = usage();
    const began = performance.now();
    await worker.start();
    await worker.idle();
    const seconds = (performance.now() - began) / 1000;
    const after = usage();
    await worker.stop();
    return { seconds, cpuMs: after.cpuMs - before.cpuMs };
  },
});
