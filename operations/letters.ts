import type { Company } from '../domain/company.ts';
import { type Asks, asksFor, type Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { type Letter, LINK_PLACEHOLDER } from '../domain/letter.ts';
import { translator } from '../locales/index.ts';

/** The ready-made e-mail of an invitation (design §2 rows 2, 4 and 5), with the placeholder where the link goes. */
export function firstLetter(invitation: Omit<Invitation, 'letter'>, days: number): Letter {
  const t = translator(invitation.language);
  const values = { ...correspondents(invitation), link: LINK_PLACEHOLDER, days };
  return {
    subject: t(`letter.${inShort(invitation)}.subject`, values),
    message: t(`letter.${asksFor(invitation)}.message`, values),
  };
}

/** The reminder for an invitation that lies unanswered; it carries the same link. */
export function reminderLetter(invitation: Invitation): Letter {
  const t = translator(invitation.language);
  const values = {
    ...correspondents(invitation),
    link: LINK_PLACEHOLDER,
    date: new Date(invitation.expiresAt ?? invitation.createdAt),
  };
  return {
    subject: t(`letter.reminder.${inShort(invitation)}.subject`, values),
    message: t(`letter.reminder.${inShort(invitation)}.message`, values),
  };
}

/** A few words around the link, for mail programs that cannot take the whole text from a link (design §3). */
export function shortMessage(
  invitation: Invitation,
  purpose: 'invitation' | 'reminder',
  link: string,
): string {
  const t = translator(invitation.language);
  const values = { ...correspondents(invitation), link };
  return purpose === 'invitation'
    ? t(`letter.${inShort(invitation)}.short`, values)
    : t(`letter.reminder.${inShort(invitation)}.short`, values);
}

/** What few words say: with or without administrator permissions, it is a reseller relationship that is asked for. */
function inShort(invitation: Parameters<typeof asksFor>[0]): Exclude<Asks, 'sellOnly'> {
  const asks = asksFor(invitation);
  return asks === 'sellOnly' ? 'customer' : asks;
}

/** The e-mail that asks a primary contact to confirm, or tells them how the enrolment went on. */
export function contactLetter(
  company: Company,
  purpose: 'confirm' | 'active' | 'rejected',
  link: string,
  language: Language,
): Letter {
  const t = translator(language);
  const values = {
    contactName: company.contact?.name ?? '',
    companyName: company.name,
    personName: company.enrolledBy?.name ?? '',
    reason: company.rejection?.reason ?? '',
    link,
  };
  return {
    subject: t(`letter.contact.${purpose}.subject`, values),
    message: t(`letter.contact.${purpose}.message`, values),
  };
}

function correspondents(invitation: Pick<Invitation, 'addressee' | 'inviter' | 'provider'>) {
  return {
    customerName: invitation.addressee.name,
    companyName: invitation.inviter.companyName,
    personName: invitation.inviter.person.name,
    providerName: invitation.provider?.companyName ?? '',
  };
}
