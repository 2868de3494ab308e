import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Language } from '../domain/language.ts';
import type { UserField, UserForm } from '../domain/user.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import json from './addUserForm.json' with { type: 'json' };
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { adminChoices, agentChoices } from './levelChoices.ts';
import { problemAt, problemSummary } from './problems.ts';

const LABELS: Record<UserField, MessageKey> = {
  colleague: 'field.colleague',
  name: 'field.fullName',
  email: 'field.email',
  agent: 'field.agent',
  admin: 'field.admin',
};
const FIELDS = ['colleague', 'name', 'email', 'agent', 'admin'] as const;

export interface AddUserFormModel {
  companyName: string;
  typed: UserForm;
  problems: FieldProblems<UserField>;
  /** People of the tenant who have talked to the bot and are not added; Teams finds all others. */
  colleagues: readonly { id: string; name: string }[];
  /** Only a global admin may add another one. */
  mayGrantGlobalAdmin: boolean;
}

const expand = template(json);
const TYPED_MAX = 500;
const NAME_MAX = 80;
const COLLEAGUES_MAX = 20;

/** The form of *Add user* (source document 001): who, and which agent and admin level, each with what it can do. */
export function addUserFormCard(model: AddUserFormModel, language: Language): Card {
  const t = translator(language);
  const { typed, problems } = model;
  const summary = problemSummary(
    FIELDS.filter(field => problems[field]).map(field => t(LABELS[field])),
    language,
  );
  const intro = t('addUserForm.text', { company: escapeMarkdown(model.companyName) });
  return expand(language, {
    ...inWords(language, `${t('addUserForm.title')}.`, summary[0]?.text ?? intro),
    title: t('addUserForm.title'),
    intro,
    summary,
    mayPick: true,
    colleagues: model.colleagues
      .slice(0, COLLEAGUES_MAX)
      .map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id })),
    form: {
      colleague: typed.colleague ?? '',
      name: (typed.name ?? '').slice(0, TYPED_MAX),
      email: (typed.email ?? '').slice(0, TYPED_MAX),
      agent: typed.agent || 'none',
      admin: typed.admin || 'none',
    },
    agents: agentChoices(language),
    admins: adminChoices(language, model.mayGrantGlobalAdmin),
    problems: Object.fromEntries(FIELDS.map(field => [field, problemAt(field, problems, language)])),
    actions: [
      button(t('button.add'), { verb: 'addUser.check' }, { style: 'positive', inputs: true }),
      button(t('button.cancel'), { verb: 'addUser.cancel' }),
    ],
  });
}
