import type { Language } from '../domain/language.ts';
import type { Offer } from '../domain/offer.ts';
import { type Chosen, type LineProblem, ORDER_LINES_MAX, type OrderProblem } from '../domain/order.ts';
import { rolesThatMay } from '../domain/permissions.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './catalogue.json' with { type: 'json' };
import { offerLimits, offerName, offerTerms } from './offerWords.ts';
import { eitherOf, listOf } from './parts.ts';
import { problemAt } from './problems.ts';

/** The inputs beside the offers are named after them. */
export const LICENCES = 'licences-';

export interface CatalogueModel {
  flow: 'addCustomer' | 'addSubscription';
  /** Ties the card to the order that was begun. */
  order: string;
  /** For whom. */
  customer: string;
  /** Those that are shown, a page of all or of what was searched for, or those with a problem. */
  offers: readonly Offer[];
  search?: string | undefined;
  /** 1 for the first page, out of how many. */
  page: number;
  pages: number;
  /** What was typed beside the offers, these and others. */
  typed: Chosen;
  /** The lines chosen so far, on whatever page: an offer, and what was typed beside it. */
  chosen: readonly { offer: Offer; text: string }[];
  problems: Readonly<Record<string, LineProblem>>;
  orderProblem?: OrderProblem | undefined;
  /** Offers that were chosen and are not in the catalogue any more: they were taken off. */
  dropped?: readonly string[] | undefined;
  /** The services that are not for the viewer to order. */
  closed: readonly Service[];
  /** The names of what an add-on needs. */
  nameOf(offerId: string): string | undefined;
  /** With whom the order can be associated; absent where that is not asked. */
  association?: Association | undefined;
}

interface Association {
  resellers: readonly { id: string; name: string; mpnId?: string | undefined }[];
  reseller: string | undefined;
  mpnId: string | undefined;
  problem?: 'notAPartner' | 'ownPartnerId' | 'malformed' | 'resellerLeft' | undefined;
}

/** Of the list: no reseller earns by the order. */
export const NO_RESELLER = 'none';

const expand = template(json);
const NAME_MAX = 60;
const RESELLER_NAME_MAX = 40;
const BASES_MAX = 3;
const SEARCH_MAX = 100;

/** The catalogue, with *Licenses* beside each offer (source document 003): a page, a search, and what was chosen so far. */
export function catalogueCard(model: CatalogueModel, language: Language): Card {
  const t = translator(language);
  const { flow, order, search = '', page, pages, association } = model;
  const customer = escapeMarkdown(clip(model.customer, NAME_MAX));
  const heading = t(`catalogue.title.${flow}`, { customer });
  const title = pages > 1 ? `${heading} · ${t('catalogue.page', { page, pages })}` : heading;
  const summary = summaryOf(model, language);
  const empty = model.offers.length > 0 ? [] : [t('catalogue.notFound', { search: escapeMarkdown(search) })];
  // Clients send nothing for an input that was emptied: what is not sent of these was taken off.
  const shown = model.offers.map(({ id }) => id).join(' ');
  const look = (to: number) => ({ verb: `${flow}.look`, order, shown, page: to });
  return expand(language, {
    ...inWords(language, `${title}.`, ...summary, ...empty),
    title,
    lines: [{ text: t('catalogue.text') }],
    summary: summary.map(text => ({ text })),
    search: search.slice(0, SEARCH_MAX),
    searchActions: [button(t('button.search'), look(1), { inputs: true })],
    chosen: chosenSoFar(model, language),
    empty: empty.map(text => ({ text })),
    offers: model.offers.map(offer => offerRow(offer, model, language)),
    associates: association !== undefined,
    form: { reseller: association?.reseller ?? NO_RESELLER, mpnId: association?.mpnId?.slice(0, 20) ?? '' },
    resellers: [
      { title: t('resellerForm.nobody'), value: NO_RESELLER },
      ...(association?.resellers ?? []).map(({ id, name, mpnId }) => ({
        title: mpnId ? `${clip(name, RESELLER_NAME_MAX)} (${mpnId})` : clip(name, RESELLER_NAME_MAX),
        value: id,
      })),
    ],
    resellerProblems: association?.problem
      ? problemAt('mpnId', { mpnId: association.problem }, language)
      : [],
    actions: [
      ...(page > 1 ? [button(t('button.previousPage'), look(page - 1), { inputs: true })] : []),
      ...(page < pages ? [button(t('button.nextPage'), look(page + 1), { inputs: true })] : []),
      button(
        t('button.nextReview'),
        { verb: `${flow}.review`, order, shown },
        { style: 'positive', inputs: true },
      ),
      ...(flow === 'addCustomer'
        ? [button(t('button.back'), { verb: 'addCustomer.details', order, shown }, { inputs: true })]
        : []),
      button(t('button.cancel'), { verb: `${flow}.cancel`, order }),
    ],
  });
}

