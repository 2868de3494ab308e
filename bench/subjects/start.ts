import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../tests/support/azurite.ts';
import { isReady, mainEnvironment, startBare, startMain } from '../bots.ts';
import type { Lab } from '../lab.ts';
import { load } from '../load.ts';
import { atMost, type Report } from '../report.ts';
import { inRounds } from '../rounds.ts';
import { median, shown } from '../stats.ts';
import { helpTurns, settlePeople } from './help.ts';

const TURNS = 20_000;
/** Turns between two looks at the memory. */
const LOOK_EVERY = 4_000;

/** One start: when it was ready, and what it held then. */
interface Start {
  readonly ms: number;
  readonly rssMb: number;
}

/** (d) From the start of the bot's process until it is ready, and its memory then and after 20,000 turns. */
export async function start(lab: Lab): Promise<Report> {
  const rounds = await inRounds<Start>(lab.options.rounds, {
    bare: () => startOnce(lab, 'bench/bare/main.ts', [], port => ({ PORT: String(port) })),
    ours: () => startOnce(lab, 'bot/start.js', lab.startFlags, port => mainEnvironment(lab, port)),
    'ours, as in production': () =>
      startOnce(lab, 'bot/start.js', lab.startFlags, port => production(lab, port)),
    'ours, the very first': () => firstStart(lab),
  });
  const worked = await afterManyTurns(lab);
  const medians = (name: string) => ({
    ms: median((rounds[name] ?? []).map(each => each.ms)),
    rssMb: median((rounds[name] ?? []).map(each => each.rssMb)),
  });
  return {
    tables: [
      {
        title: `from the start of the process to readyz 200; medians of ${rounds.ours?.length ?? 0}`,
        head: ['', 'ms', 'RSS MB'],
        rows: Object.keys(rounds).map(name => [name, shown(medians(name).ms), shown(medians(name).rssMb)]),
      },
      {
        title: `RSS in MB after so many help turns (bare: echoes), 16 under way`,
        head: ['', ...worked.turns.map(turns => shown(turns))],
        rows: Object.entries(worked.rssMb).map(([name, each]) => [name, ...each.map(mb => shown(mb))]),
      },
    ],
    findings: [
      atMost('ready after its process started, storage up', medians('ours').ms, 1_000, ' ms', 0),
      atMost('RSS when ready', medians('ours').rssMb, 150, ' MB', 0),
    ],
    notes: [
      'very first: as after an installation, before Node has kept compiled code of the sources',
      'as in production: NODE_ENV=production with a registration; MB are of 2^20 bytes, as most tools show them',
    ],
    raw: { rounds, worked },
  };
}

/** Starts a program, waits until it is ready, and ends it. */
async function startOnce(
  lab: Lab,
  file: string,
  flags: readonly string[],
  environment: (port: number) => Record<string, string>,
): Promise<Start> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment(port) };
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, path.resolve(file)], {
    cwd: lab.folder,
    env,
    stdio: 'ignore',
  });
  try {
    await isReady(port);
    return { ms: performance.now() - began, rssMb: rssOf(child) };
  } finally {
    // Politely: only then Node keeps what it compiled for the next start.
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
}

/** A start with nothing kept of earlier ones. */
async function firstStart(lab: Lab): Promise<Start> {
  const empty = await mkdtemp(path.join(lab.folder, 'first-'));
  const start = await startOnce(lab, 'bot/start.js', lab.startFlags, port => ({
    ...mainEnvironment(lab, port),
    NODE_COMPILE_CACHE: empty,
  }));
  await rm(empty, { recursive: true, force: true });
  return start;
}

/** A registration that nobody has; nothing asks for its token before somebody writes. */
function production(lab: Lab, port: number): Record<string, string> {
  return {
    ...mainEnvironment(lab, port),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://desk.example',
    MicrosoftAppId: '00000000-0000-4000-8000-00000000000a',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: '00000000-0000-4000-8000-00000000000b',
    MicrosoftAppPassword: 'no secret of anything',
    LINK_SECRET: 'only the bench knows this, and it is long enough',
    TRUST_FIRST_PERSON: 'true',
  };
}

/** What a process holds, in megabytes, as Linux counts it. */
function rssOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function afterManyTurns(lab: Lab): Promise<{ turns: number[]; rssMb: Record<string, number[]> }> {
  const people = await settlePeople(lab);
  const bots = [
    { name: 'bare', bot: await startBare(lab), rssMb: [] as number[] },
    { name: 'ours', bot: await startMain(lab), rssMb: [] as number[] },
  ];
  const turns: number[] = [];
  for (let done = 0; done <= lab.amount(TURNS); done += lab.amount(LOOK_EVERY)) {
    turns.push(done);
    for (const { bot, rssMb } of bots) {
      if (done > 0) {
        const bodies = helpTurns(people, lab.serviceUrl, lab.amount(LOOK_EVERY));
        await load({ ...bot, connections: 16 }, bodies);
      }
      rssMb.push((await bot.process.usage()).rssMb);
    }
  }
  await Promise.all(bots.map(({ bot }) => bot.process.stop()));
  return { turns, rssMb: Object.fromEntries(bots.map(({ name, rssMb }) => [name, rssMb])) };
}
