import { historyCard } from '../../cards/history.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { type HistorySubject, historySubjectSchema } from '../../domain/history.ts';
import { openHistoryExport } from '../../operations/exportHistory.ts';
import { listHistory } from '../../operations/history.ts';
import { hasCustomers, ofNamedCustomer } from './customers.ts';
import { paging } from './paging.ts';

/** `history [customer]`: of the company, or of the customer that is named. */
export async function historyOf(turn: Turn, argument: string): Promise<Answer> {
  if (!argument || !hasCustomers(turn)) return showHistory(turn);
  return ofNamedCustomer(turn, argument, id => showHistory(turn, { of: 'customer', id }));
}

/** What happened in the company, or to one customer, invitation, partner or user of it. */
async function showHistory(
  turn: Turn,
  subject: HistorySubject = { of: 'company' },
  page?: string,
  number = 1,
): Promise<Answer> {
  const { desk, actor, language, timeZone } = turn;
  const result = await listHistory(desk, actor, subject, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  const exportUrl = await openHistoryExport(desk, actor, subject);
  return { card: historyCard({ ...result, page: number, exportUrl, timeZone }, language) };
}

export const history: Actions = {
  'history.show': action(
    historySubjectSchema.extend({
      of: historySubjectSchema.shape.of.default('company'),
      ...paging,
    }),
    (turn, { of, id, page, number }) =>
      showHistory(turn, of === 'company' ? { of } : { of, id }, page, number),
  ),
};
