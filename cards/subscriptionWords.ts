import type { Language } from '../domain/language.ts';
import type { Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { clip, escapeMarkdown } from './card.ts';

const NAME_MAX = 80;

/** A name as cards about subscriptions show it. */
export function shortName({ name }: { name: string }): string {
  return escapeMarkdown(clip(name, NAME_MAX));
}

/** What a subscription is of, as cards show it: the name of the offer when it was ordered or upgraded. */
export function offerName({ offerName: name }: Pick<Subscription, 'offerName'>): string {
  return shortName({ name });
}

/** Where a subscription stands, in a word or two. */
export function subscriptionState({ state }: Pick<Subscription, 'state'>, language: Language): string {
  return translator(language)(`subscription.state.${state}`);
}

/** How many licences were bought and how many somebody has; that it is paid by use where there are none. */
export function licencesOf(
  { licences, assigned }: Pick<Subscription, 'licences' | 'assigned'>,
  language: Language,
): string {
  const t = translator(language);
  return licences > 0 ? t('subscription.licences', { bought: licences, assigned }) : t('subscription.byUse');
}
