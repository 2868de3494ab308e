import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Domains } from '../../storage/domains.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let domains: Domains;
beforeAll(async () => {
  const connectionString = await sharedStorage();
  tables = openTables({ connectionString }, { prefix: uniquePrefix() });
  await tables.ensure();
  domains = new Domains(tables.companies);
});
afterAll(() => tables.close());

const order = () => ({ orderId: randomUUID(), accountId: randomUUID(), sellerId: randomUUID() });
const domain = () => `${randomUUID().replaceAll('-', '').slice(0, 20)}.onmicrosoft.com`;
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe('a primary domain', () => {
  it('is claimed by one order, as often as it likes', async () => {
    const [wanted, own] = [domain(), order()];
    expect(await domains.claim(wanted, own, NOW)).toBe(true);
    expect(await domains.claim(wanted, own, later(5))).toBe(true);
    expect(await domains.claim(wanted, order(), later(5))).toBe(false);
    expect((await domains.get(wanted))?.value).toMatchObject({ ...own, settled: false });
  });

  it('goes to one of many orders that want it at once', async () => {
    const wanted = domain();
    const claims = await Promise.all(Array.from({ length: 8 }, () => domains.claim(wanted, order(), NOW)));
    expect(claims.filter(claimed => claimed)).toHaveLength(1);
  });

  it('is free again when the order that claimed it was never finished', async () => {
    const wanted = domain();
    await domains.claim(wanted, order(), NOW);
    const next = order();
    expect(await domains.claim(wanted, next, later(59))).toBe(false);
    expect(await domains.claim(wanted, next, later(60))).toBe(true);
    expect((await domains.get(wanted))?.value.orderId).toBe(next.orderId);
  });

  it('is not lost by an order that comes back late, as long as nobody took it', async () => {
    const [wanted, own] = [domain(), order()];
    await domains.claim(wanted, own, NOW);
    expect(await domains.claim(wanted, own, later(90))).toBe(true);
    expect(await domains.claim(wanted, order(), later(100))).toBe(false);
  });

  it('stays with its account once that stands', async () => {
    const [wanted, own] = [domain(), order()];
    await domains.claim(wanted, own, NOW);
    await domains.settle(wanted, own.orderId, own.accountId);
    await domains.settle(wanted, own.orderId, own.accountId);
    expect(await domains.claim(wanted, order(), later(10_000))).toBe(false);
    expect(await domains.claim(wanted, own, later(10_000))).toBe(true);
  });

  it('follows its account when that moves, and nobody else’s', async () => {
    const [wanted, own, moved] = [domain(), order(), randomUUID()];
    await domains.claim(wanted, own, NOW);
    await domains.settle(wanted, randomUUID(), moved);
    expect((await domains.get(wanted))?.value.accountId).toBe(own.accountId);
    await domains.settle(wanted, own.orderId, moved);
    expect((await domains.get(wanted))?.value).toMatchObject({ accountId: moved, settled: true });
  });
});
