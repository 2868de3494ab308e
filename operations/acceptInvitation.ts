import type { Company } from '../domain/company.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import {
  changeInvitation,
  type Decision,
  type Invitation,
  type InvitationCommand,
  type InvitationRefusal,
  recipient,
  stateAt,
} from '../domain/invitation.ts';
import { findCode } from '../domain/link.ts';
import type { Partnership } from '../domain/partnership.ts';
import { type Levels, may } from '../domain/permissions.ts';
import { replacedBy } from '../domain/services.ts';
import type { Row } from '../storage/rows.ts';
import { commitInvitation, importedRecord } from './commitInvitation.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import {
  globalAdmins,
  mayDecideFor,
  type Obstacle,
  obstacle,
  partnershipOf,
  type WrongLink,
  wrongLink,
} from './obstacles.ts';
import { type ProofLacking, proofLacking } from './proof.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** What someone who follows an invitation may see: the request itself, or why it is not theirs to decide. */
export type OpenOutcome =
  /** Unknown, forged, used, expired, withdrawn: alike for whoever has no part in it. */
  | { outcome: 'linkNotUsable' }
  | { outcome: 'tooMany' }
  | { outcome: 'guestRefused' }
  | { outcome: 'ownInvitation'; invitation: Invitation }
  | WrongLink
  | Obstacle
  | { outcome: 'ended'; invitation: Invitation }
  | { outcome: 'toDecide'; invitation: Invitation; companyStands: boolean };

const MINUTE = 60_000;
const OPENINGS = { limit: 60, windowMs: 10 * MINUTE };

/**
 * Follows a pasted link or typed code (design §2 row 2). A genuine one makes the actor a recipient, and from then on
 * their clicks are authorized against that. Looks alone at the code, the tenant and the profile; changes no company.
 */
export async function openInvitation(desk: Desk, actor: Actor, text: string): Promise<OpenOutcome> {
  const { storage } = desk;
  const found = findCode(text);
  if (!found) return { outcome: 'linkNotUsable' };
  if (!(await storage.rateLimits.take(actor.tenantId, 'acceptInvitation', OPENINGS, desk.now()))) {
    return { outcome: 'tooMany' };
  }
  return retryOnConflict(async () => {
    const [invitation, company] = await Promise.all([
      storage.invitations.get(found.invitationId),
      storage.companies.get(actor.tenantId),
    ]);
    if (!invitation || !desk.links.genuine(found.code, invitation.value.linkVersion)) {
      return { outcome: 'linkNotUsable' };
    }
    if (invitation.value.inviter.companyId === actor.tenantId) {
      return { outcome: 'ownInvitation', invitation: invitation.value };
    }
    const profile = await actor.profile();
    if (profile.guest) return { outcome: 'guestRefused' };
    const wrong = wrongLink(invitation.value, actor, company?.value);
    if (wrong) return wrong;
    const now = desk.now();
    const entry = { ...refOf(actor), since: now.toISOString(), email: profile.email };
    const change = changeInvitation(invitation.value, { do: 'open', recipient: entry }, now);
    if ('refused' in change) {
      const known = recipient(invitation.value, actor);
      return known ? { outcome: 'ended', invitation: invitation.value } : { outcome: 'linkNotUsable' };
    }
    await commitInvitation(desk, invitation, change, actor);
    return viewFor(desk, actor, actor.person?.value.member, change.next, company);
  });
}

/** Shows a recipient an invitation again, as it stands now; an id alone opens nothing for anyone else. */
export async function showReceivedInvitation(desk: Desk, actor: Actor, id: string): Promise<OpenOutcome> {
  const [invitation, company] = await Promise.all([
    desk.storage.invitations.get(id),
    desk.storage.companies.get(actor.tenantId),
  ]);
  if (!invitation || !recipient(invitation.value, actor)) return { outcome: 'linkNotUsable' };
  return viewFor(desk, actor, actor.person?.value.member, invitation.value, company);
}

/** What a recipient sees of an invitation now: something to decide, who else can, or how it stands. */
export type RecipientView = Obstacle | Extract<OpenOutcome, { outcome: 'toDecide' | 'ended' }>;

