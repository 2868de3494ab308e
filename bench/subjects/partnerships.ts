import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Partnership } from '../../domain/partnership.ts';
import { inputsOf } from '../../tests/journeys/support/cardText.ts';
import { click, userIdOf, type Writer } from '../activities.ts';
import { listenAt, startOurs } from '../bots.ts';
import { type Counted, CountedTurns, countedBefore, countedTable, ofKind } from '../countedTurns.ts';
import type { Lab } from '../lab.ts';
import { load } from '../load.ts';
import { atMost, type Finding, type Report } from '../report.ts';
import { inRounds, roundsTable } from '../rounds.ts';
import { introduce, newPrefix, newWriter, openTown, settlePartner, type Town } from '../town.ts';
import { openWire } from '../wire.ts';

const FEW = 10;
const MANY = 10_000;
const PAGES = 400;
/** A partnership takes a row of its own, one in the list and up to four to be found by. */
const AT_ONCE = 15;

/** (f) Partnerships: what each capability asks of storage, and a page of ten against a page of ten thousand. */
export async function partnerships(lab: Lab): Promise<Report> {
  const counted = await countCapabilities(lab);
  const pages = await comparePages(lab);
  return {
    tables: [countedTable(counted), pages.table],
    findings: [...findingsOf(counted), ...pages.findings],
    notes: [
      'joint Approve: person, company and invitation side by side; then the partnership, which only the invitation names, and one transaction that includes its row',
      `ten thousand: one provider with ${MANY} resellers in one partition of Azurite, another with ${FEW}; the emulator's own time is not judged`,
    ],
    raw: { counted, pages: pages.raw },
  };
}

/** Plays the two-tier story and counts each turn. */
async function countCapabilities(lab: Lab): Promise<Counted[]> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const wire = await openWire(lab.connectionString, prefix);
  const process = startOurs(lab);
  const port = await listenAt(process, wire.connectionString, prefix);
  const desk = new CountedTurns(lab, process, wire, port);
  const avery = await settlePartner(town, 'Fabrikam', 'indirectProvider');
  const dana = await settlePartner(town, 'Contoso', 'indirectReseller');
  const kim = newWriter(randomUUID(), 'Kim');
  await introduce(town, kim, false);
  for (const writer of [dana, kim]) {
    await lab.connector.ask('introduce', z.unknown(), { id: userIdOf(writer), email: writer.email });
  }
  town.tables.close();

  await desk.types('request partnership', avery, 'request partnership');
  const asked = { email: dana.email, name: 'Contoso', language: 'en' };
  const request = await desk.clicks('Next (request)', avery, 'requestPartnership.next', asked);
  const requestReady = await desk.presses('Next (draft)', avery, request, 'Next');
  await desk.presses('Done', avery, requestReady, 'Done');
  await desk.types('link pasted', dana, linkIn(request));
  await desk.clicks('Authorize indirect provider', dana, 'accept.authorize', {
    id: idIn(linkIn(request)),
    confirmAuthorize: 'true',
  });
  await desk.types('indirect resellers', avery, 'indirect resellers');
  await desk.types('indirect providers', dana, 'indirect providers');
  await desk.clicks('a partnership opened', dana, 'partnerships.open', { id: avery.tenantId });

  const both = { email: kim.email, name: 'Wingtip Toys', language: 'en', provider: avery.tenantId };
  const joint = await desk.clicks('Next (joint)', dana, 'inviteCustomer.next', both);
  await desk.presses(
    'Done (joint)',
    dana,
    await desk.presses('Next (joint draft)', dana, joint, 'Next'),
    'Done',
  );
  await desk.types('joint link pasted', kim, linkIn(joint));
  await desk.clicks('joint Approve', kim, 'accept.approve', {
    id: idIn(linkIn(joint)),
    confirmGlobalAdmin: 'true',
  });
  await desk.clicks('View customers', avery, 'partnerships.customers', { id: dana.tenantId });
  await desk.clicks('Remove administrator access', dana, 'partnerships.removeAccess', { id: avery.tenantId });
  await desk.clicks('Remove partnership', avery, 'partnerships.remove', { id: dana.tenantId });
  await desk.types('learn', avery, 'learn');
  await process.stop();
  await wire.close();
  return desk.counted;
}

