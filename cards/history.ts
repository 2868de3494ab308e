import type { HistoryEntry, HistorySubject } from '../domain/history.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, link, template } from './card.ts';
import { clockIn } from './dates.ts';
import json from './history.json' with { type: 'json' };
import { historyWords } from './historyWords.ts';
import { nextPage, pagedTitle } from './paging.ts';

export interface HistoryModel {
  subject: HistorySubject;
  /** Of the company, customer, partner or user, or of whom an invitation goes to. */
  name: string;
  /** A page, newest first. */
  entries: readonly HistoryEntry[];
  /** Some of what was read is not for the viewer. */
  shorter: boolean;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Where *Export CSV* leads, for a short while. */
  exportUrl: string;
  /** Of the viewer; days and times are told in UTC without it. */
  timeZone?: string | undefined;
}

const expand = template(json);
const TEXT_MAX = 60;
/** Read aloud when the card arrives; the others are read where they stand. */
const SPOKEN = 4;
const safe = (text: string) => escapeMarkdown(clip(text, TEXT_MAX));

/** Who did what, when, from where: like a receipt, a heading a day (design §2). */
export function historyCard(model: HistoryModel, language: Language): Card {
  const t = translator(language);
  const { subject, next, entries, shorter } = model;
  const key = subject.of === 'invitation' ? 'history.title.invitation' : 'history.title';
  const heading = t(key, { name: safe(model.name) });
  const title = pagedTitle(heading, model, language);
  const days = daysOf(model, language);
  const empty = entries.length > 0 ? [] : [t(next ? 'history.noneHere' : 'history.empty')];
  const further = shorter && next !== undefined;
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      empty[0],
      ...days
        .flatMap(({ day, rows }) => rows.map(row => `${day}, ${row.time}, ${row.who}: ${row.what}.`))
        .slice(0, SPOKEN),
    ),
    title,
    empty: empty.map(text => ({ text })),
    days,
    hints: [t('history.exportHint'), ...(shorter ? [t('history.shorter')] : [])].map(text => ({ text })),
    actions: [
      ...nextPage(
        model,
        openHistoryData(subject),
        language,
        further ? 'button.lookFurther' : 'button.nextPage',
      ),
      link(t('button.exportCsv'), model.exportUrl),
      back(subject, language),
    ],
  });
}

function daysOf({ entries, timeZone }: HistoryModel, language: Language) {
  const clock = clockIn(language, timeZone);
  const days: { day: string; rows: ReturnType<typeof rowOf>[] }[] = [];
  for (const entry of entries) {
    const day = clock.day(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, rows: [] });
    days.at(-1)?.rows.push(rowOf(entry, clock.time(entry.at), language));
  }
  return days;
}

function rowOf(entry: HistoryEntry, time: string, language: Language) {
  const { who, what, reason, from } = historyWords(entry, language, safe);
  return {
    time,
    who,
    what,
    reasons: reason ? [{ text: reason }] : [],
    froms: from ? [{ text: from }] : [],
  };
}

function openHistoryData({ of, id }: HistorySubject) {
  return { verb: 'history.show', of, ...(id && { id }) };
}

/** *History*, on the card of whatever has one. */
export function historyButton(subject: HistorySubject, language: Language): Action {
  return button(translator(language)('button.history'), openHistoryData(subject));
}

const RECORDS = {
  customer: 'customers.open',
  invitation: 'invitations.open',
  partnership: 'partnerships.open',
  user: 'users.open',
} as const;

/** To the record that the history is of. */
function back({ of, id = '' }: HistorySubject, language: Language): Action {
  const title = translator(language)('button.back');
  return of === 'company'
    ? button(title, { verb: 'setUpCompany.start' })
    : button(title, { verb: RECORDS[of], id });
}
