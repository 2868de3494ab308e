/** `node manifest/icons/render.ts`: draws the PNG icons from their SVG sources. Both are committed; the build reads the PNGs. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const ICONS = [
  { name: 'color', side: 192 },
  { name: 'outline', side: 32 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { name, side } of ICONS) {
    const file = path.join(import.meta.dirname, name);
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    await page.setContent(
      `<style>* { margin: 0 } svg { display: block }</style>${await readFile(`${file}.svg`, 'utf8')}`,
    );
    await page.screenshot({ path: `${file}.png`, omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
