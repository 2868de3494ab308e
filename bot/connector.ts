import type { Activity } from 'botbuilder';
import { Agent, type Dispatcher, errors } from 'undici';
import { z } from 'zod';
import type { ServiceUrlCheck } from './clouds.ts';

/**
 * Where a conversation lives: the part of a botbuilder conversation reference that a delivery needs. A whole
 * reference fits too, and so does one that was kept as JSON.
 */
export interface ConversationAddress {
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string; readonly tenantId?: string | undefined };
  readonly bot?: { readonly id: string; readonly name?: string | undefined } | undefined;
}

/** A member of a conversation as Teams knows it; the address fields are what the company's directory says. */
export interface ConversationMember {
  readonly aadObjectId?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly userPrincipalName?: string | undefined;
  /** `user`, `guest` or `anonymous` for people. */
  readonly userRole?: string | undefined;
  readonly tenantId?: string | undefined;
}

/**
 * The connector refused, or gave no answer. Nothing is tried again here: whoever delivers decides that (design §5).
 * The message holds neither what was to be sent nor a token.
 */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The connector's own word for it (`ConversationNotFound`, `MessageWritesBlocked` …); without an answer `noToken` or `notConnected` (surely not delivered) or `noAnswer` (perhaps delivered). */
  readonly code?: string;
  /** How long the connector asks to wait. */
  readonly retryAfterSeconds?: number;

  constructor(status: number, code?: string, retryAfterSeconds?: number) {
    super(
      status === 0
        ? `The connector gave no answer (${code})`
        : `The connector answered ${status}${code ? ` (${code})` : ''}`,
    );
    this.status = status;
    if (code !== undefined) this.code = code;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A service URL outside the cloud's own hosts: our token must not go there. */
export class ServiceUrlNotAllowed extends Error {
  override readonly name = 'ServiceUrlNotAllowed';
}

/** Gives the bot's own token for the connector; undefined in local mode. `renew` asks for a fresh one. */
export type ConnectorToken = (renew: boolean) => Promise<string | undefined>;

export interface ConnectorOptions {
  readonly allowed: ServiceUrlCheck;
  readonly token: ConnectorToken;
  /** The bot's own id in a conversation that it opens. */
  readonly botId: string;
  readonly timeoutMilliseconds?: number;
}

const resource = z.object({ id: z.string() });
const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);
const member = z.object({
  aadObjectId: text,
  objectId: text,
  name: text,
  email: text,
  userPrincipalName: text,
  userRole: text,
  tenantId: text,
});
const refusal = z.object({ error: z.object({ code: z.string() }) });

/**
 * The bot's way to the Teams connector: one HTTP request a call over kept-alive connections, never tried again.
 * The SDK's own client repeats a POST after a 5xx or a dropped connection, which can deliver twice and holds its place.
 */
export class Connector {
  readonly #allowed: ServiceUrlCheck;
  readonly #token: ConnectorToken;
  readonly #botId: string;
  readonly #agent: Agent;
  #renewToken = false;

