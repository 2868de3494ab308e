import { describe, expect, it } from '@jest/globals';
import type { KeptCode } from '../../domain/oneTimeCode.ts';
import type { Levels } from '../../domain/permissions.ts';
import {
  actsAsGlobalAdmin,
  changeUser,
  invitedUser,
  isCodeOver,
  readUserForm,
  type User,
  type UserCommand,
  userSchema,
} from '../../domain/user.ts';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const DAY = 24 * 60 * 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const TENANT = '22222222-2222-4222-8222-222222222222';
const ARI = 'aaaaaaaa-0000-4000-8000-000000000009';
const dana = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Dana Reyes' };
const code: KeptCode = {
  id: 'first',
  salt: 'salt',
  hash: 'hash',
  madeAt: NOW.toISOString(),
  expiresAt: later(7 * DAY).toISOString(),
  tried: 0,
};
const salesAgent: Levels = { agent: 'salesAgent', admin: 'none' };
const globalAdmin: Levels = { agent: 'none', admin: 'globalAdmin' };
const userManagementAdmin: Levels = { agent: 'none', admin: 'userManagementAdmin' };
const adminAgent: Levels = { agent: 'adminAgent', admin: 'none' };

const invited = (over: Partial<User> = {}): User => ({
  ...invitedUser(
    {
      id: 'bbbbbbbb-0000-4000-8000-000000000001',
      companyId: TENANT,
      name: 'Ari Lund',
      email: 'ari@contoso.example',
      signIn: code,
      ...salesAgent,
    },
    dana,
    NOW,
  ),
  ...over,
});
const active = (over: Partial<User> = {}): User =>
  invited({ state: 'active', objectId: ARI, signIn: undefined, version: 2, ...over });
const of = (user: User, command: UserCommand, now = NOW) => changeUser(user, command, now);
const done = (user: User, command: UserCommand, now = NOW): User => {
  const change = of(user, command, now);
  if ('refused' in change) throw new Error(change.refused);
  return change.next;
};

describe('someone who was added', () => {
  it('is invited, by whom and when is kept, and nobody is bound to the entry yet', () => {
    expect(invited()).toMatchObject({
      state: 'invited',
      addedBy: dana,
      addedAt: NOW.toISOString(),
      version: 1,
    });
    expect(invited().objectId).toBeUndefined();
    expect(userSchema.parse(invited())).toEqual(invited());
  });

  it('does not act as a global admin before they have signed in', () => {
    expect(actsAsGlobalAdmin(invited(globalAdmin))).toBe(false);
    expect(actsAsGlobalAdmin(active(globalAdmin))).toBe(true);
    expect(actsAsGlobalAdmin(active({ ...globalAdmin, state: 'removed' }))).toBe(false);
    expect(actsAsGlobalAdmin(active(userManagementAdmin))).toBe(false);
  });

  it('has seven days: the code is over at that moment, not before', () => {
    expect(isCodeOver(invited(), later(7 * DAY - 1))).toBe(false);
    expect(isCodeOver(invited(), later(7 * DAY))).toBe(true);
    expect(isCodeOver(active(), later(8 * DAY))).toBe(false);
  });
});

