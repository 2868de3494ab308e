import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CardRenderer, CHROMIUM, cardRenderer } from '../support/renderCards.ts';
import { examples } from './examples.ts';

const VIEWS = [
  { language: 'en', width: 320, theme: 'light' },
  { language: 'ja', width: 320, theme: 'dark' },
  { language: 'zh-TW', width: 600, theme: 'light' },
] as const;

/** Draws every card as Teams' web client does, and keeps the pictures under .artifacts/cards. Needs a Chromium. */
(CHROMIUM ? describe : describe.skip)('drawn by the reference renderer', () => {
  let renderer: CardRenderer;
  beforeAll(async () => {
    renderer = await cardRenderer();
  });
  afterAll(() => renderer.close());

  it.each(VIEWS)(
    'every card fits, in $language at $width pixels, $theme',
    async ({ language, ...view }) => {
      const found: string[] = [];
      for (const [name, make] of Object.entries(examples)) {
        const drawn = await renderer.render({ name, card: make(language), ...view }, '.artifacts/cards');
        found.push(...[...drawn.errors, ...drawn.overflowing].map(problem => `${name}: ${problem}`));
      }
      expect(found).toEqual([]);
    },
    120_000,
  );
});
