import type { Cloud } from '../domain/cloud.ts';
import type { Language } from '../domain/language.ts';
import {
  referenceOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestProblem,
  type ServiceRequestState,
  type Side,
} from '../domain/serviceRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import { momentOn } from './dates.ts';
import { CLOUD_LINKS } from './links.ts';
import { facts, type Tone, toneStyle } from './parts.ts';
import json from './serviceRequest.json' with { type: 'json' };

export interface ServiceRequestModel {
  request: ServiceRequest;
  /** Which side the reader is on. */
  side: Side;
  notes: readonly ServiceNote[];
  /** Where older notes begin, if there are some. */
  olderNotes?: string | undefined;
  mayWrite: boolean;
  mayClose: boolean;
  /** Whose support page the link leads to. */
  cloud: Cloud;
  /** What came between: the click was not carried out. */
  said?: 'former' | 'beingSetUp' | 'wasClosed' | 'wasNotClosed' | 'nobodyTold' | undefined;
  /** A note that was refused, which is kept. */
  typed?: string | undefined;
  problem?: ServiceRequestProblem | undefined;
}

const expand = template(json);
const TYPED_MAX = 1_000;
const TONES: Record<ServiceRequestState, Tone> = { open: 'info', attentionNeeded: 'warning', closed: 'good' };

/** A service request with its newest notes, and what the reader can do to it; the same for both sides. */
export function serviceRequestCard(model: ServiceRequestModel, language: Language): Card {
  const t = translator(language);
  const { request, side, notes, problem } = model;
  const { state, about } = request;
  const reference = referenceOf(request);
  const customer = escapeMarkdown(request.companyName);
  const partner = escapeMarkdown(request.asker.name);
  const title = escapeMarkdown(request.title);
  const lines = [nowOf(model, language), ...saidOf(model, customer, language)];
  const who = t('serviceRequest.personOf', {
    person: escapeMarkdown(request.openedBy.name),
    company: partner,
  });
  const writes = model.mayWrite || (model.mayClose && state !== 'closed');
  const actions = actionsOf(model, language);
  return expand(language, {
    ...inWords(language, `${reference}: ${title}.`, ...lines),
    title,
    style: toneStyle(TONES[state]),
    lines: lines.map(text => ({ text })),
    facts: facts(language, [
      ['field.serviceReference', reference],
      ['field.state', t(`serviceRequest.state.${state}`)],
      ['field.severity', t(`severity.${request.severity}`)],
      ['field.customer', about === 'customer' && side === 'asker' ? customer : undefined],
      ['field.soldBy', side === 'other' ? partner : undefined],
      ['field.topic', topicOf(request, language)],
      ['field.serviceOpenedBy', t('serviceRequest.openedBy', { who, moment: momentOn(request.openedAt) })],
    ]),
    description: escapeMarkdown(request.description),
    hints: hintsOf(request, side, { reference, customer, partner }, language),
    empty: notes.length > 0 ? [] : [{ text: t('serviceRequest.noNotes') }],
    notes: notes.map(note => noteRow(note, request, language)),
    writes,
    note: (model.typed ?? '').slice(0, TYPED_MAX),
    problem: problem ? [{ text: t(`problem.${problem}`) }] : [],
    actions,
    hasActions: actions.length > 0,
  });
}

/** Where it stands, for this reader. */
function nowOf({ request, side }: ServiceRequestModel, language: Language): string {
  const t = translator(language);
  switch (request.state) {
    case 'open':
      return t('serviceRequest.now.open');
    case 'attentionNeeded':
      return request.attentionOf === side
        ? t('serviceRequest.now.awaitsYou')
        : t('serviceRequest.now.awaitsOther', {
            company: companyOn(request.attentionOf ?? 'other', request, language),
          });
    case 'closed':
      return t('serviceRequest.now.closed', { moment: momentOn(request.changedAt) });
  }
}

function saidOf({ said }: ServiceRequestModel, customer: string, language: Language): string[] {
  return said ? [translator(language)(`serviceRequest.${said}`, { customer })] : [];
}

/** The company on a side, or the operator. */
function companyOn(side: Side, { asker, about, companyName }: ServiceRequest, language: Language): string {
  if (side === 'asker') return escapeMarkdown(asker.name);
  return about === 'portal' ? translator(language)('serviceRequest.operator') : escapeMarkdown(companyName);
}

/** What it is about, as facts and rows name it. */
export function topicOf({ service, subscription }: ServiceRequest, language: Language): string | undefined {
  if (!service) return undefined;
  const name = translator(language)(`service.${service}`);
  return subscription ? `${escapeMarkdown(subscription.offerName)} · ${name}` : name;
}

/** On whose behalf it is, and how Microsoft gets to know of it: the partner's to do, and said as long as it is not closed. */
function hintsOf(
  { about, state, onBehalf, throughProvider }: ServiceRequest,
  side: Side,
  names: { reference: string; customer: string; partner: string },
  language: Language,
): { text: string }[] {
  const t = translator(language);
  if (about === 'portal') return [];
  return [
    ...(onBehalf ? [{ text: t('serviceRequest.onBehalf', names) }] : []),
    ...(side === 'asker' && state !== 'closed'
      ? [{ text: t(throughProvider ? 'serviceRequest.azure' : 'serviceRequest.microsoft', names) }]
      : []),
  ];
}

function noteRow(
  { deed, side, by, at, text }: ServiceNote,
  request: ServiceRequest,
  language: Language,
): { head: string; said: boolean; text: string } {
  const t = translator(language);
  const company = companyOn(side, request, language);
  const who =
    by === 'operator' ? company : t('serviceRequest.personOf', { person: escapeMarkdown(by.name), company });
  return {
    head: t(`serviceRequest.note.${deed}`, { who, moment: momentOn(at) }),
    said: text !== undefined,
    text: escapeMarkdown(text ?? ''),
  };
}

function actionsOf(model: ServiceRequestModel, language: Language): Action[] {
  const t = translator(language);
  const { request, side, mayWrite, mayClose, olderNotes } = model;
  const { id: requestId, companyId: id, version, state, about, throughProvider } = request;
  const click = { id, request: requestId, version };
  const closed = state === 'closed';
  const inputs = { inputs: true };
  return [
    ...(mayWrite && !closed
      ? [
          button(
            t('button.addNote'),
            { verb: 'serviceRequests.note', ...click },
            { ...inputs, style: 'positive' },
          ),
          button(t('button.askAttention'), { verb: 'serviceRequests.askAttention', ...click }, inputs),
        ]
      : []),
    ...(mayClose && !closed
      ? [button(t('button.closeRequest'), { verb: 'serviceRequests.close', ...click }, inputs)]
      : []),
    ...(mayWrite && closed
      ? [button(t('button.reopenRequest'), { verb: 'serviceRequests.reopen', ...click }, inputs)]
      : []),
    ...(olderNotes
      ? [
          button(t('button.olderNotes'), {
            verb: 'serviceRequests.open',
            id,
            request: requestId,
            page: olderNotes,
          }),
        ]
      : []),
    ...(about === 'customer' && side === 'asker' && !closed && !throughProvider
      ? [link(t('button.callMicrosoft'), CLOUD_LINKS[model.cloud].support)]
      : []),
    button(t('button.serviceRequests'), { verb: 'serviceRequests.show' }),
  ];
}
