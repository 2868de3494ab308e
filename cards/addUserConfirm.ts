import type { Language } from '../domain/language.ts';
import { isGlobalAdmin } from '../domain/permissions.ts';
import type { UserToAdd } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import json from './addUserConfirm.json' with { type: 'json' };
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { adminName, agentName } from './levels.ts';
import { facts } from './parts.ts';

const expand = template(json);

/** Asks once more before somebody is added: their details, and what a global admin may do (source document 001). */
export function addUserConfirmCard({ user }: { user: UserToAdd }, language: Language): Card {
  const t = translator(language);
  const { name, email, levels } = user;
  const title = t('addUserConfirm.title', { name: escapeMarkdown(name) });
  const warnings = isGlobalAdmin(levels) ? [t('addUserConfirm.globalAdmin')] : [];
  return expand(language, {
    ...inWords(language, title, t('addUserConfirm.text'), ...warnings),
    title,
    warnings: warnings.map(text => ({ text })),
    facts: facts(language, [
      ['field.fullName', escapeMarkdown(name)],
      ['field.email', escapeMarkdown(email)],
      ['field.agent', agentName(levels.agent, language)],
      ['field.admin', adminName(levels.admin, language)],
    ]),
    actions: [
      button(t('button.confirm'), { verb: 'addUser.confirm' }, { style: 'positive' }),
      button(t('button.edit'), { verb: 'addUser.start' }),
      button(t('button.cancel'), { verb: 'addUser.cancel' }),
    ],
  });
}
