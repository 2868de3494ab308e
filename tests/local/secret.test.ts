import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localLinkSecret } from '../../bot/local/secret.ts';

describe('The secret that signs links in local mode', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = path.join(await mkdtemp(path.join(os.tmpdir(), 'partner-desk-')), 'data');
  });
  afterEach(() => rm(path.dirname(dataDir), { recursive: true }));

  describe('at the first start', () => {
    it('is made, 32 random bytes long', async () => {
      expect(Buffer.from(await localLinkSecret(dataDir), 'base64url')).toHaveLength(32);
    });

    it('is a different one on another machine', async () => {
      const elsewhere = path.join(path.dirname(dataDir), 'elsewhere');
      expect(await localLinkSecret(dataDir)).not.toBe(await localLinkSecret(elsewhere));
    });

    it('is for the eyes of this user only', async () => {
      await localLinkSecret(dataDir);
      const { mode } = await stat(path.join(dataDir, 'link-secret'));
      expect(mode & 0o777).toBe(0o600);
    });

    it('is the same for starts that happen at once, and leaves nothing else lying about', async () => {
      const secrets = await Promise.all(Array.from({ length: 8 }, () => localLinkSecret(dataDir)));
      expect(new Set(secrets).size).toBe(1);
      expect(await readdir(dataDir)).toEqual(['link-secret']);
    });
  });

  describe('at a later start', () => {
    it('is found again, so that links handed out before still open', async () => {
      const first = await localLinkSecret(dataDir);
      expect(await localLinkSecret(dataDir)).toBe(first);
    });

    it('is refused when its file was cut short, rather than signing with less', async () => {
      await localLinkSecret(dataDir);
      await writeFile(path.join(dataDir, 'link-secret'), 'abc');
      await expect(localLinkSecret(dataDir)).rejects.toThrow('link-secret is damaged');
    });
  });
});
