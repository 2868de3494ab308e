import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLineOf } from './commandLine.ts';
import { type ProcessRecord, type ProcessRecords, stillRuns } from './processRecord.ts';

/** How one of the processes beside the bot is started, recognized and ended. */
export interface HelperPlan {
  /** Names its record and its log. */
  readonly name: string;
  /** How a person in front of the terminal knows it. */
  readonly title: string;
  readonly command: readonly [program: string, ...arguments: string[]];
  /** Where it is started. */
  readonly folder: string;
  /** What must lie in that folder before: names and contents. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Asks it whether it works, and is the one it should be. */
  readonly answers: () => Promise<boolean>;
  /** What makes it end of its own accord. */
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** How long it may take to save and end before it is killed. */
  readonly patience: number;
  /** How often it saves by itself: on Windows, where nothing can be asked to end, we wait that long and kill it. */
  readonly savesEvery?: number;
}

/** What the local house has to say to the log. */
export interface HouseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A process beside the bot did not come up. The message names it, what happened, and where its last words are. */
export class HelperFailedError extends Error {
  override readonly name = 'HelperFailedError';
}

const startsWithin = 30_000;

/** A process beside the bot, whether this start made it or found it left behind. */
export class HelperProcess {
  readonly plan: HelperPlan;
  readonly record: ProcessRecord;
  readonly #records: ProcessRecords;
  readonly #log: HouseLog;
  readonly #child: ChildProcess | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(
    plan: HelperPlan,
    record: ProcessRecord,
    records: ProcessRecords,
    log: HouseLog,
    child?: ChildProcess,
  ) {
    this.plan = plan;
    this.record = record;
    this.#records = records;
    this.#log = log;
    this.#child = child;
    child?.once('exit', (code, signal) => {
      if (this.#stopped) return;
      log.error(
        { process: plan.name, code, signal, log: logOf(plan, records) },
        `${plan.title} ended by itself`,
      );
    });
  }

  /** Takes over a process that an earlier start left behind. */
  static adopt(
    plan: HelperPlan,
    record: ProcessRecord,
    records: ProcessRecords,
    log: HouseLog,
  ): HelperProcess {
    return new HelperProcess(plan, record, records, log);
  }

  /**
   * Starts it and notes it down; `ready` then tells when it works. It is no child of the terminal: a Ctrl-C does not
   * reach it, nor does our own death, so that it is always we who end it, in our order, or the next start.
   */
  static async start(plan: HelperPlan, records: ProcessRecords, log: HouseLog): Promise<HelperProcess> {
    await mkdir(plan.folder, { recursive: true, mode: 0o700 });
    for (const [name, content] of Object.entries(plan.files ?? {})) {
      await writeFile(path.join(plan.folder, name), content);
    }
    await mkdir(records.folder, { recursive: true, mode: 0o700 });
    const output = await open(logOf(plan, records), 'w', 0o600);
    try {
      const [program, ...rest] = plan.command;
      const child = spawn(program, rest, {
        cwd: plan.folder,
        env: plan.environment,
        detached: true,
        windowsHide: true,
        stdio: ['ignore', output.fd, output.fd],
      });
      const { pid } = child;
      if (pid === undefined) throw await refusal(plan, child);
      child.unref();
      const record: ProcessRecord = {
        name: plan.name,
        pid,
        command: [...plan.command],
        commandLine: (await commandLineOf(pid)) ?? '',
        startedAt: new Date().toISOString(),
      };
      const started = new HelperProcess(plan, record, records, log, child);
      try {
        await records.keep(record);
      } catch (error) {
        await started.stop();
        throw error;
      }
      return started;
    } finally {
      await output.close();
    }
  }

  /** Returns when it answers; throws a HelperFailedError when it ends instead, or takes too long. */
  async ready(within = startsWithin): Promise<void> {
    const deadline = Date.now() + within;
    while (!(await this.plan.answers())) {
      if (!(await this.#runs())) throw this.#failure('ended before it answered');
      if (Date.now() > deadline) throw this.#failure(`did not answer within ${within / 1000} seconds`);
      await pause(20);
    }
  }

  /** Ends it and returns when it is gone: kindly, then after its patience by force, which is logged. Any number of calls. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    if (process.platform === 'win32') await this.#gone(this.plan.savesEvery ?? 0);
    if (await this.#runs()) this.#send(this.plan.signal);
    if (!(await this.#gone(this.plan.patience))) {
      this.#log.warn(
        { process: this.plan.name, pid: this.record.pid },
        `${this.plan.title} had to be killed`,
      );
      this.#send('SIGKILL');
      await this.#gone(this.plan.patience);
    }
    await this.#records.forget(this.plan.name);
  }

  async #runs(): Promise<boolean> {
    if (this.#child) return this.#child.exitCode === null && this.#child.signalCode === null;
    return stillRuns(this.record);
  }

  async #gone(within: number): Promise<boolean> {
    const deadline = Date.now() + within;
    while (await this.#runs()) {
      if (Date.now() > deadline) return false;
      await pause(20);
    }
    return true;
  }

  #send(signal: NodeJS.Signals): void {
    if (this.#child) {
      this.#child.kill(signal);
      return;
    }
    try {
      process.kill(this.record.pid, signal);
    } catch {
      // It ended between our last look and now.
    }
  }

  #failure(what: string): HelperFailedError {
    return new HelperFailedError(`${this.plan.title} ${what}; see ${logOf(this.plan, this.#records)}`);
  }
}

/** What a process beside the bot gets of our environment: where things are, and none of our settings and secrets. */
export function modestEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const needed = [
    'PATH',
    'HOME',
    'LANG',
    'TZ',
    'TMPDIR',
    'TEMP',
    'TMP',
    'USERPROFILE',
    'SystemRoot',
    'windir',
    'ComSpec',
  ];
  const kept: Record<string, string> = {};
  for (const name of needed) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...extra };
}

function logOf(plan: HelperPlan, records: ProcessRecords): string {
  return path.join(records.folder, `${plan.name}.log`);
}

async function refusal(plan: HelperPlan, child: ChildProcess): Promise<HelperFailedError> {
  const cause = await new Promise<Error>(resolve => child.once('error', resolve));
  return new HelperFailedError(`${plan.title} could not be started: ${cause.message}`, { cause });
}
