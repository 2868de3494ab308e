/**
 * Typed access to the rows of one table; every repository is written against this. Keys and sizes are checked
 * before anything is sent, values are checked by their schema when read, every update names the ETag that it read.
 *
 * Answers that get lost: a write that was carried out while its answer never arrived must not come back as a
 * conflict. So every write marks its rows with an id of its own; when the outcome is unknown the same write is sent
 * once more, and if that is then refused the rows are read: our mark says that the first try had been stored.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { continuationOf, tokenOf } from './continuation.ts';
import { ConflictError, RowTooLargeError } from './errors.ts';
import { checkKey, type KeyRange } from './keys.ts';
import { GIVE_UP_MS, mayHaveBeenDone } from './retryPolicy.ts';
import { type Columns, columnsOf, decodeRow, encodeRow, type StoredEntity, WRITE_ID } from './rowCodec.ts';
import { type RowPlace, storageError } from './storageError.ts';
import { readEntity } from './tableRequest.ts';
import { type HttpClient, isRestError, odata, type RestError, type TableClient } from './tableSdk.ts';
import { batchBody, LARGEST_BODY_BYTES, MOST_OPERATIONS, sendBatch, type WireOp } from './transaction.ts';

/** A value as it was read, with the ETag that an update of it must name. */
export interface Row<T> {
  value: T;
  etag: string;
}

/** A row of a list, with its row key. */
export interface KeyedRow<T> extends Row<T> {
  key: string;
}

/** A row as it lies there, with what storage filters it by. */
export interface RawRow extends KeyedRow<object> {
  columns: Columns;
}

const anyValue = z.looseObject({});

/** One page of a list. Without `continuation` it is the last; it may be empty and still have one. */
export interface Page<T> {
  rows: KeyedRow<T>[];
  continuation?: string;
}

/** What a page is to hold. `filter` is an OData expression over columns, made with the `odata` tag. */
export interface PageRequest {
  /** At most this many rows, 1 to 1,000. */
  top: number;
  continuation?: string | undefined;
  filter?: string | undefined;
}

/** One write of a transaction. Each row may occur once. */
export type Op =
  /** Loses if the row exists. */
  | { op: 'insert'; key: string; value: object; columns?: Columns }
  /** Replaces the row as it was read under `etag`; loses if it was changed or is gone. */
  | { op: 'update'; key: string; value: object; etag: string; columns?: Columns }
  /** Writes whatever is there now. Only for rows that nobody decides by. */
  | { op: 'upsert'; key: string; value: object; columns?: Columns }
  /** `'*'` deletes whatever is there; either way it loses if the row is gone. */
  | { op: 'delete'; key: string; etag: string };

/** Looks like an ETag of the table service. Anything else can match no row, and must not get into a header. */
const ETAG = /^W\/"[\x20\x21\x23-\x7e]{1,200}"$/;

/** Less time than this left, a second try is not worth it. */
const SECOND_TRY_MS = 300;
/** To recognize a write of ours, reading this many of its rows is enough. */
const MOST_ROWS_READ_BACK = 10;

/** The rows of one table. Every method rejects with StorageUnavailableError if storage does not answer within about 4 s. */
export class Table {
  readonly #client: TableClient;
  readonly #transport: HttpClient;

  /** `transport` is the one that `client` uses; point reads and transactions go over it. */
  constructor(client: TableClient, transport: HttpClient) {
    this.#client = client;
    this.#transport = transport;
  }

  /** One row, or undefined. One request. Throws RowCorruptError if what is stored does not fit `schema`. */
  async get<T>(partitionKey: string, rowKey: string, schema: z.ZodType<T>): Promise<Row<T> | undefined> {
    const entity = await this.#read(partitionKey, rowKey);
    if (entity === undefined) return undefined;
    return { value: decodeRow(entity, schema), etag: entity.etag };
  }

