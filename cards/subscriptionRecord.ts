import type { Cloud } from '../domain/cloud.ts';
import type { Language } from '../domain/language.ts';
import { type Subscription, versionOf } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import { dayOn, momentOn } from './dates.ts';
import { CLOUD_LINKS } from './links.ts';
import { facts, type Tone, toneStyle, typed } from './parts.ts';
import json from './subscriptionRecord.json' with { type: 'json' };
import { licencesOf, offerName, shortName, subscriptionState } from './subscriptionWords.ts';

export interface SubscriptionRecordModel {
  customer: { id: string; name: string };
  subscription: Subscription;
  /** Who looks: the partner who sold it, another one whom it concerns, or the customer itself. */
  viewer: 'seller' | 'partner' | 'customer';
  /** How many licences it may have, where the viewer may change that. */
  limits?: { min: number; max: number } | undefined;
  upgrades: readonly { id: string }[];
  maySuspend: boolean;
  mayReactivate: boolean;
  mayCancel: boolean;
  returnableUntil?: string | undefined;
  renewsAt?: string | undefined;
  mayAssociate: boolean;
  mayDesignate: boolean;
  /** How the customer reaches whoever supports it. */
  support?:
    | { email?: string | undefined; phone?: string | undefined; website?: string | undefined }
    | undefined;
  /** Where the Azure portal is, in which a reseller is made tenant owner. */
  cloud: Cloud;
  /** What has just happened, or why nothing did. */
  note?: string | undefined;
  /** Whether *More* was selected: then what the first card had no room for. */
  more?: boolean | undefined;
}

const expand = template(json);
const TONES: Record<Subscription['state'], Tone> = {
  active: 'good',
  suspended: 'warning',
  cancelled: 'info',
};
/** Of what can be done, so much stands beside *More* and the way back: six actions a card at most. */
const BESIDE_MORE = 3;
const ACTIONS_MAX = 5;

/**
 * One subscription: where it stands, its term and licences, who sold it, who is its reseller and who supports the
 * customer with it, and what the viewer may do (source document 003).
 */
export function subscriptionRecordCard(model: SubscriptionRecordModel, language: Language): Card {
  const t = translator(language);
  const { customer, subscription, viewer, note, support } = model;
  const { state, seller, reseller, supportContact, term, billing, orderedBy, orderedAt } = subscription;
  const offer = offerName(subscription);
  const title = `${offer}: ${subscriptionState(subscription, language)}`;
  const lines = [
    ...(note ? [note] : []),
    t(`subscriptionRecord.${state}`, { offer }),
    ...(viewer === 'customer'
      ? [t('subscriptionRecord.support', { contact: shortName(supportContact) })]
      : []),
    ...(viewer === 'seller' ? [] : [t('subscriptionRecord.onlySeller', { seller: shortName(seller) })]),
    ...(needsTenantOwner(model) ? [t('order.tenantOwner')] : []),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(TONES[state]),
    lines: lines.map(text => ({ text })),
    facts: facts(language, [
      ['field.customer', viewer === 'customer' ? undefined : shortName(customer)],
      ['field.licences', licencesOf(subscription, language)],
      ['field.term', t(`subscription.term.${term}`)],
      ['field.renewsAt', model.renewsAt && dayOn(model.renewsAt)],
      ['field.billing', t(`subscription.billing.${billing}`)],
      ['field.seller', shortName(seller)],
      ['field.resellerMpnId', reseller && `${shortName(reseller)} (${escapeMarkdown(reseller.mpnId)})`],
      ['field.supportContact', shortName(supportContact)],
      ['field.supportEmail', typed(support?.email)],
      ['field.supportPhone', typed(support?.phone)],
      ['field.supportWebsite', typed(support?.website)],
      ['field.orderedBy', viewer === 'seller' ? typed(orderedBy.name) : undefined],
      ['field.orderedAt', momentOn(orderedAt)],
      ['field.returnableUntil', model.returnableUntil && momentOn(model.returnableUntil)],
    ]),
    actions: actionsOf(model, language),
    hasActions: true,
  });
}

/** For a reseller to manage Azure, its provider makes it tenant owner in the Azure portal (source document 003). */
function needsTenantOwner({ viewer, subscription }: SubscriptionRecordModel): boolean {
  const { family, state, reseller } = subscription;
  return viewer === 'seller' && family === 'azure' && state !== 'cancelled' && reseller !== undefined;
}

function actionsOf(model: SubscriptionRecordModel, language: Language): Action[] {
  const t = translator(language);
  const where = { customer: model.customer.id, id: model.subscription.id };
  const all = changesOf(model, language);
  const back = button(t('button.backToSubscriptions'), {
    verb: 'subscriptions.list',
    customer: model.customer.id,
  });
  if (all.length <= ACTIONS_MAX) return [...all, back];
  if (model.more)
    return [...all.slice(BESIDE_MORE), button(t('button.back'), { verb: 'subscriptions.open', ...where })];
  const more = button(t('button.more'), { verb: 'subscriptions.more', ...where });
  return [...all.slice(0, BESIDE_MORE), more, back];
}

/** Everything that the viewer may change, and who has its licences; most wanted first. */
function changesOf(model: SubscriptionRecordModel, language: Language): Action[] {
  const t = translator(language);
  const where = { customer: model.customer.id, id: model.subscription.id };
  const version = versionOf(model.subscription);
  return [
    ...(model.limits
      ? [button(t('button.changeLicences'), { verb: 'subscriptions.askLicences', ...where })]
      : []),
    ...(model.upgrades.length > 0
      ? [button(t('button.upgrade'), { verb: 'subscriptions.askUpgrade', ...where })]
      : []),
    ...(model.maySuspend
      ? [button(t('button.suspend'), { verb: 'subscriptions.askSuspend', ...where })]
      : []),
    ...(model.mayReactivate
      ? [
          button(
            t('button.reactivate'),
            { verb: 'subscriptions.reactivate', ...where, version },
            { style: 'positive' },
          ),
        ]
      : []),
    ...(model.viewer !== 'customer' && model.subscription.licences > 0
      ? [
          button(t('button.whoHasLicences'), {
            verb: 'licences.show',
            customer: where.customer,
            subscription: where.id,
          }),
        ]
      : []),
    ...(model.mayAssociate
      ? [button(t('button.resellerMpnId'), { verb: 'subscriptions.askReseller', ...where })]
      : []),
    ...(model.mayDesignate
      ? [button(t('button.supportContact'), { verb: 'subscriptions.askSupport', ...where })]
      : []),
    ...(needsTenantOwner(model) ? [link(t('button.azurePortal'), CLOUD_LINKS[model.cloud].azurePortal)] : []),
    ...(model.mayCancel
      ? [
          button(
            t('button.cancelSubscription'),
            { verb: 'subscriptions.askCancel', ...where },
            { style: 'destructive' },
          ),
        ]
      : []),
  ];
}
