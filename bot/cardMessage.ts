import { type Activity, CardFactory } from 'botbuilder';
import type { Card } from '../cards/card.ts';

/** A message that carries a card, with plain words for notifications and for clients that show none. */
export function cardMessage(card: Card): Partial<Activity> {
  return {
    type: 'message',
    summary: card.speak.slice(0, 200),
    attachments: [CardFactory.adaptiveCard(card)],
  };
}
