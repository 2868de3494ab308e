/** Compares sign-in codes, as a first sign-in does, and tells how long each comparison took. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { isKeptCode } from '../../domain/oneTimeCode.ts';
import { makeSignInCode, readSignInCode } from '../../domain/signInCode.ts';
import { answering } from './answering.ts';
import { usage } from './usage.ts';

interface Times {
  clock: number[];
  cpu: number[];
}

const FIRST = 0;
const LAST = 11;

/** Another character of the alphabet at one place of a code. */
function spoilt(code: string, place: number): string {
  return code.slice(0, place) + (code[place] === '7' ? '8' : '7') + code.slice(place + 1);
}

/**
 * So many comparisons of each kind, one after the other, the kinds taking turns; milliseconds each, by kind: by the
 * clock, and of this process's own CPU, which what else the machine does disturbs less.
 */
async function compare(count: number): Promise<Record<string, Times>> {
  const { text, kept } = await makeSignInCode(randomBytes, new Date());
  const right = readSignInCode(text);
  if (right === undefined) throw new Error('a code of ours cannot be read');
  const all = Array.from(right, (_, place) => spoilt(right, place)[place]).join('');
  const kinds = [
    { name: 'right', code: right, times: { clock: [], cpu: [] } as Times },
    { name: 'right, once more', code: right, times: { clock: [], cpu: [] } as Times },
    { name: 'first character wrong', code: spoilt(right, FIRST), times: { clock: [], cpu: [] } as Times },
    { name: 'last character wrong', code: spoilt(right, LAST), times: { clock: [], cpu: [] } as Times },
    { name: 'all characters wrong', code: all, times: { clock: [], cpu: [] } as Times },
  ];
  for (let turn = 0; turn <= count; turn++) {
    // In twenty turns each kind comes behind each other one equally often: what one leaves behind meets all of them.
    const order = kinds.map((_, index) => kinds[(index * (1 + (turn % 4)) + turn) % kinds.length]);
    for (const kind of order) {
      if (kind === undefined) continue;
      const used = usage().cpuMs;
      const began = performance.now();
      const is = await isKeptCode(kind.code, kept);
      const clock = performance.now() - began;
      const cpu = usage().cpuMs - used;
      if (is !== kind.name.startsWith('right'))
        throw new Error(`a code with ${kind.name} was taken for ${is}`);
      // The first turn warms up.
      if (turn === 0) continue;
      kind.times.clock.push(clock);
      kind.times.cpu.push(cpu);
    }
  }
  return Object.fromEntries(kinds.map(({ name, times }) => [name, times]));
}

answering({ usage, compare: argument => compare(z.number().int().parse(argument)) });
