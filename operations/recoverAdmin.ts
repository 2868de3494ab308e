import { adoptAll } from './adoptMembers.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { admission } from './userEntry.ts';

export type RecoverOutcome = 'noCompany' | 'unknownPerson' | 'alreadyAdmin' | 'recovered';

/**
 * Makes someone of a company its global admin: the operator's way out when the last one left (design §7),
 * `npm run admin -- TENANT PERSON`. The person must have written to the bot. History names the operator.
 */
export async function recoverAdmin(desk: Desk, tenantId: string, objectId: string): Promise<RecoverOutcome> {
  return retryOnConflict(async () => {
    const { storage } = desk;
    const [company, person] = await Promise.all([
      storage.companies.get(tenantId),
      storage.people.get(tenantId, objectId),
    ]);
    if (!company) return 'noCompany';
    if (!person) return 'unknownPerson';
    if (person.value.member?.admin === 'globalAdmin') return 'alreadyAdmin';
    const levels = { agent: person.value.member?.agent ?? 'none', admin: 'globalAdmin' } as const;
    // Members of an earlier version get their entries first: whoever is recovered will not set that off by opening the list.
    await adoptAll(desk, company.value, objectId);
    const present = (await storage.people.get(tenantId, objectId)) ?? person;
    const who = { row: present, person: present.value };
    const admin = await admission(desk, company.value, who, levels, 'operator');
    const recovered = { ...admin.history, about: [objectId], event: 'adminRecovered' as const };
    await storage.commit(tenantId, { rows: admin.rows, history: [admin.history, recovered] });
    return 'recovered';
  });
}
