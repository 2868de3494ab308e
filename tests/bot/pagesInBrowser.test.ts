import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { LANGUAGES } from '../../domain/language.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { faintTexts } from '../browser/faintTexts.ts';
import { type Drafted, openPages, type PagesSetting } from './pagesSetting.ts';

/** Without a browser there is nothing to try here; continuous integration has one. */
const withBrowser = chromiumPath === undefined ? describe.skip : describe;

withBrowser('in a browser, the pages', () => {
  let pages: PagesSetting;
  let browser: Browser;
  let drafted: Drafted;
  let invited: string;

  beforeAll(async () => {
    pages = await openPages({ name: '株式会社コントソ・クラウド・サービス' });
    drafted = await pages.draft({ email: 'kim@wingtip.example', name: '翼尖玩具 <b>&"', language: 'ja' });
    const { link } = await pages.invite({ email: 'lee@other.example', name: 'Other', language: 'en' });
    invited = new URL(link).pathname;
    browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
  });

  /** Opens a page, hands it over, and says what the browser complained of. */
  async function visit(
    path: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    const context = await browser.newContext(options);
    try {
      const complaints: string[] = [];
      const page = await context.newPage();
      page.on('console', message => complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(String(error)));
      await page.goto(`http://localhost:${pages.port}${path}`);
      await use(page);
      expect(await context.cookies()).toEqual([]);
      return complaints;
    } finally {
      await context.close();
    }
  }
  const clipboard = (page: Page): Promise<unknown> => page.evaluate('navigator.clipboard.readText()');
  const said = (page: Page): Promise<string | null> =>
    page.waitForSelector('#status:not(:empty)', { state: 'attached' }).then(line => line.textContent());
  const copies = { permissions: ['clipboard-read', 'clipboard-write'] };

  it('copy message, subject and address, each exactly', async () => {
    const complaints = await visit(drafted.page, copies, async page => {
      await page.click('#copy');
      expect(await said(page)).toBe('Copied');
      expect(await clipboard(page)).toBe(drafted.message);
      await page.click('[data-copy=subject]');
      await said(page);
      expect(await clipboard(page)).toBe(drafted.subject);
      await page.click('[data-copy=address]');
      await said(page);
      expect(await clipboard(page)).toBe('kim@wingtip.example');
    });
    expect(complaints).toEqual([]);
  });

  it('have the copy button ready under Enter for whoever came to copy', async () => {
    await visit(`${drafted.page}#copy`, copies, async page => {
      await page.keyboard.press('Enter');
      await said(page);
      expect(await clipboard(page)).toBe(drafted.message);
    });
  });

  it('copy the words to paste', async () => {
    await visit(invited, copies, async page => {
      await page.click('[data-copy=words]');
      await said(page);
      expect(await clipboard(page)).toBe(`accept ${invited.split('/').at(-1)}`);
    });
  });

  it('copy in the old way where there is no clipboard', async () => {
    await visit(drafted.page, { permissions: ['clipboard-read'] }, async page => {
      await page.evaluate('navigator.clipboard.writeText = undefined');
      await page.click('#copy');
      expect(await said(page)).toBe('Copied');
      expect(await clipboard(page)).toBe(drafted.message);
    });
  });

  it('leave the text selected, and say so, where nothing can copy', async () => {
    await visit(drafted.page, {}, async page => {
      await page.evaluate('navigator.clipboard.writeText = undefined; document.execCommand = () => false');
      await page.click('#copy');
      expect(await said(page)).toContain('The text is selected');
      expect(await page.isVisible('#status')).toBe(true);
      expect(await page.evaluate('String(getSelection())')).toBe(drafted.message);
    });
  });

  it('tell times in the reader’s time zone', async () => {
    await visit(invited, { timezoneId: 'Asia/Taipei' }, async page => {
      expect(await page.textContent('time')).toBe('December 20, 2026 at 6:00 PM');
    });
  });

  it('say all they have to say without the script, and show no button that would do nothing', async () => {
    await visit(drafted.page, { javaScriptEnabled: false }, async page => {
      expect(await page.textContent('#message')).toBe(drafted.message);
      expect(await page.isVisible('noscript .notice')).toBe(true);
      expect(await page.isVisible('button')).toBe(false);
      expect(await page.textContent('time')).toContain('UTC');
    });
  });

  it.each(LANGUAGES)('fit a phone of 320 pixels in %s', async language => {
    const paths = [invited, '/contact', '/', '/drafts/x', '/invitations/x', '/nothing'].map(
      path => `${path}?language=${language}`,
    );
    await visit(drafted.page, { viewport: { width: 320, height: 640 } }, async page => {
      for (const path of [drafted.page, ...paths]) {
        await page.goto(`http://localhost:${pages.port}${path}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      }
    });
  });

  it.each(['light', 'dark'] as const)(
    'are legible in %s colours: every text at 4.5 to 1 or better',
    async colorScheme => {
      for (const path of [drafted.page, invited, '/drafts/x']) {
        await visit(path, { colorScheme }, async page => {
          expect(await page.evaluate(faintTexts)).toEqual([]);
        });
      }
    },
  );
});
