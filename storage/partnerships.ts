import type { CompanyId } from '../domain/identity.ts';
import { type Partnership, partnershipSchema } from '../domain/partnership.ts';
import { startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { isFirstMatch, searchTerms, termKey } from './searchTerms.ts';

const keyOf = (otherId: CompanyId) => `partnership:${otherId}`;
const NAMES = 'partnershipByName:';
const TERMS = 'partnershipByTerm:';

/**
 * Partnerships between providers and resellers, in the partition of each: the reseller's row decides, the provider's
 * is its projection (design §5). The record stays when a partnership is removed; its list rows go.
 */
export class Partnerships {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A company's record of its partnership with another. One point read. */
  get(companyId: CompanyId, otherId: CompanyId): Promise<Row<Partnership> | undefined> {
    return this.#table.get(companyId, keyOf(otherId), partnershipSchema);
  }

  /** A page of standing partnerships by name, or of those whose name, word or Partner ID begins with `search`. One query. */
  async page(
    companyId: CompanyId,
    top: number,
    search?: string,
    continuation?: string,
  ): Promise<Page<Partnership>> {
    const wanted = search ? termKey(search) : '';
    const range = startingWith(wanted ? `${TERMS}${wanted}` : NAMES);
    const page = await this.#table.page(companyId, range, partnershipSchema, { top, continuation });
    if (!wanted) return page;
    const rows = page.rows.filter(row =>
      isFirstMatch(row.key, wanted, termsOf(row.value), term => termRowKey(term, row.value)),
    );
    return { ...page, rows };
  }

  /** Adds a partnership, or writes it anew over the record of a former one; with its list rows. */
  put(before: Row<Partnership> | undefined, next: Partnership): Op[] {
    const key = keyOf(next.partnerId);
    const record: Op = before
      ? { op: 'update', key, value: next, etag: before.etag }
      : { op: 'insert', key, value: next };
    const listed = before && before.value.state !== 'removed' ? indexKeys(before.value) : [];
    const toList = next.state === 'removed' ? [] : indexKeys(next);
    // A company that was renamed leaves no row under its former name.
    const stale = listed.filter(index => !toList.includes(index));
    return [
      record,
      ...toList.map(index => ({ op: 'upsert' as const, key: index, value: next })),
      ...stale.map(index => ({ op: 'delete' as const, key: index, etag: '*' })),
    ];
  }

  /** Takes part in a transaction that holds only while the partnership is as it was read. */
  stillAs(row: Row<Partnership>): Op {
    return { op: 'update', key: keyOf(row.value.partnerId), value: row.value, etag: row.etag };
  }
}

function indexKeys(partnership: Partnership): string[] {
  return [
    `${NAMES}${termKey(partnership.name)}:${partnership.partnerId}`,
    ...termsOf(partnership).map(term => termRowKey(term, partnership)),
  ];
}

const termsOf = (partnership: Partnership) => searchTerms(partnership.name, partnership.mpnId);

function termRowKey(term: string, partnership: Partnership): string {
  return `${TERMS}${term}:${partnership.partnerId}`;
}
