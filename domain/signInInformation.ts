import type { Language } from './language.ts';

/** What a new person needs to sign in to Partner Desk for the first time: shown once, and never readable again. */
export interface SignInInformation {
  /** The address of the account with which the person opens Teams. */
  address: string;
  /** The one-time code, as it is shown: `XXXX-XXXX-XXXX`. */
  code: string;
  /** When the card forgets it; the page then shows it no more, not even to whoever finds its address in a browser's history. */
  goneAt?: Date;
}

/** Where the page is that copies sign-in information. */
export const SIGN_IN_INFORMATION_PATH = '/sign-in-information';

/**
 * The address of the page that copies sign-in information, in its reader's language. What is secret or personal stands
 * behind the #: browsers send that part to nobody, so no server, proxy or log ever has it.
 */
export function signInInformationUrl(
  publicUrl: string,
  language: Language,
  { address, code, goneAt }: SignInInformation,
): string {
  const behind = new URLSearchParams({ address, code });
  if (goneAt) behind.set('until', String(goneAt.getTime()));
  return `${publicUrl}${SIGN_IN_INFORMATION_PATH}?language=${language}#${behind}`;
}
