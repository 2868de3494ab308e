import type { Cloud } from '../domain/cloud.ts';
import type { Language } from '../domain/language.ts';
import { leastRoleFor, rolesThatMay } from '../domain/permissions.ts';
import {
  referenceOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestProblem,
  type ServiceRequestState,
  type Side,
} from '../domain/serviceRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, link, template } from './card.ts';
import { momentOn } from './dates.ts';
import { CLOUD_LINKS } from './links.ts';
import { askForRole, eitherOf, facts, type Tone, toneStyle } from './parts.ts';
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
  /** Why the reader writes nothing: how the relationship stands, or that their role only reads this. */
  readOnly?: 'ended' | 'beingSetUp' | 'role' | undefined;
  /** What came between: the click was not carried out. */
  said?: 'wasClosed' | 'wasNotClosed' | 'nobodyTold' | undefined;
  /** A note that was refused, which is kept. */
  typed?: string | undefined;
  problem?: ServiceRequestProblem | undefined;
}

const expand = template(json);
const TYPED_MAX = 700;
const NAME_MAX = 80;
const TONES: Record<ServiceRequestState, Tone> = { open: 'info', attentionNeeded: 'warning', closed: 'good' };

/** A service request with its newest notes, and what the reader can do to it; the same for both sides. */
export function serviceRequestCard(model: ServiceRequestModel, language: Language): Card {
  const t = translator(language);
  const { request, side, notes, problem } = model;
  const { state, about } = request;
  const reference = referenceOf(request);
  const customer = named(request.companyName);
  const partner = named(request.asker.name);
  const title = escapeMarkdown(request.title);
  const lines = [
    nowOf(model, language),
    ...saidOf(model, customer, language),
    ...whyReadOnly(model, language),
  ];
  const who = t('serviceRequest.personOf', {
    person: named(request.openedBy.name),
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
    hints: hintsOf(model, { reference, customer, partner }, language),
    empty: notes.length > 0 ? [] : [{ text: t('serviceRequest.noNotes') }],
    notes: notes.map(note => noteRow(note, request, language)),
    writes,
    note: (model.typed ?? '').slice(0, TYPED_MAX),
    problem: problem ? [{ text: t(`problem.${problem}`) }] : [],
    actions,
    hasActions: actions.length > 0,
  });
}

/** A name as often as it occurs: cut, so that five notes fit. */
function named(name: string): string {
  return escapeMarkdown(clip(name, NAME_MAX));
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

/** Why there is nothing to write into: a card without its buttons says so by itself. */
function whyReadOnly({ readOnly, mayClose, request }: ServiceRequestModel, language: Language): string[] {
  const t = translator(language);
  switch (readOnly) {
    case 'ended':
      return [
        t(mayClose && request.state !== 'closed' ? 'serviceRequest.formerToClose' : 'serviceRequest.former'),
      ];
    case 'beingSetUp':
      return [t('serviceRequest.beingSetUp')];
    case 'role': {
      const roles = rolesThatMay('requestServiceForCustomer').map(role => t(`role.${role}`));
      return [t('serviceRequest.onlyReads', { roles: eitherOf(language, roles) })];
    }
    case undefined:
      return [];
  }
}

/** The company on a side, or the operator. */
export function companyOn(
  side: Side,
  { asker, about, companyName }: ServiceRequest,
  language: Language,
): string {
  if (side === 'asker') return named(asker.name);
  return about === 'portal' ? translator(language)('serviceRequest.operator') : named(companyName);
}

/** What it is about, as facts and rows name it. */
export function topicOf({ service, subscription }: ServiceRequest, language: Language): string | undefined {
  if (!service) return undefined;
  const name = translator(language)(`service.${service}`);
  return subscription ? `${escapeMarkdown(subscription.offerName)} · ${name}` : name;
}

/** On whose behalf it is, and how Microsoft gets to know of it: the partner's to do, and said as long as it is not closed to whoever can note what comes of it. */
function hintsOf(
  { request, side, mayWrite }: ServiceRequestModel,
  names: { reference: string; customer: string; partner: string },
  language: Language,
): { text: string }[] {
  const t = translator(language);
  const { about, state, onBehalf, throughProvider } = request;
  if (about === 'portal') return [];
  return [
    ...(onBehalf ? [{ text: t('serviceRequest.onBehalf', names) }] : []),
    ...(side === 'asker' && state !== 'closed' && mayWrite
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
  const who = by === 'operator' ? company : t('serviceRequest.personOf', { person: named(by.name), company });
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
    ...(model.readOnly === 'role' ? [askForRole(leastRoleFor('requestServiceForCustomer'), language)] : []),
    ...(about === 'customer' && side === 'asker' && !closed && mayWrite && !throughProvider
      ? [link(t('button.callMicrosoft'), CLOUD_LINKS[model.cloud].support)]
      : []),
    button(t('button.serviceRequests'), { verb: 'serviceRequests.show' }),
  ];
}
