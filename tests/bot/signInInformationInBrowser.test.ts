import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../domain/language.ts';
import type { ShownOnce } from '../../domain/oneTimeCode.ts';
import { setupInformationUrl } from '../../domain/setupCode.ts';
import { signInInformationUrl } from '../../domain/signInInformation.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { faintTexts } from '../browser/faintTexts.ts';
import { openPages, type PagesSetting } from './pagesSetting.ts';

/** Without a browser there is nothing to try here; continuous integration has one. */
const withBrowser = chromiumPath === undefined ? describe.skip : describe;

const KIM = { address: 'kim.akers@contoso.example', code: '7K3M-Q9TX-0VBW' };
const MINUTE = 60_000;

withBrowser('in a browser, the page that copies sign-in information', () => {
  let pages: PagesSetting;
  let browser: Browser;

  beforeAll(async () => {
    pages = await openPages();
    browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
  });

  const host = () => `http://localhost:${pages.port}`;
  const linkFor = (language: Language = 'en', given: ShownOnce = KIM) =>
    signInInformationUrl(host(), language, given);
  const bare = (language: Language = 'en') => `${host()}/sign-in-information?language=${language}`;

  /** Opens a page, hands it over, and says what the browser complained of. */
  async function visit(
    link: string,
    use: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<string[]> {
    const context = await browser.newContext(options);
    try {
      const complaints: string[] = [];
      const page = await context.newPage();
      page.on('console', message => complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(String(error)));
      await page.clock.install();
      await page.goto(link);
      await use(page);
      expect(await context.cookies()).toEqual([]);
      return complaints;
    } finally {
      await context.close();
    }
  }
  const copies = { permissions: ['clipboard-read', 'clipboard-write'] };
  const clipboard = (page: Page): Promise<unknown> => page.evaluate('navigator.clipboard.readText()');
  const copied = async (page: Page, button = '#copy'): Promise<unknown> => {
    // The clipboard takes its own time, which is not the page's clock.
    await page.locator(`${button}.done`).waitFor({ state: 'attached' });
    await page.clock.runFor(100);
    expect(await page.textContent('#status')).toBe('Copied');
    return clipboard(page);
  };
  const shown = (page: Page): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll('main > section:not([hidden])')].map(({ id }) => id).join()`,
    );

  describe('opened from the card', () => {
    it('copies the text to send, and the code alone, each exactly', async () => {
      const complaints = await visit(
        linkFor(),
        async page => {
          expect(await shown(page)).toBe('ready');
          await page.click('#copy');
          expect(await copied(page)).toBe(`Partner Desk: your sign-in information

Address: kim.akers@contoso.example
One-time code: 7K3M-Q9TX-0VBW

How to sign in: Open Partner Desk in Microsoft Teams with the account of this address, type anything, and enter the code when you are asked for it. The code works once, within 7 days.`);
          await page.click('[data-copy=code]');
          expect(await copied(page, '[data-copy=code]')).toBe('7K3M-Q9TX-0VBW');
        },
        copies,
      );
      expect(complaints).toEqual([]);
    });

    it('copies the setup information of an account in its own words', async () => {
      const given = { address: 'admin@tailspin.onmicrosoft.com', code: 'K7QM-2RTX-9WHD-4ZBN-6YCP' };
      const complaints = await visit(
        setupInformationUrl(host(), 'en', given),
        async page => {
          expect(await shown(page)).toBe('ready');
          await page.click('#copy');
          const text = await copied(page);
          expect(text).toContain('Partner Desk: your setup information');
          expect(text).toContain(`Account: ${given.address}\nOne-time code: ${given.code}`);
          expect(text).toContain('provisions nothing at Microsoft');
          expect(page.url()).not.toContain(given.code);
          await page.clock.runFor(10 * MINUTE);
          expect(await shown(page)).toBe('gone');
        },
        copies,
      );
      expect(complaints).toEqual([]);
    });

    it('has the copy button ready under Enter', async () => {
      await visit(
        linkFor(),
        async page => {
          await page.keyboard.press('Enter');
          expect(await copied(page)).toContain(KIM.code);
        },
        copies,
      );
    });

    it.each(LANGUAGES)('words the text in %s', async language => {
      await visit(linkFor(language), async page => {
        const message = await page.textContent('#message');
        expect(message).toContain(KIM.address);
        expect(message).toContain(KIM.code);
        expect(await page.getAttribute('html', 'lang')).toBe(language);
      });
    });

    it('clears the address bar without a new entry behind the back arrow', async () => {
      await visit(linkFor(), async page => {
        expect(page.url()).toBe(bare());
        // The other entry is the empty tab.
        expect(await page.evaluate('history.length')).toBe(2);
      });
    });

    it('takes an address with signs of its own as it is', async () => {
      const address = "o'neil+csp&x=<b>%41#@contoso.example";
      await visit(linkFor('en', { ...KIM, address }), async page => {
        expect(await page.textContent('#address')).toBe(address);
      });
    });

    it('sends address and code to nobody', async () => {
      const wire = await tap(pages.port);
      try {
        await visit(linkFor().replace(host(), `http://localhost:${wire.port}`), async page => {
          expect(await shown(page)).toBe('ready');
          await page.click('#copy');
          await page.clock.runFor(11 * MINUTE);
          await page.reload();
        });
        const passed = Buffer.concat(wire.passed).toString();
        expect(passed).toContain('GET /sign-in-information?language=en HTTP/1.1');
        expect(passed).toContain('<section id="ready" hidden>');
        for (const secret of ['kim.akers', KIM.code]) {
          expect(passed).not.toContain(secret);
          expect(pages.log.join()).not.toContain(secret);
        }
      } finally {
        await wire.close();
      }
    });
  });

  describe('forgets', () => {
    it('after 10 minutes, not before, and says so to eyes and ears', async () => {
      await visit(linkFor(), async page => {
        await page.clock.runFor(9.9 * MINUTE);
        expect(await page.textContent('#code')).toBe(KIM.code);
        await page.clock.runFor(0.2 * MINUTE);
        expect(await shown(page)).toBe('gone');
        expect(await page.textContent('#status')).toBe('The sign-in information is no longer on this page.');
        expect(await page.content()).not.toMatch(/kim\.akers|7K3M/);
      });
    });

    it('at once when a computer wakes up after those 10 minutes', async () => {
      await visit(linkFor(), async page => {
        await page.clock.setSystemTime(Date.now() + 11 * MINUTE);
        await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
        expect(await shown(page)).toBe('gone');
        expect(await page.content()).not.toMatch(/kim\.akers|7K3M/);
      });
    });

    it('when it is left: the back arrow brings nothing back', async () => {
      await visit(linkFor(), async page => {
        await page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
        expect(await shown(page)).toBe('gone');
        await page.goto(`${host()}/contact`);
        await page.goBack();
        expect(await shown(page)).toMatch(/gone|nothing/);
        expect(await page.content()).not.toMatch(/kim\.akers|7K3M/);
      });
    });

    it('when it is loaded again', async () => {
      await visit(linkFor(), async page => {
        await page.reload();
        expect(await shown(page)).toBe('nothing');
      });
    });

    it('the first code when the link of another one is opened in the same tab, and gives that one 10 minutes', async () => {
      await visit(linkFor(), async page => {
        await page.clock.runFor(9 * MINUTE);
        await page.goto(linkFor('en', { ...KIM, code: 'AAAA-BBBB-CCCC' }));
        await page.waitForFunction(`document.getElementById('code').textContent === 'AAAA-BBBB-CCCC'`);
        expect(page.url()).toBe(bare());
        await page.clock.runFor(9 * MINUTE);
        expect(await shown(page)).toBe('ready');
        await page.clock.runFor(2 * MINUTE);
        expect(await shown(page)).toBe('gone');
      });
    });
  });

  describe('told until when', () => {
    const until = (minutes: number) =>
      linkFor('en', { ...KIM, goneAt: new Date(Date.now() + minutes * MINUTE) });

    it('forgets with the card, before its own 10 minutes', async () => {
      await visit(until(4), async page => {
        expect(await shown(page)).toBe('ready');
        await page.clock.runFor(4.1 * MINUTE);
        expect(await shown(page)).toBe('gone');
        expect(await page.content()).not.toMatch(/kim\.akers|7K3M/);
      });
    });

    it('never keeps it longer than 10 minutes', async () => {
      await visit(until(60), async page => {
        await page.clock.runFor(10.1 * MINUTE);
        expect(await shown(page)).toBe('gone');
      });
    });

    it.each([
      ['past', () => until(-1)],
      ['no number', () => `${linkFor()}&until=tomorrow`],
      ['empty', () => `${linkFor()}&until=`],
    ])('opens nothing, as from a browser’s history: %s', async (_what, link) => {
      await visit(link(), async page => {
        expect(await shown(page)).toBe('gone');
        expect(page.url()).toBe(bare());
        expect(await page.content()).not.toMatch(/kim\.akers|7K3M/);
      });
    });
  });

  describe('opened with something else behind the #', () => {
    const hostile = '<img src=x onerror="document.title=1">';
    it.each([
      ['nothing', ''],
      ['no code', '#address=kim@contoso.example'],
      ['no address', `#code=${KIM.code}`],
      ['a code cut short', '#address=kim@contoso.example&code=7K3M-Q9TX-0VB'],
      ['a code with a letter that there is not', '#address=kim@contoso.example&code=7K3M-Q9TX-0VBU'],
      ['a code in small letters', '#address=kim@contoso.example&code=7k3m-q9tx-0vbw'],
      ['a code with a line behind it', '#address=kim@contoso.example&code=7K3M-Q9TX-0VBW%0A'],
      ['an address too long', `#address=${'k'.repeat(240)}@contoso.example&code=${KIM.code}`],
      ['a sentence for an address', `#address=Call+555+0100+or+write+x@y.example&code=${KIM.code}`],
      ['an address that turns around', `#address=kim%E2%80%AE@contoso.example&code=${KIM.code}`],
      ['markup for an address', `#address=${encodeURIComponent(hostile)}&code=${KIM.code}`],
      ['markup for a code', `#address=kim@contoso.example&code=${encodeURIComponent(hostile)}`],
      ['markup alone', `#${hostile}`],
      ['what is no encoding', '#address=%zz%&code=%'],
    ])('says kindly what to do: %s', async (_what, fragment) => {
      const complaints = await visit(`${bare()}${fragment}`, async page => {
        expect(await shown(page)).toBe('nothing');
        expect(await page.textContent('#nothing')).toMatch(/Users.*New sign-in code/);
        expect(await page.isVisible('button')).toBe(false);
        expect(await page.textContent('#address')).toBe('');
        expect(page.url()).toBe(bare());
        expect(await page.title()).toBe('Sign-in information – Partner Desk');
      });
      expect(complaints).toEqual([]);
    });

    it('shows markup without a space as the text that it is', async () => {
      const address = '<svg/onload=document.title=1>@contoso.example';
      const complaints = await visit(linkFor('en', { ...KIM, address }), async page => {
        expect(await page.textContent('#address')).toBe(address);
        expect(await page.evaluate(`document.querySelectorAll('svg').length`)).toBe(0);
        expect(await page.title()).toBe('Sign-in information – Partner Desk');
      });
      expect(complaints).toEqual([]);
    });
  });

  it('says without its script where to copy instead, and shows no button that would do nothing', async () => {
    await visitWithoutScript(async page => {
      expect(await page.textContent('noscript')).toContain('copy the address and the code from there');
      expect(await page.isVisible('button')).toBe(false);
      expect(await page.isVisible('noscript .notice')).toBe(true);
      expect(await page.isVisible('section')).toBe(false);
    });
  });

  /** The clock of the other visits is a script too. */
  async function visitWithoutScript(use: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(linkFor());
      await use(page);
    } finally {
      await context.close();
    }
  }

  it.each(LANGUAGES)('fits a phone of 320 pixels in %s, with a long address', async language => {
    const address = `${'kimberly.akers.'.repeat(4)}x@wholesale-subsidiary.contoso.example`;
    await visit(
      linkFor(language, { ...KIM, address }),
      async page => {
        expect(await shown(page)).toBe('ready');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      },
      { viewport: { width: 320, height: 640 } },
    );
  });

  it.each(['light', 'dark'] as const)(
    'is legible in %s colours, also just copied: every text at 4.5 to 1 or better',
    async colorScheme => {
      await visit(
        linkFor(),
        async page => {
          expect(await page.evaluate(faintTexts)).toEqual([]);
          await page.click('#copy');
          expect(await copied(page)).toContain(KIM.code);
          expect(await page.evaluate(faintTexts)).toEqual([]);
        },
        { ...copies, colorScheme },
      );
    },
  );
});

/** Stands between browser and server, and keeps every byte that passes, both ways. */
async function tap(port: number): Promise<{ port: number; passed: Buffer[]; close(): Promise<void> }> {
  const passed: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(browser => {
    const house = connect(port, 'localhost');
    for (const [from, to] of [
      [browser, house],
      [house, browser],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.end());
      from.on('data', bytes => passed.push(bytes));
    }
    // The server answers only to the name under which it listens.
    browser.on('data', bytes => {
      house.write(bytes.toString('latin1').replaceAll(`localhost:${own}`, `localhost:${port}`), 'latin1');
    });
    house.on('data', bytes => browser.write(bytes));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the tap has no port');
  const own = address.port;
  return {
    port: own,
    passed,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
