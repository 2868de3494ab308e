import type { TimerWork } from '../domain/timerWork.ts';
import { clearImport } from '../operations/carryImport.ts';
import type { Desk } from '../operations/desk.ts';
import { expireInvitation } from '../operations/expireInvitation.ts';
import { lapseRoleRequest } from '../operations/lapseRoleRequest.ts';
import type { DueTimer } from '../storage/timers.ts';
import type { Connector } from './connector.ts';
import { type HideWork, hideOneTimeCode } from './hideOneTimeCode.ts';
import type { Log } from './log.ts';

const EVERY = 30_000;
/** So many are carried out side by side: one that waits for an answer holds up few others. */
const AT_ONCE = 8;
/** A card that could not be reached for so long is left as it is; what it says works no more by then, or soon. */
const GIVE_UP_AFTER = 24 * 60 * 60_000;

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
      const due = await timers.due(this.#desk.now());
      while (due.length > 0) await Promise.all(due.splice(0, AT_ONCE).map(timer => this.#carryOut(timer)));
    } catch (error) {
      this.#log.warn({ error }, 'what is due could not be read; it will be tried again');
    }
  }

  async #carryOut(timer: DueTimer): Promise<void> {
    try {
      await this.#work(timer.work);
      await this.#desk.storage.timers.clear(timer);
    } catch (error) {
      if (!hidesCode(timer.work) || this.#isRecent(timer)) {
        this.#log.warn({ error }, 'a timer could not do its work; it will be tried again');
        return;
      }
      this.#log.error(
        { error, codeId: timer.work.codeId },
        'a card with a one-time code could not be reached; given up',
      );
      await this.#desk.storage.timers.clear(timer);
    }
  }

  #isRecent({ at }: DueTimer): boolean {
    return this.#desk.now().getTime() - at.getTime() < GIVE_UP_AFTER;
  }

  async #work(work: TimerWork): Promise<void> {
    const desk = this.#desk;
    switch (work.kind) {
      case 'expireInvitation':
        return expireInvitation(desk, work.invitationId);
      case 'lapseRoleRequest':
        return lapseRoleRequest(desk, work);
      case 'clearImport':
        return clearImport(desk, work);
      case 'hideSignInCode':
      case 'hideSetupCode':
        return hideOneTimeCode({ desk, connector: this.#connector }, work);
    }
  }
}

function hidesCode(work: TimerWork): work is HideWork {
  return work.kind === 'hideSignInCode' || work.kind === 'hideSetupCode';
}
