import * as z from 'zod';
import { changeLicencesFormCard } from '../../cards/changeLicencesForm.ts';
import { dayOn } from '../../cards/dates.ts';
import { subscriptionChoiceCard } from '../../cards/subscriptionChoice.ts';
import { subscriptionConfirmCard } from '../../cards/subscriptionConfirm.ts';
import { shortName } from '../../cards/subscriptionWords.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { offerId } from '../../domain/offer.ts';
import { numberIn } from '../../domain/order.ts';
import type { SubscriptionRefusal } from '../../domain/subscription.ts';
import type { MessageKey } from '../../locales/index.ts';
import {
  type ChangeOutcome,
  changeSale,
  type SaleChange,
  whatCanChange,
} from '../../operations/changeSubscription.ts';
import type { SubscriptionView, Where } from '../../operations/subscriptions.ts';
import { notSold, recordWith, shownSubscription, whichSubscription } from './subscriptions.ts';

/** What a seller changes of what it sold: licences, upgrade, suspend, reactivate, cancel (source document 003). */
export const subscriptionChanges: Actions = {
  'subscriptions.askLicences': action(whichSubscription, (turn, where) =>
    ask(turn, where, view => {
      const { licences, state } = view.subscription;
      if (view.limits) return changeLicencesFormCard({ ...view, limits: view.limits }, turn.language);
      return state !== 'active' ? undefined : licences === 0 ? 'noLicences' : 'notSoldAnyMore';
    }),
  ),
  'subscriptions.licences': action(
    z.intersection(shownSubscription, z.object({ licences: z.coerce.string().max(20).transform(numberIn) })),
    (turn, { where, version, licences }) => change(turn, where, version, { do: 'changeLicences', licences }),
  ),

  'subscriptions.askUpgrade': action(whichSubscription, (turn, where) =>
    ask(turn, where, view => {
      if (view.subscription.state !== 'active') return undefined;
      if (view.upgrades.length === 0) return 'noUpgrades';
      return subscriptionChoiceCard({ ...view, what: 'upgrade', choices: view.upgrades }, turn.language);
    }),
  ),
  'subscriptions.upgrade': action(
    z.intersection(shownSubscription, z.object({ choice: offerId })),
    (turn, { where, version, choice }) => change(turn, where, version, { do: 'upgrade', to: choice }),
  ),

  'subscriptions.askSuspend': action(whichSubscription, (turn, where) =>
    ask(turn, where, view =>
      view.maySuspend ? subscriptionConfirmCard({ ...view, what: 'suspend' }, turn.language) : undefined,
    ),
  ),
  'subscriptions.suspend': action(shownSubscription, (turn, { where, version }) =>
    change(turn, where, version, { do: 'suspend' }),
  ),
  'subscriptions.reactivate': action(shownSubscription, (turn, { where, version }) =>
    change(turn, where, version, { do: 'reactivate' }),
  ),

  'subscriptions.askCancel': action(whichSubscription, (turn, where) =>
    ask(turn, where, view => {
      if (view.subscription.state === 'cancelled') return undefined;
      if (!view.mayCancel) return 'tooLateToCancel';
      return subscriptionConfirmCard({ ...view, what: 'cancel' }, turn.language);
    }),
  ),
  'subscriptions.cancel': action(shownSubscription, (turn, { where, version }) =>
    change(turn, where, version, { do: 'cancel' }),
  ),
};

type Refused = 'noLicences' | 'notSoldAnyMore' | 'noUpgrades' | 'tooLateToCancel' | 'cancelled' | 'notActive';

/** A form or a question, or why it is not asked: `draw` gives no card when the state alone says so. */
async function ask(
  turn: Turn,
  where: Where,
  draw: (view: SubscriptionView) => Answer['card'] | Refused | undefined,
): Promise<Answer> {
  const result = await whatCanChange(turn.desk, turn.actor, where);
  if (result.outcome !== 'toChange') return notSold(turn, result);
  const drawn = draw(result);
  if (drawn !== undefined && typeof drawn !== 'string') return { card: drawn };
  const byState = result.subscription.state === 'cancelled' ? 'cancelled' : 'notActive';
  return recordWith(turn, result, words(turn, result, `subscription.refused.${drawn ?? byState}`));
}

async function change(turn: Turn, where: Where, version: string, wanted: SaleChange): Promise<Answer> {
  return changed(turn, await changeSale(turn.desk, turn.actor, where, version, wanted), wanted);
}

function changed(turn: Turn, result: ChangeOutcome, wanted: SaleChange): Answer {
  switch (result.outcome) {
    case 'changed':
      return recordWith(turn, result, words(turn, result, `subscriptionRecord.changed.${wanted.do}`));
    case 'already':
    case 'changedMeanwhile':
      return recordWith(turn, result, turn.t(`subscriptionRecord.${result.outcome}`));
    case 'resellerLeft':
      return recordWith(turn, result, words(turn, result, 'subscription.refused.resellerLeft'));
    case 'refused':
      return refusedChange(turn, result, result.refused, wanted);
    default:
      return notSold(turn, result);
  }
}

/** A number or an offer that does not fit can be chosen anew; everything else stands on the record. */
function refusedChange(
  turn: Turn,
  view: SubscriptionView,
  refused: SubscriptionRefusal,
  wanted: SaleChange,
): Answer {
  const problem = words(turn, view, refusalKey(refused, wanted));
  const { language } = turn;
  const { limits, upgrades } = view;
  if (wanted.do === 'changeLicences' && limits) {
    const { licences: typed } = wanted;
    return { card: changeLicencesFormCard({ ...view, limits, typed, problem }, language) };
  }
  if (wanted.do === 'upgrade' && upgrades.length > 0) {
    const { to: chosen } = wanted;
    return {
      card: subscriptionChoiceCard(
        { ...view, what: 'upgrade', choices: upgrades, chosen, problem },
        language,
      ),
    };
  }
  return recordWith(turn, view, problem);
}

function refusalKey(refused: SubscriptionRefusal, wanted: SaleChange): MessageKey {
  switch (refused) {
    case 'cancelled':
    case 'notActive':
    case 'notSuspended':
    case 'noLicences':
    case 'moreAssigned':
    case 'notSoldAnyMore':
    case 'noSuchUpgrade':
      return `subscription.refused.${refused}`;
    case 'outOfRange':
      return `subscription.refused.${wanted.do === 'upgrade' ? 'upgradeOutOfRange' : refused}`;
    case 'tooLate':
      return `subscription.refused.${wanted.do === 'cancel' ? 'tooLateToCancel' : 'tooLateToReduce'}`;
    default:
      return 'subscriptionRecord.already';
  }
}

/** A sentence about a subscription, with everything that it may name. */
function words(
  turn: Turn,
  { customer, subscription, limits, renewsAt }: SubscriptionView,
  key: MessageKey,
): string {
  const { offerName: name, licences: bought, assigned, reseller } = subscription;
  return turn.t(key, {
    offer: shortName({ name }),
    customer: shortName(customer),
    reseller: reseller ? shortName(reseller) : '',
    bought,
    assigned,
    min: limits?.min ?? 0,
    max: limits?.max ?? 0,
    renews: renewsAt ? dayOn(renewsAt) : '–',
  });
}
