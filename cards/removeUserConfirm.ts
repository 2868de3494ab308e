import type { PersonRef } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { ListedUser } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { listOf } from './parts.ts';
import json from './removeUserConfirm.json' with { type: 'json' };

interface OpenOfAKind {
  count: number;
  names: readonly string[];
  more: boolean;
}

export interface RemoveUserConfirmModel {
  user: ListedUser;
  isSelf: boolean;
  /** Their open invitations and service requests: how many, and some of the names. */
  work: { invitations: OpenOfAKind; serviceRequests: OpenOfAKind };
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
  const [first] = model.colleagues;
  const lines = workOf(work, first !== undefined, language);
  return expand(language, {
    ...inWords(language, title, text, ...lines),
    title,
    text,
    work: lines.map(line => ({ text: line })),
    canHandOver: work.invitations.count + work.serviceRequests.count > 0 && first !== undefined,
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

/** What of theirs is open, and who hears of it from then on. */
function workOf(
  { invitations, serviceRequests }: RemoveUserConfirmModel['work'],
  somebodyThere: boolean,
  language: Language,
): string[] {
  const t = translator(language);
  const counted = ({ count, names }: OpenOfAKind) => {
    const shown = names.map(each => escapeMarkdown(clip(each, NAME_MAX)));
    return { count, names: listOf(language, count > shown.length ? [...shown, '…'] : shown) };
  };
  const ofInvitations = invitations.more ? 'removeUserConfirm.muchWork' : 'removeUserConfirm.work';
  const ofServices = serviceRequests.more ? 'removeUserConfirm.manyServices' : 'removeUserConfirm.services';
  const lines: string[] = [];
  if (invitations.count > 0) {
    lines.push(t(ofInvitations, counted(invitations)));
    if (!somebodyThere) lines.push(t('removeUserConfirm.nobody'));
  }
  if (serviceRequests.count > 0) {
    lines.push(t(ofServices, counted(serviceRequests)));
    lines.push(t(somebodyThere ? 'removeUserConfirm.servicesGo' : 'removeUserConfirm.servicesStay'));
  }
  return lines.length > 0 ? lines : [t('removeUserConfirm.noWork')];
}
