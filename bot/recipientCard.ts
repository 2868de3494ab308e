import { approvalCard } from '../cards/approval.ts';
import { approvalOutcomeCard } from '../cards/approvalOutcome.ts';
import { authorizeCard } from '../cards/authorize.ts';
import type { Card } from '../cards/card.ts';
import { handOverCard } from '../cards/handOver.ts';
import { say } from '../dialogs/answers.ts';
import { countryName } from '../domain/countries.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import type { RecipientView } from '../operations/acceptInvitation.ts';
import type { Obstacle } from '../operations/obstacles.ts';

/** An invitation as one of its recipients sees it: to decide, what stands in the way, or how it ended. */
export function recipientCard(view: RecipientView, viewer: PersonRef, now: Date, language: Language): Card {
  switch (view.outcome) {
    case 'toDecide':
      return requestCard(view, now, language);
    case 'ended':
      return approvalOutcomeCard({ invitation: view.invitation, now, viewer }, language);
    default:
      return obstacleCard(view, language);
  }
}

/** The request as whoever may decide sees it: a partnership is authorized, everything else approved. */
export function requestCard(
  request: { invitation: Invitation; companyStands: boolean; problem?: 'notConfirmed' },
  now: Date,
  language: Language,
): Card {
  if (request.invitation.kind === 'partnership') return authorizeCard({ ...request, now }, language);
  return approvalCard({ ...request, now }, language);
}

/** What stands in the way for now, each in a sentence of its own with the way out of it. */
export function obstacleCard(obstacle: Obstacle, language: Language): Card {
  const t = translator(language);
  const reader = { t, language };
  const { inviter, provider } = obstacle.invitation;
  const company = inviter.companyName;
  const setUp = [{ title: t('button.setUpCompany'), verb: 'setUpCompany.start' }];
  switch (obstacle.outcome) {
    case 'onlyGlobalAdmin':
      return handOverCard(obstacle, language);
    case 'notEnrolled':
      return say(reader, 'outcome.notEnrolled', 'info', { company }, setUp).card;
    case 'notActiveYet':
      return say(reader, 'outcome.notActiveYet', 'info', { company }).card;
    case 'countryMissing':
      return say(reader, 'outcome.countryMissing', 'warning', {}, setUp).card;
    case 'otherMarket': {
      const country = countryName(obstacle.country, language);
      return say(reader, 'outcome.otherMarket', 'warning', { company, country }).card;
    }
    case 'alreadyPartners':
      return say(reader, 'outcome.alreadyPartners', 'info', { name: company }).card;
    case 'relationshipEnded':
      return say(reader, 'outcome.relationshipEndedSince', 'warning', { company }).card;
    case 'partnershipEnded': {
      const values = { company, provider: provider?.companyName ?? '' };
      return say(reader, 'outcome.partnershipEnded', 'warning', values).card;
    }
  }
}
