import { isAccountId } from '../domain/account.ts';
import { type Levels, mayFor } from '../domain/permissions.ts';
import { adminPortals, healthPages, type ServicePage } from '../domain/portals.ts';
import { heldBy, SERVICES, type Service } from '../domain/services.ts';
import type { CustomerUser, Subscription } from '../domain/subscription.ts';
import type { Actor, Desk } from './desk.ts';
import type { Served } from './serveCustomer.ts';

/** So much of each part stands on the record; the rest is a click away. */
const FEW = 3;
/** The services of so many subscriptions are looked at for their health. */
const LOOKED_AT = 50;

/** A customer's account as its record shows it: the first of each part. */
export interface CustomerOverview {
  /** The tenant's id at Microsoft; unknown until the first admin of an account that was opened here has entered its code. */
  microsoftId: string | undefined;
  /** Those that the viewer's company has to do with. */
  subscriptions: Subscription[];
  moreSubscriptions: boolean;
  users: CustomerUser[];
  /** Of the services that the viewer's company administers now. */
  portals: ServicePage[];
  /** Services that it administers and for which the cloud has no portal. */
  withoutPortal: Service[];
  /** Of the services that it administers or the customer has from it, as far as the viewer's role goes. */
  health: { services: Service[]; url: string }[];
}

/**
 * Looks a customer's account up for the record. Portals are for whoever administers, by the customer's own row; service
 * health for whoever may request service for the customer (source document 001). Two queries.
 */
export async function overviewOf(
  desk: Desk,
  actor: Actor,
  { customer, company }: Pick<Served, 'customer' | 'company'>,
): Promise<CustomerOverview> {
  const { storage, settings } = desk;
  const [subscriptions, users] = await Promise.all([
    storage.subscriptions.pageOf(customer.id, actor.tenantId, LOOKED_AT),
    storage.customerUsers.page(customer.id, FEW),
  ]);
  const microsoftId = isAccountId(customer.id) ? undefined : customer.id;
  const administers = heldBy(company.value.administration, actor.tenantId);
  const all = subscriptions.rows.map(row => row.value);
  const concerned = new Set([...administers, ...all.map(({ family }) => family)]);
  const { portals, without } = microsoftId
    ? adminPortals(settings.cloud, microsoftId, administers)
    : { portals: [], without: [] };
  const watched = seesHealthOf(actor.person?.value.member).filter(service => concerned.has(service));
  return {
    microsoftId,
    subscriptions: all.slice(0, FEW),
    moreSubscriptions: all.length > FEW || subscriptions.continuation !== undefined,
    users: users.rows.map(row => row.value),
    portals,
    withoutPortal: without,
    health: microsoftId ? healthPages(settings.cloud, microsoftId, watched) : [],
  };
}

function seesHealthOf(member: Levels | undefined): Service[] {
  return SERVICES.filter(service => mayFor('requestServiceForCustomer', member, service));
}
