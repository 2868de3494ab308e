import * as z from 'zod';
import { roleRequestCard } from '../../cards/roleRequest.ts';
import { roleRequestsCard } from '../../cards/roleRequests.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, say } from '../../dialogs/answers.ts';
import { roleRequestId } from '../../dialogs/requestRole.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import type { RoleRequest } from '../../domain/roleRequest.ts';
import { declineReason } from '../../domain/textField.ts';
import {
  type AnswerOutcome,
  approveRoleRequest,
  declineRoleRequest,
} from '../../operations/decideRoleRequest.ts';
import { listRoleRequests, showRoleRequest } from '../../operations/roleRequests.ts';
import { paging } from './paging.ts';

const byId = z.object({ id: guid, request: roleRequestId });

/** What those do with requests for levels who manage people: find them, look, approve or decline. */
export const roleRequests: Actions = {
  'requestRole.list': action(
    z.object({
      ...paging,
    }),
    async (turn, { page, number = 1 }) => {
      const result = await listRoleRequests(turn.desk, turn.actor, page);
      if (result.outcome === 'gone') return gone(turn);
      if (result.outcome !== 'listed') return notAllowed(turn, result);
      return { card: roleRequestsCard({ ...result, now: turn.desk.now(), page: number }, turn.language) };
    },
  ),

  'requestRole.open': action(byId, async (turn, click) => {
    const result = await showRoleRequest(turn.desk, turn.actor, click);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'shown') return notAllowed(turn, result);
    const { id, companyId } = result.request;
    return {
      card: roleRequestCard({ ...result, now: turn.desk.now() }, turn.language),
      remember: { roleRequestId: id, companyId },
    };
  }),

  'requestRole.approve': action(byId, async (turn, click) =>
    answered(turn, await approveRoleRequest(turn.desk, turn.actor, click)),
  ),

  'requestRole.decline': action(byId.extend({ reason: declineReason }), async (turn, click) =>
    answered(turn, await declineRoleRequest(turn.desk, turn.actor, click)),
  ),
};

/** Whether it was done or came too late: the card shows what is true now. */
function answered(turn: Turn, result: AnswerOutcome): Answer {
  switch (result.outcome) {
    case 'approved':
    case 'declined':
    case 'already':
      return ended(turn, result.request);
    case 'ownRequest':
      return { ...say(turn, 'outcome.ownRoleRequest', 'warning'), refused: 'ownRequest' };
    case 'lastGlobalAdmin':
      return say(turn, 'outcome.lastGlobalAdmin', 'warning', { name: result.request.asker.name });
    case 'askerRemoved':
    case 'noLevelsLeft':
      return stays(turn, result);
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}

function ended(turn: Turn, request: RoleRequest): Answer {
  const { from: present, wanted: after } = request;
  const now = turn.desk.now();
  return { card: roleRequestCard({ request, now, viewer: 'reader', present, after }, turn.language) };
}

/** What came between, and the way back to the request: it can still be declined. */
function stays(
  turn: Turn,
  { outcome, request }: Extract<AnswerOutcome, { outcome: 'askerRemoved' | 'noLevelsLeft' }>,
): Answer {
  return say(turn, `outcome.roleRequest.${outcome}`, 'warning', { name: request.asker.name }, [
    {
      title: turn.t('button.open'),
      verb: 'requestRole.open',
      data: { id: request.asker.objectId, request: request.id },
    },
  ]);
}
