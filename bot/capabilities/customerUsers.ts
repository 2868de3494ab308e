import * as z from 'zod';
import { customerUserConfirmCard } from '../../cards/customerUserConfirm.ts';
import { customerUserFormCard } from '../../cards/customerUserForm.ts';
import { customerUserRecordCard } from '../../cards/customerUserRecord.ts';
import { customerUsersCard } from '../../cards/customerUsers.ts';
import { type Note, note } from '../../cards/licenceNotes.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { customerUserFormSchema } from '../../domain/customerUserForm.ts';
import { guid } from '../../domain/identity.ts';
import { addCustomerUser, newCustomerUser } from '../../operations/addCustomerUser.ts';
import { listCustomerUsers, showCustomerUser } from '../../operations/customerUsers.ts';
import {
  askToRemoveCustomerUser,
  type RemoveCustomerUserOutcome,
  removeCustomerUser,
} from '../../operations/removeCustomerUser.ts';
import { paging } from './paging.ts';
import { notServed } from './subscriptions.ts';

const ofCustomer = z.object({ customer: guid });
const which = ofCustomer.extend({ id: guid });

export const customerUsers: Actions = {
  'customerUsers.list': action(ofCustomer.extend(paging), async (turn, { customer, page, number = 1 }) => {
    const result = await listCustomerUsers(turn.desk, turn.actor, customer, page);
    if (result.outcome !== 'listed') return notServed(turn, result);
    return { card: customerUsersCard({ ...result, page: number }, turn.language) };
  }),

  'customerUsers.open': action(which, (turn, { customer, id }) => customerUserRecord(turn, customer, id, [])),

  'customerUsers.form': action(ofCustomer, async (turn, { customer }) => {
    const result = await newCustomerUser(turn.desk, turn.actor, customer);
    if (result.outcome !== 'form') return notServed(turn, result);
    return { card: customerUserFormCard({ ...result, typed: {}, problems: {} }, turn.language) };
  }),

  'customerUsers.add': action(
    which.extend(customerUserFormSchema.shape),
    async (turn, { customer, id, ...typed }) => {
      const result = await addCustomerUser(turn.desk, turn.actor, customer, id, typed);
      switch (result.outcome) {
        case 'added':
          return customerUserRecord(turn, customer, result.user.id, [
            note(turn.t('customerUser.added'), 'good'),
          ]);
        case 'badForm':
          return { card: customerUserFormCard({ ...result, id, typed }, turn.language) };
        default:
          return notServed(turn, result);
      }
    },
  ),

  'customerUsers.askRemove': action(which, async (turn, { customer, id }) =>
    removal(turn, await askToRemoveCustomerUser(turn.desk, turn.actor, customer, id)),
  ),
  'customerUsers.remove': action(which, async (turn, { customer, id }) =>
    removal(turn, await removeCustomerUser(turn.desk, turn.actor, customer, id)),
  ),
};

/** Somebody's record as it is now, below what has just happened. */
export async function customerUserRecord(
  turn: Turn,
  customer: string,
  id: string,
  notes: readonly Note[],
): Promise<Answer> {
  const result = await showCustomerUser(turn.desk, turn.actor, customer, id);
  if (result.outcome !== 'shown') return notServed(turn, result);
  return { card: customerUserRecordCard({ ...result, notes }, turn.language) };
}

function removal(turn: Turn, result: RemoveCustomerUserOutcome): Answer {
  switch (result.outcome) {
    case 'toConfirm':
      return { card: customerUserConfirmCard(result, turn.language) };
    case 'removed': {
      const values = { name: result.user.name, customer: result.customer.name };
      return say(turn, 'outcome.customerUserRemoved', 'good', values, [toUsers(turn, result.customer)]);
    }
    case 'alreadyRemoved': {
      const values = { customer: result.customer.name };
      return say(turn, 'outcome.customerUserAlreadyRemoved', 'info', values, [
        toUsers(turn, result.customer),
      ]);
    }
    case 'heldElsewhere': {
      const { user, count, customer } = result;
      const open = {
        title: turn.t('button.open'),
        verb: 'customerUsers.open',
        data: { customer: customer.id, id: user.id },
      };
      return {
        ...say(turn, 'outcome.customerUserHeldElsewhere', 'warning', { name: user.name, count }, [open]),
        refused: 'heldElsewhere',
      };
    }
    default:
      return notServed(turn, result);
  }
}

function toUsers({ t }: Turn, { id }: { id: string }) {
  return { title: t('button.backToUsers'), verb: 'customerUsers.list', data: { customer: id } };
}
