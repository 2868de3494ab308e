import * as z from 'zod';
import { withoutCodes } from './link.ts';

/**
 * One line of text as a person types it: trimmed, spaces folded, no control characters. Marks of writing direction go:
 * phones put them into what is copied, and in a name they could make it read as another. Refused as `tooLong` or `malformed`.
 */
export const oneLine = (max: number) =>
  z
    .string()
    .transform(text =>
      text
        .normalize('NFC')
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .max(max, 'tooLong')
        .regex(/^\P{Cc}*$/u, 'malformed'),
    );

/** The same for text of several lines: these stay, with at most one empty line between two. */
export const manyLines = (max: number) =>
  z
    .string()
    .transform(text =>
      withoutCodes(text)
        .normalize('NFC')
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/\r\n?|[\u2028\u2029]/g, '\n')
        .replace(/[^\S\n]+/gu, ' ')
        .replace(/ ?\n ?/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    )
    .pipe(
      z
        .string()
        .max(max, 'tooLong')
        .regex(/^(?:\P{Cc}|\n)*$/u, 'malformed'),
    );

/**
 * What a person typed into a field, as it is kept when a form is refused: without codes of links, and cut far past what
 * any field takes, so that a text that is too long is refused with all others kept, and no more is stored.
 */
export const typedText = z
  .string()
  .transform(text => withoutCodes(text.slice(0, 4_000)))
  .optional();

/** Why somebody declines, as they typed it, if they did: one line of at most 500 characters, without codes of links. */
export const declineReason = z
  .string()
  .max(4_000)
  .optional()
  .transform(text => text && withoutCodes(text))
  .transform(text => text?.replace(/\s+/gu, ' ').trim().slice(0, 500) || undefined);
