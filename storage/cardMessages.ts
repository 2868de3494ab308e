import { createHash } from 'node:crypto';
import * as z from 'zod';
import { personRefSchema } from '../domain/identity.ts';
import { inviterOf } from '../domain/link.ts';
import { conversationSchema } from '../domain/person.ts';
import { startingWith } from './keys.ts';
import type { Table } from './rows.ts';

const cardMessageSchema = z.object({
  invitationId: z.string(),
  viewer: personRefSchema,
  view: z.enum(['inviter', 'recipient']),
  conversation: conversationSchema,
  activityId: z.string(),
});
/** A message that carries a card of an invitation and must be turned when the invitation ends. */
export type CardMessage = z.infer<typeof cardMessageSchema>;

const prefixOf = (invitationId: string) => `card:${invitationId}:`;

/** Where the cards of an invitation stand, in the inviter's partition. */
export class CardMessages {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Remembers a card; the same message twice is one row. One request. */
  async remember(message: CardMessage): Promise<void> {
    await this.#table.upsert(inviterOf(message.invitationId), keyOf(message), message);
  }

  /** All known cards of an invitation, at most a thousand. One query. */
  async of(invitationId: string): Promise<CardMessage[]> {
    const page = await this.#table.page(
      inviterOf(invitationId),
      startingWith(prefixOf(invitationId)),
      cardMessageSchema,
      { top: 1_000 },
    );
    return page.rows.map(row => row.value);
  }

  /** Forgets a message that is no longer there. */
  async forget(message: CardMessage): Promise<void> {
    await this.#table.remove(inviterOf(message.invitationId), keyOf(message), '*');
  }
}

function keyOf(message: CardMessage): string {
  const place = `${message.conversation.conversationId} ${message.activityId}`;
  return `${prefixOf(message.invitationId)}${createHash('sha256').update(place).digest('base64url')}`;
}
