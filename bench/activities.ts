import { randomUUID } from 'node:crypto';

/** Someone who writes to the bot. */
export interface Writer {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly email: string;
}

export const BOT_ID = '28:partner-desk';

/** The ids that Teams would give to a person and to their personal chat. */
export const userIdOf = ({ objectId }: Writer): string => `29:${objectId}`;
export const chatIdOf = ({ objectId }: Writer): string => `a:${objectId}`;

/** A typed message as Teams sends it. */
export function message(writer: Writer, serviceUrl: string, text: string): string {
  return activity(writer, serviceUrl, {
    type: 'message',
    text,
    textFormat: 'plain',
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'Etc/UTC' }],
  });
}

/** A click on a card's button as Teams sends it. */
export function click(
  writer: Writer,
  serviceUrl: string,
  verb: string,
  data: Readonly<Record<string, unknown>>,
  messageId: string = randomUUID(),
): string {
  return activity(writer, serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: messageId,
    value: { action: { type: 'Action.Execute', verb, data: { verb, ...data } }, trigger: 'manual' },
  });
}

function activity(writer: Writer, serviceUrl: string, what: Readonly<Record<string, unknown>>): string {
  const { tenantId, objectId, name } = writer;
  const now = new Date().toISOString();
  return JSON.stringify({
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl,
    timestamp: now,
    localTimestamp: now,
    localTimezone: 'Etc/UTC',
    locale: 'en-US',
    from: { id: userIdOf(writer), name, aadObjectId: objectId },
    recipient: { id: BOT_ID, name: 'Partner Desk' },
    conversation: { id: chatIdOf(writer), conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    ...what,
  });
}
