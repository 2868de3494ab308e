import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, link, template } from './card.ts';
import json from './letterReady.json' with { type: 'json' };

export interface LetterReadyModel {
  invitation: Invitation;
  purpose: 'invitation' | 'reminder';
  subject: string;
  /** The text with the real link in it. */
  message: string;
  /** The draft page, open for 15 minutes; absent until the company is active: one may draft, not send. */
  pageUrl: string | undefined;
}

const expand = template(json);

/** A card shows this many lines and characters of a letter; the page always has all of it. */
const LINES_MAX = 60;
const SHOWN_MAX = 4_000;

/** The finished e-mail: to read, to take into one's own mailbox, and to mark as sent (source document 000). */
export function letterReadyCard(model: LetterReadyModel, language: Language): Card {
  const t = translator(language);
  const { invitation, purpose, pageUrl } = model;
  const { id, version } = invitation;
  const title = t(`letterReady.title.${purpose === 'reminder' ? purpose : invitation.kind}`, {
    customer: escapeMarkdown(invitation.addressee.name),
    provider: escapeMarkdown(invitation.provider?.companyName ?? ''),
  });
  const how = pageUrl
    ? t('letterReady.how', { email: escapeMarkdown(invitation.addressee.email) })
    : t('letterReady.notYet');
  const { letter, cut } = readable(model.message);
  return expand(language, {
    ...inWords(language, `${title}.`, how),
    title,
    how: [{ text: how }],
    subject: escapeMarkdown(model.subject),
    letter,
    notes: pageUrl
      ? [...(cut ? [t('letterReady.cut')] : []), t('letterReady.page')].map(text => ({ text }))
      : [],
    actions: [
      ...(pageUrl
        ? [link(t('button.openInEmail'), pageUrl), link(t('button.copyToClipboard'), `${pageUrl}#copy`)]
        : []),
      button(t('button.edit'), { verb: 'draft.edit', id, version }),
      ...(pageUrl
        ? [button(t('button.done'), { verb: 'draft.done', id, version }, { style: 'positive' })]
        : []),
      button(t('button.cancel'), { verb: 'draft.discard', id, version }),
    ],
  });
}

/** The letter line by line, as it will be sent; an empty line becomes space above the next one. */
function readable(message: string): { letter: { text: string; spacing: string }[]; cut: boolean } {
  const whole = message.split('\n');
  const letter: { text: string; spacing: string }[] = [];
  let left = SHOWN_MAX;
  let afterEmpty = true;
  for (const line of whole) {
    if (line.trim() === '') {
      afterEmpty = true;
      continue;
    }
    if (left <= 0 || letter.length === LINES_MAX) return { letter, cut: true };
    letter.push({ text: escapeMarkdown(clip(line, left)), spacing: afterEmpty ? 'Default' : 'None' });
    left -= line.length;
    afterEmpty = false;
  }
  return { letter, cut: left < 0 };
}
