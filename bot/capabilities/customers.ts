import * as z from 'zod';
import { customerMoreCard } from '../../cards/customerMore.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { customersExportCard } from '../../cards/customersExport.ts';
import { customersFilterCard } from '../../cards/customersFilter.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { type CustomerFilter, customerFilterSchema } from '../../domain/customerFilter.ts';
import { type CompanyId, guid } from '../../domain/identity.ts';
import { offerFilters } from '../../operations/customerFilters.ts';
import { listCustomers, showCustomer, showCustomerEntries } from '../../operations/customers.ts';
import { exportCustomers } from '../../operations/exportCustomers.ts';
import { askEnd, end } from './endRelationship.ts';
import { paging } from './paging.ts';

/** What a card says of a filter: what is not chosen is `any`, and whatever no card of ours offers is nothing. */
const any = z.literal('any').transform(() => undefined);
const filterFields = {
  search: customerFilterSchema.shape.search,
  state: customerFilterSchema.shape.state.or(any),
  right: customerFilterSchema.shape.right.or(any),
  reseller: any.or(customerFilterSchema.shape.reseller),
};

/** `customers [text]`: the list, or those whose name or domain begins with the text and whom the filter leaves. */
export async function showCustomers(
  turn: Turn,
  filter: CustomerFilter = {},
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await listCustomers(turn.desk, turn.actor, filter, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  return { card: customersCard({ ...result, page: number }, turn.language) };
}

/** What a command shows of the one customer whose name or domain begins with what stands behind it; the list when it is none, or one of several. */
export async function ofNamedCustomer(
  turn: Turn,
  search: string,
  show: (customerId: CompanyId) => Promise<Answer>,
): Promise<Answer> {
  const found = await listCustomers(turn.desk, turn.actor, { search });
  const [only, another] = found.outcome === 'listed' && !found.next ? found.customers : [];
  return only && !another ? show(only.id) : showCustomers(turn, { search });
}

/** Whether whoever types has customers whose name can stand behind a command: a customer's company has none. */
export function hasCustomers({ actor }: Turn): boolean {
  const kind = actor.person?.value.member?.companyKind;
  return kind !== undefined && kind !== 'customer';
}

/** A customer's record. */
export async function openCustomer(turn: Turn, id: string): Promise<Answer> {
  const result = await showCustomer(turn.desk, turn.actor, id);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'shown') return notAllowed(turn, result);
  return { card: customerRecordCard({ ...result, now: turn.desk.now() }, turn.language) };
}

export const customers: Actions = {
  'customers.show': action(z.object({ ...filterFields, ...paging }), (turn, { page, number, ...filter }) =>
    showCustomers(turn, filter, page, number),
  ),

  'customers.filter': action(z.object(filterFields), async (turn, filter) => {
    const result = await offerFilters(turn.desk, turn.actor, filter);
    if (result.outcome !== 'offered') return notAllowed(turn, result);
    return { card: customersFilterCard(result, turn.language) };
  }),

  'customers.export': action(z.object(filterFields), async (turn, filter) => {
    const result = await exportCustomers(turn.desk, turn.actor, filter);
    if (result.outcome !== 'opened') return notAllowed(turn, result);
    return { card: customersExportCard(result, turn.language) };
  }),

  'customers.open': action(z.object({ id: guid }), (turn, { id }) => openCustomer(turn, id)),
  'customers.more': action(z.object({ id: guid }), async (turn, { id }) => {
    const result = await showCustomerEntries(turn.desk, turn.actor, id);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'shown') return notAllowed(turn, result);
    return { card: customerMoreCard(result, turn.language) };
  }),

  'customers.askEnd': askEnd,
  'customers.end': end,
};
