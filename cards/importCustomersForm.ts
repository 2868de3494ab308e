import { IMPORTED_LINES_MAX, PASTED_LINES_MAX } from '../domain/customerImport.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, link, template } from './card.ts';
import json from './importCustomersForm.json' with { type: 'json' };

export interface ImportCustomersFormModel {
  /** The page that takes a file. */
  uploadUrl: string;
  /** What was pasted and refused. */
  typed?: string | undefined;
  /** Why it was, in words. */
  problem?: string | undefined;
}

const expand = template(json);
/** A card has room for no more bytes of what was refused; whoever pasted it has it. */
const KEPT_MAX = 16_000;

/** *Import customers*: a few lines are pasted here, more come as a file. Nothing is changed before they were looked at. */
export function importCustomersFormCard(model: ImportCustomersFormModel, language: Language): Card {
  const t = translator(language);
  const most = { pasted: PASTED_LINES_MAX, uploaded: IMPORTED_LINES_MAX };
  const paragraphs = [t('import.text', most), t('import.columns')];
  const typed = model.typed ?? '';
  return expand(language, {
    ...inWords(language, `${t('import.title')}.`, model.problem, ...paragraphs),
    problems: model.problem ? [{ text: model.problem }] : [],
    paragraphs: paragraphs.map(text => ({ text })),
    lines: Buffer.byteLength(typed) <= KEPT_MAX ? typed : '',
    actions: [
      button(t('button.check'), { verb: 'imports.check' }, { style: 'positive', inputs: true }),
      link(t('button.uploadFile'), model.uploadUrl),
      button(t('button.backToCustomers'), { verb: 'customers.show' }),
    ],
  });
}
