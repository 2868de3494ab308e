import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLineOf } from './commandLine.ts';
import { botRecordFile, type ProcessRecord, parseRecord, stillRuns } from './processRecord.ts';
import { isSystemError } from './systemError.ts';

/** Another start lives on this data directory. The message says which process, since when, and what can be done. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';

  constructor(dataDir: string, { pid, startedAt }: ProcessRecord) {
    super(
      `Partner Desk is already running with the data in ${dataDir} (process ${pid}, since ${startedAt}).\n` +
        'Stop it with Ctrl-C where it was started, or set DATA_DIR and the ports for a second one.',
    );
  }
}

/**
 * Makes this process the only one that lives on a data directory, until the returned function is called or the process
 * is gone in whatever way. Throws an AlreadyRunningError when another one does.
 */
export async function occupy(dataDir: string): Promise<() => Promise<void>> {
  const folder = path.join(dataDir, 'processes');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sign = path.join(folder, botRecordFile);
  const own = `${sign}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(await ourselves()));
  try {
    while (!(await hang(own, sign))) await removeLeftover(dataDir, sign);
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(sign, { force: true });
}

async function ourselves(): Promise<ProcessRecord> {
  return {
    name: 'bot',
    pid: process.pid,
    command: [process.execPath, ...process.argv.slice(1)],
    commandLine: (await commandLineOf(process.pid)) ?? '',
    startedAt: new Date().toISOString(),
  };
}

/** Of several starts at once, one hangs its sign. */
async function hang(own: string, sign: string): Promise<boolean> {
  try {
    await link(own, sign);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes away the sign of a process that is gone; whoever took a living one's by being a moment late hangs it back. */
async function removeLeftover(dataDir: string, sign: string): Promise<void> {
  const seen = await read(sign);
  const record = parseRecord(seen);
  if (record && (await stillRuns(record))) throw new AlreadyRunningError(dataDir, record);
  const removed = `${sign}.${randomUUID()}`;
  try {
    await rename(sign, removed);
    if ((await read(removed)) !== seen) await hang(removed, sign);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  } finally {
    await rm(removed, { force: true });
  }
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
