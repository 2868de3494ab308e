import isoCodes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import type { Language } from './language.ts';

/** The list alone: the library itself loads every country's name in eighty languages. */
const CODES: readonly string[] = isoCodes.flatMap(([alpha2]) => alpha2 ?? []).sort();

/** True for an ISO 3166-1 alpha-2 code. */
export function isCountry(code: string): boolean {
  return CODES.includes(code);
}

/** A country's name in a reader's language; the code itself when it has none. */
export function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

const lists = new Map<Language, { code: string; name: string }[]>();

/** All countries and regions of the ISO list in a reader's language, in that language's order. */
export function countryList(language: Language): readonly { code: string; name: string }[] {
  const known = lists.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const collator = new Intl.Collator(language);
  const list = CODES.map(code => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    collator.compare(a.name, b.name),
  );
  lists.set(language, list);
  return list;
}
