import { historyWords } from '../../cards/historyWords.ts';
import { csvLine } from '../../domain/csv.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';

/** A history as lines of a CSV file, in the reader's language, made as it is sent: one page of entries at a time. */
export async function* historyCsv(
  pages: AsyncIterable<HistoryEntry[]>,
  language: Language,
): AsyncGenerator<string> {
  const t = translator(language);
  yield csvLine([
    t('history.csv.time'),
    t('history.csv.who'),
    t('history.csv.what'),
    t('history.csv.reason'),
    t('history.csv.from'),
    t('history.csv.event'),
  ]);
  for await (const entries of pages) {
    yield entries
      .map(entry => {
        const { who, what, reason, from } = historyWords(entry, language, asItIs);
        return csvLine([entry.at, who, what, reason ?? '', from ?? '', entry.event]);
      })
      .join('');
  }
}

const asItIs = (text: string) => text;
