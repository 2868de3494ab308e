import { isAccountId } from '../domain/account.ts';
import type { Language } from '../domain/language.ts';
import type { Purchase } from '../domain/purchasePermission.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './endRelationship.json' with { type: 'json' };
import { servicesOf } from './partners.ts';
import { listOf, purchaseNames } from './parts.ts';

export interface EndRelationshipModel {
  /** The viewer's own side. */
  side: 'customer' | 'partner';
  other: { id: string; name: string };
  sells: boolean;
  orders: boolean;
  administers: readonly Service[];
  /** Whether the partner may be the support contact of what others sold. */
  supports: boolean;
  /** What the customer may buy by itself until then. */
  buys?: readonly Purchase[] | undefined;
  /** What others let it buy whose relationship ends along with this one; only the customer reads it. */
  buysFrom?: readonly { name: string; purchases: readonly Purchase[] }[] | undefined;
  /** Other partners who order, or sell, together with this one. */
  sharedWith: readonly { id: string; name: string }[];
  /** The relationship that this speaks of; when it has been reopened since, the question is asked anew. */
  since: string;
}

const expand = template(json);
const SHARED_SHOWN = 5;
const NAME_MAX = 60;

/** Asks once more before a reseller relationship ends: what ends, for whom else, what stays, who is told (source document 002). */
export function endRelationshipCard(model: EndRelationshipModel, language: Language): Card {
  const t = translator(language);
  const { side, other, administers, buys = [], buysFrom = [], since } = model;
  const name = escapeMarkdown(clip(other.name, NAME_MAX));
  const title = t('endRelationship.title', { name });
  const ends = t(`endRelationship.ends.${side}`, { name });
  const shown = model.sharedWith
    .slice(0, SHARED_SHOWN)
    .map(shared => escapeMarkdown(clip(shared.name, NAME_MAX)));
  const names = listOf(language, model.sharedWith.length > SHARED_SHOWN ? [...shown, '…'] : shown);
  const services = servicesOf(administers, language);
  const what = model.orders ? 'sold' : 'ordered';
  const stays = [
    ...(administers.length > 0 ? [t(`endRelationship.administers.${side}`, { name, services })] : []),
    ...(model.sharedWith.length > 0 ? [t(`endRelationship.shared.${what}.${side}`, { name, names })] : []),
    ...(model.supports ? [t(`endRelationship.support.${side}`, { name })] : []),
    ...(buys.length > 0
      ? [t(`endRelationship.buys.${side}`, { name, purchases: purchaseNames(buys, language) })]
      : []),
    ...buysFrom.slice(0, SHARED_SHOWN).map(({ name: partner, purchases }) =>
      t('endRelationship.buysFrom', {
        partner: escapeMarkdown(clip(partner, NAME_MAX)),
        purchases: purchaseNames(purchases, language),
      }),
    ),
    t('endRelationship.history'),
    t(isAccountId(other.id) ? 'endRelationship.nobodyTold' : 'endRelationship.told', { name }),
    t(`endRelationship.again.${side}`, { name }),
  ];
  const back = side === 'customer' ? 'partners.open' : 'customers.open';
  const verb = side === 'customer' ? 'partners.end' : 'customers.end';
  return expand(language, {
    ...inWords(language, title, ends, ...stays),
    title,
    ends,
    stays: stays.map(text => ({ text })),
    actions: [
      button(t('button.endRelationship'), { verb, id: other.id, since }, { style: 'destructive' }),
      button(t('button.cancel'), { verb: back, id: other.id }),
    ],
  });
}
