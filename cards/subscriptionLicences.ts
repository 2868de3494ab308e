import type { Language } from '../domain/language.ts';
import { freeLicences } from '../domain/licences.ts';
import type { Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { type Note, spokenNotes } from './licenceNotes.ts';
import json from './licences.json' with { type: 'json' };
import { nextPage, pagedTitle } from './paging.ts';
import { facts, typed } from './parts.ts';
import { licencesOf, offerName, subscriptionState } from './subscriptionWords.ts';

interface Person {
  id: string;
  name: string;
  email: string;
}

export interface SubscriptionLicencesModel {
  customer: { id: string; name: string };
  subscription: Subscription;
  /** A page of who has one. */
  holders: readonly Person[];
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Who could be given one. */
  others: readonly Person[];
  /** Whether the viewer may give and take them. */
  mayGive: boolean;
  /** What has just happened. */
  notes?: readonly Note[] | undefined;
}

const expand = template(json);
const CHOICES_MAX = 12;
const NAME_MAX = 32;
const ADDRESS_MAX = 80;

/** Who has the licences of a subscription: taken back and given from here, never more than were bought. */
export function subscriptionLicencesCard(model: SubscriptionLicencesModel, language: Language): Card {
  const t = translator(language);
  const { subscription, holders, mayGive } = model;
  const { id: customer } = model.customer;
  const heading = t('subscriptionLicences.title', { offer: offerName(subscription) });
  const title = pagedTitle(heading, model, language);
  const notes = model.notes ?? [];
  const free = freeLicences(subscription);
  const which = { customer, subscription: subscription.id };
  const lines = holders.length > 0 ? [] : [t('subscriptionLicences.empty')];
  const rows = holders.map(({ id, name, email }) => ({
    title: escapeMarkdown(clip(name, NAME_MAX)),
    text: escapeMarkdown(clip(email, ADDRESS_MAX)),
    select: button(t('users.row.open', { name: clip(name, NAME_MAX) }), {
      verb: 'customerUsers.open',
      customer,
      id,
    }),
  }));
  const canTakeBack = mayGive && holders.length > 0;
  const canAssign = mayGive && free > 0 && subscription.state === 'active' && model.others.length > 0;
  const choices = (people: readonly Person[]) =>
    people.slice(0, CHOICES_MAX).map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id }));
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      ...spokenNotes(notes),
      `${licencesOf(subscription, language)}.`,
      lines[0],
    ),
    title,
    notes,
    facts: facts(language, [
      ['field.customer', typed(model.customer.name)],
      ['field.state', subscriptionState(subscription, language)],
      ['field.licences', licencesOf(subscription, language)],
    ]),
    hasFacts: true,
    heading: t('subscriptionLicences.holders'),
    lines: lines.map(text => ({ text })),
    rows,
    canTakeBack,
    heldLabel: t('subscriptionLicences.chooseHeld'),
    held: choices(holders),
    canAssign,
    freeLabel: t('subscriptionLicences.chooseFree', { free }),
    free: choices(model.others),
    hints: [
      ...(model.others.length > CHOICES_MAX && canAssign
        ? [{ text: t('subscriptionLicences.moreByUser') }]
        : []),
    ],
    actions: [
      ...(canAssign
        ? [
            button(
              t('button.assignLicences'),
              { verb: 'licences.assignOf', ...which },
              { style: 'positive', inputs: true },
            ),
          ]
        : []),
      ...(canTakeBack
        ? [button(t('button.takeBackLicences'), { verb: 'licences.takeBackOf', ...which }, { inputs: true })]
        : []),
      ...nextPage(model, { verb: 'licences.show', ...which }, language),
      button(t('button.users'), { verb: 'customerUsers.list', customer }),
      button(t('button.viewCustomer'), { verb: 'customers.open', id: customer }),
    ],
  });
}
