import type { Language } from '../domain/language.ts';
import type { Partner } from '../domain/relationship.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { dayOn } from './dates.ts';
import { nextPage, pagedTitle, searchedFor } from './paging.ts';
import json from './partners.json' with { type: 'json' };
import { listOf } from './parts.ts';

/** A partner with the services that it administers. */
export interface PartnerRow {
  partner: Partner;
  administers: readonly Service[];
}

export interface PartnersModel {
  partners: readonly PartnerRow[];
  /** Nobody is one at present, and there were some. */
  onlyFormer?: boolean | undefined;
  /** What was searched for. */
  search?: string | undefined;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
}

const expand = template(json);
const NAME_MAX = 80;

/** *Partners* of a customer: who sells to it and who administers which services, a row each, which opens the record. */
export function partnersCard(model: PartnersModel, language: Language): Card {
  const t = translator(language);
  const search = searchedFor(model.search);
  const found = search && { search: escapeMarkdown(search) };
  const heading = found ? t('partners.found', found) : t('partners.title');
  const title = pagedTitle(heading, model, language);
  const rows = model.partners.map(row => rowOf(row, language));
  const none = t(model.onlyFormer ? 'partners.onlyFormer' : 'partners.empty');
  const empty = rows.length > 0 ? [] : [found ? t('partnerships.notFound', found) : none];
  const actions = [
    ...nextPage(model, { verb: 'partners.show', ...(search && { search }) }, language),
    button(t('button.subscriptions'), { verb: 'subscriptions.list' }),
  ];
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
    searchable: search !== undefined || rows.length > 0 || model.onlyFormer === true,
    search: search ?? '',
    searchActions: [button(t('button.search'), { verb: 'partners.show' }, { inputs: true })],
    actions,
    hasActions: true,
  });
}

function rowOf(
  { partner, administers }: PartnerRow,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const name = clip(partner.name, NAME_MAX);
  return {
    title: escapeMarkdown(name),
    lines: [
      ...(partner.endedAt ? [{ text: t('partners.row.former', { day: dayOn(partner.endedAt) }) }] : []),
      {
        text: [
          ...(partner.canOrder ? [t('customer.canOrder.yes')] : []),
          t(`customer.canSell.${partner.canSell ? 'yes' : 'no'}`),
          administration(administers, language),
        ].join(' · '),
      },
      {
        text: [
          t(`company.kind.${partner.kind}`),
          t('partnerships.row.since', { day: dayOn(partner.since) }),
        ].join(' · '),
      },
    ],
    select: button(t('customers.row.open', { name }), { verb: 'partners.open', id: partner.id }),
  };
}

function administration(administers: readonly Service[], language: Language): string {
  const t = translator(language);
  return administers.length === 0
    ? t('customer.canAdminister.no')
    : t('partners.row.administers', { services: servicesOf(administers, language) });
}

/** Services joined as the language joins them; their names are names. */
export function servicesOf(services: readonly Service[], language: Language): string {
  const t = translator(language);
  return listOf(
    language,
    services.map(service => t(`service.${service}`)),
  );
}
