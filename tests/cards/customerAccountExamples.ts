import type { Card } from '../../cards/card.ts';
import { customerMoreCard } from '../../cards/customerMore.ts';
import type { Language } from '../../domain/language.ts';
import type { Told } from './partnershipExamples.ts';

/** A customer's account: its record in full, and what leads on from it. */
export function customerAccountExamples({
  customer,
}: Pick<Told, 'now' | 'customer'>): Record<string, (language: Language) => Card> {
  return {
    'customerMore.all': language =>
      customerMoreCard({ customer: customer(), entries: ['invitation'] }, language),
  };
}
