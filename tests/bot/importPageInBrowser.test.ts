import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../browser/chromium.ts';
import { type House, openHouse } from '../journeys/support/house.ts';
import { type Office, office } from '../journeys/support/partnerships.ts';

/** Without a browser there is nothing to try here; continuous integration has one. */
const withBrowser = chromiumPath === undefined ? describe.skip : describe;
const LINES = 'Wingtip Toys,wingtip.example,US,Kim Akers,kim@wingtip.example\n';

withBrowser('in a browser, the page that takes a file with customers', () => {
  let house: House;
  let partner: Office;
  let browser: Browser;

  beforeAll(async () => {
    house = await openHouse();
    partner = await office(house, 'directPartner', 'Contoso');
    browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await house.stop();
  });

  it.each([
    ['en', 'language English', { width: 1100, height: 900 }, true],
    ['ja', 'language 日本語', { width: 360, height: 640 }, true],
    ['zh-TW', 'language 繁體中文', { width: 360, height: 640 }, false],
  ] as const)(
    'in %s takes one, also on a phone and without scripts',
    async (language, words, viewport, javaScriptEnabled) => {
      await partner.admin.types(words);
      await partner.admin.sends('imports.start', {});
      const url = /http[^"]+\/imports\/[\w-]+/.exec(JSON.stringify(partner.admin.seen.card))?.[0] ?? '';
      const context = await browser.newContext({ viewport, javaScriptEnabled });
      try {
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', message => complaints.push(message.text()));
        await page.goto(url.replace('localhost:3978', `localhost:${house.port}`));
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        const file = { name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(LINES) };
        await page.setInputFiles('input[type=file]', file);
        const form = await page.locator('form').boundingBox();
        expect((form?.x ?? 0) + (form?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
        await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
        expect(await page.locator('form').count()).toBe(0);
        expect(await page.locator('.lead').textContent()).toContain('1');
        expect(complaints).toEqual([]);
        expect(await context.cookies()).toEqual([]);
      } finally {
        await context.close();
      }
      await house.settled();
      expect(partner.admin.reads().text).toContain('1');
      expect(partner.admin.reads().card).toBeDefined();
    },
  );
});
