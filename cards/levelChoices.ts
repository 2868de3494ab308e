import type { Language } from '../domain/language.ts';
import { ADMIN_LEVELS, AGENT_LEVELS } from '../domain/permissions.ts';
import { translator } from '../locales/index.ts';
import { adminName, agentName } from './levels.ts';

/** What a choice set shows and hands back. */
interface Choice {
  title: string;
  value: string;
}

/** The agent levels to choose from, each with one line of what it can do (source document 001). */
export function agentChoices(language: Language): Choice[] {
  const t = translator(language);
  return AGENT_LEVELS.map(level => ({
    title: t('level.choice', { role: agentName(level, language), text: t(`level.agent.${level}.text`) }),
    value: level,
  }));
}

/** The admin levels to choose from; *Global admin* only for those who may give it. */
export function adminChoices(language: Language, withGlobalAdmin: boolean): Choice[] {
  const t = translator(language);
  return ADMIN_LEVELS.filter(level => withGlobalAdmin || level !== 'globalAdmin').map(level => ({
    title: t('level.choice', { role: adminName(level, language), text: t(`level.admin.${level}.text`) }),
    value: level,
  }));
}
