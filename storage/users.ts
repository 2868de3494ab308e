import * as z from 'zod';
import { foldAddress } from '../domain/emailAddress.ts';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type ListedUser, listedUser, listedUserSchema, type User, userSchema } from '../domain/user.ts';
import { keyPart, startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { isFirstMatch, searchTerms, termKey } from './searchTerms.ts';

const keyOf = (id: string) => `user:${id}`;
const NAMES = 'userByName:';
const TERMS = 'userByTerm:';
const emailKey = (email: string) => `userOfEmail:${keyPart(foldAddress(email))}`;

/**
 * The people of a company who may act for it, in the company's partition: the entry itself, index rows for the list
 * and its search, and a row that keeps an address to one entry at a time.
 */
export class Users {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One entry. One point read. */
  get(companyId: CompanyId, id: string): Promise<Row<User> | undefined> {
    return this.#table.get(companyId, keyOf(id), userSchema);
  }

  /** The entry that holds an address; removed ones hold none. One point read, and one more when there is one. */
  async ofEmail(companyId: CompanyId, email: string): Promise<Row<User> | undefined> {
    const holder = await this.#table.get(companyId, emailKey(email), z.object({ id: guid }));
    return holder && this.get(companyId, holder.value.id);
  }

  /** A page by name, or of those with a name, a word of it or an address beginning with `search`. One query. */
  async page(
    companyId: CompanyId,
    top: number,
    search?: string,
    continuation?: string,
  ): Promise<Page<ListedUser>> {
    const wanted = search ? termKey(search) : '';
    const range = startingWith(wanted ? `${TERMS}${wanted}` : NAMES);
    const page = await this.#table.page(companyId, range, listedUserSchema, { top, continuation });
    if (!wanted) return page;
    const rows = page.rows.filter(row =>
      isFirstMatch(row.key, wanted, termsOf(row.value), term => termRowKey(term, row.value)),
    );
    return { ...page, rows };
  }

  /** Adds an entry; the transaction loses when another one holds its address. */
  insert(user: User): Op[] {
    const listed = listedUser(user);
    return [
      { op: 'insert', key: keyOf(user.id), value: user },
      ...(user.email ? [{ op: 'insert' as const, key: emailKey(user.email), value: { id: user.id } }] : []),
      ...indexKeys(listed).map(key => ({ op: 'upsert' as const, key, value: listed })),
    ];
  }

  /** Changes an entry and its copies in the lists. One that is removed gives its address free and stays in the list. */
  update(row: Row<User>, next: User): Op[] {
    const listed = listedUser(next);
    const freed = row.value.email && next.state === 'removed' && row.value.state !== 'removed';
    return [
      this.count(row, next),
      ...(freed && row.value.email
        ? [{ op: 'delete' as const, key: emailKey(row.value.email), etag: '*' }]
        : []),
      ...indexKeys(listed).map(key => ({ op: 'upsert' as const, key, value: listed })),
    ];
  }

  /** Changes the entry alone: what the list does not show, such as the codes that were tried. */
  count(row: Row<User>, next: User): Op {
    return { op: 'update', key: keyOf(next.id), value: next, etag: row.etag };
  }
}

/** A name never changes here, so neither do the keys. */
function indexKeys(user: ListedUser): string[] {
  return [`${NAMES}${termKey(user.name)}:${user.id}`, ...termsOf(user).map(term => termRowKey(term, user))];
}

const termsOf = (user: ListedUser) => searchTerms(user.name, user.email);

function termRowKey(term: string, user: ListedUser): string {
  return `${TERMS}${term}:${user.id}`;
}
