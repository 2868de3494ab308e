import type { CompanyId } from '../domain/identity.ts';
import { type ReceivedInvitation, receivedInvitationSchema } from '../domain/relationship.ts';
import { startingWith } from './keys.ts';
import type { Page, Table } from './rows.ts';

const PREFIX = 'received:';

/** Invitations that people of a tenant opened: copies in the recipient's partition, carried there by the outbox. */
export class ReceivedInvitations {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A page of what a tenant received. One query. */
  page(tenantId: CompanyId, top: number, continuation?: string): Promise<Page<ReceivedInvitation>> {
    return this.#table.page(tenantId, startingWith(PREFIX), receivedInvitationSchema, { top, continuation });
  }

  /** Writes the copy as the invitation stands now; harmless when repeated. One request. */
  put(tenantId: CompanyId, received: ReceivedInvitation): Promise<void> {
    // The id's own time sorts newest first; only its company part must not come before it.
    const order = received.invitationId.slice(32) + received.invitationId.slice(0, 32);
    return this.#table.upsert(tenantId, `${PREFIX}${order}`, received);
  }
}
