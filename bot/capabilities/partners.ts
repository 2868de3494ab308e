import * as z from 'zod';
import { partnerConfirmCard } from '../../cards/partnerConfirm.ts';
import { partnerRecordCard } from '../../cards/partnerRecord.ts';
import { partnersCard } from '../../cards/partners.ts';
import { reassignAdministrationCard } from '../../cards/reassignAdministration.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import { listPartners, showPartner } from '../../operations/partners.ts';
import {
  type ReassignOutcome,
  reassignAdministration,
  type TakeBackOutcome,
  takeBackAdministration,
  whoCouldAdminister,
} from '../../operations/takeBackAdministration.ts';
import { askEnd, end } from './endRelationship.ts';
import { searchPaging } from './paging.ts';

const byId = z.object({ id: guid });
const version = z.coerce.number().int();

/** `partners [text]` of a customer: who sells to it and who administers, or those whose name begins with the text. */
export async function showPartners(turn: Turn, search?: string, page?: string, number = 1): Promise<Answer> {
  const result = await listPartners(turn.desk, turn.actor, search, page);
  switch (result.outcome) {
    case 'listed':
      return { card: partnersCard({ ...result, page: number }, turn.language) };
    case 'gone':
      return gone(turn);
    case 'onlyCustomers':
      return say(turn, 'outcome.onlyCustomers', 'info');
    default:
      return notAllowed(turn, result);
  }
}

export const partners: Actions = {
  'partners.show': action(z.object(searchPaging), (turn, { search, page, number }) =>
    showPartners(turn, search, page, number),
  ),

  'partners.open': action(byId, async (turn, { id }) => {
    const result = await showPartner(turn.desk, turn.actor, id);
    switch (result.outcome) {
      case 'shown':
        return { card: partnerRecordCard({ ...result, now: turn.desk.now() }, turn.language) };
      case 'gone':
        return gone(turn);
      case 'onlyCustomers':
        return { ...say(turn, 'outcome.onlyCustomers', 'info'), refused: 'onlyCustomers' };
      default:
        return notAllowed(turn, result);
    }
  }),

  'partners.askTakeBack': action(byId, async (turn, { id }) =>
    takenBack(turn, await takeBackAdministration(turn.desk, turn.actor, id, undefined)),
  ),
  'partners.takeBack': action(byId.extend({ version }), async (turn, data) =>
    takenBack(turn, await takeBackAdministration(turn.desk, turn.actor, data.id, data.version)),
  ),

  'partners.askReassign': action(byId.extend({ to: guid.optional() }), async (turn, { id, to }) =>
    reassigned(
      turn,
      to
        ? await reassignAdministration(turn.desk, turn.actor, id, to, undefined)
        : await whoCouldAdminister(turn.desk, turn.actor, id),
    ),
  ),
  'partners.reassign': action(byId.extend({ to: guid, version }), async (turn, data) =>
    reassigned(turn, await reassignAdministration(turn.desk, turn.actor, data.id, data.to, data.version)),
  ),

  'partners.askEnd': askEnd,
  'partners.end': end,
};

function takenBack(turn: Turn, result: TakeBackOutcome): Answer {
  switch (result.outcome) {
    case 'toConfirm':
      return { card: partnerConfirmCard(result, turn.language) };
    case 'takenBack':
      return say(turn, 'outcome.rightsTakenBack', 'good', { name: result.partner.name }, back(turn, result));
    case 'holdsNothing':
      return holdsNothing(turn, result);
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}

function reassigned(turn: Turn, result: ReassignOutcome): Answer {
  switch (result.outcome) {
    case 'toChoose':
      return { card: reassignAdministrationCard(result, turn.language) };
    case 'toConfirm':
      return { card: partnerConfirmCard(result, turn.language) };
    case 'reassigned': {
      const names = { name: result.partner.name, successor: result.to.name };
      return say(turn, 'outcome.rightsGiven', 'good', names, back(turn, result));
    }
    case 'holdsNothing':
      return holdsNothing(turn, result);
    case 'nobodyElse':
      return say(turn, 'outcome.nobodyElseSells', 'info', { name: result.partner.name }, back(turn, result));
    case 'mayNotSell':
      return say(turn, 'outcome.mayNotSell', 'warning', { name: result.to.name }, back(turn, result));
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}

function holdsNothing(turn: Turn, result: { partner: { id: string; name: string } }): Answer {
  return say(turn, 'outcome.holdsNothing', 'info', { name: result.partner.name }, back(turn, result));
}

/** The way back to the partner's record, which says what is true now. */
function back(turn: Turn, { partner }: { partner: { id: string } }) {
  return [{ title: turn.t('button.viewPartner'), verb: 'partners.open', data: { id: partner.id } }];
}
