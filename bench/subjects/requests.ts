import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { inputsOf } from '../../tests/journeys/support/cardText.ts';
import { userIdOf } from '../activities.ts';
import { listenAt, startOurs } from '../bots.ts';
import { type Counted, CountedTurns, countedBefore, countedTable, ofKind } from '../countedTurns.ts';
import type { Lab } from '../lab.ts';
import { atMost, type Finding, type Report } from '../report.ts';
import { introduce, invite, newPrefix, newWriter, openTown, settleReseller } from '../town.ts';
import { openWire, stepsOf } from '../wire.ts';

/** (c) Requests to storage for each capability, counted on the wire. */
export async function requests(lab: Lab): Promise<Report> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const wire = await openWire(lab.connectionString, prefix);
  const process = startOurs(lab);
  const port = await listenAt(process, wire.connectionString, prefix);
  const desk = new CountedTurns(lab, process, wire, port);

  const dana = await settleReseller(town, 'Contoso');
  const kim = newWriter(randomUUID(), 'Kim');
  await introduce(town, kim, false);
  await lab.connector.ask('introduce', z.unknown(), { id: userIdOf(kim), email: kim.email });
  // What another process has prepared, for the clicks that need many invitations or customers.
  const robin = await settleReseller(town, 'Fabrikam');
  const [first, second, third] = await invite(town, robin, 12);
  if (!first || !second || !third) throw new Error('three invitations are needed');
  town.tables.close();

  await desk.types('help', dana, 'help');
  await desk.types('help, again', dana, 'help');
  await desk.types('text that is no command', dana, 'what can you do for me');
  await desk.types('invite customer', dana, 'invite customer');
  await desk.types('help inside the form', dana, 'help');
  const form = { email: kim.email, name: 'Wingtip Toys', reference: 'Ticket 4711', language: 'en' };
  const editor = await desk.clicks('Next (form)', dana, 'inviteCustomer.next', form);
  const link = /http\S+\/invitations\/\S+/.exec(inputsOf(editor).message ?? '')?.[0] ?? '';
  const ready = await desk.presses('Next (draft)', dana, editor, 'Next');
  await desk.presses('Done', dana, ready, 'Done');
  await desk.types('link pasted', kim, link);
  await desk.types('link pasted again', kim, link);

  const approve = (id: string) => ({ id, confirmGlobalAdmin: 'true' });
  await desk.clicks(
    'Approve, first errands here',
    first.customer,
    'accept.approve',
    approve(first.invitationId),
  );
  await desk.clicks('Approve', second.customer, 'accept.approve', approve(second.invitationId));
  await desk.clicks(
    'Approve, a second time',
    second.customer,
    'accept.approve',
    approve(second.invitationId),
  );
  await desk.clicks('Decline', third.customer, 'accept.decline', { id: third.invitationId });
  await desk.types('customers', robin, 'customers');
  await desk.types('customers win', robin, 'customers win');
  await desk.types('invitations', robin, 'invitations');
  await desk.types('language', robin, 'language');
  await desk.clicks('language chosen', robin, 'language.choose', { language: 'ja' });

  await desk.types('help in another chat (reference changed)', { ...dana }, 'help', {
    conversation: { id: `a:${randomUUID()}`, conversationType: 'personal', tenantId: dana.tenantId },
  });

  await process.stop();
  await wire.close();
  return reportOf(desk.counted);
}

function reportOf(counted: readonly Counted[]): Report {
  return {
    tables: [countedTable(counted)],
    findings: findingsOf(counted),
    notes: [
      'one after the other: how many answers had to be waited for in turn; 1 means that all went out side by side',
      'then: requests of the outbox for what the turn caused, after its answer',
      'first errands here: the first time that this process leaves errands in a company, it marks the company in the shared table before it writes',
    ],
    raw: counted,
  };
}

function findingsOf(counted: readonly Counted[]): Finding[] {
  const of = (what: string) => countedBefore(counted, what);
  const whole = (what: string, value: number, most: number) => atMost(what, value, most, '', 0);
  const writes = (what: string) => ofKind(of(what), 'write') + ofKind(of(what), 'transaction');
  const approve = of('Approve');
  const reads = approve.filter(request => request.kind === 'read');
  return [
    whole('help: requests', of('help').length, 2),
    whole('help: one after the other', stepsOf(of('help')), 1),
    whole('help: writes', writes('help, again'), 0),
    whole('Approve: point reads', reads.length, 3),
    whole('Approve: reads one after the other', stepsOf(reads), 1),
    whole('Approve: transactions', ofKind(approve, 'transaction'), 1),
    whole('Approve: queries and other writes', ofKind(approve, 'query') + ofKind(approve, 'write'), 0),
    whole('customers: queries', ofKind(of('customers'), 'query'), 1),
    whole('help inside a form (dialog state unchanged): writes', writes('help inside the form'), 0),
    whole('reference changed: writes', writes('help in another chat (reference changed)'), 1),
  ];
}
