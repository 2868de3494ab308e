import { randomUUID } from 'node:crypto';
import { message, type Writer } from '../activities.ts';
import { startBare, startMain } from '../bots.ts';
import type { Lab } from '../lab.ts';
import { load, type Target } from '../load.ts';
import { atMost, type Report } from '../report.ts';
import { inRounds, roundsTable } from '../rounds.ts';
import { introduce, newWriter, openTown } from '../town.ts';

const TURNS = 3_000;
const CONNECTIONS = 16;
const COMPANIES = 8;
const PEOPLE = 8;

/** (a) A `help` turn of the real program against an echo of the bare stack. */
export async function help(lab: Lab): Promise<Report> {
  const people = await settlePeople(lab);
  const ours: Target = { ...(await startMain(lab)), connections: CONNECTIONS };
  const bare: Target = { ...(await startBare(lab)), connections: CONNECTIONS };
  const turns = (): string[] => helpTurns(people, lab.serviceUrl, lab.amount(TURNS));

  const rounds = await inRounds(lab.options.rounds, {
    bare: () => load(bare, turns()),
    ours: () => load(ours, turns()),
  });
  await Promise.all([ours.process.stop(), bare.process.stop()]);
  const { table, ratio } = roundsTable('a turn, 16 under way', rounds, 'bare');
  return {
    tables: [table],
    findings: [atMost("CPU of a help turn, of the echo bot's", ratio('ours', 'cpu'), 1.25, 'x')],
    notes: [
      'ours: bot/start.js in local mode; the person is known, person and dialog state are read from Azurite at every turn',
    ],
    raw: rounds,
  };
}

/** People whom the bot knows, in the tables of the real program. */
export async function settlePeople(lab: Lab): Promise<Writer[]> {
  const town = await openTown({ ...lab, prefix: '' });
  const people = Array.from({ length: COMPANIES }, () => randomUUID()).flatMap(tenantId =>
    Array.from({ length: PEOPLE }, () => newWriter(tenantId, 'Dana')),
  );
  for (const person of people) await introduce(town, person, true);
  town.tables.close();
  return people;
}

/** So many messages that say `help`, each from the next person. */
export function helpTurns(people: readonly Writer[], serviceUrl: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => people[index % people.length])
    .filter(person => person !== undefined)
    .map(person => message(person, serviceUrl, 'help'));
}
