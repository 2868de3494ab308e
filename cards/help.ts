import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Card, clip, escapeMarkdown, inWords, kept, template } from './card.ts';
import { commandButtons, type HelpItem } from './commands.ts';
import json from './help.json' with { type: 'json' };

export interface HelpModel {
  /** What this person may do here; the first five become buttons. */
  items: readonly HelpItem[];
  /** The text that was not understood; `secret` when it had better not be quoted. */
  unknown?: { text: string } | 'secret' | undefined;
  /** The dialog that is half done. */
  inside?:
    | 'setUpCompany'
    | 'inviteCustomer'
    | 'requestPartnership'
    | 'addUser'
    | 'requestRole'
    | 'addCustomer'
    | 'addSubscription'
    | undefined;
  /** The company of the reader's organization, if it stands here and has not added them. */
  notAddedTo?: string | undefined;
  /** After *More*: every item as a word to type, with what it does. */
  all?: boolean | undefined;
}

const expand = template(json);
const UNKNOWN_MAX = 200;

/** What this person can do here (design §3). Cards that quote nothing are kept: the same few are asked all day. */
export function helpCard(model: HelpModel, language: Language): Card {
  const quotes = model.unknown !== undefined || model.notAddedTo !== undefined;
  return quotes ? makeHelp(model, language) : keptHelp(model, language);
}

const keptHelp = kept<HelpModel>(
  ({ items, inside, all }, language) =>
    [language, inside ?? '', all ? 'all' : '', ...items.map(item => item.command)].join(' '),
  makeHelp,
);

function notUnderstood(unknown: { text: string } | 'secret', language: Language): string {
  const t = translator(language);
  if (unknown === 'secret') return t('help.notQuoted');
  return t('help.unknown', { text: escapeMarkdown(clip(unknown.text, UNKNOWN_MAX)) });
}

function makeHelp({ items, unknown, inside, notAddedTo, all }: HelpModel, language: Language): Card {
  const t = translator(language);
  const notes = [
    ...(unknown === undefined ? [] : [notUnderstood(unknown, language)]),
    ...(notAddedTo === undefined ? [] : [t('help.notAdded', { company: escapeMarkdown(notAddedTo) })]),
    ...(inside ? [t(`help.inside.${inside}`, { cancel: t('command.cancel.title') })] : []),
  ];
  const words = items.map(({ command }) => ({
    title: t(`command.${command}.title`),
    description: t(`command.${command}.description`),
  }));
  const actions = commandButtons(items, language);
  return expand(language, {
    ...inWords(language, ...notes, `${t('help.title')}:`, `${words.map(word => word.title).join(', ')}.`),
    notes: notes.map(text => ({ text })),
    words: all ? words : [],
    actions,
    hasActions: !all && actions.length > 0,
    hints: (all ? [t('help.words'), t('help.edited')] : [t('help.select')]).map(text => ({ text })),
  });
}
