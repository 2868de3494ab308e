import * as z from 'zod';
import { type CompanyId, guid } from '../domain/identity.ts';
import {
  type Licence,
  licenceSchema,
  partnersOf,
  type Subscription,
  subscriptionSchema,
} from '../domain/subscription.ts';
import { goingOn, startingWith } from './keys.ts';
import type { KeyedRow, Op, Page, Row, Table } from './rows.ts';

const RECORDS = 'subscription:';
const keyOf = (id: string) => `${RECORDS}${id}`;
const OF_PARTNER = 'subscriptionOf:';
const ofPartner = (partnerId: CompanyId, id: string) => `${OF_PARTNER}${partnerId}:${id}`;
const licencesOf = (subscriptionId: string) => `licence:${subscriptionId}:`;
const licencesFor = (userId: string) => `licenceFor:${userId}:`;
const orderKey = (orderId: string) => `order:${orderId}`;

const supportedBy = (contactId: CompanyId) => `supportedBy:${contactId}:`;
const supportedSchema = z.object({ customerId: guid });

const orderSchema = z.object({ id: z.string(), sellerId: guid });

/**
 * A customer's subscriptions and who has their licences, in the customer's partition. Ids begin with their moment,
 * newest first. Copies under each partner concerned let a partner see a page of its own, and nobody else's, with one query.
 */
export class Subscriptions {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One subscription. One point read. */
  get(customerId: CompanyId, id: string): Promise<Row<Subscription> | undefined> {
    return this.#table.get(customerId, keyOf(id), subscriptionSchema);
  }

  /** A page of all that a customer has or had, newest first. One query. */
  page(customerId: CompanyId, top: number, continuation?: string): Promise<Page<Subscription>> {
    return this.#table.page(customerId, startingWith(RECORDS), subscriptionSchema, { top, continuation });
  }

  /** Up to `top` of all, from the one after an id on. None only when none is left. One query. */
  after(customerId: CompanyId, top: number, id?: string): Promise<KeyedRow<Subscription>[]> {
    const range = goingOn(startingWith(RECORDS), id && keyOf(id));
    return this.#table.some(customerId, range, subscriptionSchema, top);
  }

  /** A page of those that a partner sold, or is the reseller or support contact of, newest first. One query. */
  pageOf(
    customerId: CompanyId,
    partnerId: CompanyId,
    top: number,
    continuation?: string,
  ): Promise<Page<Subscription>> {
    const range = startingWith(`${OF_PARTNER}${partnerId}:`);
    return this.#table.page(customerId, range, subscriptionSchema, { top, continuation });
  }

  /** Whether an order was submitted, and by which company. One point read. */
  async order(customerId: CompanyId, orderId: string): Promise<{ sellerId: CompanyId } | undefined> {
    return (await this.#table.get(customerId, orderKey(orderId), orderSchema))?.value;
  }

  /** The subscriptions of one order; the transaction loses when the order was submitted before. */
  insert(orderId: string, sellerId: CompanyId, subscriptions: readonly Subscription[]): Op[] {
    return [
      { op: 'insert', key: orderKey(orderId), value: { id: orderId, sellerId } },
      ...subscriptions.flatMap(subscription => this.moveIn(subscription)),
    ];
  }

  /** A subscription with its copies; also one that comes from elsewhere, whose order comes by itself. */
  moveIn(subscription: Subscription): Op[] {
    return [
      { op: 'insert', key: keyOf(subscription.id), value: subscription },
      ...copyKeys(subscription).map(key => ({ op: 'upsert' as const, key, value: subscription })),
    ];
  }

  /** Changes a subscription and its copies; a partner who has nothing to do with it any more loses its copy. */
  update(row: Row<Subscription>, next: Subscription): Op[] {
    const kept = copyKeys(next);
    const stale = copyKeys(row.value).filter(key => !kept.includes(key));
    return [
      { op: 'update', key: keyOf(next.id), value: next, etag: row.etag },
      ...kept.map(key => ({ op: 'upsert' as const, key, value: next })),
      ...stale.map(key => ({ op: 'delete' as const, key, etag: '*' })),
    ];
  }

  /**
   * Customers of a seller whom a reseller supports, or did: written before it becomes the support contact, so that
   * none is missed when their partnership ends. In the seller's partition. One query a page.
   */
  supportedBy(
    sellerId: CompanyId,
    contactId: CompanyId,
    top: number,
    continuation?: string,
  ): Promise<Page<{ customerId: CompanyId }>> {
    return this.#table.page(sellerId, startingWith(supportedBy(contactId)), supportedSchema, {
      top,
      continuation,
    });
  }

  /** Remembers that a reseller is about to support a customer of a seller. */
  supports(contactId: CompanyId, customerId: CompanyId): Op {
    return { op: 'upsert', key: `${supportedBy(contactId)}${customerId}`, value: { customerId } };
  }

  /** The licence of a subscription that somebody has. One point read. */
  licence(customerId: CompanyId, subscriptionId: string, userId: string): Promise<Row<Licence> | undefined> {
    return this.#table.get(customerId, `${licencesOf(subscriptionId)}${userId}`, licenceSchema);
  }

  /** A page of who has a subscription's licences. One query. */
  licencesOf(
    customerId: CompanyId,
    subscriptionId: string,
    top: number,
    continuation?: string,
  ): Promise<Page<Licence>> {
    const range = startingWith(licencesOf(subscriptionId));
    return this.#table.page(customerId, range, licenceSchema, { top, continuation });
  }

  /** A page of the licences that somebody has. One query. */
  licencesFor(
    customerId: CompanyId,
    userId: string,
    top: number,
    continuation?: string,
  ): Promise<Page<Licence>> {
    return this.#table.page(customerId, startingWith(licencesFor(userId)), licenceSchema, {
      top,
      continuation,
    });
  }

  /** Gives a licence to somebody who has none of this subscription; written together with the subscription's count. */
  assign(licence: Licence): Op[] {
    return licenceKeys(licence).map(key => ({ op: 'insert', key, value: licence }));
  }

  /** Takes it back; written together with the subscription's count. */
  takeBack(licence: Licence): Op[] {
    return licenceKeys(licence).map(key => ({ op: 'delete', key, etag: '*' }));
  }
}

/** One copy for each of its partners. */
function copyKeys(subscription: Subscription): string[] {
  return partnersOf(subscription).map(partnerId => ofPartner(partnerId, subscription.id));
}

function licenceKeys({ subscriptionId, userId }: Licence): string[] {
  return [`${licencesOf(subscriptionId)}${userId}`, `${licencesFor(userId)}${subscriptionId}`];
}
