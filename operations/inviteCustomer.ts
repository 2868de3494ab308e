import * as z from 'zod';
import { type FieldProblems, isPartner } from '../domain/company.ts';
import { domainOf, emailAddress, isWebMail } from '../domain/emailAddress.ts';
import {
  changeInvitation,
  type Invitation,
  type InvitationRefusal,
  isBeingDrafted,
  isToBeSentAgain,
} from '../domain/invitation.ts';
import { LANGUAGES } from '../domain/language.ts';
import { type Letter, type LetterProblem, putLinkBack, readLetter, withLink } from '../domain/letter.ts';
import { inviterOf, newInvitationId, withoutCodes } from '../domain/link.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Row } from '../storage/rows.ts';
import { commitInvitation } from './commitInvitation.ts';
import { type Actor, type Desk, linkBase, linkTo, maySend, refOf } from './desk.ts';
import { invitationLetter } from './letters.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** The fields of the invite form, by the name that a refusal points at. */
export const INVITE_FIELDS = ['email', 'name', 'reference', 'language'] as const;
export type InviteField = (typeof INVITE_FIELDS)[number];
/** Far past what any field takes: a text that is too long is refused with the others kept, and no more is stored. */
const typedText = z
  .string()
  .transform(text => withoutCodes(text.slice(0, 4_000)))
  .optional();
/** What a person typed into the form; kept whole when it is refused. */
export const inviteFormSchema = z.object({
  email: typedText,
  name: typedText,
  reference: typedText,
  language: typedText,
} satisfies Record<InviteField, z.ZodType>);
export type InviteForm = z.infer<typeof inviteFormSchema>;

const oneLine = z
  .string()
  .default('')
  .transform(text =>
    text
      .normalize('NFC')
      .replace(/\p{Bidi_Control}/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
  );
const readForm = z.object({
  email: z
    .string()
    .default('')
    .refine(text => text.trim() !== '', { error: 'required', abort: true })
    .refine(text => text.trim().length <= 254, { error: 'tooLong', abort: true })
    .refine(text => emailAddress.safeParse(text).success, 'malformed')
    .transform(text => text.normalize('NFKC').trim()),
  name: oneLine.pipe(
    z
      .string()
      .min(1, 'required')
      .max(200, 'tooLong')
      .regex(/^\P{Cc}*$/u, 'malformed'),
  ),
  reference: oneLine.pipe(
    z
      .string()
      .max(200, 'tooLong')
      .regex(/^\P{Cc}*$/u, 'malformed'),
  ),
  language: z.enum(LANGUAGES),
});

/** A draft as its editor and its ready card show it: with the real link in the text. */
export interface Draft {
  invitation: Invitation;
  purpose: 'invitation' | 'reminder';
  letter: Letter;
  mayBeSent: boolean;
}

export type InviteOutcome =
  | NotAllowed
  | { outcome: 'badForm'; problems: FieldProblems<InviteField> }
  | { outcome: 'customersCannotInvite' }
  | { outcome: 'tooMany' }
  | { outcome: 'alreadyInvited'; invitation: Invitation }
  | { outcome: 'alreadyCustomer'; customer: Customer }
  | ({ outcome: 'drafted' } & Draft);

const HOUR = 60 * 60 * 1000;
const INVITATIONS_AN_HOUR = 200;

/** Why the actor cannot invite customers at all, before they fill in anything; undefined when they can. */
export async function cannotInvite(
  desk: Desk,
  actor: Actor,
): Promise<NotAllowed | { outcome: 'customersCannotInvite' } | undefined> {
  const refused = await refusal(desk, actor, 'inviteCustomer');
  if (refused) return refused;
  const member = actor.person?.value.member;
  return member && !isPartner(member.companyKind) ? { outcome: 'customersCannotInvite' } : undefined;
}

/**
 * Starts an invitation (design §2 row 2): checks the form, and that this address neither has an open invitation nor
 * belongs to a customer already, then keeps a ready-made letter as a draft.
 */
export async function draftInvitation(desk: Desk, actor: Actor, form: InviteForm): Promise<InviteOutcome> {
  const refused = await cannotInvite(desk, actor);
  if (refused) return refused;
  const parsed = readForm.safeParse({ language: actor.language, ...form });
  if (!parsed.success) return { outcome: 'badForm', problems: problemsOf(parsed.error) };
  const { email, name, reference, language } = parsed.data;

  const known = await alreadyKnown(desk, actor.tenantId, email);
  if (known) return known;
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) return { outcome: 'noCompany' };
  const now = desk.now();
  const allowed = await desk.storage.rateLimits.take(
    actor.tenantId,
    'inviteCustomer',
    { limit: INVITATIONS_AN_HOUR, windowMs: HOUR },
    now,
  );
  if (!allowed) return { outcome: 'tooMany' };

  const invitation: Invitation = {
    id: newInvitationId(actor.tenantId, now, desk.random),
    state: 'draft',
    version: 1,
    linkVersion: 1,
    inviter: {
      companyId: actor.tenantId,
      companyName: company.value.name,
      companyKind: company.value.kind,
      partnerId: company.value.partnerId,
      country: company.value.country,
      person: refOf(actor),
      email: actor.person?.value.profile?.email,
    },
    customer: { name, email },
    reference: reference || undefined,
    language,
    letter: invitationLetter(
      language,
      { customerName: name, companyName: company.value.name, personName: actor.name },
      desk.settings.invitationDays,
    ),
    createdAt: now.toISOString(),
    recipients: [],
  };
  const { storage } = desk;
  try {
    await storage.commit(actor.tenantId, {
      rows: [storage.invitations.insert(invitation), storage.invitations.claimAddress(invitation)],
      history: [{ at: now.toISOString(), by: refOf(actor), subject: invitation.id, event: 'drafted' }],
    });
  } catch (error) {
    // The claim was lost to a colleague who invited the same address at this moment.
    const other = await alreadyKnown(desk, actor.tenantId, email);
    if (other) return other;
    throw error;
  }
  return { outcome: 'drafted', ...draftOf(desk, invitation, maySend(company.value)) };
}

