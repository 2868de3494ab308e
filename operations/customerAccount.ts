import { givesLicences } from '../domain/licences.ts';
import { mayFor } from '../domain/permissions.ts';
import { heldBy } from '../domain/services.ts';
import { concerns, type Subscription } from '../domain/subscription.ts';
import { allPages } from '../storage/allPages.ts';
import type { Op } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type NotServed, type Served, servedCustomer } from './serveCustomer.ts';

/** More subscriptions of one customer than this are not offered to choose from. */
const MOST_LOOKED_AT = 200;
const PAGE = 100;

/**
 * A customer's account for whoever may see customers, while their company serves it: every partner that sells, orders
 * or administers shares the customer's users; one whose relationship ended sees nothing of them.
 */
export async function seenAccount(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<NotAllowed | NotServed | Served> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  return refused ?? servedCustomer(desk, actor, customerId);
}

/** The same for whoever may add and remove users: those who may assign licences of some service. */
export async function managedAccount(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<NotAllowed | NotServed | Served> {
  const refused = await refusal(desk, actor, 'assignLicences', 'any');
  return refused ?? servedCustomer(desk, actor, customerId);
}

/** What somebody may do with a customer's users at all; each deed asks again. */
export function managesUsers(actor: Actor): boolean {
  return mayFor('assignLicences', actor.person?.value.member, 'any');
}

/** How far the actor's company reaches with a subscription: gives out its licences, only sees it, or does not know of it. */
export function reachOf(
  { company }: Pick<Served, 'company'>,
  subscription: Subscription,
  { tenantId }: Pick<Actor, 'tenantId'>,
): 'gives' | 'sees' | 'none' {
  if (givesLicences(subscription, company.value.administration, tenantId)) return 'gives';
  return concerns(subscription, tenantId) ? 'sees' : 'none';
}

/** Whether the actor may give and take a subscription's licences: by their company and by their role. */
export function givesTo(served: Pick<Served, 'company'>, subscription: Subscription, actor: Actor): boolean {
  const member = actor.person?.value.member;
  return (
    reachOf(served, subscription, actor) === 'gives' && mayFor('assignLicences', member, subscription.family)
  );
}

/**
 * Takes part in a transaction that gives or takes licences of these: of what others sold it holds only while the actor's
 * company administers the service as it was read, so that rights taken back meanwhile are not used any more.
 */
export function stillGives(
  desk: Desk,
  { company }: Pick<Served, 'company'>,
  subscriptions: readonly Subscription[],
  { tenantId }: Pick<Actor, 'tenantId'>,
): Op[] {
  const soldByOthers = subscriptions.some(({ seller }) => seller.id !== tenantId);
  return soldByOthers ? [desk.storage.companies.update(company, company.value)] : [];
}

/**
 * A customer's subscriptions as far as the actor's company reaches, newest first: its own, and all of the services that
 * it administers. One query a hundred.
 */
export async function reachable(desk: Desk, served: Served, actor: Actor): Promise<Subscription[]> {
  const { subscriptions } = desk.storage;
  const { id } = served.customer;
  const administers = heldBy(served.company.value.administration, actor.tenantId).length > 0;
  const found: Subscription[] = [];
  const read = (next?: string) =>
    administers ? subscriptions.page(id, PAGE, next) : subscriptions.pageOf(id, actor.tenantId, PAGE, next);
  let looked = 0;
  for await (const rows of allPages(read)) {
    found.push(...rows.map(row => row.value).filter(each => reachOf(served, each, actor) !== 'none'));
    looked += rows.length;
    if (looked >= MOST_LOOKED_AT) break;
  }
  return found;
}
