import {
  changeInvitation,
  type Invitation,
  type InvitationCommand,
  type InvitationEvent,
  type InvitationKind,
  type InvitationRefusal,
} from '../domain/invitation.ts';
import { inviterOf } from '../domain/link.ts';
import { may } from '../domain/permissions.ts';
import type { ReceivedInvitation } from '../domain/relationship.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Page } from '../storage/rows.ts';
import { type AcceptanceFacts, commitInvitation, importedRecord } from './commitInvitation.ts';
import { type Actor, type Desk, maySend, refOf } from './desk.ts';
import { type Draft, draftOf, loadOwn, sendingRight } from './draftLetter.ts';
import { reminderLetter } from './letters.ts';
import { companyObstacle, endedSince, type Obstacle, partnershipOf, partnershipStands } from './obstacles.ts';
import { pageOrGone } from './pageOrGone.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';

const PAGE = 6;

export type InvitationsOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here. */
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      view: 'sent' | 'received';
      sent: Invitation[];
      received: ReceivedInvitation[];
      next: string | undefined;
      seesSent: boolean;
      mayInvite: boolean;
      mayRequest: boolean;
    };

/**
 * A page of the invitations that a company sent, or that its people received, newest first. What was sent is for
 * whoever may see customers; what was received for members, and in a tenant without a company for everyone.
 */
export async function listInvitations(
  desk: Desk,
  actor: Actor,
  view: 'sent' | 'received' | undefined,
  continuation?: string,
): Promise<InvitationsOutcome> {
  const member = actor.person?.value.member;
  const seesSent = may('seeCustomers', member) && member?.companyKind !== 'customer';
  const rights = {
    seesSent,
    mayInvite: member?.companyKind !== 'customer' && may('inviteCustomer', member),
    mayRequest: member?.companyKind === 'indirectProvider' && may('requestPartnership', member),
  };
  const shown = view ?? (seesSent ? 'sent' : 'received');
  if (shown === 'sent') {
    const refused = await refusal(desk, actor, 'seeCustomers');
    if (refused) return refused;
    // A request tells of a partner, and partner profiles are not for everyone who sees customers.
    const seesPartners = may('seePartnerProfiles', member);
    const read = (from?: string) => desk.storage.invitations.page(actor.tenantId, PAGE, from);
    const page = await pageOrGone(shownPage(read, seesPartners, continuation));
    if (!page) return { outcome: 'gone' };
    const { rows: sent, next } = page;
    return { outcome: 'listed', view: 'sent', sent, received: [], next, ...rights };
  }
  if (!member) {
    const refused = await refusal(desk, actor, 'seeCustomers');
    if (refused?.outcome === 'notAMember') return refused;
  }
  const seesPartners = member === undefined || may('seePartnerProfiles', member);
  const read = (from?: string) => desk.storage.received.page(actor.tenantId, PAGE, from);
  const page = await pageOrGone(shownPage(read, seesPartners, continuation));
  if (!page) return { outcome: 'gone' };
  const { rows: received, next } = page;
  return { outcome: 'listed', view: 'received', sent: [], received, next, ...rights };
}

/**
 * A page without the requests of partners where those are not for the reader. Where all of one is hidden the next
 * ones are looked at, three in all: a list does not read on for ever (design §5).
 */
async function shownPage<Listed extends { kind: InvitationKind }>(
  read: (continuation?: string) => Promise<Page<Listed>>,
  seesPartners: boolean,
  continuation: string | undefined,
): Promise<{ rows: Listed[]; next: string | undefined }> {
  let next = continuation;
  let rows: Listed[] = [];
  for (let pages = 0; pages < 3 && rows.length === 0 && (pages === 0 || next); pages++) {
    const page = await read(next);
    rows = page.rows.map(row => row.value).filter(each => seesPartners || each.kind !== 'partnership');
    next = page.continuation;
  }
  return { rows, next };
}

export type InvitationOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'shown'; invitation: Invitation; mayAct: boolean };

/** One invitation of the actor's company, for whoever may see customers; acting on it needs the right to invite. */
export async function showInvitation(desk: Desk, actor: Actor, id: string): Promise<InvitationOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  if (inviterOf(id) !== actor.tenantId) return { outcome: 'gone' };
  const invitation = (await desk.storage.invitations.get(id))?.value;
  if (!invitation) return { outcome: 'gone' };
  const hidden =
    invitation.kind === 'partnership' ? await refusal(desk, actor, 'seePartnerProfiles') : undefined;
  if (hidden) return hidden;
  const mayAct = may(sendingRight(invitation.kind), actor.person?.value.member);
  return { outcome: 'shown', invitation, mayAct };
}

export type WithdrawOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'withdrawn'; invitation: Invitation }
  | { outcome: InvitationRefusal; invitation: Invitation }
  | Stopped;

/** Ends an invitation that nobody has answered: the link dies at once, whoever opened it is told. */
export function withdrawInvitation(desk: Desk, actor: Actor, id: string): Promise<WithdrawOutcome> {
  return changeOwn(desk, actor, id, () => ({ do: 'withdraw', by: refOf(actor) }), 'withdrawn');
}

/**
 * *That is them*: the approver whose address did not match is known to the inviter, so the approval holds (design §7),
 * unless something has come between the companies since; then that is answered and nothing is established.
 */
