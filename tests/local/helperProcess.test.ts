import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  HelperFailedError,
  type HelperPlan,
  HelperProcess,
  modestEnvironment,
} from '../../bot/local/helperProcess.ts';
import { ProcessRecords } from '../../bot/local/processRecord.ts';
import { eventually, isAlive } from './support/place.ts';

/** A program that works, and ends when it is asked to. */
const works =
  'setInterval(() => {}, 1000); process.once("SIGINT", () => process.exit(0)); console.log("here");';

describe('A process beside the bot', () => {
  let dataDir: string;
  let records: ProcessRecords;
  let told: string[];
  const log = {
    info: (_fields: object, message: string) => told.push(message),
    warn: (_fields: object, message: string) => told.push(message),
    error: (_fields: object, message: string) => told.push(message),
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'partner-desk-'));
    records = new ProcessRecords(dataDir);
    told = [];
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  /** Runs a piece of JavaScript as such a process; it answers once it has said something. */
  function planFor(program: string, overrides: Partial<HelperPlan> = {}): HelperPlan {
    return {
      name: 'helper',
      title: 'The helper',
      command: [process.execPath, '-e', program],
      folder: path.join(dataDir, 'helper'),
      environment: modestEnvironment(),
      answers: async () => (await readFile(path.join(records.folder, 'helper.log'), 'utf8')) !== '',
      signal: 'SIGINT',
      patience: 10_000,
      ...overrides,
    };
  }

  it('is noted from its start to its end', async () => {
    const helper = await HelperProcess.start(planFor(works), records, log);
    await helper.ready();
    expect(await records.all()).toEqual([helper.record]);

    await helper.stop();
    expect(await records.all()).toEqual([]);
    expect(await isAlive(helper.record.pid)).toBe(false);
    expect(told).toEqual([]);
  });

  it('finds in its folder the files that it reads', async () => {
    const program = `console.log(require('node:fs').readFileSync('settings', 'utf8')); ${works}`;
    const helper = await HelperProcess.start(
      planFor(program, { files: { settings: 'as planned' } }),
      records,
      log,
    );
    await helper.ready();
    expect(await readFile(path.join(records.folder, 'helper.log'), 'utf8')).toContain('as planned');
    await helper.stop();
  });

  it('does not learn our settings and secrets', () => {
    process.env.LINK_SECRET = 'not for everybody';
    expect(Object.values(modestEnvironment())).not.toContain('not for everybody');
    delete process.env.LINK_SECRET;
  });

  describe('that does not come up', () => {
    it('is told apart from a slow one when it ends, with the place of its last words', async () => {
      const program = 'process.exit(3)';
      const helper = await HelperProcess.start(
        planFor(program, { answers: async () => false }),
        records,
        log,
      );
      await expect(helper.ready()).rejects.toThrow(
        `The helper ended before it answered; see ${path.join(records.folder, 'helper.log')}`,
      );
    });

    it('is named when it never answers', async () => {
      const helper = await HelperProcess.start(planFor(works, { answers: async () => false }), records, log);
      await expect(helper.ready(100)).rejects.toThrow('The helper did not answer within 0.1 seconds');
      await helper.stop();
    });

    it('is named when there is no such program', async () => {
      const plan = planFor('', { command: [path.join(dataDir, 'no-such-program')] });
      await expect(HelperProcess.start(plan, records, log)).rejects.toThrow(HelperFailedError);
    });
  });

  describe('that ends by itself', () => {
    it('is told to the log', async () => {
      const helper = await HelperProcess.start(planFor(works), records, log);
      await helper.ready();
      process.kill(helper.record.pid, 'SIGKILL');
      await eventually(() => told.length > 0);
      expect(told).toEqual(['The helper ended by itself']);
      await helper.stop();
    });
  });

  describe('that does not end when asked', () => {
    it('is killed when its patience is over, which is told to the log', async () => {
      const deaf = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log("here");';
      const helper = await HelperProcess.start(planFor(deaf, { patience: 100 }), records, log);
      await helper.ready();
      await helper.stop();
      expect(await isAlive(helper.record.pid)).toBe(false);
      expect(told).toEqual(['The helper had to be killed']);
    });
  });
});
