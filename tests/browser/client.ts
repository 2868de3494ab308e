import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';

const PICTURES = path.resolve('.artifacts/story');

/** One company's Teams-like client in a browser tab, used as a person does: typing, clicking, looking. */
export class Client {
  readonly #browser: BrowserContext;
  readonly #name: string;
  readonly page: Page;

  private constructor(browser: BrowserContext, name: string, page: Page) {
    this.#browser = browser;
    this.#name = name;
    this.page = page;
  }

  /** Opens the client on a port and waits until it can be typed into. */
  static async open(browser: BrowserContext, name: string, port: number): Promise<Client> {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    await page.locator('[data-lexical-editor="true"]').waitFor();
    const log = page.getByRole('button', { name: 'Hide log panel' });
    if (await log.isVisible().catch(() => false)) await log.click();
    await mkdir(PICTURES, { recursive: true });
    return new Client(browser, name, page);
  }

  /** The newest card. */
  get card(): Locator {
    return this.page.locator('.ac-adaptiveCard').last();
  }

  /** The card that shows a text; waits for it. */
  async sees(text: string | RegExp): Promise<Locator> {
    const card = this.page.locator('.ac-adaptiveCard').filter({ hasText: text }).last();
    await card.waitFor({ timeout: 20_000 });
    return card;
  }

  async types(text: string): Promise<void> {
    await this.#comesForward();
    await this.page.locator('[data-lexical-editor="true"]').fill(text);
    await this.page.getByRole('button', { name: 'Send Message' }).click();
  }

  /** Fills an input of a card by its label. */
  async fills(card: Locator, label: string, text: string): Promise<void> {
    await card.getByRole('textbox', { name: label }).first().fill(text);
  }

  async clicks(card: Locator, title: string): Promise<void> {
    await this.#comesForward();
    await card.getByRole('button', { name: title, exact: true }).click();
  }

  /** Follows a link of a card into a new tab. */
  async follows(card: Locator, title: string): Promise<Page> {
    await this.#comesForward();
    const opening = this.#browser.waitForEvent('page');
    await card.getByRole('link', { name: title, exact: true }).click();
    return opening;
  }

  /** A tab in the background is drawn about once a second, and a click waits for it to be drawn. */
  #comesForward(): Promise<void> {
    return this.page.bringToFront();
  }

  /** Keeps a picture of the whole client, or of one card. */
  async picture(name: string, of?: Locator): Promise<void> {
    await this.#comesForward();
    const file = path.join(PICTURES, `${this.#name}-${name}.png`);
    if (of) await of.screenshot({ path: file });
    else await this.page.screenshot({ path: file });
  }
}

/** Keeps a picture of a page that the bot serves. */
export async function picturePage(page: Page, name: string, width = 390): Promise<void> {
  await page.setViewportSize({ width, height: 844 });
  await page.screenshot({ path: path.join(PICTURES, `page-${name}.png`), fullPage: true });
}
