import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../bench/options.ts';
import { inRounds, ratioOf } from '../../bench/rounds.ts';
import { median, percentile } from '../../bench/stats.ts';
import { stepsOf, type WireRequest } from '../../bench/wire.ts';

describe('the figures of the bench', () => {
  it('are medians: the middle one, or the mean of the two in the middle', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([40, 10, 30, 20])).toBe(25);
    expect(median([])).toBeNaN();
  });

  it('are percentiles: what so large a share does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('are compared within each round, so that a slow round is slow for both', () => {
    const rounds = { bare: [100, 400, 100], ours: [110, 440, 300] };
    expect(ratioOf(rounds, 'ours', 'bare', value => value)).toBeCloseTo(1.1);
  });

  it('come from contenders that take turns, the first round not counted', async () => {
    const order: string[] = [];
    const run = (name: string) => async () => order.push(name);
    const results = await inRounds(2, { bare: run('bare'), ours: run('ours') });
    expect(order).toEqual(['bare', 'ours', 'ours', 'bare', 'bare', 'ours']);
    expect(results).toEqual({ bare: [4, 5], ours: [3, 6] });
  });
});

describe('requests to storage', () => {
  const read = (began: number, ended: number): WireRequest => ({
    kind: 'read',
    table: 'companies',
    began,
    ended,
    bytes: 0,
  });

  it('are one step when all went out before any was answered', () => {
    expect(stepsOf([read(0, 20), read(1, 18), read(5, 30)])).toBe(1);
  });

  it('are a step more each time that one waited for an answer', () => {
    expect(stepsOf([read(0, 20), read(1, 25), read(26, 40), read(27, 45), read(50, 60)])).toBe(3);
  });

  it('are no step when there are none', () => {
    expect(stepsOf([])).toBe(0);
  });
});

describe('what is asked of the bench', () => {
  it('is everything in seven rounds unless said otherwise', () => {
    expect(readOptions([], ['a', 'b'])).toMatchObject({ subjects: [], rounds: 7, quick: false });
    expect(readOptions(['b', '--rounds', '3'], ['a', 'b'])).toMatchObject({ subjects: ['b'], rounds: 3 });
  });

  it('is refused when it is not understood', () => {
    expect(() => readOptions(['z'], ['a', 'b'])).toThrow('there is no subject "z"');
    expect(() => readOptions(['--rounds', 'many'], ['a'])).toThrow('--rounds');
  });
});
