import type { Language } from '../domain/language.ts';
import {
  NO_TOPIC,
  SEVERITIES,
  type ServiceRequestField,
  type ServiceRequestProblems,
  type TypedServiceRequest,
  topicValue,
} from '../domain/serviceRequest.ts';
import type { Service } from '../domain/services.ts';
import type { Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { problemSummary } from './problems.ts';
import json from './requestServiceForm.json' with { type: 'json' };

/** What a request is to be about. */
export type RequestServiceSubject =
  | {
      about: 'customer';
      customer: { id: string; name: string };
      subscriptions: readonly Subscription[];
      services: readonly Service[];
      /** Whether it may be about nothing in particular. */
      general: boolean;
      onBehalf: boolean;
      indirectReseller: boolean;
    }
  | { about: 'portal' };

export interface RequestServiceFormModel {
  subject: RequestServiceSubject;
  /** The id that the request will have, so that sending twice makes one. */
  requestId: string;
  typed: TypedServiceRequest;
  problems: ServiceRequestProblems;
}

const expand = template(json);
const TYPED_MAX = 2_000;
const TITLE_SHOWN = 300;
const OFFER_SHOWN = 80;

/** *Request service*: title, description, severity, and what of a customer's it is about. */
export function requestServiceFormCard(model: RequestServiceFormModel, language: Language): Card {
  const t = translator(language);
  const { subject, typed, problems } = model;
  const customer = subject.about === 'customer' ? escapeMarkdown(subject.customer.name) : '';
  const title =
    subject.about === 'customer'
      ? t('requestServiceForm.title', { customer })
      : t('requestServiceForm.portal.title');
  const lines = linesOf(subject, customer, language);
  const topics = topicChoices(subject, language);
  const fields = (['title', 'description', 'severity', 'topic'] as const).filter(field => problems[field]);
  const summary = problemSummary(
    fields.map(field => t(`field.${field}`)),
    language,
  );
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text ?? lines[0]),
    title,
    lines: lines.map(text => ({ text })),
    summary,
    severities: SEVERITIES.map(value => ({ title: t(`severity.${value}`), value })),
    topics,
    hasTopics: topics.length > 0,
    form: {
      title: (typed.title ?? '').slice(0, TITLE_SHOWN),
      description: (typed.description ?? '').slice(0, TYPED_MAX),
      severity: SEVERITIES.find(value => value === typed.severity) ?? 'moderate',
      topic: topics.find(({ value }) => value === typed.topic)?.value ?? topics[0]?.value ?? '',
    },
    problems: Object.fromEntries(
      (['title', 'description', 'severity', 'topic'] as const).map(field => [field, problemAt(field)]),
    ),
    actions: actionsOf(model, language),
  });

  function problemAt(field: ServiceRequestField): { text: string }[] {
    const problem = problems[field];
    if (!problem) return [];
    const choice = field === 'severity' || field === 'topic';
    return [{ text: t(choice ? 'problem.required.kind' : `problem.${problem}`) }];
  }
}

function linesOf(subject: RequestServiceSubject, customer: string, language: Language): string[] {
  const t = translator(language);
  if (subject.about === 'portal') return [t('requestServiceForm.portal.intro')];
  return [
    t('requestServiceForm.intro', { customer }),
    ...(subject.onBehalf ? [t('requestServiceForm.onBehalf', { customer })] : []),
    ...(subject.general ? [] : [t('requestServiceForm.limited')]),
    ...(subject.indirectReseller ? [t('requestServiceForm.azure')] : []),
  ];
}

function topicChoices(
  subject: RequestServiceSubject,
  language: Language,
): { title: string; value: string }[] {
  if (subject.about === 'portal') return [];
  const t = translator(language);
  return [
    ...(subject.general ? [{ title: t('requestServiceForm.topic.none'), value: NO_TOPIC }] : []),
    ...subject.services.map(service => ({
      title: t('requestServiceForm.topic.service', { service: t(`service.${service}`) }),
      value: topicValue({ service }),
    })),
    ...subject.subscriptions.map(({ id, offerName }) => ({
      title: t('requestServiceForm.topic.subscription', { offer: clip(offerName, OFFER_SHOWN) }),
      value: topicValue({ subscriptionId: id }),
    })),
  ];
}

function actionsOf({ subject, requestId }: RequestServiceFormModel, language: Language): Action[] {
  const t = translator(language);
  const send = t('button.send');
  const cancel = t('button.cancel');
  if (subject.about === 'portal') {
    return [
      button(
        send,
        { verb: 'requestPortalService.send', request: requestId },
        { style: 'positive', inputs: true },
      ),
      button(cancel, { verb: 'serviceRequests.show' }),
    ];
  }
  const { id } = subject.customer;
  return [
    button(
      send,
      { verb: 'requestService.send', id, request: requestId },
      { style: 'positive', inputs: true },
    ),
    button(cancel, { verb: 'customers.open', id }),
  ];
}
