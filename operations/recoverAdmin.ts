import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

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
    const at = desk.now().toISOString();
    const agent = person.value.member?.agent ?? 'none';
    const member = { agent, admin: 'globalAdmin', companyKind: company.value.kind, since: at } as const;
    await storage.commit(tenantId, {
      rows: [storage.people.update(person, { ...person.value, member })],
      history: [{ at, by: 'operator', subject: objectId, event: 'adminRecovered' }],
    });
    return 'recovered';
  });
}
