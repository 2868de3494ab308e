/**
 * botbuilder's `Storage` over one table: where dialogs remember where they were (design §5; facts never live here).
 * One row a key, one request a key. The contract that botbuilder's own stores keep: unknown keys are left out, no
 * eTag or `*` overwrites, any other eTag that is not the stored one's refuses the write.
 */
import { createHash } from 'node:crypto';
import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import { ConflictError, RowTooLargeError } from './errors.ts';
import { keyPart } from './keys.ts';
import { decodeJson, type Entity, encodeRow } from './rowCodec.ts';
import { isMissingRow, isMissingTable, storageError } from './storageError.ts';
import { readEntity } from './tableRequest.ts';
import { createDefaultHttpClient, type HttpClient, type TableClient } from './tableSdk.ts';

/** An eTag that the table service has issued; a row can be replaced under it. */
const ISSUED = /^W\/"[\x20\x21\x23-\x7e]+"$/;

/** This much of a key stays readable in the partition key; the row key tells the rest apart. */
const READABLE = 100;
/** This much of a key is kept in its row, for whoever looks into the table. */
const LONGEST_NAME = 1_000;

/**
 * botbuilder's state in a table. `client` needs no preparation: a missing table is created at the first write.
 * Methods reject with ConflictError for a stale eTag, RowTooLargeError for a value that no row can hold,
 * StorageUnavailableError if storage does not answer.
 */
export class TableBotStorage implements Storage {
  readonly #client: TableClient;
  readonly #transport: HttpClient;
  #creating: Promise<void> | undefined;
  /** How often the table was created, so that a write which was under way meanwhile does not create it again. */
  #creations = 0;

  /** `transport` carries the reads; give the one that `client` was made with, if it was. */
  constructor(client: TableClient, transport: HttpClient = createDefaultHttpClient()) {
    this.#client = client;
    this.#transport = transport;
  }

  /** The values of those keys that exist, each with its `eTag`. */
  async read(keys: string[]): Promise<StoreItems> {
    if (!keys) throw new ReferenceError('Keys are required when reading.');
    const found = await Promise.all(Array.from(new Set(keys), key => this.#readOne(key)));
    return Object.fromEntries(found.filter(entry => entry !== undefined));
  }

  /**
   * Stores every value under its key. Keys are written side by side; if one is refused, the others are stored all
   * the same, and the call rejects with the first refusal.
   */
  async write(changes: StoreItems): Promise<void> {
    if (!changes) throw new ReferenceError('Changes are required when writing.');
    const items = Object.entries(changes);
    await allDone(items.map(([key, item]) => this.#writeOne(key, item)));
  }

  /** Removes those keys that exist. */
  async delete(keys: string[]): Promise<void> {
    if (!keys) throw new ReferenceError('Keys are required when deleting.');
    await allDone(Array.from(new Set(keys), key => this.#deleteOne(key)));
  }

  async #readOne(key: string): Promise<[string, StoreItem] | undefined> {
    const place = placeOf(key);
    try {
      const entity = await readEntity(this.#client, this.#transport, place);
      if (entity === undefined) return undefined;
      const value = decodeJson(entity);
      return [key, { ...(isObject(value) ? value : {}), eTag: entity.etag }];
    } catch (error) {
      if (isMissingTable(error)) return undefined;
      throw storageError(error, place);
    }
  }

  async #writeOne(key: string, item: unknown): Promise<void> {
    if (!isObject(item)) throw new TypeError(`bot state "${key}" is not an object`);
    const { eTag, ...value } = item;
    const entity = entityOf(key, value);
    const creations = this.#creations;
    const send = () => this.#send(entity, typeof eTag === 'string' ? eTag : '');
    try {
      await send().catch(async error => {
        if (!isMissingTable(error)) throw error;
        if (creations === this.#creations) await this.#createTable();
        await send();
      });
    } catch (error) {
      throw refusal(error, key);
    }
  }

  async #send(entity: Entity, eTag: string): Promise<void> {
    if (eTag === '' || eTag === '*') await this.#client.upsertEntity(entity, 'Replace');
    else if (ISSUED.test(eTag)) await this.#client.updateEntity(entity, 'Replace', { etag: eTag });
    // An eTag that no row can have: whoever made it up (the SDK's single sign-on does) wants to be the first.
    else await this.#client.createEntity(entity);
  }

  async #deleteOne(key: string): Promise<void> {
    const place = placeOf(key);
    try {
      await this.#client.deleteEntity(place.partitionKey, place.rowKey);
    } catch (error) {
      if (!isMissingRow(error) && !isMissingTable(error)) throw storageError(error, place);
    }
  }

  /** Creates the table once for all writes that found it missing. */
  #createTable(): Promise<void> {
    this.#creating ??= this.#client
      .createTable()
      .then(() => {
        this.#creations++;
      })
      .finally(() => {
        this.#creating = undefined;
      });
    return this.#creating;
  }
}

/** Waits for all, then rejects with the first failure: nothing goes on behind the caller's back. */
async function allDone(writes: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/**
 * Where a key's row is. botbuilder's keys hold any characters in any length, so a hash of the whole key tells rows
 * apart; the start of the key stands before it for human eyes, and keeps both keys of the row selective.
 */
function placeOf(key: string): { partitionKey: string; rowKey: string } {
  const hash = createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex');
  return { partitionKey: `${keyPart(key.slice(0, READABLE))}~${hash.slice(0, 16)}`, rowKey: hash };
}

function entityOf(key: string, value: object): Entity {
  const { partitionKey, rowKey } = placeOf(key);
  try {
    return encodeRow(partitionKey, rowKey, value, { name: key.slice(0, LONGEST_NAME).toWellFormed() });
  } catch (error) {
    if (!(error instanceof RowTooLargeError)) throw error;
    throw new RowTooLargeError('bot state', { key, bytes: error.bytes, limit: error.limit });
  }
}

/** What a failed write means. The SDK's middleware recognizes a lost race by the words "eTag conflict". */
function refusal(error: unknown, key: string): Error {
  const { partitionKey, rowKey } = placeOf(key);
  const known = storageError(error, { partitionKey, rowKey });
  if (!(known instanceof ConflictError)) return known;
  return new ConflictError(`eTag conflict: bot state "${key}" was not written`, {
    reason: known.reason,
    partitionKey,
    rowKey,
    cause: known.cause,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