describe('the first sign-in', () => {
  it('counts each code before it is looked at, and nobody’s form is out of date by that', () => {
    const change = of(invited(), { do: 'tryCode' });
    expect(change).toMatchObject({ next: { signIn: { tried: 1 }, version: 1 }, event: undefined });
  });

  it('binds the person and burns the code', () => {
    const tried = done(invited(), { do: 'tryCode' });
    const change = of(tried, { do: 'bind', objectId: ARI, codeId: 'first' });
    expect(change).toMatchObject({ next: { state: 'active', objectId: ARI, version: 2 }, event: 'signedIn' });
    expect('next' in change && change.next.signIn).toBeUndefined();
  });

  it('does not bind with a code that another one has replaced, nor when the entry was locked meanwhile', () => {
    const replaced = invited({ signIn: { ...code, id: 'second' } });
    expect(of(replaced, { do: 'bind', objectId: ARI, codeId: 'first' })).toEqual({ refused: 'noCode' });
    const locked = invited({ state: 'locked', signIn: undefined });
    expect(of(locked, { do: 'bind', objectId: ARI, codeId: 'first' })).toHaveProperty('refused');
  });

  it('goes on after four wrong codes and is locked by the fifth', () => {
    let user = invited();
    for (const tries of [1, 2, 3, 4]) {
      user = done(user, { do: 'tryCode' });
      expect(user.signIn?.tried).toBe(tries);
      expect(of(user, { do: 'wrongCode' })).toEqual({ refused: 'unchanged' });
    }
    const change = of(done(user, { do: 'tryCode' }), { do: 'wrongCode' });
    expect(change).toMatchObject({ next: { state: 'locked', version: 2 }, event: 'locked' });
    expect('next' in change && change.next.signIn).toBeUndefined();
  });

  it('is locked by a sixth code when the fifth was counted and nobody heard how it was', () => {
    const five = invited({ signIn: { ...code, tried: 5 } });
    expect(of(five, { do: 'tryCode' })).toMatchObject({ next: { state: 'locked' }, event: 'locked' });
  });

  it('counts nothing for a locked entry, one without a code, and a code that is over', () => {
    expect(of(invited({ state: 'locked', signIn: undefined }), { do: 'tryCode' })).toEqual({
      refused: 'locked',
    });
    expect(of(active(), { do: 'tryCode' })).toEqual({ refused: 'noCode' });
    expect(of(invited(), { do: 'tryCode' }, later(7 * DAY))).toEqual({ refused: 'codeOver' });
  });
});

describe('a new sign-in code', () => {
  const signIn = { ...code, id: 'second' };

  it.each([
    ['someone invited', invited({ signIn: { ...code, tried: 4 } })],
    ['someone locked', invited({ state: 'locked', signIn: undefined })],
  ])('takes the place of the old one, with all tries left: %s', (_, user) => {
    const next = done(user, { do: 'replaceCode', signIn, granter: userManagementAdmin });
    expect(next).toMatchObject({ state: 'invited', signIn: { id: 'second', tried: 0 } });
  });

  it('is not for someone who has signed in', () => {
    expect(of(active(), { do: 'replaceCode', signIn, granter: globalAdmin })).toEqual({
      refused: 'unchanged',
    });
  });

  it('makes a global admin only by a global admin', () => {
    const waiting = invited(globalAdmin);
    expect(of(waiting, { do: 'replaceCode', signIn, granter: userManagementAdmin })).toEqual({
      refused: 'notYours',
    });
    expect(of(waiting, { do: 'replaceCode', signIn, granter: globalAdmin })).toHaveProperty('next');
  });
});

describe('other levels', () => {
  it('are given by whoever manages people', () => {
    const change = of(active(), { do: 'update', levels: adminAgent, granter: userManagementAdmin });
    expect(change).toMatchObject({ next: { ...adminAgent, state: 'active', version: 3 }, event: 'updated' });
  });

  it.each([
    ['salesAgent', salesAgent],
    ['adminAgent', adminAgent],
    ['nobody', { agent: 'none', admin: 'none' }],
    ['billingAdmin', { agent: 'none', admin: 'billingAdmin' }],
  ] as const)('are not given by others: %s', (_, granter) => {
    expect(of(active(), { do: 'update', levels: adminAgent, granter })).toEqual({ refused: 'notYours' });
  });

  it('reach or leave global admin only by a global admin', () => {
    const up = { do: 'update', levels: globalAdmin } as const;
    const down = { do: 'update', levels: salesAgent } as const;
    expect(of(active(), { ...up, granter: userManagementAdmin })).toEqual({ refused: 'notYours' });
    expect(of(active(), { ...up, granter: globalAdmin })).toHaveProperty('next');
    expect(of(active(globalAdmin), { ...down, granter: userManagementAdmin })).toEqual({
      refused: 'notYours',
    });
    expect(of(active(globalAdmin), { ...down, granter: globalAdmin })).toHaveProperty('next');
  });

  it('may change beside global admin by a user management admin', () => {
    const levels = { agent: 'adminAgent', admin: 'globalAdmin' } as const;
    expect(of(active(globalAdmin), { do: 'update', levels, granter: userManagementAdmin })).toMatchObject({
      next: levels,
    });
  });

  it('are at least one role, and others than before', () => {
    const levels = { agent: 'none', admin: 'none' } as const;
    expect(of(active(), { do: 'update', levels, granter: globalAdmin })).toEqual({ refused: 'noLevels' });
    expect(of(active(), { do: 'update', levels: salesAgent, granter: globalAdmin })).toEqual({
      refused: 'unchanged',
    });
  });
});

