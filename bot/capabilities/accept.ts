import * as z from 'zod';
import { approvalOutcomeCard } from '../../cards/approvalOutcome.ts';
import { approvalReplacingCard } from '../../cards/approvalReplacing.ts';
import { handOverCard } from '../../cards/handOver.ts';
import { type Action, type Actions, action, actionReading } from '../../dialogs/action.ts';
import { proofNeeded, say, tooMany } from '../../dialogs/answers.ts';
import { invitationId } from '../../dialogs/draftLetter.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid, type PersonRef } from '../../domain/identity.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { findSetupCode } from '../../domain/setupCode.ts';
import { declineReason } from '../../domain/textField.ts';
import {
  approveInvitation,
  type DecideOutcome,
  type DecisionRows,
  declineInvitation,
  type HandOverOutcome,
  handOver,
  type OpenOutcome,
  openInvitation,
  readForDecision,
  showReceivedInvitation,
  whoCanDecide,
} from '../../operations/acceptInvitation.ts';
import type { WrongLink } from '../../operations/obstacles.ts';
import { obstacleCard, recipientCard, requestCard } from '../recipientCard.ts';
import { setUpAccount } from './setUpAccount.ts';

const byId = z.object({ id: invitationId });
const ticked = z
  .string()
  .optional()
  .transform(value => value === 'true');

/** `accept <link or code>`, or just the pasted link: opens the approval card; a setup code opens its account's. */
export async function accept(turn: Turn, text: string): Promise<Answer> {
  if (text === '') return howTo(turn);
  const setupCode = findSetupCode(text);
  if (setupCode) return setUpAccount(turn, setupCode);
  return opened(turn, await openInvitation(turn.desk, turn.actor, text));
}

function howTo(turn: Turn): Answer {
  return say(turn, 'outcome.howToAccept', 'info', {}, [
    { title: turn.t('button.enterSetupCode'), verb: 'setUpAccount.form' },
  ]);
}

/** A click that decides on an invitation; what it decides on is read beside the row of whoever clicked. */
function deciding<Shape extends z.ZodRawShape>(
  more: Shape,
  decide: (
    turn: Turn,
    data: z.infer<typeof byId> & z.infer<z.ZodObject<Shape>>,
    rows: Promise<DecisionRows>,
  ) => Promise<DecideOutcome>,
): Action {
  return actionReading(
    z.intersection(byId, z.object(more)),
    (desk, tenantId, { id }) => readForDecision(desk, tenantId, id),
    async (turn, data, rows) => decided(turn, data.id, await decide(turn, data, rows)),
  );
}

export const acceptActions: Actions = {
  'accept.how': action(z.object({}), async turn => howTo(turn)),

  'accept.show': action(byId, async (turn, { id }) =>
    opened(turn, await showReceivedInvitation(turn.desk, turn.actor, id)),
  ),

  'accept.approve': deciding({ confirmGlobalAdmin: ticked }, (turn, { id, confirmGlobalAdmin }, rows) =>
    approveInvitation(turn.desk, turn.actor, { id, confirmed: confirmGlobalAdmin }, rows),
  ),

  'accept.authorize': deciding({ confirmAuthorize: ticked }, (turn, { id, confirmAuthorize }, rows) =>
    approveInvitation(turn.desk, turn.actor, { id, confirmed: confirmAuthorize }, rows),
  ),

  'accept.approveReplacing': deciding(
    { administrationVersion: z.coerce.number().int() },
    (turn, { id, administrationVersion }, rows) =>
      approveInvitation(
        turn.desk,
        turn.actor,
        { id, confirmed: true, replacing: administrationVersion },
        rows,
      ),
  ),

  'accept.decline': deciding({ reason: declineReason }, (turn, data, rows) =>
    declineInvitation(turn.desk, turn.actor, data.id, data.reason, rows),
  ),

  'accept.handOver': action(byId, async (turn, { id }) =>
    handedOver(turn, await whoCanDecide(turn.desk, turn.actor, id)),
  ),

  'accept.handOverTo': action(byId.extend({ to: guid }), async (turn, { id, to }) =>
    handedOver(turn, await handOver(turn.desk, turn.actor, id, to)),
  ),
};

