import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';

const PICTURES = path.resolve('.artifacts/story');

/** Puts pictures of the story side by side under their captions: the one picture in the README. */
export async function collage(
  browser: BrowserContext,
  name: string,
  pictures: readonly { caption: string; files: readonly string[] }[],
): Promise<void> {
  const columns = await Promise.all(
    pictures.map(async ({ caption, files }) => {
      const images = await Promise.all(
        files.map(async file => (await readFile(path.join(PICTURES, `${file}.png`))).toString('base64')),
      );
      const shown = images.map(data => `<img src="data:image/png;base64,${data}">`).join('');
      return `<figure><figcaption>${caption}</figcaption>${shown}</figure>`;
    }),
  );
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1300, height: 700 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 20px; display: flex; gap: 20px; align-items: flex-start; background: #e9eef0; font: 600 15px sans-serif; color: #124b5c; }
    figure { margin: 0; flex: 1; } figcaption { margin-bottom: 10px; }
    img { width: 100%; display: block; margin-bottom: 12px; border-radius: 6px; box-shadow: 0 1px 4px #0003; background: #fff; }
  </style>${columns.join('')}`);
  await page.locator('body').screenshot({ path: path.join(PICTURES, `${name}.png`) });
  await page.close();
}
