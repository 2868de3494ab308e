import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PersonRef } from '../../domain/identity.ts';
import { ADMIN_LEVELS, AGENT_LEVELS, isGlobalAdmin, type Levels, may } from '../../domain/permissions.ts';
import {
  changeRoleRequest,
  lapsesAt,
  levelsAfter,
  mayAnswer,
  type RoleRequest,
  type RoleRequestCommand,
  readRoleRequest,
  requestStateAt,
} from '../../domain/roleRequest.ts';

/**
 * Whatever is done with a request for levels, by whomever and whenever: it ends once, and its end changes only what was
 * asked for, by somebody who may.
 */
const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-20T09:00:00.000Z');
const TENANT = '22222222-2222-4222-8222-222222222222';
const ref = (number: number, name: string): PersonRef => ({
  tenantId: TENANT,
  objectId: `aaaaaaaa-0000-4000-8000-00000000000${number}`,
  name,
});
const [dana, sam, lee] = [ref(1, 'Dana Reyes'), ref(2, 'Sam Ito'), ref(3, 'Lee Chen')];

const levels: fc.Arbitrary<Levels> = fc.record({
  agent: fc.constantFrom(...AGENT_LEVELS),
  admin: fc.constantFrom(...ADMIN_LEVELS),
});

function request(over: Partial<RoleRequest> = {}): RoleRequest {
  return {
    id: '0'.repeat(32),
    companyId: TENANT,
    asker: sam,
    from: { agent: 'salesAgent', admin: 'none' },
    wanted: { agent: 'adminAgent', admin: 'none' },
    toBeAdded: false,
    why: 'To help out',
    askedAt: NOW.toISOString(),
    state: 'open',
    ...over,
  };
}

interface Step {
  after: number;
  command: RoleRequestCommand;
}
const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.constant(0), fc.nat(2 * DAY), fc.nat(20 * DAY)),
  command: fc.oneof(
    fc.record({ do: fc.constant('approve' as const), by: fc.constantFrom(dana, lee) }),
    fc.record({
      do: fc.constant('decline' as const),
      by: fc.constantFrom(dana, lee),
      reason: fc.constantFrom('No', undefined),
    }),
    fc.record({ do: fc.constant('withdraw' as const), by: fc.constant(sam) }),
    fc.record({ do: fc.constant('lapse' as const) }),
  ),
});
const stories = fc.array(step, { minLength: 1, maxLength: 20 });

interface Moment extends Step {
  before: RoleRequest;
  next: RoleRequest;
  changed: boolean;
  now: Date;
}

function play(steps: readonly Step[]): Moment[] {
  let now = NOW;
  let before = request();
  return steps.map(({ after, command }) => {
    now = new Date(now.getTime() + after);
    const change = changeRoleRequest(Object.freeze(before), command, now);
    const next = 'next' in change ? change.next : before;
    const moment = { after, command, before, next, changed: 'next' in change, now };
    before = next;
    return moment;
  });
}

const RUNS = { numRuns: 500, seed: 20261121 };
const always = (look: (moments: Moment[]) => void) =>
  fc.assert(
    fc.property(stories, steps => look(play(steps))),
    RUNS,
  );

describe('a request for levels, whatever is done with it', () => {
  it('ends at most once', () => {
    always(moments => {
      expect(moments.filter(({ changed }) => changed).length).toBeLessThanOrEqual(1);
    });
  });

  it('stays as it ended', () => {
    always(moments => {
      for (const { before, next } of moments) if (before.state !== 'open') expect(next).toBe(before);
    });
  });

  it('is answered and withdrawn within its time, and lapses only after it', () => {
    always(moments => {
      for (const { changed, next, now } of moments) {
        if (changed) expect(next.state === 'lapsed').toBe(now >= lapsesAt(request()));
      }
    });
  });

  it('tells every later command how it ended', () => {
    always(moments => {
      for (const { before, command, now } of moments) {
        const change = changeRoleRequest(before, command, now);
        if ('refused' in change) expect(change.refused).toBe(requestStateAt(before, now));
      }
    });
  });

  it('keeps who decided, but for time', () => {
    always(moments => {
      for (const { changed, next, command } of moments) {
        if (!changed) continue;
        if (command.do === 'lapse') expect(next.decision).toBeUndefined();
        else expect(next.decision?.by).toEqual(command.by);
      }
    });
  });
});

describe('what approving leads to, whatever the levels are by now', () => {
  const cases = fc.record({ from: levels, wanted: levels, present: levels });

  it('is what was asked for, where something was', () => {
    fc.assert(
      fc.property(cases, ({ from, wanted, present }) => {
        const after = levelsAfter({ from, wanted }, present);
        for (const level of ['agent', 'admin'] as const) {
          expect(after[level]).toBe(wanted[level] === from[level] ? present[level] : wanted[level]);
        }
      }),
      RUNS,
    );
  });

  it('changes nothing when nothing was asked for', () => {
    fc.assert(
      fc.property(levels, levels, (from, present) => {
        expect(levelsAfter({ from, wanted: from }, present)).toEqual(present);
      }),
      RUNS,
    );
  });

  it('is decided by whoever manages people, of global admins by one, and never by the asker', () => {
    fc.assert(
      fc.property(cases, levels, fc.constantFrom(dana, sam, lee), ({ from, wanted, present }, own, by) => {
        const asked = request({ from, wanted });
        const after = levelsAfter(asked, present);
        const concernsGlobalAdmins = isGlobalAdmin(present) !== isGlobalAdmin(after);
        const entitled = may('managePeople', own) && (!concernsGlobalAdmins || isGlobalAdmin(own));
        expect(mayAnswer(asked, by, own, present)).toBe(entitled && by !== sam);
      }),
      RUNS,
    );
  });
});

describe('the form', () => {
  const typed = fc.record({
    agent: fc.option(fc.string(), { nil: undefined }),
    admin: fc.option(fc.string(), { nil: undefined }),
    why: fc.option(fc.string({ maxLength: 400 }), { nil: undefined }),
  });

  it('never reads anything but levels that differ, with a reason', () => {
    fc.assert(
      fc.property(typed, levels, (form, from) => {
        const read = readRoleRequest(form, from);
        if ('problems' in read) return;
        expect(read.wanted).not.toEqual(from);
        expect(read.wanted).not.toEqual({ agent: 'none', admin: 'none' });
        expect(read.why.length).toBeGreaterThan(0);
        expect(read.why.length).toBeLessThanOrEqual(300);
      }),
      RUNS,
    );
  });

  it.each([
    [{ agent: 'adminAgent', why: 'To help out' }, {}],
    [{ agent: 'adminAgent', why: ' ' }, { why: 'required' }],
    [{ agent: 'adminAgent', why: 'x'.repeat(301) }, { why: 'tooLong' }],
    [{ agent: 'salesAgent', admin: 'none', why: 'To help out' }, { agent: 'nothingNew' }],
    [{ agent: 'none', admin: 'none', why: 'To help out' }, { agent: 'noRole' }],
    [
      { agent: 'king', why: '' },
      { agent: 'noRole', why: 'required' },
    ],
  ])('says what is wrong with %j', (form, problems) => {
    const read = readRoleRequest(form, { agent: 'salesAgent', admin: 'none' });
    expect('problems' in read ? read.problems : {}).toEqual(problems);
  });
});
