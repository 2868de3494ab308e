import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '../../storage/errors.ts';
import { RateLimits } from '../../storage/rateLimits.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { connectionStringFor, freePort, openTestTables } from '../support/azurite.ts';

const HOUR = 3_600_000;
const start = new Date('2025-11-20T09:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);
const rule = { limit: 3, windowMs: HOUR };

let tables: Tables;
let limits: RateLimits;
beforeAll(async () => {
  tables = await openTestTables();
  limits = new RateLimits(tables.rateLimits);
});
afterAll(() => tables.close());

/** Asks `count` times, one after the other. */
async function ask(tenant: string, action: string, count: number, now: Date): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let i = 0; i < count; i++) answers.push(await limits.take(tenant, action, rule, now));
  return answers;
}

describe('a tenant that does something often', () => {
  it('may do it up to the limit within the window, and again in the next', async () => {
    const tenant = randomUUID();
    expect(await ask(tenant, 'accept', 5, start)).toEqual([true, true, true, false, false]);
    expect(await ask(tenant, 'accept', 1, later(HOUR - 1))).toEqual([false]);
    expect(await ask(tenant, 'accept', 4, later(HOUR))).toEqual([true, true, true, false]);
  });

  it('is counted for each action, and apart from every other tenant', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await ask(one, 'accept', 3, start);
    expect(await ask(one, 'accept', 1, start)).toEqual([false]);
    expect(await ask(one, 'set up/company?', 1, start)).toEqual([true]);
    expect(await ask(other, 'accept', 1, start)).toEqual([true]);
  });

  it('is never let past the limit, however many ask at once through however many instances', async () => {
    const tenant = randomUUID();
    const second = new RateLimits(tables.rateLimits);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 === 0 ? limits : second).take(tenant, 'invite', rule, start),
      ),
    );
    const letThrough = answers.filter(Boolean).length;
    expect(letThrough).toBeGreaterThanOrEqual(1);
    expect(letThrough).toBeLessThanOrEqual(3);
  });

  it('is not locked out by an instance whose clock ran ahead', async () => {
    const tenant = randomUUID();
    await ask(tenant, 'accept', 3, later(48 * HOUR));
    expect(await ask(tenant, 'accept', 1, start)).toEqual([true]);
  });

  it('never may where the limit is nought', async () => {
    expect(await limits.take(randomUUID(), 'accept', { limit: 0, windowMs: HOUR }, start)).toBe(false);
  });
});

describe('without storage', () => {
  it('nobody is let through uncounted: it fails as what was to be done would', async () => {
    const gone = openTables({ connectionString: connectionStringFor(await freePort()) });
    const take = new RateLimits(gone.rateLimits).take(randomUUID(), 'accept', rule, start);
    await expect(take).rejects.toThrow(StorageUnavailableError);
    await gone.close();
  });
});
