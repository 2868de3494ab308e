import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import type { Partnership } from '../domain/partnership.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { dayOn } from './dates.ts';
import { nextPage, pagedTitle, searchedFor } from './paging.ts';
import json from './partnerships.json' with { type: 'json' };

/** The two kinds of company that have partnerships; what a viewer sees depends on which one theirs is. */
export type PartnershipSide = 'indirectProvider' | 'indirectReseller';

export interface PartnershipsModel {
  /** The viewer's own kind: a reseller sees its providers, a provider its resellers. */
  kind: PartnershipSide;
  partnerships: readonly Partnership[];
  /** What was searched for. */
  search?: string | undefined;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Whether the viewer may request partnerships. */
  mayRequest: boolean;
}

const expand = template(json);
const NAME_MAX = 80;

/** *Indirect providers* of a reseller, *Indirect resellers* of a provider: a row each, which opens the record (design §2 row 4). */
export function partnershipsCard(model: PartnershipsModel, language: Language): Card {
  const t = translator(language);
  const { kind } = model;
  const search = searchedFor(model.search);
  const found = search && { search: escapeMarkdown(search) };
  const heading = found ? t(`partnerships.found.${kind}`, found) : t(`partnerships.title.${kind}`);
  const title = pagedTitle(heading, model, language);
  const rows = model.partnerships.map(partnership => rowOf(partnership, language));
  const empty =
    rows.length > 0 ? [] : [found ? t('partnerships.notFound', found) : t(`partnerships.empty.${kind}`)];
  const actions = [
    ...nextPage(model, { verb: 'partnerships.show', ...(search && { search }) }, language),
    ...(model.mayRequest
      ? [button(t('button.requestPartnership'), { verb: 'requestPartnership.start' })]
      : []),
    ...(rows.length === 0 && !search ? [button(t('button.learn'), { verb: 'learn.show' })] : []),
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
    searchable: search !== undefined || rows.length > 0,
    search: search ?? '',
    searchActions: [button(t('button.search'), { verb: 'partnerships.show' }, { inputs: true })],
    actions,
    hasActions: actions.length > 0,
  });
}

function rowOf(
  partnership: Partnership,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const { mpnId, country, since } = partnership;
  const name = clip(partnership.name, NAME_MAX);
  const facts = [
    ...(mpnId ? [t('partnerships.row.partnerId', { partnerId: escapeMarkdown(mpnId) })] : []),
    ...(country ? [countryName(country, language)] : []),
    t('partnerships.row.since', { day: dayOn(since) }),
  ];
  return {
    title: escapeMarkdown(name),
    lines: [{ text: t(`partnership.state.${partnership.state}`) }, { text: facts.join(' · ') }],
    select: button(t('customers.row.open', { name }), {
      verb: 'partnerships.open',
      id: partnership.partnerId,
    }),
  };
}
