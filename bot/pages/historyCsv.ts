import { historyWords } from '../../cards/historyWords.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../domain/csv.ts';
import { translator } from '../../locales/index.ts';
import type { HistoryExport } from '../../operations/exportHistory.ts';

/** A history as a CSV file, in the reader's language, made as it is sent: one page of entries at a time. */
export async function* historyCsv({ language, pages }: HistoryExport): AsyncGenerator<string> {
  const t = translator(language);
  const heading = [
    t('history.csv.time'),
    t('history.csv.who'),
    t('history.csv.what'),
    t('history.csv.reason'),
    t('history.csv.from'),
    t('history.csv.event'),
  ];
  yield BYTE_ORDER_MARK + csvLine(heading);
  for await (const entries of pages) {
    yield entries
      .map(entry => {
        const { who, what, reason, from } = historyWords(entry, language, asItIs);
        return csvLine([entry.at, who, what, reason ?? '', from ?? '', entry.event]);
      })
      .join('');
  }
}

/** What the file is called: plain, and the same for everyone on a day. */
export function historyFileName({ at }: HistoryExport): string {
  return `partner-desk-history-${at.toISOString().slice(0, 10)}.csv`;
}

const asItIs = (text: string) => text;
