import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createLog, newReference } from '../../bot/log.ts';

const local = { local: true, logLevel: 'info', dataDir: '.' } as const;

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog(local, { write: line => lines.push(line) }));
  return lines.join('');
}

describe('the log', () => {
  describe('never holds', () => {
    it.each([
      ['what a person wrote', { activity: { text: 'hush-hush', value: { reason: 'hush-hush' } } }],
      ['a password', { settings: { password: 'hush-hush', linkSecret: 'hush-hush' } }],
      ['a header with a token', { request: { headers: { authorization: 'Bearer hush-hush' } } }],
      ['a connection string', { storage: { connectionString: 'AccountKey=hush-hush' } }],
      ['a token anywhere', { words: ['eyJhbGciOiJSUzI1NiJ9.hush-hush.signed'] }],
      ['an invitation’s link', { words: ['https://desk.example.com/invitations/hush-hush'] }],
      ['a draft’s address', { words: ['https://desk.example.com/drafts/hush-hush'] }],
    ])('%s', (_what, entry) => {
      const line = written(log => log.info(entry, 'here'));
      expect(line).toContain('here');
      expect(line).not.toContain('hush-hush');
    });

    it('a link’s code that stands by itself', () => {
      const code = `${'0a'.repeat(32)}.${'x'.repeat(43)}`;
      const line = written(log => log.info({ words: [`accept ${code}`] }, 'here'));
      expect(line).toContain('here');
      expect(line).not.toContain('x'.repeat(43));
    });

    it('what a library hung on its error', () => {
      const error = Object.assign(new Error('refused'), {
        statusCode: 403,
        request: { headers: { authorization: 'hush-hush' } },
      });
      const line = written(log => log.error({ err: error }, 'storage'));
      expect(JSON.parse(line).err).toMatchObject({ message: 'refused', statusCode: 403 });
      expect(line).not.toContain('hush-hush');
    });

    it('a link that an error quotes', () => {
      const line = written(log =>
        log.error({ err: new Error('cannot parse https://desk.example.com/invitations/hush-hush') }),
      );
      expect(line).toContain('/invitations/[secret]');
      expect(line).not.toContain('hush-hush');
    });
  });

  it('keeps an error’s cause, which says what was really wrong', () => {
    const line = written(log =>
      log.error({ err: new Error('no keys', { cause: new Error('connection refused') }) }),
    );
    expect(JSON.parse(line).err.cause).toBe('Error: connection refused');
  });

  describe('in local mode', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'partner-desk-log-'));

    afterEach(() => {
      jest.restoreAllMocks();
      rmSync(folder, { recursive: true, force: true });
    });

    it('goes to a file that only its owner reads; warnings stand on the terminal too, one readable line each', () => {
      const shown: unknown[] = [];
      jest.spyOn(process.stderr, 'write').mockImplementation(line => shown.push(line) > 0);
      const log = createLog({ ...local, dataDir: path.join(folder, 'data') });
      log.info('started');
      log.error({ reference: 'AB2CD3EF', err: new Error('storage is away') }, 'A request failed');
      const file = path.join(folder, 'data', 'partner-desk.log');
      expect(
        readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map(line => JSON.parse(line).msg),
      ).toEqual(['started', 'A request failed']);
      expect(statSync(file).mode & 0o077).toBe(0);
      expect(shown).toEqual(['error  A request failed  storage is away  [AB2CD3EF]\n']);
    });
  });

  it('gives references that people can read out', () => {
    expect(newReference()).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(newReference()).not.toBe(newReference());
  });
});
