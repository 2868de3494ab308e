import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { importSchema } from '../../domain/customerImport.ts';
import type { Customer } from '../../domain/relationship.ts';
import { startingWith } from '../../storage/keys.ts';
import { linksOf } from '../../tests/journeys/support/cardText.ts';
import { click, type Writer } from '../activities.ts';
import { listenAt, startOurs } from '../bots.ts';
import { CountedTurns, countedBefore, countedTable, ofKind } from '../countedTurns.ts';
import type { Lab } from '../lab.ts';
import { load } from '../load.ts';
import { atMost, type Report, type Table } from '../report.ts';
import { inRounds, roundsTable } from '../rounds.ts';
import { shown } from '../stats.ts';
import { newPrefix, openTown, settlePartner, type Town } from '../town.ts';
import { openWire } from '../wire.ts';

const FEW = 10;
const MANY = 10_000;
const PAGES = 400;
const LINES = 10_000;
/** A customer takes up to a dozen rows. */
const AT_ONCE = 8;

/** (h) Customers: a page of ten against a page of ten thousand, a search in ten thousand, and an import of as many lines. */
export async function customers(lab: Lab): Promise<Report> {
  const pages = await comparePages(lab);
  const brought = await bringIn(lab);
  return {
    tables: [pages.counted, pages.table, brought.table],
    findings: pages.findings,
    notes: [
      'ten thousand: one partner with so many customers in one partition of Azurite, another with ten; the emulator’s own time is not judged',
      'import: lines a second from the Import click until the last record stands, on Azurite; requests are counted on a list a tenth as long',
    ],
    raw: { rounds: pages.rounds, brought: brought.raw },
  };
}

async function comparePages(lab: Lab) {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const many = lab.amount(MANY);
  const few = await settlePartner(town, 'Fabrikam', 'directPartner');
  const lots = await settlePartner(town, 'Fabrikam', 'directPartner');
  await fill(town, few, FEW);
  await fill(town, lots, many);
  town.tables.close();
  const process = startOurs(lab);

  const wire = await openWire(lab.connectionString, prefix);
  const desk = new CountedTurns(lab, process, wire, await listenAt(process, wire.connectionString, prefix));
  await desk.clicks('ten', few, 'customers.show', {});
  await desk.clicks('ten thousand', lots, 'customers.show', {});
  await desk.clicks('prefix search', lots, 'customers.show', { search: 'customer 0000' });
  await desk.clicks('one filter', lots, 'customers.show', { state: 'active' });
  await desk.clicks('three filters', lots, 'customers.show', {
    search: 'customer',
    state: 'beingSetUp',
    right: 'canSell',
  });
  await wire.close();
  const of = (what: string) => countedBefore(desk.counted, what);
  const bytes = (what: string) => of(what).reduce((sum, request) => sum + request.bytes, 0);
  const queries = (what: string, most: number) =>
    atMost(`${what}: queries`, ofKind(of(what), 'query'), most, '', 0);

  const port = await listenAt(process, lab.connectionString, prefix);
  const round = (writer: Writer) => () =>
    load(
      { process, port, connections: 4 },
      Array.from({ length: lab.amount(PAGES) }, () => click(writer, lab.serviceUrl, 'customers.show', {})),
    );
  const rounds = await inRounds(lab.options.rounds, { ten: round(few), 'ten thousand': round(lots) });
  await process.stop();
  const { table, ratio } = roundsTable(
    `a page of ${FEW} and of ${many} customers, 4 under way`,
    rounds,
    'ten',
  );
  return {
    counted: countedTable(desk.counted),
    table,
    rounds,
    findings: [
      atMost(
        'page of ten thousand: requests, of a page of ten',
        of('ten thousand').length / of('ten').length,
        1,
        'x',
      ),
      atMost('page of ten thousand: bytes from storage', bytes('ten thousand') / bytes('ten'), 1.02, 'x'),
      atMost('page of ten thousand: CPU of the bot', ratio('ten thousand', 'cpu'), 1.2, 'x'),
      queries('prefix search', 1),
      queries('one filter', 1),
      queries('three filters', 3),
    ],
  };
}

