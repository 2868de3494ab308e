import type { TimerWork } from '../domain/timerWork.ts';
import type { Desk } from '../operations/desk.ts';
import { expireInvitation } from '../operations/expireInvitation.ts';
import { lapseRoleRequest } from '../operations/lapseRoleRequest.ts';
import type { DueTimer } from '../storage/timers.ts';
import type { Connector } from './connector.ts';
import { hideSignInCode } from './hideSignInCode.ts';
import type { Log } from './log.ts';

const EVERY = 30_000;

/** Does what is due at its time. Several instances may do so at once; one of them wins. */
export class Timers {
  readonly #desk: Desk;
  readonly #connector: Connector;
  readonly #log: Log;
  #interval: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ desk, connector, log }: { desk: Desk; connector: Connector; log: Log }) {
    this.#desk = desk;
    this.#connector = connector;
    this.#log = log;
  }

  start(): void {
    this.#interval = setInterval(() => void this.fire(), EVERY);
    this.#interval.unref();
    void this.fire();
  }

  /** Does all that is due now. One timer that fails stays for the next time and holds up no other. */
  fire(): Promise<void> {
    this.#running = this.#running.then(() => this.#fire());
    return this.#running;
  }

  async stop(): Promise<void> {
    clearInterval(this.#interval);
    await this.#running;
  }

  async #fire(): Promise<void> {
    const { timers } = this.#desk.storage;
    try {
      for (const timer of await timers.due(this.#desk.now())) await this.#carryOut(timer);
    } catch (error) {
      this.#log.warn({ error }, 'what is due could not be read; it will be tried again');
    }
  }

  async #carryOut(timer: DueTimer): Promise<void> {
    try {
      await this.#work(timer.work);
      await this.#desk.storage.timers.clear(timer);
    } catch (error) {
      this.#log.warn({ error }, 'a timer could not do its work; it will be tried again');
    }
  }

  async #work(work: TimerWork): Promise<void> {
    const desk = this.#desk;
    switch (work.kind) {
      case 'expireInvitation':
        return expireInvitation(desk, work.invitationId);
      case 'lapseRoleRequest':
        return lapseRoleRequest(desk, work);
      case 'hideSignInCode':
        return hideSignInCode({ desk, connector: this.#connector }, work);
    }
  }
}
