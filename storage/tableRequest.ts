/**
 * Requests to the table service that do not go through the SDK client's methods but through its pipeline: point
 * reads, the most frequent of all (half the CPU this way), and transactions (see `transaction.ts`). Addresses and
 * headers are those of the Table service's REST reference.
 */

import type { StoredEntity } from './rowCodec.ts';
import { saysMissingRow } from './storageError.ts';
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineResponse,
  RestError,
  type TableClient,
} from './tableSdk.ts';

/** What answers look like: ETags in the body, types only where JSON has none. */
export const ENTITY_JSON = 'application/json;odata=minimalmetadata';

const HEADERS = {
  dataserviceversion: '3.0',
  maxdataserviceversion: '3.0;NetFx',
  'x-ms-version': '2019-02-02',
};

/** What a request of our own is made of. `path` follows the service's URL; `timeout` is in milliseconds, retries included. */
export interface TableRequest {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
  timeout?: number;
}

/** Sends a request signed and retried as the client's own. Resolves with any answer; RestError if there is none. */
export function sendTableRequest(
  client: TableClient,
  transport: HttpClient,
  { method, path, headers, body, timeout }: TableRequest,
): Promise<PipelineResponse> {
  const [base = '', sas] = client.url.split('?', 2);
  const request = createPipelineRequest({
    url: `${base.replace(/\/$/, '')}/${path}${sas === undefined ? '' : `?${sas}`}`,
    method,
    headers: createHttpHeaders({ ...HEADERS, ...headers }),
    allowInsecureConnection: base.startsWith('http:'),
    ...(body === undefined ? {} : { body }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  return client.pipeline.sendRequest(transport, request);
}

/** The address of a row, after the service's URL. */
export function rowPath(client: TableClient, partitionKey: string, rowKey: string): string {
  return `${client.tableName}(PartitionKey='${inUrl(partitionKey)}',RowKey='${inUrl(rowKey)}')`;
}

/**
 * One row as it is stored, with `partitionKey`, `rowKey` and `etag`; undefined if there is no such row, which is no
 * error (and making one would cost half a read). RestError for anything else.
 */
export async function readEntity(
  client: TableClient,
  transport: HttpClient,
  { partitionKey, rowKey }: { partitionKey: string; rowKey: string },
): Promise<(StoredEntity & { etag: string }) | undefined> {
  const response = await sendTableRequest(client, transport, {
    method: 'GET',
    path: rowPath(client, partitionKey, rowKey),
    headers: { accept: ENTITY_JSON },
  });
  const text = response.bodyAsText ?? '';
  if (response.status !== 200) {
    if (saysMissingRow(response.status, codeIn(text))) return undefined;
    throw refusal(text, response.status);
  }
  const stored: unknown = JSON.parse(text);
  if (typeof stored !== 'object' || stored === null || !('odata.etag' in stored)) {
    throw new RestError('the answer to a read was not understood', { code: RestError.PARSE_ERROR });
  }
  return { ...stored, partitionKey, rowKey, etag: String(stored['odata.etag']) };
}

/** The error that an answer carries: the service's code, and its words if it has any. */
export function refusal(text: string, statusCode: number): RestError {
  const code = codeIn(text);
  const words = /"value"\s*:\s*"([^"\\]*)/.exec(text)?.[1] ?? `status ${statusCode}`;
  return new RestError(words, { statusCode, ...(code === undefined ? {} : { code }) });
}

function codeIn(text: string): string | undefined {
  return /"code"\s*:\s*"([A-Za-z]+)"/.exec(text)?.[1];
}

function inUrl(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}
