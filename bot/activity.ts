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

/** Who an activity is from, where, and in what language their Teams speaks. */
export interface Sender {
  tenantId: string;
  objectId: string;
  userId: string;
  name: string;
  locale: string | undefined;
  /** In the personal chat; elsewhere others read along. */
  personal: boolean;
}

/** An activity as the bot understands it. */
export type Incoming = { sender: Sender; serviceUrl: string; conversationId: string; botId: string } & (
  | { kind: 'text'; text: string }
  | { kind: 'click'; via: 'execute' | 'submit'; verb: string; data: unknown; messageId: string | undefined }
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
  if (data.type === 'invoke') return { ...common, kind: 'badClick' };
  const installed = data.type === 'installationUpdate' && (data.action ?? '').startsWith('add');
  return { ...common, kind: installed || data.type === 'conversationUpdate' ? 'arrived' : 'nothing' };
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
