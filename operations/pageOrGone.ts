import { BadContinuationError } from '../storage/errors.ts';

/** A page of a list; undefined when it was asked for by a continuation that is none: cards come back from anywhere. */
export async function pageOrGone<Page>(page: Promise<Page>): Promise<Page | undefined> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof BadContinuationError) return undefined;
    throw error;
  }
}
