import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Action,
  ADMIN_LEVELS,
  AGENT_LEVELS,
  type Levels,
  may,
  PERMISSIONS,
  type Right,
  type Role,
  rightTo,
  rolesThatMay,
} from '../../domain/permissions.ts';
import { levelsOf, ROLE_NAMES, TABLE } from '../support/permissionTable.ts';

const ACTIONS = Object.keys(TABLE) as Action[];
const REACH: Right[] = ['no', 'reads', 'notOffice365', 'yes'];

describe('the permission table', () => {
  it('has a row for every action, and no other', () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual(Object.keys(TABLE).sort());
  });

  describe.each(ACTIONS)('%s', action => {
    it.each(ROLE_NAMES.map((role, column) => [role, TABLE[action][column]] as const))(
      '%s: %s',
      (role, right) => {
        expect(rightTo(action, levelsOf(role))).toBe(right);
      },
    );

    it('is for nobody whom the company has not added, and for nobody without a role', () => {
      expect(rightTo(action, undefined)).toBe('no');
      expect(rightTo(action, { agent: 'none', admin: 'none' })).toBe('no');
    });

    it('names in a refusal exactly the roles that may without limit', () => {
      const expected = ROLE_NAMES.filter((_, column) => TABLE[action][column] === 'yes');
      expect(rolesThatMay(action).sort()).toEqual([...expected].sort());
    });
  });

  const levels: fc.Arbitrary<Levels> = fc.record({
    agent: fc.constantFrom(...AGENT_LEVELS),
    admin: fc.constantFrom(...ADMIN_LEVELS),
  });
  const action = fc.constantFrom(...ACTIONS);
  const RUNS = { seed: 20261120, numRuns: 1_000 };

  it('gives someone with two levels the better right of the two', () => {
    fc.assert(
      fc.property(action, levels, (what, { agent, admin }) => {
        const alone = [rightTo(what, { agent, admin: 'none' }), rightTo(what, { agent: 'none', admin })];
        const better = REACH[Math.max(...alone.map(right => REACH.indexOf(right)))];
        expect(rightTo(what, { agent, admin })).toBe(better);
      }),
      RUNS,
    );
  });

  it('allows without limit only where the right is “yes”', () => {
    fc.assert(
      fc.property(action, levels, (what, who) => {
        expect(may(what, who)).toBe(rightTo(what, who) === 'yes');
      }),
      RUNS,
    );
  });

  it('lets a global admin do everything', () => {
    const globalAdmin: Role = 'globalAdmin';
    for (const what of ACTIONS) expect(may(what, levelsOf(globalAdmin))).toBe(true);
  });
});
