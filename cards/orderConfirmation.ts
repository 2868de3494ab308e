import type { Cloud } from '../domain/cloud.ts';
import type { Language } from '../domain/language.ts';
import type { OrderLine } from '../domain/order.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { orderLine } from './offerWords.ts';
import json from './orderConfirmation.json' with { type: 'json' };
import { azurePortal, tenantOwner } from './orderReview.ts';
import { toneStyle } from './parts.ts';

export interface OrderConfirmationModel {
  outcome: 'alreadyOpened' | 'ordered' | 'alreadyOrdered';
  customerId: string;
  customer: string;
  /** What was ordered; of an order that arrived again, nothing is repeated. */
  lines: readonly OrderLine[];
  /** Through a reseller: of a provider's order. */
  indirect: boolean;
  cloud: Cloud;
}

const expand = template(json);
const NAME_MAX = 80;

/** What became of *Submit*, and what is still to be done at Microsoft (source document 003). */
export function orderConfirmationCard(model: OrderConfirmationModel, language: Language): Card {
  const t = translator(language);
  const { outcome, customerId: id, lines, cloud } = model;
  const azure = model.indirect ? lines : [];
  const customer = escapeMarkdown(clip(model.customer, NAME_MAX));
  const title = t(`orderConfirmation.title.${outcome}`, { customer });
  const text = t(`orderConfirmation.text.${outcome}`, { customer });
  return expand(language, {
    ...inWords(language, title, text),
    title,
    style: toneStyle(outcome === 'ordered' ? 'good' : 'info'),
    lines: [{ text }],
    notes: [...lines.map(line => orderLine(line, language)), ...tenantOwner(azure, language)].map(note => ({
      text: note,
    })),
    actions: [
      button(t('button.viewCustomer'), { verb: 'customers.open', id }),
      ...(outcome === 'alreadyOpened'
        ? [button(t('button.newSetupCode'), { verb: 'setupInformation.new', id })]
        : [button(t('button.addSubscription'), { verb: 'addSubscription.start', customer: id })]),
      ...azurePortal(azure, cloud, language),
    ],
  });
}
