import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type CompanyId, guid, personRefSchema } from '../domain/identity.ts';
import { inviterOf } from '../domain/link.ts';
import { conversationSchema } from '../domain/person.ts';
import { startingWith } from './keys.ts';
import type { Table } from './rows.ts';

const place = {
  viewer: personRefSchema,
  conversation: conversationSchema,
  activityId: z.string(),
};
const invitationCardSchema = z.object({
  invitationId: z.string(),
  view: z.enum(['inviter', 'recipient']),
  ...place,
});
const importCardSchema = z.object({ importId: guid, companyId: guid, ...place });
const roleRequestCardSchema = z.object({ roleRequestId: z.string(), companyId: guid, ...place });

/** A message that carries a card of an invitation and must be turned when the invitation ends. */
export type InvitationCard = z.infer<typeof invitationCardSchema>;
/** The same for a request for levels. */
export type RoleRequestCard = z.infer<typeof roleRequestCardSchema>;
/** The same for a list of customers that is brought in. */
export type ImportCard = z.infer<typeof importCardSchema>;
export type CardMessage = InvitationCard | RoleRequestCard | ImportCard;

/** More cards of one thing are not turned. */
const MOST = 1_000;

/** Where cards stand that must turn with what they show: in the inviter's partition, or that of the request's company. */
export class CardMessages {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Remembers a card; the same message twice is one row. One request. */
  async remember(message: CardMessage): Promise<void> {
    await this.#table.upsert(partitionOf(message), keyOf(message), message);
  }

  /** All known cards of an invitation, at most a thousand. One query. */
  async of(invitationId: string): Promise<InvitationCard[]> {
    const range = startingWith(prefixOf(invitationId));
    const page = await this.#table.page(inviterOf(invitationId), range, invitationCardSchema, { top: MOST });
    return page.rows.map(row => row.value);
  }

  /** All known cards of a request for levels, at most a thousand. One query. */
  async ofRoleRequest(companyId: CompanyId, id: string): Promise<RoleRequestCard[]> {
    const range = startingWith(prefixOf(id));
    const page = await this.#table.page(companyId, range, roleRequestCardSchema, { top: MOST });
    return page.rows.map(row => row.value);
  }

  /** All known cards of a list of customers that is brought in. One query. */
  async ofImport(companyId: CompanyId, id: string): Promise<ImportCard[]> {
    const page = await this.#table.page(companyId, startingWith(prefixOf(id)), importCardSchema, {
      top: MOST,
    });
    return page.rows.map(row => row.value);
  }

  /** Forgets a message that is no longer there. */
  async forget(message: CardMessage): Promise<void> {
    await this.#table.remove(partitionOf(message), keyOf(message), '*');
  }
}

const prefixOf = (id: string) => `card:${id}:`;

function idIn(message: CardMessage): string {
  if ('invitationId' in message) return message.invitationId;
  return 'importId' in message ? message.importId : message.roleRequestId;
}

function partitionOf(message: CardMessage): CompanyId {
  return 'companyId' in message ? message.companyId : inviterOf(message.invitationId);
}

function keyOf(message: CardMessage): string {
  const where = `${message.conversation.conversationId} ${message.activityId}`;
  return `${prefixOf(idIn(message))}${createHash('sha256').update(where).digest('base64url')}`;
}
