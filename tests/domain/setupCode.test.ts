import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKeptCode } from '../../domain/oneTimeCode.ts';
import {
  changeSetup,
  findSetupCode,
  makeSetupCode,
  readSetupCode,
  type Setup,
  setupStateAt,
} from '../../domain/setupCode.ts';
import { findSignInCode } from '../../domain/signInCode.ts';

const NOW = new Date('2026-11-21T09:00:00.000Z');
const DAY = 24 * 60 * 60_000;
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}$/;
const later = (ms: number) => new Date(NOW.getTime() + ms);

const TENANT = '11111111-1111-4111-8111-111111111111';
const taylor = { tenantId: TENANT, objectId: '22222222-2222-4222-8222-222222222222', name: 'Taylor' };
const robin = { ...taylor, objectId: '33333333-3333-4333-8333-333333333333', name: 'Robin' };

const setup = (over: Partial<Setup> = {}): Setup => ({
  accountId: 'aaaaaaaa-0000-8000-8000-000000000001',
  accountName: 'admin@tailspin.onmicrosoft.com',
  code: {
    id: 'first',
    salt: 'salt',
    hash: 'hash',
    madeAt: NOW.toISOString(),
    expiresAt: later(7 * DAY).toISOString(),
    tried: 0,
  },
  madeBy: taylor,
  entered: [],
  ...over,
});

describe('a setup code', () => {
  it('has five groups of four, of which it is found and of which it is secret', async () => {
    const made = await makeSetupCode(randomBytes, NOW);
    expect(made.text).toMatch(SHAPE);
    const read = readSetupCode(made.text);
    expect(read?.digest).toBe(made.digest);
    expect(read?.secret).toHaveLength(12);
    expect(await isKeptCode(read?.secret ?? '', made.kept)).toBe(true);
    expect(await isKeptCode('000000000000', made.kept)).toBe(false);
    expect(JSON.stringify(made.kept)).not.toContain(read?.secret);
    expect(made.digest).not.toContain(made.text.slice(0, 4));
  });

  it.each([
    ['in small letters', 'k7qm-2rtx-9whd-4zbn-6ycp'],
    ['without hyphens', 'K7QM2RTX9WHD4ZBN6YCP'],
    ['with spaces', 'K7QM 2RTX 9WHD 4ZBN 6YCP'],
    ['in full width', 'Ｋ７ＱＭ－２ＲＴＸ－９ＷＨＤ－４ＺＢＮ－６ＹＣＰ'],
    ['with other hyphens', 'K7QM‑2RTX‑9WHD‑4ZBN‑6YCP'],
    [
      'among other words',
      'Account: admin@tailspin.example\nOne-time code: K7QM-2RTX-9WHD-4ZBN-6YCP (7 days)',
    ],
  ])('is found %s', (_, text) => {
    expect(readSetupCode(findSetupCode(text) ?? '')).toEqual(readSetupCode('K7QM-2RTX-9WHD-4ZBN-6YCP'));
  });

  it.each([
    ['a sign-in code', 'K7QM-2RTX-9WHD'],
    ['a guid', 'aaaaaaaa-0000-4000-8000-000000000001'],
    ['a longer number', 'K7QM-2RTX-9WHD-4ZBN-6YCP-AAAA'],
    ['words', 'please send them more information'],
    ['nothing', ''],
  ])('is not found in %s', (_, text) => {
    expect(findSetupCode(text)).toBeUndefined();
  });

  it('is never taken for a sign-in code', () => {
    expect(findSignInCode('the code is K7QM-2RTX-9WHD-4ZBN-6YCP')).toBeUndefined();
    expect(findSignInCode('K7QM2RTX9WHD4ZBN6YCP')).toBeUndefined();
  });
});

describe('a setup', () => {
  it('waits, expires, locks, and ends bound', () => {
    expect(setupStateAt(setup(), later(7 * DAY - 1))).toBe('waiting');
    expect(setupStateAt(setup(), later(7 * DAY))).toBe('expired');
    expect(setupStateAt(setup({ lockedAt: NOW.toISOString() }), NOW)).toBe('locked');
    const boundTo = { tenantId: TENANT, by: taylor, at: NOW.toISOString() };
    expect(setupStateAt(setup({ boundTo, lockedAt: NOW.toISOString() }), later(8 * DAY))).toBe('bound');
  });

  it('whatever happens to it: at most five codes are looked at, only who entered the right one binds, once', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('wrong' as const) }),
      fc.record({ do: fc.constant('right' as const), who: fc.constantFrom(taylor, robin) }),
      fc.record({ do: fc.constant('bind' as const), who: fc.constantFrom(taylor, robin) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3 * DAY }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        let state = setup();
        let now = NOW;
        let wrongInARow = 0;
        const right = new Set<string>();
        const apply = (command: Parameters<typeof changeSetup>[2]) => {
          const change = changeSetup(state, 'first', command, now);
          if ('next' in change) state = change.next;
          return change;
        };
        for (const each of steps) {
          const before = setupStateAt(state, now);
          switch (each.do) {
            case 'wait':
              now = new Date(now.getTime() + each.ms);
              break;
            case 'wrong': {
              const tried = apply({ do: 'tryCode' });
              if ('refused' in tried || tried.event === 'locked') break;
              wrongInARow++;
              apply({ do: 'wrongCode' });
              break;
            }
            case 'right': {
              const tried = apply({ do: 'tryCode' });
              if ('refused' in tried || tried.event === 'locked') break;
              const entered = apply({ do: 'enter', person: each.who });
              if ('next' in entered) {
                right.add(each.who.objectId);
                wrongInARow = 0;
              }
              break;
            }
            case 'bind': {
              const bound = apply({ do: 'bind', by: each.who });
              expect('next' in bound).toBe(before === 'waiting' && right.has(each.who.objectId));
            }
          }
          expect(wrongInARow).toBeLessThanOrEqual(5);
          if (before !== 'bound') expect(state.lockedAt !== undefined).toBe(wrongInARow === 5);
          if (before === 'bound') expect(setupStateAt(state, now)).toBe('bound');
        }
      }),
    );
  });

  it('forgets with a new code who entered the old one', () => {
    const entered = [{ tenantId: TENANT, objectId: taylor.objectId }];
    const change = changeSetup(setup({ entered }), 'second', { do: 'bind', by: taylor }, NOW);
    expect(change).toEqual({ refused: 'replaced' });
  });
});
