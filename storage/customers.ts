import * as z from 'zod';
import type { CompanyId } from '../domain/identity.ts';
import { type Customer, customerSchema } from '../domain/relationship.ts';
import { keyPart, startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';

const keyOf = (id: CompanyId) => `customer:${id}`;
const NAMES = 'customerByName:';
const TERMS = 'customerByTerm:';
const domainKey = (domain: string) => `customerOfDomain:${keyPart(domain)}`;
const LONGEST_TERM = 100;

/** How names, domains and what people search for are compared: NFKC, case folded, inner spaces single, nothing that is no character. */
export function foldTerm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Noncharacter_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const termKey = (term: string) => keyPart(foldTerm(term).slice(0, LONGEST_TERM));

/**
 * A partner's customers, in the partner's partition: the record itself, and index rows that carry a copy of it so
 * that a page of the list or of a search by prefix is one query (design §5).
 */
export class Customers {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One customer of a partner. One point read. */
  get(partnerId: CompanyId, customerId: CompanyId): Promise<Row<Customer> | undefined> {
    return this.#table.get(partnerId, keyOf(customerId), customerSchema);
  }

  /** The customer that owns a domain. One point read, and one more when there is one. */
  async ofDomain(partnerId: CompanyId, domain: string): Promise<Customer | undefined> {
    const owner = await this.#table.get(partnerId, domainKey(domain), z.object({ id: z.string() }));
    return owner && (await this.get(partnerId, owner.value.id))?.value;
  }

  /**
   * A page of all customers by name, or of those with a name, a word of it or a domain beginning with `search`. One
   * query. Each customer occurs once in all pages together, so a page of a search may hold fewer than `top`.
   */
  async page(
    partnerId: CompanyId,
    top: number,
    search?: string,
    continuation?: string,
  ): Promise<Page<Customer>> {
    const wanted = search ? termKey(search) : '';
    const prefix = wanted ? `${TERMS}${wanted}` : NAMES;
    const page = await this.#table.page(partnerId, startingWith(prefix), customerSchema, {
      top,
      continuation,
    });
    if (!wanted) return page;
    // Name and domain often begin alike: of the rows that match, the first by key stands for the customer.
    const rows = page.rows.filter(({ key, value }) => {
      const matching = termsOf(value).filter(term => term.startsWith(wanted));
      return matching.every(term => termRowKey(term, value) >= key);
    });
    return { ...page, rows };
  }

  /** Adds a customer with its index rows; `ownsDomain` is false for a web-mail domain, which is nobody's. */
  insert(customer: Customer, ownsDomain: boolean): Op[] {
    const rows: Op[] = [
      { op: 'insert', key: keyOf(customer.id), value: customer },
      ...indexKeys(customer).map(key => ({ op: 'upsert' as const, key, value: customer })),
    ];
    if (ownsDomain) rows.push({ op: 'upsert', key: domainKey(customer.domain), value: { id: customer.id } });
    return rows;
  }

  /** Changes a customer and every copy of it; name and domain stay. */
  update(row: Row<Customer>, next: Customer): Op[] {
    return [
      { op: 'update', key: keyOf(next.id), value: next, etag: row.etag },
      ...indexKeys(next).map(key => ({ op: 'upsert' as const, key, value: next })),
    ];
  }
}

/** One row for the list, and one for each term of the search. */
function indexKeys(customer: Customer): string[] {
  return [
    `${NAMES}${termKey(customer.name)}:${customer.id}`,
    ...termsOf(customer).map(term => termRowKey(term, customer)),
  ];
}

/** What a customer is found by: the name, the name from each further word on, and the domain. */
function termsOf(customer: Customer): string[] {
  const words = foldTerm(customer.name)
    .split(' ')
    .map((_, index, all) => all.slice(index).join(' '));
  // A name has two hundred characters at most; four places to find it by are enough, and a transaction is finite.
  return [...new Set([...words.slice(0, 4), customer.domain].map(termKey))];
}

function termRowKey(term: string, customer: Customer): string {
  return `${TERMS}${term}:${customer.id}`;
}
