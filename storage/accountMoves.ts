import * as z from 'zod';
import { type CompanyId, guid } from '../domain/identity.ts';
import { type Licence, licenceSchema } from '../domain/subscription.ts';
import { goingOn, type KeyRange } from './keys.ts';
import type { Op, Row, Table } from './rows.ts';

/** In which order an account is moved; each step is begun when the one before is done. */
export const MOVE_STEPS = ['users', 'rows', 'subscriptions', 'relationships', 'partners', 'done'] as const;

const moveSchema = z.object({
  accountId: guid,
  step: z.enum(MOVE_STEPS),
  /** The last key that was carried over in this step. */
  after: z.string().optional(),
  /** Whoever of the account is known to the tenant already under another id: by the account's id, the tenant's. */
  sameUsers: z.record(z.string(), z.string()).default({}),
  /** The tenant had a company of its own. */
  merged: z.boolean(),
});
/** How far the move of an account has come; kept, so that nothing is carried twice. */
export type AccountMove = z.infer<typeof moveSchema>;

const keyOf = (accountId: CompanyId) => `accountMove:${accountId}`;

/** What is carried in steps of its own, or stays. */
const NOT_AS_THEY_ARE = [
  'company:',
  'partner:',
  'partnerByName:',
  'partnerByTerm:',
  'purchasePermission:',
  'setup:',
  'customerUser:',
  'customerUserByName:',
  'customerUserOfEmail:',
  'subscription:',
  'subscriptionOf:',
  'errand:',
  'delivery:',
];
/** What says where the account went, and what is under way or was delivered from there. */
const STAYS = ['company:', 'setup:', 'errand:', 'delivery:'];
const EVERYTHING: KeyRange = { from: '!', to: '~' };
const AT_ONCE = 90;

/** A page of rows as they lie there, to be written elsewhere. */
export interface RowsToCarry {
  rows: Op[];
  /** The last key of the page, whether it is carried or not; undefined when there are none left. */
  last: string | undefined;
}

/**
 * The move of an account to its tenant's partition: how far it has come, in the tenant's partition, written in the same
 * transactions as what is carried; and the rows of the account as they are, whatever they tell of.
 */
export class AccountMoves {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** How far a move has come; undefined before it began. One point read. */
  get(tenantId: CompanyId, accountId: CompanyId): Promise<Row<AccountMove> | undefined> {
    return this.#table.get(tenantId, keyOf(accountId), moveSchema);
  }

  /** Begins a move; the transaction loses when it was begun before. */
  begin(move: AccountMove): Op {
    return { op: 'insert', key: keyOf(move.accountId), value: move };
  }

  /** Takes a move further; the transaction loses when somebody else did so. */
  advance(row: Row<AccountMove>, next: Partial<AccountMove>): Op {
    const value: AccountMove = { ...row.value, after: undefined, ...next };
    return { op: 'update', key: keyOf(value.accountId), value, etag: row.etag };
  }

  /** The next rows of an account that are carried as they are; licences go to whom the tenant knows by another id. One query. */
  async rowsToCarry(
    accountId: CompanyId,
    { after, sameUsers }: Pick<AccountMove, 'after' | 'sameUsers'>,
  ): Promise<RowsToCarry> {
    const page = await this.#table.someRaw(accountId, goingOn(EVERYTHING, after), AT_ONCE);
    const rows = page
      .filter(({ key }) => !NOT_AS_THEY_ARE.some(prefix => key.startsWith(prefix)))
      .map(
        ({ key, value, columns }): Op => ({ op: 'insert', ...licenceFor(key, value, sameUsers), columns }),
      );
    return { rows, last: page.at(-1)?.key };
  }

  /** Those of some rows whose place is free. A point read a row. */
  async notThereYet(tenantId: CompanyId, rows: readonly Op[]): Promise<Op[]> {
    const standing = await Promise.all(rows.map(({ key }) => this.#table.get(tenantId, key, z.unknown())));
    return rows.filter((_, index) => standing[index] === undefined);
  }

  /** Removes the next rows of an account that moved; false when there are none left. A query or two and one write. */
  async clean(accountId: CompanyId): Promise<boolean> {
    for (let range = EVERYTHING; ; ) {
      const page = await this.#table.someRaw(accountId, range, 1_000);
      const last = page.at(-1)?.key;
      if (last === undefined) return false;
      const rows = page.filter(({ key }) => !STAYS.some(prefix => key.startsWith(prefix))).slice(0, AT_ONCE);
      if (rows.length > 0) {
        await this.#table.transact(
          accountId,
          rows.map(({ key, etag }): Op => ({ op: 'delete', key, etag })),
        );
        return true;
      }
      range = goingOn(range, last);
    }
  }
}

/** A licence whose holder has another id in the tenant; everything else as it is. */
function licenceFor(
  key: string,
  value: object,
  sameUsers: AccountMove['sameUsers'],
): { key: string; value: object } {
  if (!key.startsWith('licence:') && !key.startsWith('licenceFor:')) return { key, value };
  const licence: Licence = licenceSchema.parse(value);
  const userId = sameUsers[licence.userId];
  return userId
    ? { key: key.replace(licence.userId, userId), value: { ...licence, userId } }
    : { key, value };
}
