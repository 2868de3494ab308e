/** What storage refuses or fails with. Nothing here knows a library; callers decide by class, never by message. */

/** Why a conditional write lost: the row exists already, was changed since it was read, or is gone. */
export type ConflictReason = 'exists' | 'changed' | 'missing';

/**
 * A compare-and-set was lost and nothing of its write was stored. Load again and decide again.
 * `rowKey` names the row that stood in the way, if storage told which one of a transaction it was.
 */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly reason: ConflictReason;
  readonly partitionKey: string;
  readonly rowKey: string | undefined;

  constructor(
    message: string,
    details: { reason: ConflictReason; partitionKey: string; rowKey?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.reason = details.reason;
    this.partitionKey = details.partitionKey;
    this.rowKey = details.rowKey;
  }
}

/**
 * Storage did not answer, answered 5xx, or does not let us in. For a write the outcome is unknown: it may or may
 * not have been stored, so whoever tries again must be idempotent.
 */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
}

/** The row is larger than an entity may be, or a transaction larger than one request may be. Nothing was sent. */
export class RowTooLargeError extends Error {
  override readonly name = 'RowTooLargeError';
  readonly key: string;
  readonly bytes: number;
  readonly limit: number;

  constructor(what: string, details: { key: string; bytes: number; limit: number }) {
    super(`${what} "${details.key}" takes ${details.bytes} bytes in storage; ${details.limit} is the most`);
    this.key = details.key;
    this.bytes = details.bytes;
    this.limit = details.limit;
  }
}

/** A stored row does not have the shape that this version reads. Names the row and the fields, never their values. */
export class RowCorruptError extends Error {
  override readonly name = 'RowCorruptError';
}

/** A key that storage cannot hold: empty, too long, or with a character that keys may not have. Nothing was sent. */
export class BadKeyError extends Error {
  override readonly name = 'BadKeyError';
}

/** A continuation (it travels through cards) is not one that `page` has handed out. Nothing was sent. */
export class BadContinuationError extends Error {
  override readonly name = 'BadContinuationError';
}
