import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { customerRow } from './customers.ts';
import { nextPage, pagedTitle, searchedFor } from './paging.ts';
import json from './pickCustomer.json' with { type: 'json' };

export interface PickCustomerModel {
  /** Those for whom the viewer's company can order. */
  customers: readonly Customer[];
  search?: string | undefined;
  next?: string | undefined;
  /** Whether the page is not full although there is more to look through. */
  further?: boolean | undefined;
  page: number;
}

const expand = template(json);

/** *Add subscription* without a customer: for whom? */
export function pickCustomerCard(model: PickCustomerModel, language: Language): Card {
  const t = translator(language);
  const search = searchedFor(model.search);
  const title = pagedTitle(t('pickCustomer.title'), model, language);
  const rows = model.customers.map(customer => {
    const { title: name, lines } = customerRow(customer, language);
    const open = t('customers.row.open', { name: customer.name });
    return {
      title: name,
      lines,
      select: button(open, { verb: 'addSubscription.start', customer: customer.id }),
    };
  });
  const empty = rows.length > 0 ? [] : [nobody(model, search, language)];
  const data = { verb: 'addSubscription.pick', ...(search && { search }) };
  const actions = nextPage(model, data, language, model.further ? 'button.lookFurther' : 'button.nextPage');
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}.`)),
    title,
    search: search ?? '',
    searchActions: [button(t('button.search'), { verb: 'addSubscription.pick' }, { inputs: true })],
    empty: empty.map(text => ({ text })),
    rows,
    actions,
    hasActions: actions.length > 0,
  });
}

function nobody({ further }: PickCustomerModel, search: string | undefined, language: Language): string {
  const t = translator(language);
  if (further) return t('customers.noneSoFar', { lookFurther: t('button.lookFurther') });
  return search ? t('pickCustomer.notFound', { search: escapeMarkdown(search) }) : t('pickCustomer.empty');
}
