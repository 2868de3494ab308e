import type { PersonRef } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { ListedUser } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { listOf } from './parts.ts';
import json from './removeUserConfirm.json' with { type: 'json' };

export interface RemoveUserConfirmModel {
  user: ListedUser;
  isSelf: boolean;
  /** Their open invitations: how many, and some of the names. */
  work: { count: number; names: readonly string[]; more: boolean };
  /** Who could go on with them. */
  colleagues: readonly PersonRef[];
}

const expand = template(json);
const NAME_MAX = 60;
const COLLEAGUES_MAX = 50;

/** Asks once more before somebody is removed: what ends, what of theirs is open, and who goes on with it. */
export function removeUserConfirmCard(model: RemoveUserConfirmModel, language: Language): Card {
  const t = translator(language);
  const { user, isSelf, work } = model;
  const name = escapeMarkdown(user.name);
  const title = t(isSelf ? 'removeUserConfirm.self' : 'removeUserConfirm.title', { name });
  const text = t(isSelf ? 'removeUserConfirm.selfText' : 'removeUserConfirm.text', { name });
  const names = work.names.map(each => escapeMarkdown(clip(each, NAME_MAX)));
  const shown = listOf(language, work.count > names.length ? [...names, '…'] : names);
  const [first] = model.colleagues;
  const lines =
    work.count === 0
      ? [t('removeUserConfirm.noWork')]
      : [
          t(work.more ? 'removeUserConfirm.muchWork' : 'removeUserConfirm.work', {
            count: work.count,
            names: shown,
          }),
          ...(first ? [] : [t('removeUserConfirm.nobody')]),
        ];
  return expand(language, {
    ...inWords(language, title, text, ...lines),
    title,
    text,
    work: lines.map(line => ({ text: line })),
    canHandOver: work.count > 0 && first !== undefined,
    colleagues: model.colleagues
      .slice(0, COLLEAGUES_MAX)
      .map(colleague => ({ title: clip(colleague.name, NAME_MAX), value: colleague.objectId })),
    first: first?.objectId ?? '',
    actions: [
      button(
        t('button.remove'),
        { verb: 'users.remove', id: user.id },
        { style: 'destructive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'users.open', id: user.id }),
    ],
  });
}
