import type { CompanyId } from '../domain/identity.ts';
import { type Partner, partnerSchema } from '../domain/relationship.ts';
import { startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { isFirstMatch, searchTerms, termKey } from './searchTerms.ts';

const RECORDS = 'partner:';
const keyOf = (id: CompanyId) => `${RECORDS}${id}`;
const NAMES = 'partnerByName:';
const TERMS = 'partnerByTerm:';

/**
 * A customer's partners, in the customer's partition: the row that decides on the relationship, and index rows that
 * carry a copy of it for the list and its search. A former partner leaves the list and is still found.
 */
export class Partners {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One partner of a customer. One point read. */
  get(customerId: CompanyId, partnerId: CompanyId): Promise<Row<Partner> | undefined> {
    return this.#table.get(customerId, keyOf(partnerId), partnerSchema);
  }

  /** A page of present partners by name, or of all whose name, word or Partner ID begins with `search`. One query. */
  async page(
    customerId: CompanyId,
    top: number,
    search?: string,
    continuation?: string,
  ): Promise<Page<Partner>> {
    const wanted = search ? termKey(search) : '';
    const range = startingWith(wanted ? `${TERMS}${wanted}` : NAMES);
    const page = await this.#table.page(customerId, range, partnerSchema, { top, continuation });
    if (!wanted) return page;
    const rows = page.rows.filter(row =>
      isFirstMatch(row.key, wanted, termsOf(row.value), term => termRowKey(term, row.value)),
    );
    return { ...page, rows };
  }

  /** The records themselves, former ones among them, in no order that a person would know. One query. */
  records(customerId: CompanyId, top: number): Promise<Page<Partner>> {
    return this.#table.page(customerId, startingWith(RECORDS), partnerSchema, { top });
  }

  /** Adds a partner, or writes it anew over its record; with its index rows. */
  put(before: Row<Partner> | undefined, changed: Partner): Op[] {
    const key = keyOf(changed.id);
    const next = { ...changed, listed: true };
    const record: Op = before
      ? { op: 'update', key, value: next, etag: before.etag }
      : { op: 'insert', key, value: next };
    const listed = before?.value.listed ? indexKeys(before.value) : [];
    const toList = indexKeys(next);
    const stale = listed.filter(index => !toList.includes(index));
    return [
      record,
      ...toList.map(index => ({ op: 'upsert' as const, key: index, value: next })),
      ...stale.map(index => ({ op: 'delete' as const, key: index, etag: '*' })),
    ];
  }

  /** Takes part in a transaction that holds only while the partner is as it was read. */
  stillAs(row: Row<Partner>): Op {
    return { op: 'update', key: keyOf(row.value.id), value: row.value, etag: row.etag };
  }
}

function indexKeys(partner: Partner): string[] {
  return [
    ...(partner.endedAt ? [] : [`${NAMES}${termKey(partner.name)}:${partner.id}`]),
    ...termsOf(partner).map(term => termRowKey(term, partner)),
  ];
}

const termsOf = (partner: Partner) => searchTerms(partner.name, partner.partnerId);

function termRowKey(term: string, partner: Partner): string {
  return `${TERMS}${term}:${partner.id}`;
}
