import * as z from 'zod';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type Setup, setupSchema } from '../domain/setupCode.ts';
import type { Op, Row, Table } from './rows.ts';

const keyOf = (accountId: CompanyId) => `setup:${accountId}`;
const placeOf = (digest: string) => `setupCode:${digest}`;

const pointerSchema = z.object({ accountId: guid, codeId: z.string() });
/** Which account a code is of, and which of its codes it was. */
export type CodePointer = z.infer<typeof pointerSchema>;

/**
 * The setup of accounts that partners opened, in the account's partition, where it is decided; and by the digest of
 * each code, in a partition of its own, which account it is of.
 */
export class SetupCodes {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The setup of an account; undefined for a company that came by itself. One point read. */
  get(accountId: CompanyId): Promise<Row<Setup> | undefined> {
    return this.#table.get(accountId, keyOf(accountId), setupSchema);
  }

  /** Which account a code is of, whether it still counts or not. One point read. */
  async find(digest: string): Promise<CodePointer | undefined> {
    const place = placeOf(digest);
    return (await this.#table.get(place, place, pointerSchema))?.value;
  }

  /** Makes a new code findable; written before the code counts, so that one that counts is always found. One request. */
  async announce(digest: string, pointer: CodePointer): Promise<void> {
    const place = placeOf(digest);
    await this.#table.insert(place, place, pointer);
  }

  insert(setup: Setup): Op {
    return { op: 'insert', key: keyOf(setup.accountId), value: setup };
  }

  update(row: Row<Setup>, next: Setup): Op {
    return { op: 'update', key: keyOf(next.accountId), value: next, etag: row.etag };
  }
}