/** The same for a card that is drawn without its viewer being here: its company is read anew. */
export async function recipientView(
  desk: Desk,
  viewer: PersonRef,
  levels: Levels | undefined,
  invitation: Invitation,
): Promise<RecipientView> {
  if (!mayDecide(invitation, viewer, desk.now())) return { outcome: 'ended', invitation };
  return viewFor(desk, viewer, levels, invitation, await desk.storage.companies.get(viewer.tenantId));
}

async function viewFor(
  desk: Desk,
  viewer: PersonRef,
  levels: Levels | undefined,
  invitation: Invitation,
  company: Row<Company> | undefined,
): Promise<RecipientView> {
  if (!mayDecide(invitation, viewer, desk.now())) return { outcome: 'ended', invitation };
  const partnership = await partnershipOf(desk, invitation, viewer.tenantId);
  const stopped = await obstacle(desk, viewer, levels, invitation, company?.value, partnership);
  return stopped ?? { outcome: 'toDecide', invitation, companyStands: company !== undefined };
}

/** Whether someone is a recipient of an open invitation and has not handed it over. */
function mayDecide(invitation: Invitation, viewer: PersonRef, now: Date): boolean {
  const entry = recipient(invitation, viewer);
  return entry !== undefined && !entry.handedOverTo && stateAt(invitation, now) === 'sent';
}

export type DecideOutcome =
  | { outcome: 'linkNotUsable' }
  | { outcome: 'guestRefused' }
  | ProofLacking
  | WrongLink
  | Obstacle
  | { outcome: 'notConfirmed'; invitation: Invitation; companyStands: boolean }
  | {
      outcome: 'confirmReplacement';
      invitation: Invitation;
      replaced: ReturnType<typeof replacedBy>;
      administrationVersion: number;
    }
  | { outcome: 'accepted' | 'toBeChecked' | 'declined'; invitation: Invitation }
  | { outcome: 'already'; why: InvitationRefusal; invitation: Invitation };

/** What the approval card hands in. */
export interface Approval {
  id: string;
  /** The tick: "I am a global admin of this organization". */
  confirmed: boolean;
  /** The version of the customer's administration whose replacement the approver agreed to. */
  replacing?: number | undefined;
}

/** What a decision is made on: the invitation, and the company of whoever decides. */
export type DecisionRows = readonly [Row<Invitation> | undefined, Row<Company> | undefined];

/** Reads what a decision is made on, in parallel; it need not be known yet who of the tenant decides. */
export function readForDecision(desk: Desk, tenantId: CompanyId, id: string): Promise<DecisionRows> {
  return Promise.all([desk.storage.invitations.get(id), desk.storage.companies.get(tenantId)]);
}

/**
 * *Approve* (design §2 row 2, decided by one compare-and-set on the invitation, §5). Where the company stands here
 * only its global admin may; otherwise whoever confirms to be one, and is proven or trusted (§7). Names the partners whose administrator rights
 * it would replace before it does. Decides on `rows`, or after a conflict on the rows as they are then, and writes
 * one transaction.
 */
