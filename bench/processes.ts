import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { type Usage, usageSchema } from './child/usage.ts';

/** Where a process runs: what is measured has a core for itself; storage, connector and load share the other. */
export const CORE = { measured: 0, others: 1 } as const;

const reply = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() });

/** How a measured or a helping process is started. */
export interface Plan {
  readonly name: string;
  /** From the project's root. */
  readonly file: string;
  readonly core: (typeof CORE)[keyof typeof CORE];
  /** Where it runs and leaves its log. */
  readonly folder: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that this one started and can ask things. */
export class Helper {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 1;

  constructor(plan: Plan) {
    this.name = plan.name;
    const log = openSync(path.join(plan.folder, `${plan.name}.log`), 'a');
    this.#child = fork(path.resolve(plan.file), [], {
      cwd: plan.folder,
      execArgv: [...(plan.flags ?? [])],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...plan.env },
      stdio: ['ignore', log, 'inherit', 'ipc'],
    });
    if (this.#child.pid !== undefined) pin(this.#child.pid, plan.core);
    this.#child.on('message', message => this.#hear(message));
    this.#child.on('exit', (code, signal) => {
      const error = new Error(`${this.name} ended (${signal ?? code}); its log is ${plan.name}.log`);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  /** Asks and waits for the answer; rejects with the process's own error, or when it ends first. */
  async ask<Answer>(ask: string, schema: z.ZodType<Answer>, argument?: unknown): Promise<Answer> {
    const id = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#child.send({ id, ask, argument });
    return schema.parse(await answer);
  }

  usage(): Promise<Usage> {
    return this.ask('usage', usageSchema);
  }

  /** Ends it, with SIGKILL as a crash would; returns when it is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exit;
  }

  #hear(message: unknown): void {
    const { id, value, error } = reply.parse(message);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(`${this.name}: ${error}`));
  }
}

/** Whether processes can be kept to cores here; without `taskset` or a second core the figures are less steady. */
export const pinned = availableParallelism() > 1 && hasTaskset();

/** Keeps a process, with all its threads, to one core. */
export function pin(pid: number, core: number): void {
  if (pinned) execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
