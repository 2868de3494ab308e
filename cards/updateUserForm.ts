import type { Language } from '../domain/language.ts';
import type { Levels } from '../domain/permissions.ts';
import type { ListedUser } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { adminChoices, agentChoices } from './levelChoices.ts';
import { adminName } from './levels.ts';
import json from './updateUserForm.json' with { type: 'json' };

export interface UpdateUserFormModel {
  user: ListedUser;
  /** What is chosen: the present levels, or what was refused. */
  chosen: Levels;
  mayGrantGlobalAdmin: boolean;
  problem?: 'noRole' | 'changedMeanwhile' | undefined;
}

const expand = template(json);

/** *Update* (source document 001, "Assign user permissions"): one agent and one admin level. */
export function updateUserFormCard(model: UpdateUserFormModel, language: Language): Card {
  const t = translator(language);
  const { user, chosen, problem } = model;
  const name = escapeMarkdown(user.name);
  const title = t('updateUserForm.title', { name });
  const intro = t('updateUserForm.text', { name });
  const summary = problem === 'changedMeanwhile' ? [{ text: t('updateUserForm.changed') }] : [];
  const admins = adminChoices(language, model.mayGrantGlobalAdmin);
  // Whoever may not take the global admin level away can still change the agent level beside it.
  const kept = admins.some(choice => choice.value === chosen.admin)
    ? []
    : [{ title: adminName(chosen.admin, language), value: chosen.admin }];
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text ?? intro),
    title,
    intro,
    summary,
    agents: agentChoices(language),
    admins: kept.length > 0 ? kept : admins,
    agent: chosen.agent,
    admin: chosen.admin,
    problems: problem === 'noRole' ? [{ text: t('problem.noRole') }] : [],
    actions: [
      button(
        t('button.update'),
        { verb: 'users.update', id: user.id, version: user.version },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'users.open', id: user.id }),
    ],
  });
}
