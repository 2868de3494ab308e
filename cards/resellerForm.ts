import type { Language } from '../domain/language.ts';
import { type Subscription, versionOf } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, inWords, template } from './card.ts';
import json from './resellerForm.json' with { type: 'json' };
import { offerName, shortName } from './subscriptionWords.ts';

export interface ResellerFormModel {
  customer: { id: string; name: string };
  subscription: Subscription;
  resellers: readonly { partnerId: string; name: string; mpnId?: string | undefined }[];
  /** What was chosen and typed, and refused. */
  chosen?: string | undefined;
  typed?: string | undefined;
  /** Why, ready for a card. */
  problem?: string | undefined;
}

const expand = template(json);
const NAME_MAX = 80;
/** The choice of no reseller at all. */
export const NOBODY = 'nobody';

/** *Reseller (MPN ID)*: one of the provider's resellers, or the Partner ID of one, so that it earns incentives (source document 003). */
export function resellerFormCard(model: ResellerFormModel, language: Language): Card {
  const t = translator(language);
  const { customer, subscription, problem } = model;
  const title = t('resellerForm.title', { offer: offerName(subscription) });
  const intro = t('resellerForm.text', { customer: shortName(customer) });
  const choices = [
    ...model.resellers.map(({ partnerId, name, mpnId }) => ({
      title: `${clip(name, NAME_MAX)} (${mpnId ?? ''})`,
      value: partnerId,
    })),
    { title: t('resellerForm.nobody'), value: NOBODY },
  ];
  const wanted = model.chosen ?? subscription.reseller?.id ?? NOBODY;
  const where = { customer: customer.id, id: subscription.id };
  return expand(language, {
    ...inWords(language, `${title}.`, problem ?? intro),
    title,
    intro,
    hints: [],
    choices,
    chosen: choices.some(choice => choice.value === wanted) ? wanted : NOBODY,
    typed: model.typed ?? '',
    problems: problem ? [{ text: problem }] : [],
    actions: [
      button(
        t('button.saveChoice'),
        { verb: 'subscriptions.reseller', ...where, version: versionOf(subscription) },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'subscriptions.open', ...where }),
    ],
  });
}
