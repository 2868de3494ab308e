import * as z from 'zod';
import { customerMoreCard } from '../../cards/customerMore.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import { listCustomers, showCustomer, showCustomerEntries } from '../../operations/customers.ts';
import { askEnd, end } from './endRelationship.ts';
import { searchPaging } from './paging.ts';

/** `customers [text]`: the list, or those whose name or domain begins with the text. */
export async function showCustomers(turn: Turn, search?: string, page?: string, number = 1): Promise<Answer> {
  const result = await listCustomers(turn.desk, turn.actor, search, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  return { card: customersCard({ ...result, page: number }, turn.language) };
}

export const customers: Actions = {
  'customers.show': action(z.object(searchPaging), (turn, { search, page, number }) =>
    showCustomers(turn, search, page, number),
  ),

  'customers.open': action(z.object({ id: guid }), async (turn, { id }) => {
    const result = await showCustomer(turn.desk, turn.actor, id);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'shown') return notAllowed(turn, result);
    return { card: customerRecordCard({ ...result, now: turn.desk.now() }, turn.language) };
  }),

  'customers.more': action(z.object({ id: guid }), async (turn, { id }) => {
    const result = await showCustomerEntries(turn.desk, turn.actor, id);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'shown') return notAllowed(turn, result);
    return { card: customerMoreCard(result, turn.language) };
  }),

  'customers.askEnd': askEnd,
  'customers.end': end,
};
