import type { Language } from '../domain/language.ts';
import type { Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, inWords, template } from './card.ts';
import { nextPage, pagedTitle } from './paging.ts';
import json from './subscriptions.json' with { type: 'json' };
import { licencesOf, offerName, shortName, subscriptionState } from './subscriptionWords.ts';

type Named = { id: string; name: string };

export interface SubscriptionsModel {
  customer: Named;
  /** Whether they are the viewer's own company's. */
  own: boolean;
  /** The partner to whom a customer's list is narrowed. */
  partner?: Named | undefined;
  subscriptions: readonly Subscription[];
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
}

const expand = template(json);

/** A customer's subscriptions that the viewer has to do with, a row each; selecting one opens it (source document 003). */
export function subscriptionsCard(model: SubscriptionsModel, language: Language): Card {
  const t = translator(language);
  const { customer, own, partner } = model;
  const title = pagedTitle(headingOf(model, language), model, language);
  const rows = model.subscriptions.map(subscription => subscriptionRow(customer.id, subscription, language));
  const nothing = own
    ? t('subscriptions.empty.own')
    : t('subscriptions.empty', { customer: shortName(customer) });
  const empty = rows.length > 0 ? [] : [nothing];
  const actions = [
    ...nextPage(
      model,
      { verb: 'subscriptions.list', customer: customer.id, ...(partner && { partner: partner.id }) },
      language,
    ),
    backTo(model, language),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}: ${row.lines[0]?.text}.`)),
    title,
    empty: empty.map(text => ({ text })),
    rows,
    actions,
    hasActions: true,
  });
}

function headingOf({ customer, own, partner }: SubscriptionsModel, language: Language): string {
  const t = translator(language);
  if (partner) return t('subscriptions.with', { partner: shortName(partner) });
  return own ? t('subscriptions.own') : t('subscriptions.title', { customer: shortName(customer) });
}

/** A subscription in a list: where it stands, how many licences, who sold it, stands on it and supports it. */
export function subscriptionRow(
  customerId: string,
  subscription: Subscription,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const { id, seller, reseller, supportContact, term } = subscription;
  return {
    title: offerName(subscription),
    lines: [
      {
        text: [
          subscriptionState(subscription, language),
          licencesOf(subscription, language),
          t(`subscription.term.${term}`),
        ].join(' · '),
      },
      {
        text: [
          t('subscriptions.row.seller', { name: shortName(seller) }),
          ...(reseller ? [t('subscriptions.row.reseller', { name: shortName(reseller) })] : []),
          t('subscriptions.row.support', { name: shortName(supportContact) }),
        ].join(' · '),
      },
    ],
    select: button(t('subscriptions.row.open', { name: clip(subscription.offerName, 80) }), {
      verb: 'subscriptions.open',
      customer: customerId,
      id,
    }),
  };
}

/** A partner goes back to the customer, a customer to the partner whose subscriptions it looked at, or to all of them. */
function backTo({ customer, own, partner }: SubscriptionsModel, language: Language): Action {
  const t = translator(language);
  if (!own) return button(t('button.viewCustomer'), { verb: 'customers.open', id: customer.id });
  return partner
    ? button(t('button.viewPartner'), { verb: 'partners.open', id: partner.id })
    : button(t('button.partners'), { verb: 'partners.show' });
}