async function alreadyKnown(
  desk: Desk,
  companyId: string,
  email: string,
): Promise<Extract<InviteOutcome, { outcome: 'alreadyInvited' | 'alreadyCustomer' }> | undefined> {
  const { invitations, customers } = desk.storage;
  const [claim, customer] = await Promise.all([
    invitations.claimOf(companyId, email),
    isWebMail(email) ? undefined : customers.ofDomain(companyId, domainOf(email)),
  ]);
  if (customer) return { outcome: 'alreadyCustomer', customer };
  if (!claim) return undefined;
  const invitation = await invitations.get(claim.invitationId);
  if (!invitation) return undefined;
  const accepted = invitation.value.customerId;
  const related = accepted ? await customers.get(companyId, accepted) : undefined;
  if (related) return { outcome: 'alreadyCustomer', customer: related.value };
  return { outcome: 'alreadyInvited', invitation: invitation.value };
}

function problemsOf(error: z.ZodError): FieldProblems<InviteField> {
  const problems: FieldProblems<InviteField> = {};
  for (const issue of error.issues) {
    const field = INVITE_FIELDS.find(name => name === issue.path[0]);
    const why = issue.message === 'required' || issue.message === 'tooLong' ? issue.message : 'malformed';
    if (field) problems[field] ??= why;
  }
  return problems;
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
    await commitInvitation(desk, invitation, change, refOf(actor));
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
  | { outcome: InvitationRefusal; invitation: Invitation }
  | { outcome: 'sent' | 'reminded' | 'alreadySent'; invitation: Invitation };

const DAY = 24 * HOUR;

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
    const outcome = change.events.includes('reminded') ? 'reminded' : 'sent';
    // The timer comes first: one that fires for an invitation that was not sent after all finds nothing to do.
    if (outcome === 'sent') await desk.storage.timers.set(new Date(expiresAt), id);
    await commitInvitation(desk, invitation, change, refOf(actor));
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
    const history = [{ at: desk.now().toISOString(), by: refOf(actor), subject: id, event: 'discarded' }];
    if (invitation.value.state === 'sent') {
      const next = { ...invitation.value, reminder: undefined, version: invitation.value.version + 1 };
      await storage.commit(actor.tenantId, { rows: [storage.invitations.update(invitation, next)], history });
      return { outcome: 'reminderDiscarded', invitation: next };
    }
    if (isToBeSentAgain(invitation.value)) {
      const change = changeInvitation(invitation.value, { do: 'withdraw', by: refOf(actor) }, desk.now());
      if ('refused' in change) return { outcome: 'stale', invitation: invitation.value };
      await commitInvitation(desk, invitation, change, refOf(actor));
      return { outcome: 'withdrawn', invitation: change.next };
    }
    await storage.commit(actor.tenantId, {
      rows: [storage.invitations.remove(invitation), storage.invitations.releaseAddress(invitation.value)],
      history,
    });
    return { outcome: 'discarded' };
  });
}

/**
 * Loads an invitation of the actor's own company for someone who may invite. An id of another company is `gone`:
 * nobody learns that it exists.
 */
export async function loadOwn(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<NotAllowed | { outcome: 'gone' } | { invitation: Row<Invitation>; mayBeSent: boolean }> {
  const refused = await refusal(desk, actor, 'inviteCustomer');
  if (refused) return refused;
  if (inviterOf(id) !== actor.tenantId) return { outcome: 'gone' };
  const [invitation, company] = await Promise.all([
    desk.storage.invitations.get(id),
    desk.storage.companies.get(actor.tenantId),
  ]);
  if (!invitation || !company) return { outcome: 'gone' };
  return { invitation, mayBeSent: maySend(company.value) };
}
