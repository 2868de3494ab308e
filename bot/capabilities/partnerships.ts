import * as z from 'zod';
import { partnershipConfirmCard } from '../../cards/partnershipConfirm.ts';
import { partnershipRecordCard } from '../../cards/partnershipRecord.ts';
import { partnershipsCard } from '../../cards/partnerships.ts';
import { sharedCustomersCard } from '../../cards/sharedCustomers.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import {
  type EndOutcome,
  listPartnerships,
  listSharedCustomers,
  type PartnershipOutcome,
  removeAdministratorAccess,
  removePartnership,
  showPartnershipRecord,
  watchPartnership,
} from '../../operations/partnerships.ts';
import { paging } from './paging.ts';

const byId = z.object({ id: guid });

/** `indirect providers` of a reseller, `indirect resellers` of a provider: the list, or those that a search finds. */
export async function showPartnerships(
  turn: Turn,
  own: 'indirectProvider' | 'indirectReseller' | undefined,
  search?: string,
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await listPartnerships(turn.desk, turn.actor, own, search, page);
  switch (result.outcome) {
    case 'listed':
      return { card: partnershipsCard({ ...result, page: number }, turn.language) };
    case 'gone':
      return gone(turn);
    case 'wrongKind':
      return say(turn, `outcome.wrongKind.${result.wanted}`, 'info');
    default:
      return notAllowed(turn, result);
  }
}

export const partnerships: Actions = {
  'partnerships.show': action(
    z.object({ search: z.string().max(200).optional(), ...paging }),
    (turn, { search, page, number }) => showPartnerships(turn, undefined, search, page, number),
  ),

  'partnerships.open': action(byId, async (turn, { id }) =>
    record(turn, await showPartnershipRecord(turn.desk, turn.actor, id)),
  ),

  'partnerships.customers': action(byId.extend(paging), async (turn, { id, page, number = 1 }) => {
    const result = await listSharedCustomers(turn.desk, turn.actor, id, page);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'listed') return notAllowed(turn, result);
    return { card: sharedCustomersCard({ ...result, page: number }, turn.language) };
  }),

  'partnerships.watch': action(byId.extend({ watch: z.enum(['yes', 'no']) }), async (turn, { id, watch }) =>
    record(turn, await watchPartnership(turn.desk, turn.actor, id, watch === 'yes')),
  ),

  'partnerships.askRemove': action(byId, (turn, { id }) => confirmation(turn, id, 'remove')),
  'partnerships.askRemoveAccess': action(byId, (turn, { id }) => confirmation(turn, id, 'removeAccess')),

  'partnerships.remove': action(byId, async (turn, { id }) =>
    ended(turn, await removePartnership(turn.desk, turn.actor, id)),
  ),
  'partnerships.removeAccess': action(byId, async (turn, { id }) =>
    ended(turn, await removeAdministratorAccess(turn.desk, turn.actor, id)),
  ),
};

function record(turn: Turn, result: PartnershipOutcome): Answer {
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'shown') return notAllowed(turn, result);
  return { card: partnershipRecordCard({ ...result, now: turn.desk.now() }, turn.language) };
}

/** What stays and what goes, before it goes. */
async function confirmation(turn: Turn, id: string, what: 'remove' | 'removeAccess'): Promise<Answer> {
  const result = await showPartnershipRecord(turn.desk, turn.actor, id);
  if (result.outcome !== 'shown') return record(turn, result);
  const { partnership, kind } = result;
  return { card: partnershipConfirmCard({ partnership, what, kind }, turn.language) };
}

function ended(turn: Turn, result: EndOutcome): Answer {
  switch (result.outcome) {
    case 'removed':
    case 'alreadyRemoved':
      return say(turn, 'outcome.partnershipRemoved', 'good', { name: result.partnership.name });
    case 'accessRemoved':
      return say(turn, 'outcome.accessRemoved', 'good', { name: result.partnership.name });
    case 'nothingToRemove':
      return say(turn, 'outcome.nothingToRemove', 'info', { name: result.partnership.name });
    case 'beingSetUp':
      return say(turn, 'outcome.partnershipBeingSetUp', 'info');
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}
