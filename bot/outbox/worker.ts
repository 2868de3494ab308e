import type { CompanyId } from '../../domain/identity.ts';
import type { DeliveryOutcome, Errand } from '../../domain/outbox.ts';
import type { Desk } from '../../operations/desk.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { ErrandResult, Instance, Legacy, QueuedErrand } from '../../storage/outbox.ts';
import type { Row } from '../../storage/rows.ts';
import type { Log } from '../log.ts';

/** How carrying out one errand ended. */
export type Carried = { outcome: DeliveryOutcome; reason?: string | undefined };

/** Thrown when an errand must be tried again: the receiver asked to wait, or did not answer. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
  readonly afterMs: number | undefined;
  constructor(reason: string, afterMs?: number) {
    super(reason);
    this.afterMs = afterMs;
  }
}

/** Carries out one company's batch of errands; results come in the order of the errands. */
export type CarryOut = (errands: readonly Errand[]) => Promise<PromiseSettledResult<Carried>[]>;

export interface WorkerOptions {
  readonly desk: Desk;
  readonly carryOut: CarryOut;
  readonly log: Log;
  /** A fraction from 0 to 1, for jitter. */
  readonly chance?: () => number;
}

/** A transaction holds a hundred writes; settling an errand takes two at most. */
const BATCH = 50;
/** Errands read at a time; they are carried out and settled batch by batch. */
const READ_AHEAD = 10 * BATCH;
/** Companies whose errands are carried out side by side. */
const COMPANIES_AT_ONCE = 8;
/** A card that could not be delivered for so long is given up: the lists tell by then. */
const GIVE_UP_AFTER = 24 * 60 * 60_000;
/** What only people see may be given up; what a company's other side depends on is carried to its end, however long that takes. */
const MAY_BE_GIVEN_UP: readonly Errand['kind'][] = ['tell', 'redraw', 'redrawRoleRequest', 'redrawImport'];
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10 * 60_000;
/** How long another instance waits before it believes that this one is dead, and how often this one says that it lives. */
const LIFE = 45_000;
const BEAT = 15_000;
/** A write that was not answered is carried out or dropped by storage within this time. */
const UNTIL_CERTAIN = 60_000;

/**
 * Carries the outbox out (design §5): at once after each commit of this instance, again with jitter after a refusal,
 * and after a crash whatever this or a dead instance left. An errand is put away only after its result was written
 * down, so a crash can repeat one batch and lose none.
 */
export class OutboxWorker {
  readonly #options: WorkerOptions;
  readonly #waiting = new Map<string, { companyId: CompanyId; instance: string }>();
  readonly #running = new Map<string, Promise<void>>();
  /** When to come back to a place where errands wait for their time. */
  readonly #visits = new Map<string, { at: Date; timer: NodeJS.Timeout }>();
  /** What other instances left that this one goes through, by their names. */
  readonly #legacies = new Map<string, Legacy>();
  /** For companies in which a write may have been stored although nobody said so. */
  readonly #doubts = new Set<NodeJS.Timeout>();
  #beat: NodeJS.Timeout | undefined;
  #lastBeat = 0;
  #stopped = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Signs this instance on, takes over what its former life left, and begins to work. */
  async start(): Promise<void> {
    const { storage } = this.#options.desk;
    const { outbox } = storage;
    storage.onErrands((companyId, certain) => {
      this.wake(companyId);
      if (!certain) this.#lookOnceMore(companyId);
    });
    await this.#sayAlive();
    for (const companyId of await outbox.marksOf(outbox.instance)) this.wake(companyId);
    this.#beat = setInterval(() => void this.lookAround(), BEAT);
    this.#beat.unref();
    await this.lookAround();
  }

