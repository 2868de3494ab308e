import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Subscription, subscriptionId } from '../../domain/subscription.ts';
import { ConflictError } from '../../storage/errors.ts';
import { Subscriptions } from '../../storage/subscriptions.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let subscriptions: Subscriptions;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  subscriptions = new Subscriptions(tables.companies);
});
afterAll(() => tables.close());

const SELLER = { id: randomUUID(), name: 'Fabrikam' };
const RESELLER = { id: randomUUID(), name: 'Contoso' };
const OTHER = { id: randomUUID(), name: 'Adatum' };

function subscription(order: string, over: Partial<Subscription> = {}): Subscription {
  const at = NOW.toISOString();
  return {
    id: subscriptionId(order, 0),
    orderId: order,
    offerId: 'basic',
    offerName: 'Basic',
    family: 'office365',
    term: 'P1Y',
    billing: 'monthly',
    state: 'active',
    licences: 10,
    assigned: 0,
    seller: SELLER,
    supportContact: SELLER,
    orderedBy: { tenantId: SELLER.id, objectId: OTHER.id, name: 'Alex' },
    orderedAt: at,
    termStartedAt: at,
    changedAt: at,
    ...over,
  };
}

async function customerWith(...bought: Subscription[]): Promise<string> {
  const customer = randomUUID();
  for (const each of bought)
    await tables.companies.transact(customer, subscriptions.insert(each.orderId, SELLER.id, [each]));
  return customer;
}
const seenBy = async (customer: string, partner: string) =>
  (await subscriptions.pageOf(customer, partner, 50)).rows.map(row => row.value.id);

describe('a customer’s subscriptions', () => {
  it('are seen by each partner whom they concern, and by nobody else, with one query', async () => {
    const customer = await customerWith(
      subscription('a'),
      subscription('b', { reseller: { ...RESELLER, mpnId: '1' } }),
    );
    const before = requests;
    expect(await seenBy(customer, RESELLER.id)).toEqual(['b-0']);
    expect(requests - before).toBe(1);
    expect(await seenBy(customer, SELLER.id)).toEqual(['a-0', 'b-0']);
    expect(await seenBy(customer, OTHER.id)).toEqual([]);
    expect((await subscriptions.page(customer, 50)).rows).toHaveLength(2);
  });

  it('follow a change of who has to do with them: who has not any more sees them no longer', async () => {
    const customer = await customerWith(subscription('a', { supportContact: RESELLER }));
    const row = await subscriptions.get(customer, 'a-0');
    if (!row) throw new Error('not there');
    const next = { ...row.value, supportContact: OTHER, licences: 12 };
    await tables.companies.transact(customer, subscriptions.update(row, next));
    expect(await seenBy(customer, RESELLER.id)).toEqual([]);
    expect(await seenBy(customer, OTHER.id)).toEqual(['a-0']);
    const [copy] = (await subscriptions.pageOf(customer, SELLER.id, 1)).rows;
    expect(copy?.value.licences).toBe(12);
    await expect(tables.companies.transact(customer, subscriptions.update(row, next))).rejects.toThrow(
      ConflictError,
    );
  });

  it('are ordered once: the same order loses', async () => {
    const customer = await customerWith(subscription('a'));
    const again = subscriptions.insert('a', SELLER.id, [subscription('a')]);
    await expect(tables.companies.transact(customer, again)).rejects.toThrow(ConflictError);
    expect(await subscriptions.order(customer, 'a')).toMatchObject({ sellerId: SELLER.id });
    expect(await subscriptions.order(customer, 'b')).toBeUndefined();
  });
});

describe('the customers whom a reseller supports for a seller', () => {
  it('are kept at the seller, each once, and listed for that reseller by pages', async () => {
    const seller = randomUUID();
    const customers = Array.from({ length: 5 }, () => randomUUID()).sort();
    for (const customer of [...customers, ...customers])
      await tables.companies.transact(seller, [subscriptions.supports(RESELLER.id, customer)]);
    await tables.companies.transact(seller, [subscriptions.supports(OTHER.id, randomUUID())]);
    const first = await subscriptions.supportedBy(seller, RESELLER.id, 3);
    const second = await subscriptions.supportedBy(seller, RESELLER.id, 3, first.continuation);
    const found = [...first.rows, ...second.rows].map(row => row.value.customerId);
    expect(found).toEqual(customers);
    expect(second.continuation).toBeUndefined();
  });
});
