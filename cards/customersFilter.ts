import { CUSTOMER_RIGHTS, CUSTOMER_STATES, type CustomerFilter } from '../domain/customerFilter.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, inWords, template } from './card.ts';
import json from './customersFilter.json' with { type: 'json' };
import { searchedFor } from './paging.ts';

export interface CustomersFilterModel {
  /** What the list is narrowed by now. */
  filter: CustomerFilter;
  /** A provider's resellers. */
  resellers: readonly { id: string; name: string }[];
}

const expand = template(json);
const NAME_MAX = 40;

/** What the list of customers is narrowed by: search, reseller, rights, state. */
export function customersFilterCard({ filter, resellers }: CustomersFilterModel, language: Language): Card {
  const t = translator(language);
  const any = { title: t('customersFilter.any'), value: 'any' };
  const offered = resellers.map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id }));
  return expand(language, {
    ...inWords(language, `${t('customersFilter.title')}.`, t('customersFilter.text')),
    hasResellers: offered.length > 0,
    resellers: [any, ...offered],
    rights: [any, ...CUSTOMER_RIGHTS.map(value => ({ title: t(`customer.${value}.yes`), value }))],
    states: [any, ...CUSTOMER_STATES.map(value => ({ title: t(`customer.state.${value}`), value }))],
    chosen: {
      search: searchedFor(filter.search) ?? '',
      reseller: offered.find(({ value }) => value === filter.reseller)?.value ?? 'any',
      right: filter.right ?? 'any',
      state: filter.state ?? 'any',
    },
    actions: [
      button(t('button.show'), { verb: 'customers.show' }, { style: 'positive', inputs: true }),
      button(t('button.exportCsv'), { verb: 'customers.export' }, { inputs: true }),
      button(t('button.backToCustomers'), { verb: 'customers.show' }),
    ],
  });
}
