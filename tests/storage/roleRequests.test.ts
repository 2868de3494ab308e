import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RoleRequest } from '../../domain/roleRequest.ts';
import { ConflictError } from '../../storage/errors.ts';
import { RoleRequests } from '../../storage/roleRequests.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { at, NOW } from './examples.ts';

let tables: Tables;
let requests: RoleRequests;
beforeAll(async () => {
  tables = await openTestTables();
  requests = new RoleRequests(tables.companies);
});
afterAll(() => tables.close());

function request(companyId: string, over: Partial<RoleRequest> = {}): RoleRequest {
  return {
    id: randomUUID().replaceAll('-', ''),
    companyId,
    asker: { tenantId: companyId, objectId: randomUUID(), name: 'Sam Ito' },
    email: 'sam@contoso.example',
    from: { agent: 'salesAgent', admin: 'none' },
    wanted: { agent: 'adminAgent', admin: 'none' },
    toBeAdded: false,
    why: 'To help out',
    askedAt: NOW.toISOString(),
    state: 'open',
    ...over,
  };
}

const write = (value: RoleRequest, before?: Awaited<ReturnType<RoleRequests['get']>>) =>
  tables.companies.transact(value.companyId, [requests.put(before, value)]);

describe('a request for levels', () => {
  it('is found by who asked', async () => {
    const asked = request(randomUUID());
    await write(asked);
    expect((await requests.get(asked.companyId, asked.asker.objectId))?.value).toEqual(asked);
    expect(await requests.get(randomUUID(), asked.asker.objectId)).toBeUndefined();
    expect(await requests.get(asked.companyId, randomUUID())).toBeUndefined();
  });

  it('is one a person: two that are made at the same moment are one', async () => {
    const asked = request(randomUUID());
    await write(asked);
    await expect(write({ ...asked, id: 'f'.repeat(32) })).rejects.toThrow(ConflictError);
  });

  it('is ended by whoever comes first', async () => {
    const asked = request(randomUUID());
    await write(asked);
    const row = await requests.get(asked.companyId, asked.asker.objectId);
    await write({ ...asked, state: 'approved' }, row);
    await expect(write({ ...asked, state: 'declined' }, row)).rejects.toThrow(ConflictError);
    expect((await requests.get(asked.companyId, asked.asker.objectId))?.value.state).toBe('approved');
  });

  it('makes room for the next one of the same person', async () => {
    const asked = request(randomUUID(), { state: 'declined' });
    await write(asked);
    const next = { ...asked, id: 'e'.repeat(32), state: 'open' as const, askedAt: at(1_000).toISOString() };
    await write(next, await requests.get(asked.companyId, asked.asker.objectId));
    expect((await requests.get(asked.companyId, asked.asker.objectId))?.value).toEqual(next);
  });
});

describe('the open requests of a company', () => {
  it('are listed page by page, without those that ended and those of others', async () => {
    const company = randomUUID();
    const open = [request(company), request(company), request(company)];
    const ended = (['approved', 'declined', 'lapsed', 'withdrawn'] as const).map(state =>
      request(company, { state }),
    );
    for (const each of [...open, ...ended, request(randomUUID())]) await write(each);
    const found: string[] = [];
    let continuation: string | undefined;
    do {
      const page = await requests.open(company, 2, continuation);
      expect(page.rows.length).toBeLessThanOrEqual(2);
      found.push(...page.rows.map(row => row.value.id));
      continuation = page.continuation;
    } while (continuation);
    expect(found.sort()).toEqual(open.map(({ id }) => id).sort());
  });

  it('lose one that is answered', async () => {
    const asked = request(randomUUID());
    await write(asked);
    const row = await requests.get(asked.companyId, asked.asker.objectId);
    await write({ ...asked, state: 'approved' }, row);
    expect((await requests.open(asked.companyId, 8)).rows).toEqual([]);
  });
});