  constructor(options: ConnectorOptions) {
    this.#allowed = options.allowed;
    this.#token = options.token;
    this.#botId = options.botId;
    const timeout = options.timeoutMilliseconds ?? 10_000;
    this.#agent = new Agent({
      connections: 256,
      keepAliveTimeout: 30_000,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout: Math.min(timeout, 5_000) },
    });
  }

  /** Posts into a conversation; with `activity.replyToId` as an answer to that activity. Throws {@link ConnectorError} or {@link ServiceUrlNotAllowed}. */
  async sendTo(address: ConversationAddress, activity: Partial<Activity>): Promise<{ activityId: string }> {
    const path = activity.replyToId
      ? `${activitiesOf(address)}/${encodeURIComponent(activity.replyToId)}`
      : activitiesOf(address);
    return {
      activityId: idIn(await this.#call('POST', address.serviceUrl, path, addressed(address, activity))),
    };
  }

  /** Replaces a message of the bot. Throws as {@link sendTo} does; 404 when it is no longer there. */
  async update(
    address: ConversationAddress,
    activityId: string,
    activity: Partial<Activity>,
  ): Promise<{ activityId: string }> {
    const path = `${activitiesOf(address)}/${encodeURIComponent(activityId)}`;
    const answer = await this.#call('PUT', address.serviceUrl, path, {
      ...addressed(address, activity),
      id: activityId,
    });
    return { activityId: idIn(answer) || activityId };
  }

  /** Takes a message of the bot away. Throws as {@link sendTo} does. */
  async remove(address: ConversationAddress, activityId: string): Promise<void> {
    await this.#call(
      'DELETE',
      address.serviceUrl,
      `${activitiesOf(address)}/${encodeURIComponent(activityId)}`,
    );
  }

  /** Opens the personal conversation with a person, or finds it: asking again gives the same one. Throws as {@link sendTo} does. */
  async openConversation(
    serviceUrl: string,
    tenantId: string,
    aadObjectId: string,
  ): Promise<ConversationAddress> {
    const bot = { id: this.#botId };
    const answer = await this.#call('POST', serviceUrl, 'v3/conversations', {
      bot,
      isGroup: false,
      members: [{ id: aadObjectId }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    });
    const { id } = resource.parse(answer);
    return { serviceUrl, conversation: { id, tenantId }, bot };
  }

  /**
   * What Teams knows of a person in a conversation; undefined when the person is not in it. `person` is the id that the
   * channel gives (`activity.from.id`), which the local clients need, or the person's Entra object id, which Teams takes too.
   * Throws as {@link sendTo} does.
   */
  async member(address: ConversationAddress, person: string): Promise<ConversationMember | undefined> {
    const path = `v3/conversations/${encodeURIComponent(address.conversation.id)}/members/${encodeURIComponent(person)}`;
    try {
      const { objectId, ...found } = member.parse(await this.#call('GET', address.serviceUrl, path));
      return { ...found, aadObjectId: found.aadObjectId ?? objectId };
    } catch (error) {
      if (error instanceof ConnectorError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Ends the kept connections; requests under way are let finish. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #call(
    method: Dispatcher.HttpMethod,
    serviceUrl: string,
    path: string,
    body?: object,
  ): Promise<unknown> {
    if (!this.#allowed(serviceUrl))
      throw new ServiceUrlNotAllowed('The service URL is not one of this cloud');
    const base = new URL(serviceUrl);
    const token = await this.#token(this.#renewToken);
    this.#renewToken = false;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
    if (token !== undefined) headers.authorization = `Bearer ${token}`;

    let status: number;
    let answerHeaders: Dispatcher.ResponseData['headers'];
    let text: string;
    try {
      const answer = await this.#agent.request({
        origin: base.origin,
        path: `${base.pathname.replace(/\/$/, '')}/${path}`,
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      });
      status = answer.statusCode;
      answerHeaders = answer.headers;
      text = await answer.body.text();
    } catch (error) {
      throw new ConnectorError(0, neverConnected(error) ? 'notConnected' : 'noAnswer');
    }
    if (status >= 200 && status < 300) return parsed(text);
    if (status === 401) this.#renewToken = true;
    throw new ConnectorError(status, codeIn(text), retryAfter(answerHeaders['retry-after']));
  }
}

function activitiesOf(address: ConversationAddress): string {
  return `v3/conversations/${encodeURIComponent(address.conversation.id)}/activities`;
}

function addressed(address: ConversationAddress, activity: Partial<Activity>): object {
  return {
    ...activity,
    type: activity.type ?? 'message',
    channelId: 'msteams',
    serviceUrl: address.serviceUrl,
    conversation: activity.conversation ?? { id: address.conversation.id },
    from: activity.from ?? address.bot,
  };
}

function idIn(answer: unknown): string {
  const found = resource.safeParse(answer);
  return found.success ? found.data.id : '';
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The blocked person's sub-code lies in a string inside the answer, so it is looked for in the text. */
function codeIn(text: string): string | undefined {
  const subCode = /\\?"subCode\\?"\s*:\s*\\?"(\w{1,60})/.exec(text)?.[1];
  if (subCode !== undefined) return subCode;
  const known = refusal.safeParse(parsed(text));
  return known.success ? known.data.error.code.slice(0, 60) : undefined;
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

const connectFailures = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function neverConnected(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  return (
    typeof error === 'object' && error !== null && 'code' in error && connectFailures.has(String(error.code))
  );
}
