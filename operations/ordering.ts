import type { Company } from '../domain/company.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import type { Catalogue } from '../domain/offer.ts';
import type { Ordering, OrderLine } from '../domain/order.ts';
import { type Action, mayFor } from '../domain/permissions.ts';
import {
  ofOffer,
  type Subscription,
  type SubscriptionReseller,
  subscriptionId,
} from '../domain/subscription.ts';
import { newestFirst } from '../storage/keys.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { providersToInviteWith } from './inviteCustomer.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** Why a company orders nothing here, whoever of it asks. */
export type CannotOrder =
  | NotAllowed
  /** Others order for them: a reseller's providers, a customer's partners. */
  | { outcome: 'othersOrder'; kind: 'indirectReseller' | 'customer'; names: string[] }
  | { outcome: 'companyNotActive' };

/** A company that orders for others: a provider through its resellers, a direct partner by itself. */
export type OrderingCompany = Company & { kind: 'indirectProvider' | 'directPartner' };

const NAMES_MAX = 10;

/**
 * The actor's company if the actor may order with it; resellers and customers hear who orders for them (source
 * documents 002, 003). One point read.
 */
export async function orderingCompany(
  desk: Desk,
  actor: Actor,
  action: Extract<Action, 'addCustomer' | 'order'>,
): Promise<{ company: OrderingCompany } | CannotOrder> {
  const refused = await refusal(desk, actor, action, action === 'order' ? 'any' : undefined);
  if (refused) return refused;
  const company = (await desk.storage.companies.get(actor.tenantId))?.value;
  if (!company) return { outcome: 'noCompany' };
  const { kind } = company;
  switch (kind) {
    case 'indirectReseller': {
      const providers = await providersToInviteWith(desk, actor);
      return { outcome: 'othersOrder', kind, names: providers.slice(0, NAMES_MAX).map(({ name }) => name) };
    }
    case 'customer': {
      const page = await desk.storage.partners.page(actor.tenantId, NAMES_MAX);
      const partners = page.rows.map(row => row.value).filter(partner => partner.kind !== 'indirectReseller');
      return { outcome: 'othersOrder', kind, names: partners.map(({ name }) => name) };
    }
    case 'indirectProvider':
    case 'directPartner':
      return company.state === 'active' ? { company: { ...company, kind } } : { outcome: 'companyNotActive' };
  }
}

/** What an order is read by: the catalogue, and of which services the actor may order. */
export function orderingOf(catalogue: Catalogue, actor: Actor, has: readonly string[]): Ordering {
  const member = actor.person?.value.member;
  return { catalogue, has, may: family => mayFor('order', member, family) };
}

/** The id of an order that somebody begins: whatever becomes of it, its submission is the same one. */
export function newOrderId(desk: Desk): string {
  return newestFirst(desk.now(), desk.random(16).toString('hex'));
}

/** The subscriptions that the lines of an order become; the seller supports them until somebody else is designated. */
export function subscriptionsOf(
  orderId: string,
  lines: readonly OrderLine[],
  { actor, seller, reseller, at }: OrderedBy,
): Subscription[] {
  const sold = { id: seller.id, name: seller.name };
  return lines.map(({ offer, licences }, line) => ({
    id: subscriptionId(orderId, line),
    orderId,
    ...ofOffer(offer),
    state: 'active',
    licences,
    assigned: 0,
    seller: sold,
    ...(reseller && { reseller }),
    supportContact: sold,
    orderedBy: refOf(actor),
    orderedAt: at,
    termStartedAt: at,
    changedAt: at,
  }));
}

export interface OrderedBy {
  actor: Actor;
  seller: Pick<Company, 'id' | 'name'>;
  reseller: SubscriptionReseller | undefined;
  at: string;
}

/** What history says of an order, a line each; its subject differs from company to company. */
export function orderHistory(
  lines: readonly OrderLine[],
  { actor, seller, at }: Pick<OrderedBy, 'actor' | 'seller' | 'at'>,
  customerName: string,
): Omit<NewHistoryEntry, 'subject'>[] {
  return lines.map(({ offer, licences }) => {
    const { subject: _, ...entry } = historyEntry(at, actor, {
      subject: '',
      event: 'ordered',
      detail: { customer: customerName, partner: seller.name, offer: offer.name, licences: String(licences) },
    });
    return entry;
  });
}
