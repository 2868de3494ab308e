import type { CompanyKind } from '../../../domain/company.ts';
import { type Offer, offerOf } from '../../../domain/offer.ts';
import type { Partnership } from '../../../domain/partnership.ts';
import type { Customer, Partner, Sharing } from '../../../domain/relationship.ts';
import { SERVICES, type Service } from '../../../domain/services.ts';
import { ofOffer, type Subscription, subscriptionId } from '../../../domain/subscription.ts';
import type { House } from './house.ts';
import type { Office } from './partnerships.ts';

type Named = Pick<Office, 'id' | 'name'>;

/** Offers of the catalogue that ships, by what tests need of them. */
export const OFFERS = {
  /** Licences from 1 to 300, which can be given back for seven days; becomes Standard or Premium. */
  basic: 'm365-business-basic',
  standard: 'm365-business-standard',
  /** Not Office 365, so that a helpdesk agent may change it. */
  dynamics: 'd365-sales-professional',
} as const;

/** An offer as the catalogue has it now. */
export async function offer(house: House, id: string): Promise<Offer> {
  const found = offerOf(await house.bot.desk.storage.catalogues.get(), id);
  if (!found) throw new Error(`the catalogue has no ${id}`);
  return found;
}

export interface Serving {
  kind?: CompanyKind;
  canSell?: boolean;
  canOrder?: boolean;
  administers?: readonly Service[];
  /** With whom it shares the customer: a provider's resellers, a reseller's providers. */
  sharedWith?: readonly Named[];
}

/**
 * Makes a partner one of a customer's, on both sides as an approval leaves them: a direct partner who sells unless
 * told otherwise. Who administers is decided in the company row and set by real approvals only.
 */
export async function serves(house: House, partner: Named, customer: Named, how: Serving = {}) {
  const { storage, now } = house.bot.desk;
  const since = now().toISOString();
  const { kind = 'directPartner', canSell = true, canOrder = false, administers = [] } = how;
  const sharedWith: Sharing[] = (how.sharedWith ?? []).map(({ id, name }) => ({ id, name, since }));
  const invitationId = `${partner.id.replaceAll('-', '')}${'0'.repeat(32)}`;
  const atCustomer: Partner = {
    id: partner.id,
    name: partner.name,
    kind,
    partnerId: '5551234',
    country: 'US',
    canSell,
    canOrder,
    ordersThrough: canOrder ? sharedWith : [],
    since,
    invitationId,
    approvedBy: { tenantId: customer.id, objectId: customer.id, name: `Admin of ${customer.name}` },
    listed: true,
  };
  const atPartner: Customer = {
    id: customer.id,
    name: customer.name,
    domain: `${customer.name.toLowerCase().replace(/[^a-z0-9]+/g, '')}.example`,
    country: 'US',
    contact: { name: 'Chris Contact', email: 'chris@contact.example' },
    canSell,
    canOrder,
    canAdminister: administers.length > 0 ? 'yes' : 'no',
    administers: SERVICES.filter(service => administers.includes(service)),
    administrationVersion: 0,
    since,
    invitationId,
    sharedWith,
  };
  await storage.commit(customer.id, { rows: storage.partners.put(undefined, atCustomer), history: [] });
  await storage.commit(partner.id, { rows: storage.customers.insert(atPartner, true), history: [] });
}

/** A provider that orders for a customer through a reseller, who sells to it; the two are partners already. */
export async function servesTogether(
  house: House,
  { provider, reseller, customer }: { provider: Named; reseller: Named; customer: Named },
): Promise<void> {
  await serves(house, reseller, customer, { kind: 'indirectReseller', sharedWith: [provider] });
  await serves(house, provider, customer, {
    kind: 'indirectProvider',
    canSell: false,
    canOrder: true,
    sharedWith: [reseller],
  });
}

/** A provider and a reseller that work together, in both partitions as an authorization leaves them. */
export async function arePartners(
  house: House,
  provider: Named,
  reseller: Named & { mpnId?: string },
): Promise<void> {
  const { storage, now } = house.bot.desk;
  const partnership = ({ id, name }: Named, mpnId: string): Partnership => ({
    partnerId: id,
    name,
    mpnId,
    country: 'US',
    state: 'active',
    providerAdministers: true,
    since: now().toISOString(),
    invitationId: `${provider.id.replaceAll('-', '')}${reseller.id.replaceAll('-', '')}`,
    version: 1,
    watchers: [],
  });
  const atReseller = partnership(provider, '5551234');
  const atProvider = partnership(reseller, reseller.mpnId ?? '4567890');
  await storage.commit(reseller.id, { rows: storage.partnerships.put(undefined, atReseller), history: [] });
  await storage.commit(provider.id, { rows: storage.partnerships.put(undefined, atProvider), history: [] });
}

let orders = 0;

/** What a submitted order leaves in a customer's partition: ten licences of an offer, active, unless told otherwise. */
export async function hasSubscription(
  house: House,
  customer: Pick<Named, 'id'>,
  seller: Pick<Office, 'id' | 'name' | 'admin'>,
  over: Partial<Subscription> & { offer?: string } = {},
): Promise<Subscription> {
  const { storage, now } = house.bot.desk;
  const { offer: wanted = OFFERS.basic, ...changes } = over;
  const at = now().toISOString();
  const orderId = `order-${String(++orders).padStart(6, '0')}`;
  const { tenantId, objectId, name } = seller.admin.options;
  const bought = await offer(house, wanted);
  const subscription: Subscription = {
    id: subscriptionId(orderId, 0),
    orderId,
    ...ofOffer(bought),
    state: 'active',
    licences: bought.licences ? 10 : 0,
    assigned: 0,
    seller: { id: seller.id, name: seller.name },
    supportContact: { id: seller.id, name: seller.name },
    orderedBy: { tenantId, objectId, name },
    orderedAt: at,
    termStartedAt: at,
    changedAt: at,
    ...changes,
  };
  await storage.commit(customer.id, {
    rows: storage.subscriptions.insert(orderId, seller.id, [subscription]),
    history: [],
  });
  return subscription;
}

/** A subscription as it stands now. */
export async function standsAs(
  house: House,
  customer: Pick<Named, 'id'>,
  { id }: Pick<Subscription, 'id'>,
): Promise<Subscription> {
  const row = await house.bot.desk.storage.subscriptions.get(customer.id, id);
  if (!row) throw new Error(`no subscription ${id}`);
  return row.value;
}
