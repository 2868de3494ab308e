import type { Language } from '../domain/language.ts';
import type { Levels } from '../domain/permissions.ts';
import { translator } from '../locales/index.ts';

/** The roles that someone holds, in words: the agent level, the admin level, or that there is none. */
export function levelNames({ agent, admin }: Levels, language: Language): string[] {
  const t = translator(language);
  const names = [
    ...(agent === 'none' ? [] : [t(`role.${agent}`)]),
    ...(admin === 'none' ? [] : [t(`role.${admin}`)]),
  ];
  return names.length > 0 ? names : [t('level.none')];
}

/** An agent level in words, also that somebody is not an agent. */
export function agentName(agent: Levels['agent'], language: Language): string {
  return translator(language)(agent === 'none' ? 'level.notAgent' : `role.${agent}`);
}

/** An admin level in words, also that somebody is not an admin. */
export function adminName(admin: Levels['admin'], language: Language): string {
  return translator(language)(admin === 'none' ? 'level.notAdmin' : `role.${admin}`);
}
