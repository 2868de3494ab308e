import type { Company } from '../domain/company.ts';
import { foldAddress } from '../domain/emailAddress.ts';
import type { Person } from '../domain/person.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { admission } from './userEntry.ts';

/** An entry is up to ten rows; a transaction holds a hundred. */
const AT_ONCE = 8;

/**
 * Makes entries for members that an earlier version kept on their own rows alone. Done once a company, when somebody
 * who has no entry themselves opens the list; for everyone else this costs nothing.
 */
export async function adoptMembers(desk: Desk, actor: Actor): Promise<void> {
  const member = actor.person?.value.member;
  if (!member || member.userId) return;
  await adoptAll(desk, { id: actor.tenantId, kind: member.companyKind }, actor.objectId);
}

/** Makes entries for all members of a company who have none; `lastId` is whose row tells that it is still to be done. */
export async function adoptAll(
  desk: Desk,
  company: Pick<Company, 'id' | 'kind'>,
  lastId: string,
): Promise<void> {
  const { storage } = desk;
  for (;;) {
    const more = await retryOnConflict(async () => {
      const page = await storage.people.members(company.id, 1_000);
      // They come last: whoever is adopted starts no adoption again, and this one may be broken off.
      const isLast = (row: (typeof page.rows)[number]) => row.value.objectId === lastId;
      const without = page.rows
        .filter(row => row.value.member && !row.value.member.userId)
        .sort((a, b) => Number(isLast(a)) - Number(isLast(b)));
      const rows: Op[] = [];
      const batch = oneOfEachAddress(without).slice(0, AT_ONCE);
      const last = batch.at(-1);
      if (batch.length < without.length && batch.length > 1 && last && isLast(last)) batch.pop();
      for (const row of batch) {
        if (!row.value.member) continue;
        const { agent, admin, addedBy } = row.value.member;
        const who = { row, person: row.value };
        rows.push(...(await admission(desk, company, who, { agent, admin }, addedBy)).rows);
      }
      await storage.commit(company.id, { rows, history: [] });
      return without.length > batch.length;
    });
    if (!more) return;
  }
}

/** The rows without those whose address an earlier one has: a transaction may hold a row once, and the first keeps it. */
function oneOfEachAddress<Each extends Row<Person>>(rows: readonly Each[]): Each[] {
  const taken = new Set<string>();
  return rows.filter(({ value }) => {
    const address = value.profile?.email && foldAddress(value.profile.email);
    if (!address) return true;
    if (taken.has(address)) return false;
    taken.add(address);
    return true;
  });
}
