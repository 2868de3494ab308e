import * as z from 'zod';
import { type CompanyId, guid, moment } from '../domain/identity.ts';
import { ConflictError } from './errors.ts';
import { keyPart } from './keys.ts';
import type { Row, Table } from './rows.ts';

const claimSchema = z.object({
  domain: z.string(),
  /** The order that opens the account to which the domain belongs, and that account. */
  orderId: z.string(),
  accountId: guid,
  /** The company whose order it is. */
  sellerId: guid,
  at: moment,
  /** Set once the account stands; until then the claim may be left over from an order that was never finished. */
  settled: z.boolean(),
});
/** Whose a primary domain is. */
export type DomainClaim = z.infer<typeof claimSchema>;

/** How long an order that was begun holds a domain before somebody else may have it. */
const HELD_FOR = 60 * 60_000;

/**
 * Primary domains, of all companies together: each in a partition of its own, which no company can have. The claim is
 * made before the account, so that two accounts never share a domain; an order that died in between takes up its claim.
 */
export class Domains {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Whose a domain is. One point read. */
  get(domain: string): Promise<Row<DomainClaim> | undefined> {
    const place = placeOf(domain);
    return this.#table.get(place, place, claimSchema);
  }

  /** Whether a claim keeps others out: its account stands, or may still come. */
  static holds({ settled, at }: DomainClaim, now: Date): boolean {
    return settled || now.getTime() < Date.parse(at) + HELD_FOR;
  }

  /**
   * Claims a domain for an order, the same one as often as it likes; false when it is another's. A point read and, the
   * first time, one write.
   */
  async claim(
    domain: string,
    claim: Omit<DomainClaim, 'domain' | 'at' | 'settled'>,
    now: Date,
  ): Promise<boolean> {
    const standing = await this.get(domain);
    // A claim of its own that ran out is made anew, so that nobody takes it over just now.
    if (standing && Domains.holds(standing.value, now)) return standing.value.orderId === claim.orderId;
    const place = placeOf(domain);
    const value: DomainClaim = { ...claim, domain, at: now.toISOString(), settled: false };
    try {
      if (standing) await this.#table.update(place, place, value, standing.etag);
      else await this.#table.insert(place, place, value);
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Somebody was quicker; perhaps the same order, which arrived twice.
      return (await this.get(domain))?.value.orderId === claim.orderId;
    }
  }

  /** From now on a domain belongs to the account that its order opened; `accountId` follows the account when it moves. */
  async settle(domain: string, orderId: string, accountId: CompanyId): Promise<void> {
    const standing = await this.get(domain);
    if (!standing || standing.value.orderId !== orderId) return;
    const { value, etag } = standing;
    if (value.settled && value.accountId === accountId) return;
    const place = placeOf(domain);
    await this.#table.update(place, place, { ...value, accountId, settled: true }, etag);
  }
}

const placeOf = (domain: string) => `domain:${keyPart(domain)}`;
