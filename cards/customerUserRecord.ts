import type { Language } from '../domain/language.ts';
import { freeLicences } from '../domain/licences.ts';
import type { CustomerUser, Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { type Note, spokenNotes } from './licenceNotes.ts';
import json from './licences.json' with { type: 'json' };
import { facts, typed } from './parts.ts';
import { subscriptionState } from './subscriptionWords.ts';

export interface CustomerUserRecordModel {
  customer: { id: string; name: string };
  user: CustomerUser;
  /** Their licences, as far as the viewer's company reaches. */
  held: readonly { subscription: Subscription; mayTakeBack: boolean }[];
  /** Licences of subscriptions that are other partners' affair. */
  heldElsewhere: number;
  /** What they could be given. */
  free: readonly Subscription[];
  mayRemove: boolean;
  /** What has just happened. */
  notes?: readonly Note[] | undefined;
}

const expand = template(json);
const CHOICES_MAX = 12;
const LINES_MAX = 12;
const SPOKEN_MAX = 3;
const OFFER_MAX = 50;

/** One user of a customer: the licences that they have, those that they could be given, and what can be done. */
export function customerUserRecordCard(model: CustomerUserRecordModel, language: Language): Card {
  const t = translator(language);
  const { user, held, heldElsewhere } = model;
  const { id: customer } = model.customer;
  const title = escapeMarkdown(user.name);
  const notes = model.notes ?? [];
  const lines = [
    ...held.slice(0, LINES_MAX).map(({ subscription }) => line(subscription, language)),
    ...(held.length > LINES_MAX ? ['…'] : []),
    ...(heldElsewhere > 0 ? [t('customerUserRecord.elsewhere', { count: heldElsewhere })] : []),
    ...(held.length + heldElsewhere === 0 ? [t('customerUserRecord.noLicences')] : []),
  ];
  const toTakeBack = held.filter(each => each.mayTakeBack).map(each => each.subscription);
  const canTakeBack = toTakeBack.length > 0;
  const canAssign = model.free.length > 0;
  const which = { customer, user: user.id };
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      ...spokenNotes(notes),
      ...lines.slice(0, SPOKEN_MAX).map(text => `${text}.`),
    ),
    title,
    notes,
    facts: facts(language, [
      ['field.customer', typed(model.customer.name)],
      ['field.email', typed(user.email)],
      ['field.addedBy', typed(user.addedBy.name)],
      ['field.addedAt', momentOn(user.addedAt)],
    ]),
    hasFacts: true,
    heading: t('customerRecord.licenses'),
    lines: lines.map(text => ({ text })),
    rows: [],
    canTakeBack,
    heldLabel: t('licences.chooseHeld'),
    held: toTakeBack
      .slice(0, CHOICES_MAX)
      .map(each => ({ title: clip(each.offerName, OFFER_MAX), value: each.id })),
    canAssign,
    freeLabel: t('licences.chooseFree'),
    free: model.free.slice(0, CHOICES_MAX).map(each => ({
      title: t('licences.freeOf', { offer: clip(each.offerName, OFFER_MAX), free: freeLicences(each) }),
      value: each.id,
    })),
    hints: [
      ...(model.free.length > CHOICES_MAX || toTakeBack.length > CHOICES_MAX
        ? [{ text: t('licences.moreBySubscription') }]
        : []),
    ],
    actions: [
      ...(canAssign
        ? [
            button(
              t('button.assignLicences'),
              { verb: 'licences.assign', ...which },
              { style: 'positive', inputs: true },
            ),
          ]
        : []),
      ...(canTakeBack
        ? [button(t('button.takeBackLicences'), { verb: 'licences.takeBack', ...which }, { inputs: true })]
        : []),
      ...(model.mayRemove
        ? [
            button(
              t('button.remove'),
              { verb: 'customerUsers.askRemove', customer, id: user.id },
              { style: 'destructive' },
            ),
          ]
        : []),
      button(t('button.backToUsers'), { verb: 'customerUsers.list', customer }),
    ],
  });
}

function line(subscription: Subscription, language: Language): string {
  const name = escapeMarkdown(clip(subscription.offerName, OFFER_MAX));
  return subscription.state === 'active' ? name : `${name} · ${subscriptionState(subscription, language)}`;
}
