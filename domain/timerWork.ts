import * as z from 'zod';
import { guid } from './identity.ts';
import { conversationSchema } from './person.ts';

/** What has to happen at a certain time, if it is still to happen by then. */
export const timerWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expireInvitation'), invitationId: z.string() }),
  z.object({ kind: z.literal('lapseRoleRequest'), companyId: guid, askerId: guid, requestId: z.string() }),
  /** Remove a list of customers with which nobody went on. */
  z.object({ kind: z.literal('clearImport'), companyId: guid, importId: guid }),
  /** Take a one-time code off the card that shows it. */
  z.object({
    kind: z.literal('hideSignInCode'),
    companyId: guid,
    userId: guid,
    codeId: z.string(),
    viewer: z.object({ tenantId: guid, objectId: guid }),
    conversation: conversationSchema,
    activityId: z.string(),
  }),
  /** Take a setup code off the card that shows it. */
  z.object({
    kind: z.literal('hideSetupCode'),
    customerId: guid,
    codeId: z.string(),
    viewer: z.object({ tenantId: guid, objectId: guid }),
    conversation: conversationSchema,
    activityId: z.string(),
  }),
]);
export type TimerWork = z.infer<typeof timerWorkSchema>;

/** What tells one piece of work from any other: setting it twice for one time is setting it once. */
export function timerId(work: TimerWork): string {
  switch (work.kind) {
    case 'expireInvitation':
      return work.invitationId;
    case 'lapseRoleRequest':
      return work.requestId;
    case 'clearImport':
      return work.importId;
    case 'hideSignInCode':
    case 'hideSetupCode':
      return work.codeId;
  }
}
