import * as z from 'zod';
import { subscriptionRecordCard } from '../../cards/subscriptionRecord.ts';
import { subscriptionsCard } from '../../cards/subscriptions.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, notInvited, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { type CompanyId, guid } from '../../domain/identity.ts';
import { subscriptionRef } from '../../domain/licences.ts';
import type { NotAllowed } from '../../operations/rights.ts';
import type { NotServed } from '../../operations/serveCustomer.ts';
import {
  listSubscriptions,
  type NotSold,
  type SubscriptionView,
  showSubscription,
  type Where,
} from '../../operations/subscriptions.ts';
import { ofNamedCustomer, showCustomers } from './customers.ts';
import { paging } from './paging.ts';

/** Which subscription of which customer a button is about. */
export const whichSubscription = z
  .object({ customer: guid, id: subscriptionRef })
  .transform(({ customer, id }): Where => ({ customerId: customer, id }));
/** The same with what the card showed of it. */
export const shownSubscription = z
  .object({ customer: guid, id: subscriptionRef, version: z.string().max(300) })
  .transform(({ customer, id, version }) => ({ where: { customerId: customer, id }, version }));

/**
 * `subscriptions [customer]`: a customer's own, or for a partner those of the customer that bears the name, as far as it
 * has to do with them; of several customers one is chosen.
 */
export async function showSubscriptions(turn: Turn, argument: string): Promise<Answer> {
  const own = turn.actor.person?.value.member?.companyKind === 'customer';
  const show = (customerId?: CompanyId) => list(turn, { customerId, partnerId: undefined });
  return own || !argument ? show() : ofNamedCustomer(turn, argument, show);
}

async function list(
  turn: Turn,
  of: { customerId: string | undefined; partnerId: string | undefined },
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await listSubscriptions(turn.desk, turn.actor, of, page);
  switch (result.outcome) {
    case 'listed':
      return { card: subscriptionsCard({ ...result, page: number }, turn.language) };
    case 'chooseCustomer':
      return showCustomers(turn);
    default:
      return notServed(turn, result);
  }
}

export const subscriptions: Actions = {
  'subscriptions.list': action(
    z.object({ customer: guid.optional(), partner: guid.optional(), ...paging }),
    (turn, { customer, partner, page, number }) =>
      list(turn, { customerId: customer, partnerId: partner }, page, number),
  ),

  'subscriptions.open': action(whichSubscription, (turn, where) => open(turn, where)),
  /** What the record had no room for. */
  'subscriptions.more': action(whichSubscription, (turn, where) => open(turn, where, true)),
};

async function open(turn: Turn, where: Where, more = false): Promise<Answer> {
  const result = await showSubscription(turn.desk, turn.actor, where);
  if (result.outcome !== 'shown') return notServed(turn, result);
  const { cloud } = turn.desk.settings;
  return { card: subscriptionRecordCard({ ...result, cloud, more }, turn.language) };
}

/** The record as it is now, with what has just happened, or why nothing did. */
export function recordWith(turn: Turn, view: SubscriptionView, note: string): Answer {
  const { cloud } = turn.desk.settings;
  return { card: subscriptionRecordCard({ ...view, cloud, note }, turn.language) };
}

/** Why the subscriptions of a customer are not there for somebody. */
export function notServed(turn: Turn, result: NotAllowed | NotServed): Answer {
  switch (result.outcome) {
    case 'gone':
      return gone(turn);
    case 'notInvited':
      return notInvited(turn, result.customer);
    case 'former':
    case 'beingSetUp': {
      const { id, name } = result.customer;
      const tone = result.outcome === 'former' ? 'warning' : 'info';
      return say(turn, `subscription.refused.${result.outcome}`, tone, { customer: name }, [
        { title: turn.t('button.viewCustomer'), verb: 'customers.open', data: { id } },
      ]);
    }
    default:
      return notAllowed(turn, result);
  }
}

/** Why a subscription is not somebody's to change. */
export function notSold(turn: Turn, result: NotSold): Answer {
  if (result.outcome !== 'notSeller') return notServed(turn, result);
  const { seller, offerName: offer } = result.subscription;
  const values = { seller: seller.name, offer, customer: result.customer.name };
  return {
    ...say(turn, 'subscription.refused.notSeller', 'warning', values, [toRecord(turn, result)]),
    refused: 'notSeller',
  };
}

/** The way back to the record, which says what is true now. */
export function toRecord({ t }: Turn, { customer, subscription }: SubscriptionView) {
  return {
    title: t('button.openSubscription'),
    verb: 'subscriptions.open',
    data: { customer: customer.id, id: subscription.id },
  };
}
