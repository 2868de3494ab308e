import * as z from 'zod';
import { isAccountId } from '../domain/account.ts';
import { type CustomerFilter, customerState, fitsFilter, rightsAt } from '../domain/customerFilter.ts';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type Customer, customerSchema, isContinued } from '../domain/relationship.ts';
import { BadContinuationError } from './errors.ts';
import { goingOn, keyPart, LONGEST_KEY, startingWith } from './keys.ts';
import type { KeyedRow, Op, Page, Row, Table } from './rows.ts';
import { isFirstMatch, searchTerms, termKey } from './searchTerms.ts';

const RECORDS = 'customer:';
const keyOf = (id: CompanyId) => `${RECORDS}${id}`;
const NAMES = 'customerByName:';
const TERMS = 'customerByTerm:';
const SHARED = 'customerShared:';
const movedKey = (id: CompanyId) => `customerMoved:${id}`;
const movedSchema = z.object({ to: guid });
const STATE = 'customerByState:';
const RIGHT = 'customerByRight:';
const UNDRAFTED = 'customerUndrafted:';
const FILING = 'customersFiled';
const domainKey = (domain: string) => `customerOfDomain:${keyPart(domain)}`;

/** What a query reads when several filters narrow a list, and how many queries a page may cost then (design §5). */
const READ_THROUGH = 100;
const MOST_QUERIES = 3;

/** Customers that a filter finds. `further`: more may lie behind what was looked at, the page is not full yet. */
export interface FoundCustomers {
  customers: Customer[];
  continuation: string | undefined;
  further: boolean;
}

/** What is looked for in the rows behind a prefix. */
interface Choice {
  search: string | undefined;
  prefix: string;
  fits(customer: Customer): boolean;
}

