import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { ServiceUrlCheck } from './clouds.ts';
import type { Config } from './config.ts';

/** Why a request is turned away before anything is processed. The word goes into the log, and to the sender as a code. */
export type RefusalCode =
  | 'hostNotAllowed'
  | 'originNotAllowed'
  | 'tooLarge'
  | 'notJson'
  | 'malformed'
  | 'channelNotAllowed'
  | 'serviceUrlNotAllowed'
  | 'tenantMissing'
  | 'tenantNotAllowed'
  | 'personMissing';

const statusOf: Readonly<Record<RefusalCode, number>> = {
  hostNotAllowed: 403,
  originNotAllowed: 403,
  tooLarge: 413,
  notJson: 415,
  malformed: 400,
  channelNotAllowed: 403,
  serviceUrlNotAllowed: 403,
  tenantMissing: 403,
  tenantNotAllowed: 403,
  personMissing: 403,
};

/** Thrown by a guard; the server answers `status` and says nothing more than `code`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(`Refused: ${code}`);
    this.code = code;
    this.status = statusOf[code];
  }
}

/**
 * Local mode has no tokens, so what keeps others out is that it answers this machine only: a web page that was led to
 * our port under a name of its own has another Host, and a page anywhere has an Origin (design §7).
 * `port` is the one that the request came in by; `fromOwnPages` lets a form of a page of ours come back.
 */
export function guardLocalCaller(
  headers: IncomingHttpHeaders,
  port: number | undefined,
  clientPorts: Config['playgroundPorts'],
  fromOwnPages = false,
): void {
  if (!names(port).includes(headers.host?.toLowerCase() ?? '')) throw new Refusal('hostNotAllowed');
  const { origin } = headers;
  if (origin === undefined) return;
  const clients = [...Object.values(clientPorts).flatMap(names), ...(fromOwnPages ? names(port) : [])];
  if (!clients.some(client => origin === `http://${client}`)) throw new Refusal('originNotAllowed');
}

function names(port: number | undefined): string[] {
  return ['localhost', '127.0.0.1', '[::1]'].map(host => (port === 80 ? host : `${host}:${port}`));
}

/** The largest body taken: twice what a Teams message may hold. */
export const largestBody = 256 * 1024;

/** Reads a body that must be JSON in UTF-8, uncompressed and no larger than `largest` bytes. Throws a {@link Refusal}. */
export async function readJson(request: IncomingMessage, largest = largestBody): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type) || encoding !== 'identity')
    throw new Refusal('notJson');
  if (Number(request.headers['content-length'] ?? 0) > largest) throw new Refusal('tooLarge');
  const body = await readAll(request, largest);
  if (!isUtf8(body)) throw new Refusal('malformed');
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('malformed');
  }
}

/** Reads a body of at most `largest` bytes. Rejects with a {@link Refusal} when it has more. */
export function readAll(request: IncomingMessage, largest: number): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > largest) {
        request.removeAllListeners('data');
        reject(new Refusal('tooLarge'));
      } else {
        parts.push(part);
      }
    });
    request.once('end', () => resolve(Buffer.concat(parts, size)));
    request.once('error', reject);
  });
}

/** Ids of tenants and people become table keys, so nothing else than letters, digits and hyphens may be in them. */
const directoryId = z.string().regex(/^[\da-z-]{1,64}$/i);
const channelId = z.string().min(1).max(1_000);

/** What every activity must bear, whatever its kind. More fields may stand beside these; each reader parses its own. */
const envelope = z.object({
  type: z.string().min(1).max(100),
  id: channelId.optional(),
  channelId: z.string().max(100),
  serviceUrl: z.string().min(1).max(1_000),
  from: z.object({ id: channelId, aadObjectId: directoryId.optional() }),
  recipient: z.object({ id: channelId }),
  conversation: z.object({
    id: channelId,
    tenantId: directoryId.optional(),
    conversationType: z.string().max(100).optional(),
  }),
  channelData: z.object({ tenant: z.object({ id: directoryId }).optional() }).nullish(),
  locale: z.string().max(100).nullish(),
  text: z.string().nullish(),
  replyToId: channelId.nullish(),
});

/** A body that has an activity's envelope; the SDK's type promises more, which nobody may count on. */
function isActivity(body: unknown): body is Activity {
  return envelope.safeParse(body).success;
}

/** The activity in a body. Throws a {@link Refusal} unless it has an activity's shape, comes by Teams and names a service URL of the cloud. */
export function guardActivity(body: unknown, allowed: ServiceUrlCheck): Activity {
  if (!isActivity(body)) throw new Refusal('malformed');
  if (body.channelId !== 'msteams') throw new Refusal('channelNotAllowed');
  if (!allowed(body.serviceUrl)) throw new Refusal('serviceUrlNotAllowed');
  return body;
}

/** Who sent an activity. Believable only once the activity's token was checked, because the channel vouches for it. */
export interface Caller {
  readonly tenantId: string;
  readonly aadObjectId: string;
}

/** The kinds of activity that only a person can be behind. */
const byPeople = new Set(['message', 'invoke', 'messageUpdate', 'messageDelete', 'messageReaction']);

/**
 * Who sent an activity; undefined for an event of the conversation that names no person, which calls for nothing.
 * Throws a {@link Refusal} for an activity without a tenant, or of a person's kind without a person. Where two fields
 * name the tenant, they must agree.
 */
export function guardCaller(activity: Activity): Caller | undefined {
  const { from, conversation, channelData } = envelope.parse(activity);
  const tenantId = channelData?.tenant?.id ?? conversation.tenantId;
  if (tenantId === undefined) throw new Refusal('tenantMissing');
  if (conversation.tenantId !== undefined && conversation.tenantId !== tenantId)
    throw new Refusal('tenantNotAllowed');
  if (from.aadObjectId !== undefined) return { tenantId, aadObjectId: from.aadObjectId };
  if (byPeople.has(activity.type)) throw new Refusal('personMissing');
  return undefined;
}

/** What tells one message from another. */
interface Message {
  readonly type: string;
  readonly id?: string | undefined;
  readonly conversation: { readonly id: string };
}

/**
 * The messages seen lately, so that one that Teams sends again is not answered twice. A comfort only: operations are
 * idempotent by themselves, and other instances know nothing of it.
 */
export class SeenMessages {
  readonly #most: number;
  readonly #seen = new Set<string>();

  constructor(most = 10_000) {
    this.#most = most;
  }

  /** True for a message that was noted before. Only messages are: an edit bears its message's id, and an invoke needs an answer each time. */
  note(activity: Message): boolean {
    const key = keyOf(activity);
    if (key === undefined) return false;
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= this.#most) {
      const [oldest] = this.#seen;
      if (oldest !== undefined) this.#seen.delete(oldest);
    }
    this.#seen.add(key);
    return false;
  }

  /** Lets a message come again, because handling it failed. */
  forget(activity: Message): void {
    const key = keyOf(activity);
    if (key !== undefined) this.#seen.delete(key);
  }
}

function keyOf({ type, id, conversation }: Message): string | undefined {
  return type === 'message' && id ? `${conversation.id} ${id}` : undefined;
}