const remembered = (card: Answer['card'], invitation: Invitation): Answer => ({
  card,
  remember: { invitationId: invitation.id, view: 'recipient' },
});

function opened(turn: Turn, result: OpenOutcome): Answer {
  switch (result.outcome) {
    case 'toDecide':
    case 'ended':
      return remembered(recipientCard(result, turn.actor, turn.desk.now(), turn.language), result.invitation);
    case 'ownInvitation':
      return say(turn, 'outcome.ownInvitation', 'info', { name: result.invitation.addressee.name });
    case 'guestRefused':
      return say(turn, 'outcome.guestRefused', 'warning');
    case 'tooMany':
      return tooMany(turn, 10);
    case 'linkNotUsable':
      return notUsable(turn);
    case 'partnerCannotBeCustomer':
    case 'onlyResellers':
    case 'otherCompany':
      return wrongLink(turn, result);
    default:
      return remembered(obstacleCard(result, turn.language), result.invitation);
  }
}

function decided(turn: Turn, id: string, result: DecideOutcome): Answer {
  switch (result.outcome) {
    case 'accepted':
    case 'toBeChecked':
    case 'declined':
    case 'already':
      return { card: outcomeCard(turn, result.invitation) };
    case 'notConfirmed':
      return { card: requestCard({ ...result, problem: 'notConfirmed' }, turn.desk.now(), turn.language) };
    case 'confirmReplacement':
      return { card: approvalReplacingCard(result, turn.language) };
    case 'proofNeeded':
      return proofNeeded(turn, { verb: 'accept.show', data: { id } });
    case 'proofMissing':
      return say(turn, 'outcome.proofMissing', 'warning');
    case 'guestRefused':
      return say(turn, 'outcome.guestRefused', 'warning');
    case 'linkNotUsable':
      return notUsable(turn);
    case 'partnerCannotBeCustomer':
    case 'onlyResellers':
    case 'otherCompany':
      return wrongLink(turn, result);
    default:
      return { card: obstacleCard(result, turn.language) };
  }
}

/** A link that this company can never answer: caught and explained, so that nobody becomes what they are not. */
function wrongLink(turn: Turn, result: WrongLink): Answer {
  switch (result.outcome) {
    case 'partnerCannotBeCustomer':
      return say(turn, 'outcome.partnerCannotBeCustomer', 'warning', { company: result.companyName });
    case 'onlyResellers':
      return say(turn, 'outcome.onlyResellers', 'warning', {
        company: result.companyName,
        kind: turn.t(`company.kind.${result.kind}`),
      });
    case 'otherCompany':
      return say(turn, 'outcome.otherCompany', 'warning');
  }
}

function handedOver(turn: Turn, result: HandOverOutcome): Answer {
  switch (result.outcome) {
    case 'whoCanDecide':
      return { card: delegation(turn, result.invitation, result.admins) };
    case 'handedOver':
      return say(turn, result.reached ? 'outcome.handOverSent' : 'outcome.handOverWords', 'good', {
        name: result.to.name,
        company: result.invitation.inviter.companyName,
      });
    case 'already':
      return result.why === 'handedOverToday'
        ? say(turn, 'outcome.handedOverToday', 'info')
        : { card: outcomeCard(turn, result.invitation) };
    case 'linkNotUsable':
      return notUsable(turn);
  }
}

function outcomeCard(turn: Turn, invitation: Invitation): Answer['card'] {
  return approvalOutcomeCard({ invitation, now: turn.desk.now(), viewer: turn.actor }, turn.language);
}

/** Unknown, forged, used, expired, withdrawn or somebody else's: alike, so that nobody learns which. */
function notUsable(turn: Turn): Answer {
  return { ...say(turn, 'outcome.linkNotUsable', 'warning'), refused: 'linkNotUsable' };
}

/** Who can decide, and the way to them. */
function delegation(turn: Turn, invitation: Invitation, admins: PersonRef[]): Answer['card'] {
  return handOverCard({ invitation, admins }, turn.language);
}