/** The link in the editor that a form led to. */
function linkIn(editor: unknown): string {
  return /http\S+\/invitations\/[0-9a-f]{64}\.[\w-]{43}/.exec(inputsOf(editor).message ?? '')?.[0] ?? '';
}

/** The invitation that a link is for. */
function idIn(link: string): string {
  return /[0-9a-f]{64}/.exec(link)?.[0] ?? '';
}

function findingsOf(counted: readonly Counted[]): Finding[] {
  const joint = countedBefore(counted, 'joint Approve');
  const whole = (what: string, value: number, most: number) => atMost(what, value, most, '', 0);
  return [
    whole('joint Approve: point reads', ofKind(joint, 'read'), 4),
    whole('joint Approve: transactions', ofKind(joint, 'transaction'), 1),
    ...['indirect resellers', 'indirect providers', 'View customers'].map(what =>
      whole(`${what}: queries`, ofKind(countedBefore(counted, what), 'query'), 1),
    ),
  ];
}

/** The first page of a provider's resellers, when there are ten and when there are ten thousand. */
async function comparePages(lab: Lab) {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const many = lab.amount(MANY);
  const few = await settlePartner(town, 'Fabrikam', 'indirectProvider');
  const lots = await settlePartner(town, 'Fabrikam', 'indirectProvider');
  await fill(town, few, FEW);
  await fill(town, lots, many);
  town.tables.close();
  const process = startOurs(lab);

  const wire = await openWire(lab.connectionString, prefix);
  const counting = new CountedTurns(
    lab,
    process,
    wire,
    await listenAt(process, wire.connectionString, prefix),
  );
  await counting.clicks('ten', few, 'partnerships.show', {});
  await counting.clicks('ten thousand', lots, 'partnerships.show', {});
  await wire.close();
  const bytes = (what: string) =>
    countedBefore(counting.counted, what).reduce((sum, request) => sum + request.bytes, 0);
  const requests = (what: string) => countedBefore(counting.counted, what).length;

  const port = await listenAt(process, lab.connectionString, prefix);
  const round = (writer: Writer) => () =>
    load(
      { process, port, connections: 4 },
      Array.from({ length: lab.amount(PAGES) }, () => click(writer, lab.serviceUrl, 'partnerships.show', {})),
    );
  const rounds = await inRounds(lab.options.rounds, { ten: round(few), 'ten thousand': round(lots) });
  await process.stop();
  const { table, ratio } = roundsTable(
    `a page of ${FEW} and of ${many} resellers, 4 under way`,
    rounds,
    'ten',
  );
  return {
    table,
    raw: { rounds, counted: counting.counted },
    findings: [
      atMost(
        'page of ten thousand: requests, of a page of ten',
        requests('ten thousand') / requests('ten'),
        1,
        'x',
      ),
      atMost('page of ten thousand: bytes from storage', bytes('ten thousand') / bytes('ten'), 1.02, 'x'),
      atMost('page of ten thousand: CPU of the bot', ratio('ten thousand', 'cpu'), 1.2, 'x'),
    ],
  };
}

/** Gives a provider so many resellers, all of names equally long. */
async function fill(town: Town, provider: Writer, count: number): Promise<void> {
  const since = new Date().toISOString();
  for (let from = 0; from < count; from += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index): Partnership => {
      const number = String(from + index).padStart(5, '0');
      return {
        partnerId: randomUUID(),
        name: `Reseller ${number}`,
        mpnId: `48${number}`,
        country: 'US',
        state: 'active',
        providerAdministers: true,
        since,
        invitationId: provider.tenantId.replaceAll('-', '') + '0'.repeat(32),
        version: 1,
        watchers: [],
      };
    }).flatMap(partnership => town.storage.partnerships.put(undefined, partnership));
    await town.tables.companies.transact(provider.tenantId, rows);
  }
}
