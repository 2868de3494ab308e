import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from './systemError.ts';

const bytes = 32;

/**
 * The secret that signs links in local mode: made at the first start, kept under the data directory for this user's
 * eyes only, and found again by every later start, so that a link handed out yesterday still opens (design §5, §6).
 * Throws when the file is there but holds less than a whole secret.
 */
export async function localLinkSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'link-secret');
  return (await kept(file)) ?? (await made(dataDir, file));
}

async function kept(file: string): Promise<string | undefined> {
  const written = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  });
  const secret = written?.trim();
  if (secret !== undefined && Buffer.from(secret, 'base64url').length < bytes) {
    throw new Error(
      `${file} is damaged. Delete it to get a new secret; links handed out before will not open any more.`,
    );
  }
  return secret;
}

/** Written aside and linked into place: nobody ever reads half a secret, and of two starts at once one wins. */
async function made(dataDir: string, file: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(randomBytes(bytes).toString('base64url'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) => {
      if (!isSystemError(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await kept(file)) ?? made(dataDir, file);
}
