import type { Conversation } from '../../domain/person.ts';
import { ConnectorError, type ConversationAddress } from '../connector.ts';
import { type Carried, TryAgain } from './worker.ts';

/** Where a person's chat with the bot is, as the connector wants to know it. */
export function addressOf({ serviceUrl, conversationId, botId }: Conversation): ConversationAddress {
  return { serviceUrl, conversation: { id: conversationId }, bot: { id: botId } };
}

/** Answers after which trying again makes sense: busy, asked to wait, or no answer at all. */
const PASSING = [0, 401, 408, 412, 429, 500, 502, 503, 504];

/** Sorts a refusal into what is final and what is not. Throws TryAgain for the latter. */
export function refused(error: unknown): Carried {
  if (!(error instanceof ConnectorError)) throw error;
  if (PASSING.includes(error.status)) {
    throw new TryAgain(
      error.message,
      error.retryAfterSeconds === undefined ? undefined : error.retryAfterSeconds * 1000,
    );
  }
  return { outcome: error.status === 403 ? 'blocked' : 'failed', reason: error.message };
}
