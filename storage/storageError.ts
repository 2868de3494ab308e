/** What a failed request to the table service means for the caller. */

import { ConflictError, type ConflictReason, StorageUnavailableError } from './errors.ts';
import { isRestError, type RestError } from './tableSdk.ts';

/** Where a request went, as far as it is known. */
export interface RowPlace {
  partitionKey: string;
  rowKey?: string | undefined;
}

/** Failures to get a token from the managed identity, by name: the library that throws them is loaded only with it. */
const IDENTITY_ERRORS = new Set([
  'AuthenticationError',
  'AggregateAuthenticationError',
  'CredentialUnavailableError',
  'AuthenticationRequiredError',
]);

/**
 * ConflictError for a condition that was not met, StorageUnavailableError if storage did not answer, is busy, does
 * not let us in or lacks the table; any other refusal is a mistake of ours and stays an Error with what storage said.
 * Causes keep code, status and the service's request id, but not the request: that holds the row and the signature.
 */
export function storageError(error: unknown, place: RowPlace): Error {
  if (!isRestError(error)) {
    if (!(error instanceof Error)) return new Error('storage failed', { cause: error });
    if (!IDENTITY_ERRORS.has(error.name)) return error;
    return new StorageUnavailableError('the managed identity gave no access to storage', { cause: error });
  }
  const code = codeOf(error);
  const cause = essence(error, code);
  const status = error.statusCode;
  const reason = conflictReason(status, code);
  if (reason !== undefined) {
    const row = place.rowKey === undefined ? place.partitionKey : `${place.partitionKey} ${place.rowKey}`;
    return new ConflictError(`a write to "${row}" was refused: the row ${WORDS[reason]}`, {
      ...place,
      reason,
      cause,
    });
  }
  if (status === undefined) {
    return new StorageUnavailableError(`storage did not answer (${code ?? 'no code'})`, { cause });
  }
  const unavailable =
    status >= 500 || [401, 403, 408, 429].includes(status) || code === 'TableNotFound' || status === 404;
  if (unavailable) {
    return new StorageUnavailableError(`storage answered ${status} ${code ?? ''}`.trim(), { cause });
  }
  return new Error(`storage refused a request: ${status} ${code ?? ''}`.trim(), { cause });
}

/** Whether the row that was asked for does not exist; a missing table is something else. */
export function isMissingRow(error: unknown): boolean {
  return isRestError(error) && saysMissingRow(error.statusCode, codeOf(error));
}

/** The same of an answer of which no error has been made. */
export function saysMissingRow(status: number | undefined, code: string | undefined): boolean {
  return conflictReason(status, code) === 'missing';
}

/** Whether the whole table is missing. */
export function isMissingTable(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 404 && codeOf(error) === 'TableNotFound';
}

/** The service's own code. Outside transactions the SDK leaves it in the body. */
function codeOf(error: RestError): string | undefined {
  return error.code ?? /"code"\s*:\s*"([A-Za-z]+)/.exec(error.response?.bodyAsText ?? '')?.[1];
}

const WORDS: Record<ConflictReason, string> = {
  exists: 'exists already',
  changed: 'was changed since it was read',
  missing: 'is gone',
};

function conflictReason(status: number | undefined, code: string | undefined): ConflictReason | undefined {
  if (status === 412) return 'changed';
  if (status === 409 && (code === undefined || code === 'EntityAlreadyExists')) return 'exists';
  if (
    status === 404 &&
    (code === undefined || /^(ResourceNotFound|EntityDoesNotExist|EntityNotFound)$/.test(code))
  )
    return 'missing';
  return undefined;
}

function essence(error: RestError, code: string | undefined): Error {
  const requestId = error.response?.headers.get('x-ms-request-id');
  const summary = new Error(error.statusCode === undefined ? error.message : `status ${error.statusCode}`);
  summary.name = 'TableServiceError';
  return Object.assign(summary, {
    ...(code === undefined ? {} : { code }),
    ...(error.statusCode === undefined ? {} : { statusCode: error.statusCode }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}
