import * as z from 'zod';
import { invitationsCard } from '../../cards/invitations.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed } from '../../dialogs/answers.ts';
import { alreadyInvited, cannotGoOn, draftAnswer, invitationId, status } from '../../dialogs/draftLetter.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import {
  confirmApprover,
  listInvitations,
  type RedraftOutcome,
  refuseApprover,
  remind,
  type Stopped,
  sendAgain,
  showInvitation,
  type WithdrawOutcome,
  withdrawInvitation,
} from '../../operations/invitations.ts';
import { paging } from './paging.ts';

const byId = z.object({ id: invitationId });
const remembered = (answer: Answer, id: string): Answer => ({
  ...answer,
  remember: { invitationId: id, view: 'inviter' },
});

/** `invitations`: sent and received, and what can be done with the sent ones. */
export async function showInvitations(
  turn: Turn,
  view?: 'sent' | 'received',
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await listInvitations(turn.desk, turn.actor, view, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  return { card: invitationsCard({ ...result, now: turn.desk.now(), page: number }, turn.language) };
}

export const invitations: Actions = {
  'invitations.show': action(
    z.object({
      view: z.enum(['sent', 'received']).optional(),
      ...paging,
    }),
    (turn, { view, page, number }) => showInvitations(turn, view, page, number),
  ),

  'invitations.open': action(byId, async (turn, { id }) => {
    const result = await showInvitation(turn.desk, turn.actor, id);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'shown') return notAllowed(turn, result);
    return remembered(status(turn, result.invitation, result.mayAct), id);
  }),

  'invitations.withdraw': action(byId, async (turn, { id }) =>
    outcome(turn, await withdrawInvitation(turn.desk, turn.actor, id)),
  ),
  'invitations.sendAgain': action(byId, async (turn, { id }) =>
    redraft(turn, await sendAgain(turn.desk, turn.actor, id), id),
  ),
  'invitations.remind': action(byId, async (turn, { id }) =>
    redraft(turn, await remind(turn.desk, turn.actor, id), id),
  ),
  'checkApprover.confirm': action(byId, async (turn, { id }) =>
    outcome(turn, await confirmApprover(turn.desk, turn.actor, id)),
  ),
  'checkApprover.refuse': action(byId, async (turn, { id }) =>
    outcome(turn, await refuseApprover(turn.desk, turn.actor, id)),
  ),
};

/** Whether it was done or came too late: the card shows what is true now. */
function outcome(
  turn: Turn,
  result:
    | WithdrawOutcome
    | Awaited<ReturnType<typeof confirmApprover>>
    | Awaited<ReturnType<typeof refuseApprover>>,
): Answer {
  if (result.outcome === 'stopped') return stopped(turn, result);
  if ('invitation' in result) return status(turn, result.invitation);
  return result.outcome === 'gone' ? gone(turn) : notAllowed(turn, result);
}

function stopped(turn: Turn, { by, invitation }: Stopped): Answer {
  const named = ['partnershipEnded', 'relationshipEnded', 'alreadyPartners'] as const;
  const why = named.find(each => each === by) ?? 'notPossible';
  return cannotGoOn(turn, why, invitation);
}

async function redraft(turn: Turn, result: RedraftOutcome, id: string): Promise<Answer> {
  if (result.outcome === 'alreadyInvited') return alreadyInvited(turn, result.invitation);
  if (result.outcome === 'stopped') return stopped(turn, result);
  return remembered(await draftAnswer(turn, result), id);
}
