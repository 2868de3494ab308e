import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { commandLineOf } from './commandLine.ts';

const processRecord = z.object({
  /** Which of our processes it is: `azurite`, `client-provider` … */
  name: z.string(),
  pid: z.int().positive(),
  /** What it was started with, to see whether we would start it the same way today. */
  command: z.array(z.string()),
  /** What the system said it is, to see that the id still means this process. */
  commandLine: z.string(),
  startedAt: z.iso.datetime(),
});

/** What is noted about a process, for a later start that finds it left behind. */
export type ProcessRecord = z.infer<typeof processRecord>;

/** Whether the process that a record speaks of is still there, and not merely one that was given its id since. */
export async function stillRuns(record: ProcessRecord): Promise<boolean> {
  return (await commandLineOf(record.pid)) === record.commandLine;
}

/** The record of the bot's own process, which is kept with more care than the others (see occupancy.ts). */
export const botRecordFile = 'bot.json';

/** The records of one data directory, a file each. */
export class ProcessRecords {
  /** Where they lie; the logs of the processes are kept beside them. */
  readonly folder: string;

  constructor(dataDir: string) {
    this.folder = path.join(dataDir, 'processes');
  }

  /** Every record of a process beside the bot; what cannot be read is none. */
  async all(): Promise<ProcessRecord[]> {
    const files = await readdir(this.folder).catch(() => []);
    const texts = files
      .filter(file => file.endsWith('.json') && file !== botRecordFile)
      .map(file => readFile(path.join(this.folder, file), 'utf8').catch(() => ''));
    return (await Promise.all(texts)).map(parseRecord).filter(record => record !== undefined);
  }

  /** Notes a process; a reader sees the old record or the new one, never half of one. */
  async keep(record: ProcessRecord): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const draft = `${this.#fileOf(record.name)}.${process.pid}`;
    await writeFile(draft, JSON.stringify(record));
    await rename(draft, this.#fileOf(record.name));
  }

  async forget(name: string): Promise<void> {
    await rm(this.#fileOf(name), { force: true });
  }

  #fileOf(name: string): string {
    return path.join(this.folder, `${name}.json`);
  }
}

/** Reads a record's text; undefined for anything else. */
export function parseRecord(text: string): ProcessRecord | undefined {
  try {
    return processRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
