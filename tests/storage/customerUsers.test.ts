import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerUser } from '../../domain/subscription.ts';
import { CustomerUsers } from '../../storage/customerUsers.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let users: CustomerUsers;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  users = new CustomerUsers(tables.companies);
});
afterAll(() => tables.close());

const BY = { tenantId: randomUUID(), objectId: randomUUID(), name: 'Alex' };
const person = (name: string, email = `${randomUUID()}@wingtip.example`): CustomerUser => ({
  id: randomUUID(),
  name,
  email,
  addedBy: BY,
  addedAt: NOW.toISOString(),
});
const add = (customer: string, user: CustomerUser) => tables.companies.transact(customer, users.insert(user));
const read = async (customer: string, { id }: CustomerUser) => {
  const row = await users.get(customer, id);
  if (!row) throw new Error('nobody');
  return row;
};

describe('the users of a customer', () => {
  it('are listed by name in the reader’s sense of it, a page with one query, and no other customer’s', async () => {
    const [customer, other] = [randomUUID(), randomUUID()];
    for (const name of ['zoe', 'Anna', 'Robin #1/2?', 'adam']) await add(customer, person(name));
    await add(other, person('Somebody else'));
    requests = 0;
    const first = await users.page(customer, 3);
    expect(requests).toBe(1);
    const second = await users.page(customer, 3, first.continuation);
    expect([...first.rows, ...second.rows].map(row => row.value.name)).toEqual([
      'adam',
      'Anna',
      'Robin #1/2?',
      'zoe',
    ]);
    expect(second.continuation).toBeUndefined();
  });

  it('have each address once in a customer, and are found by it', async () => {
    const [customer, other] = [randomUUID(), randomUUID()];
    const megan = person('Megan', 'megan@wingtip.example');
    await add(customer, megan);
    await add(other, { ...megan, id: randomUUID() });
    const again = add(customer, person('Another', 'Megan@Wingtip.example'));
    await expect(again).rejects.toBeInstanceOf(ConflictError);
    expect(await users.ofEmail(customer, ' MEGAN@wingtip.example')).toEqual(megan);
    expect(await users.ofEmail(customer, 'nobody@wingtip.example')).toBeUndefined();
  });

  it('leave nothing behind when they are removed, so that the address is free', async () => {
    const customer = randomUUID();
    const megan = person('Megan', 'megan@wingtip.example');
    await add(customer, megan);
    await tables.companies.transact(customer, users.remove(await read(customer, megan)));
    expect(await users.get(customer, megan.id)).toBeUndefined();
    expect((await users.page(customer, 10)).rows).toEqual([]);
    await add(customer, person('Megan', 'megan@wingtip.example'));
  });

  it('are not removed by whoever read them before something was done for them, nor the other way round', async () => {
    const customer = randomUUID();
    const megan = person('Megan');
    await add(customer, megan);
    const before = await read(customer, megan);
    await tables.companies.transact(customer, [users.stillAs(before)]);
    await expect(tables.companies.transact(customer, users.remove(before))).rejects.toBeInstanceOf(
      ConflictError,
    );
    const now = await read(customer, megan);
    await tables.companies.transact(customer, users.remove(now));
    await expect(tables.companies.transact(customer, [users.stillAs(now)])).rejects.toBeInstanceOf(
      ConflictError,
    );
  });
});
