import { LANGUAGES, type Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, kept, template } from './card.ts';
import json from './language.json' with { type: 'json' };

export interface LanguageModel {
  current: Language;
  /** Whether the person chose it, rather than their Teams. */
  chosen: boolean;
}

const expand = template(json);

/** Lets someone choose the language in which they are spoken to, or leave it to their Teams. */
export const languageCard: (model: LanguageModel, language: Language) => Card = kept(
  ({ current, chosen }, language) => `${language} ${current} ${chosen}`,
  ({ current, chosen }, language) => {
    const t = translator(language);
    const lines = [
      translator(current)('language.current'),
      t(chosen ? 'language.chosen' : 'language.fromTeams'),
    ];
    return expand(language, {
      ...inWords(language, ...lines),
      lines: lines.map(text => ({ text })),
      actions: [
        ...LANGUAGES.map(one => button(t(`language.${one}`), { verb: 'language.choose', language: one })),
        button(t('language.asTeams'), { verb: 'language.choose', language: 'auto' }),
      ],
    });
  },
);
