import type { Language } from '../domain/language.ts';
import { type Subscription, versionOf } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, inWords, template } from './card.ts';
import json from './subscriptionChoice.json' with { type: 'json' };
import { offerName, shortName } from './subscriptionWords.ts';

export interface SubscriptionChoiceModel {
  /** What is chosen: the offer that it becomes, or who supports the customer with it. */
  what: 'upgrade' | 'support';
  customer: { id: string; name: string };
  subscription: Subscription;
  choices: readonly { id: string; name: string }[];
  /** What was chosen and refused. */
  chosen?: string | undefined;
  /** Why, ready for a card. */
  problem?: string | undefined;
}

const expand = template(json);
const NAME_MAX = 120;

/** *Upgrade* along the catalogue's paths, and *Designated support contact*: one of a few (source document 003). */
export function subscriptionChoiceCard(model: SubscriptionChoiceModel, language: Language): Card {
  const t = translator(language);
  const { what, customer, subscription, choices, problem } = model;
  const { id, licences: bought, supportContact } = subscription;
  const title = t(`subscriptionChoice.${what}.title`, { offer: offerName(subscription) });
  const intro = t(`subscriptionChoice.${what}.text`, { customer: shortName(customer), bought });
  const alone = what === 'support' && choices.length === 1;
  const hints = alone ? [t('subscriptionChoice.none')] : [];
  const present = what === 'support' ? supportContact.id : choices[0]?.id;
  const offered = choices.some(choice => choice.id === model.chosen) ? model.chosen : present;
  const where = { customer: customer.id, id };
  const upgrading = what === 'upgrade';
  return expand(language, {
    ...inWords(language, `${title}.`, problem ?? intro, ...hints),
    title,
    intro,
    hints: hints.map(text => ({ text })),
    canChoose: choices.length > 0,
    label: t(upgrading ? 'field.upgradeTo' : 'field.supportContact'),
    chosen: offered ?? '',
    choices: choices.map(choice => ({ title: clip(choice.name, NAME_MAX), value: choice.id })),
    problems: problem ? [{ text: problem }] : [],
    actions: [
      button(
        t(upgrading ? 'button.upgrade' : 'button.saveChoice'),
        { verb: `subscriptions.${what}`, ...where, version: versionOf(subscription) },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'subscriptions.open', ...where }),
    ],
  });
}
