import type { CompanyId } from '../domain/identity.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { Desk } from './desk.ts';

/** More resellers than one can choose from are not offered. */
const MOST_OFFERED = 50;

/** The resellers with whom a provider works, by name, as far as one can choose from them. One query. */
export async function activePartners(desk: Desk, providerId: CompanyId): Promise<Partnership[]> {
  const page = await desk.storage.partnerships.page(providerId, MOST_OFFERED);
  const partnerships = page.rows.map(row => row.value).filter(({ state }) => state === 'active');
  return [...new Map(partnerships.map(each => [each.partnerId, each])).values()];
}

/** Whether a provider and a reseller work together, by the reseller's own row, which decides. One point read. */
export async function isActivePartner(
  desk: Desk,
  providerId: CompanyId,
  resellerId: CompanyId,
): Promise<boolean> {
  const deciding = await desk.storage.partnerships.get(resellerId, providerId);
  return deciding?.value.state === 'active';
}
