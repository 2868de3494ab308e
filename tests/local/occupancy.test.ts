import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyRunningError, occupy } from '../../bot/local/occupancy.ts';

describe('A data directory', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'partner-desk-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  async function leftover(record: string): Promise<void> {
    await mkdir(path.join(dataDir, 'processes'));
    await writeFile(path.join(dataDir, 'processes', 'bot.json'), record);
  }

  it('is for one process at a time', async () => {
    await occupy(dataDir);
    await expect(occupy(dataDir)).rejects.toThrow(AlreadyRunningError);
  });

  it('is free again when that one leaves', async () => {
    await (await occupy(dataDir))();
    await expect(occupy(dataDir)).resolves.toBeInstanceOf(Function);
  });

  it('goes to one of several that come at once', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 10 }, () => occupy(dataDir)));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(path.join(dataDir, 'processes'))).toEqual(['bot.json']);
  });

  describe('left by a process that was killed', () => {
    it('is free, even where its id was given to somebody else since', async () => {
      await leftover(
        JSON.stringify({
          name: 'bot',
          pid: process.pid,
          command: ['node'],
          commandLine: 'some other program',
          startedAt: '2026-01-05T09:00:00.000Z',
        }),
      );
      await expect(occupy(dataDir)).resolves.toBeInstanceOf(Function);
    });

    it('is free where its record cannot be read', async () => {
      await leftover('{ "pid": ');
      await expect(occupy(dataDir)).resolves.toBeInstanceOf(Function);
    });
  });
});
