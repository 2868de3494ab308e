import type { Language } from '../domain/language.ts';
import { type Subscription, versionOf } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import json from './subscriptionConfirm.json' with { type: 'json' };
import { offerName, shortName } from './subscriptionWords.ts';

export interface SubscriptionConfirmModel {
  what: 'suspend' | 'cancel';
  customer: { id: string; name: string };
  subscription: Subscription;
  returnableUntil?: string | undefined;
}

const expand = template(json);

/** Asks once more before a subscription is suspended or cancelled: what ends, what stays, who is told. */
export function subscriptionConfirmCard(model: SubscriptionConfirmModel, language: Language): Card {
  const t = translator(language);
  const { what, subscription, returnableUntil } = model;
  const { id, assigned, state } = subscription;
  const customer = shortName(model.customer);
  const title = t(`subscriptionConfirm.${what}.title`, { customer, offer: offerName(subscription) });
  const ends = t(`subscriptionConfirm.${what}.ends`, { customer });
  const stays = [
    ...(what === 'suspend' ? [t('subscriptionConfirm.suspend.stays')] : []),
    ...(what === 'cancel' && assigned > 0 ? [t('subscriptionConfirm.cancel.assigned', { assigned })] : []),
    ...(what === 'cancel' && returnableUntil
      ? [t('subscriptionConfirm.cancel.until', { moment: momentOn(returnableUntil) })]
      : []),
    ...(what === 'cancel' && state === 'active' ? [t('subscriptionConfirm.cancel.instead')] : []),
    t('subscriptionConfirm.told', { customer }),
    t('subscriptionConfirm.here'),
  ];
  const where = { customer: model.customer.id, id };
  const buttonTitle = t(what === 'suspend' ? 'button.suspend' : 'button.cancelSubscription');
  const version = versionOf(subscription);
  return expand(language, {
    ...inWords(language, title, ends, ...stays),
    title,
    ends,
    stays: stays.map(text => ({ text })),
    actions: [
      button(buttonTitle, { verb: `subscriptions.${what}`, ...where, version }, { style: 'destructive' }),
      button(t('button.back'), { verb: 'subscriptions.open', ...where }),
    ],
  });
}
