import type { CustomerFilter } from '../domain/customerFilter.ts';
import type { Actor, Desk } from './desk.ts';
import { haveCustomersFiled } from './fileCustomers.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** More resellers than this are not offered; the customers of any of them stand behind its own record, too. */
const RESELLERS_OFFERED = 80;

export type FiltersOutcome =
  | NotAllowed
  | { outcome: 'offered'; filter: CustomerFilter; resellers: { id: string; name: string }[] };

/** What the list of customers can be narrowed by; a provider's by its resellers, too. A point read, and one query for those; a query more for a company with few customers. */
export async function offerFilters(
  desk: Desk,
  actor: Actor,
  filter: CustomerFilter,
): Promise<FiltersOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  await haveCustomersFiled(desk, actor.tenantId);
  if (actor.person?.value.member?.companyKind !== 'indirectProvider') {
    return { outcome: 'offered', filter, resellers: [] };
  }
  const page = await desk.storage.partnerships.page(actor.tenantId, RESELLERS_OFFERED);
  const resellers = page.rows.map(({ value }) => ({ id: value.partnerId, name: value.name }));
  return { outcome: 'offered', filter, resellers };
}
