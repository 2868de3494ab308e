/**
 * The transport under the table clients: undici, with connections kept alive. It replaces the SDK's own over
 * node:http, which costs a third more CPU a request, and gives every request a time limit.
 */

import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { asciiJson } from './asciiJson.ts';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from './tableSdk.ts';

/** Told of every request that goes on the wire, retries included; the path comes without its query (it may hold a signature). */
export type RequestObserver = (method: string, path: string) => void;

/** A transport that can be closed. */
export interface Transport extends HttpClient {
  /** Ends the connections; requests under way are finished first. */
  close(): Promise<void>;
}

/** One try may take this long, unless its request says less. */
const TRY_MS = 2_000;
const CONNECT_MS = 1_000;
const CONNECTION = { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 } as const;

/**
 * Opens a transport to one table service. A proxy named in the environment is used as the SDK would, though never
 * for this machine itself. Requests that get no answer reject with a RestError that has a `code` and no `statusCode`.
 */
export function openTransport(onRequest?: RequestObserver): Transport {
  let dispatcher: Dispatcher | undefined;
  return {
    sendRequest: request => {
      dispatcher ??= openDispatcher(request.url);
      return send(dispatcher, request, onRequest);
    },
    close: async () => dispatcher?.close(),
  };
}

function openDispatcher(url: string): Dispatcher {
  const { hostname } = new URL(url);
  const options = { ...CONNECTION, connect: { timeout: CONNECT_MS } };
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return loopback ? new Agent(options) : new EnvHttpProxyAgent(options);
}

async function send(
  dispatcher: Dispatcher,
  request: PipelineRequest,
  onRequest: RequestObserver | undefined,
): Promise<PipelineResponse> {
  const pathStart = request.url.indexOf('/', request.url.indexOf('://') + 3);
  const origin = request.url.slice(0, pathStart);
  const path = request.url.slice(pathStart);
  if (origin.startsWith('http:') && request.allowInsecureConnection !== true) {
    throw new TypeError('storage over plain http was not allowed for this client');
  }
  const body = request.body ?? null;
  if (body !== null && typeof body !== 'string') throw new TypeError('a table request has a body of text');
  onRequest?.(request.method, path.replace(/\?.*/, ''));
  const limit = Math.min(request.timeout || TRY_MS, TRY_MS);
  try {
    const answer = await dispatcher.request({
      origin,
      path,
      method: request.method,
      headers: request.headers.toJSON(),
      body: body === null ? null : asciiJson(body),
      headersTimeout: limit,
      bodyTimeout: limit,
    });
    const bodyAsText = await answer.body.text();
    return { request, status: answer.statusCode, headers: headersOf(answer.headers), bodyAsText };
  } catch (error) {
    throw new RestError(wordOf(error, 'message') ?? 'the connection failed', {
      code: wordOf(error, 'code') ?? RestError.REQUEST_SEND_ERROR,
      request,
    });
  }
}

function headersOf(raw: Dispatcher.ResponseData['headers']) {
  const headers = createHttpHeaders();
  for (const [name, value] of Object.entries(raw)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers.set(name, first);
  }
  return headers;
}

/** A text property of an error; of several errors (addresses tried side by side), the first one's. */
function wordOf(error: unknown, name: 'code' | 'message'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('errors' in error && Array.isArray(error.errors)) return wordOf(error.errors[0], name);
  const word: unknown = Reflect.get(error, name);
  return typeof word === 'string' ? word : undefined;
}
