import { createHash } from 'node:crypto';
import * as z from 'zod';
import { foldAddress } from '../domain/emailAddress.ts';
import type { CompanyId } from '../domain/identity.ts';
import { asksFor, type Invitation, invitationSchema, OPEN_STATES } from '../domain/invitation.ts';
import { inviterOf } from '../domain/link.ts';
import { startingWith } from './keys.ts';
import type { Columns } from './rowCodec.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { odata } from './tableSdk.ts';

const PREFIX = 'invitation:';
const keyOf = (id: string) => `${PREFIX}${id}`;

/** An address may stand in one open invitation of a kind, or belong to whoever accepted one. */
const claimSchema = z.object({ invitationId: z.string() });

/** What an address is claimed for. */
type Claimed = Pick<Invitation, 'kind' | 'addressee' | 'provider' | 'onlyFor' | 'sellOnly'> & {
  inviter: { companyId: string };
};

/**
 * Customers are asked once whoever sells with us; a reseller's providers each ask for themselves, and a customer is
 * asked to restore rights once at a time, at whatever address.
 */
function claimKey(asked: Claimed): string {
  const { kind, addressee, provider, onlyFor } = asked;
  const asks = asksFor(asked);
  if (asks === 'restore') return `addressee:restore:${onlyFor}`;
  const purpose =
    kind === 'partnership' ? kind : kind === 'addProvider' ? `${kind}:${provider?.companyId}` : 'customer';
  const hash = createHash('sha256').update(foldAddress(addressee.email)).digest('base64url');
  return `addressee:${purpose}:${hash}`;
}

/** Invitations in the partition of the company that invites, newest first by their ids. */
export class Invitations {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One invitation, found by its id alone. One point read. */
  get(id: string): Promise<Row<Invitation> | undefined> {
    return this.#table.get(inviterOf(id), keyOf(id), invitationSchema);
  }

  /** A page of what a company sent and drafted, newest first. One query. */
  page(companyId: CompanyId, top: number, continuation?: string): Promise<Page<Invitation>> {
    return this.#table.page(companyId, startingWith(PREFIX), invitationSchema, { top, continuation });
  }

  /**
   * A page of the open ones that someone sends, newest first. One query. Rows that an earlier version wrote last are
   * not among them: storage had nothing to find them by.
   */
  openOf(
    companyId: CompanyId,
    objectId: string,
    top: number,
    continuation?: string,
  ): Promise<Page<Invitation>> {
    const states = OPEN_STATES.map(state => odata`state eq ${state}`).join(' or ');
    const filter = `${odata`person eq ${objectId}`} and (${states})`;
    return this.#table.page(companyId, startingWith(PREFIX), invitationSchema, { top, continuation, filter });
  }

  insert(invitation: Invitation): Op {
    const columns = columnsOf(invitation);
    return { op: 'insert', key: keyOf(invitation.id), value: invitation, columns };
  }

  update(row: Row<Invitation>, next: Invitation): Op {
    return { op: 'update', key: keyOf(next.id), value: next, etag: row.etag, columns: columnsOf(next) };
  }

  remove(row: Row<Invitation>): Op {
    return { op: 'delete', key: keyOf(row.value.id), etag: row.etag };
  }

  /** Who holds an address: the invitation that is open for it, or that its owner accepted. One point read. */
  async claimOf(asked: Claimed): Promise<{ invitationId: string } | undefined> {
    const row = await this.#table.get(asked.inviter.companyId, claimKey(asked), claimSchema);
    return row?.value;
  }

  /** Takes the address for an invitation; the transaction loses if somebody holds it. */
  claimAddress(invitation: Invitation): Op {
    return {
      op: 'insert',
      key: claimKey(invitation),
      value: { invitationId: invitation.id },
    };
  }

  /** Takes it over from an invitation that was accepted and whose relationship has ended; lost if somebody was quicker. */
  async takeOverAddress(invitation: Invitation): Promise<Op> {
    const key = claimKey(invitation);
    const row = await this.#table.get(invitation.inviter.companyId, key, claimSchema);
    const value = { invitationId: invitation.id };
    return row ? { op: 'update', key, value, etag: row.etag } : { op: 'insert', key, value };
  }

  /** Gives the address free. Only its holder may do so, while the invitation is open or what it led to ends. */
  releaseAddress(invitation: Invitation): Op {
    return { op: 'delete', key: claimKey(invitation), etag: '*' };
  }
}

/** What storage filters by. */
function columnsOf({ inviter, state }: Invitation): Columns {
  return { person: inviter.person.objectId, state };
}
