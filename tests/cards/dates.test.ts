import { describe, expect, it } from '@jest/globals';
import { ageOf, dayOn, momentOn, plainMoments, timeLeft } from '../../cards/dates.ts';

const NOW = new Date('2026-11-20T09:00:00Z');

describe('a moment on a card', () => {
  it('loses its milliseconds, which clients would show raw', () => {
    expect(momentOn('2026-11-19T14:05:06.789Z')).toBe(
      '{{DATE(2026-11-19T14:05:06Z,LONG)}} {{TIME(2026-11-19T14:05:06Z)}}',
    );
    expect(dayOn('2026-11-19T14:05:06.789Z')).toBe('{{DATE(2026-11-19T14:05:06Z,LONG)}}');
  });

  it('is spelled out in UTC where no client resolves it', () => {
    const text = `Sent ${momentOn('2026-11-19T14:05:06.789Z')}, since ${dayOn('2026-11-18T00:00:00Z')}.`;
    expect(plainMoments(text, 'en')).toBe(
      'Sent November 19, 2026 at 2:05 PM UTC, since November 18, 2026 (UTC).',
    );
    expect(plainMoments(text, 'ja')).toBe('Sent 2026年11月19日 14:05 (UTC), since 2026年11月18日 (UTC).');
    expect(plainMoments(text, 'zh-TW')).toBe(
      'Sent 2026年11月19日 下午2:05 (UTC), since 2026年11月18日 (UTC).',
    );
  });
});

describe('age and time left', () => {
  it.each([
    ['2026-11-20T08:00:00Z', 'today'],
    ['2026-11-19T08:00:00Z', '1 day ago'],
    ['2026-11-10T08:00:00Z', '10 days ago'],
    ['2026-11-20T10:00:00Z', 'today'],
  ])('%s was %s', (iso, words) => {
    expect(ageOf(iso, NOW, 'en')).toBe(words);
  });

  it.each([
    ['2026-12-20T09:00:00Z', '30 days left'],
    ['2026-11-21T10:00:00Z', '2 days left'],
    ['2026-11-20T10:00:00Z', 'last day'],
    ['2026-11-20T09:00:00Z', 'no time left'],
  ])('until %s there is %s', (iso, words) => {
    expect(timeLeft(iso, NOW, 'en')).toBe(words);
  });
});
