import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Partner } from '../domain/relationship.ts';
import { changeSubscription, type SupportContact, versionOf } from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import { commitSubscription } from './commitSubscription.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { rememberSupport } from './rememberSupport.ts';
import { activePartners, isActivePartner, sellsThroughResellers } from './resellersOf.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import {
  type NotSold,
  type SubscriptionView,
  soldSubscription,
  viewOf,
  type Where,
} from './subscriptions.ts';
import { type Subject, tellCustomer, tellPartner } from './tellOfSubscription.ts';

/** Why somebody cannot support a customer with a subscription. */
export type SupportProblem = 'notPartner' | 'resellerLeft' | 'cancelled';

type Choosing = SubscriptionView & {
  /** The seller itself, and the resellers with whom it works. */
  contacts: SupportContact[];
};

export type DesignateOutcome =
  | NotSold
  /** Whoever sells directly has no resellers, and supports its customers itself. */
  | ({ outcome: 'noResellers' } & SubscriptionView)
  | ({ outcome: 'toChoose' } & Choosing)
  | ({ outcome: 'changedMeanwhile' } & Choosing)
  | ({ outcome: 'refused'; refused: SupportProblem } & Choosing)
  | ({ outcome: 'designated' | 'already' } & SubscriptionView);

/** *Designated support contact*: who could be it. */
export async function whoCouldSupport(desk: Desk, actor: Actor, where: Where): Promise<DesignateOutcome> {
  const sold = await soldSubscription(desk, actor, 'designateSupportContact', where);
  if ('outcome' in sold) return sold;
  const view = await viewOf(desk, actor, sold.served.customer, sold.row.value);
  if (!sellsThroughResellers(actor)) return { outcome: 'noResellers', ...view };
  const choices = await choosing(desk, view);
  return view.subscription.state === 'cancelled'
    ? { outcome: 'refused', refused: 'cancelled', ...choices }
    : { outcome: 'toChoose', ...choices };
}

/**
 * Makes the provider or a partnered reseller the support contact of a subscription (source document 003). That the
 * reseller may be it is remembered at the provider first, and looked at once more afterwards by an errand of the same
 * transaction: a partnership that ends meanwhile leaves nobody designated who has no part in it.
 */
export async function designateSupportContact(
  desk: Desk,
  actor: Actor,
  where: Where,
  version: string,
  contactId: CompanyId,
): Promise<DesignateOutcome> {
  const deedId = desk.random(12).toString('hex');
  return retryOnConflict(async (): Promise<DesignateOutcome> => {
    const sold = await soldSubscription(desk, actor, 'designateSupportContact', where);
    if ('outcome' in sold) return sold;
    const { customer } = sold.served;
    const subscription = sold.row.value;
    const { seller, supportContact: former } = subscription;
    const view = await viewOf(desk, actor, customer, subscription);
    if (!sellsThroughResellers(actor)) return { outcome: 'noResellers', ...view };
    if (contactId === former.id && subscription.state !== 'cancelled') return { outcome: 'already', ...view };
    if (version !== versionOf(subscription))
      return { outcome: 'changedMeanwhile', ...(await choosing(desk, view)) };
    const found = await contactOf(desk, seller, customer.id, contactId);
    if ('problem' in found)
      return { outcome: 'refused', refused: found.problem, ...(await choosing(desk, view)) };
    const { contact: supportContact, partner } = found;
    const changed = changeSubscription(subscription, { do: 'designate', supportContact }, desk.now());
    if ('refused' in changed)
      return { outcome: 'refused', refused: 'cancelled', ...(await choosing(desk, view)) };
    const { next, event } = changed;
    const check = await rememberSupport(desk, customer.id, next);
    await commitSubscription(desk, actor, sold, {
      next,
      event,
      deedId,
      detail: { partner: supportContact.name, before: former.name },
      also: partner,
      errands: [...(await toldOf(desk, actor, { customer, subscription: next }, former)), ...check],
    });
    return { outcome: 'designated', ...(await viewOf(desk, actor, customer, next)) };
  });
}

async function choosing(desk: Desk, view: SubscriptionView): Promise<Choosing> {
  const { seller } = view.subscription;
  const resellers = await activePartners(desk, seller.id);
  return { ...view, contacts: [seller, ...resellers.map(({ partnerId: id, name }) => ({ id, name }))] };
}

async function contactOf(
  desk: Desk,
  seller: SupportContact,
  customerId: CompanyId,
  contactId: CompanyId,
): Promise<{ contact: SupportContact; partner: Row<Partner> | undefined } | { problem: SupportProblem }> {
  if (contactId === seller.id) return { contact: seller, partner: undefined };
  const { partnerships, partners } = desk.storage;
  const [known, active, partner] = await Promise.all([
    partnerships.get(seller.id, contactId),
    isActivePartner(desk, seller.id, contactId),
    partners.get(customerId, contactId),
  ]);
  if (!known || !active) return { problem: 'notPartner' };
  if (partner?.value.endedAt) return { problem: 'resellerLeft' };
  return { contact: { id: contactId, name: known.value.name }, partner };
}

/** Whoever supports the customer from now on, whoever did, and the customer; not the seller, who decided. */
async function toldOf(desk: Desk, actor: Actor, subject: Subject, former: SupportContact): Promise<Errand[]> {
  const { seller, supportContact, changedAt: at } = subject.subscription;
  const news = {
    name: 'supportContactChanged' as const,
    contactName: supportContact.name,
    by: refOf(actor),
    at,
  };
  const told = await Promise.all([
    supportContact.id === seller.id
      ? []
      : tellPartner(desk, supportContact.id, subject, { ...news, to: 'present' }),
    former.id === seller.id ? [] : tellPartner(desk, former.id, subject, { ...news, to: 'former' }),
    tellCustomer(desk, subject, { ...news, to: 'customer' }),
  ]);
  return told.flat();
}
