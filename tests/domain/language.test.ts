import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, languageOf } from '../../domain/language.ts';
import { languageFor } from '../../domain/person.ts';

describe('the language that we speak', () => {
  it.each([
    ['en-US', 'en'],
    ['en-GB', 'en'],
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['JA-jp', 'ja'],
    ['zh-TW', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hant-HK', 'zh-TW'],
    ['zh-CN', 'zh-TW'],
    ['de-DE', 'en'],
    ['jav', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ] as const)('for %s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });

  it('is what a person chose, before what their Teams speaks', () => {
    expect(languageFor({ chosenLanguage: 'en', teamsLocale: 'ja-JP' })).toBe('en');
    expect(languageFor({ chosenLanguage: undefined, teamsLocale: 'ja-JP' })).toBe('ja');
    expect(languageFor(undefined)).toBe('en');
  });

  it('is one of those that we ship', () => {
    for (const language of LANGUAGES) expect(languageOf(language)).toBe(language);
  });
});
