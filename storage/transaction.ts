/**
 * Entity-group transactions as the REST reference describes them ("Performing entity group transactions"). The SDK's
 * own `submitTransaction` cannot delete under a condition, and builds two clients anew for every transaction, at
 * three times the CPU.
 */
import { randomUUID } from 'node:crypto';
import { asciiJson } from './asciiJson.ts';
import type { Entity } from './rowCodec.ts';
import { ENTITY_JSON, refusal, rowPath, sendTableRequest } from './tableRequest.ts';
import { type HttpClient, RestError, type TableClient } from './tableSdk.ts';

/** One write, ready to be sent. A `put` without `etag` replaces whatever is there, or inserts. */
export type WireOp =
  | { kind: 'insert'; rowKey: string; entity: Entity }
  | { kind: 'put'; rowKey: string; entity: Entity; etag?: string }
  | { kind: 'delete'; rowKey: string; etag: string };

/** More operations than this no transaction may hold. */
export const MOST_OPERATIONS = 100;
/** The body of a transaction must be smaller than this. */
export const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

const LINE = '\r\n';

/** The text of a transaction, in ASCII, and the boundary that its header must name. */
export interface BatchBody {
  boundary: string;
  text: string;
}

/** Writes the body for `ops`, all of one partition, to the table of `client`. */
export function batchBody(client: TableClient, partitionKey: string, ops: readonly WireOp[]): BatchBody {
  const id = randomUUID();
  const changes = `changeset_${id}`;
  const service = client.url.replace(/\/?(\?.*)?$/, '');
  const lines = [`--batch_${id}`, `Content-Type: multipart/mixed; boundary=${changes}`, ''];
  for (const op of ops) {
    lines.push(`--${changes}`, 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', '');
    lines.push(...requestLines(client, service, partitionKey, op));
  }
  lines.push(`--${changes}--`, `--batch_${id}--`, '');
  return { boundary: `batch_${id}`, text: asciiJson(lines.join(LINE)) };
}

function requestLines(client: TableClient, service: string, partitionKey: string, op: WireOp): string[] {
  const head = [`Accept: ${ENTITY_JSON}`, 'DataServiceVersion: 3.0'];
  if (op.kind === 'insert') {
    head.unshift(`POST ${service}/${client.tableName} HTTP/1.1`);
    head.push('Prefer: return-no-content');
  } else {
    const verb = op.kind === 'put' ? 'PUT' : 'DELETE';
    head.unshift(`${verb} ${service}/${rowPath(client, partitionKey, op.rowKey)} HTTP/1.1`);
    if (op.etag !== undefined) head.push(`If-Match: ${op.etag}`);
  }
  if (op.kind === 'delete') return [...head, '', ''];
  return [...head, 'Content-Type: application/json', '', wireJson(op.entity)];
}

function wireJson({ partitionKey, rowKey, ...properties }: Entity): string {
  return JSON.stringify({ PartitionKey: partitionKey, RowKey: rowKey, ...properties });
}

/**
 * Sends a transaction within `timeout` milliseconds. Resolves if all of it is stored. Rejects with a RestError: if
 * nothing is stored, its message starts with the number of the operation that failed ("0:The ...") if storage told;
 * without a status code no answer says what became of it.
 */
export async function sendBatch(
  client: TableClient,
  transport: HttpClient,
  body: BatchBody,
  timeout: number,
): Promise<void> {
  const response = await sendTableRequest(client, transport, {
    method: 'POST',
    path: '$batch',
    headers: { accept: 'application/json', 'content-type': `multipart/mixed; boundary=${body.boundary}` },
    body: body.text,
    timeout,
  });
  const text = response.bodyAsText ?? '';
  if (response.status !== 202) throw refusal(text, response.status);
  const statuses = Array.from(text.matchAll(/^HTTP\/1\.1 (\d{3})/gm), match => Number(match[1]));
  const failed = statuses.find(status => status >= 300);
  if (failed !== undefined) throw refusal(text, failed);
  // An answer that says nothing about our writes proves nothing.
  if (statuses.length === 0) {
    throw new RestError('the answer to a transaction was not understood', { code: RestError.PARSE_ERROR });
  }
}
