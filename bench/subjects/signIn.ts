import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { makeSignInCode, type NewCode } from '../../domain/signInCode.ts';
import { invitedUser } from '../../domain/user.ts';
import { click, userIdOf, type Writer } from '../activities.ts';
import { listenAt, startOurs } from '../bots.ts';
import type { Lab } from '../lab.ts';
import { load } from '../load.ts';
import { CORE } from '../processes.ts';
import { atMost, type Report, type Table } from '../report.ts';
import { inRounds, roundsTable } from '../rounds.ts';
import { median, percentile, shown } from '../stats.ts';
import { inParallel, introduce, newPrefix, newWriter, openTown, settlePartner, type Town } from '../town.ts';

const COMPARISONS = 120;
const CLICKS = 20;
const WRONG = 'ZZZZ-ZZZZ-ZZZZ';

/** (g) Whether the time that an answer takes tells a right code from a wrong one, and what a first sign-in costs. */
export async function signIn(lab: Lab): Promise<Report> {
  const comparing = lab.start({ name: 'codes', file: 'bench/child/codes.ts', core: CORE.measured });
  const times = await comparing.ask(
    'compare',
    z.record(z.string(), z.array(z.number())),
    lab.amount(COMPARISONS),
  );
  await comparing.stop();
  const clicks = await compareClicks(lab);
  const right = times.right ?? [];
  const noise = spread(right);
  const largest = Math.max(...Object.values(times).map(each => Math.abs(median(each) - median(right))));
  return {
    tables: [comparisonsTable(times), clicks.table],
    findings: [
      atMost(
        'largest difference of a median to that of the right code, of the spread of the right code',
        largest / noise,
        1,
        'x',
      ),
    ],
    notes: [
      'spread: between the first and the third quarter of the times of one kind; the right code is measured as two kinds, so their difference is noise alone',
      'five guesses at a code are all that there are: a difference within the spread of single times tells a guesser nothing',
      'clicks: members API, entry, the count of the try, the slow hash, and for a right code the binding; an unknown address ends after the entry was looked for, which its person is told anyway',
    ],
    raw: { times, clicks: clicks.rounds },
  };
}

/** What half of the times, those in the middle, lie between. */
const spread = (times: readonly number[]): number => percentile(times, 0.75) - percentile(times, 0.25);

function comparisonsTable(times: Readonly<Record<string, readonly number[]>>): Table {
  const base = median(times.right ?? []);
  return {
    title: `isSignInCode, one after the other, kinds taking turns; ${times.right?.length ?? 0} times each`,
    head: ['', 'median ms', 'to right ms', 'spread ms', 'p99 ms'],
    rows: Object.entries(times).map(([name, each]) => [
      name,
      shown(median(each), 2),
      shown(median(each) - base, 2),
      shown(spread(each), 2),
      shown(percentile(each, 0.99), 1),
    ]),
  };
}

/** The whole click, one at a time. A wrong code is tried once by each person, so that nobody is locked. */
async function compareClicks(lab: Lab) {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const adder = await settlePartner(town, 'Contoso', 'directPartner');
  const code = await makeSignInCode(randomBytes, new Date());
  const each = lab.amount(CLICKS);
  const needed = each * (lab.options.rounds + 1);
  const [wrong, right, unknown] = [
    await newcomers(lab, town, adder, needed, code),
    await newcomers(lab, town, adder, needed, code),
    await newcomers(lab, town, adder, needed, undefined),
  ];
  town.tables.close();
  const process = startOurs(lab);
  const port = await listenAt(process, lab.connectionString, prefix);
  const round = (people: Writer[], typed: string) => () =>
    load(
      { process, port, connections: 1 },
      people.splice(0, each).map(writer => click(writer, lab.serviceUrl, 'signIn.enter', { code: typed })),
    );
  const rounds = await inRounds(lab.options.rounds, {
    'wrong code': round(wrong, WRONG),
    'right code': round(right, code.text),
    'unknown address': round(unknown, WRONG),
  });
  await process.stop();
  return { rounds, table: roundsTable('a sign-in click, one at a time', rounds, 'wrong code').table };
}

/** People whom the bot has met; with a code they were added with it, without one nobody has added them. */
async function newcomers(
  lab: Lab,
  town: Town,
  adder: Writer,
  count: number,
  code: NewCode | undefined,
): Promise<Writer[]> {
  const { tenantId, objectId, name } = adder;
  const people = Array.from({ length: count }, () => newWriter(tenantId, `Ari${randomUUID()}`));
  await inParallel(people, async writer => {
    await introduce(town, writer, false);
    await lab.connector.ask('introduce', z.unknown(), { id: userIdOf(writer), email: writer.email });
    if (!code) return;
    const entry = { id: randomUUID(), companyId: tenantId, name: writer.name, email: writer.email };
    const levels = { agent: 'salesAgent', admin: 'none' } as const;
    const user = invitedUser(
      { ...entry, ...levels, signIn: code.kept },
      { tenantId, objectId, name },
      new Date(),
    );
    await town.storage.commit(tenantId, { rows: town.storage.users.insert(user), history: [] });
  });
  return people;
}
