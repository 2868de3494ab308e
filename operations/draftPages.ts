import { isPartner } from '../domain/company.ts';
import { type Asks, asksFor, type InvitationKind, isBeingDrafted, stateAt } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { findCode } from '../domain/link.ts';
import type { DraftPage } from '../storage/draftPages.ts';
import { type Desk, linkTo } from './desk.ts';
import { draftOf } from './draftLetter.ts';
import { contactLetter, shortMessage } from './letters.ts';

const LIFE = 15 * 60_000;

type Subject = DraftPage['subject'];

/** Opens a draft page in its reader's language for 15 minutes (design §3); gives its address. */
export function openDraftPage(
  desk: Desk,
  language: Language,
  subject: Exclude<Subject, { viewer: unknown }>,
): Promise<string> {
  return openPage(desk, 'drafts', language, subject);
}

/** Opens a page for 15 minutes; gives its address in that folder: 256 random bits, kept only as a hash. */
export async function openPage(
  desk: Desk,
  folder: 'drafts' | 'exports' | 'imports',
  language: Language,
  subject: Subject,
): Promise<string> {
  const token = desk.random(32).toString('base64url');
  const expiresAt = new Date(desk.now().getTime() + LIFE).toISOString();
  await desk.storage.draftPages.open(token, { subject, language, expiresAt });
  return `${desk.settings.publicUrl}/${folder}/${token}`;
}

/** What a draft page shows; `short` stands in where a mail link would be too long. */
export interface DraftPageView {
  language: Language;
  to: { name: string; email: string };
  subject: string;
  message: string;
  short: string;
  letterLanguage: Language;
  expiresAt: Date;
}

/** The draft behind a page's address, as it is now; undefined when there is none, or it was sent, cancelled or timed out. */
export async function viewDraftPage(desk: Desk, token: string): Promise<DraftPageView | undefined> {
  const page = await desk.storage.draftPages.get(token, desk.now());
  if (!page || 'viewer' in page.subject) return undefined;
  const expiresAt = new Date(page.expiresAt);
  const { language, subject } = page;
  if (subject.of === 'contact') {
    const company = (await desk.storage.companies.get(subject.companyId))?.value;
    if (!company?.contact || (subject.purpose === 'confirm' && company.contactConfirmed)) return undefined;
    const link = `${desk.settings.publicUrl}/contact`;
    const letter = contactLetter(company, subject.purpose, link, language);
    return {
      language,
      to: company.contact,
      ...letter,
      short: letter.message,
      letterLanguage: language,
      expiresAt,
    };
  }
  const invitation = (await desk.storage.invitations.get(subject.invitationId))?.value;
  if (!invitation || invitation.linkVersion !== subject.linkVersion) return undefined;
  const { purpose, letter } = draftOf(desk, invitation, true);
  if (!isBeingDrafted(invitation) || purpose !== subject.purpose) return undefined;
  if (purpose === 'reminder' && invitation.reminders !== subject.reminder) return undefined;
  return {
    language,
    to: invitation.addressee,
    ...letter,
    short: shortMessage(invitation, purpose, linkTo(desk, invitation)),
    letterLanguage: invitation.language,
    expiresAt,
  };
}

/** What the page behind an invitation link says: who asks for what, and until when. */
export interface InvitationPageView {
  code: string;
  kind: InvitationKind;
  asks: Asks;
  providerName: string | undefined;
  companyName: string;
  partnerId: string | undefined;
  country: string | undefined;
  isPartner: boolean;
  personName: string;
  expiresAt: Date | undefined;
}

/**
 * Looks at an invitation link and changes nothing: mail scanners open links too. Unknown, forged, used, expired and
 * withdrawn ones are all undefined, so that the page answers them alike and names no company.
 */
export async function viewInvitationPage(desk: Desk, text: string): Promise<InvitationPageView | undefined> {
  const found = findCode(text);
  if (!found || found.code !== text) return undefined;
  const invitation = (await desk.storage.invitations.get(found.invitationId))?.value;
  if (!invitation || !desk.links.genuine(found.code, invitation.linkVersion)) return undefined;
  if (stateAt(invitation, desk.now()) !== 'sent') return undefined;
  const { inviter } = invitation;
  return {
    code: found.code,
    kind: invitation.kind,
    asks: asksFor(invitation),
    providerName: invitation.provider?.companyName,
    companyName: inviter.companyName,
    partnerId: inviter.partnerId,
    country: inviter.country,
    isPartner: isPartner(inviter.companyKind),
    personName: inviter.person.name,
    expiresAt: invitation.expiresAt ? new Date(invitation.expiresAt) : undefined,
  };
}
