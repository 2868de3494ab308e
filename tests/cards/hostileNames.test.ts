import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { type Card, escapeMarkdown, plainText } from '../../cards/card.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { lint, textsOf } from '../support/cardLint.ts';
import { schemaProblems } from '../support/cardSchema.ts';
import { tell } from './examples.ts';

const markdown = new MarkdownIt({ html: false, linkify: false });
const HOSTILE = [
  '[x](http://evil.example)',
  '**a** _b_ ~~c~~ `d`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a template would fill in.
  '${name}',
  '{{DATE(2026-01-01T00:00:00Z,LONG)}}',
  '<https://evil.example>',
  '![x](http://evil.example/y.png)',
  '# heading',
  '- point',
  '1. point',
  '> quote',
  'a\\*b\\',
  '__init__ kim_lee@contoso.example',
  '[x]: http://evil.example',
];

/** Links, pictures and marks that a Markdown reader would make of the texts of a card. */
function marksIn(card: Card, text: string): string[] {
  return [...textsOf(card)]
    .filter(({ path }) => /\/(text|value)$/.test(path))
    .flatMap(found => markdown.parseInline(found.text, {}).flatMap(token => token.children ?? []))
    .filter(token =>
      ['link_open', 'image', 'em_open', 's_open', 'code_inline', 'html_inline'].includes(token.type),
    )
    .map(token => `${token.type} from ${text}`);
}

describe('text that people typed', () => {
  it.each(HOSTILE)('stays text when it is escaped: %s', text => {
    const html = markdown.render(escapeMarkdown(text));
    expect(html).not.toMatch(/<(?!\/?p>)/);
  });

  it.each(HOSTILE)('is read aloud as it was typed: %s', text => {
    expect(plainText(escapeMarkdown(text))).toBe(text);
  });

  it('keeps an address free of backslashes', () => {
    expect(escapeMarkdown('kim_lee@contoso.example')).toBe('kim_lee@contoso.example');
  });
});

describe.each(HOSTILE)('when everyone and everything is called %s', text => {
  const { examples } = tell({
    company: text,
    customer: text,
    other: text,
    inviter: text,
    contact: text,
    approver: text,
    colleague: text,
    reference: text,
    reason: text,
    address: text,
    said: text,
  });

  it.each(LANGUAGES)('no card shows more than the text, in %s', language => {
    const found = Object.entries(examples).flatMap(([name, make]) => {
      const card = make(language);
      return [...schemaProblems(card), ...marksIn(card, text)].map(problem => `${name}: ${problem}`);
    });
    expect(found).toEqual([]);
  });

  it.each(LANGUAGES)('no card breaks a rule of ours, in %s', language => {
    // A button's title and an input's content are plain text to every client, so there the text stands as it is.
    const found = Object.entries(examples).flatMap(([name, make]) =>
      lint(make(language))
        .filter(
          problem => !/\/(title|speak): .*(left over|no client can show)|^speak is not plain/.test(problem),
        )
        .map(problem => `${name}: ${problem}`),
    );
    expect(found).toEqual([]);
  });
});
