import * as z from 'zod';
import { click } from '../activities.ts';
import { listenAt, startBare, startOurs } from '../bots.ts';
import type { Lab } from '../lab.ts';
import { load, type Round } from '../load.ts';
import type { Helper } from '../processes.ts';
import { atMost, type Report } from '../report.ts';
import { inRounds, ratioOf, roundsTable } from '../rounds.ts';
import { median, shown } from '../stats.ts';
import { invite, newPrefix, newWriter, openTown, settleReseller, type Town, type Waiting } from '../town.ts';

const CLICKS = 400;
const BARE_CLICKS = 1_500;
const CONNECTIONS = 16;
/** Resellers whose invitations are accepted side by side in a round. */
const RESELLERS = 8;

/** A round of clicks, and what the process used until the work that they caused was done too. */
interface ClickRound extends Round {
  readonly cpuWithOutbox: number;
}

/** (b) The Approve click against a bare stack that answers with a card from a kept template. */
export async function approve(lab: Lab): Promise<Report> {
  const ours = startOurs(lab);
  const bare = await startBare(lab);

  const rounds = await inRounds<ClickRound>(lab.options.rounds, {
    bare: async () => {
      const round = await load({ ...bare, connections: CONNECTIONS }, bareClicks(lab));
      return { ...round, cpuWithOutbox: round.cpu };
    },
    'ours, outbox held back': () => clickRound(lab, ours, true),
    'ours, outbox at work': () => clickRound(lab, ours, false),
  });
  await Promise.all([ours.stop(), bare.process.stop()]);
  return reportOf(rounds);
}

function reportOf(rounds: Readonly<Record<string, readonly ClickRound[]>>): Report {
  const { table, ratio } = roundsTable('a click, 16 under way', rounds, 'bare');
  const answering = ratio('ours, outbox held back', 'cpu');
  const all = (name: string) => ratioOf(rounds, name, 'bare', round => round.cpuWithOutbox);
  return {
    tables: [
      table,
      {
        title: 'the same with all that the click causes: who is told, cards turned, the other side written',
        head: ['', 'CPU us', 'CPU x bare'],
        rows: Object.entries(rounds)
          .filter(([name]) => name !== 'bare')
          .map(([name, each]) => [
            name,
            shown(median(each.map(round => round.cpuWithOutbox))),
            shown(all(name), 2),
          ]),
      },
    ],
    findings: [atMost("CPU until a click is answered, of the bare stack's", answering, 2, 'x')],
    notes: [
      'every click accepts an invitation of its own: sent, link pasted, the approver known, their company not yet here',
      'held back: the errands stay in storage until all clicks are answered, so the first table counts the answers alone; then they are carried out, and the second table counts both',
      'at work: the outbox carries errands out while clicks come in, as it does in production; the first table then holds a part of its work',
      'bare: a 4 KB template parsed once and expanded for each click; it reads and writes nothing',
    ],
    raw: rounds,
  };
}

/** Fresh tables for each round: Azurite slows down with every row that a table has. */
async function clickRound(lab: Lab, process: Helper, held: boolean): Promise<ClickRound> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const clicks = await approvals(lab, town);
  town.tables.close();
  const port = await listenAt(process, lab.connectionString, prefix);
  if (held) await process.ask('hold', z.unknown());
  const round = await load({ process, port, connections: CONNECTIONS }, clicks);
  return { ...round, cpuWithOutbox: round.cpu + (await outboxCpu(process, clicks.length)) };
}

/** Lets the outbox run dry; gives the microseconds of CPU that this took for each click. */
async function outboxCpu(process: Helper, clicks: number): Promise<number> {
  const before = await process.usage();
  await process.ask('release', z.unknown());
  await process.ask('idle', z.unknown());
  const after = await process.usage();
  return ((after.cpuMs - before.cpuMs) * 1000) / clicks;
}

/** Invitations that nobody has answered, and a click on *Approve* for each; neighbours are of different resellers. */
async function approvals(lab: Lab, town: Town): Promise<string[]> {
  const each = Math.ceil(lab.amount(CLICKS) / RESELLERS);
  const waiting: Waiting[][] = [];
  for (let reseller = 0; reseller < RESELLERS; reseller++) {
    waiting.push(await invite(town, await settleReseller(town, 'Contoso'), each));
  }
  return Array.from({ length: each }, (_, index) => waiting.map(of => of[index]))
    .flat()
    .filter(next => next !== undefined)
    .map(({ customer, invitationId }) => approveClick(lab, customer, invitationId));
}

function approveClick(lab: Lab, customer: Waiting['customer'], id: string): string {
  return click(customer, lab.serviceUrl, 'accept.approve', { id, version: 3, confirmGlobalAdmin: 'true' });
}

function bareClicks(lab: Lab): string[] {
  const writer = newWriter('00000000-0000-4000-8000-000000000000', 'Kim');
  return Array.from({ length: lab.amount(BARE_CLICKS) }, (_, index) =>
    approveClick(lab, writer, `${index}`.padStart(64, '0')),
  );
}
