import type { Company } from '../domain/company.ts';
import type { Invitation, InvitationKind, ProviderRef } from '../domain/invitation.ts';
import { newInvitationId } from '../domain/link.ts';
import type { Customer } from '../domain/relationship.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Op, Row } from '../storage/rows.ts';
import { invitationHistory } from './commitInvitation.ts';
import { type Actor, type Desk, maySend, refOf } from './desk.ts';
import { type Draft, draftOf } from './draftLetter.ts';
import type { FilledInForm } from './inviteForm.ts';
import { firstLetter } from './letters.ts';

const HOUR = 60 * 60 * 1000;
const DRAFTS_AN_HOUR = 200;

/** What a new draft asks for, of whom. */
export interface NewDraft {
  kind: InvitationKind;
  form: FilledInForm;
  company: Company;
  provider?: ProviderRef;
  onlyFor?: string;
  sellOnly?: boolean;
  /** The record of whom it invites, which an approval goes on with: an imported one says from now on that there is an invitation. */
  record?: Row<Customer>;
}

export type StartOutcome =
  | { outcome: 'tooMany' }
  | { outcome: 'alreadyInvited'; invitation: Invitation }
  | ({ outcome: 'drafted' } & Draft);

/**
 * Keeps a ready-made letter as the draft of an invitation of any kind. The address is claimed in the same
 * transaction, so that of two colleagues who ask the same person at one moment the second is shown the first's.
 */
export async function startDraft(desk: Desk, actor: Actor, draft: NewDraft): Promise<StartOutcome> {
  const { storage } = desk;
  const { company, form } = draft;
  const now = desk.now();
  const limit = { limit: DRAFTS_AN_HOUR, windowMs: HOUR };
  if (!(await storage.rateLimits.take(actor.tenantId, 'inviteCustomer', limit, now))) {
    return { outcome: 'tooMany' };
  }
  const started: Omit<Invitation, 'letter'> = {
    id: newInvitationId(actor.tenantId, now, desk.random),
    kind: draft.kind,
    state: 'draft',
    version: 1,
    linkVersion: 1,
    inviter: {
      companyId: actor.tenantId,
      companyName: company.name,
      companyKind: company.kind,
      partnerId: company.partnerId,
      country: company.country,
      person: refOf(actor),
      email: actor.person?.value.profile?.email,
    },
    provider: draft.provider,
    onlyFor: draft.onlyFor,
    ...(draft.sellOnly && { sellOnly: true }),
    recordId: draft.record?.value.id,
    addressee: { name: form.name, email: form.email },
    reference: form.reference,
    language: form.language,
    createdAt: now.toISOString(),
    recipients: [],
  };
  const invitation = { ...started, letter: firstLetter(started, desk.settings.invitationDays) };
  const { record } = draft;
  const invited = record?.value.reach
    ? storage.customers.update(record, { ...record.value, invitationId: invitation.id })
    : [];
  const keep = (claim: Op) =>
    storage.commit(actor.tenantId, {
      rows: [storage.invitations.insert(invitation), claim, ...invited],
      history: [invitationHistory(invitation, 'drafted', actor, now.toISOString())],
    });
  try {
    await keep(storage.invitations.claimAddress(invitation));
  } catch (error) {
    const claim = error instanceof ConflictError ? await storage.invitations.claimOf(invitation) : undefined;
    const other = claim && (await storage.invitations.get(claim.invitationId));
    if (!other) throw error;
    if (!(await isOver(desk, other.value))) return { outcome: 'alreadyInvited', invitation: other.value };
    await keep(await storage.invitations.takeOverAddress(invitation));
  }
  return { outcome: 'drafted', ...draftOf(desk, invitation, maySend(company)) };
}

/** Whether an address is held by what has come to an end: a customer that left, or one who was asked and approved. */
async function isOver(
  desk: Desk,
  { state, kind, onlyFor, customerId, inviter }: Invitation,
): Promise<boolean> {
  if (state !== 'accepted' || kind === 'partnership' || !customerId) return false;
  if (onlyFor) return true;
  const customer = await desk.storage.customers.get(inviter.companyId, customerId);
  return customer?.value.endedAt !== undefined;
}
