import * as z from 'zod';
import { NOBODY, resellerFormCard } from '../../cards/resellerForm.ts';
import { subscriptionChoiceCard } from '../../cards/subscriptionChoice.ts';
import { shortName } from '../../cards/subscriptionWords.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import {
  type AssociateOutcome,
  associateReseller,
  type ResellerChoice,
  whoCouldResell,
} from '../../operations/associateReseller.ts';
import {
  type DesignateOutcome,
  designateSupportContact,
  whoCouldSupport,
} from '../../operations/designateSupportContact.ts';
import type { SubscriptionView } from '../../operations/subscriptions.ts';
import { notSold, recordWith, shownSubscription, toRecord, whichSubscription } from './subscriptions.ts';

const resellerInputs = z.object({
  reseller: z.union([guid, z.literal([NOBODY, ''])]).optional(),
  mpnId: z
    .string()
    .max(40)
    .transform(text => text.normalize('NFKC').trim())
    .optional(),
});
type ResellerInputs = z.infer<typeof resellerInputs>;

/** Which of a provider's partners have to do with a subscription (source document 003). */
export const subscriptionPartners: Actions = {
  'subscriptions.askReseller': action(whichSubscription, async (turn, where) =>
    associated(turn, await whoCouldResell(turn.desk, turn.actor, where), {}),
  ),
  'subscriptions.reseller': action(
    z.intersection(shownSubscription, resellerInputs),
    async (turn, { where, version, ...inputs }) => {
      const choice = choiceOf(inputs);
      const { desk, actor } = turn;
      if (choice)
        return associated(turn, await associateReseller(desk, actor, where, version, choice), inputs);
      const result = await whoCouldResell(desk, actor, where);
      if (result.outcome !== 'toChoose') return associated(turn, result, inputs);
      const problem = turn.t('resellerForm.refused.nothing');
      return { card: resellerFormCard({ ...result, problem }, turn.language) };
    },
  ),

  'subscriptions.askSupport': action(whichSubscription, async (turn, where) =>
    designated(turn, await whoCouldSupport(turn.desk, turn.actor, where)),
  ),
  'subscriptions.support': action(
    z.intersection(shownSubscription, z.object({ choice: guid })),
    async (turn, { where, version, choice }) =>
      designated(turn, await designateSupportContact(turn.desk, turn.actor, where, version, choice), choice),
  ),
};

/** What was typed wins over what was chosen: the choice is always set to something. */
function choiceOf({ reseller, mpnId }: ResellerInputs): ResellerChoice | undefined {
  if (mpnId) return { mpnId };
  if (!reseller) return undefined;
  return reseller === NOBODY ? 'nobody' : { id: reseller };
}

function associated(turn: Turn, result: AssociateOutcome, inputs: ResellerInputs): Answer {
  const { t, language } = turn;
  switch (result.outcome) {
    case 'toChoose':
      return { card: resellerFormCard(result, language) };
    case 'changedMeanwhile':
      return recordWith(turn, result, t('subscriptionRecord.changedMeanwhile'));
    case 'refused': {
      if (result.refused === 'cancelled') return recordWith(turn, result, cancelled(turn, result));
      const problem = t(`resellerForm.refused.${result.refused}`, { customer: shortName(result.customer) });
      const typed = { chosen: inputs.reseller, typed: inputs.mpnId };
      return { card: resellerFormCard({ ...result, ...typed, problem }, language) };
    }
    case 'associated': {
      const { reseller } = result.subscription;
      const note = reseller
        ? t('subscriptionRecord.associated', { reseller: shortName(reseller) })
        : t('subscriptionRecord.noReseller');
      return recordWith(turn, result, note);
    }
    case 'already':
      return recordWith(turn, result, t('subscriptionRecord.already'));
    case 'noResellers':
      return noResellers(turn, result);
    default:
      return notSold(turn, result);
  }
}

function designated(turn: Turn, result: DesignateOutcome, chosen?: string): Answer {
  const { t, language } = turn;
  const customer = { customer: 'customer' in result ? shortName(result.customer) : '' };
  switch (result.outcome) {
    case 'toChoose':
      return {
        card: subscriptionChoiceCard({ ...result, what: 'support', choices: result.contacts }, language),
      };
    case 'changedMeanwhile':
      return recordWith(turn, result, t('subscriptionRecord.changedMeanwhile'));
    case 'refused': {
      if (result.refused === 'cancelled') return recordWith(turn, result, cancelled(turn, result));
      const problem = t(`subscriptionChoice.refused.${result.refused}`, customer);
      const model = { ...result, what: 'support' as const, choices: result.contacts, chosen, problem };
      return { card: subscriptionChoiceCard(model, language) };
    }
    case 'designated': {
      const contact = shortName(result.subscription.supportContact);
      return recordWith(turn, result, t('subscriptionRecord.designated', { contact, ...customer }));
    }
    case 'already':
      return recordWith(turn, result, t('subscriptionRecord.already'));
    case 'noResellers':
      return noResellers(turn, result);
    default:
      return notSold(turn, result);
  }
}

function cancelled({ t }: Turn, { subscription, customer }: SubscriptionView): string {
  const { offerName: name } = subscription;
  return t('subscription.refused.cancelled', { offer: shortName({ name }), customer: shortName(customer) });
}

function noResellers(turn: Turn, view: SubscriptionView): Answer {
  const values = { offer: view.subscription.offerName, customer: view.customer.name };
  return say(turn, 'subscription.refused.noResellers', 'info', values, [toRecord(turn, view)]);
}
