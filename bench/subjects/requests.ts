import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { buttonsOf, inputsOf } from '../../tests/journeys/support/cardText.ts';
import { click, message, userIdOf, type Writer } from '../activities.ts';
import { listenAt, startOurs } from '../bots.ts';
import type { Lab } from '../lab.ts';
import type { Helper } from '../processes.ts';
import { atMost, type Finding, type Report } from '../report.ts';
import { introduce, invite, newPrefix, newWriter, openTown, settleReseller } from '../town.ts';
import { openWire, stepsOf, type Wire, type WireRequest } from '../wire.ts';

/** What one turn asked of storage: before it was answered, and what it caused afterwards. */
interface Counted {
  readonly what: string;
  readonly before: readonly WireRequest[];
  readonly after: readonly WireRequest[];
}

/** (c) Requests to storage for each capability, counted on the wire. */
export async function requests(lab: Lab): Promise<Report> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const wire = await openWire(lab.connectionString, prefix);
  const process = startOurs(lab);
  const port = await listenAt(process, wire.connectionString, prefix);
  const desk = new Desk(lab, process, wire, port);

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

/** Sends turns one by one, each when all that the last one caused is done, and writes down what each asked of storage. */
class Desk {
  readonly counted: Counted[] = [];
  readonly #lab: Lab;
  readonly #process: Helper;
  readonly #wire: Wire;
  readonly #port: number;

  constructor(lab: Lab, process: Helper, wire: Wire, port: number) {
    this.#lab = lab;
    this.#process = process;
    this.#wire = wire;
    this.#port = port;
  }

  types(what: string, writer: Writer, text: string, changes: object = {}): Promise<unknown> {
    const activity: object = JSON.parse(message(writer, this.#lab.serviceUrl, text));
    return this.#send(what, JSON.stringify({ ...activity, ...changes }));
  }

  /** Gives the card that came back. */
  clicks(what: string, writer: Writer, verb: string, data: Readonly<Record<string, unknown>>) {
    return this.#send(what, click(writer, this.#lab.serviceUrl, verb, data));
  }

  /** Selects a button of a card, with what its inputs hold. */
  presses(what: string, writer: Writer, card: unknown, title: string): Promise<unknown> {
    const button = buttonsOf(card).find(each => each.title === title);
    if (button === undefined) throw new Error(`${what}: the card has no button "${title}"`);
    return this.clicks(what, writer, button.verb, { ...inputsOf(card), ...button.data });
  }

  async #send(what: string, body: string): Promise<unknown> {
    await this.#process.ask('hold', z.unknown());
    this.#wire.taken();
    const answer = await fetch(`http://127.0.0.1:${this.#port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${what}: the bot answered ${answer.status} ${text}`);
    const before = this.#wire.taken();
    await this.#process.ask('release', z.unknown());
    await this.#process.ask('idle', z.unknown());
    this.counted.push({ what, before, after: this.#wire.taken() });
    return text === '' ? undefined : answerSchema.parse(JSON.parse(text)).value;
  }
}

const answerSchema = z.object({
  type: z.literal('application/vnd.microsoft.card.adaptive'),
  value: z.unknown(),
});

const ofKind = (requests: readonly WireRequest[], kind: WireRequest['kind']): number =>
  requests.filter(request => request.kind === kind).length;

function reportOf(counted: readonly Counted[]): Report {
  return {
    tables: [
      {
        title: 'requests to storage until the turn was answered',
        head: ['', 'reads', 'queries', 'writes', 'transactions', 'all', 'one after the other', 'then'],
        rows: counted.map(({ what, before, after }) => [
          what,
          ...(['read', 'query', 'write', 'transaction'] as const).map(
            kind => `${ofKind(before, kind) || '.'}`,
          ),
          `${before.length}`,
          `${stepsOf(before)}`,
          `${after.length || '.'}`,
        ]),
      },
    ],
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
  const of = (what: string): readonly WireRequest[] => {
    const found = counted.find(each => each.what === what);
    if (found === undefined) throw new Error(`nothing was counted for "${what}"`);
    return found.before;
  };
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
