import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * A moment on a card: the client shows it in the reader's own time zone. Milliseconds must go, clients show a macro
 * with them raw (design §8). Long, because that form is right in every language that we ship.
 */
export function momentOn(iso: string): string {
  const bare = withoutMilliseconds(iso);
  return `{{DATE(${bare},LONG)}} {{TIME(${bare})}}`;
}

/** A day on a card, in the reader's own time zone. */
export function dayOn(iso: string): string {
  return `{{DATE(${withoutMilliseconds(iso)},LONG)}}`;
}

/** How long ago something was, in whole days: "today", "3 days ago". */
export function ageOf(iso: string, now: Date, language: Language): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / DAY));
  return translator(language)('date.age', { days });
}

/** How long something still lasts, in days begun: "3 days left", "last day". */
export function timeLeft(iso: string, now: Date, language: Language): string {
  const days = Math.max(0, Math.ceil((Date.parse(iso) - now.getTime()) / DAY));
  return translator(language)('date.left', { days });
}

/** A text with its macros replaced by UTC moments, for where no client resolves them: fallback text, speech. */
export function plainMoments(text: string, language: Language): string {
  const t = translator(language);
  return text
    .replace(/\{\{DATE\(([^,)]+),LONG\)\}\} \{\{TIME\(\1\)\}\}/g, (_, iso: string) =>
      t('date.moment', { at: new Date(iso) }),
    )
    .replace(/\{\{DATE\(([^,)]+),LONG\)\}\}/g, (_, iso: string) => t('date.day', { at: new Date(iso) }));
}

function withoutMilliseconds(iso: string): string {
  return new Date(iso).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Tells moments by the clock of a place. */
export interface Clock {
  day(iso: string): string;
  time(iso: string): string;
}

/**
 * The clock of a reader's own place, where their client says it (an IANA name); else UTC, and the day says so. For
 * lists under headings of days: the client's own macros cannot tell on which day something belongs.
 */
export function clockIn(language: Language, timeZone: string | undefined): Clock {
  try {
    if (timeZone) return clockOf(language, timeZone);
  } catch {
    // A name that this machine does not know.
  }
  return clockOf(language, 'UTC', ' (UTC)');
}

function clockOf(language: Language, timeZone: string, mark = ''): Clock {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone });
  return {
    day: iso => `${day.format(new Date(iso))}${mark}`,
    time: iso => time.format(new Date(iso)),
  };
}
