import type { Language } from '../domain/language.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { Customer } from '../domain/relationship.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { customerRow } from './customers.ts';
import { nextPage, pagedTitle } from './paging.ts';
import json from './sharedCustomers.json' with { type: 'json' };

export interface SharedCustomersModel {
  partnership: Partnership;
  customers: readonly Customer[];
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
}

const expand = template(json);

/** *View customers*: the customers that the two companies share, a row each, and only those (issue, point 4). */
export function sharedCustomersCard(model: SharedCustomersModel, language: Language): Card {
  const t = translator(language);
  const { partnership } = model;
  const { partnerId: id } = partnership;
  const name = escapeMarkdown(partnership.name);
  const heading = t('sharedCustomers.title', { name });
  const title = pagedTitle(heading, model, language);
  const rows = model.customers.map(customer => customerRow(customer, language));
  const empty = rows.length > 0 ? [] : [t('sharedCustomers.empty')];
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      empty[0],
      ...rows.map(row => `${row.title}: ${row.lines[0]?.text ?? ''}.`),
    ),
    title,
    empty: empty.map(text => ({ text })),
    rows,
    actions: [
      ...nextPage(model, { verb: 'partnerships.customers', id }, language),
      button(t('button.back'), { verb: 'partnerships.open', id }),
    ],
    hasActions: true,
  });
}
