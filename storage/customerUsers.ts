import * as z from 'zod';
import { foldAddress } from '../domain/emailAddress.ts';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type CustomerUser, customerUserSchema } from '../domain/subscription.ts';
import { goingOn, keyPart, startingWith } from './keys.ts';
import type { KeyedRow, Op, Page, Row, Table } from './rows.ts';
import { termKey } from './searchTerms.ts';

const RECORDS = 'customerUser:';
const keyOf = (id: string) => `${RECORDS}${id}`;
const NAMES = 'customerUserByName:';
const nameKey = ({ id, name }: CustomerUser) => `${NAMES}${termKey(name)}:${id}`;
const emailKey = (email: string) => `customerUserOfEmail:${keyPart(foldAddress(email))}`;

/** The people of a customer to whom its partners give licences, in the customer's partition; an address occurs once. */
export class CustomerUsers {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One of them. One point read. */
  get(customerId: CompanyId, id: string): Promise<Row<CustomerUser> | undefined> {
    return this.#table.get(customerId, keyOf(id), customerUserSchema);
  }

  /** Whoever has an address. One point read, and one more when there is somebody. */
  async ofEmail(customerId: CompanyId, email: string): Promise<CustomerUser | undefined> {
    const holder = await this.#table.get(customerId, emailKey(email), z.object({ id: guid }));
    return holder && (await this.get(customerId, holder.value.id))?.value;
  }

  /** A page by name. One query. */
  page(customerId: CompanyId, top: number, continuation?: string): Promise<Page<CustomerUser>> {
    return this.#table.page(customerId, startingWith(NAMES), customerUserSchema, { top, continuation });
  }

  /** Up to `top` of the records themselves, from the one after an id on. None only when none is left. One query. */
  records(customerId: CompanyId, top: number, after?: string): Promise<KeyedRow<CustomerUser>[]> {
    const range = goingOn(startingWith(RECORDS), after && keyOf(after));
    return this.#table.some(customerId, range, customerUserSchema, top);
  }

  /** Adds somebody; the transaction loses when another one has the address. */
  insert(user: CustomerUser): Op[] {
    return [
      { op: 'insert', key: keyOf(user.id), value: user },
      { op: 'insert', key: emailKey(user.email), value: { id: user.id } },
      { op: 'upsert', key: nameKey(user), value: user },
    ];
  }

  /** Takes part in a transaction that holds only while somebody is as they were read: whoever is removed gets no licence. */
  stillAs(row: Row<CustomerUser>): Op {
    return { op: 'update', key: keyOf(row.value.id), value: row.value, etag: row.etag };
  }

  /** Removes somebody as they were read; their licences are taken back before, or in the same transaction. */
  remove(row: Row<CustomerUser>): Op[] {
    return [
      { op: 'delete', key: keyOf(row.value.id), etag: row.etag },
      { op: 'delete', key: emailKey(row.value.email), etag: '*' },
      { op: 'delete', key: nameKey(row.value), etag: '*' },
    ];
  }
}
