import { describe, expect, it } from '@jest/globals';
import { allTitlesOf, isMessageKey, translator } from '../../locales/index.ts';

describe('a translator', () => {
  it('gives a text in its language', () => {
    expect(translator('en')('button.done')).toBe('Done');
    expect(translator('ja')('button.done')).toBe('完了');
    expect(translator('zh-TW')('button.done')).toBe('完成');
  });

  it('fills in values, and counts as the language does', () => {
    expect(translator('en')('date.age', { days: 1 })).toBe('1 day ago');
    expect(translator('en')('date.age', { days: 3 })).toBe('3 days ago');
    expect(translator('ja')('date.age', { days: 3 })).toBe('3 日前');
    expect(translator('zh-TW')('date.age', { days: 0 })).toBe('今天');
  });

  it('writes moments in UTC, wherever it runs', () => {
    const at = new Date('2026-11-20T23:30:00Z');
    expect(translator('en')('date.moment', { at })).toBe('November 20, 2026 at 11:30 PM UTC');
    expect(translator('ja')('date.day', { at })).toBe('2026年11月20日 (UTC)');
  });

  it('takes a name as it is, whatever it looks like', () => {
    const name = '{days, plural, other {#}} <b>';
    expect(translator('en')('button.handOverTo', { name })).toBe(`Hand over to ${name}`);
  });

  it('says which value was forgotten', () => {
    expect(() => translator('en')('date.age')).toThrow('days');
  });

  it('is the same one every time', () => {
    expect(translator('ja')).toBe(translator('ja'));
  });
});

describe('the texts of all languages', () => {
  it('are given for the command parser', () => {
    expect(allTitlesOf('command.help.title')).toEqual(['help', 'ヘルプ', '說明']);
  });

  it('have keys that can be told from other words', () => {
    expect(isMessageKey('button.done')).toBe(true);
    expect(isMessageKey('toString')).toBe(false);
  });
});