export async function approveInvitation(
  desk: Desk,
  actor: Actor,
  approval: Approval,
  rows = readForDecision(desk, actor.tenantId, approval.id),
): Promise<DecideOutcome> {
  let attempts = 0;
  return retryOnConflict(async () => {
    attempts++;
    const latest = attempts === 1 ? rows : readForDecision(desk, actor.tenantId, approval.id);
    const loaded = await loadForDecision(desk, actor, await latest, 'approve');
    if ('outcome' in loaded) return loaded;
    const { invitation, company, partnership } = loaded;
    const { kind, inviter } = invitation.value;
    // Whoever approves for a company that does not stand here yet becomes its global admin; partnerships need one that stands.
    const lacking = company ? undefined : proofLacking(desk, actor);
    if (lacking?.outcome === 'proofMissing') return lacking;
    if (!approval.confirmed) {
      return { outcome: 'notConfirmed', invitation: invitation.value, companyStands: company !== undefined };
    }
    if (company && (kind === 'customer' || kind === 'joint') && !invitation.value.sellOnly) {
      const replaced = replacedBy(company.value.administration, inviter.companyId);
      const { administrationVersion } = company.value;
      if (replaced.length > 0 && approval.replacing !== administrationVersion) {
        return {
          outcome: 'confirmReplacement',
          invitation: invitation.value,
          replaced,
          administrationVersion,
        };
      }
    }
    const known = await decisionOf(desk, actor, invitation.value);
    if (!known) return { outcome: 'guestRefused' };
    if (lacking) return lacking;
    const decision = { ...known, administrationVersion: company?.value.administrationVersion ?? 0 };
    // A record of old makes the first try fail on its row; only then, or where it must exist, is it worth reading.
    const { onlyFor, recordId } = invitation.value;
    const mustRead = attempts > 1 || onlyFor !== undefined || recordId !== undefined;
    const looked = mustRead && kind !== 'partnership';
    const [customer, imported] = looked
      ? await Promise.all([
          desk.storage.customers.get(inviter.companyId, actor.tenantId),
          importedRecord(desk, invitation.value),
        ])
      : [];
    // It may have ended since the obstacles were looked at; the transaction holds only while it is as read here.
    if (invitation.value.onlyFor && customer?.value.endedAt) {
      return { outcome: 'relationshipEnded', invitation: invitation.value };
    }
    const former =
      mustRead && kind === 'partnership'
        ? await desk.storage.partnerships.get(inviter.companyId, actor.tenantId)
        : undefined;
    const change = changeInvitation(invitation.value, { do: 'approve', decision }, desk.now());
    if ('refused' in change) return { outcome: 'already', why: change.refused, invitation: invitation.value };
    await commitInvitation(desk, invitation, change, actor, {
      customer,
      imported,
      looked,
      former,
      partnership: kind === 'partnership' ? undefined : partnership,
      acceptor: company?.value,
    });
    return {
      outcome: change.events.includes('accepted') ? 'accepted' : 'toBeChecked',
      invitation: change.next,
    };
  });
}

/** *Decline*, with an optional reason that the inviter reads. */
export async function declineInvitation(
  desk: Desk,
  actor: Actor,
  id: string,
  reason: string | undefined,
  rows = readForDecision(desk, actor.tenantId, id),
): Promise<DecideOutcome> {
  let attempts = 0;
  return retryOnConflict(async () => {
    attempts++;
    const latest = attempts === 1 ? rows : readForDecision(desk, actor.tenantId, id);
    const loaded = await loadForDecision(desk, actor, await latest, 'decline');
    if ('outcome' in loaded) return loaded;
    const { invitation } = loaded;
    const decision = await decisionOf(desk, actor, invitation.value);
    if (!decision) return { outcome: 'guestRefused' };
    const command: InvitationCommand = { do: 'decline', decision: { ...decision, reason } };
    const change = changeInvitation(invitation.value, command, desk.now());
    if ('refused' in change) return { outcome: 'already', why: change.refused, invitation: invitation.value };
    await commitInvitation(desk, invitation, change, actor);
    return { outcome: 'declined', invitation: change.next };
  });
}

/** Looks at what was read for a decision and authorizes it anew: only a recipient, and of a standing company only a global admin. */
async function loadForDecision(
  desk: Desk,
  actor: Actor,
  [invitation, company]: DecisionRows,
  what: 'approve' | 'decline',
): Promise<
  | WrongLink
  | Obstacle
  | Extract<DecideOutcome, { outcome: 'linkNotUsable' | 'already' }>
  | {
      invitation: Row<Invitation>;
      company: Row<Company> | undefined;
      partnership: Row<Partnership> | undefined;
    }
