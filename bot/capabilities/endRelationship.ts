import * as z from 'zod';
import { endRelationshipCard } from '../../cards/endRelationship.ts';
import { relationshipBlockedCard } from '../../cards/relationshipBlocked.ts';
import { action } from '../../dialogs/action.ts';
import { gone, notAllowed, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { isAccountId } from '../../domain/account.ts';
import { guid, moment } from '../../domain/identity.ts';
import { type EndRelationshipOutcome, endRelationship } from '../../operations/endRelationship.ts';

const byId = z.object({ id: guid });

/** *Remove relationship*, from the record of a customer or of a partner: asks with what it means. */
export const askEnd = action(byId, async (turn, { id }) =>
  ended(turn, await endRelationship(turn.desk, turn.actor, id, undefined)),
);

/** The same, confirmed. */
export const end = action(byId.extend({ since: moment }), async (turn, { id, since }) =>
  ended(turn, await endRelationship(turn.desk, turn.actor, id, since)),
);

function ended(turn: Turn, result: EndRelationshipOutcome): Answer {
  switch (result.outcome) {
    case 'toConfirm':
      return { card: endRelationshipCard(result, turn.language) };
    case 'blocked':
      return { card: relationshipBlockedCard(result, turn.language), refused: 'blocked' };
    case 'ended':
    case 'alreadyEnded': {
      const atCustomer = result.side === 'customer';
      const back = {
        title: turn.t(atCustomer ? 'button.viewPartner' : 'button.viewCustomer'),
        verb: atCustomer ? 'partners.open' : 'customers.open',
        data: { id: result.other.id },
      };
      const tone = result.outcome === 'ended' ? 'good' : 'info';
      // Of an account whose code nobody has entered, nobody is here to be told.
      const untold = result.outcome === 'ended' && isAccountId(result.other.id);
      const what = untold ? 'endedUntold' : result.outcome;
      return say(turn, `outcome.relationship.${what}`, tone, { name: result.other.name }, [back]);
    }
    case 'beingSetUp':
      return say(turn, 'outcome.relationship.beingSetUp', 'info', { name: result.other.name });
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}