/** Brings lists in: a whole one for the time that it takes, a tenth of it for the requests that it costs. */
async function bringIn(lab: Lab): Promise<{ table: Table; raw: unknown }> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const timed = await settlePartner(town, 'Fabrikam', 'directPartner');
  const counted = await settlePartner(town, 'Fabrikam', 'directPartner');
  const process = startOurs(lab);
  const many = lab.amount(LINES);

  const port = await listenAt(process, lab.connectionString, prefix);
  const id = await handIn({ lab, port, town }, timed, many);
  const began = performance.now();
  await answer(lab, port, timed, 'imports.run', { id });
  await process.ask('idle', z.unknown());
  const seconds = (performance.now() - began) / 1000;

  const wire = await openWire(lab.connectionString, prefix);
  const wired = await listenAt(process, wire.connectionString, prefix);
  const fewer = Math.ceil(many / 10);
  const other = await handIn({ lab, port: wired, town }, counted, fewer);
  await process.ask('idle', z.unknown());
  const staging = wire.taken().length;
  await answer(lab, wired, counted, 'imports.run', { id: other });
  await process.ask('idle', z.unknown());
  const requests = wire.taken();
  await wire.close();
  town.tables.close();
  await process.stop();
  const transactions = ofKind(requests, 'transaction');
  return {
    raw: { many, seconds, fewer, staging, requests: requests.length, transactions },
    table: {
      title: `import of ${many} lines; requests of ${fewer}`,
      head: [
        '',
        'lines a second',
        'requests a line',
        'transactions a line',
        'requests to look at it, a line',
      ],
      rows: [
        [
          'import',
          shown(many / seconds, 0),
          shown(requests.length / fewer, 3),
          shown(transactions / fewer, 3),
          shown(staging / fewer, 3),
        ],
      ],
    },
  };
}

/** Uploads a list of so many lines as its page would; gives the id under which it can be brought in. */
async function handIn(
  { lab, port, town }: { lab: Lab; port: number; town: Town },
  writer: Writer,
  lines: number,
): Promise<string> {
  const form = await answer(lab, port, writer, 'imports.start', {});
  const url = linksOf(form).find(link => link.url.includes('/imports/'))?.url ?? '';
  const list = Array.from({ length: lines }, (_, index) => {
    const number = String(index).padStart(5, '0');
    return `Customer ${number},d${number}.example,US,Kim Akers,kim@d${number}.example`;
  }).join('\r\n');
  const body = new FormData();
  body.append('file', new File([list], 'customers.csv', { type: 'text/csv' }));
  const address = new URL(url);
  address.host = `127.0.0.1:${port}`;
  const response = await fetch(address, { method: 'POST', body });
  if (response.status !== 200) throw new Error(`the upload was answered ${response.status}`);
  const page = await town.tables.companies.page(writer.tenantId, startingWith('import:'), importSchema, {
    top: 1,
  });
  const id = page.rows[0]?.value.id;
  if (id === undefined) throw new Error('the upload left no list');
  return id;
}

/** Selects a button; gives the card that came back. */
async function answer(lab: Lab, port: number, writer: Writer, verb: string, data: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: click(writer, lab.serviceUrl, verb, { ...data }),
  });
  if (response.status !== 200) throw new Error(`${verb} was answered ${response.status}`);
  return z.object({ value: z.unknown() }).parse(await response.json()).value;
}

/** Gives a partner so many customers, all of names equally long. */
async function fill(town: Town, partner: Writer, count: number): Promise<void> {
  const since = new Date().toISOString();
  for (let from = 0; from < count; from += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index): Customer => {
      const number = String(from + index).padStart(5, '0');
      return {
        id: randomUUID(),
        name: `Customer ${number}`,
        domain: `d${number}.example`,
        country: 'US',
        contact: { name: 'Kim Akers', email: `kim@d${number}.example` },
        canSell: true,
        canOrder: false,
        canAdminister: 'yes',
        administers: ['office365', 'azure', 'dynamics365', 'windows'],
        administrationVersion: 1,
        since,
        invitationId: partner.tenantId.replaceAll('-', '') + '0'.repeat(32),
        sharedWith: [],
      };
    }).flatMap(customer => town.storage.customers.insert(customer, true));
    await town.tables.companies.transact(partner.tenantId, rows);
  }
}
