/** Where addresses have no postal code. */
const WITHOUT_POSTAL_CODE = new Set(
  'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CM DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM LY ML MO MR MW NR NU QA RW SB SC SL SR SS ST SY TD TG TK TL TO TV UG VU YE ZW'.split(
    ' ',
  ),
);
/** Where an address is not complete without its state, province or prefecture. */
const WITH_REGION = new Set('AU BR CA CN IN JP MX US'.split(' '));

/** How postal codes look where we know it; elsewhere any will do. */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = {
  AU: /^\d{4}$/,
  CA: /^[A-Z]\d[A-Z][ -]?\d[A-Z]\d$/i,
  CH: /^\d{4}$/,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  IN: /^\d{3} ?\d{3}$/,
  JP: /^\d{3}-?\d{4}$/,
  TW: /^\d{3}(?:\d{2,3})?$/,
  US: /^\d{5}(?:-\d{4})?$/,
};

/** The dashes and the long vowel mark that keyboards put between the digits of a code. */
const DASHES = /[\p{Pd}−ー]/gu;

/** A postal code as people type it, in any width; undefined when they typed none. */
export function postalCodeIn(text: string): string | undefined {
  return text.normalize('NFKC').replace(DASHES, '-').trim() || undefined;
}

export function needsPostalCode(country: string): boolean {
  return !WITHOUT_POSTAL_CODE.has(country);
}

/** Whether the address needs the state, province or prefecture. */
export function needsRegion(country: string): boolean {
  return WITH_REGION.has(country);
}

/** Whether a postal code can be one by the rules of its country; true for a country whose rules are not known. */
export function isPossiblePostalCode(postalCode: string, country: string): boolean {
  return POSTAL_CODES[country]?.test(postalCode) ?? true;
}
