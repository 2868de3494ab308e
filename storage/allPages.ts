import type { KeyedRow, Page } from './rows.ts';

/**
 * All pages of a list, one after the other, each read when the one before it was gone through. A page may be empty with
 * more behind it, so the end is where no page follows, and nowhere else.
 */
export async function* allPages<T>(
  read: (continuation: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<KeyedRow<T>[]> {
  let continuation: string | undefined;
  do {
    const page = await read(continuation);
    yield page.rows;
    continuation = page.continuation;
  } while (continuation);
}
