import type { Language } from '../domain/language.ts';
import type { CustomerUser, Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerUserConfirm.json' with { type: 'json' };
import { listOf } from './parts.ts';
import { offerName } from './subscriptionWords.ts';

export interface CustomerUserConfirmModel {
  customer: { id: string; name: string };
  user: CustomerUser;
  /** Whose licences come back. */
  subscriptions: readonly Subscription[];
}

const expand = template(json);
const NAME_MAX = 80;
const NAMED_MAX = 8;

/** Asks once more before somebody is removed from a customer's users: which licences come back, and what stays. */
export function customerUserConfirmCard(model: CustomerUserConfirmModel, language: Language): Card {
  const t = translator(language);
  const { customer, user, subscriptions } = model;
  const name = escapeMarkdown(clip(user.name, NAME_MAX));
  const title = t('customerUserConfirm.title', {
    name,
    customer: escapeMarkdown(clip(customer.name, NAME_MAX)),
  });
  const text = t('customerUserConfirm.text', { name });
  const named = subscriptions.slice(0, NAMED_MAX).map(offerName);
  const offers = listOf(language, subscriptions.length > NAMED_MAX ? [...named, '…'] : named);
  const lines = [
    subscriptions.length > 0
      ? t('customerUserConfirm.licences', { count: subscriptions.length, offers })
      : t('customerUserConfirm.noLicences'),
    t('customerUserConfirm.again'),
  ];
  return expand(language, {
    ...inWords(language, title, text, ...lines),
    title,
    text,
    lines: lines.map(line => ({ text: line })),
    actions: [
      button(
        t('button.remove'),
        { verb: 'customerUsers.remove', customer: customer.id, id: user.id },
        { style: 'destructive' },
      ),
      button(t('button.cancel'), { verb: 'customerUsers.open', customer: customer.id, id: user.id }),
    ],
  });
}
