import {
  changeInvitation,
  type Invitation,
  type InvitationKind,
  type InvitationRefusal,
  isBeingDrafted,
  isToBeSentAgain,
} from '../domain/invitation.ts';
import { type Letter, type LetterProblem, putLinkBack, readLetter, withLink } from '../domain/letter.ts';
import { inviterOf } from '../domain/link.ts';
import type { Row } from '../storage/rows.ts';
import { commitInvitation, invitationHistory } from './commitInvitation.ts';
import { type Actor, type Desk, linkBase, linkTo, maySend, refOf } from './desk.ts';
import { partnershipStands } from './obstacles.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** A draft as its editor and its ready card show it: with the real link in the text. */
export interface Draft {
  invitation: Invitation;
  purpose: 'invitation' | 'reminder';
  letter: Letter;
  mayBeSent: boolean;
}

/** The text that is being drafted: a reminder while there is one, else the invitation. */
export function draftOf(desk: Desk, invitation: Invitation, mayBeSent: boolean): Draft {
  const purpose = invitation.state === 'sent' && invitation.reminder ? 'reminder' : 'invitation';
  const kept = purpose === 'reminder' && invitation.reminder ? invitation.reminder : invitation.letter;
  return { invitation, purpose, letter: withLink(kept, linkTo(desk, invitation)), mayBeSent };
}

export type DraftOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'stale'; invitation: Invitation }
  | { outcome: InvitationRefusal; invitation: Invitation }
  | ({ outcome: 'editing'; problem?: LetterProblem } & Draft)
  | ({ outcome: 'ready' } & Draft);

/** What an editor hands in: the draft's id and version, and the text with the real link. */
export interface EditedLetter {
  id: string;
  version: number;
  subject: string;
  message: string;
}

/** Shows a draft in the editor again (*Edit*, *Continue*). */
export async function editDraft(desk: Desk, actor: Actor, id: string): Promise<DraftOutcome> {
  const loaded = await loadOwn(desk, actor, id);
  if ('outcome' in loaded) return loaded;
  const { invitation, mayBeSent } = loaded;
  if (!isBeingDrafted(invitation.value)) return { outcome: 'stale', invitation: invitation.value };
  return { outcome: 'editing', ...draftOf(desk, invitation.value, mayBeSent) };
}

/** Keeps an edited draft; refused with the text kept when our link is missing or altered. */
export async function saveDraft(desk: Desk, actor: Actor, edited: EditedLetter): Promise<DraftOutcome> {
  return retryOnConflict(async () => {
    const loaded = await loadOwn(desk, actor, edited.id);
    if ('outcome' in loaded) return loaded;
    const { invitation, mayBeSent } = loaded;
    const draft = draftOf(desk, invitation.value, mayBeSent);
    if (!isBeingDrafted(invitation.value)) return { outcome: 'stale', invitation: invitation.value };
    const read = readLetter(edited, linkTo(desk, invitation.value), linkBase(desk));
    if ('problem' in read) {
      const letter = { subject: edited.subject, message: edited.message };
      return { outcome: 'editing', ...draft, letter, problem: read.problem };
    }
    const unchanged = withLink(read.letter, linkTo(desk, invitation.value));
    if (unchanged.subject === draft.letter.subject && unchanged.message === draft.letter.message.trim()) {
      return { outcome: 'ready', ...draft };
    }
    // Somebody saved another text since this editor was drawn: this one is put over it only when they say so again.
    if (edited.version !== invitation.value.version) {
      const letter = { subject: edited.subject, message: edited.message };
      return { outcome: 'editing', ...draft, letter, problem: 'changedMeanwhile' };
    }
    const change = changeInvitation(invitation.value, { do: 'edit', letter: read.letter }, desk.now());
    if ('refused' in change) return { outcome: change.refused, invitation: invitation.value };
    await commitInvitation(desk, invitation, change, actor);
    return { outcome: 'ready', ...draftOf(desk, change.next, mayBeSent) };
  });
}

/** Puts our link back into a text that lost or altered it; nothing is kept until *Next*. */
export async function restoreLink(desk: Desk, actor: Actor, edited: EditedLetter): Promise<DraftOutcome> {
  const loaded = await loadOwn(desk, actor, edited.id);
  if ('outcome' in loaded) return loaded;
  const { invitation, mayBeSent } = loaded;
  if (!isBeingDrafted(invitation.value)) return { outcome: 'stale', invitation: invitation.value };
  const letter = putLinkBack(edited, linkTo(desk, invitation.value), linkBase(desk));
  return {
    outcome: 'editing',
    ...draftOf(desk, invitation.value, mayBeSent),
    letter,
  };
}

