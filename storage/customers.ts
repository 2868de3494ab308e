import * as z from 'zod';
import { isAccountId } from '../domain/account.ts';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type Customer, customerSchema } from '../domain/relationship.ts';
import { keyPart, startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { isFirstMatch, searchTerms, termKey } from './searchTerms.ts';

const keyOf = (id: CompanyId) => `customer:${id}`;
const NAMES = 'customerByName:';
const TERMS = 'customerByTerm:';
const SHARED = 'customerShared:';
const movedKey = (id: CompanyId) => `customerMoved:${id}`;
const movedSchema = z.object({ to: guid });
const domainKey = (domain: string) => `customerOfDomain:${keyPart(domain)}`;

/**
 * A partner's customers, in the partner's partition: the record itself, and index rows that carry a copy of it so
 * that a page of the list, of a search by prefix, or of what is shared with one partner is one query (design §5).
 */
export class Customers {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One customer of a partner, also by the id that its account had before its tenant was known. One point read; two more for an account that moved. */
  async get(partnerId: CompanyId, customerId: CompanyId): Promise<Row<Customer> | undefined> {
    const row = await this.#table.get(partnerId, keyOf(customerId), customerSchema);
    if (row || !isAccountId(customerId)) return row;
    const moved = await this.#table.get(partnerId, movedKey(customerId), movedSchema);
    return moved && this.#table.get(partnerId, keyOf(moved.value.to), customerSchema);
  }

  /** The customer that owns a domain. One point read, and one more when there is one. */
  async ofDomain(partnerId: CompanyId, domain: string): Promise<Customer | undefined> {
    const owner = await this.#table.get(partnerId, domainKey(domain), z.object({ id: z.string() }));
    return owner && (await this.get(partnerId, owner.value.id))?.value;
  }

  /**
   * A page of present customers by name, or of all, former ones too, with a name, a word of it or a domain beginning with `search`. One
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
    const rows = page.rows.filter(row =>
      isFirstMatch(row.key, wanted, termsOf(row.value), term => termRowKey(term, row.value)),
    );
    return { ...page, rows };
  }

  /** A page of the customers that a partner shares with one other partner, by name. One query. */
  sharedPage(
    partnerId: CompanyId,
    otherId: CompanyId,
    top: number,
    continuation?: string,
  ): Promise<Page<Customer>> {
    const range = startingWith(`${SHARED}${otherId}:`);
    return this.#table.page(partnerId, range, customerSchema, { top, continuation });
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

  /** Changes a customer and every copy of it, and takes it out of the lists that it is no longer for. */
  update(row: Row<Customer>, next: Customer): Op[] {
    const listed = indexKeys(next);
    const stale = indexKeys(row.value).filter(key => !listed.includes(key));
    return [
      { op: 'update', key: keyOf(next.id), value: next, etag: row.etag },
      ...listed.map(key => ({ op: 'upsert' as const, key, value: next })),
      ...stale.map(key => ({ op: 'delete' as const, key, etag: '*' })),
    ];
  }

  /**
   * Gives a customer the id of its tenant: `row` is its record by the id of its account, `standing` the one that the
   * tenant had already, `next` what becomes of both. Whoever asks for the account finds it from then on.
   */
  rekey(row: Row<Customer>, standing: Row<Customer> | undefined, next: Customer): Op[] {
    const domain = domainKey(row.value.domain);
    const written = standing ? this.update(standing, next) : this.insert(next, false);
    return [
      ...this.remove(row, false),
      ...written,
      { op: 'upsert', key: domain, value: { id: next.id } },
      { op: 'insert', key: movedKey(row.value.id), value: { to: next.id } },
    ];
  }

  /** Takes a customer out of its place with all its index rows: it stands under another id from now on. */
  remove(row: Row<Customer>, ownedDomain: boolean): Op[] {
    const { value, etag } = row;
    return [
      { op: 'delete', key: keyOf(value.id), etag },
      ...indexKeys(value).map(key => ({ op: 'delete' as const, key, etag: '*' })),
      ...(ownedDomain ? [{ op: 'delete' as const, key: domainKey(value.domain), etag: '*' }] : []),
    ];
  }
}

/** One row for the list of present ones, one for each way of finding it, one for each partner that it is shared with. */
function indexKeys(customer: Customer): string[] {
  const name = termKey(customer.name);
  return [
    ...(customer.endedAt ? [] : [`${NAMES}${name}:${customer.id}`]),
    ...termsOf(customer).map(term => termRowKey(term, customer)),
    ...customer.sharedWith.map(other => `${SHARED}${other.id}:${name}:${customer.id}`),
  ];
}

const termsOf = (customer: Customer) => searchTerms(customer.name, customer.domain);

function termRowKey(term: string, customer: Customer): string {
  return `${TERMS}${term}:${customer.id}`;
}