/**
 * A partner's customers, in the partner's partition: the record itself, and index rows that carry a copy of it so
 * that a page of the list, of a search by prefix, or of what one filter leaves is one query (design §5).
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
   * Which of these domains have an owner among the customers. A query for every thousand owners, or for every domain
   * that lies far from the one before.
   */
  async ownedOf(partnerId: CompanyId, domains: readonly string[]): Promise<Set<string>> {
    const keys = new Map(domains.map(domain => [domainKey(domain), domain]));
    const sorted = [...keys.keys()].sort();
    const last = sorted.at(-1);
    const owned = new Set<string>();
    let continuation: string | undefined;
    for (let from = sorted[0]; from !== undefined && last !== undefined; ) {
      const range = { from, to: `${last} ` };
      const page: Page<unknown> = await this.#table.page(partnerId, range, z.unknown(), {
        top: 1_000,
        continuation,
      });
      for (const { key } of page.rows) {
        const domain = keys.get(key);
        if (domain !== undefined) owned.add(domain);
      }
      if (page.continuation === undefined) return owned;
      const read = page.rows.at(-1)?.key;
      // An empty page says nothing of what lies behind it.
      continuation = read === undefined ? page.continuation : undefined;
      if (read !== undefined) from = sorted.find(key => key > read);
    }
    return owned;
  }

  /** The imported record of a domain, or of an id: nobody of that customer has accepted anything yet. Two point reads at most. */
  async imported(
    partnerId: CompanyId,
    of: { domain?: string | undefined; id?: string | undefined },
  ): Promise<Row<Customer> | undefined> {
    const owner =
      of.domain && (await this.#table.get(partnerId, domainKey(of.domain), z.object({ id: z.string() })));
    const id = of.id ?? (owner ? owner.value.id : undefined);
    const row = id === undefined ? undefined : await this.get(partnerId, id);
    return row?.value.reach === 'notInvited' ? row : undefined;
  }

  /**
   * A record without a relationship that an acceptance goes on with, when an invitation was drafted from it: an imported
   * one, or that of an account whose relationship ended before anybody of it was here. Reads as `get` does.
   */
  async continued(partnerId: CompanyId, id: CompanyId): Promise<Row<Customer> | undefined> {
    const row = await this.get(partnerId, id);
    return row && isContinued(row.value) ? row : undefined;
  }

  /** The first imported customers, by name, for whom there is no invitation, and whether there are more. One query. */
  async undrafted(partnerId: CompanyId, top: number): Promise<{ customers: Customer[]; more: boolean }> {
    const page = await this.#table.page(partnerId, startingWith(UNDRAFTED), customerSchema, { top });
    return { customers: page.rows.map(row => row.value), more: page.continuation !== undefined };
  }

  /** Puts a customer in the place of the record that it goes on with, which goes with all its index rows; the domain stays. */
  takeOver(record: Row<Customer>, customer: Customer): Op[] {
    const next = {
      ...customer,
      domain: record.value.domain,
      country: customer.country ?? record.value.country,
    };
    return [...this.remove(record, false), ...this.insert(next, true), ...this.#movedTo(record, next.id)];
  }

  /** The same where the customer has a record of its own: the other one goes, and its domain is this one's. */
  join(record: Row<Customer>, id: CompanyId): Op[] {
    return [
      ...this.remove(record, false),
      this.ownDomain(id, record.value.domain),
      ...this.#movedTo(record, id),
    ];
  }

  /** Whoever asks for an account by its old id finds the customer. */
  #movedTo({ value }: Row<Customer>, to: CompanyId): Op[] {
    return isAccountId(value.id) ? [{ op: 'insert', key: movedKey(value.id), value: { to } }] : [];
  }

  /** Makes a customer the owner of a domain, whoever was. */
  ownDomain(id: CompanyId, domain: string): Op {
    return { op: 'upsert', key: domainKey(domain), value: { id } };
  }

  /** Makes a customer the first owner of its domain; loses when there is one. */
  claimDomain({ id, domain }: Customer): Op {
    return { op: 'insert', key: domainKey(domain), value: { id } };
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
    return { ...page, rows: page.rows.filter(row => standsFor(row, wanted)) };
  }

  /**
   * A page of those whom a filter leaves, by name. One thing to go by costs one query; with several the rows of one
   * are read through for what the others leave: three queries at most. BadContinuationError for a place that no page named.
   */
  async find(
    partnerId: CompanyId,
    top: number,
    filter: CustomerFilter,
    continuation?: string,
  ): Promise<FoundCustomers> {
    const ranges = rangesOf(filter);
    const [first] = ranges;
    if (ranges.length > 1 && first) {
      const fits = (customer: Customer) => fitsFilter(customer, filter);
      return this.#readThrough(partnerId, top, { search: filter.search, prefix: first, fits }, continuation);
    }
    const page = first?.startsWith(TERMS)
      ? await this.page(partnerId, top, filter.search, continuation)
      : await this.#table.page(partnerId, startingWith(first ?? NAMES), customerSchema, {
          top,
          continuation,
        });
    const customers = page.rows.map(row => row.value);
    return { customers, continuation: page.continuation, further: false };
  }

  /**
   * A page of present customers by name, or of all with a search, whom `fits` leaves: three queries at most.
   * BadContinuationError as above.
   */
  choose(
    partnerId: CompanyId,
    top: number,
    search: string | undefined,
    fits: (customer: Customer) => boolean,
    continuation?: string,
  ): Promise<FoundCustomers> {
    const prefix = rangesOf({ search })[0] ?? NAMES;
    return this.#readThrough(partnerId, top, { search, prefix, fits }, continuation);
  }

  /** `from` is the key of the last customer that was shown: what storage says to go on with knows nothing of the other filters. */
  async #readThrough(
    partnerId: CompanyId,
    top: number,
    { search, prefix, fits }: Choice,
    from: string | undefined,
  ): Promise<FoundCustomers> {
    if (from !== undefined && (!from.startsWith(prefix) || from.length > LONGEST_KEY)) {
      throw new BadContinuationError('this continuation was not handed out here');
    }
    const wanted = search ? termKey(search) : '';
    const customers: Customer[] = [];
    let last = from;
    let further: string | undefined;
    for (let queries = 0; queries < MOST_QUERIES; queries++) {
      const rest = goingOn(startingWith(prefix), last);
      const request = { top: READ_THROUGH, continuation: further };
      const page: Page<Customer> = await this.#table.page(partnerId, rest, customerSchema, request);
      for (const row of page.rows) {
        if (customers.length === top) return { customers, continuation: last, further: false };
        last = row.key;
        if (fits(row.value) && (!wanted || standsFor(row, wanted))) customers.push(row.value);
      }
      if (page.continuation === undefined) return { customers, continuation: undefined, further: false };
      // An empty page says nothing of what lies behind it.
      further = page.rows.length === 0 ? page.continuation : undefined;
    }
    return { customers, continuation: last ?? prefix, further: customers.length < top };
  }

  /** Whether every customer of a partner stands in the lists behind the filters, or will before long. One point read. */
  async areBeingFiled(partnerId: CompanyId): Promise<boolean> {
    return (await this.#table.get(partnerId, FILING, z.unknown())) !== undefined;
  }

  /** Notes so. */
  beingFiled(): Op {
    return { op: 'upsert', key: FILING, value: {} };
  }

  /** Up to `top` records, former customers too, from the one after an id on. None only when none is left. One query. */
  records(partnerId: CompanyId, top: number, after?: CompanyId): Promise<KeyedRow<Customer>[]> {
    const range = goingOn(startingWith(RECORDS), after && keyOf(after));
    return this.#table.some(partnerId, range, customerSchema, top);
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
  insert(unfiled: Customer, ownsDomain: boolean): Op[] {
    const customer = filed(unfiled);
    const rows: Op[] = [
      { op: 'insert', key: keyOf(customer.id), value: customer },
      ...indexKeys(customer).map(key => ({ op: 'upsert' as const, key, value: customer })),
    ];
    if (ownsDomain) rows.push(this.ownDomain(customer.id, customer.domain));
    return rows;
  }

  /** Changes a customer and every copy of it, and takes it out of the lists that it is no longer for. */
  update(row: Row<Customer>, changed: Customer): Op[] {
    const next = filed(changed);
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

const filed = (customer: Customer): Customer => ({ ...customer, filed: true });

/** Which rows a filter can go by, those that leave the fewest first. */
function rangesOf({ search, reseller, state, right }: CustomerFilter): string[] {
  const wanted = search ? termKey(search) : '';
  const byRight = right ? [`${RIGHT}${right}:`] : [];
  const byState = state ? [`${STATE}${state}:`] : [];
  return [
    ...(wanted ? [`${TERMS}${wanted}`] : []),
    ...(reseller ? [`${SHARED}${reseller}:`] : []),
    // Nearly everybody is active.
    ...(state === 'active' ? [...byRight, ...byState] : [...byState, ...byRight]),
  ];
}

/** Whether it is this one of a customer's rows by which a search finds it. */
function standsFor(row: { key: string; value: Customer }, wanted: string): boolean {
  return isFirstMatch(row.key, wanted, termsOf(row.value), term => termRowKey(term, row.value));
}

/**
 * One row for the list of present ones, one for each way of finding it, for each partner that it is shared with, and
 * for each filter that it fits.
 */
function indexKeys(customer: Customer): string[] {
  const name = termKey(customer.name);
  return [
    ...(customer.endedAt ? [] : [`${NAMES}${name}:${customer.id}`]),
    ...termsOf(customer).map(term => termRowKey(term, customer)),
    ...customer.sharedWith.map(other => `${SHARED}${other.id}:${name}:${customer.id}`),
    ...(customer.filed ? filterPrefixes(customer).map(prefix => `${prefix}${name}:${customer.id}`) : []),
  ];
}

function filterPrefixes(customer: Customer): string[] {
  return [
    `${STATE}${customerState(customer)}:`,
    ...rightsAt(customer).map(right => `${RIGHT}${right}:`),
    ...(isUndrafted(customer) ? [UNDRAFTED] : []),
  ];
}

function isUndrafted({ reach, invitationId, endedAt }: Customer): boolean {
  return reach === 'notInvited' && invitationId === '' && !endedAt;
}

const termsOf = (customer: Customer) => searchTerms(customer.name, customer.domain);

function termRowKey(term: string, customer: Customer): string {
  return `${TERMS}${term}:${customer.id}`;
}
