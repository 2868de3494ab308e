import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RoleRequest } from '../../domain/roleRequest.ts';
import type { User } from '../../domain/user.ts';
import { ConflictError } from '../../storage/errors.ts';
import { RoleRequests } from '../../storage/roleRequests.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { Users } from '../../storage/users.ts';
import { sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { at, NOW } from './examples.ts';

const prefix = uniquePrefix();
let tables: Tables;
let users: Users;
let roleRequests: RoleRequests;
let requests = 0;
beforeAll(async () => {
  const connectionString = await sharedStorage();
  tables = openTables({ connectionString }, { prefix, onRequest: () => requests++ });
  await tables.ensure();
  users = new Users(tables.companies);
  roleRequests = new RoleRequests(tables.companies);
});
afterAll(() => tables.close());

const HASH = 'the-slow-hash-of-a-code';

function user(companyId: string, over: Partial<User> = {}): User {
  return {
    id: randomUUID(),
    companyId,
    name: 'Ari Lund',
    email: 'ari@contoso.example',
    agent: 'salesAgent',
    admin: 'none',
    state: 'invited',
    addedBy: { tenantId: companyId, objectId: randomUUID(), name: 'Dana Reyes' },
    addedAt: NOW.toISOString(),
    signIn: {
      id: 'code-1',
      salt: 'the-salt-of-a-code',
      hash: HASH,
      madeAt: NOW.toISOString(),
      expiresAt: at(7 * 24 * 60 * 60_000).toISOString(),
      tried: 0,
    },
    version: 1,
    ...over,
  };
}

/** A company with these people. */
async function companyOf(...people: Partial<User>[]): Promise<{ company: string; added: User[] }> {
  const company = randomUUID();
  const added = people.map(each => user(company, each));
  for (const each of added) await tables.companies.transact(company, users.insert(each));
  return { company, added };
}

async function found(company: string, search?: string): Promise<string[]> {
  const page = await users.page(company, 50, search);
  return page.rows.map(row => row.value.name);
}

async function change(before: User, over: Partial<User>): Promise<void> {
  const row = await users.get(before.companyId, before.id);
  if (!row) throw new Error('not there');
  await tables.companies.transact(before.companyId, users.update(row, { ...row.value, ...over }));
}

/** All rows of a company as they lie in storage. */
async function rowsOf(company: string): Promise<{ key: string; text: string }[]> {
  const client = TableClient.fromConnectionString(await sharedStorage(), `${prefix}companies`, {
    allowInsecureConnection: true,
  });
  const rows: { key: string; text: string }[] = [];
  for await (const { partitionKey, rowKey = '', ...facts } of client.listEntities()) {
    if (partitionKey === company) rows.push({ key: rowKey, text: JSON.stringify(facts) });
  }
  return rows;
}

describe('the people of a company', () => {
  it('are found by their id and by their address, whatever its case', async () => {
    const { company, added } = await companyOf({});
    const [ari] = added;
    expect((await users.get(company, ari?.id ?? ''))?.value).toEqual(ari);
    expect((await users.ofEmail(company, 'ARI@Contoso.Example'))?.value).toEqual(ari);
    expect(await users.ofEmail(company, 'sam@contoso.example')).toBeUndefined();
  });

  it('are nobody else’s', async () => {
    const { added } = await companyOf({});
    const other = randomUUID();
    expect(await users.get(other, added[0]?.id ?? '')).toBeUndefined();
    expect(await users.ofEmail(other, 'ari@contoso.example')).toBeUndefined();
    expect(await found(other)).toEqual([]);
  });

  it('are listed by name, whatever the case and width of its letters, also those of one name', async () => {
    const { company } = await companyOf(
      { name: 'zoe', email: 'z@a.example' },
      { name: 'Ari Lund', email: 'a1@a.example' },
      { name: 'ｂｏ', email: 'b@a.example' },
      { name: 'Ari Lund', email: 'a2@a.example' },
      { name: '山田 花子', email: 'y@a.example' },
    );
    expect(await found(company)).toEqual(['Ari Lund', 'Ari Lund', 'ｂｏ', 'zoe', '山田 花子']);
  });

  it('come in pages, each once, each page with one query', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `Person ${index}`);
    const { company } = await companyOf(
      ...names.map((name, index) => ({ name, email: `p${index}@a.example` })),
    );
    const seen: string[] = [];
    let continuation: string | undefined;
    let pages = 0;
    const before = requests;
    do {
      const page = await users.page(company, 3, undefined, continuation);
      seen.push(...page.rows.map(row => row.value.name));
      continuation = page.continuation;
      pages++;
    } while (continuation);
    expect(seen).toEqual(names);
    expect(pages).toBe(3);
    expect(requests - before).toBe(3);
  });

  it('cannot be added twice', async () => {
    const { company, added } = await companyOf({});
    const [ari] = added;
    if (!ari) throw new Error('not there');
    const again = users.insert({ ...ari, email: 'other@contoso.example' });
    await expect(tables.companies.transact(company, again)).rejects.toThrow(ConflictError);
  });

  it('are changed only as they were read', async () => {
    const { company, added } = await companyOf({});
    const row = await users.get(company, added[0]?.id ?? '');
    if (!row) throw new Error('not there');
    await change(row.value, { admin: 'billingAdmin' });
    const late = users.update(row, { ...row.value, admin: 'globalAdmin' });
    await expect(tables.companies.transact(company, late)).rejects.toThrow(ConflictError);
    await expect(tables.companies.transact(company, [users.count(row, row.value)])).rejects.toThrow(
      ConflictError,
    );
    expect((await users.get(company, row.value.id))?.value.admin).toBe('billingAdmin');
  });

  it('are listed as they are after a change', async () => {
    const { company, added } = await companyOf({});
    if (!added[0]) throw new Error('not there');
    await change(added[0], {
      state: 'active',
      objectId: randomUUID(),
      signIn: undefined,
      agent: 'adminAgent',
    });
    for (const search of [undefined, 'ari', 'lund', 'ari@contoso']) {
      const page = await users.page(company, 50, search);
      expect(page.rows.map(row => row.value)).toMatchObject([{ state: 'active', agent: 'adminAgent' }]);
      expect(page.rows[0]?.value.codeExpiresAt).toBeUndefined();
    }
  });
});

