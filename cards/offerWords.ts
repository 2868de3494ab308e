import type { Language } from '../domain/language.ts';
import type { Offer } from '../domain/offer.ts';
import type { OrderLine } from '../domain/order.ts';
import { translator } from '../locales/index.ts';
import { clip, escapeMarkdown } from './card.ts';

const NAME_MAX = 80;

/** An offer's name for a text of a card. */
export function offerName({ name }: Pick<Offer, 'name'>): string {
  return escapeMarkdown(clip(name, NAME_MAX));
}

/** Family, term and billing of an offer, and its price where one is known. */
export function offerTerms(offer: Offer, language: Language): string {
  const t = translator(language);
  return [
    t(`service.${offer.family}`),
    ...(offer.term === 'none' ? [] : [t(`subscription.term.${offer.term}`)]),
    t(`offer.billing.${offer.billing}`),
    ...(offer.price ? [t(`offer.price.${offer.billing}`, { price: money(offer.price, language) })] : []),
  ].join(' · ');
}

/** How many licences one subscription may have; undefined for what is paid by use. */
export function offerLimits({ licences }: Offer, language: Language): string | undefined {
  return licences && translator(language)('offer.limits', { min: licences.min, max: licences.max });
}

/** A line of an order: what, and how many licences. */
export function orderLine({ offer, licences }: OrderLine, language: Language): string {
  const t = translator(language);
  const name = offerName(offer);
  return offer.licences
    ? t('orderLine.licences', { offer: name, licences })
    : t('orderLine.usage', { offer: name });
}

function money({ amount, currency }: NonNullable<Offer['price']>, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
}
