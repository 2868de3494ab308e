import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import json from './shownOnce.json' with { type: 'json' };

/** An account and its one-time code. Texts come translated, with whatever people typed already escaped, but the address. */
export interface ShownOnceModel {
  title: string;
  /** That it is shown this once. */
  once: string;
  addressLabel: string;
  address: string;
  codeLabel: string;
  /** The one-time code: this card is the only thing that ever holds it. */
  code: string;
  /** What is to be done with it. */
  how: readonly string[];
  /** The page that copies it, with the code in the fragment. */
  copyUrl: string;
  done: Action;
}

const expand = template(json);

/** What is shown once and never again: sign-in information, setup information. It is not read aloud. */
export function shownOnceCard(model: ShownOnceModel, language: Language): Card {
  const t = translator(language);
  const { title, once, addressLabel, codeLabel, code, how, copyUrl, done } = model;
  return expand(language, {
    ...inWords(language, `${title}.`, once),
    title,
    once,
    addressLabel,
    address: escapeMarkdown(model.address),
    codeLabel,
    code,
    how: how.map(text => ({ text })),
    hints: [{ text: t('shownOnce.gone') }, { text: t('shownOnce.copyHint') }],
    actions: [link(t('button.copyToClipboard'), copyUrl), done],
  });
}