describe('searching for people', () => {
  it('finds by the beginning of the name, of a word in it, and of the address; once each', async () => {
    const { company } = await companyOf(
      { name: 'Ari Lund', email: 'ari@contoso.example' },
      { name: 'Ariadne Arison', email: 'ariadne@contoso.example' },
      { name: 'Sam Okafor', email: 'sam@contoso.example' },
    );
    expect(await found(company, 'ari')).toEqual(expect.arrayContaining(['Ari Lund', 'Ariadne Arison']));
    expect(await found(company, 'ari')).toHaveLength(2);
    expect(await found(company, 'LUND')).toEqual(['Ari Lund']);
    expect(await found(company, 'sam@cont')).toEqual(['Sam Okafor']);
    expect(await found(company, 'und')).toEqual([]);
  });

  it('finds Japanese and Chinese names, whatever their width', async () => {
    const { company } = await companyOf(
      { name: 'ヤマダ ハナコ', email: 'y@a.example' },
      { name: '王 小明', email: 'w@a.example' },
    );
    expect(await found(company, 'ﾊﾅｺ')).toEqual(['ヤマダ ハナコ']);
    expect(await found(company, '王')).toEqual(['王 小明']);
  });

  it('takes signs that keys may not hold for what they are', async () => {
    const { company } = await companyOf({ name: 'Ari/Lund #1?', email: 'a@a.example' });
    expect(await found(company, 'ari/lund #')).toEqual(['Ari/Lund #1?']);
  });

  it('shows everyone for nothing but spaces', async () => {
    const { company } = await companyOf({});
    expect(await found(company, '  ')).toEqual(['Ari Lund']);
  });
});

describe('an address', () => {
  it('belongs to one person of a company at a time, whatever its case', async () => {
    const { company } = await companyOf({});
    const again = users.insert(user(company, { name: 'Another', email: 'ARI@contoso.example' }));
    await expect(tables.companies.transact(company, again)).rejects.toThrow(ConflictError);
    expect(await found(company)).toEqual(['Ari Lund']);
  });

  it('is won by one when many are added with it at the same moment', async () => {
    const company = randomUUID();
    const many = Array.from({ length: 8 }, (_, index) => user(company, { name: `Person ${index}` }));
    const results = await Promise.allSettled(
      many.map(each => tables.companies.transact(company, users.insert(each))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConflictError);
    }
    const listed = await found(company);
    expect(listed).toHaveLength(1);
    expect((await users.ofEmail(company, 'ari@contoso.example'))?.value.name).toBe(listed[0]);
  });

  it('may stand in another company as well', async () => {
    await companyOf({});
    const { company } = await companyOf({});
    expect(await found(company)).toEqual(['Ari Lund']);
  });

  it('is free again once its person was removed, who stays in the list', async () => {
    const { company, added } = await companyOf({});
    if (!added[0]) throw new Error('not there');
    await change(added[0], { state: 'removed', signIn: undefined });
    expect(await users.ofEmail(company, 'ari@contoso.example')).toBeUndefined();
    const next = user(company, { name: 'Ari Again' });
    await tables.companies.transact(company, users.insert(next));
    expect((await users.ofEmail(company, 'ari@contoso.example'))?.value.id).toBe(next.id);
    const page = await users.page(company, 50);
    expect(page.rows.map(({ value }) => [value.name, value.state])).toEqual([
      ['Ari Again', 'invited'],
      ['Ari Lund', 'removed'],
    ]);
  });

  it('stays with its new holder when a removal of the former one comes late', async () => {
    const { company, added } = await companyOf({});
    const row = await users.get(company, added[0]?.id ?? '');
    if (!row) throw new Error('not there');
    await change(row.value, { state: 'removed', signIn: undefined });
    const next = user(company, { name: 'Ari Again' });
    await tables.companies.transact(company, users.insert(next));
    const late = users.update(row, { ...row.value, state: 'removed', signIn: undefined });
    await expect(tables.companies.transact(company, late)).rejects.toThrow(ConflictError);
    expect((await users.ofEmail(company, 'ari@contoso.example'))?.value.id).toBe(next.id);
  });

  it('need not be known', async () => {
    const { company } = await companyOf({ email: undefined }, { email: undefined, name: 'Sam Okafor' });
    expect(await found(company)).toEqual(['Ari Lund', 'Sam Okafor']);
  });
});

