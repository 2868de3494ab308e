import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Action,
  ADMIN_LEVELS,
  AGENT_LEVELS,
  type Levels,
  may,
  mayGrant,
  PERMISSIONS,
  type Right,
  type Role,
  rightTo,
  rolesThatGrant,
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

describe('granting levels', () => {
  const HOLDERS = [...ROLE_NAMES, 'nobody'] as const;
  type Holder = (typeof HOLDERS)[number];
  const held = (holder: Holder): Levels =>
    holder === 'nobody' ? { agent: 'none', admin: 'none' } : levelsOf(holder);
  /**
   * Who may turn a holder of the row's role into one of the column's, by hand from the last two rows of design §1:
   * P whoever manages people (global admin, user management admin), G a global admin alone. Rows and columns in the
   * order global admin, user management admin, billing admin, admin agent, sales agent, helpdesk agent, nobody.
   */
  const GRANTED_BY: Record<Holder, string> = {
    globalAdmin: 'PGGGGGG',
    userManagementAdmin: 'GPPPPPP',
    billingAdmin: 'GPPPPPP',
    adminAgent: 'GPPPPPP',
    salesAgent: 'GPPPPPP',
    helpdeskAgent: 'GPPPPPP',
    nobody: 'GPPPPPP',
  };
  const GRANTERS = {
    P: ['globalAdmin', 'userManagementAdmin'],
    G: ['globalAdmin'],
  } as const satisfies Record<string, readonly Role[]>;
  const pairs = HOLDERS.flatMap(from =>
    HOLDERS.map((to, column) => {
      const by = GRANTED_BY[from][column] === 'G' ? GRANTERS.G : GRANTERS.P;
      return { from, to, by: [...by] as Role[] };
    }),
  );

  it.each(pairs)('from $from to $to is for $by', ({ from, to, by }) => {
    expect(rolesThatGrant(held(from), held(to)).sort()).toEqual(by);
    for (const granter of ROLE_NAMES) {
      expect([granter, mayGrant(held(granter), held(from), held(to))]).toEqual([
        granter,
        by.includes(granter),
      ]);
    }
    expect(mayGrant(held('nobody'), held(from), held(to))).toBe(false);
    expect(mayGrant(undefined, held(from), held(to))).toBe(false);
  });

  it('is not widened by a second level that grants nothing', () => {
    for (const agent of AGENT_LEVELS) {
      expect(mayGrant({ agent, admin: 'userManagementAdmin' }, held('salesAgent'), held('globalAdmin'))).toBe(
        false,
      );
      expect(mayGrant({ agent, admin: 'billingAdmin' }, held('salesAgent'), held('helpdeskAgent'))).toBe(
        false,
      );
      expect(mayGrant({ agent, admin: 'globalAdmin' }, held('salesAgent'), held('globalAdmin'))).toBe(true);
    }
  });

  it('looks at the admin level: an agent level beside global admin may be changed by whoever manages people', () => {
    const from: Levels = { agent: 'none', admin: 'globalAdmin' };
    const to: Levels = { agent: 'adminAgent', admin: 'globalAdmin' };
    expect(mayGrant(held('userManagementAdmin'), from, to)).toBe(true);
    expect(mayGrant(held('adminAgent'), from, to)).toBe(false);
  });
});
