import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, link, template } from './card.ts';
import json from './customersExport.json' with { type: 'json' };

const expand = template(json);

/** The way to a CSV file of customers, for fifteen minutes. */
export function customersExportCard({ url }: { url: string }, language: Language): Card {
  const t = translator(language);
  return expand(language, {
    ...inWords(language, `${t('customersExport.title')}.`, t('customersExport.text')),
    actions: [
      link(t('button.download'), url),
      button(t('button.backToCustomers'), { verb: 'customers.show' }),
    ],
  });
}