describe('what is kept of a one-time code', () => {
  it('stands in the entry’s own row alone, before and after a change', async () => {
    const { company, added } = await companyOf({});
    if (!added[0]) throw new Error('not there');
    await change(added[0], { agent: 'adminAgent' });
    const rows = await rowsOf(company);
    expect(rows.length).toBeGreaterThan(3);
    for (const { key, text } of rows) {
      const own = key.startsWith('user:');
      for (const secret of [HASH, 'the-salt-of-a-code'])
        expect([key, text.includes(secret)]).toEqual([key, own]);
    }
    const listed = (await users.page(company, 50)).rows[0]?.value;
    expect(listed).not.toHaveProperty('signIn');
    expect(listed?.codeExpiresAt).toBe(added[0].signIn?.expiresAt);
  });
});

describe('requests for levels', () => {
  const request = (companyId: string, name: string, over: Partial<RoleRequest> = {}): RoleRequest => ({
    id: randomUUID(),
    companyId,
    asker: { tenantId: companyId, objectId: randomUUID(), name },
    email: `${name.toLowerCase()}@contoso.example`,
    from: { agent: 'none', admin: 'none' },
    wanted: { agent: 'salesAgent', admin: 'none' },
    toBeAdded: true,
    why: 'I sell',
    askedAt: NOW.toISOString(),
    state: 'open',
    ...over,
  });
  const put = (next: RoleRequest, before?: Parameters<RoleRequests['put']>[0]) =>
    tables.companies.transact(next.companyId, [roleRequests.put(before, next)]);
  const openOf = async (company: string) =>
    (await roleRequests.open(company, 50)).rows.map(row => row.value.asker.name).sort();

  it('are one a person: two at the same moment, and one of them loses', async () => {
    const first = request(randomUUID(), 'Pat');
    const second = { ...first, id: randomUUID(), why: 'I sell a lot' };
    const results = await Promise.allSettled([put(first), put(second)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await openOf(first.companyId)).toEqual(['Pat']);
  });

  it('are found by who asks, and answered once', async () => {
    const asked = request(randomUUID(), 'Pat');
    await put(asked);
    const row = await roleRequests.get(asked.companyId, asked.asker.objectId);
    if (!row) throw new Error('not there');
    expect(row.value).toEqual(asked);
    await put({ ...asked, state: 'approved' }, row);
    await expect(put({ ...asked, state: 'declined' }, row)).rejects.toThrow(ConflictError);
    const after = await roleRequests.get(asked.companyId, asked.asker.objectId);
    expect(after?.value.state).toBe('approved');
  });

  it('are listed while they are open, and again when the person asks anew', async () => {
    const company = randomUUID();
    const [pat, lee] = [request(company, 'Pat'), request(company, 'Lee')];
    await put(pat);
    await put(lee);
    await put(request(randomUUID(), 'Elsewhere'));
    expect(await openOf(company)).toEqual(['Lee', 'Pat']);
    const row = await roleRequests.get(company, pat.asker.objectId);
    await put({ ...pat, state: 'declined' }, row);
    expect(await openOf(company)).toEqual(['Lee']);
    const declined = await roleRequests.get(company, pat.asker.objectId);
    await put({ ...pat, id: randomUUID() }, declined);
    expect(await openOf(company)).toEqual(['Lee', 'Pat']);
  });

  it('come in pages', async () => {
    const company = randomUUID();
    for (const name of ['Pat', 'Lee', 'Sam']) await put(request(company, name));
    const first = await roleRequests.open(company, 2);
    const rest = await roleRequests.open(company, 2, first.continuation);
    const names = [...first.rows, ...rest.rows].map(row => row.value.asker.name);
    expect(names.sort()).toEqual(['Lee', 'Pat', 'Sam']);
  });
});
