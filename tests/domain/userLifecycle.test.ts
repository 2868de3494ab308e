import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KeptCode } from '../../domain/oneTimeCode.ts';
import { ADMIN_LEVELS, AGENT_LEVELS, type Levels } from '../../domain/permissions.ts';
import { changeUser, invitedUser, type User, type UserCommand, type UserEvent } from '../../domain/user.ts';

const START = new Date('2026-11-20T09:00:00.000Z').getTime();
const DAY = 24 * 60 * 60_000;
const TENANT = '22222222-2222-4222-8222-222222222222';
const dana = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Dana Reyes' };

const signInOf = (id: string, at: number): KeptCode => ({
  id,
  salt: 'salt',
  hash: 'hash',
  madeAt: new Date(at).toISOString(),
  expiresAt: new Date(at + 7 * DAY).toISOString(),
  tried: 0,
});

const levels: fc.Arbitrary<Levels> = fc.record({
  agent: fc.constantFrom(...AGENT_LEVELS),
  admin: fc.constantFrom(...ADMIN_LEVELS),
});
/** Half of the granters may grant something, so that lives get somewhere. */
const granter = fc.oneof(
  levels,
  fc.constantFrom<Levels>(
    { agent: 'none', admin: 'globalAdmin' },
    { agent: 'none', admin: 'userManagementAdmin' },
  ),
);
const CODES = ['first', 'second', 'third'];
const codeId = fc.constantFrom(...CODES);
const objectId = fc.constantFrom(
  'aaaaaaaa-0000-4000-8000-000000000002',
  'aaaaaaaa-0000-4000-8000-000000000003',
);

/** A step of a life: a command, and how long it took until then. */
type Step = { command: (at: number) => UserCommand; after: number };
const command: fc.Arbitrary<Step['command']> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('update' as const), levels, granter }).map(same) },
  {
    weight: 2,
    arbitrary: fc.tuple(codeId, granter).map(
      ([id, who]) =>
        (at: number): UserCommand => ({ do: 'replaceCode', signIn: signInOf(id, at), granter: who }),
    ),
  },
  { weight: 8, arbitrary: fc.constant(same({ do: 'tryCode' })) },
  { weight: 4, arbitrary: fc.constant(same({ do: 'wrongCode' })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ do: fc.constant('bind' as const), objectId, codeId: fc.option(codeId, { nil: undefined }) })
      .map(same),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), granter }).map(same) },
);
function same(each: UserCommand): Step['command'] {
  return () => each;
}
const step: fc.Arbitrary<Step> = fc.record({
  command,
  after: fc.constantFrom(0, 0, 0, 60_000, DAY, 8 * DAY),
});

interface Moment {
  before: User;
  command: UserCommand;
  next: User;
  event: UserEvent | undefined;
  now: Date;
}

/** Calls `check` with each change of any life that an entry can have, and `over` with each whole life. */
function everyLife(check: (moment: Moment) => void, over: (life: Moment[]) => void = () => undefined): void {
  fc.assert(
    fc.property(levels, fc.array(step, { maxLength: 30 }), (first, steps) => {
      let user: Readonly<User> = invitedUser(
        {
          id: 'bbbbbbbb-0000-4000-8000-000000000001',
          companyId: TENANT,
          name: 'Ari Lund',
          email: 'ari@contoso.example',
          signIn: signInOf('first', START),
          ...first,
        },
        dana,
        new Date(START),
      );
      let at = START;
      const life: Moment[] = [];
      for (const { command: commandAt, after } of steps) {
        at += after;
        const before = Object.freeze(user);
        const now = new Date(at);
        const what = commandAt(at);
        const change = changeUser(user, what, now);
        if ('refused' in change) continue;
        const moment = { before, command: what, now, ...change };
        check(moment);
        life.push(moment);
        user = change.next;
      }
      over(life);
    }),
    { seed: 20261120, numRuns: 500 },
  );
}

const GLOBAL = 'globalAdmin';

describe('in any life that an entry can have', () => {
  it('whoever was removed stays removed', () => {
    everyLife(({ before }) => expect(before.state).not.toBe('removed'));
  });

  it('only an entry that is bound to a person is active, and only binding makes it so', () => {
    everyLife(({ before, command: { do: what }, next }) => {
      if (next.state === 'active') expect(next.objectId).toBeDefined();
      if (before.state !== 'active' && next.state === 'active') expect(what).toBe('bind');
      if (next.objectId !== before.objectId) expect(what).toBe('bind');
    });
  });

  it('a code is there only while its person is invited', () => {
    everyLife(({ next }) => {
      if (next.signIn) expect(next.state).toBe('invited');
    });
  });

  it('at most five tries of one code are counted, none of a code that is over', () => {
    everyLife(
      ({ command: { do: what }, next, event, now }) => {
        expect(next.signIn?.tried ?? 0).toBeLessThanOrEqual(5);
        if (what === 'tryCode' && !event) {
          expect(now.getTime()).toBeLessThan(Date.parse(next.signIn?.expiresAt ?? ''));
        }
      },
      life => {
        let counted = 0;
        for (const { command: each, event } of life) {
          if (each.do === 'replaceCode') counted = 0;
          if (each.do === 'tryCode' && !event) counted++;
          expect(counted).toBeLessThanOrEqual(5);
        }
      },
    );
  });

  it('somebody is locked only when five codes were tried', () => {
    everyLife(({ before, next }) => {
      if (before.state !== 'locked' && next.state === 'locked') expect(before.signIn?.tried).toBe(5);
    });
  });

  it('a code binds only if it is the one that is kept', () => {
    everyLife(({ before, command: each }) => {
      if (each.do === 'bind' && each.codeId) expect(before.signIn?.id).toBe(each.codeId);
    });
  });

  it('its version grows by one with each change that people see, and with nothing else', () => {
    everyLife(({ before, next, event }) => expect(next.version).toBe(before.version + (event ? 1 : 0)));
  });

  it('nobody gets, keeps a new way to, or loses global admin by a granter who is none', () => {
    everyLife(({ before, command: each, next }) => {
      const touches =
        (before.admin === GLOBAL) !== (next.admin === GLOBAL) ||
        (before.admin === GLOBAL && (each.do === 'remove' || each.do === 'replaceCode'));
      if (!touches) return;
      expect('granter' in each && each.granter.admin).toBe(GLOBAL);
    });
  });

  it('its levels change only by whoever manages people', () => {
    everyLife(({ before, command: each, next }) => {
      if (before.agent === next.agent && before.admin === next.admin) return;
      expect(each.do).toBe('update');
      expect([GLOBAL, 'userManagementAdmin']).toContain('granter' in each && each.granter.admin);
    });
  });

  it('it stays the same entry: id, company, name, address, who added it and when', () => {
    everyLife(({ before, next }) => {
      const { id, companyId, name, email, addedBy, addedAt } = before;
      expect(next).toMatchObject({ id, companyId, name, email, addedBy, addedAt });
    });
  });
});
