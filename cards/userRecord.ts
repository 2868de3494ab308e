import type { Language } from '../domain/language.ts';
import type { ListedUser } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { historyButton } from './history.ts';
import { adminName, agentName } from './levels.ts';
import { facts, type Tone, toneStyle, typed } from './parts.ts';
import json from './userRecord.json' with { type: 'json' };
import { isOver, stateOf } from './users.ts';

export interface UserRecordModel {
  user: ListedUser;
  now: Date;
  isSelf: boolean;
  mayUpdate: boolean;
  mayRenewCode: boolean;
  mayRemove: boolean;
}

const expand = template(json);
const TONES: Record<ListedUser['state'], Tone> = {
  invited: 'warning',
  active: 'good',
  locked: 'attention',
  removed: 'info',
};

/** One person of a company: where they stand, their two levels, who added them, and what can be done (source document 001). */
export function userRecordCard(model: UserRecordModel, language: Language): Card {
  const t = translator(language);
  const { user, now } = model;
  const name = escapeMarkdown(user.name);
  const title = `${name}: ${stateOf(user, now, language)}`;
  const over = isOver(user, now);
  const lines = [
    t(over ? 'userRecord.codeOver' : `userRecord.${user.state}`, { name }),
    ...(model.isSelf ? [t('userRecord.self')] : []),
  ];
  const actions = actionsOf(model, language);
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(TONES[user.state]),
    lines: lines.map(text => ({ text })),
    facts: facts(language, [
      ['field.email', typed(user.email)],
      ['field.agent', agentName(user.agent, language)],
      ['field.admin', adminName(user.admin, language)],
      ['field.addedBy', typed(user.addedBy?.name)],
      ['field.addedAt', momentOn(user.addedAt)],
      [
        'field.codeValidUntil',
        user.state === 'invited' && user.codeExpiresAt && !over ? momentOn(user.codeExpiresAt) : undefined,
      ],
    ]),
    actions,
    hasActions: true,
  });
}

function actionsOf(
  { user, mayUpdate, mayRenewCode, mayRemove }: UserRecordModel,
  language: Language,
): Action[] {
  const t = translator(language);
  const { id } = user;
  return [
    ...(mayUpdate ? [button(t('button.update'), { verb: 'users.edit', id }, { style: 'positive' })] : []),
    ...(mayRenewCode ? [button(t('button.newSignInCode'), { verb: 'users.newCode', id })] : []),
    ...(mayRemove
      ? [button(t('button.remove'), { verb: 'users.askRemove', id }, { style: 'destructive' })]
      : []),
    ...(user.state === 'removed' ? [button(t('button.addUser'), { verb: 'addUser.start' })] : []),
    historyButton({ of: 'user', id }, language),
    button(t('button.backToUsers'), { verb: 'users.show' }),
  ];
}
