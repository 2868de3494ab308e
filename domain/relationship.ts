import * as z from 'zod';
import { isAccountId } from './account.ts';
import { companyKind } from './company.ts';
import { guid, moment, personRefSchema } from './identity.ts';
import { invitationKind } from './invitation.ts';
import { service } from './services.ts';

/** How far a right that the customer's side decides has come: `beingSetUp` until the customer's partition has it. */
export const rightState = z.enum(['yes', 'no', 'beingSetUp']);
export type RightState = z.infer<typeof rightState>;

/** Another partner with whom a relationship is shared, and since which approval. */
const sharingSchema = z.object({ id: guid, name: z.string(), since: moment.optional() });
export type Sharing = z.infer<typeof sharingSchema>;

/**
 * A customer as a partner keeps it (in the partner's partition). `canAdminister` is a projection of the customer's
 * own row, where it is decided who administers which service; `administers` names the services.
 */
export const customerSchema = z.object({
  id: guid,
  name: z.string(),
  domain: z.string(),
  country: z.string().optional(),
  contact: z.object({ name: z.string(), email: z.string() }),
  canSell: z.boolean(),
  /** A provider's right to order for a customer that it shares with a reseller. */
  canOrder: z.boolean().default(false),
  canAdminister: rightState,
  administers: z.array(service),
  /** Of the customer's own row: an older projection never overwrites a newer one. */
  administrationVersion: z.number().int(),
  since: moment,
  invitationId: z.string(),
  /** The partners with whom this customer is shared: a reseller's providers, or a provider's resellers. */
  sharedWith: z.array(sharingSchema).default([]),
  /** When a partner opened its account here; such a customer was never invited. */
  accountOpenedAt: moment.optional(),
  /** When the relationship ended; the record stays as that of a former customer, and a new approval reopens it. */
  endedAt: moment.optional(),
  /**
   * Somebody whom the partner serves elsewhere and has not invited here yet: a record of the partner's alone, with an
   * id of our own and no right of any kind. The acceptance of an invitation to its domain takes it over.
   */
  reach: z.literal('notInvited').optional(),
  /** Whether it stands in the lists behind the filters; a record of an earlier version does once somebody opens the filters. */
  filed: z.literal(true).optional(),
});
export type Customer = z.infer<typeof customerSchema>;

/**
 * Whether the acceptance of an invitation that was drafted from a record goes on with it: an imported one, or that of an
 * account whose relationship ended before anybody of it was here.
 */
export function isContinued({ reach, endedAt, id }: Customer): boolean {
  return reach === 'notInvited' || (endedAt !== undefined && isAccountId(id));
}

/** A partner as a customer keeps it (in the customer's partition): the other side of the same relationship. */
export const partnerSchema = z.object({
  id: guid,
  name: z.string(),
  kind: companyKind,
  partnerId: z.string().optional(),
  country: z.string().optional(),
  canSell: z.boolean(),
  canOrder: z.boolean().default(false),
  /** The resellers through whom a provider may order; those of rows from before this was kept are not named. */
  ordersThrough: z.array(sharingSchema).default([]),
  since: moment,
  invitationId: z.string(),
  approvedBy: personRefSchema,
  /** Whether it stands in the list; rows of an earlier version do not until somebody opens it. */
  listed: z.boolean().default(false),
  /** When the relationship ended; the row stays, and decides that it did until a new approval reopens it. */
  endedAt: moment.optional(),
});
export type Partner = z.infer<typeof partnerSchema>;

/** An invitation as its recipient's company keeps it, for the list of received ones. */
export const receivedInvitationSchema = z.object({
  invitationId: z.string(),
  companyName: z.string(),
  kind: invitationKind.default('customer'),
  state: z.enum(['open', 'toBeChecked', 'accepted', 'declined', 'withdrawn', 'expired', 'refused']),
  receivedAt: moment,
  expiresAt: moment.optional(),
});
export type ReceivedInvitation = z.infer<typeof receivedInvitationSchema>;
