import type { FieldProblems } from '../domain/fieldProblem.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import { problemAt, problemSummary } from './problems.ts';
import json from './requestPartnershipForm.json' with { type: 'json' };

const FIELDS = ['email', 'name', 'reference', 'language'] as const;
export type RequestPartnershipField = (typeof FIELDS)[number];

const LABELS: Record<RequestPartnershipField, MessageKey> = {
  email: 'field.resellerEmail',
  name: 'field.resellerName',
  reference: 'field.reference',
  language: 'field.letterLanguage',
};

export interface RequestPartnershipFormModel {
  typed: Partial<Record<RequestPartnershipField, string | undefined>>;
  problems: FieldProblems<RequestPartnershipField>;
}

const expand = template(json);
const TYPED_MAX = 500;

/** The form of a partnership request: which reseller to ask, and in which language (design §2 row 4, source document 003). */
export function requestPartnershipFormCard(model: RequestPartnershipFormModel, language: Language): Card {
  const t = translator(language);
  const { typed, problems } = model;
  const summary = problemSummary(
    FIELDS.filter(field => problems[field]).map(field => t(LABELS[field])),
    language,
  );
  const chosen = LANGUAGES.find(one => one === typed.language) ?? language;
  return expand(language, {
    ...inWords(
      language,
      `${t('requestPartnershipForm.title')}.`,
      summary[0]?.text ?? t('requestPartnershipForm.text'),
    ),
    summary,
    form: {
      email: (typed.email ?? '').slice(0, TYPED_MAX),
      name: (typed.name ?? '').slice(0, TYPED_MAX),
      reference: (typed.reference ?? '').slice(0, TYPED_MAX),
      language: chosen,
    },
    problems: Object.fromEntries(FIELDS.map(field => [field, problemAt(field, problems, language)])),
    languages: LANGUAGES.map(one => ({ title: t(`language.${one}`), value: one })),
    actions: [
      button(t('button.next'), { verb: 'requestPartnership.next' }, { style: 'positive', inputs: true }),
      button(t('button.cancel'), { verb: 'requestPartnership.cancel' }),
    ],
  });
}
