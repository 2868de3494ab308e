import { describe, expect, it } from '@jest/globals';
import { pageLanguage } from '../../bot/pages/language.ts';

describe('the language of a page', () => {
  it.each([
    ['language=ja', 'en-US', 'ja'],
    ['language=zh-TW', 'ja', 'zh-TW'],
    ['a=b&language=en', 'ja', 'en'],
  ])('is the one asked for: %s', (query, accepted, language) => {
    expect(pageLanguage(query, accepted)).toBe(language);
  });

  it.each(['language=de', 'language=', 'language=JA%00', 'language[]=en', '%zz'])(
    'is not one that we do not have: %s',
    query => {
      expect(pageLanguage(query, 'ja')).toBe('ja');
    },
  );

  it.each([
    ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    ['en-GB, ja', 'en'],
    ['de-DE,de;q=0.9,zh-Hant-HK;q=0.5,en;q=0.4', 'zh-TW'],
    ['en;q=0.2, zh;q=0.7', 'zh-TW'],
    ['ja;q=0, en', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;,,q=,ja;q=x', 'ja'],
    [undefined, 'en'],
  ])('is what the browser likes best of ours: %s', (accepted, language) => {
    expect(pageLanguage('', accepted)).toBe(language);
  });
});