> {
  const entry = invitation && recipient(invitation.value, actor);
  if (!invitation || !entry) return { outcome: 'linkNotUsable' };
  if (stateAt(invitation.value, desk.now()) !== 'sent' || entry.handedOverTo) {
    // The transition itself says why; it is asked with the decision that will not be made.
    const decision: Decision = { by: refOf(actor), at: desk.now().toISOString() };
    const change = changeInvitation(invitation.value, { do: 'approve', decision }, desk.now());
    const why = 'refused' in change ? change.refused : 'ended';
    return { outcome: 'already', why, invitation: invitation.value };
  }
  const wrong = wrongLink(invitation.value, actor, company?.value);
  if (wrong) return wrong;
  const partnership = await partnershipOf(desk, invitation.value, actor.tenantId);
  const stopped = await obstacle(
    desk,
    actor,
    actor.person?.value.member,
    invitation.value,
    company?.value,
    partnership,
  );
  // Whoever may decide can say no to what could not be approved any more: nothing has to hold for that.
  const declines = what === 'decline' && mayDecline(actor, invitation.value, company?.value);
  return stopped && !declines ? stopped : { invitation, company, partnership };
}

function mayDecline(actor: Actor, invitation: Invitation, company: Company | undefined): boolean {
  if (!company) return invitation.kind !== 'partnership';
  return mayDecideFor(invitation, actor.person?.value.member);
}

/** The decision as it is kept. The address is the one that the members API gave when the link was opened; guests have none. */
async function decisionOf(desk: Desk, actor: Actor, invitation: Invitation): Promise<Decision | undefined> {
  const at = desk.now().toISOString();
  const known = recipient(invitation, actor)?.email;
  if (known) return { by: refOf(actor), email: known, at };
  const profile = await actor.profile();
  return profile.guest ? undefined : { by: refOf(actor), email: profile.email, at };
}

export type HandOverOutcome =
  | { outcome: 'linkNotUsable' }
  | { outcome: 'whoCanDecide'; invitation: Invitation; admins: PersonRef[] }
  | { outcome: 'handedOver'; invitation: Invitation; to: PersonRef; reached: boolean }
  | { outcome: 'already'; why: InvitationRefusal; invitation: Invitation };

/** Whom a recipient may hand the request over to: the global admins of their company that the bot knows. */
export async function whoCanDecide(desk: Desk, actor: Actor, id: string): Promise<HandOverOutcome> {
  const invitation = await desk.storage.invitations.get(id);
  if (!invitation || !recipient(invitation.value, actor)) return { outcome: 'linkNotUsable' };
  if (!mayDecide(invitation.value, actor, desk.now())) {
    return { outcome: 'already', why: 'ended', invitation: invitation.value };
  }
  return { outcome: 'whoCanDecide', invitation: invitation.value, admins: await globalAdmins(desk, actor) };
}

/**
 * Hands the request to a global admin of the same tenant, who becomes a recipient and gets the card when the bot can
 * reach them (`reached`); whoever handed over sees the outcome but decides no more.
 */
export async function handOver(
  desk: Desk,
  actor: Actor,
  id: string,
  objectId: string,
): Promise<HandOverOutcome> {
  return retryOnConflict(async () => {
    const { storage } = desk;
    const [invitation, target] = await Promise.all([
      storage.invitations.get(id),
      storage.people.get(actor.tenantId, objectId),
    ]);
    if (!invitation || !recipient(invitation.value, actor)) return { outcome: 'linkNotUsable' };
    if (stateAt(invitation.value, desk.now()) !== 'sent') {
      return { outcome: 'already', why: 'ended', invitation: invitation.value };
    }
    const right =
      invitation.value.kind === 'partnership' ? 'authorizeProvider' : 'approveResellerRelationship';
    if (!target || objectId === actor.objectId || !may(right, target.value.member)) {
      return {
        outcome: 'whoCanDecide',
        invitation: invitation.value,
        admins: await globalAdmins(desk, actor),
      };
    }
    const to = { ...refOf(target.value), email: target.value.profile?.email };
    const change = changeInvitation(invitation.value, { do: 'handOver', from: refOf(actor), to }, desk.now());
    if ('refused' in change) return { outcome: 'already', why: change.refused, invitation: invitation.value };
    await commitInvitation(desk, invitation, change, actor);
    const reached = target.value.conversation !== undefined;
    return { outcome: 'handedOver', invitation: change.next, to: refOf(target.value), reached };
  });
}
