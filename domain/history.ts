import * as z from 'zod';
import { moment } from './identity.ts';

/**
 * One line of a company's history: who did what to which subject, when. Written in the same transaction as the
 * change; `by` is a person, or the desk itself (an expiry, a projection) or the operator.
 */
export const historyEntrySchema = z.object({
  at: moment,
  by: z.union([
    z.object({ tenantId: z.string(), objectId: z.string(), name: z.string() }),
    z.literal('desk'),
    z.literal('operator'),
  ]),
  subject: z.string(),
  event: z.string(),
  detail: z.record(z.string(), z.string()).optional(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
