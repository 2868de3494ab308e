import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Card } from '../../cards/card.ts';
import { hostConfig, palette, type Theme } from './hostConfigs.ts';

const require = createRequire(import.meta.url);

/** The Chromium of this machine, if there is one; `CHROMIUM` names another. */
export const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  file => file && existsSync(file),
);

/** Quiet, offline and without a profile of its own. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a picture of a card showed: errors of the renderer, and elements wider than the card. */
export interface Rendering {
  errors: string[];
  overflowing: string[];
}

export interface Picture {
  name: string;
  card: Card;
  width: number;
  theme: Theme;
}

/** Draws cards with the reference renderer, as Teams does on web and desktop. Close it after use. */
export interface CardRenderer {
  /** Draws one card; with `directory` its picture is kept there. */
  render(picture: Picture, directory?: string): Promise<Rendering>;
  close(): Promise<void>;
}

/** Starts a Chromium for drawing. Throws when the machine has none. */
export async function cardRenderer(): Promise<CardRenderer> {
  if (!CHROMIUM) throw new Error('There is no Chromium here; set CHROMIUM to one.');
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const page = await browser.newPage({ deviceScaleFactor: 1 });
  await page.route('**/*', route => route.abort());
  let shown: Theme | undefined;
  return {
    async render({ name, card, width, theme }, directory) {
      await page.setViewportSize({ width, height: 800 });
      if (shown !== theme) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setContent(frame(theme));
        await page.addScriptTag({ content: RENDERER });
        await page.addScriptTag({ content: MARKDOWN });
        shown = theme;
      }
      const given = JSON.stringify([card, hostConfig(theme)]);
      const result = await page.evaluate<Rendering>(`(${DRAW})(${given})`);
      if (directory) {
        mkdirSync(directory, { recursive: true });
        const file = path.join(directory, `${name}.${card.lang}.${width}.${theme}.png`);
        await page.locator('#frame').screenshot({ path: file });
      }
      return result;
    },
    close: () => browser.close(),
  };
}

const RENDERER = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');
const MARKDOWN = readFileSync(require.resolve('markdown-it/browser'), 'utf8');
const CSS = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.css'), 'utf8');

function frame(theme: Theme): string {
  const p = palette(theme);
  return `<!doctype html><meta charset="utf-8"><style>${CSS}
    body { margin: 0; background: ${p.page}; } #frame { padding: 8px; background: ${p.page}; }
    #card { background: ${p.card}; border: 1px solid ${p.line}; border-radius: 6px; overflow: visible; }
    .ac-adaptiveCard { outline: none; }
    .ac-textBlock p { margin: 0; } .ac-textBlock ul { margin: 0; padding-left: 20px; }
    .ac-pushButton { font: 600 14px 'Segoe UI', 'Noto Sans', sans-serif; padding: 5px 12px; border-radius: 4px;
      border: 1px solid ${p.line}; background: ${p.card}; color: ${p.text}; white-space: normal; }
    .ac-pushButton.style-positive { background: ${p.accent}; color: ${theme === 'dark' ? '#000' : '#fff'}; }
    .ac-pushButton.style-destructive, .ac-pushButton.style-destructive:hover { background: ${p.card}; color: ${p.attention}; }
    .ac-input { font: 14px 'Segoe UI', 'Noto Sans', sans-serif; background: ${p.emphasis}; color: ${p.text};
      border: 1px solid ${p.line}; border-radius: 4px; padding: 6px 8px; box-sizing: border-box; max-width: 100%; }
    textarea.ac-input { height: 120px; } .ac-input-container select, .ac-input-container input:not([type]) { width: 100%; }
    .ac-selectable { cursor: pointer; }
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px; } .ac-fact-value, .ac-fact-value * { overflow-wrap: anywhere !important; }
    a { color: ${p.accent}; }
  </style><div id="frame"><div id="card"></div></div>`;
}

/** Runs in the page. Text, because what it names lives there. */
const DRAW = `([card, config]) => {
  const markdown = globalThis.markdownit({ html: false, linkify: false });
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text);
    result.didProcess = true;
  };
  const errors = [];
  const view = new AdaptiveCards.AdaptiveCard();
  view.hostConfig = new AdaptiveCards.HostConfig(config);
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  view.parse(card, context);
  document.documentElement.lang = card.lang;
  const drawn = view.render();
  if (!drawn) errors.push('nothing was drawn');
  document.getElementById('card').replaceChildren(...(drawn ? [drawn] : []));
  const frame = document.getElementById('card').getBoundingClientRect();
  const overflowing = [...document.querySelectorAll('#card *')]
    .filter(element => element.getBoundingClientRect().right > frame.right + 1)
    .map(element => element.tagName + ': ' + (element.textContent || '').slice(0, 60));
  if (document.documentElement.scrollWidth > innerWidth) overflowing.push('the page is ' + document.documentElement.scrollWidth + ' wide');
  return { errors, overflowing };
}`;
