import * as z from 'zod';
import { guid } from '../domain/identity.ts';

/**
 * What we read of an activity, whatever else it holds (design §7: unknown shapes are refused, never guessed at).
 * Tenant and person come from here and from nowhere else.
 */
const activitySchema = z.object({
  type: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  serviceUrl: z.string(),
  from: z.object({ id: z.string(), name: z.string().nullish(), aadObjectId: guid }),
  recipient: z.object({ id: z.string(), name: z.string().nullish() }),
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().nullish(),
    tenantId: guid.nullish(),
  }),
  channelData: z.object({ tenant: z.object({ id: guid }).nullish() }).nullish(),
  locale: z.string().nullish(),
  localTimezone: z.string().max(60).nullish().catch(undefined),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  action: z.string().nullish(),
  entities: z.array(z.unknown()).nullish(),
  value: z.unknown().optional(),
});

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});

/** An `adaptiveCard/action` invoke; inputs are merged into `data` by the client. */
const executeSchema = z.object({
  action: z.object({ verb: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
  trigger: z.enum(['manual', 'automatic']).optional(),
});
const submitSchema = z.looseObject({ verb: z.string() });

/** What Teams sends of itself after a sign-in card: a single sign-on token, the code of a pop-up, or why there is none. */
const tokenExchangeSchema = z.object({
  id: z.string().min(1),
  connectionName: z.string(),
  token: z.string().min(1),
});
const verifyStateSchema = z.object({ state: z.string().min(1).max(200) });
const signInFailureSchema = z.object({ code: z.string().regex(/^\w{1,60}$/) });

/** Who an activity is from, where, and in what language their Teams speaks. */
export interface Sender {
  tenantId: string;
  objectId: string;
  userId: string;
  name: string;
  locale: string | undefined;
  /** The IANA name of where they are, if their client says it. */
  timeZone: string | undefined;
  /** In the personal chat; elsewhere others read along. */
  personal: boolean;
}

/** What comes of a sign-in card. */
export type SignIn =
  /** A token of single sign-on; each of a person's devices may send one. `exchangeId` is the card's. */
  | { kind: 'ssoToken'; exchangeId: string; connectionName: string; token: string }
  /** A sign-in in a pop-up ended; the code fetches its token. */
  | { kind: 'signInCode'; code: string }
  /** Teams could not do it; the word says why. */
  | { kind: 'signInFailed'; reason: string };

/** An activity as the bot understands it. */
export type Incoming = { sender: Sender; serviceUrl: string; conversationId: string; botId: string } & (
  | { kind: 'text'; text: string }
  | {
      kind: 'click';
      via: 'execute' | 'submit' | 'proof';
      verb: string;
      data: unknown;
      messageId: string | undefined;
    }
  | SignIn
  | { kind: 'badClick' }
  | { kind: 'arrived' }
  | { kind: 'nothing' }
);

/** Reads an activity; undefined when it names no tenant and person, or has not an activity's shape. */
export function readActivity(activity: unknown): Incoming | undefined {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const tenantId = data.channelData?.tenant?.id ?? data.conversation.tenantId;
  if (!tenantId) return undefined;
  const personal = (data.conversation.conversationType ?? 'personal') === 'personal';
  const sender: Sender = {
    tenantId,
    objectId: data.from.aadObjectId,
    userId: data.from.id,
    name: data.from.name ?? '',
    locale: data.locale ?? undefined,
    timeZone: data.localTimezone ?? undefined,
    personal,
  };
  const common = {
    sender,
    serviceUrl: data.serviceUrl,
    conversationId: data.conversation.id,
    botId: data.recipient.id,
  };
  const messageId = data.replyToId ?? undefined;

  if (data.type === 'invoke' && data.name === 'adaptiveCard/action') {
    const execute = executeSchema.safeParse(data.value).data?.action;
    const verb = execute?.verb ?? verbIn(execute?.data);
    if (!verb) return { ...common, kind: 'badClick' };
    return { ...common, kind: 'click', via: 'execute', verb, data: execute?.data ?? {}, messageId };
  }
  if (data.type === 'message') {
    const text = withoutOwnMention(data.text ?? '', data.recipient.id, data.entities ?? []);
    const submit = submitSchema.safeParse(data.value).data;
    if (submit)
      return { ...common, kind: 'click', via: 'submit', verb: submit.verb, data: submit, messageId };
    return text === '' && data.value ? { ...common, kind: 'badClick' } : { ...common, kind: 'text', text };
  }
  if (data.type === 'invoke')
    return { ...common, ...(signInOf(data.name, data.value) ?? { kind: 'badClick' }) };
  const installed = data.type === 'installationUpdate' && (data.action ?? '').startsWith('add');
  return { ...common, kind: installed || data.type === 'conversationUpdate' ? 'arrived' : 'nothing' };
}

function signInOf(name: string | undefined, value: unknown): SignIn | undefined {
  switch (name) {
    case 'signin/tokenExchange': {
      const exchange = tokenExchangeSchema.safeParse(value).data;
      if (!exchange) return undefined;
      const { id: exchangeId, connectionName, token } = exchange;
      return { kind: 'ssoToken', exchangeId, connectionName, token };
    }
    case 'signin/verifyState': {
      const code = verifyStateSchema.safeParse(value).data?.state;
      return code === undefined ? undefined : { kind: 'signInCode', code };
    }
    case 'signin/failure': {
      const reason = signInFailureSchema.safeParse(value).data?.code;
      return { kind: 'signInFailed', reason: reason ?? 'unknown' };
    }
    default:
      return undefined;
  }
}

function verbIn(data: Record<string, unknown> | undefined): string | undefined {
  return typeof data?.verb === 'string' ? data.verb : undefined;
}

/** Takes our own mention off the front, found by our id; a colleague's mention may be an argument and stays. */
function withoutOwnMention(text: string, botId: string, entities: readonly unknown[]): string {
  const own = entities
    .map(entity => mention.safeParse(entity).data)
    .find(found => found?.mentioned.id === botId && text.trimStart().startsWith(found.text));
  return (own ? text.trimStart().slice(own.text.length) : text).trim();
}
