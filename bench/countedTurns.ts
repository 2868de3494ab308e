import * as z from 'zod';
import { buttonsOf, inputsOf } from '../tests/journeys/support/cardText.ts';
import { click, message, type Writer } from './activities.ts';
import type { Lab } from './lab.ts';
import type { Helper } from './processes.ts';
import type { Table } from './report.ts';
import { stepsOf, type Wire, type WireRequest } from './wire.ts';

/** What one turn asked of storage: before it was answered, and what it caused afterwards. */
export interface Counted {
  readonly what: string;
  readonly before: readonly WireRequest[];
  readonly after: readonly WireRequest[];
}

/** Sends turns one by one, each when all that the last one caused is done, and writes down what each asked of storage. */
export class CountedTurns {
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

  /** Selects a button of a card, with what its inputs hold and what is typed into them. */
  presses(
    what: string,
    writer: Writer,
    card: unknown,
    title: string,
    typed: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const button = buttonsOf(card).find(each => each.title === title);
    if (button === undefined) throw new Error(`${what}: the card has no button "${title}"`);
    return this.clicks(what, writer, button.verb, { ...inputsOf(card), ...typed, ...button.data });
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

/** How many of the requests are of a kind. */
export const ofKind = (requests: readonly WireRequest[], kind: WireRequest['kind']): number =>
  requests.filter(request => request.kind === kind).length;

/** What each turn asked of storage. */
export function countedTable(counted: readonly Counted[]): Table {
  return {
    title: 'requests to storage until the turn was answered',
    head: ['', 'reads', 'queries', 'writes', 'transactions', 'all', 'one after the other', 'then'],
    rows: counted.map(({ what, before, after }) => [
      what,
      ...(['read', 'query', 'write', 'transaction'] as const).map(kind => `${ofKind(before, kind) || '.'}`),
      `${before.length}`,
      `${stepsOf(before)}`,
      `${after.length || '.'}`,
    ]),
  };
}

/** What was counted until a turn was answered. Throws for a turn that was not played. */
export function countedBefore(counted: readonly Counted[], what: string): readonly WireRequest[] {
  const found = counted.find(each => each.what === what);
  if (found === undefined) throw new Error(`nothing was counted for "${what}"`);
  return found.before;
}
