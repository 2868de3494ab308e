import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { NewCode } from '../../domain/oneTimeCode.ts';
import { makeSignInCode } from '../../domain/signInCode.ts';
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

const COMPARISONS = 80;
const CLICKS = 20;
const timesSchema = z.object({ clock: z.array(z.number()), cpu: z.array(z.number()) });
type Times = z.infer<typeof timesSchema>;
const WRONG = 'ZZZZ-ZZZZ-ZZZZ';

/** (g) Whether the time that an answer takes tells a right code from a wrong one, and what a first sign-in costs. */
export async function signIn(lab: Lab): Promise<Report> {
  const comparing = lab.start({ name: 'codes', file: 'bench/child/codes.ts', core: CORE.measured });
  const times = await comparing.ask('compare', z.record(z.string(), timesSchema), lab.amount(COMPARISONS));
  await comparing.stop();
  const clicks = await compareClicks(lab);
  return {
    tables: [comparisonsTable(times), clicks.table],
    findings: [
      atMost('time: largest difference to the right code, of the spread', apart(times, 'clock'), 1, 'x'),
      atMost('CPU: largest difference to the right code, of the spread', apart(times, 'cpu'), 1, 'x'),
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

/** The largest difference of any median to that of the right code, in spreads of the right code. */
function apart({ right, ...others }: Readonly<Record<string, Times>>, of: keyof Times): number {
  if (right === undefined) return Number.NaN;
  const largest = Math.max(
    ...Object.values(others).map(each => Math.abs(median(each[of]) - median(right[of]))),
  );
  return largest / spread(right[of]);
}

function comparisonsTable(times: Readonly<Record<string, Times>>): Table {
  const { right = { clock: [], cpu: [] } } = times;
  const columns = (each: readonly number[], base: readonly number[]) => [
    shown(median(each), 2),
    shown(median(each) - median(base), 2),
    shown(spread(each), 2),
  ];
  return {
    title: `isSignInCode, one after the other, kinds taking turns; medians of ${right.clock.length} each`,
    head: ['', 'ms', 'to right', 'spread', 'CPU ms', 'to right', 'spread'],
    rows: Object.entries(times).map(([name, { clock, cpu }]) => [
      name,
      ...columns(clock, right.clock),
      ...columns(cpu, right.cpu),
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
