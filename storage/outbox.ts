import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { CompanyId } from '../domain/identity.ts';
import { moment } from '../domain/identity.ts';
import { DELIVERY_OUTCOMES, type DeliveryOutcome, type Errand, errandSchema } from '../domain/outbox.ts';
import { allPages } from './allPages.ts';
import { ConflictError } from './errors.ts';
import { keyPart, newestFirst, oldestFirst, startingWith, timeIn } from './keys.ts';
import type { Op, Row, Table } from './rows.ts';

const queuedSchema = z.object({
  errand: errandSchema,
  queuedAt: moment,
  attempts: z.number().int(),
});
/** An errand with its row key and how often it was tried. */
export type QueuedErrand = z.infer<typeof queuedSchema> & { key: string; etag: string };

const deliverySchema = z.object({
  errand: errandSchema,
  outcome: z.enum(DELIVERY_OUTCOMES),
  reason: z.string().optional(),
  attempts: z.number().int(),
  at: moment,
});
export type Delivery = z.infer<typeof deliverySchema>;
/** A row holds all that was settled together: half the writes of a row each. */
const settledSchema = z.object({ deliveries: z.array(deliverySchema) });

const instanceSchema = z.object({ name: z.string(), aliveUntil: moment });
/** A running bot by its name, and until when it is believed to live. */
export type Instance = z.infer<typeof instanceSchema>;
const markSchema = z.object({ companyId: z.string() });
const INSTANCES = 'instances';
const DELIVERIES = 'delivery:';

/** What a lapsed instance left to the one that claimed it: its marks, with their ETags, and until when the claim holds. */
export interface Legacy {
  readonly name: string;
  readonly claimedUntil: string;
  readonly marks: ReadonlyMap<CompanyId, string>;
}

/** What is to be done in a company now, and when to come back. */
export interface Agenda {
  due: QueuedErrand[];
  next: Date | undefined;
}

/** How carrying out one errand ended, to be written back with others of its company. */
export type ErrandResult =
  | { queued: QueuedErrand; outcome: DeliveryOutcome; reason?: string | undefined }
  | { queued: QueuedErrand; again: Date };

/**
 * Errands wait in the partition of the company whose change caused them, written in the same transaction, under the
 * name of the instance that wrote them: it alone carries them out while it lives. Before its first write in a
 * company an instance marks that company in the shared `outbox` table; so when an instance dies, another one reads
 * its marks, and only its marks, to find all that it left (no company is scanned).
 */
export class Outbox {
  readonly #facts: Table;
  readonly #shared: Table;
  readonly #marked = new Map<CompanyId, Promise<void>>();
  /** This instance's name: two running instances must not share one. */
  readonly instance: string;

  constructor(facts: Table, shared: Table, instance: string) {
    this.#facts = facts;
    this.#shared = shared;
    this.instance = keyPart(instance);
  }

  /** Makes sure that whatever this instance leaves in a company will be found. One request the first time, then none. */
  async mark(companyId: CompanyId): Promise<void> {
    const known = this.#marked.get(companyId);
    if (known) return known;
    const marking = this.#shared.upsert(this.instance, `mark:${companyId}`, { companyId });
    this.#marked.set(companyId, marking);
    try {
      await marking;
    } catch (error) {
      this.#marked.delete(companyId);
      throw error;
    }
  }

  /** Marks anew before the next write: this instance was taken for dead, and its marks may be gone. */
  forgetMarks(): void {
    this.#marked.clear();
  }

  add(errand: Errand, now: Date): Op {
    return this.#enqueue({ errand, queuedAt: now.toISOString(), attempts: 0 }, this.instance, now);
  }

  /**
   * What an instance has queued in a company: the errands that are due, the oldest first and at most `most` of them,
   * and when the first of the others will be. Fewer than `most` are all that are due. One query, unless storage
   * splits the page.
   */
  async agenda(companyId: CompanyId, instance: string, now: Date, most: number): Promise<Agenda> {
    const prefix = prefixOf(instance);
    const due: QueuedErrand[] = [];
    let continuation: string | undefined;
    do {
      const top = most - due.length;
      const range = startingWith(prefix);
      const page = await this.#facts.page(companyId, range, queuedSchema, { top, continuation });
      for (const { key, etag, value } of page.rows) {
        const time = timeIn(key.slice(prefix.length));
        if (time > now) return { due, next: time };
        due.push({ ...value, key, etag });
      }
      continuation = page.continuation;
    } while (continuation !== undefined && due.length < most);
    return { due, next: undefined };
  }

