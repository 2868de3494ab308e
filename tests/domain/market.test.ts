import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countryList } from '../../domain/countries.ts';
import { sameMarket } from '../../domain/market.ts';

/** Counted by hand: the 27 countries of the European Union and the four of the EFTA. */
const EUROPEAN_UNION =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
const EFTA = ['CH', 'IS', 'LI', 'NO'];
const COUNTRIES = countryList('en').map(({ code }) => code);

describe('the market in which a provider and a reseller can work together', () => {
  it('is one in the European Union and EFTA', () => {
    for (const a of [...EUROPEAN_UNION, ...EFTA]) {
      for (const b of [...EUROPEAN_UNION, ...EFTA]) expect([a, b, sameMarket(a, b)]).toEqual([a, b, true]);
    }
  });

  it.each([
    ['US', 'DE'],
    ['US', 'CA'],
    ['GB', 'FR'],
    ['TR', 'GR'],
    ['JP', 'TW'],
  ])('is not one for %s and %s', (a, b) => {
    expect(sameMarket(a, b)).toBe(false);
    expect(sameMarket(b, a)).toBe(false);
  });

  it('is the country itself everywhere', () => {
    for (const country of COUNTRIES) expect(sameMarket(country, country)).toBe(true);
  });

  it('holds for nobody else: two countries share one only inside of it', () => {
    const inside = new Set([...EUROPEAN_UNION, ...EFTA]);
    const country = fc.constantFrom(...COUNTRIES);
    fc.assert(
      fc.property(country, country, (a, b) => {
        expect(sameMarket(a, b)).toBe(a === b || (inside.has(a) && inside.has(b)));
      }),
      { numRuns: 2_000, seed: 20261120 },
    );
  });
});