export function confirmApprover(desk: Desk, actor: Actor, id: string) {
  return changeOwn(desk, actor, id, () => ({ do: 'confirmApprover' }), 'accepted');
}

/** *Not them*: the approval does not hold, and the link that a stranger used is dead. */
export function refuseApprover(desk: Desk, actor: Actor, id: string) {
  return changeOwn(desk, actor, id, () => ({ do: 'refuseApprover' }), 'approverRefused');
}

export type RedraftOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'alreadyInvited'; invitation: Invitation }
  | { outcome: InvitationRefusal; invitation: Invitation }
  | Stopped
  | ({ outcome: 'ready' } & Draft);

/** *Send again*: a new link, the old one is dead from now on; the draft is ready to be sent. */
export async function sendAgain(desk: Desk, actor: Actor, id: string): Promise<RedraftOutcome> {
  try {
    const changed = await changeOwn(desk, actor, id, () => ({ do: 'sendAgain', by: refOf(actor) }), 'ready');
    return await withDraft(desk, actor, changed);
  } catch (error) {
    // The address was invited anew in the meantime; that invitation is the one that counts.
    const row = error instanceof ConflictError ? await desk.storage.invitations.get(id) : undefined;
    const claim = row && (await desk.storage.invitations.claimOf(row.value));
    const other =
      claim && claim.invitationId !== id && (await desk.storage.invitations.get(claim.invitationId));
    if (!other) throw error;
    return { outcome: 'alreadyInvited', invitation: other.value };
  }
}

/** *Remind*: a draft of a reminder with the same link. */
export async function remind(desk: Desk, actor: Actor, id: string): Promise<RedraftOutcome> {
  const changed = await changeOwn(
    desk,
    actor,
    id,
    invitation => ({ do: 'remind', reminder: reminderLetter(invitation) }),
    'ready',
  );
  return withDraft(desk, actor, changed);
}

type Changed<Outcome extends string> =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: InvitationRefusal; invitation: Invitation }
  | Stopped
  | { outcome: Outcome; invitation: Invitation };

/** What nobody could approve any more: confirming, reminding or sending it again would promise too much. */
export interface Stopped {
  outcome: 'stopped';
  by: Obstacle['outcome'];
  invitation: Invitation;
}

async function changeOwn<Outcome extends string>(
  desk: Desk,
  actor: Actor,
  id: string,
  command: (invitation: Invitation) => InvitationCommand,
  outcome: Outcome,
): Promise<Changed<Outcome>> {
  return retryOnConflict(async (): Promise<Changed<Outcome>> => {
    const loaded = await loadOwn(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { invitation } = loaded;
    const change = changeInvitation(invitation.value, command(invitation.value), desk.now());
    if ('refused' in change) return { outcome: change.refused, invitation: invitation.value };
    const facts = await factsFor(desk, change);
    if ('outcome' in facts) return { ...facts, invitation: invitation.value };
    await commitInvitation(desk, invitation, change, actor, facts);
    return { outcome, invitation: change.next };
  });
}

async function withDraft(desk: Desk, actor: Actor, changed: Changed<'ready'>): Promise<RedraftOutcome> {
  if (changed.outcome !== 'ready' || !('invitation' in changed)) return changed;
  const company = await desk.storage.companies.get(actor.tenantId);
  const mayBeSent = company !== undefined && maySend(company.value);
  return { outcome: 'ready', ...draftOf(desk, changed.invitation, mayBeSent) };
}

/** What a change needs beside the invitation, or why it would lead nowhere. */
async function factsFor(
  desk: Desk,
  { next, events }: { next: Invitation; events: readonly InvitationEvent[] },
): Promise<AcceptanceFacts | Omit<Stopped, 'invitation'>> {
  if (events.includes('accepted')) return acceptanceFacts(desk, next);
  if (!events.includes('resent') && !events.includes('reminderDrafted')) return {};
  if (!(await partnershipStands(desk, next))) return { outcome: 'stopped', by: 'partnershipEnded' };
  const ended = await endedSince(desk, next);
  return ended ? { outcome: 'stopped', by: ended.outcome } : {};
}

/** What an approval that had to be checked first needs now that it holds, or what stands in its way by now. */
async function acceptanceFacts(
  desk: Desk,
  invitation: Invitation,
): Promise<AcceptanceFacts | Omit<Stopped, 'invitation'>> {
  const { storage } = desk;
  const { inviter, kind, customerId } = invitation;
  if (!customerId) return {};
  const [partnership, acceptor] = await Promise.all([
    partnershipOf(desk, invitation, customerId),
    storage.companies.get(customerId),
  ]);
  const stopped = companyObstacle(desk, invitation, acceptor?.value, partnership?.value);
  const ended = stopped ?? (await endedSince(desk, invitation));
  if (ended) return { outcome: 'stopped', by: ended.outcome };
  if (kind === 'partnership') {
    const former = await storage.partnerships.get(inviter.companyId, customerId);
    return { former, acceptor: acceptor?.value };
  }
  const [customer, imported] = await Promise.all([
    storage.customers.get(inviter.companyId, customerId),
    importedRecord(desk, invitation),
  ]);
  return { customer, imported, looked: true, partnership };
}
