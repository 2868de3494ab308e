import { keyPart } from './keys.ts';

const LONGEST_TERM = 100;

/** How names, domains and what people search for are compared: NFKC, case folded, inner spaces single, nothing that is no character. */
export function foldTerm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Noncharacter_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A term as a part of a row key. */
export function termKey(term: string): string {
  return keyPart(foldTerm(term).slice(0, LONGEST_TERM));
}

/**
 * What a name is found by: itself and what begins at each of its first words. A name has two hundred characters at
 * most; four places to find it by are enough, and a transaction is finite.
 */
export function searchTerms(name: string, ...others: readonly (string | undefined)[]): string[] {
  const words = foldTerm(name).split(' ');
  const tails = words.slice(0, 4).map((_, index) => words.slice(index).join(' '));
  return [...new Set([...tails, ...others.flatMap(other => (other ? [foldTerm(other)] : []))].map(termKey))];
}

/**
 * Names and domains often begin alike, so that several rows of one record match a search: of those the first by key
 * stands for the record, and each occurs once in all pages together.
 */
export function isFirstMatch(
  key: string,
  wanted: string,
  terms: readonly string[],
  keyOf: (term: string) => string,
): boolean {
  return terms.filter(term => term.startsWith(wanted)).every(term => keyOf(term) >= key);
}
