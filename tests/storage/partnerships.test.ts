import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Partnership } from '../../domain/partnership.ts';
import { ConflictError } from '../../storage/errors.ts';
import { Partnerships } from '../../storage/partnerships.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let partnerships: Partnerships;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  partnerships = new Partnerships(tables.companies);
});
afterAll(() => tables.close());

function partnership(over: Partial<Partnership> = {}): Partnership {
  return {
    partnerId: randomUUID(),
    name: 'Fabrikam',
    mpnId: '4391507',
    country: 'US',
    state: 'active',
    providerAdministers: true,
    since: NOW.toISOString(),
    invitationId: 'i1',
    version: 1,
    watchers: [],
    ...over,
  };
}

/** A company with these partners. */
async function companyWith(...known: Partnership[]): Promise<string> {
  const company = randomUUID();
  for (const each of known) await tables.companies.transact(company, partnerships.put(undefined, each));
  return company;
}
/** Writes over what a company keeps of a partner. */
async function changes(company: string, partnerId: string, over: Partial<Partnership>): Promise<void> {
  const row = await partnerships.get(company, partnerId);
  if (!row) throw new Error('not there');
  await tables.companies.transact(company, partnerships.put(row, { ...row.value, ...over }));
}
async function found(company: string, search?: string): Promise<string[]> {
  const page = await partnerships.page(company, 50, search);
  return page.rows.map(row => row.value.name);
}

describe('a company’s partners', () => {
  it('are listed by name, and nobody else’s are', async () => {
    const company = await companyWith(
      partnership({ name: 'Zeta' }),
      partnership({ name: 'ａｌｐｈａ' }),
      partnership({ name: 'Beta' }),
    );
    expect(await found(company)).toEqual(['ａｌｐｈａ', 'Beta', 'Zeta']);
    expect(await found(randomUUID())).toEqual([]);
  });

  it('are found by the beginning of a name, of a word and of the Partner ID', async () => {
    const company = await companyWith(
      partnership({ name: 'Blue Yonder', mpnId: '1234567' }),
      partnership({ name: 'Fabrikam', mpnId: '7654321' }),
    );
    for (const search of ['BLUE', 'yon', '1234'])
      expect(await found(company, search)).toEqual(['Blue Yonder']);
    expect(await found(company, 'onder')).toEqual([]);
  });

  it('are found once each, however many words of theirs fit', async () => {
    const company = await companyWith(partnership({ name: 'Contoso Contracting Contor' }));
    expect(await found(company, 'cont')).toHaveLength(1);
  });

  it('cost one query a page, with a search or without', async () => {
    const known = Array.from({ length: 12 }, (_, number) => partnership({ name: `Contoso ${number}` }));
    const company = await companyWith(...known);
    for (const search of [undefined, 'contoso']) {
      requests = 0;
      const page = await partnerships.page(company, 5, search);
      expect(requests).toBe(1);
      expect(page.rows).toHaveLength(5);
      expect(page.continuation).toBeDefined();
    }
  });

  it('keep no second record', async () => {
    const known = partnership();
    const company = await companyWith(known);
    await expect(tables.companies.transact(company, partnerships.put(undefined, known))).rejects.toThrow(
      ConflictError,
    );
  });
});

describe('a partnership that is removed', () => {
  it('leaves every list and keeps its record', async () => {
    const known = partnership();
    const company = await companyWith(known);
    await changes(company, known.partnerId, { state: 'removed' });
    expect(await found(company)).toEqual([]);
    expect(await found(company, 'fab')).toEqual([]);
    expect((await partnerships.get(company, known.partnerId))?.value.state).toBe('removed');
  });

  it('can be changed and removed again, and comes back to the lists when it stands anew', async () => {
    const known = partnership();
    const company = await companyWith(known);
    await changes(company, known.partnerId, { state: 'removed' });
    await changes(company, known.partnerId, { state: 'removed', version: 2 });
    await changes(company, known.partnerId, { state: 'active', version: 3, name: 'Fabrikam Anew' });
    expect(await found(company)).toEqual(['Fabrikam Anew']);
  });
});

describe('a partner that was renamed', () => {
  it('is listed and found under the new name alone, and leaves nothing behind when it is removed', async () => {
    const known = partnership({ name: 'Old Name', mpnId: '1111' });
    const company = await companyWith(known);
    await changes(company, known.partnerId, { name: 'New Name', mpnId: '2222' });
    expect(await found(company)).toEqual(['New Name']);
    for (const search of ['old', '1111']) expect(await found(company, search)).toEqual([]);
    for (const search of ['new', 'name', '2222']) expect(await found(company, search)).toEqual(['New Name']);
    await changes(company, known.partnerId, { state: 'removed' });
    for (const search of [undefined, 'old', 'new', 'name']) expect(await found(company, search)).toEqual([]);
  });
});

describe('a transaction that a partnership takes part in', () => {
  it('holds while it is as it was read', async () => {
    const known = partnership();
    const company = await companyWith(known);
    const row = await partnerships.get(company, known.partnerId);
    if (!row) throw new Error('not there');
    await tables.companies.transact(company, [partnerships.stillAs(row)]);
    expect((await partnerships.get(company, known.partnerId))?.value).toEqual(known);
  });

  it('fails once it has changed, and so does the change that comes after', async () => {
    const known = partnership();
    const company = await companyWith(known);
    const row = await partnerships.get(company, known.partnerId);
    if (!row) throw new Error('not there');
    await tables.companies.transact(company, [partnerships.stillAs(row)]);
    const removed = partnerships.put(row, { ...known, state: 'removed' });
    await expect(tables.companies.transact(company, removed)).rejects.toThrow(ConflictError);
    await expect(tables.companies.transact(company, [partnerships.stillAs(row)])).rejects.toThrow(
      ConflictError,
    );
  });
});
