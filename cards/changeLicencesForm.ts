import type { Language } from '../domain/language.ts';
import { type Subscription, versionOf } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import json from './changeLicencesForm.json' with { type: 'json' };
import { momentOn } from './dates.ts';
import { offerName, shortName } from './subscriptionWords.ts';

export interface ChangeLicencesFormModel {
  customer: { id: string; name: string };
  subscription: Subscription;
  limits: { min: number; max: number };
  /** Whether licences can still be given back in this term, and until when where that has an end. */
  mayCancel: boolean;
  returnableUntil?: string | undefined;
  /** What was typed and refused. */
  typed?: number | undefined;
  /** Why, ready for a card. */
  problem?: string | undefined;
}

const expand = template(json);

/** *Change licenses*: a number within the limits of the offer, and whether fewer are possible (source document 003). */
export function changeLicencesFormCard(model: ChangeLicencesFormModel, language: Language): Card {
  const t = translator(language);
  const { customer, subscription, limits, problem, returnableUntil } = model;
  const { id, licences: bought, assigned } = subscription;
  const title = t('changeLicencesForm.title', { offer: offerName(subscription) });
  const intro = t('changeLicencesForm.text', { customer: shortName(customer), bought, assigned, ...limits });
  const hint = returnableUntil
    ? t('changeLicencesForm.fewerUntil', { moment: momentOn(returnableUntil) })
    : t('changeLicencesForm.onlyMore');
  const hints = model.mayCancel && !returnableUntil ? [] : [hint];
  const where = { customer: customer.id, id };
  return expand(language, {
    ...inWords(language, `${title}.`, problem ?? intro, ...hints),
    title,
    intro,
    hints: hints.map(text => ({ text })),
    licences: Number.isInteger(model.typed) ? model.typed : bought,
    ...limits,
    problems: problem ? [{ text: problem }] : [],
    actions: [
      button(
        t('button.changeLicences'),
        { verb: 'subscriptions.licences', ...where, version: versionOf(subscription) },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'subscriptions.open', ...where }),
    ],
  });
}
