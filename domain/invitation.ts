import * as z from 'zod';
import { companyKind } from './company.ts';
import { speaksFor } from './emailAddress.ts';
import { guid, isSamePerson, moment, type PersonRef, personRefSchema } from './identity.ts';
import { LANGUAGES } from './language.ts';
import { type Letter, letterSchema } from './letter.ts';

export const INVITATION_STATES = [
  'draft',
  'sent',
  'toBeChecked',
  'accepted',
  'declined',
  'withdrawn',
  'expired',
  'refused',
] as const;
export const invitationState = z.enum(INVITATION_STATES);
export type InvitationState = z.infer<typeof invitationState>;

/** Someone who pasted the valid link, or to whom a colleague handed the request over: the only ones who may decide. */
export const recipientSchema = personRefSchema.extend({
  since: moment,
  email: z.string().optional(),
  handedOverBy: personRefSchema.optional(),
  /** When the request was last handed over to them: once a day is enough. */
  handedOverAt: moment.optional(),
  /** Whoever handed the request over no longer decides, but sees the outcome. */
  handedOverTo: z.object({ objectId: guid, name: z.string(), at: moment }).optional(),
});
export type Recipient = z.infer<typeof recipientSchema>;

export const decisionSchema = z.object({
  by: personRefSchema,
  email: z.string().optional(),
  at: moment,
  reason: z.string().optional(),
  /** The version of the customer's administration that the approver saw: what it named may be replaced, nothing else. */
  administrationVersion: z.number().int().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/**
 * What an invitation asks for: a reseller relationship with the inviter, the same jointly with one of its providers,
 * the provider's right to order for a customer that is related already, or a provider's partnership with a reseller.
 */
export const INVITATION_KINDS = ['customer', 'joint', 'addProvider', 'partnership'] as const;
export const invitationKind = z.enum(INVITATION_KINDS);
export type InvitationKind = z.infer<typeof invitationKind>;

/** What an invitation asks for, in words. */
export type Asks = InvitationKind | 'restore' | 'sellOnly';

/**
 * What an invitation asks for, in words: one of a customer that may accept alone asks it to restore administrator
 * rights that it took away (source documents 000 and 004), one to sell only asks for none.
 */
export function asksFor({
  kind,
  onlyFor,
  sellOnly,
}: Pick<Invitation, 'kind' | 'onlyFor' | 'sellOnly'>): Asks {
  if (kind !== 'customer') return kind;
  return onlyFor ? 'restore' : sellOnly ? 'sellOnly' : kind;
}

/** A provider whom an invitation speaks for beside the inviter. */
export const providerRefSchema = z.object({
  companyId: guid,
  companyName: z.string(),
  partnerId: z.string().optional(),
  country: z.string().optional(),
});
export type ProviderRef = z.infer<typeof providerRefSchema>;

/** An invitation: who asks whom for what, and how it ended. */
export const invitationSchema = z.object({
  id: z.string(),
  kind: invitationKind.default('customer'),
  state: invitationState,
  /** Raised by every change, so that a card can tell that it is old. */
  version: z.number().int(),
  /** Part of what the link is signed over; raised by *Send again*. */
  linkVersion: z.number().int(),
  inviter: z.object({
    companyId: guid,
    companyName: z.string(),
    companyKind,
    partnerId: z.string().optional(),
    country: z.string().optional(),
    person: personRefSchema,
    email: z.string().optional(),
  }),
  /** With whom the customer would share: joint invitations, and those that ask to add a provider. */
  provider: providerRefSchema.optional(),
  /** The only company that may accept; of invitations that ask to add a provider or to restore rights. */
  onlyFor: guid.optional(),
  /** Asks a customer for a reseller relationship without administrator permissions. */
  sellOnly: z.boolean().optional(),
  /** The record of whom it invites, imported or of an account that nobody entered; its acceptance goes on with that. */
  recordId: guid.optional(),
  /** Whom the letter goes to: a customer, or the reseller whom a partnership request asks. */
  addressee: z.object({ name: z.string(), email: z.string() }),
  reference: z.string().optional(),
  language: z.enum(LANGUAGES),
  letter: letterSchema,
  /** The reminder being drafted; gone once it was marked as sent. */
  reminder: letterSchema.optional(),
  /** How many reminders were begun, so that the page of an earlier one stays closed. */
  reminders: z.number().int().optional(),
  createdAt: moment,
  sentAt: moment.optional(),
  remindedAt: moment.optional(),
  expiresAt: moment.optional(),
  endedAt: moment.optional(),
  withdrawnBy: personRefSchema.optional(),
  recipients: z.array(recipientSchema),
  decision: decisionSchema.optional(),
  /** The company that accepted, once there is one. */
  customerId: guid.optional(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export type InvitationEvent =
  | 'drafted'
  | 'edited'
  | 'sent'
  | 'reminderDrafted'
  | 'reminded'
  | 'resent'
  | 'opened'
  | 'handedOver'
  | 'approvalToBeChecked'
  | 'accepted'
  | 'approverRefused'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  /** A colleague goes on with it in the place of whoever was removed. */
  | 'inviterChanged';

export type InvitationCommand =
  | { do: 'edit'; letter: Letter }
  | { do: 'markSent'; expiresAt: string }
  | { do: 'remind'; reminder: Letter }
  | { do: 'sendAgain'; by: PersonRef }
  | { do: 'withdraw'; by: PersonRef }
  | { do: 'open'; recipient: Recipient }
  | { do: 'handOver'; from: PersonRef; to: PersonRef & { email?: string | undefined } }
  | { do: 'approve'; decision: Decision }
  | { do: 'decline'; decision: Decision }
  | { do: 'confirmApprover' }
  | { do: 'refuseApprover' }
  | { do: 'expire' }
  | { do: 'changeInviter'; from: string; to: PersonRef & { email?: string | undefined } };

/** Why a command does not fit; the invitation is unchanged. */
export type InvitationRefusal =
  | 'ended'
  | 'expired'
  | 'notSent'
  | 'notRecipient'
  | 'handedOver'
  | 'handedOverToday'
  | 'tooManyRecipients'
  | 'toBeChecked'
  | 'notDue';

export type InvitationChange =
  | { next: Invitation; events: InvitationEvent[] }
  | { refused: InvitationRefusal };

const DAY = 24 * 60 * 60 * 1000;
/**
 * So many people may open one link, and a few more may have it handed over to them: whoever is concerned is told in the
 * transaction that ends the invitation, and a transaction is finite. *Send again* begins anew.
 */
const MOST_OPENED = 30;
const MOST_RECIPIENTS = 40;

/** The states in which an invitation is work that somebody goes on with. */
export const OPEN_STATES: readonly InvitationState[] = ['draft', 'sent', 'toBeChecked'];

/** True while someone can still accept: sent and not past its time. */
export function isOpen(invitation: Invitation, now: Date): boolean {
  return invitation.state === 'sent' && !isPastItsTime(invitation, now);
}

/** The state to show: an invitation past its time is expired even before the timer has written so. */
export function stateAt(invitation: Invitation, now: Date): InvitationState {
  return invitation.state === 'sent' && isPastItsTime(invitation, now) ? 'expired' : invitation.state;
}

function isPastItsTime(invitation: Invitation, now: Date): boolean {
  return invitation.expiresAt !== undefined && now.getTime() >= Date.parse(invitation.expiresAt);
}

/** The recipient entry of someone, if the link or a colleague made them one. */
export function recipient(
  invitation: Invitation,
  person: Pick<PersonRef, 'tenantId' | 'objectId'>,
): Recipient | undefined {
  return invitation.recipients.find(entry => isSamePerson(entry, person));
}

/** Applies a command; pure: the same invitation, command and time give the same answer (design §4). */
export function changeInvitation(
  invitation: Invitation,
  command: InvitationCommand,
  now: Date,
): InvitationChange {
  const at = now.toISOString();
  const change = (next: Partial<Invitation>, ...events: InvitationEvent[]): InvitationChange => ({
    next: { ...invitation, ...next, version: invitation.version + 1 },
    events,
  });
  const state = stateAt(invitation, now);

  switch (command.do) {
    case 'edit':
      if (invitation.reminder && state === 'sent') return change({ reminder: command.letter }, 'edited');
      return state === 'draft'
        ? change({ letter: command.letter }, 'edited')
        : { refused: notA('draft', state) };
    case 'markSent':
      if (invitation.reminder && state === 'sent') {
        return change({ reminder: undefined, remindedAt: at }, 'reminded');
      }
      if (state !== 'draft') return { refused: notA('draft', state) };
      return change({ state: 'sent', sentAt: at, expiresAt: command.expiresAt }, 'sent');
    case 'remind':
      if (state !== 'sent') return { refused: notA('sent', state) };
      // One is being drafted already: going on with it loses nobody's words.
      if (invitation.reminder) return { next: invitation, events: [] };
      return change(
        { reminder: command.reminder, reminders: (invitation.reminders ?? 0) + 1 },
        'reminderDrafted',
      );
    case 'sendAgain':
      if (state === 'accepted' || state === 'toBeChecked' || state === 'draft')
        return { refused: notA('sent', state) };
      return change(
        {
          state: 'draft',
          linkVersion: invitation.linkVersion + 1,
          reminder: undefined,
          sentAt: undefined,
          remindedAt: undefined,
          expiresAt: undefined,
          endedAt: undefined,
          withdrawnBy: undefined,
          decision: undefined,
          recipients: [],
        },
        'resent',
      );
    case 'withdraw':
      if (state !== 'sent' && state !== 'toBeChecked' && !isToBeSentAgain(invitation))
        return { refused: notA('sent', state) };
      return change(
        { state: 'withdrawn', endedAt: at, withdrawnBy: command.by, reminder: undefined },
        'withdrawn',
      );
    case 'open': {
      if (state !== 'sent') return { refused: notA('sent', state) };
      if (recipient(invitation, command.recipient)) return { next: invitation, events: [] };
      if (invitation.recipients.length >= MOST_OPENED) return { refused: 'tooManyRecipients' };
      return change({ recipients: [...invitation.recipients, command.recipient] }, 'opened');
    }
    case 'handOver':
      return handOver(invitation, state, command, now, change);
    case 'approve': {
      const stopped = notDecidable(invitation, state, command.decision.by);
      if (stopped) return { refused: stopped };
      if (!speaksFor(command.decision.email, invitation.addressee.email)) {
        return change({ state: 'toBeChecked', decision: command.decision }, 'approvalToBeChecked');
      }
      return accept(command.decision);
    }
    case 'decline': {
      const stopped = notDecidable(invitation, state, command.decision.by);
      if (stopped) return { refused: stopped };
      return change(
        { state: 'declined', decision: command.decision, endedAt: at, reminder: undefined },
        'declined',
      );
    }
    case 'confirmApprover':
      if (state !== 'toBeChecked' || !invitation.decision) return { refused: notA('toBeChecked', state) };
      return accept(invitation.decision);
    case 'refuseApprover':
      if (state !== 'toBeChecked') return { refused: notA('toBeChecked', state) };
      return change({ state: 'refused', endedAt: at, reminder: undefined }, 'approverRefused');
    case 'expire':
      if (invitation.state !== 'sent' || state !== 'expired') return { refused: 'notDue' };
      return change({ state: 'expired', endedAt: at, reminder: undefined }, 'expired');
    case 'changeInviter': {
      const { inviter } = invitation;
      if (!OPEN_STATES.includes(invitation.state)) return { refused: 'ended' };
      // It is somebody else's already.
      if (inviter.person.objectId !== command.from) return { next: invitation, events: [] };
      const { email, ...person } = command.to;
      return change({ inviter: { ...inviter, person, email } }, 'inviterChanged');
    }
  }

  function accept(decision: Decision): InvitationChange {
    return change(
      { state: 'accepted', decision, endedAt: at, customerId: decision.by.tenantId, reminder: undefined },
      'accepted',
    );
  }
}

/** While its text, or that of a reminder, is being written. */
export function isBeingDrafted(invitation: Invitation): boolean {
  return invitation.state === 'draft' || (invitation.state === 'sent' && invitation.reminder !== undefined);
}

/** A draft whose earlier link had been sent: given up, it is withdrawn and not forgotten. */
export function isToBeSentAgain(invitation: Invitation): boolean {
  return invitation.state === 'draft' && invitation.linkVersion > 1;
}

function notA(wanted: 'draft' | 'sent' | 'toBeChecked', state: InvitationState): InvitationRefusal {
  if (state === 'expired') return 'expired';
  if (state === 'toBeChecked') return 'toBeChecked';
  if (state === 'draft' || (state === 'sent' && wanted === 'draft'))
    return wanted === 'draft' ? 'ended' : 'notSent';
  return 'ended';
}

function notDecidable(
  invitation: Invitation,
  state: InvitationState,
  by: PersonRef,
): InvitationRefusal | undefined {
  if (state !== 'sent') return notA('sent', state);
  const entry = recipient(invitation, by);
  if (!entry) return 'notRecipient';
  return entry.handedOverTo ? 'handedOver' : undefined;
}

/** Hands the request to a colleague of the same tenant: once per invitation and admin a day (issue, point 5). */
function handOver(
  invitation: Invitation,
  state: InvitationState,
  command: Extract<InvitationCommand, { do: 'handOver' }>,
  now: Date,
  change: (next: Partial<Invitation>, ...events: InvitationEvent[]) => InvitationChange,
): InvitationChange {
  if (state !== 'sent') return { refused: notA('sent', state) };
  const from = recipient(invitation, command.from);
  if (!from || command.to.tenantId !== command.from.tenantId) return { refused: 'notRecipient' };
  const to = recipient(invitation, command.to);
  if (!to && invitation.recipients.length >= MOST_RECIPIENTS) return { refused: 'tooManyRecipients' };
  const last = to?.handedOverAt;
  if (last !== undefined && now.getTime() - Date.parse(last) < DAY) return { refused: 'handedOverToday' };
  const at = now.toISOString();
  const { objectId, name } = command.to;
  const others = invitation.recipients.map(entry =>
    entry === from ? { ...entry, handedOverTo: { objectId, name, at } } : entry,
  );
  const known = others.find(entry => isSamePerson(entry, command.to));
  const recipients = known
    ? others.map(entry => (entry === known ? { ...entry, handedOverTo: undefined, handedOverAt: at } : entry))
    : [...others, { ...command.to, since: at, handedOverBy: command.from, handedOverAt: at }];
  return change({ recipients }, 'handedOver');
}
