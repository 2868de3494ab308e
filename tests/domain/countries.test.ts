import { describe, expect, it } from '@jest/globals';
import { countryList, countryName, isCountry } from '../../domain/countries.ts';
import { LANGUAGES } from '../../domain/language.ts';

describe('the list of countries and regions', () => {
  it.each(LANGUAGES)('names every one of them in %s, no two alike', language => {
    const list = countryList(language);
    expect(list.length).toBeGreaterThan(240);
    expect(list.filter(({ code, name }) => name === code || name.trim() === '')).toEqual([]);
    expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  });

  it.each([
    ['JP', 'Japan', '日本', '日本'],
    ['TW', 'Taiwan', '台湾', '台灣'],
    ['DE', 'Germany', 'ドイツ', '德國'],
    ['US', 'United States', 'アメリカ合衆国', '美國'],
  ])('knows %s by its names', (code, en, ja, zhTW) => {
    expect(LANGUAGES.map(language => countryName(code, language))).toEqual([en, ja, zhTW]);
  });

  it('is sorted as its reader sorts', () => {
    for (const language of LANGUAGES) {
      const names = countryList(language).map(({ name }) => name);
      expect(names).toEqual([...names].sort(new Intl.Collator(language).compare));
    }
  });

  it.each([
    ['JP', true],
    ['jp', false],
    ['XX', false],
    ['', false],
    ['JPN', false],
    ['__proto__', false],
  ])('%j is a country: %s', (code, known) => {
    expect(isCountry(code)).toBe(known);
  });
});
