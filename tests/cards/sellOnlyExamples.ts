import { approvalCard } from '../../cards/approval.ts';
import { approvalOutcomeCard } from '../../cards/approvalOutcome.ts';
import type { Card } from '../../cards/card.ts';
import { invitationStatusCard } from '../../cards/invitationStatus.ts';
import { inviteCustomerFormCard } from '../../cards/inviteCustomerForm.ts';
import { noticeCard } from '../../cards/notice.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Decision, Invitation } from '../../domain/invitation.ts';
import type { Language } from '../../domain/language.ts';

const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** A customer is asked for a relationship without administrator permissions; in a national cloud nobody can be. */
export function sellOnlyExamples({
  now,
  viewer,
  invitation,
  customerId,
  decision,
}: {
  now: Date;
  viewer: PersonRef;
  invitation: (over: Partial<Invitation>) => Invitation;
  customerId: string;
  decision: Decision;
}): Record<string, (language: Language) => Card> {
  const open = () => invitation({ sellOnly: true });
  const accepted = () =>
    invitation({
      sellOnly: true,
      state: 'accepted',
      recipients: [{ ...viewer, since: decision.at }],
      decision,
      endedAt: decision.at,
      customerId,
    });
  return {
    'inviteCustomerForm.usgov': language =>
      inviteCustomerFormCard({ typed: {}, problems: {}, alwaysAdministers: 'usgov' }, language),
    'inviteCustomerForm.notJointly': language =>
      inviteCustomerFormCard(
        {
          typed: { provider: FABRIKAM, administration: 'false' },
          problems: { administration: 'notJointly' },
          providers: [{ id: FABRIKAM, name: 'Fabrikam' }],
        },
        language,
      ),
    'approval.sellOnly': language =>
      approvalCard({ invitation: open(), now, companyStands: false }, language),
    'approvalOutcome.sellOnly': language =>
      approvalOutcomeCard({ invitation: accepted(), now, viewer }, language),
    'invitationStatus.sellOnly': language =>
      invitationStatusCard({ invitation: accepted(), now, viewer: 'inviter' }, language),
    'notice.invitationAccepted.sellOnly': language =>
      noticeCard(
        {
          notice: {
            name: 'invitationAccepted',
            invitationId: open().id,
            kind: 'customer',
            sellOnly: true,
            companyName: open().inviter.companyName,
            customerName: open().addressee.name,
            customerId,
            by: viewer,
            at: now.toISOString(),
          },
        },
        language,
      ),
  };
}
