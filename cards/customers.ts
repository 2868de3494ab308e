import type { CustomerFilter } from '../domain/customerFilter.ts';
import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import { translator } from '../locales/index.ts';
import {
  type Action,
  type ActionData,
  button,
  type Card,
  clip,
  escapeMarkdown,
  inWords,
  template,
} from './card.ts';
import json from './customers.json' with { type: 'json' };
import { dayOn } from './dates.ts';
import { nextPage, pagedTitle, searchedFor } from './paging.ts';
import { listOf } from './parts.ts';

export interface CustomersModel {
  customers: readonly Customer[];
  /** What the list was narrowed by. */
  filter: CustomerFilter;
  resellerName?: string | undefined;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** Whether the page is not full although there is more to look through. */
  further?: boolean | undefined;
  /** 1 for the first page. */
  page: number;
  /** Whether the viewer may invite customers. */
  mayInvite: boolean;
  /** Whether the viewer may open accounts for new ones. */
  mayAdd?: boolean | undefined;
  /** Whether the viewer may bring a list of customers in. */
  mayImport?: boolean | undefined;
}

const expand = template(json);
const NAME_MAX = 80;

/** A partner's customers, a row each, searched by the beginning of a name or domain and narrowed by filters (design §2 row 2, §5). */
export function customersCard(model: CustomersModel, language: Language): Card {
  const t = translator(language);
  const search = searchedFor(model.filter.search);
  const filter = { ...model.filter, search };
  const heading = search ? t('customers.found', { search: escapeMarkdown(search) }) : t('customers.title');
  const title = pagedTitle(heading, model, language);
  const narrowed = filterWords(filter, model.resellerName, language);
  const rows = model.customers.map(customer => customerRow(customer, language));
  const empty = rows.length > 0 ? [] : [nothing(model, search, narrowed, language)];
  const data = { ...filterData(filter), verb: 'customers.show' };
  const searchable = search !== undefined || narrowed.length > 0 || rows.length > 0;
  const actions = [
    ...nextPage(model, data, language, model.further ? 'button.lookFurther' : 'button.nextPage'),
    ...(searchable ? [button(t('button.filter'), { ...data, verb: 'customers.filter' })] : []),
    ...(model.mayInvite ? [inviteButton(filter, language)] : []),
    ...(model.mayAdd ? [button(t('button.addCustomer'), { verb: 'addCustomer.start' })] : []),
    ...(model.mayImport ? [button(t('button.importCustomers'), { verb: 'imports.start' })] : []),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}: ${row.lines[0]?.text}.`)),
    title,
    filters:
      narrowed.length > 0 ? [{ text: t('customers.filtered', { filters: narrowed.join(' · ') }) }] : [],
    empty: empty.map(text => ({ text })),
    rows,
    searchable,
    search: search ?? '',
    searchActions: [
      button(
        t('button.search'),
        { ...filterData({ ...filter, search: undefined }), verb: 'customers.show' },
        { inputs: true },
      ),
    ],
    actions,
    hasActions: actions.length > 0,
  });
}

/** Those who are not invited yet can be invited many at a time. */
function inviteButton({ state }: CustomerFilter, language: Language): Action {
  const t = translator(language);
  return state === 'notInvited'
    ? button(t('button.makeDrafts'), { verb: 'imports.askDrafts' })
    : button(t('button.inviteCustomer'), { verb: 'inviteCustomer.start' });
}

/** What a button hands on of a filter. */
export function filterData({ search, state, right, reseller }: CustomerFilter): Omit<ActionData, 'verb'> {
  return {
    ...(search && { search }),
    ...(state && { state }),
    ...(right && { right }),
    ...(reseller && { reseller }),
  };
}

/** What a list was narrowed by, beside the search, in words. */
export function filterWords(
  { state, right, reseller }: CustomerFilter,
  resellerName: string | undefined,
  language: Language,
): string[] {
  const t = translator(language);
  return [
    ...(reseller ? [escapeMarkdown(clip(resellerName ?? '', NAME_MAX))] : []),
    ...(right ? [t(`customer.${right}.yes`)] : []),
    ...(state ? [t(`customer.state.${state}`)] : []),
  ];
}

function nothing(
  { further }: CustomersModel,
  search: string | undefined,
  narrowed: readonly string[],
  language: Language,
): string {
  const t = translator(language);
  if (further) return t('customers.noneSoFar', { lookFurther: t('button.lookFurther') });
  if (narrowed.length > 0) return t('customers.noneFits');
  return search ? t('customers.notFound', { search: escapeMarkdown(search) }) : t('customers.empty');
}

/** A customer in a list: what the reader's company may do for it, with whom it is shared; selecting it opens the record. */
export function customerRow(
  customer: Customer,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const name = clip(customer.name, NAME_MAX);
  const sells = t(`customer.canSell.${customer.canSell ? 'yes' : 'no'}`);
  const administers = t(`customer.canAdminister.${customer.canAdminister}`);
  const rights = [...(customer.canOrder ? [t('customer.canOrder.yes')] : []), sells, administers].join(' · ');
  return {
    title: escapeMarkdown(name),
    lines: [
      ...(customer.endedAt ? [{ text: t('customers.row.former', { day: dayOn(customer.endedAt) }) }] : []),
      {
        text: customer.reach
          ? t(customer.invitationId ? 'customer.hasInvitation' : 'customer.state.notInvited')
          : rights,
      },
      {
        text: [
          escapeMarkdown(clip(customer.domain, NAME_MAX)),
          ...(customer.sharedWith.length > 0
            ? [t('customers.row.sharedWith', { names: sharedNames(customer, ROW_NAMES, language) })]
            : []),
        ].join(' · '),
      },
    ],
    select: button(t('customers.row.open', { name }), { verb: 'customers.open', id: customer.id }),
  };
}

/** How many names are shown, and how long each may be: a row of a list has little room. */
const ROW_NAMES = { many: 2, long: 30 };

/** The partners with whom a customer is shared, joined as the language does, cut to the room there is. */
export function sharedNames(
  { sharedWith }: Customer,
  room: { many: number; long: number },
  language: Language,
): string {
  const names = sharedWith.slice(0, room.many).map(({ name }) => escapeMarkdown(clip(name, room.long)));
  const more = sharedWith.length > room.many ? ['…'] : [];
  return listOf(language, [...names, ...more]);
}
