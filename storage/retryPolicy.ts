/**
 * Which requests may go out again by themselves, and for how long. In place of the SDK's own policy, which repeats
 * every request, also one that storage may have carried out: an insert whose answer got lost would come back as
 * "exists already", and a lost update as "changed".
 */
import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  type SendRequest,
} from './tableSdk.ts';

/** A request is given up this long after it was first tried, unless its `timeout` says otherwise. */
export const GIVE_UP_MS = 3_500;

const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 600;
/** With less time left than this, another try makes no sense. */
const SHORTEST_TRY_MS = 150;

/** Failures before anything reached storage. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Whether storage may have carried out a request that failed so: no answer at all after it was sent, or an answer
 * from before the outcome was known.
 */
export function mayHaveBeenDone(failure: { statusCode?: number; code?: string }): boolean {
  if (failure.statusCode === undefined) return !NEVER_SENT.has(failure.code ?? '');
  return failure.statusCode === 408 || failure.statusCode >= 500;
}

/** Whether another try can help. */
function isTransient(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** Storage says that it is too busy and did nothing. */
function wasTurnedAway(response: PipelineResponse): boolean {
  return response.status === 429 || (response.status === 503 && /ServerBusy/.test(response.bodyAsText ?? ''));
}

/** Whether doing it twice is the same as doing it once. A GET is; so is a write that no condition guards. */
function isRepeatable(request: PipelineRequest): boolean {
  if (request.method === 'GET') return true;
  const condition = request.headers.get('if-match');
  if (request.method === 'PUT') return condition === undefined || condition === '*';
  return request.method === 'DELETE' && condition === '*';
}

/**
 * Repeats what is safe to repeat, with pauses that grow and vary, until `request.timeout` (or GIVE_UP_MS) is over.
 * Then passes on the last answer or failure.
 */
export const retryPolicy: PipelinePolicy = {
  name: 'safeRetryPolicy',
  async sendRequest(request, next) {
    const end = performance.now() + (request.timeout || GIVE_UP_MS);
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      request.timeout = Math.max(1, Math.ceil(end - performance.now()));
      const outcome = await attempt(request, next);
      const wait = Math.max(pause * (0.5 + Math.random() / 2), outcome.retryAfterMs);
      if (!outcome.again || performance.now() + wait + SHORTEST_TRY_MS > end) {
        if ('error' in outcome) throw outcome.error;
        return outcome.response;
      }
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  },
};

type Outcome = { again: boolean; retryAfterMs: number } & (
  | { response: PipelineResponse }
  | { error: unknown }
);

async function attempt(request: PipelineRequest, next: SendRequest): Promise<Outcome> {
  try {
    const response = await next(request);
    if (!isTransient(response.status)) return { again: false, retryAfterMs: 0, response };
    const again = isRepeatable(request) || wasTurnedAway(response);
    const seconds = Number(response.headers.get('retry-after'));
    return { again, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : 0, response };
  } catch (error) {
    if (!isRestError(error) || error.statusCode !== undefined) {
      return { again: false, retryAfterMs: 0, error };
    }
    return { again: isRepeatable(request) || !mayHaveBeenDone(error), retryAfterMs: 0, error };
  }
}
