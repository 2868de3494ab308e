import * as z from 'zod';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, notInvited, say, tooMany } from '../../dialogs/answers.ts';
import { setupInformation as shownOnce } from '../../dialogs/setupInformation.ts';
import { guid } from '../../domain/identity.ts';
import { putSetupCodeAway, renewSetupCode } from '../../operations/setupCode.ts';
import { openCustomer } from './customers.ts';

const byId = z.object({ id: guid });

/** The setup information of an account that a partner opened: put away, or made anew. */
export const setupInformation: Actions = {
  'setupInformation.done': action(byId.extend({ code: z.string().max(40) }), async (turn, { id, code }) => {
    await putSetupCodeAway(turn.desk, code);
    return openCustomer(turn, id);
  }),

  'setupInformation.new': action(byId, async (turn, { id }) => {
    const result = await renewSetupCode(turn.desk, turn.actor, id, turn.shownIn);
    switch (result.outcome) {
      case 'renewed':
        return shownOnce(turn, result.shown);
      case 'noCodeNeeded':
        return say(turn, 'outcome.noSetupCodeNeeded', 'info', { name: result.customer.name }, [
          { title: turn.t('button.open'), verb: 'customers.open', data: { id: result.customer.id } },
        ]);
      case 'former':
        return say(turn, 'outcome.customerFormer', 'warning', { name: result.customer.name });
      case 'notInvited':
        return notInvited(turn, result.customer);
      case 'beingSetUp':
        return say(turn, 'outcome.customerBeingSetUp', 'info', { name: result.customer.name });
      case 'tooMany':
        return tooMany(turn, 60);
      case 'gone':
        return gone(turn);
      default:
        return notAllowed(turn, result);
    }
  }),
};
