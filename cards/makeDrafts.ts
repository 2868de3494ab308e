import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './makeDrafts.json' with { type: 'json' };
import { listOf } from './parts.ts';

export interface MakeDraftsModel {
  /** For whom, by name. */
  customers: readonly { id: string; name: string }[];
  /** Whether others have none either. */
  more: boolean;
}

const expand = template(json);
const NAME_MAX = 60;

/** Asks before drafts for many imported customers are made at once: for whom, and that nothing is sent by it. */
export function makeDraftsCard({ customers, more }: MakeDraftsModel, language: Language): Card {
  const t = translator(language);
  const title = t('makeDrafts.title', { many: customers.length });
  const names = customers.map(({ name }) => escapeMarkdown(clip(name, NAME_MAX)));
  const text = t('makeDrafts.text', { language: t(`language.${language}`) });
  const first = customers[0]?.id ?? '';
  return expand(language, {
    ...inWords(language, `${title}.`, text),
    title,
    paragraphs: [listOf(language, names), text, ...(more ? [t('makeDrafts.more')] : [])].map(each => ({
      text: each,
    })),
    actions: [
      button(t('button.makeDrafts'), { verb: 'imports.makeDrafts', id: first }, { style: 'positive' }),
      button(t('button.backToCustomers'), { verb: 'customers.show', state: 'notInvited' }),
    ],
  });
}
