import type { CustomerUserField, CustomerUserForm } from '../domain/customerUserForm.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Language } from '../domain/language.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerUserForm.json' with { type: 'json' };
import { problemAt, problemSummary } from './problems.ts';

const LABELS: Record<CustomerUserField, MessageKey> = { name: 'field.fullName', email: 'field.email' };
const FIELDS = ['name', 'email'] as const;

export interface CustomerUserFormModel {
  customer: { id: string; name: string };
  /** Whom the form adds: the same person however often it is sent. */
  id: string;
  typed: CustomerUserForm;
  problems: FieldProblems<CustomerUserField>;
}

const expand = template(json);
const TYPED_MAX = 500;

/** The form that adds somebody to a customer's users: a full name, and an address that nobody else there has. */
export function customerUserFormCard(model: CustomerUserFormModel, language: Language): Card {
  const t = translator(language);
  const { typed, problems, id } = model;
  const { id: customer } = model.customer;
  const name = escapeMarkdown(model.customer.name);
  const title = t('customerUserForm.title', { customer: name });
  const intro = t('customerUserForm.text', { customer: name });
  const summary = problemSummary(
    FIELDS.filter(field => problems[field]).map(field => t(LABELS[field])),
    language,
  );
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text ?? intro),
    title,
    intro,
    summary,
    form: {
      name: (typed.name ?? '').slice(0, TYPED_MAX),
      email: (typed.email ?? '').slice(0, TYPED_MAX),
    },
    problems: Object.fromEntries(FIELDS.map(field => [field, problemAt(field, problems, language)])),
    actions: [
      button(
        t('button.add'),
        { verb: 'customerUsers.add', customer, id },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'customerUsers.list', customer }),
    ],
  });
}
