import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is on this machine, if there is one; the browser tests run only then. */
export const chromiumPath: string | undefined = PLACES.find(place => existsSync(place));

/** A fresh browser that speaks to nobody but this machine. */
export async function openBrowser(viewport = { width: 1100, height: 1300 }): Promise<BrowserContext> {
  if (!chromiumPath) throw new Error('no Chromium on this machine');
  return chromium.launchPersistentContext(await mkdtemp(path.join(tmpdir(), 'partner-desk-browser-')), {
    executablePath: chromiumPath,
    headless: true,
    viewport,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
