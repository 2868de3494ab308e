import type { Language } from '../domain/language.ts';
import type { LicenceResult } from '../domain/licences.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { clip, escapeMarkdown } from './card.ts';
import { type Tone, toneStyle } from './parts.ts';

/** What became of a licence, of whom and of what. */
export interface LicenceNote {
  result: LicenceResult;
  person: string;
  offer: string;
}

const SENTENCES: Readonly<Partial<Record<LicenceResult, { key: MessageKey; tone: Tone }>>> = {
  assigned: { key: 'licences.assigned', tone: 'good' },
  takenBack: { key: 'licences.takenBack', tone: 'good' },
  hasAlready: { key: 'licences.hasAlready', tone: 'info' },
  hasNone: { key: 'licences.hasNone', tone: 'info' },
  noneLeft: { key: 'licences.noneLeft', tone: 'warning' },
  notActive: { key: 'licences.notActive', tone: 'warning' },
  cancelled: { key: 'licences.notActive', tone: 'warning' },
  noLicences: { key: 'licences.noLicences', tone: 'warning' },
  notYours: { key: 'licences.notYours', tone: 'warning' },
};
const OTHERWISE: { key: MessageKey; tone: Tone } = { key: 'licences.notActive', tone: 'warning' };
const NAME_MAX = 32;
const NOTES_MAX = 12;
const SPOKEN_MAX = 3;

/** A sentence on top of a card, in the colour of its news. */
export interface Note {
  text: string;
  style: ReturnType<typeof toneStyle>;
}

/** What became of each licence, as cards say it; of very many, what went wrong before what went well. */
export function licenceNotes(notes: readonly LicenceNote[], language: Language): Note[] {
  const t = translator(language);
  const said = notes.map(({ result, person, offer }) => {
    const { key, tone } = SENTENCES[result] ?? OTHERWISE;
    const names = {
      person: escapeMarkdown(clip(person, NAME_MAX)),
      offer: escapeMarkdown(clip(offer, NAME_MAX)),
    };
    return { text: t(key, names), style: toneStyle(tone), well: tone === 'good' };
  });
  return [...said.filter(each => !each.well), ...said.filter(each => each.well)]
    .slice(0, NOTES_MAX)
    .map(({ text, style }) => ({ text, style }));
}

/** The first of them, for where a card is only read aloud. */
export function spokenNotes(notes: readonly Note[]): string[] {
  return notes.slice(0, SPOKEN_MAX).map(({ text }) => text);
}

/** One sentence of another kind. */
export function note(text: string, tone: Tone): Note {
  return { text, style: toneStyle(tone) };
}
