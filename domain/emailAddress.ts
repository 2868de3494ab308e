import * as z from 'zod';
import { isWebMailDomain } from './webMail.ts';

/** An e-mail address as a person types it: trimmed, full-width characters folded; at most 254 characters. */
export const emailAddress = z
  .string()
  .transform(text => text.normalize('NFKC').trim())
  .pipe(z.email().max(254));

/** The form in which addresses are compared and indexed. */
export function foldAddress(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase();
}

/** What stands behind the last @, folded. */
export function domainOf(address: string): string {
  const folded = foldAddress(address);
  return folded.slice(folded.lastIndexOf('@') + 1);
}

/** True for a private mailbox, which says nothing about a company (source document 001: not as primary contact). */
export function isWebMail(address: string): boolean {
  return isWebMailDomain(domainOf(address));
}

/**
 * Whether an approver's profile address speaks for the invited one: the same address, or one of the same company
 * domain (design §7). A web-mail domain belongs to everybody, so there only the address itself counts.
 */
export function speaksFor(profileAddress: string | undefined, invited: string): boolean {
  if (!profileAddress) return false;
  if (foldAddress(profileAddress) === foldAddress(invited)) return true;
  return domainOf(profileAddress) === domainOf(invited) && !isWebMail(invited);
}
