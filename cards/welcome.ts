import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Card, escapeMarkdown, inWords, template } from './card.ts';
import { commandButtons, type HelpItem } from './commands.ts';
import json from './welcome.json' with { type: 'json' };

/** Someone new to the bot: their name, their company if it stands here and whether it has added them, and what they may do. */
export interface WelcomeModel {
  /** Absent when Teams does not tell. */
  name: string | undefined;
  company?: { name: string; membership: 'added' | 'waiting' | 'stranger' } | undefined;
  actions: readonly HelpItem[];
}

const SITUATIONS = {
  added: 'welcome.company',
  waiting: 'welcome.waiting',
  stranger: 'help.notAdded',
} as const;

const expand = template(json);

/** Says once what the bot is for, and how to start (issue, point 2). */
export function welcomeCard(model: WelcomeModel, language: Language): Card {
  const t = translator(language);
  const title = model.name
    ? t('welcome.title', { name: escapeMarkdown(model.name) })
    : t('welcome.titleNoName');
  const situation = model.company
    ? t(SITUATIONS[model.company.membership], {
        company: escapeMarkdown(model.company.name),
      })
    : t('welcome.noCompany');
  return expand(language, {
    ...inWords(language, title, t('welcome.purpose'), situation),
    title,
    situation,
    help: t('welcome.help', { help: t('command.help.title') }),
    actions: commandButtons(model.actions, language),
  });
}
