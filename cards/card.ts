import { createRequire } from 'node:module';
import type * as templating from 'adaptivecards-templating';
import type { Language } from '../domain/language.ts';
import { isMessageKey, translator } from '../locales/index.ts';
import { plainMoments } from './dates.ts';

/** A finished Adaptive Card, version 1.5. Kept cards are frozen: send them, never change them. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly lang: string;
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly unknown[];
}

/** What a click brings back: a verb, an id and a version; everything else is loaded and authorized again (design §7). */
export type ActionData = { readonly verb: string } & Readonly<Record<string, string | number | undefined>>;

interface Execute {
  type: 'Action.Execute';
  title: string;
  verb: string;
  data: ActionData;
  style?: ButtonStyle;
  associatedInputs: 'auto' | 'none';
  fallback: Omit<Execute, 'type' | 'verb' | 'fallback'> & { type: 'Action.Submit' };
}
interface OpenUrl {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
}
/** A button of a card. */
export type Action = Execute | OpenUrl;

export type ButtonStyle = 'positive' | 'destructive';

/**
 * A button that comes back to us as `verb`, with the same data from clients that know only Action.Submit.
 * `inputs: true` sends the card's inputs along, after the client has checked them.
 */
export function button(
  title: string,
  data: ActionData,
  options: { style?: ButtonStyle; inputs?: boolean } = {},
): Action {
  const common = {
    title,
    data,
    ...(options.style && { style: options.style }),
    associatedInputs: options.inputs ? ('auto' as const) : ('none' as const),
  };
  return {
    type: 'Action.Execute',
    verb: data.verb,
    ...common,
    fallback: { type: 'Action.Submit', ...common },
  };
}

/** A button that opens a page. */
export function link(title: string, url: string): Action {
  return { type: 'Action.OpenUrl', title, url };
}

const JOINER = '\u2060';

/**
 * Text that people typed, made safe for a TextBlock or a fact: no Markdown, no link, no date macro comes of it.
 * Underscores inside words stay as they are, since they mean nothing there and some clients would show the backslash.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*[\]`~<]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/([{$])(?=\{)/g, `$1${JOINER}`)
    .replace(/^(\s*)([#>-]|\+(?=\s)|\d+(?=[.)]\s))/gm, `$1${JOINER}$2`);
}

/** The words of a Markdown text without its marks, for reading aloud. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/\\([\\*[\]`~<_])/g, '$1')
    .replaceAll(JOINER, '');
}

/** Text cut to a length that keeps a card small; whole characters, with an ellipsis. */
export function clip(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

/**
 * What a card says where it cannot be shown, and when it is read aloud: its main sentences (escaped as for the card).
 */
export function inWords(
  language: Language,
  ...sentences: (string | undefined)[]
): { fallbackText: string; speak: string } {
  const text = plainMoments(sentences.filter(sentence => sentence).join(' '), language);
  return { fallbackText: text, speak: plainText(text).replace(/[<>&]/g, ' ') };
}

/**
 * A card's language, by which clients write its dates: two letters, a region is not understood. Chinese dates in their
 * long form read alike in both scripts.
 */
const CARD_LANGUAGES: Record<Language, string> = { en: 'en', ja: 'ja', 'zh-TW': 'zh' };

const require = createRequire(import.meta.url);

/** Loaded when the first card is made: with its expression language it is a sixth of all that a start would load. */
function templateOf(json: unknown): templating.Template {
  const { Template }: typeof templating = require('adaptivecards-templating');
  return new Template(json);
}

/** A template, made ready for cards: fills in a view in a language. */
export type Expand = (language: Language, view: object) => Card;

/**
 * A card's template. Strings that begin with @ name a text of ours; `${…}` is filled in from the view.
 * Parsing is dear (design §7): each template is parsed once a language, when first needed, and kept.
 */
export function template(json: object): Expand {
  const parsed = new Map<Language, templating.Template>();
  return (language, view) => {
    let ready = parsed.get(language);
    if (!ready) {
      ready = templateOf(withWords(json, language));
      parsed.set(language, ready);
    }
    return checked(ready.expand({ $root: { ...view, lang: CARD_LANGUAGES[language] } }));
  };
}

function withWords(node: unknown, language: Language): unknown {
  if (typeof node === 'string' && node.startsWith('@')) {
    const key = node.slice(1);
    if (!isMessageKey(key)) throw new Error(`A card template names a text that is not there: ${key}`);
    return translator(language)(key);
  }
  if (Array.isArray(node)) return node.map(item => withWords(item, language));
  if (typeof node === 'object' && node !== null) {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withWords(value, language)]));
  }
  return node;
}

function checked(expanded: unknown): Card {
  if (!isCard(expanded)) throw new Error('A card template did not expand to a card.');
  return expanded;
}

function isCard(value: unknown): value is Card {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'AdaptiveCard' &&
    'body' in value &&
    Array.isArray(value.body)
  );
}

/**
 * Keeps finished cards that depend on few things only (language, a set of commands), so that the next one costs
 * nothing. `keyOf` must name everything that the card depends on.
 */
export function kept<Model>(
  keyOf: (model: Model, language: Language) => string,
  make: (model: Model, language: Language) => Card,
): (model: Model, language: Language) => Card {
  const cards = new Map<string, Card>();
  return (model, language) => {
    const key = keyOf(model, language);
    let card = cards.get(key);
    if (!card) {
      card = frozen(make(model, language));
      cards.set(key, card);
    }
    return card;
  };
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}
