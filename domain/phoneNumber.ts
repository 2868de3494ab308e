import { createRequire } from 'node:module';
import type * as phoneNumbers from 'libphonenumber-js/min';

const require = createRequire(import.meta.url);

/**
 * Whether a number can be one by the rules of its country; true for a country whose rules are not known. Those rules
 * are loaded when a form first brings a number: a start need not wait for them, nor hold them in memory.
 */
export function isPossiblePhone(number: string, country: string): boolean {
  const { isPossiblePhoneNumber, isSupportedCountry }: typeof phoneNumbers = require('libphonenumber-js/min');
  return !isSupportedCountry(country) || isPossiblePhoneNumber(number, country);
}
