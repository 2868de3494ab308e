/**
 * Continuations of lists travel through cards, so they come back from anywhere: opaque, safe in JSON and in URLs,
 * and looked at before storage sees them. They hold where the service goes on, nothing about who may read it.
 */
import { z } from 'zod';
import { BadContinuationError } from './errors.ts';

const LONGEST = 4_000;

const place = z.strictObject({
  nextPartitionKey: z.string().min(1).max(2_000),
  nextRowKey: z.string().max(2_000).optional(),
});

/** The form in which a token of the SDK leaves `page`. */
export function continuationOf(token: string): string {
  return Buffer.from(token, 'base64').toString('base64url');
}

/** The SDK's token in a continuation. Throws BadContinuationError if it is not one. */
export function tokenOf(continuation: string): string {
  const bytes = Buffer.from(continuation, 'base64url');
  if (continuation.length > LONGEST || bytes.toString('base64url') !== continuation) throw refused();
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw refused();
  }
  if (!place.safeParse(parsed).success) throw refused();
  return bytes.toString('base64');
}

function refused(): BadContinuationError {
  return new BadContinuationError('this continuation was not handed out here');
}
