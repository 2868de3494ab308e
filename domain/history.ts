import * as z from 'zod';
import { moment } from './identity.ts';
import { type Levels, may } from './permissions.ts';

/** What an entry tells of, which decides who may read it: history goes with seeing the record (design §1). */
type Kind = 'company' | 'people' | 'invitation' | 'customer' | 'partner';

/**
 * Everything that history tells of. Whoever writes a new event adds it here; its sentence in `cards/historyWords.ts`
 * is then missed at compile time.
 */
export const HISTORY_EVENTS = {
  'company.seeded': 'company',
  'company.submitted': 'company',
  'company.contactAsked': 'company',
  'company.contactConfirmed': 'company',
  'company.activated': 'company',
  'company.rejected': 'company',
  'company.edited': 'company',
  'user.added': 'people',
  'user.updated': 'people',
  'user.codeReplaced': 'people',
  'user.signedIn': 'people',
  'user.locked': 'people',
  'user.removed': 'people',
  'role.requested': 'people',
  'role.approved': 'people',
  'role.declined': 'people',
  'role.lapsed': 'people',
  'role.withdrawn': 'people',
  adminRecovered: 'people',
  drafted: 'invitation',
  edited: 'invitation',
  discarded: 'invitation',
  sent: 'invitation',
  reminderDrafted: 'invitation',
  reminderDiscarded: 'invitation',
  reminded: 'invitation',
  resent: 'invitation',
  opened: 'invitation',
  handedOver: 'invitation',
  approvalToBeChecked: 'invitation',
  accepted: 'invitation',
  approverRefused: 'invitation',
  declined: 'invitation',
  withdrawn: 'invitation',
  expired: 'invitation',
  inviterChanged: 'invitation',
  customerIsPartner: 'customer',
  administrationChanged: 'customer',
  customerShared: 'customer',
  sharingEnded: 'customer',
  relationshipEnded: 'customer',
  accountOpened: 'customer',
  setupCodeReplaced: 'customer',
  setupCodeLocked: 'customer',
  accountBound: 'customer',
  ordered: 'customer',
  customersImported: 'customer',
  'subscription.licencesAdded': 'customer',
  'subscription.licencesReduced': 'customer',
  'subscription.upgraded': 'customer',
  'subscription.suspended': 'customer',
  'subscription.reactivated': 'customer',
  'subscription.cancelled': 'customer',
  'subscription.resellerAssociated': 'customer',
  'subscription.supportContactChanged': 'customer',
  'subscription.licenceAssigned': 'customer',
  'subscription.licenceTakenBack': 'customer',
  'customerUser.added': 'customer',
  'customerUser.removed': 'customer',
  'purchases.allowed': 'customer',
  'purchases.stopped': 'customer',
  'service.opened': 'customer',
  'service.noted': 'customer',
  'service.attentionAsked': 'customer',
  'service.closed': 'customer',
  'service.reopened': 'customer',
  'service.takenOver': 'customer',
  'portal.opened': 'company',
  'portal.noted': 'company',
  'portal.attentionAsked': 'company',
  'portal.closed': 'company',
  'portal.reopened': 'company',
  'portal.takenOver': 'company',
  partnerApproved: 'partner',
  administrationTaken: 'partner',
  administrationReassigned: 'partner',
  orderingEnded: 'partner',
  providerAuthorized: 'partner',
  partnershipShown: 'partner',
  partnershipRemoved: 'partner',
  administratorAccessRemoved: 'partner',
  watching: 'partner',
  notWatching: 'partner',
} as const satisfies Record<string, Kind>;
export type HistoryEvent = keyof typeof HISTORY_EVENTS;

/** False for the event of a later version. */
export function isHistoryEvent(event: string): event is HistoryEvent {
  return Object.hasOwn(HISTORY_EVENTS, event);
}

/**
 * One line of a company's history: who did what to which subject, when, from where. Written in the same transaction
 * as the change; `by` is a person, or the desk itself (an expiry, a projection) or the operator. Names, addresses,
 * reasons and roles stand in `detail` as they were then.
 */
export const historyEntrySchema = z.object({
  at: moment,
  by: z.union([
    z.object({ tenantId: z.string(), objectId: z.string(), name: z.string() }),
    z.literal('desk'),
    z.literal('operator'),
  ]),
  /** The verb of the button, or the command, that it came from; absent from what nobody clicked, and in older rows. */
  via: z.string().optional(),
  subject: z.string(),
  /** Further subjects in whose history it stands as well: the customer that an acceptance made, say. */
  about: z.array(z.string()).optional(),
  event: z.string(),
  detail: z.record(z.string(), z.string()).optional(),
});
/** An entry as it is read; its event may be one of a later version. */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
/** An entry as it is written: of an event that has words. */
export const newHistoryEntrySchema = historyEntrySchema.extend({
  event: z.custom<HistoryEvent>(event => typeof event === 'string' && isHistoryEvent(event)),
});
export type NewHistoryEntry = z.infer<typeof newHistoryEntrySchema>;

/** Whether someone of the company may read an entry. What this version does not know is for those who may see all. */
export function maySeeEntry({ event, detail }: HistoryEntry, levels: Levels | undefined): boolean {
  const kind = isHistoryEvent(event) ? HISTORY_EVENTS[event] : undefined;
  const customers = may('seeCustomers', levels);
  const partners = may('seePartnerProfiles', levels);
  switch (kind) {
    case 'company':
      return levels !== undefined;
    case 'people':
      return may('managePeople', levels);
    case 'customer':
      return customers;
    case 'partner':
      return partners;
    case 'invitation':
      // A partnership request tells of a partner. Older rows do not say what they asked for.
      return customers && (partners || (detail?.kind !== undefined && detail.kind !== 'partnership'));
    case undefined:
      return customers && partners && may('managePeople', levels);
  }
}

/** The records that have a history of their own, beside that of the whole company. */
export const HISTORY_SUBJECTS = ['company', 'customer', 'invitation', 'partnership', 'user'] as const;
/** Whose history is read. */
export const historySubjectSchema = z.object({
  of: z.enum(HISTORY_SUBJECTS),
  id: z.string().max(100).optional(),
});
export type HistorySubject = z.infer<typeof historySubjectSchema>;
