import type { CompanyId } from '../domain/identity.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { SubscriptionReseller } from '../domain/subscription.ts';
import type { Actor, Desk } from './desk.ts';
import type { OrderingCompany } from './ordering.ts';

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

/** A reseller as its provider keeps it, as long as the partnership stands. Two point reads side by side. */
export async function activeReseller(
  desk: Desk,
  providerId: CompanyId,
  resellerId: CompanyId,
): Promise<Partnership | undefined> {
  const { partnerships } = desk.storage;
  const [own, deciding] = await Promise.all([
    partnerships.get(providerId, resellerId),
    partnerships.get(resellerId, providerId),
  ]);
  return own?.value.state === 'active' && deciding?.value.state === 'active' ? own.value : undefined;
}

type Provider = Pick<OrderingCompany, 'id' | 'partnerId'>;

/** A reseller that can earn by what its provider sells (source document 003): active, with a Partner ID that is not the provider's own. */
export async function resellerById(
  desk: Desk,
  provider: Provider,
  id: CompanyId,
): Promise<
  { associated: SubscriptionReseller } | { problem: 'notAPartner' | 'noPartnerId' | 'ownPartnerId' }
> {
  const partnership = await activeReseller(desk, provider.id, id);
  if (!partnership) return { problem: 'notAPartner' };
  const { name, mpnId } = partnership;
  if (!mpnId) return { problem: 'noPartnerId' };
  return mpnId === provider.partnerId ? { problem: 'ownPartnerId' } : { associated: { id, name, mpnId } };
}

/** The reseller whose MPN ID somebody typed, verified against the partners of the provider. One query, then two point reads. */
export async function resellerByMpnId(
  desk: Desk,
  provider: Provider,
  mpnId: string,
): Promise<{ associated: SubscriptionReseller } | { problem: 'malformed' | 'ownPartnerId' | 'notAPartner' }> {
  if (!/^\d{4,10}$/.test(mpnId)) return { problem: 'malformed' };
  if (mpnId === provider.partnerId) return { problem: 'ownPartnerId' };
  const page = await desk.storage.partnerships.page(provider.id, 50, mpnId);
  const listed = page.rows
    .map(row => row.value)
    .find(each => each.mpnId === mpnId && each.state === 'active');
  const partnership = listed && (await activeReseller(desk, provider.id, listed.partnerId));
  if (!partnership) return { problem: 'notAPartner' };
  return { associated: { id: partnership.partnerId, name: partnership.name, mpnId } };
}

/** Whether someone's company works through resellers: whoever sells directly has none. */
export function sellsThroughResellers(actor: Actor): boolean {
  return actor.person?.value.member?.companyKind === 'indirectProvider';
}
