import { approvalCard } from '../cards/approval.ts';
import { approvalOutcomeCard } from '../cards/approvalOutcome.ts';
import type { Card } from '../cards/card.ts';
import { handOverCard } from '../cards/handOver.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { RecipientView } from '../operations/acceptInvitation.ts';

/** An invitation as one of its recipients sees it: to decide, to hand over, or how it stands. */
export function recipientCard(view: RecipientView, viewer: PersonRef, now: Date, language: Language): Card {
  switch (view.outcome) {
    case 'toDecide':
      return approvalCard({ ...view, now }, language);
    case 'onlyGlobalAdmin':
      return handOverCard(view, language);
    case 'ended':
      return approvalOutcomeCard({ invitation: view.invitation, now, viewer }, language);
  }
}
