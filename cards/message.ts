import type { Language } from '../domain/language.ts';
import { type Action, type ActionData, button, type Card, inWords, template } from './card.ts';
import json from './message.json' with { type: 'json' };
import { type Tone, toneStyle } from './parts.ts';

/** A sentence or two about an outcome. Texts come translated, with whatever people typed already escaped. */
export interface MessageModel {
  title?: string | undefined;
  /** Paragraphs are separated by an empty line. */
  text: string;
  tone: Tone;
  buttons?: readonly { title: string; verb: string; data?: Omit<ActionData, 'verb'> }[] | undefined;
}

const expand = template(json);

/** The small card for every outcome that has no card of its own. */
export function messageCard(model: MessageModel, language: Language): Card {
  const actions: Action[] = (model.buttons ?? []).map(({ title, verb, data }) =>
    button(title, { ...data, verb }),
  );
  return expand(language, {
    ...inWords(language, model.title && `${model.title}.`, model.text),
    style: toneStyle(model.tone),
    titles: model.title ? [{ text: model.title }] : [],
    paragraphs: model.text.split(/\n{2,}/).map(text => ({ text })),
    actions,
    hasActions: actions.length > 0,
  });
}
