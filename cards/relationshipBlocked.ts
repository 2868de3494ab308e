import type { Language } from '../domain/language.ts';
import type { Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import json from './relationshipBlocked.json' with { type: 'json' };
import { subscriptionRow } from './subscriptions.ts';
import { shortName } from './subscriptionWords.ts';

export interface RelationshipBlockedModel {
  /** The viewer's own side. */
  side: 'customer' | 'partner';
  customerId: string;
  other: { id: string; name: string };
  /** The active subscriptions that the viewer has to do with. */
  subscriptions: readonly Subscription[];
  /** How many there are besides, which the viewer does not see. */
  others: number;
  /** Whether the viewer sold one of them. */
  sold: boolean;
}

const expand = template(json);
const ROWS_MAX = 6;

/** Why a reseller relationship cannot be removed yet: what is active, and a way to each (source document 002). */
export function relationshipBlockedCard(model: RelationshipBlockedModel, language: Language): Card {
  const t = translator(language);
  const { side, customerId, other, subscriptions, others } = model;
  const name = shortName(other);
  const title = t('relationshipBlocked.title', { name });
  const count = subscriptions.length + others;
  const who = side === 'customer' ? 'customer' : model.sold ? 'seller' : 'reseller';
  const lines = [
    t('relationshipBlocked.count', { count }),
    t(`relationshipBlocked.${who}`, { name }),
    ...(others > 0 ? [t('relationshipBlocked.others', { count: others, name })] : []),
  ];
  const rows = subscriptions
    .slice(0, ROWS_MAX)
    .map(subscription => subscriptionRow(customerId, subscription, language));
  const further = subscriptions.length - rows.length;
  const atCustomer = side === 'customer';
  const whose = atCustomer ? { partner: other.id } : { customer: customerId };
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines, ...rows.map(row => `${row.title}.`)),
    title,
    lines: lines.map(text => ({ text })),
    rows,
    further: further > 0 ? [{ text: t('relationshipBlocked.further', { count: further }) }] : [],
    actions: [
      ...(rows.length > 0
        ? [button(t('button.subscriptions'), { verb: 'subscriptions.list', ...whose })]
        : []),
      button(t(atCustomer ? 'button.viewPartner' : 'button.viewCustomer'), {
        verb: atCustomer ? 'partners.open' : 'customers.open',
        id: other.id,
      }),
    ],
  });
}
