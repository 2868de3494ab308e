import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AccountMoves } from '../../storage/accountMoves.ts';
import { Customers } from '../../storage/customers.ts';
import { CustomerUsers } from '../../storage/customerUsers.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { Op } from '../../storage/rows.ts';
import { SetupCodes } from '../../storage/setupCodes.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTables } from '../../storage/tables.ts';
import { openTestTables, sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { startForgetfulProxy } from '../support/forgetfulProxy.ts';
import { customer } from './examples.ts';

let tables: Tables;
let moves: AccountMoves;
let customers: Customers;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  moves = new AccountMoves(tables.companies);
  customers = new Customers(tables.companies);
});
afterAll(() => tables.close());

const BY = { tenantId: randomUUID(), objectId: randomUUID(), name: 'Pat' };
const AT = '2026-11-21T09:00:00.000Z';

/** An id as accounts have it. */
const accountId = () => `${randomUUID().slice(0, 14)}8${randomUUID().slice(15)}`;
const FIRST = { step: 'users', sameUsers: {}, merged: false } as const;

describe('how far a move has come', () => {
  it('is begun once, and goes on for one of two who take it further', async () => {
    const [tenant, account] = [randomUUID(), accountId()];
    const begun = moves.begin({ accountId: account, ...FIRST });
    await tables.companies.transact(tenant, [begun]);
    await expect(tables.companies.transact(tenant, [begun])).rejects.toBeInstanceOf(ConflictError);
    const row = await moves.get(tenant, account);
    if (!row) throw new Error('not begun');
    await tables.companies.transact(tenant, [moves.advance(row, { after: 'a' })]);
    const late = tables.companies.transact(tenant, [moves.advance(row, { after: 'b' })]);
    await expect(late).rejects.toBeInstanceOf(ConflictError);
    expect((await moves.get(tenant, account))?.value).toEqual({ accountId: account, ...FIRST, after: 'a' });
  });

  it('begins each step from its first row', async () => {
    const [tenant, account] = [randomUUID(), accountId()];
    await tables.companies.transact(tenant, [moves.begin({ accountId: account, ...FIRST, after: 'a' })]);
    const row = await moves.get(tenant, account);
    if (!row) throw new Error('not begun');
    await tables.companies.transact(tenant, [moves.advance(row, { step: 'rows' })]);
    expect((await moves.get(tenant, account))?.value.after).toBeUndefined();
  });
});

describe('the rows of an account', () => {
  const [licensed, known, other] = [randomUUID(), randomUUID(), randomUUID()];
  const by = { tenantId: randomUUID(), objectId: randomUUID(), name: 'Pat' };
  const licence = (userId: string) => ({
    subscriptionId: 's1',
    userId,
    assignedBy: by,
    assignedAt: '2026-11-21T09:00:00.000Z',
  });
  const rows = (count: number): Op[] => [
    { op: 'insert', key: 'company:x', value: { stays: true } },
    { op: 'insert', key: 'setup:x', value: { stays: true } },
    { op: 'insert', key: 'errand:bot:1', value: { stays: true } },
    { op: 'insert', key: 'customerUser:1', value: { apart: true } },
    { op: 'insert', key: 'subscription:1', value: { apart: true } },
    { op: 'insert', key: `licence:s1:${licensed}`, value: licence(licensed) },
    { op: 'insert', key: `licenceFor:${other}:s1`, value: licence(other) },
    { op: 'insert', key: 'order:1', value: { id: '1' }, columns: { state: 'open', count: 3 } },
    ...Array.from(
      { length: count },
      (_, nth): Op => ({ op: 'insert', key: `history:${String(nth).padStart(3, '0')}`, value: { nth } }),
    ),
  ];
  const carried = async (account: string) => {
    const ops: Op[] = [];
    let after: string | undefined;
    let pages = 0;
    for (;;) {
      const page = await moves.rowsToCarry(account, { after, sameUsers: { [licensed]: known } });
      ops.push(...page.rows);
      if (page.last === undefined) return { ops, pages };
      after = page.last;
      pages++;
    }
  };

  it('are carried once each, as they are, with what storage filters by', async () => {
    const account = accountId();
    await tables.companies.transact(account, rows(3));
    const { ops } = await carried(account);
    expect(ops.map(({ key }) => key)).toEqual([
      'history:000',
      'history:001',
      'history:002',
      `licence:s1:${known}`,
      `licenceFor:${other}:s1`,
      'order:1',
    ]);
    expect(ops.at(-1)).toMatchObject({ value: { id: '1' }, columns: { state: 'open', count: 3 } });
    expect(ops.find(({ key }) => key.startsWith('licence:'))).toMatchObject({ value: { userId: known } });
  });

  it('are carried in pages when they are many, a query each', async () => {
    const account = accountId();
    await tables.companies.transact(account, rows(60));
    for (let nth = 100; nth < 250; nth += 75) {
      const more = Array.from(
        { length: 75 },
        (_, each): Op => ({ op: 'insert', key: `history:${nth + each}`, value: {} }),
      );
      await tables.companies.transact(account, more);
    }
    requests = 0;
    const { ops, pages } = await carried(account);
    expect(new Set(ops.map(({ key }) => key)).size).toBe(213);
    expect(ops).toHaveLength(213);
    expect(requests).toBe(pages + 1);
  });

  it('are removed in the end, but what says where it went and what is under way', async () => {
    const account = accountId();
    await tables.companies.transact(account, rows(80));
    while (await moves.clean(account));
    const left = await tables.companies.someRaw(account, { from: '!', to: '~' }, 100);
    expect(left.map(({ key }) => key)).toEqual(['company:x', 'errand:bot:1', 'setup:x']);
  });
});

