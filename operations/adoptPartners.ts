import type { CompanyId } from '../domain/identity.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** A partner is up to seven rows; a transaction holds a hundred. */
const AT_ONCE = 10;
/** No customer has more partners from before there was a list of them. */
const MOST = 100;

/**
 * Puts partners whom an earlier version kept without index rows into the list. True when there were any, so that the
 * list is worth reading again. One query when there is nothing to do.
 */
export async function adoptPartners(desk: Desk, customerId: CompanyId): Promise<boolean> {
  const { partners } = desk.storage;
  for (let adopted = false; ; adopted = true) {
    const more = await retryOnConflict(async () => {
      const page = await partners.records(customerId, MOST);
      const without = page.rows.filter(({ value }) => !value.listed);
      if (without.length === 0) return false;
      const rows = without.slice(0, AT_ONCE).flatMap(row => partners.put(row, row.value));
      await desk.storage.commit(customerId, { rows, history: [] });
      return true;
    });
    if (!more) return adopted;
  }
}
