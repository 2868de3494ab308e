import type { Op } from '../storage/rows.ts';
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
  const { storage } = desk;
  const company = { id: actor.tenantId, kind: member.companyKind };
  for (;;) {
    const more = await retryOnConflict(async () => {
      const page = await storage.people.members(company.id, 1_000);
      const without = page.rows.filter(row => row.value.member && !row.value.member.userId);
      const rows: Op[] = [];
      for (const row of without.slice(0, AT_ONCE)) {
        if (!row.value.member) continue;
        const { agent, admin, addedBy } = row.value.member;
        const who = { row, person: row.value };
        rows.push(...(await admission(desk, company, who, { agent, admin }, addedBy)).rows);
      }
      await storage.commit(company.id, { rows, history: [] });
      return without.length > AT_ONCE;
    });
    if (!more) return;
  }
}
