import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CustomerFilter } from '../../domain/customerFilter.ts';
import type { Customer } from '../../domain/relationship.ts';
import { Customers } from '../../storage/customers.ts';
import { BadContinuationError, ConflictError } from '../../storage/errors.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { customer, NOW } from './examples.ts';

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

describe('filters', () => {
  const RESELLER = randomUUID();
  const OTHER = randomUUID();
  const shared = (id: string) => [{ id, name: 'Reseller' }];
  const named = (name: string, over: Partial<Customer>) =>
    customer({ name, domain: `${name.toLowerCase().replaceAll(' ', '-')}.example`, ...over });
  const ended = { endedAt: NOW.toISOString(), canSell: false, canAdminister: 'no' as const };
  let partner: string;

  beforeAll(async () => {
    partner = await partnerOf(
      named('Active Sold', { canAdminister: 'no', sharedWith: shared(RESELLER) }),
      named('Active Both', { canAdminister: 'yes', sharedWith: shared(OTHER) }),
      named('Arriving', {}),
      named('Former', ended),
      named('Imported', { reach: 'notInvited', canSell: false, canAdminister: 'no' }),
    );
  });

  it.each<[CustomerFilter, string[]]>([
    [{}, ['Active Both', 'Active Sold', 'Arriving', 'Imported']],
    [{ state: 'active' }, ['Active Both', 'Active Sold']],
    [{ state: 'beingSetUp' }, ['Arriving']],
    [{ state: 'former' }, ['Former']],
    [{ state: 'notInvited' }, ['Imported']],
    [{ right: 'canSell' }, ['Active Both', 'Active Sold', 'Arriving']],
    [{ right: 'canAdminister' }, ['Active Both']],
    [{ reseller: RESELLER }, ['Active Sold']],
    [{ reseller: randomUUID() }, []],
    [{ search: 'active', reseller: OTHER }, ['Active Both']],
    [{ search: 'a', state: 'beingSetUp' }, ['Arriving']],
    [{ search: 'sold', right: 'canAdminister' }, []],
    [{ state: 'active', right: 'canAdminister' }, ['Active Both']],
    [{ state: 'former', right: 'canSell' }, []],
    [{ search: 'a', state: 'active', right: 'canSell', reseller: RESELLER }, ['Active Sold']],
  ])('%j leave those that fit, by name, for one request', async (filter, names) => {
    requests = 0;
    const found = await customers.find(partner, 50, filter);
    expect(found.customers.map(({ name }) => name)).toEqual(names);
    expect(found).toMatchObject({ continuation: undefined, further: false });
    expect(requests).toBe(1);
  });

  it('follow each change of a customer', async () => {
    const known = customer();
    const other = await partnerOf(known);
    const row = await customers.get(other, known.id);
    if (!row) throw new Error('it is not there');
    await tables.companies.transact(other, customers.update(row, { ...known, ...ended }));
    for (const [filter, many] of [
      [{ state: 'beingSetUp' }, 0],
      [{ right: 'canSell' }, 0],
      [{ state: 'former' }, 1],
    ] as const) {
      expect((await customers.find(other, 10, filter)).customers).toHaveLength(many);
    }
  });

  it('find a record of an earlier version from its next change on', async () => {
    const { filed: _, ...old } = customer();
    const other = randomUUID();
    const rows = customers
      .insert(old, true)
      .filter(op => !/^customerBy(State|Right):/.test(op.key))
      .map(op =>
        'value' in op && op.key !== 'customerOfDomain:wingtip.example' ? { ...op, value: old } : op,
      );
    await tables.companies.transact(other, rows);
    expect((await customers.find(other, 10, {})).customers).toEqual([old]);
    expect((await customers.find(other, 10, { state: 'beingSetUp' })).customers).toEqual([]);

    const row = await customers.get(other, old.id);
    if (!row) throw new Error('it is not there');
    await tables.companies.transact(other, customers.update(row, { ...row.value, canAdminister: 'yes' }));
    const { customers: found } = await customers.find(other, 10, { state: 'active' });
    expect(found.map(({ id }) => id)).toEqual([old.id]);
  });

  describe('of several kinds over many customers', () => {
    let many: string;
    beforeAll(async () => {
      many = await partnerOf(
        ...Array.from({ length: 420 }, (_, index) =>
          named(`Branch ${String(index).padStart(3, '0')}`, {
            domain: `d${index}.example`,
            canAdminister: 'yes',
            sharedWith: index % 100 === 99 ? shared(RESELLER) : [],
          }),
        ),
      );
    });

    it('read three hundred rows at most, and say that there is more to look through', async () => {
      requests = 0;
      const first = await customers.find(many, 8, { search: 'branch', reseller: RESELLER });
      expect(requests).toBe(3);
      expect(first.further).toBe(true);
      const second = await customers.find(
        many,
        8,
        { search: 'branch', reseller: RESELLER },
        first.continuation,
      );
      expect([...first.customers, ...second.customers].map(({ name }) => name)).toEqual([
        'Branch 099',
        'Branch 199',
        'Branch 299',
        'Branch 399',
      ]);
      expect(second).toMatchObject({ continuation: undefined, further: false });
    });

    it('page through those that fit, each once', async () => {
      const seen: string[] = [];
      let continuation: string | undefined;
      do {
        const page = await customers.find(many, 50, { search: 'branch', right: 'canSell' }, continuation);
        seen.push(...page.customers.map(({ name }) => name));
        continuation = page.continuation;
      } while (continuation);
      expect(seen).toHaveLength(420);
      expect(new Set(seen).size).toBe(420);
    });

    it('go on only from where a page of theirs ended', async () => {
      for (const forged of ['x', 'company', 'customerByTerm:', `customerByTerm:branch${'x'.repeat(600)}`]) {
        const looked = customers.find(many, 8, { search: 'branch 0', reseller: RESELLER }, forged);
        await expect(looked).rejects.toThrow(BadContinuationError);
      }
    });
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

describe('a page that storage leaves empty, with more behind it,', () => {
  /** Storage may end a page whenever it likes: the first is empty, and the rest lies behind its continuation. */
  const emptyFirst = () => {
    const { companies } = tables;
    const real = companies.page.bind(companies);
    return jest
      .spyOn(companies, 'page')
      .mockResolvedValueOnce({ rows: [], continuation: 'more' })
      .mockImplementationOnce((of, range, schema, request) =>
        real(of, range, schema, {
          ...request,
          continuation: request.continuation === 'more' ? undefined : request.continuation,
        }),
      );
  };

  it('ends no list that several filters narrow', async () => {
    const partner = await partnerOf(customer({ name: 'Adatum', canSell: true, canAdminister: 'yes' }));
    const filter: CustomerFilter = { state: 'active', right: 'canSell' };
    const spy = emptyFirst();
    const found = await customers.find(partner, 8, filter);
    spy.mockRestore();
    expect(found.customers.map(({ name }) => name)).toEqual(['Adatum']);
    expect(found.continuation).toBeUndefined();
  });

  it('hides no owner of a domain', async () => {
    const partner = await partnerOf(customer({ name: 'Adatum', domain: 'adatum.example' }));
    const spy = emptyFirst();
    const owned = await customers.ownedOf(partner, ['adatum.example', 'zeta.example']);
    spy.mockRestore();
    expect([...owned]).toEqual(['adatum.example']);
  });
});
