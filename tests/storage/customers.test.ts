import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Customer } from '../../domain/relationship.ts';
import { Customers } from '../../storage/customers.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { customer } from './examples.ts';

let tables: Tables;
let customers: Customers;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  customers = new Customers(tables.companies);
});
afterAll(() => tables.close());

/** A partner with these customers. */
async function partnerOf(...known: Customer[]): Promise<string> {
  const partner = randomUUID();
  for (const each of known) await tables.companies.transact(partner, customers.insert(each, true));
  return partner;
}

async function found(partner: string, search?: string): Promise<string[]> {
  const page = await customers.page(partner, 50, search);
  return page.rows.map(row => row.value.name);
}

describe('a partner’s customers', () => {
  it('are listed by name, whatever the case and width of its letters', async () => {
    const names = ['zeta', 'Alpha', 'ｂｅｔａ', 'Gamma'];
    const partner = await partnerOf(...names.map(name => customer({ name })));
    expect(await found(partner)).toEqual(['Alpha', 'ｂｅｔａ', 'Gamma', 'zeta']);
  });

  it('are listed once each even if two bear the same name', async () => {
    const partner = await partnerOf(customer(), customer());
    expect(await found(partner)).toEqual(['Wingtip Toys', 'Wingtip Toys']);
  });

  it('are nobody else’s', async () => {
    await partnerOf(customer());
    expect(await found(randomUUID())).toEqual([]);
  });

  it('cannot be added twice', async () => {
    const known = customer();
    const partner = await partnerOf(known);
    await expect(tables.companies.transact(partner, customers.insert(known, true))).rejects.toThrow(
      ConflictError,
    );
  });
});

describe('searching', () => {
  it('finds by the beginning of the name, of a word in it, and of the domain', async () => {
    const partner = await partnerOf(
      customer(),
      customer({ name: 'Tailspin Toys', domain: 'tailspin.example' }),
    );
    expect(await found(partner, 'wing')).toEqual(['Wingtip Toys']);
    expect(await found(partner, 'toys')).toHaveLength(2);
    expect(await found(partner, 'tailspin.ex')).toEqual(['Tailspin Toys']);
    expect(await found(partner, 'ingtip')).toEqual([]);
  });

  it('does not care for case, width and spaces', async () => {
    const partner = await partnerOf(customer());
    for (const search of ['WINGTIP', 'ｗｉｎｇｔｉｐ', ' wingtip   toys ', 'wingtip\u3000toys']) {
      expect(await found(partner, search)).toEqual(['Wingtip Toys']);
    }
  });

  it('finds Japanese names, half-width katakana too', async () => {
    const name = '株式会社ウィングチップ玩具';
    const partner = await partnerOf(customer({ name, domain: 'wingtip.example' }));
    expect(await found(partner, '株式会社ウィング')).toEqual([name]);
    expect(await found(partner, '株式会社ｳｨﾝｸﾞ')).toEqual([name]);
    expect(await found(partner, 'ウィング')).toEqual([]);
  });

  it('finds a word after the first space of a Japanese name, however wide the space', async () => {
    const name = '株式会社\u3000ウィングチップ';
    const partner = await partnerOf(customer({ name }));
    expect(await found(partner, 'ｳｨﾝｸﾞ')).toEqual([name]);
  });

  it('takes characters that keys may not hold', async () => {
    const name = 'A/B \\ C#D? 100% ~x';
    const partner = await partnerOf(customer({ name }));
    expect(await found(partner, 'a/b')).toEqual([name]);
    expect(await found(partner, 'c#d?')).toEqual([name]);
    expect(await found(partner, 'a~2fb')).toEqual([]);
  });

  it('takes the longest name that a form lets in', async () => {
    const name = `Ω/${'長い名前 '.repeat(40)}`.slice(0, 200).trim();
    const partner = await partnerOf(customer({ name }));
    expect(await found(partner, name)).toEqual([name]);
  });
});

describe('a change of a customer', () => {
  it('shows in the list and in every search at once', async () => {
    const known = customer();
    const partner = await partnerOf(known);
    const row = await customers.get(partner, known.id);
    if (!row) throw new Error('it is not there');
    const next: Customer = { ...known, canAdminister: 'yes', administers: ['azure'] };
    await tables.companies.transact(partner, customers.update(row, next));
    for (const search of [undefined, 'wing', 'toys', 'wingtip.example']) {
      const page = await customers.page(partner, 10, search);
      expect(page.rows.map(each => each.value.canAdminister)).toEqual(['yes']);
    }
  });

  it('is lost to whoever was quicker, with all its copies', async () => {
    const known = customer();
    const partner = await partnerOf(known);
    const row = await customers.get(partner, known.id);
    if (!row) throw new Error('it is not there');
    await tables.companies.transact(partner, customers.update(row, { ...known, canSell: false }));
    const late = customers.update(row, { ...known, canAdminister: 'no' });
    await expect(tables.companies.transact(partner, late)).rejects.toThrow(ConflictError);
    const page = await customers.page(partner, 10, 'wing');
    expect(page.rows.map(each => each.value)).toEqual([{ ...known, canSell: false }]);
  });
});

describe('pages of customers', () => {
  it('cost one request each and hold every customer once', async () => {
    const names = Array.from({ length: 21 }, (_, i) => `Customer ${String(i).padStart(2, '0')}`);
    const partner = await partnerOf(
      ...names.map(name => customer({ name, domain: `${name.slice(-2)}.example` })),
    );
    for (const search of [undefined, 'customer']) {
      const seen: string[] = [];
      let continuation: string | undefined;
      requests = 0;
      let pages = 0;
      do {
        const page = await customers.page(partner, 8, search, continuation);
        seen.push(...page.rows.map(row => row.value.name));
        continuation = page.continuation;
        pages++;
      } while (continuation);
      expect(seen).toEqual(names);
      expect(requests).toBe(pages);
    }
  });
});

describe('the owner of a domain', () => {
  it('is found by it', async () => {
    const known = customer();
    const partner = await partnerOf(known);
    expect(await customers.ofDomain(partner, 'wingtip.example')).toEqual(known);
    expect(await customers.ofDomain(partner, 'tailspin.example')).toBeUndefined();
    expect(await customers.ofDomain(randomUUID(), 'wingtip.example')).toBeUndefined();
  });

  it('is nobody for a web-mail domain', async () => {
    const partner = randomUUID();
    const known = customer({ domain: 'gmail.com' });
    await tables.companies.transact(partner, customers.insert(known, false));
    expect(await customers.ofDomain(partner, 'gmail.com')).toBeUndefined();
  });
});