/** What is wrong, the offers named by it; nothing that was typed is lost. */
function summaryOf(model: CatalogueModel, language: Language): string[] {
  const t = translator(language);
  const { problems, orderProblem, dropped = [], offers, association } = model;
  const refused = offers.filter(({ id }) => problems[id] !== undefined).map(offerName);
  const fields = [...refused, ...(association?.problem ? [t('field.resellerMpnId')] : [])];
  const gone = dropped.slice(0, BASES_MAX).map(id => escapeMarkdown(clip(id, NAME_MAX)));
  return [
    ...(fields.length > 0 ? [t('problem.summary', { fields: listOf(language, fields) })] : []),
    ...(gone.length > 0 ? [t('catalogue.dropped', { offers: listOf(language, gone) })] : []),
    ...(orderProblem ? [t(`catalogue.${orderProblem}`, { max: ORDER_LINES_MAX })] : []),
  ];
}

function chosenSoFar({ chosen }: CatalogueModel, language: Language): { text: string }[] {
  if (chosen.length === 0) return [];
  const lines = chosen
    .slice(0, ORDER_LINES_MAX + 2)
    .map(({ offer, text }) =>
      offer.licences ? `${offerName(offer)}: ${escapeMarkdown(clip(text, 12))}` : offerName(offer),
    );
  const more = chosen.length > lines.length ? ['…'] : [];
  return [{ text: translator(language)('catalogue.chosen', { lines: [...lines, ...more].join(' · ') }) }];
}

function offerRow(offer: Offer, model: CatalogueModel, language: Language) {
  const t = translator(language);
  const { typed, problems, closed } = model;
  const isClosed = closed.includes(offer.family);
  const roles = eitherOf(
    language,
    rolesThatMay('order').map(role => t(`role.${role}`)),
  );
  const bases = offer.needsOneOf.flatMap(id => model.nameOf(id) ?? []).slice(0, BASES_MAX);
  const needs = bases.map(name => escapeMarkdown(clip(name, NAME_MAX)));
  const lines = [
    offerTerms(offer, language),
    offerLimits(offer, language),
    ...(needs.length > 0 ? [t('catalogue.needsOneOf', { offers: listOf(language, needs) })] : []),
    ...(isClosed ? [t('catalogue.closed', { service: t(`service.${offer.family}`), roles })] : []),
  ];
  const problem = problems[offer.id];
  const text = typed[offer.id]?.normalize('NFKC').trim() ?? '';
  const id = `${LICENCES}${offer.id}`;
  const label = t('field.licencesOf', { offer: clip(offer.name, NAME_MAX) });
  const value = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  const asks = offer.licences && !isClosed;
  return {
    title: offerName(offer),
    lines: lines.flatMap(line => (line ? [{ text: line }] : [])),
    numbers: asks && value !== undefined ? [{ id, label, value }] : [],
    blanks: asks && value === undefined ? [{ id, label }] : [],
    ticks: offer.licences || isClosed ? [] : [{ id, label, value: String(text === 'true') }],
    problems: problem
      ? [
          {
            text: t(`problem.line.${problem}`, {
              min: offer.licences?.min ?? 0,
              max: offer.licences?.max ?? 0,
            }),
          },
        ]
      : [],
  };
}
