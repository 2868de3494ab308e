import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import type { Errand } from '../../domain/outbox.ts';
import type { Writer } from '../activities.ts';
import { startBare, startOurs } from '../bots.ts';
import type { Lab } from '../lab.ts';
import { atLeast, atMost, type Report } from '../report.ts';
import { inRounds, ratioOf } from '../rounds.ts';
import { median, shown } from '../stats.ts';
import { inParallel, introduce, newPrefix, newWriter, openTown } from '../town.ts';

const NOTICES = 10_000;
const COMPANIES = 100;
/** People of a company who are told, each of as many things. */
const PEOPLE = 5;
const IN_FLIGHT = 32;
/** The worker carries out this many errands of a company between two writes, and this many companies side by side. */
const BATCH = 50;
const COMPANIES_AT_ONCE = 8;

const spent = z.object({ seconds: z.number(), cpuMs: z.number() });
const counts = z.object({ posts: z.number(), marked: z.number(), repeated: z.number() });

/** How 10,000 notices went out. */
interface Sent {
  readonly perSecond: number;
  /** Microseconds of CPU for each. */
  readonly cpu: number;
  readonly lost: number;
  readonly repeated: number;
}

/** (e) Notices through the outbox against a bare loop of `continueConversationAsync`. */
export async function notify(lab: Lab): Promise<Report> {
  const count = lab.amount(NOTICES);
  const ours = startOurs(lab);
  const bare = await startBare(lab);
  const rounds = await inRounds<Sent>(lab.options.rounds, {
    bare: async () => {
      await lab.connector.ask('forget', z.unknown());
      const argument = { serviceUrl: lab.serviceUrl, count, inFlight: IN_FLIGHT, card: cardOf(0) };
      const { seconds, cpuMs } = await bare.process.ask('notify', spent, argument);
      const { posts } = await lab.connector.ask('counts', counts);
      return {
        perSecond: count / seconds,
        cpu: (cpuMs * 1000) / count,
        lost: count - posts,
        repeated: 0,
      };
    },
    outbox: async () => {
      const prefix = await queue(lab, count);
      await lab.connector.ask('forget', z.unknown());
      const argument = { connectionString: lab.connectionString, prefix };
      const { seconds, cpuMs } = await ours.ask('takeUp', spent, argument);
      return { perSecond: count / seconds, cpu: (cpuMs * 1000) / count, ...(await arrived(lab, count)) };
    },
  });
  await Promise.all([ours.stop(), bare.process.stop()]);
  return reportOf(rounds, await killed(lab, count), count);
}

/** What became of the notices. */
async function arrived(lab: Lab, count: number): Promise<{ lost: number; repeated: number }> {
  const { marked, repeated } = await lab.connector.ask('counts', counts);
  return { lost: count - marked, repeated };
}

/** The same, with the bot killed when two fifths have arrived, and started again. */
async function killed(lab: Lab, count: number): Promise<{ lost: number; repeated: number }> {
  const argument = { connectionString: lab.connectionString, prefix: await queue(lab, count) };
  await lab.connector.ask('forget', z.unknown());
  const first = startOurs(lab);
  const cut = first.ask('takeUp', spent, argument).catch(() => undefined);
  await lab.connector.ask('reached', z.unknown(), Math.round(count * 0.4));
  await first.stop('SIGKILL');
  await cut;
  const second = startOurs(lab);
  await second.ask('takeUp', spent, argument);
  await second.stop();
  return arrived(lab, count);
}

function reportOf(
  rounds: Readonly<Record<string, readonly Sent[]>>,
  afterKill: { lost: number; repeated: number },
  count: number,
): Report {
  const ratio = (value: (sent: Sent) => number) => ratioOf(rounds, 'outbox', 'bare', value);
  const sum = (value: (sent: Sent) => number) =>
    (rounds.outbox ?? []).reduce((total, sent) => total + value(sent), 0);
  return {
    tables: [
      {
        title: `${shown(count)} notices; medians of ${rounds.bare?.length ?? 0} rounds`,
        head: ['', 'a second', 'CPU us each', 'lost', 'twice'],
        rows: Object.entries(rounds).map(([name, each]) => [
          name,
          shown(median(each.map(sent => sent.perSecond))),
          shown(median(each.map(sent => sent.cpu))),
          ...(name === 'bare'
            ? [shown(each.reduce((total, sent) => total + sent.lost, 0)), '']
            : [shown(sum(sent => sent.lost)), shown(sum(sent => sent.repeated))]),
        ]),
      },
      {
        title: 'killed with SIGKILL when two fifths had arrived, started again',
        head: ['', 'lost', 'twice'],
        rows: [['outbox', shown(afterKill.lost), shown(afterKill.repeated)]],
      },
    ],
    findings: [
      atLeast(
        "notices a second, of the bare loop's",
        ratio(sent => sent.perSecond),
        1,
        'x',
      ),
      atMost(
        'lost without a failure',
        sum(sent => sent.lost),
        0,
        '',
        0,
      ),
      atMost(
        'sent twice without a failure',
        sum(sent => sent.repeated),
        0,
        '',
        0,
      ),
      atMost('lost after a kill', afterKill.lost, 0, '', 0),
      atMost(
        `sent again after a kill (a batch of ${BATCH} in each of ${COMPANIES_AT_ONCE} companies)`,
        afterKill.repeated,
        BATCH * COMPANIES_AT_ONCE,
        '',
        0,
      ),
    ],
    notes: [
      `queued before the clock starts, as an instance that died leaves them: ${COMPANIES} companies, each with ${count / COMPANIES} errands for ${PEOPLE} people; the clock starts with the worker and stops when nothing is left, results written down`,
      `bare: the same card, ${IN_FLIGHT} in flight, nothing read and nothing written; CPU of the outbox is ${shown(
        ratio(sent => sent.cpu),
        2,
      )}x the bare loop's for each notice`,
    ],
    raw: { rounds, afterKill },
  };
}

/** Fills the outbox of an instance named as the measured one is; gives the prefix of the tables. */
async function queue(lab: Lab, count: number): Promise<string> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix }, 'measured');
  const each = count / COMPANIES;
  const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: randomUUID(), index }));
  await inParallel(companies, async ({ id, index }) => {
    const people = Array.from({ length: PEOPLE }, () => newWriter(id, 'Dana'));
    for (const person of people) await introduce(town, person, true);
    const errands = Array.from({ length: each }, (_, errand) => told(people, index * each + errand));
    await town.storage.commit(id, { rows: [], history: [], errands });
  });
  town.tables.close();
  return prefix;
}

function told(people: readonly Writer[], number: number): Errand {
  const person = people[number % people.length];
  if (person === undefined) throw new RangeError('nobody to tell');
  const { tenantId, objectId } = person;
  return { kind: 'tell', to: { tenantId, objectId }, notice: noticeOf(number) };
}

/** The connector counts each by the number in the customer's name. */
function noticeOf(number: number): ToldNotice {
  return {
    name: 'invitationAccepted',
    kind: 'customer',
    invitationId: `${number}`.padStart(64, '0'),
    companyName: 'Contoso',
    customerName: `Customer notice-${number}`,
    customerId: '00000000-0000-4000-8000-000000000000',
    by: {
      tenantId: '00000000-0000-4000-8000-000000000000',
      objectId: '00000000-0000-4000-8000-000000000001',
      name: 'Kim Akers',
      email: 'kim@wingtip.example',
    },
    at: '2026-11-20T09:00:00.000Z',
  };
}

function cardOf(number: number) {
  return noticeCard({ notice: noticeOf(number) }, 'en');
}
