import type { NationalCloud } from '../domain/cloud.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { button, type Card, clip, inWords, template } from './card.ts';
import json from './inviteCustomerForm.json' with { type: 'json' };
import { problemAt, problemSummary } from './problems.ts';

const FIELDS = ['email', 'name', 'reference', 'language', 'provider', 'administration'] as const;
export type InviteCustomerField = (typeof FIELDS)[number];

const LABELS: Record<InviteCustomerField, MessageKey> = {
  email: 'field.customerEmail',
  name: 'field.customerName',
  reference: 'field.reference',
  language: 'field.letterLanguage',
  provider: 'field.inviteAs',
  administration: 'field.administration',
};

export interface InviteCustomerFormModel {
  /** `record` is the imported record that the form was opened from. */
  typed: Partial<Record<InviteCustomerField | 'record', string | undefined>>;
  problems: FieldProblems<InviteCustomerField>;
  /** The providers with whom a reseller can invite jointly; `typed.provider` is the id of one. */
  providers?: readonly { id: string; name: string }[] | undefined;
  /** The cloud in which a relationship is always asked for with administrator permissions. */
  alwaysAdministers?: NationalCloud | undefined;
}

/** What the form says of someone who invites without a provider: some clients refuse a choice whose value is empty. */
export const AS_COMPANY_ALONE = 'alone';

const expand = template(json);
const TYPED_MAX = 500;
const PROVIDERS_MAX = 50;
const NAME_MAX = 80;

/** The form of an invitation: whom to invite, and in which language to write to them (issue, point 4). */
export function inviteCustomerFormCard(model: InviteCustomerFormModel, language: Language): Card {
  const t = translator(language);
  const { typed, problems, providers = [], alwaysAdministers } = model;
  const summary = problemSummary(
    FIELDS.filter(field => problems[field]).map(field => t(LABELS[field])),
    language,
  );
  const chosen = LANGUAGES.find(one => one === typed.language) ?? language;
  return expand(language, {
    ...inWords(
      language,
      `${t('inviteCustomerForm.title')}.`,
      summary[0]?.text ?? t('inviteCustomerForm.text'),
    ),
    summary,
    form: {
      email: (typed.email ?? '').slice(0, TYPED_MAX),
      name: (typed.name ?? '').slice(0, TYPED_MAX),
      reference: (typed.reference ?? '').slice(0, TYPED_MAX),
      language: chosen,
      provider: providers.find(one => one.id === typed.provider)?.id ?? AS_COMPANY_ALONE,
      administration: typed.administration === 'false' ? 'false' : 'true',
    },
    choosesAdministration: alwaysAdministers === undefined,
    administrationHint: alwaysAdministers
      ? t('inviteCustomerForm.administration.always', { cloud: t(`cloud.${alwaysAdministers}`) })
      : t('inviteCustomerForm.administration.hint'),
    problems: Object.fromEntries(FIELDS.map(field => [field, problemAt(field, problems, language)])),
    languages: LANGUAGES.map(one => ({ title: t(`language.${one}`), value: one })),
    joint: providers.length > 0,
    inviters: [
      { title: t('inviteCustomerForm.asCompany'), value: AS_COMPANY_ALONE },
      ...providers.slice(0, PROVIDERS_MAX).map(({ id, name }) => ({
        title: t('inviteCustomerForm.asCompanyAndProvider', { provider: clip(name, NAME_MAX) }),
        value: id,
      })),
    ],
    actions: [
      button(
        t('button.next'),
        { verb: 'inviteCustomer.next', ...(typed.record && { record: typed.record }) },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'inviteCustomer.cancel' }),
    ],
  });
}
