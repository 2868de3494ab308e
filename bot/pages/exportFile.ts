import { BYTE_ORDER_MARK } from '../../domain/csv.ts';
import type { Export } from '../../operations/exports.ts';
import { customersCsv } from './customersCsv.ts';
import { historyCsv } from './historyCsv.ts';

/** An export as a CSV file, in the reader's language, made as it is sent. */
export async function* exportFile(found: Export): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK;
  yield* found.of === 'history'
    ? historyCsv(found.pages, found.language)
    : customersCsv(found.pages, found.language);
}

/** What the file is called: plain, and the same for everyone on a day. */
export function exportName({ of, at }: Export): string {
  return `partner-desk-${of}-${at.toISOString().slice(0, 10)}.csv`;
}