export type SentOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'companyNotActive' }
  | { outcome: 'partnershipEnded'; invitation: Invitation }
  | { outcome: InvitationRefusal; invitation: Invitation }
  | { outcome: 'sent' | 'reminded' | 'alreadySent'; invitation: Invitation };

const DAY = 24 * 60 * 60 * 1000;

/** *Done*: the person has sent the e-mail from their own mailbox. From now on the invitation waits for an answer. */
export async function markSent(desk: Desk, actor: Actor, id: string): Promise<SentOutcome> {
  return retryOnConflict(async () => {
    const loaded = await loadOwn(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { invitation, mayBeSent } = loaded;
    if (!mayBeSent) return { outcome: 'companyNotActive' };
    if (invitation.value.state === 'sent' && !invitation.value.reminder) {
      return { outcome: 'alreadySent', invitation: invitation.value };
    }
    const now = desk.now();
    const expiresAt = new Date(now.getTime() + desk.settings.invitationDays * DAY).toISOString();
    const change = changeInvitation(invitation.value, { do: 'markSent', expiresAt }, now);
    if ('refused' in change) return { outcome: change.refused, invitation: invitation.value };
    if (!(await partnershipStands(desk, invitation.value))) {
      return { outcome: 'partnershipEnded', invitation: invitation.value };
    }
    const outcome = change.events.includes('reminded') ? 'reminded' : 'sent';
    // The timer comes first: one that fires for an invitation that was not sent after all finds nothing to do.
    if (outcome === 'sent') {
      await desk.storage.timers.set(new Date(expiresAt), { kind: 'expireInvitation', invitationId: id });
    }
    await commitInvitation(desk, invitation, change, actor);
    return { outcome, invitation: change.next };
  });
}

export type DiscardOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'discarded' }
  | { outcome: 'reminderDiscarded' | 'withdrawn' | 'stale'; invitation: Invitation };

/**
 * *Cancel*: a draft goes away whole; cancelling a reminder leaves the invitation as it was; one that was being sent
 * again stays in the list, withdrawn, because its old link is dead.
 */
export async function discardDraft(desk: Desk, actor: Actor, id: string): Promise<DiscardOutcome> {
  return retryOnConflict(async () => {
    const loaded = await loadOwn(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { invitation } = loaded;
    if (!isBeingDrafted(invitation.value)) return { outcome: 'stale', invitation: invitation.value };
    const { storage } = desk;
    const at = desk.now().toISOString();
    if (invitation.value.state === 'sent') {
      const next = { ...invitation.value, reminder: undefined, version: invitation.value.version + 1 };
      await storage.commit(actor.tenantId, {
        rows: [storage.invitations.update(invitation, next)],
        history: [invitationHistory(next, 'reminderDiscarded', actor, at)],
      });
      return { outcome: 'reminderDiscarded', invitation: next };
    }
    if (isToBeSentAgain(invitation.value)) {
      const change = changeInvitation(invitation.value, { do: 'withdraw', by: refOf(actor) }, desk.now());
      if ('refused' in change) return { outcome: 'stale', invitation: invitation.value };
      await commitInvitation(desk, invitation, change, actor);
      return { outcome: 'withdrawn', invitation: change.next };
    }
    const { recordId } = invitation.value;
    const record = recordId && (await storage.customers.imported(actor.tenantId, { id: recordId }));
    const freed =
      record && record.value.invitationId === invitation.value.id
        ? storage.customers.update(record, { ...record.value, invitationId: '' })
        : [];
    await storage.commit(actor.tenantId, {
      rows: [
        storage.invitations.remove(invitation),
        storage.invitations.releaseAddress(invitation.value),
        // Whom it would have invited has no invitation any more.
        ...freed,
      ],
      history: [invitationHistory(invitation.value, 'discarded', actor, at)],
    });
    return { outcome: 'discarded' };
  });
}

/**
 * Loads an invitation of the actor's own company for someone who may send such. An id of another company is `gone`:
 * nobody learns that it exists.
 */
export async function loadOwn(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<NotAllowed | { outcome: 'gone' } | { invitation: Row<Invitation>; mayBeSent: boolean }> {
  const own = inviterOf(id) === actor.tenantId;
  const [invitation, company] = own
    ? await Promise.all([desk.storage.invitations.get(id), desk.storage.companies.get(actor.tenantId)])
    : [];
  const refused = await refusal(desk, actor, sendingRight(invitation?.value.kind ?? 'customer'));
  if (refused) return refused;
  if (!invitation || !company) return { outcome: 'gone' };
  return { invitation, mayBeSent: maySend(company.value) };
}

/** The right that sending, withdrawing and reminding of an invitation go with (design §1). */
export function sendingRight(kind: InvitationKind): 'inviteCustomer' | 'requestPartnership' {
  return kind === 'partnership' ? 'requestPartnership' : 'inviteCustomer';
}