describe('an empty page on the way', () => {
  it('ends nothing: rows, users and subscriptions behind it are carried and removed', async () => {
    const account = accountId();
    const proxy = await startForgetfulProxy(await sharedStorage());
    const prefix = uniquePrefix();
    const seen = openTables({ connectionString: proxy.connectionString }, { prefix });
    try {
      await seen.ensure();
      const [users, all] = [new CustomerUsers(seen.companies), new AccountMoves(seen.companies)];
      const user = { id: randomUUID(), name: 'Kim', email: 'kim@tailspin.example', addedBy: BY, addedAt: AT };
      await seen.companies.transact(account, [
        ...users.insert(user),
        { op: 'insert', key: 'order:1', value: { id: '1' } },
      ]);
      const empty = () =>
        proxy.emptyPageNext(({ path }) => path.includes('filter'), { partition: account, row: '!' });
      empty();
      expect(await users.records(account, 15)).toHaveLength(1);
      empty();
      expect((await all.rowsToCarry(account, { sameUsers: {} })).rows).toHaveLength(1);
      empty();
      expect(await all.clean(account)).toBe(true);
      expect(await all.clean(account)).toBe(false);
      expect(await seen.companies.get(account, 'order:1', z.unknown())).toBeUndefined();
    } finally {
      await seen.close();
      await proxy.close();
    }
  });
});

describe('a partner’s record of a customer whose account got a tenant', () => {
  it('is found by both ids, in lists and by its domain once', async () => {
    const [partner, tenant] = [randomUUID(), randomUUID()];
    const known = customer({ id: accountId(), name: 'Tailspin', domain: 'tailspin.onmicrosoft.com' });
    await tables.companies.transact(partner, customers.insert(known, true));
    const row = await customers.get(partner, known.id);
    if (!row) throw new Error('no record');
    await tables.companies.transact(
      partner,
      customers.rekey(row, undefined, { ...known, id: tenant, name: 'Tailspin Toys' }),
    );
    expect((await customers.get(partner, known.id))?.value.id).toBe(tenant);
    expect((await customers.get(partner, tenant))?.value.name).toBe('Tailspin Toys');
    expect((await customers.ofDomain(partner, known.domain))?.id).toBe(tenant);
    for (const search of [undefined, 'tail', 'tailspin.onm']) {
      const page = await customers.page(partner, 10, search);
      expect(page.rows.map(({ value }) => value.id)).toEqual([tenant]);
    }
  });

  it('costs a point read for those who never had an account', async () => {
    const known = customer();
    const partner = randomUUID();
    await tables.companies.transact(partner, customers.insert(known, true));
    requests = 0;
    await customers.get(partner, known.id);
    await customers.get(partner, randomUUID());
    expect(requests).toBe(2);
  });
});

describe('a setup code', () => {
  it('is found by its digest, whichever account it is of', async () => {
    const codes = new SetupCodes(tables.companies);
    const [digest, account] = ['ab'.repeat(32), accountId()];
    expect(await codes.find(digest)).toBeUndefined();
    await codes.announce(digest, { accountId: account, codeId: 'first' });
    expect(await codes.find(digest)).toEqual({ accountId: account, codeId: 'first' });
    await expect(codes.announce(digest, { accountId: account, codeId: 'x' })).rejects.toBeInstanceOf(
      ConflictError,
    );
  });
});
