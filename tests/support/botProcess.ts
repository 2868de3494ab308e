/**
 * A bot in a process of its own, for tests that kill it. Put together as `bot/main.ts` does, with the test's storage
 * and a clock that starts where the test's stands. Says its port when it listens. Told to, it dies by itself, as by
 * kill -9, at the n-th write to storage from then on, before that write goes out.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createBot } from '../../bot/bot.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { openTables } from '../../storage/tables.ts';

const settings = z
  .object({
    BOT_STORAGE: z.string(),
    BOT_PREFIX: z.string(),
    BOT_INSTANCE: z.string(),
    BOT_NOW: z.coerce.date(),
    BOT_LINK_SECRET: z.string(),
    BOT_PUBLIC_URL: z.string(),
    BOT_DATA_DIR: z.string(),
  })
  .parse(process.env);

let writesLeft = Number.POSITIVE_INFINITY;
process.on('message', message => {
  writesLeft = z.object({ dieAtWrite: z.number() }).parse(message).dieAtWrite;
});

const config = readConfig({
  PORT: '0',
  HOST: '127.0.0.1',
  PUBLIC_URL: settings.BOT_PUBLIC_URL,
  PLAYGROUND: 'off',
  DATA_DIR: settings.BOT_DATA_DIR,
});
const tables = openTables(
  { connectionString: settings.BOT_STORAGE },
  {
    prefix: settings.BOT_PREFIX,
    onRequest: method => {
      if (method !== 'GET' && --writesLeft <= 0) process.kill(process.pid, 'SIGKILL');
    },
  },
);
const started = performance.now();
const bot = createBot({
  config,
  log: createLog(config, { write: line => process.stderr.write(line) }),
  tables,
  linkSecret: settings.BOT_LINK_SECRET,
  instance: settings.BOT_INSTANCE,
  now: () => new Date(settings.BOT_NOW.getTime() + performance.now() - started),
  random: bytes => randomBytes(bytes),
  openInTeams: () => 'http://localhost:56152',
});
const { port } = await bot.start();
process.send?.({ port });
