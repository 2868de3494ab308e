/**
 * How a value becomes a table row and back. A row keeps its value as JSON in the property `json`; text past 32,000
 * characters goes on in `json1`, `json2` …, because a property holds 32,768 characters and an entity 1 MiB. Azurite
 * does not refuse larger entities, the service does: sizes are checked here, before anything is sent.
 */
import type { z } from 'zod';
import { RowCorruptError, RowTooLargeError } from './errors.ts';

/** Scalars kept beside the value so that storage can filter by them. Times go in as ISO strings. */
export type Columns = Readonly<Record<string, string | number | boolean>>;

/** A row as it is sent: flat properties. */
export interface Entity {
  partitionKey: string;
  rowKey: string;
  [property: string]: string | number | boolean;
}

/** A row as it arrives: flat properties of any kind. */
export type StoredEntity = Readonly<Record<string, unknown>>;

/** The most that an entity may take, by the service's own formula. */
export const LARGEST_ROW_BYTES = 1024 * 1024;

/** The property that tells whose write a row is: see `rows.ts`, answers that got lost. */
export const WRITE_ID = 'write';

const CHUNK = 32_000;
const RESERVED = /^(partitionKey|rowKey|timestamp|etag|write|json\d*)$/i;
const COLUMN = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/**
 * Makes the entity for `value`. Throws RowTooLargeError naming the row if no entity can hold it, and TypeError
 * for a column that storage would not take as it is (a mistake in our code).
 */
export function encodeRow(
  partitionKey: string,
  rowKey: string,
  value: object,
  columns: Columns = {},
): Entity {
  const entity: Entity = { partitionKey, rowKey };
  for (const [name, column] of Object.entries(columns)) {
    if (!COLUMN.test(name) || RESERVED.test(name)) throw new TypeError(`"${name}" cannot name a column`);
    if (typeof column === 'number' && (column | 0) !== column) {
      throw new TypeError(`column "${name}": only whole numbers of 32 bits can be kept`);
    }
    entity[name] = column;
  }
  for (const [index, text] of chunks(JSON.stringify(value)).entries()) {
    entity[index === 0 ? 'json' : `json${index}`] = text;
  }
  const bytes = sizeOf(entity);
  if (bytes > LARGEST_ROW_BYTES) {
    throw new RowTooLargeError('the row', {
      key: `${partitionKey} ${rowKey}`,
      bytes,
      limit: LARGEST_ROW_BYTES,
    });
  }
  return entity;
}

/** What a stored row has beside its value for storage to filter by. */
export function columnsOf(entity: StoredEntity): Columns {
  const columns: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(entity)) {
    if (!COLUMN.test(name) || RESERVED.test(name)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      columns[name] = value;
  }
  return columns;
}

/** The parsed JSON of a stored row. Throws RowCorruptError naming the row if there is none. */
export function decodeJson(entity: StoredEntity): unknown {
  let text = entity.json;
  if (typeof text === 'string') {
    for (let index = 1; ; index++) {
      const more = entity[`json${index}`];
      if (typeof more !== 'string') break;
      text += more;
    }
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new RowCorruptError(`the row "${nameOf(entity)}" holds broken JSON`, { cause });
    }
  }
  throw new RowCorruptError(`the row "${nameOf(entity)}" holds no value`);
}

/** The value of a stored row, checked by `schema`. Throws RowCorruptError naming the row and the fields that do not fit. */
export function decodeRow<T>(entity: StoredEntity, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(decodeJson(entity));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(issue => `${issue.path.join('.') || '(the whole)'}: ${issue.code}`);
  throw new RowCorruptError(`the row "${nameOf(entity)}" does not fit its schema: ${fields.join(', ')}`);
}

function nameOf(entity: StoredEntity): string {
  return `${String(entity.partitionKey)} ${String(entity.rowKey)}`;
}

/** Cuts text into properties, never through a surrogate pair: half a character does not survive UTF-8. */
function chunks(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  do {
    let end = Math.min(start + CHUNK, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    parts.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return parts;
}

/** The bytes that the service counts for an entity: UTF-16 for names and text, and a little for each property. */
function sizeOf(entity: Entity): number {
  const timestamp = 8 + 2 * 'Timestamp'.length + 8;
  let bytes = 4 + 2 * (entity.partitionKey.length + entity.rowKey.length) + timestamp + writeIdBytes;
  for (const [name, value] of Object.entries(entity)) {
    if (name === 'partitionKey' || name === 'rowKey') continue;
    bytes += 8 + 2 * name.length;
    bytes += typeof value === 'string' ? 4 + 2 * value.length : typeof value === 'number' ? 8 : 1;
  }
  return bytes;
}

/** What the write id will add. */
const writeIdBytes = 8 + 2 * WRITE_ID.length + 4 + 2 * 36;