describe('a removal', () => {
  it('ends the entry and its code, and keeps who it was', () => {
    const change = of(invited(), { do: 'remove', granter: userManagementAdmin });
    expect(change).toMatchObject({
      next: { state: 'removed', name: 'Ari Lund', email: 'ari@contoso.example' },
      event: 'removed',
    });
    expect('next' in change && change.next.signIn).toBeUndefined();
  });

  it('of a global admin takes a global admin', () => {
    expect(of(active(globalAdmin), { do: 'remove', granter: userManagementAdmin })).toEqual({
      refused: 'notYours',
    });
    expect(of(active(globalAdmin), { do: 'remove', granter: globalAdmin })).toHaveProperty('next');
  });

  it.each<UserCommand>([
    { do: 'update', levels: adminAgent, granter: globalAdmin },
    { do: 'replaceCode', signIn: code, granter: globalAdmin },
    { do: 'tryCode' },
    { do: 'wrongCode' },
    { do: 'bind', objectId: ARI, codeId: undefined },
    { do: 'remove', granter: globalAdmin },
  ])('is final: $do', command => {
    expect(of(active({ state: 'removed' }), command)).toEqual({ refused: 'removed' });
  });
});

describe('the form of Add user', () => {
  const form = { name: 'Ari Lund', email: 'ari@contoso.example', agent: 'salesAgent', admin: 'none' };

  it('is read: name and address trimmed, the address folded, both levels', () => {
    expect(
      readUserForm({ ...form, name: '  Ari  Lund ', email: ' ARI@Contoso.example ' }, undefined),
    ).toEqual({
      user: { name: 'Ari Lund', email: 'ari@contoso.example', levels: salesAgent },
    });
  });

  it('takes full-width addresses for what they are', () => {
    expect(
      readUserForm({ ...form, email: 'ａｒｉ＠ｃｏｎｔｏｓｏ．ｅｘａｍｐｌｅ' }, undefined),
    ).toMatchObject({
      user: { email: 'ari@contoso.example' },
    });
  });

  it('fills in from the colleague who was picked what was left empty, and nothing else', () => {
    const colleague = { name: 'Ari From Teams', email: 'ARI@teams.example' };
    const empty = { name: ' ', email: '', agent: 'none', admin: 'billingAdmin' };
    expect(readUserForm(empty, colleague)).toMatchObject({
      user: { name: 'Ari From Teams', email: 'ari@teams.example' },
    });
    expect(readUserForm(form, colleague)).toMatchObject({
      user: { name: 'Ari Lund', email: 'ari@contoso.example' },
    });
  });

  it.each([
    ['no name', { name: ' ' }, { name: 'required' }],
    ['a name too long', { name: 'x'.repeat(101) }, { name: 'tooLong' }],
    ['no address', { email: '' }, { email: 'required' }],
    ['an address too long', { email: `${'x'.repeat(250)}@a.example` }, { email: 'tooLong' }],
    ['what is no address', { email: 'ari at contoso' }, { email: 'malformed' }],
    ['two addresses', { email: 'a@contoso.example, b@contoso.example' }, { email: 'malformed' }],
    ['no role at all', { agent: 'none' }, { agent: 'noRole' }],
    ['no choice at all', { agent: '', admin: undefined }, { agent: 'noRole' }],
    ['an agent level that there is not', { agent: 'globalAdmin' }, { agent: 'malformed' }],
    ['an admin level that there is not', { admin: 'root' }, { admin: 'malformed' }],
  ] as const)('says what is missing or wrong: %s', (_, change, problems) => {
    expect(readUserForm({ ...form, ...change }, undefined)).toEqual({ problems });
  });

  it('says all at once', () => {
    expect(readUserForm({}, undefined)).toEqual({
      problems: { name: 'required', email: 'required', agent: 'noRole' },
    });
  });
});