  /** Asks for a company's errands to be carried out soon. */
  wake(companyId: CompanyId, instance = this.#options.desk.storage.outbox.instance): void {
    if (this.#stopped) return;
    this.#waiting.set(placeKey(instance, companyId), { companyId, instance });
    this.#next();
  }

  /** Resolves when nothing is under way and nothing waits to be started; what waits for its time does not count. */
  async idle(): Promise<void> {
    while (this.#running.size > 0 || this.#waiting.size > 0) await Promise.all(this.#running.values());
  }

  /** Lets what is under way end. What is left is found by the next start, or by another instance. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#beat);
    for (const { timer } of this.#visits.values()) clearTimeout(timer);
    for (const timer of this.#doubts) clearTimeout(timer);
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  #next(): void {
    for (const [key, place] of this.#waiting) {
      if (this.#running.size >= COMPANIES_AT_ONCE) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      const running = this.#drain(place.companyId, place.instance).finally(() => {
        this.#running.delete(key);
        this.#next();
      });
      this.#running.set(key, running);
    }
  }

  /** Carries out all that is due in one company, batch after batch, and comes back when more will be. */
  async #drain(companyId: CompanyId, instance: string): Promise<void> {
    const { desk, log } = this.#options;
    const { outbox } = desk.storage;
    try {
      for (;;) {
        const { due, next } = await outbox.agenda(companyId, instance, desk.now(), READ_AHEAD);
        for (let first = 0; first < due.length; first += BATCH) {
          if (this.#stopped) return;
          const results = await this.#carryOut(due.slice(first, first + BATCH));
          await outbox.settle(companyId, results, desk.now());
          // What is to be tried again is queued under this instance's own name.
          for (const result of results) {
            if ('again' in result) this.#comeBack(result.again, companyId, outbox.instance);
          }
        }
        if (due.length === READ_AHEAD) continue;
        if (next) this.#comeBack(next, companyId, instance);
        else if (instance !== outbox.instance) await this.#finish(companyId, instance);
        return;
      }
    } catch (error) {
      if (error instanceof ConflictError) {
        // Another instance settled the same errands: it took this one for dead. It will do the rest.
        log.warn({ companyId, instance }, 'errands were settled by another instance');
        return;
      }
      log.error({ error, companyId }, 'the outbox of a company could not be read or settled; trying again');
      this.#comeBack(this.#in(FIRST_WAIT * 2), companyId, instance);
    }
  }

  async #carryOut(due: readonly QueuedErrand[]): Promise<ErrandResult[]> {
    const { carryOut, desk, log } = this.#options;
    const settled = await carryOut(due.map(queued => queued.errand));
    return due.map((queued, index): ErrandResult => {
      const result = settled[index];
      if (result?.status === 'fulfilled') return { queued, ...result.value };
      const why: unknown = result?.reason;
      const attempts = queued.attempts + 1;
      const reason = why instanceof Error ? why.message : 'unknown';
      const age = desk.now().getTime() - Date.parse(queued.queuedAt);
      if (age >= GIVE_UP_AFTER && MAY_BE_GIVEN_UP.includes(queued.errand.kind)) {
        log.error({ error: why, kind: queued.errand.kind, attempts }, 'an errand was given up');
        return { queued, outcome: 'failed', reason };
      }
      log.warn({ error: why, kind: queued.errand.kind, attempts }, 'an errand will be tried again');
      const wait = (why instanceof TryAgain ? why.afterMs : undefined) ?? this.#backOff(attempts);
      return { queued, again: this.#in(wait) };
    });
  }

  /** Doubling waits with jitter, so that many instances do not knock at the same moment. */
  #backOff(attempts: number): number {
    const chance = this.#options.chance ?? Math.random;
    return Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT) * (0.5 + chance());
  }

  #in(ms: number): Date {
    return new Date(this.#options.desk.now().getTime() + ms);
  }

  /** Wakes a place at a time. Of several times the earliest holds: whoever comes then sees what else waits. */
  #comeBack(at: Date, companyId: CompanyId, instance: string): void {
    const key = placeKey(instance, companyId);
    const known = this.#visits.get(key);
    if (this.#stopped || (known && known.at <= at)) return;
    clearTimeout(known?.timer);
    const ms = Math.max(at.getTime() - this.#options.desk.now().getTime(), 0) + 10;
    const timer = setTimeout(() => {
      this.#visits.delete(key);
      this.wake(companyId, instance);
    }, ms);
    this.#visits.set(key, { at, timer });
  }

  /** A write whose answer was lost may still arrive: its errands are looked for again when that can no longer be. */
  #lookOnceMore(companyId: CompanyId): void {
    const timer = setTimeout(() => {
      this.#doubts.delete(timer);
      this.wake(companyId);
    }, UNTIL_CERTAIN);
    this.#doubts.add(timer);
  }

  /** Nothing of a dead instance is left in a company. */
  async #finish(companyId: CompanyId, instance: string): Promise<void> {
    const { outbox } = this.#options.desk.storage;
    const legacy = this.#legacies.get(instance);
    if (!legacy) return;
    await outbox.unmark(legacy, companyId);
    if (await outbox.signOff(legacy)) this.#legacies.delete(instance);
  }

  /** Says that this instance lives, and takes over what others left that no longer do. Never rejects. */
  async lookAround(): Promise<void> {
    const { desk, log } = this.#options;
    const { outbox } = desk.storage;
    try {
      await this.#sayAlive();
      const now = desk.now();
      for (const row of await outbox.lapsed(now)) {
        const { name } = row.value;
        if (name === outbox.instance) continue;
        const legacy = await this.#claim(row, new Date(now.getTime() + LIFE));
        if (!legacy) continue;
        const { marks } = legacy;
        log.info({ instance: name, companies: marks.size }, 'taking over what an instance left');
        if (marks.size === 0) await outbox.signOff(legacy);
        else this.#legacies.set(name, legacy);
        for (const companyId of marks.keys()) this.wake(companyId, name);
      }
    } catch (error) {
      log.warn({ error }, 'could not look for what other instances left');
    }
  }

  /** Undefined when another instance was faster, or the lapsed one lives again. */
  async #claim(row: Row<Instance>, until: Date): Promise<Legacy | undefined> {
    try {
      return await this.#options.desk.storage.outbox.takeOver(row, until);
    } catch (error) {
      if (error instanceof ConflictError) return undefined;
      throw error;
    }
  }

  async #sayAlive(): Promise<void> {
    const { desk } = this.#options;
    const now = desk.now().getTime();
    // Late: others may have taken this instance for dead and its marks away.
    if (this.#lastBeat > 0 && now - this.#lastBeat > LIFE) desk.storage.outbox.forgetMarks();
    await desk.storage.outbox.beat(new Date(now + LIFE));
    this.#lastBeat = now;
  }
}

function placeKey(instance: string, companyId: CompanyId): string {
  return `${instance} ${companyId}`;
}
