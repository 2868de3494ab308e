import { type Card, escapeMarkdown } from '../../cards/card.ts';
import { changeLicencesFormCard } from '../../cards/changeLicencesForm.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import { relationshipBlockedCard } from '../../cards/relationshipBlocked.ts';
import { resellerFormCard } from '../../cards/resellerForm.ts';
import { subscriptionChoiceCard } from '../../cards/subscriptionChoice.ts';
import { subscriptionConfirmCard } from '../../cards/subscriptionConfirm.ts';
import { type SubscriptionRecordModel, subscriptionRecordCard } from '../../cards/subscriptionRecord.ts';
import { subscriptionsCard } from '../../cards/subscriptions.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { translator } from '../../locales/index.ts';

const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** What was sold to the customer: its list and records, every change, who has to do with it, and who is told. */
export function subscriptionExamples(
  {
    now,
    company,
    customer,
  }: { now: Date; company: () => { id: string; name: string }; customer: () => Customer },
  { other, seller }: { other: string; seller: PersonRef },
): Record<string, (language: Language) => Card> {
  const { id: CONTOSO, name: contoso } = company();
  const { id: WINGTIP, name: wingtip } = customer();
  const day = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
  const provider = { id: FABRIKAM, name: other };
  const reseller = { id: CONTOSO, name: contoso };
  const buyer = { id: WINGTIP, name: wingtip };
  const subscription = (over: Partial<Subscription> = {}): Subscription => ({
    id: 'order-000001-0',
    orderId: 'order-000001',
    offerId: 'm365-business-basic',
    offerName: 'Microsoft 365 Business Basic',
    family: 'office365',
    term: 'P1Y',
    billing: 'monthly',
    state: 'active',
    licences: 25,
    assigned: 12,
    seller: provider,
    reseller: { ...reseller, mpnId: '4567890' },
    supportContact: provider,
    orderedBy: seller,
    orderedAt: day(-3),
    termStartedAt: day(-3),
    changedAt: day(-1),
    ...over,
  });
  const byUse = subscription({
    id: 'order-000001-1',
    offerName: 'Azure plan',
    family: 'azure',
    term: 'none',
    billing: 'usage',
    licences: 0,
    assigned: 0,
    reseller: undefined,
    supportContact: reseller,
  });
  const about = { customer: buyer, subscription: subscription() };
  const reads: SubscriptionRecordModel = {
    ...about,
    viewer: 'partner',
    upgrades: [],
    maySuspend: false,
    mayReactivate: false,
    mayCancel: false,
    mayAssociate: false,
    mayDesignate: false,
    cloud: 'global',
  };
  const sells: SubscriptionRecordModel = {
    ...about,
    viewer: 'seller',
    limits: { min: 1, max: 300 },
    upgrades: [{ id: 'm365-business-standard' }],
    maySuspend: true,
    mayReactivate: false,
    mayCancel: true,
    returnableUntil: day(4),
    renewsAt: day(362),
    mayAssociate: true,
    mayDesignate: true,
    cloud: 'global',
  };
  const upgrades = [
    { id: 'm365-business-standard', name: 'Microsoft 365 Business Standard' },
    { id: 'm365-business-premium', name: 'Microsoft 365 Business Premium' },
  ];
  const record = (model: SubscriptionRecordModel) => (language: Language) =>
    subscriptionRecordCard(model, language);
  const list = { customer: buyer, own: false, page: 1 };
  const notice = (told: ToldNotice) => (language: Language) => noticeCard({ notice: told }, language);
  const told = {
    customerName: wingtip,
    customerId: WINGTIP,
    subscriptionId: 'order-000001-0',
    offerName: 'Microsoft 365 Business Basic',
    sellerName: other,
    mayOpen: true,
    at: day(0),
  };
  const changed = { name: 'subscriptionChanged' as const, ...told, licences: 25, further: 0, by: seller };
  const supports = { name: 'supportContactChanged' as const, ...told, contactName: contoso, by: seller };

  return {
    'subscriptions.list': language =>
      subscriptionsCard({ ...list, subscriptions: [subscription(), byUse], next: 'continuation' }, language),
    'subscriptions.own': language =>
      subscriptionsCard({ ...list, own: true, subscriptions: [subscription(), byUse] }, language),
    'subscriptions.with': language =>
      subscriptionsCard({ ...list, own: true, partner: reseller, subscriptions: [byUse] }, language),
    'subscriptions.empty': language => subscriptionsCard({ ...list, subscriptions: [] }, language),
    'subscriptions.empty.own': language =>
      subscriptionsCard({ ...list, own: true, subscriptions: [] }, language),
    'subscriptionRecord.seller': record(sells),
    'subscriptionRecord.more': record({ ...sells, more: true }),
    'subscriptionRecord.azure': record({
      ...sells,
      subscription: subscription({ family: 'azure', offerName: 'Microsoft Entra ID P1' }),
    }),
    'subscriptionRecord.azureMore': record({
      ...sells,
      subscription: subscription({ family: 'azure', offerName: 'Microsoft Entra ID P1' }),
      more: true,
    }),
    'subscriptionRecord.direct': record({
      ...sells,
      subscription: subscription({ reseller: undefined }),
      mayAssociate: false,
      mayDesignate: false,
    }),
    'subscriptionRecord.suspended': language =>
      subscriptionRecordCard(
        {
          ...sells,
          subscription: subscription({ state: 'suspended' }),
          limits: undefined,
          upgrades: [],
          maySuspend: false,
          mayReactivate: true,
          note: translator(language)('subscriptionRecord.changed.suspend', {
            customer: escapeMarkdown(wingtip),
          }),
        },
        language,
      ),
    'subscriptionRecord.cancelled': record({
      ...reads,
      viewer: 'seller',
      subscription: subscription({ state: 'cancelled' }),
    }),
    'subscriptionRecord.partner': record(reads),
    'subscriptionRecord.customer': record({
      ...reads,
      viewer: 'customer',
      subscription: byUse,
      support: {
        email: 'help@contoso.example',
        phone: '+1 425 555 0100',
        website: 'https://contoso.example/help',
      },
    }),
    'changeLicencesForm.open': language =>
      changeLicencesFormCard(
        { ...about, limits: { min: 1, max: 300 }, mayCancel: true, returnableUntil: day(4) },
        language,
      ),
    'changeLicencesForm.refused': language =>
      changeLicencesFormCard(
        {
          ...about,
          limits: { min: 1, max: 300 },
          mayCancel: false,
          typed: 5,
          problem: translator(language)('subscription.refused.moreAssigned', { assigned: 12 }),
        },
        language,
      ),
    'subscriptionChoice.upgrade': language =>
      subscriptionChoiceCard({ ...about, what: 'upgrade', choices: upgrades }, language),
    'subscriptionChoice.upgrade.refused': language =>
      subscriptionChoiceCard(
        {
          ...about,
          what: 'upgrade',
          choices: upgrades,
          chosen: 'm365-business-premium',
          problem: translator(language)('subscription.refused.upgradeOutOfRange', { bought: 500 }),
        },
        language,
      ),
    'subscriptionChoice.support': language =>
      subscriptionChoiceCard({ ...about, what: 'support', choices: [provider, reseller] }, language),
    'subscriptionChoice.support.alone': language =>
      subscriptionChoiceCard({ ...about, what: 'support', choices: [provider] }, language),
    'resellerForm.open': language =>
      resellerFormCard(
        { ...about, resellers: [{ partnerId: CONTOSO, name: contoso, mpnId: '4567890' }] },
        language,
      ),
    'resellerForm.refused': language =>
      resellerFormCard(
        {
          ...about,
          resellers: [{ partnerId: CONTOSO, name: contoso, mpnId: '4567890' }],
          typed: '1234567',
          problem: translator(language)('resellerForm.refused.ownPartnerId', {
            customer: escapeMarkdown(wingtip),
          }),
        },
        language,
      ),
    'subscriptionConfirm.suspend': language =>
      subscriptionConfirmCard({ ...about, what: 'suspend' }, language),
    'subscriptionConfirm.cancel': language =>
      subscriptionConfirmCard({ ...about, what: 'cancel', returnableUntil: day(4) }, language),
    'relationshipBlocked.customer': language =>
      relationshipBlockedCard(
        {
          side: 'customer',
          customerId: WINGTIP,
          other: provider,
          subscriptions: Array.from({ length: 8 }, (_, index) =>
            subscription({ id: `order-000001-${index}` }),
          ),
          others: 0,
          sold: false,
        },
        language,
      ),
    'relationshipBlocked.seller': language =>
      relationshipBlockedCard(
        {
          side: 'partner',
          customerId: WINGTIP,
          other: buyer,
          subscriptions: [subscription()],
          others: 0,
          sold: true,
        },
        language,
      ),
    'relationshipBlocked.reseller': language =>
      relationshipBlockedCard(
        {
          side: 'partner',
          customerId: WINGTIP,
          other: buyer,
          subscriptions: [subscription(), byUse],
          others: 3,
          sold: false,
        },
        language,
      ),
    'notice.subscriptionChanged.ordered': notice({ ...changed, to: 'customer', change: 'ordered' }),
    'notice.subscriptionChanged.ordered.several': notice({
      ...changed,
      to: 'partner',
      change: 'ordered',
      further: 3,
    }),
    'notice.subscriptionChanged.suspended': notice({ ...changed, to: 'customer', change: 'suspended' }),
    'notice.subscriptionChanged.reactivated': notice({ ...changed, to: 'partner', change: 'reactivated' }),
    'notice.subscriptionChanged.cancelled': notice({ ...changed, to: 'partner', change: 'cancelled' }),
    'notice.subscriptionChanged.licencesAdded': notice({
      ...changed,
      to: 'partner',
      change: 'licencesAdded',
    }),
    'notice.subscriptionChanged.licencesReduced': notice({
      ...changed,
      to: 'partner',
      change: 'licencesReduced',
      licences: 12,
    }),
    'notice.subscriptionChanged.upgraded': notice({ ...changed, to: 'partner', change: 'upgraded' }),
    'notice.subscriptionChanged.becameReseller': notice({
      ...changed,
      to: 'partner',
      change: 'becameReseller',
    }),
    'notice.subscriptionChanged.noReseller': notice({
      ...changed,
      to: 'partner',
      change: 'noReseller',
      licences: 0,
      mayOpen: false,
    }),
    'notice.supportContactChanged.present': notice({ ...supports, to: 'present' }),
    'notice.supportContactChanged.former': notice({
      ...supports,
      to: 'former',
      contactName: other,
      mayOpen: false,
    }),
    'notice.supportContactChanged.seller': notice({
      ...supports,
      to: 'seller',
      contactName: other,
      by: undefined,
    }),
    'notice.supportContactChanged.customer': notice({ ...supports, to: 'customer' }),
  };
}
