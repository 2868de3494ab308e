import type { Partnership } from '../domain/partnership.ts';
import type { Partner } from '../domain/relationship.ts';
import { changeSubscription, type SubscriptionReseller, versionOf } from '../domain/subscription.ts';
import type { Row } from '../storage/rows.ts';
import { commitSubscription } from './commitSubscription.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { activePartners, resellerById, resellerByMpnId, sellsThroughResellers } from './resellersOf.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import {
  type NotSold,
  type SubscriptionView,
  soldSubscription,
  viewOf,
  type Where,
} from './subscriptions.ts';
import { newsOf, type Subject, tellPartner } from './tellOfSubscription.ts';

/** One of the provider's resellers, a Partner ID that was typed, or nobody. */
export type ResellerChoice = { id: string } | { mpnId: string } | 'nobody';

/** Why a reseller cannot stand on a subscription. */
export type ResellerProblem =
  /** A provider is never its own reseller (source document 003). */
  | 'ownPartnerId'
  /** No reseller with whom the provider works now. */
  | 'notPartner'
  /** It works with the provider, and has no Partner ID here. */
  | 'noPartnerId'
  /** Its own relationship with the customer has ended. */
  | 'resellerLeft'
  | 'cancelled';

type Choosing = SubscriptionView & {
  /** The provider's resellers, as far as one can choose from them. */
  resellers: Partnership[];
};

export type AssociateOutcome =
  | NotSold
  /** Whoever sells directly has no resellers. */
  | ({ outcome: 'noResellers' } & SubscriptionView)
  | ({ outcome: 'toChoose' } & Choosing)
  | ({ outcome: 'changedMeanwhile' } & Choosing)
  | ({ outcome: 'refused'; refused: ResellerProblem } & Choosing)
  | ({ outcome: 'associated' | 'already' } & SubscriptionView);

/** *Reseller (MPN ID)*: who could stand on a subscription. */
export async function whoCouldResell(desk: Desk, actor: Actor, where: Where): Promise<AssociateOutcome> {
  const sold = await soldSubscription(desk, actor, 'associateReseller', where);
  if ('outcome' in sold) return sold;
  const view = await viewOf(desk, actor, sold.served.customer, sold.row.value);
  if (!sellsThroughResellers(actor)) return { outcome: 'noResellers', ...view };
  const resellers = await resellersWithId(desk, actor);
  if (view.subscription.state === 'cancelled')
    return { outcome: 'refused', refused: 'cancelled', ...view, resellers };
  return { outcome: 'toChoose', ...view, resellers };
}

/**
 * Sets, changes or removes the reseller of a subscription, which lets it earn incentives (source document 003). Its
 * Partner ID is verified against the provider's partnerships by the reseller's own row, which decides.
 */
export async function associateReseller(
  desk: Desk,
  actor: Actor,
  where: Where,
  version: string,
  choice: ResellerChoice,
): Promise<AssociateOutcome> {
  const deedId = desk.random(12).toString('hex');
  return retryOnConflict(async (): Promise<AssociateOutcome> => {
    const sold = await soldSubscription(desk, actor, 'associateReseller', where);
    if ('outcome' in sold) return sold;
    const subscription = sold.row.value;
    const { customer } = sold.served;
    const view = await viewOf(desk, actor, customer, subscription);
    if (!sellsThroughResellers(actor)) return { outcome: 'noResellers', ...view };
    const choosing = async (): Promise<Choosing> => ({
      ...view,
      resellers: await resellersWithId(desk, actor),
    });
    const found = await verified(desk, actor, customer.id, choice);
    if ('problem' in found) return { outcome: 'refused', refused: found.problem, ...(await choosing()) };
    const { reseller, partner } = found;
    if (reseller?.mpnId === subscription.reseller?.mpnId && subscription.state !== 'cancelled')
      return { outcome: 'already', ...view };
    if (version !== versionOf(subscription)) return { outcome: 'changedMeanwhile', ...(await choosing()) };
    const changed = changeSubscription(subscription, { do: 'associate', reseller }, desk.now());
    if ('refused' in changed) {
      const refused = changed.refused === 'ownPartnerId' ? 'ownPartnerId' : 'cancelled';
      return { outcome: 'refused', refused, ...(await choosing()) };
    }
    const { next, event } = changed;
    const before = subscription.reseller;
    await commitSubscription(desk, actor, sold, {
      next,
      event,
      deedId,
      detail: {
        partner: reseller ? `${reseller.name} (${reseller.mpnId})` : '–',
        ...(before && { before: before.name }),
      },
      also: partner,
      errands: await toldOf(desk, actor, { customer, subscription: next }, before?.id),
    });
    return { outcome: 'associated', ...(await viewOf(desk, actor, customer, next)) };
  });
}

async function resellersWithId(desk: Desk, actor: Actor): Promise<Partnership[]> {
  return (await activePartners(desk, actor.tenantId)).filter(({ mpnId }) => mpnId);
}

type Verified =
  | { reseller: SubscriptionReseller | undefined; partner: Row<Partner> | undefined }
  | { problem: ResellerProblem };

async function verified(
  desk: Desk,
  { tenantId }: Actor,
  customerId: string,
  choice: ResellerChoice,
): Promise<Verified> {
  if (choice === 'nobody') return { reseller: undefined, partner: undefined };
  if ('id' in choice && choice.id === tenantId) return { problem: 'ownPartnerId' };
  const { companies, partners } = desk.storage;
  const provider = { id: tenantId, partnerId: (await companies.get(tenantId))?.value.partnerId };
  const found =
    'id' in choice
      ? await resellerById(desk, provider, choice.id)
      : await resellerByMpnId(desk, provider, choice.mpnId);
  if ('problem' in found) {
    const { problem } = found;
    return { problem: problem === 'notAPartner' || problem === 'malformed' ? 'notPartner' : problem };
  }
  const { associated: reseller } = found;
  const partner = await partners.get(customerId, reseller.id);
  if (partner?.value.endedAt) return { problem: 'resellerLeft' };
  return { reseller, partner };
}

/** Whoever is the reseller from now on, and whoever was. */
async function toldOf(desk: Desk, actor: Actor, subject: Subject, formerId: string | undefined) {
  const { reseller } = subject.subscription;
  const news = { ...newsOf(refOf(actor), subject.subscription), to: 'partner' as const };
  const told = await Promise.all([
    reseller ? tellPartner(desk, reseller.id, subject, { ...news, change: 'becameReseller' }) : [],
    formerId && formerId !== reseller?.id
      ? tellPartner(desk, formerId, subject, { ...news, change: 'noReseller' })
      : [],
  ]);
  return told.flat();
}
