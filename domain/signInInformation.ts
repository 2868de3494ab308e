import type { Language } from './language.ts';
import { copyPageUrl, type ShownOnce } from './oneTimeCode.ts';

/** Where the page is that copies sign-in information. */
export const SIGN_IN_INFORMATION_PATH = '/sign-in-information';

/** The address of the page that copies what a new person needs to sign in to Partner Desk for the first time. */
export function signInInformationUrl(publicUrl: string, language: Language, shown: ShownOnce): string {
  return copyPageUrl(`${publicUrl}${SIGN_IN_INFORMATION_PATH}`, language, shown);
}
