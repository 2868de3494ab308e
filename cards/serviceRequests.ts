import type { Language } from '../domain/language.ts';
import { referenceOf, SERVICE_REQUEST_STATES, type ServiceRequest } from '../domain/serviceRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf } from './dates.ts';
import { nextPage, pagedTitle } from './paging.ts';
import { companyOn, topicOf } from './serviceRequest.ts';
import json from './serviceRequests.json' with { type: 'json' };

/** Which states a list shows. */
export type ShownServiceRequests = ServiceRequest['state'] | 'notClosed' | 'all';

export interface ServiceRequestsModel {
  requests: readonly ServiceRequest[];
  state: ShownServiceRequests;
  /** Of whom alone. */
  customer?: { id: string; name: string } | undefined;
  now: Date;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Whether the reader's company has customers for whom requests can be opened. */
  isPartner: boolean;
  mayRequestForPortal: boolean;
  mayRequestForCustomer: boolean;
}

const expand = template(json);
const TITLE_SHOWN = 80;
const NAME_SHOWN = 60;

/** Service requests, a row each: of a company with all its customers, or of one customer (design §3). */
export function serviceRequestsCard(model: ServiceRequestsModel, language: Language): Card {
  const t = translator(language);
  const { state, customer, next, isPartner } = model;
  const heading = customer
    ? t('serviceRequests.ofCustomer', { customer: escapeMarkdown(customer.name) })
    : t('serviceRequests.title');
  const title = pagedTitle(heading, model, language);
  const shown = customer
    ? { verb: 'serviceRequests.ofCustomer', id: customer.id }
    : { verb: 'serviceRequests.show' };
  const rows = model.requests.map(request => requestRow(request, model, language));
  const empty = rows.length > 0 ? [] : [next ? t('invitations.noneHere') : t('serviceRequests.empty')];
  const actions: Action[] = [
    ...nextPage(model, { ...shown, state }, language),
    ...(customer && model.mayRequestForCustomer
      ? [button(t('button.requestService'), { verb: 'requestService.start', id: customer.id })]
      : []),
    ...(customer
      ? [button(t('button.viewCustomer'), { verb: 'customers.open', id: customer.id })]
      : model.mayRequestForPortal
        ? [button(t('button.requestPortalService'), { verb: 'requestPortalService.start' })]
        : []),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}.`)),
    title,
    state,
    states: [
      { title: t('serviceRequests.filter.notClosed'), value: 'notClosed' },
      ...SERVICE_REQUEST_STATES.map(value => ({ title: t(`serviceRequest.state.${value}`), value })),
      { title: t('serviceRequests.filter.all'), value: 'all' },
    ],
    filterActions: [button(t('button.show'), shown, { inputs: true })],
    empty: empty.map(text => ({ text })),
    rows,
    hints: isPartner && !customer ? [{ text: t('serviceRequests.howToOpen') }] : [],
    actions,
    hasActions: actions.length > 0,
  });
}

/** How a request stands, and while attention is needed, whose: the reader's, or the other side's. */
function standingOf(request: ServiceRequest, isPartner: boolean, language: Language): string {
  const t = translator(language);
  const { state, about, attentionOf } = request;
  if (state !== 'attentionNeeded' || attentionOf === undefined) return t(`serviceRequest.state.${state}`);
  const own = about === 'portal' || isPartner ? 'asker' : 'other';
  return attentionOf === own
    ? t('serviceRequests.row.awaitsYou')
    : t('serviceRequests.row.awaitsOther', { company: companyOn(attentionOf, request, language) });
}

/** A request in the list: its number and title, how it stands, with whom; selecting it opens it. */
function requestRow(
  request: ServiceRequest,
  { now, customer, isPartner }: ServiceRequestsModel,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const reference = referenceOf(request);
  const other = request.about === 'portal' ? undefined : isPartner ? request.companyName : request.asker.name;
  const standing = [standingOf(request, isPartner, language), t(`severity.${request.severity}`)];
  const whose = [
    request.about === 'portal' ? t('serviceRequests.portal') : undefined,
    customer ? undefined : other && escapeMarkdown(clip(other, NAME_SHOWN)),
    topicOf(request, language),
    ageOf(request.openedAt, now, language),
  ];
  return {
    title: t('serviceRequests.row.title', {
      reference,
      title: escapeMarkdown(clip(request.title, TITLE_SHOWN)),
    }),
    lines: [{ text: standing.join(' · ') }, { text: whose.filter(Boolean).join(' · ') }],
    select: button(t('serviceRequests.row.open', { reference }), {
      verb: 'serviceRequests.open',
      id: request.companyId,
      request: request.id,
    }),
  };
}