  /**
   * Rows of one partition whose keys lie in `range`, in the order of their keys. Exactly one request. Throws
   * BadContinuationError for a continuation that no page has handed out, RowCorruptError for a row that does not fit.
   */
  async page<T>(
    partitionKey: string,
    range: KeyRange,
    schema: z.ZodType<T>,
    request: PageRequest,
  ): Promise<Page<T>> {
    checkKey(partitionKey);
    if (!Number.isInteger(request.top) || request.top < 1 || request.top > 1_000) {
      throw new RangeError('a page holds 1 to 1,000 rows');
    }
    // The filter always names partition and range: a forged continuation can skip rows, never reach foreign ones.
    const inRange = odata`PartitionKey eq ${partitionKey} and RowKey ge ${range.from} and RowKey lt ${range.to}`;
    const filter = request.filter === undefined ? inRange : `${inRange} and (${request.filter})`;
    const pages = this.#client.listEntities<Record<string, unknown>>({ queryOptions: { filter } }).byPage({
      maxPageSize: request.top,
      ...(request.continuation === undefined ? {} : { continuationToken: tokenOf(request.continuation) }),
    });
    const page = await nextOf(pages, partitionKey);
    if (page === undefined) return { rows: [] };
    const rows = page.map(entity => ({
      key: String(entity.rowKey),
      value: decodeRow(entity, schema),
      etag: entity.etag,
    }));
    const token = page.continuationToken;
    return token === undefined ? { rows } : { rows, continuation: continuationOf(token) };
  }

  /**
   * Up to `top` rows in the order of their keys, for whoever goes on after the last of them: none only when the range
   * holds none. One request, and one more for each empty page that storage hands out on its way.
   */
  async some<T>(
    partitionKey: string,
    range: KeyRange,
    schema: z.ZodType<T>,
    top: number,
  ): Promise<KeyedRow<T>[]> {
    const entities = await this.#some(partitionKey, range, top);
    return entities.map(entity => ({
      key: String(entity.rowKey),
      value: decodeRow(entity, schema),
      etag: entity.etag,
    }));
  }

  /** The same whatever they hold: for what carries rows elsewhere without knowing them. */
  async someRaw(partitionKey: string, range: KeyRange, top: number): Promise<RawRow[]> {
    const entities = await this.#some(partitionKey, range, top);
    return entities.map(entity => ({
      key: String(entity.rowKey),
      value: decodeRow(entity, anyValue),
      columns: columnsOf(entity),
      etag: entity.etag,
    }));
  }

  async #some(
    partitionKey: string,
    { from, to }: KeyRange,
    top: number,
  ): Promise<(StoredEntity & { etag: string })[]> {
    checkKey(partitionKey);
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${to}`;
    const pages = this.#client.listEntities<Record<string, unknown>>({ queryOptions: { filter } }).byPage({
      maxPageSize: top,
    });
    for (;;) {
      const page = await nextOf(pages, partitionKey);
      if (page === undefined || page.length > 0) return page ?? [];
    }
  }

  /** Adds a row. ConflictError ('exists') if there is one; RowTooLargeError. One request. */
  async insert(partitionKey: string, key: string, value: object, columns?: Columns): Promise<void> {
    await this.transact(partitionKey, [{ op: 'insert', key, value, ...(columns && { columns }) }]);
  }

  /** Replaces the row as it was read under `etag`. ConflictError ('changed', 'missing'); RowTooLargeError. One request. */
  async update(
    partitionKey: string,
    key: string,
    value: object,
    etag: string,
    columns?: Columns,
  ): Promise<void> {
    await this.transact(partitionKey, [{ op: 'update', key, value, etag, ...(columns && { columns }) }]);
  }

  /** Writes the row whatever is there now. RowTooLargeError. One request. */
  async upsert(partitionKey: string, key: string, value: object, columns?: Columns): Promise<void> {
    await this.transact(partitionKey, [{ op: 'upsert', key, value, ...(columns && { columns }) }]);
  }

  /** Deletes the row read under `etag` (ConflictError as for `update`), or with `'*'` any row, also one that is gone already. One request. */
  async remove(partitionKey: string, key: string, etag: string): Promise<void> {
    try {
      await this.transact(partitionKey, [{ op: 'delete', key, etag }]);
    } catch (error) {
      if (etag === '*' && error instanceof ConflictError && error.reason === 'missing') return;
      throw error;
    }
  }

  /**
   * Writes all of `ops` in one partition, or nothing. One request. ConflictError names the row that stood in the way
   * if storage told; RowTooLargeError for a row or for all of them together; RangeError past 100 operations or for a
   * row named twice. No operations, no request.
   */
  async transact(partitionKey: string, ops: readonly Op[]): Promise<void> {
    if (ops.length === 0) return;
    const mark = randomUUID();
    const writes = checked(partitionKey, ops, mark);
    const end = performance.now() + GIVE_UP_MS;
    try {
      await this.#send(partitionKey, writes, GIVE_UP_MS);
      return;
    } catch (error) {
      const left = end - performance.now();
      if (!isRestError(error) || !mayHaveBeenDone(error) || left < SECOND_TRY_MS) {
        throw storageError(error, placeOf(error, partitionKey, writes));
      }
      await this.#sendAgain(partitionKey, writes, mark, left, error);
    }
  }

  /** The second try of a write of which nobody knows whether the first was stored. */
  async #sendAgain(
    partitionKey: string,
    writes: readonly WireOp[],
    mark: string,
    timeout: number,
    first: RestError,
  ): Promise<void> {
    try {
      await this.#send(partitionKey, writes, timeout);
    } catch (second) {
      const error = storageError(second, placeOf(second, partitionKey, writes));
      if (!(error instanceof ConflictError)) throw error;
      const marked = writes.filter(write => write.kind !== 'delete').slice(0, MOST_ROWS_READ_BACK);
      // Deletions leave nothing to recognize: whose they were remains unknown.
      if (marked.length === 0) throw storageError(first, { partitionKey });
      const rows = await Promise.all(marked.map(write => this.#read(partitionKey, write.rowKey)));
      if (!rows.some(row => row?.[WRITE_ID] === mark)) throw error;
    }
  }

  /** One request: a transaction, or for a single write the plain operation. */
  async #send(partitionKey: string, writes: readonly WireOp[], timeout: number): Promise<void> {
    const [only, second] = writes;
    if (only === undefined) return;
    if (second !== undefined) {
      const body = batchBody(this.#client, partitionKey, writes);
      const bytes = body.text.length;
      if (bytes >= LARGEST_BODY_BYTES) {
        throw new RowTooLargeError('the transaction on', {
          key: partitionKey,
          bytes,
          limit: LARGEST_BODY_BYTES,
        });
      }
      await sendBatch(this.#client, this.#transport, body, timeout);
      return;
    }
    const requestOptions = { timeout };
    if (only.kind === 'insert') await this.#client.createEntity(only.entity, { requestOptions });
    else if (only.kind === 'delete') {
      await this.#client.deleteEntity(partitionKey, only.rowKey, { etag: only.etag, requestOptions });
    } else if (only.etag === undefined) {
      await this.#client.upsertEntity(only.entity, 'Replace', { requestOptions });
    } else {
      await this.#client.updateEntity(only.entity, 'Replace', { etag: only.etag, requestOptions });
    }
  }

  async #read(partitionKey: string, rowKey: string): Promise<(StoredEntity & { etag: string }) | undefined> {
    checkKey(partitionKey);
    checkKey(rowKey);
    try {
      return await readEntity(this.#client, this.#transport, { partitionKey, rowKey });
    } catch (error) {
      throw storageError(error, { partitionKey, rowKey });
    }
  }
}

/** The next page of a listing and no more: asking on would be another request. */
async function nextOf<P>(pages: AsyncIterator<P>, partitionKey: string): Promise<P | undefined> {
  try {
    const { done, value } = await pages.next();
    return done === true ? undefined : value;
  } catch (error) {
    throw storageError(error, { partitionKey });
  }
}

/** Checks a whole transaction and makes it ready for the wire, every row marked as this write's. */
function checked(partitionKey: string, ops: readonly Op[], mark: string): WireOp[] {
  if (ops.length > MOST_OPERATIONS) {
    throw new RangeError(`a transaction holds ${MOST_OPERATIONS} operations at most, not ${ops.length}`);
  }
  checkKey(partitionKey);
  const seen = new Set<string>();
  return ops.map(op => {
    checkKey(op.key);
    if (seen.has(op.key)) throw new RangeError(`a transaction writes the row "${op.key}" twice`);
    seen.add(op.key);
    return wireOp(partitionKey, op, mark);
  });
}

function wireOp(partitionKey: string, op: Op, mark: string): WireOp {
  const rowKey = op.key;
  if ('etag' in op && !ETAG.test(op.etag) && !(op.op === 'delete' && op.etag === '*')) {
    throw new ConflictError(`no row has the ETag that a write to "${partitionKey} ${rowKey}" names`, {
      reason: 'changed',
      partitionKey,
      rowKey,
    });
  }
  if (op.op === 'delete') return { kind: 'delete', rowKey, etag: op.etag };
  const entity = encodeRow(partitionKey, rowKey, op.value, op.columns);
  entity[WRITE_ID] = mark;
  if (op.op === 'insert') return { kind: 'insert', rowKey, entity };
  return { kind: 'put', rowKey, entity, ...(op.op === 'update' ? { etag: op.etag } : {}) };
}

/** The row that a refusal is about: of a transaction the one whose number the answer starts with. */
function placeOf(error: unknown, partitionKey: string, writes: readonly WireOp[]): RowPlace {
  const index = writes.length === 1 ? 0 : numberIn(error);
  return { partitionKey, rowKey: index === undefined ? undefined : writes[index]?.rowKey };
}

function numberIn(error: unknown): number | undefined {
  const digits = error instanceof Error ? /^(\d{1,2}):/.exec(error.message)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