  /** Writes down how up to fifty errands of a company ended; what must be tried again stays queued. One transaction. */
  async settle(companyId: CompanyId, results: readonly ErrandResult[], now: Date): Promise<void> {
    // What is tried again is queued under this instance's name, wherever it came from.
    if (results.some(result => 'again' in result)) await this.mark(companyId);
    const ops: Op[] = [];
    const deliveries: Delivery[] = [];
    for (const result of results) {
      const { key, etag, ...queued } = result.queued;
      const attempts = queued.attempts + 1;
      ops.push({ op: 'delete', key, etag });
      if ('again' in result) {
        ops.push(this.#enqueue({ ...queued, attempts }, this.instance, result.again));
      } else {
        const { outcome, reason } = result;
        deliveries.push({ errand: queued.errand, outcome, reason, attempts, at: now.toISOString() });
      }
    }
    if (deliveries.length > 0) {
      const key = `${DELIVERIES}${newestFirst(now, randomUUID())}`;
      ops.push({ op: 'insert', key, value: { deliveries } });
    }
    await this.#facts.transact(companyId, ops);
  }

  /** How the latest errands of a company ended, newest first. One query. */
  async deliveries(companyId: CompanyId, top: number): Promise<Delivery[]> {
    const page = await this.#facts.page(companyId, startingWith(DELIVERIES), settledSchema, { top });
    return page.rows.flatMap(row => row.value.deliveries).slice(0, top);
  }

  /** Says that this instance lives, until a moment. One request. */
  async beat(aliveUntil: Date): Promise<void> {
    const value = { name: this.instance, aliveUntil: aliveUntil.toISOString() };
    await this.#shared.upsert(INSTANCES, `instance:${this.instance}`, value);
  }

  /** Instances that have not said for a while that they live. One query. */
  async lapsed(now: Date): Promise<Row<Instance>[]> {
    const page = await this.#shared.page(INSTANCES, startingWith('instance:'), instanceSchema, {
      top: 1_000,
    });
    return page.rows.filter(row => Date.parse(row.value.aliveUntil) < now.getTime());
  }

  /**
   * Claims what a lapsed instance left, so that no other takes it over at the same time. ConflictError: another did, or
   * it lives again. Its marks are read before the claim, so that none of a new life of it can be among them.
   */
  async takeOver(row: Row<Instance>, until: Date): Promise<Legacy> {
    const { name } = row.value;
    const marks = await this.#marks(name);
    const claimedUntil = until.toISOString();
    await this.#shared.update(INSTANCES, `instance:${name}`, { name, aliveUntil: claimedUntil }, row.etag);
    return { name, claimedUntil, marks };
  }

  /** The companies in which an instance may have left errands. One query a thousand. */
  async marksOf(instance: string): Promise<CompanyId[]> {
    return [...(await this.#marks(instance)).keys()];
  }

  async #marks(instance: string): Promise<Map<CompanyId, string>> {
    const marks = new Map<CompanyId, string>();
    const all = startingWith('mark:');
    for await (const rows of allPages(continuation =>
      this.#shared.page(instance, all, markSchema, { top: 1_000, continuation }),
    )) {
      for (const { value, etag } of rows) marks.set(value.companyId, etag);
    }
    return marks;
  }

  /** Takes a mark away once nothing is left in the company. One that its instance, alive again, made anew stays. */
  async unmark({ name, marks }: Legacy, companyId: CompanyId): Promise<void> {
    const etag = marks.get(companyId);
    if (etag !== undefined) await unlessChanged(this.#shared.remove(name, `mark:${companyId}`, etag));
  }

  /**
   * Signs an instance off once all that it left was carried out, unless it lives again; false while something is left.
   * A point read, a query and a delete.
   */
  async signOff({ name, claimedUntil }: Legacy): Promise<boolean> {
    const key = `instance:${name}`;
    const row = await this.#shared.get(INSTANCES, key, instanceSchema);
    if (row?.value.aliveUntil !== claimedUntil) return true;
    if ((await this.#marks(name)).size > 0) return false;
    await unlessChanged(this.#shared.remove(INSTANCES, key, row.etag));
    return true;
  }

  /** Keys sort by when an errand is due, so that what waits never hides what is due. */
  #enqueue(queued: z.infer<typeof queuedSchema>, instance: string, due: Date): Op {
    return { op: 'insert', key: `${prefixOf(instance)}${oldestFirst(due, randomUUID())}`, value: queued };
  }
}

/** Lets a write go that came too late: somebody else changed the row, or took it away. */
async function unlessChanged(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

function prefixOf(instance: string): string {
  return `errand:${instance}:`;
}
