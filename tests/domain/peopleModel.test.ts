import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Levels } from '../../domain/permissions.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { type Entries, explanations, hasGlobalAdmin } from './peopleModelRules.ts';
import { asEntries, type Happened, PEOPLE, type Step, type Who, World } from './peopleModelWorld.ts';

/**
 * A company whose people add, change and remove each other, entitled or not, also at the same moment. Whatever
 * happened must be what the rules allow in some order: so nobody has a level that nobody entitled granted.
 */
const GLOBAL: Levels = { agent: 'none', admin: 'globalAdmin' };
const levels = fc.constantFrom<Levels>(
  GLOBAL,
  { agent: 'adminAgent', admin: 'globalAdmin' },
  { agent: 'none', admin: 'userManagementAdmin' },
  { agent: 'salesAgent', admin: 'billingAdmin' },
  { agent: 'helpdeskAgent', admin: 'none' },
);
const anyone = fc.constantFrom(...PEOPLE);
/** Mostly those who may do something, so that something happens. */
const actor = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Who>('gia', 'gus', 'uma') },
  { weight: 2, arbitrary: anyone },
);
const newcomer = fc.constantFrom<Who>('pat', 'lee', 'kim');
const is = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
  { weight: 4, arbitrary: fc.record({ do: is('add'), by: actor, whom: newcomer, levels }) },
  { weight: 1, arbitrary: fc.record({ do: is('add'), by: actor, whom: anyone, levels }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: is('signIn'), by: newcomer, code: is('right', 'right', 'wrong') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: is('update'),
      by: actor,
      whom: anyone,
      levels,
      version: is('read', 'read', 'guessed'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: is('remove'), by: actor, whom: anyone }) },
  { weight: 1, arbitrary: fc.record({ do: is('renew'), by: actor, whom: newcomer }) },
  { weight: 1, arbitrary: fc.record({ do: is('join'), by: actor }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: is('ask'), by: fc.constantFrom<Who>('sam', 'uma', 'pat', 'lee'), levels }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('approve', 'approve', 'approve', 'decline'),
      by: actor,
      whom: fc.constantFrom<Who>('sam', 'uma', 'pat', 'lee'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('speak'), by: anyone }) },
);
/** Steps in one group happen at the same moment. */
const stories = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 8 });

const SALES: Levels = { agent: 'salesAgent', admin: 'none' };
const BILLING: Levels = { agent: 'none', admin: 'billingAdmin' };
const add = (by: Who, whom: Who, given = SALES): Step => ({ do: 'add', by, whom, levels: given });
const update = (by: Who, whom: Who, given: Levels, version: 'read' | 'guessed' = 'read'): Step => ({
  do: 'update',
  by,
  whom,
  levels: given,
  version,
});
const ask = (by: Who, wanted: Levels): Step => ({ do: 'ask', by, levels: wanted });
const approve = (by: Who, whom: Who): Step => ({ do: 'approve', by, whom });
const remove = (by: Who, whom: Who): Step => ({ do: 'remove', by, whom });
const down = (by: Who, whom: Who): Step => update(by, whom, SALES);

/** One story in which everything happens that can, step by step; the others are made up. */
const EVERYTHING: Step[][] = [
  [add('gia', 'pat')],
  [{ do: 'signIn', by: 'pat', code: 'wrong' }],
  [update('pat', 'pat', GLOBAL)],
  [{ do: 'renew', by: 'uma', whom: 'pat' }],
  [{ do: 'signIn', by: 'pat', code: 'right' }],
  [add('sam', 'lee'), add('gia', 'pat')],
  [update('uma', 'sam', BILLING), update('uma', 'gia', BILLING), { do: 'signIn', by: 'lee', code: 'right' }],
  [update('gia', 'sam', SALES, 'guessed'), update('kim', 'sam', GLOBAL)],
  [remove('sam', 'pat'), { do: 'join', by: 'gus' }, { do: 'speak', by: 'gus' }],
  [ask('lee', SALES)],
  [approve('sam', 'lee'), approve('kim', 'lee')],
  [approve('uma', 'lee')],
  [ask('lee', GLOBAL)],
  [approve('lee', 'lee'), approve('uma', 'lee')],
  [{ do: 'decline', by: 'gia', whom: 'lee' }],
  [approve('gus', 'lee'), ask('uma', GLOBAL)],
  [approve('uma', 'uma')],
  [remove('gia', 'gus')],
  [down('gia', 'gia')],
  [remove('gia', 'gia')],
];

let tables: Tables;
beforeAll(async () => {
  tables = openTables({ connectionString: await sharedStorage() }, { prefix: uniquePrefix() });
  await tables.ensure();
});
afterAll(() => tables.close());

/** A company whose every moment is compared to what the rules allow. */
class Watched {
  readonly world = new World(tables);
  #known: Entries = new Map();

  async begin(first?: Partial<Record<Who, Levels>>): Promise<this> {
    await this.world.begin(first);
    this.#known = asEntries(await this.world.entries(), () => undefined);
    return this;
  }

  async moment(steps: readonly Step[]): Promise<Happened> {
    const happened = await this.world.moment(steps);
    const found = await this.world.entries();
    const allowed = explanations(this.#known, happened.deeds);
    const fitting = allowed.find(entries =>
      isDeepStrictEqual(
        asEntries(found, id => entries.get(id)?.code),
        entries,
      ),
    );
    if (!fitting) {
      const story = { steps, happened, before: [...this.#known], found };
      throw new Error(`what happened is not what anybody may do: ${JSON.stringify(story, undefined, 1)}`);
    }
    this.#known = fitting;
    await this.#rowsAgree();
    return happened;
  }

  async #rowsAgree(): Promise<void> {
    const { world } = this;
    const { people, users } = world.desk.storage;
    const entries = await world.entries();
    expect(hasGlobalAdmin(this.#known)).toBe(true);
    const rows = await Promise.all(PEOPLE.map(who => people.get(world.companyId, world.objectId(who))));
    const members = rows.flatMap(row =>
      row?.value.member ? [{ ...row.value.member, of: row.value.objectId }] : [],
    );
    const asMembers = members.map(({ userId, of, agent, admin }) => ({
      id: userId,
      objectId: of,
      agent,
      admin,
    }));
    const active = entries
      .filter(({ state }) => state === 'active')
      .map(({ id, objectId, agent, admin }) => ({ id, objectId, agent, admin }));
    const byId = (a: { id?: string | undefined }, b: { id?: string | undefined }) =>
      (a.id ?? '').localeCompare(b.id ?? '');
    expect(asMembers.sort(byId)).toEqual(active.sort(byId));
    const there = entries.filter(({ state }) => state !== 'removed');
    expect(new Set(there.map(({ email }) => email)).size).toBe(there.length);
    for (const { id, email = '' } of there)
      expect((await users.ofEmail(world.companyId, email))?.value.id).toBe(id);
    const listed = await users.page(world.companyId, 1_000);
    expect(listed.rows.map(row => [row.value.id, row.value.state, row.value.admin]).sort()).toEqual(
      entries.map(({ id, state, admin }) => [id, state, admin]).sort(),
    );
  }
}

describe('the people of a company', () => {
  it('have only what somebody entitled gave them, and never lose their last global admin', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(stories, async story => {
        const watched = await new Watched().begin();
        for (const steps of story) {
          for (const outcome of (await watched.moment(steps)).outcomes) outcomes.add(outcome);
        }
      }),
      { numRuns: 14, seed: 20261120, endOnFailure: true, examples: [[EVERYTHING]] },
    );
    // The stories are worth something: all of this happens in them.
    expect([...outcomes]).toEqual(
      expect.arrayContaining([
        'add: added',
        'add: badForm',
        'add: notAllowed',
        'signIn: signedIn',
        'signIn: wrongCode',
        'signIn: notExpected',
        'update: updated',
        'update: changedMeanwhile',
        'update: notAllowed',
        'update: notAMember',
        'update: lastGlobalAdmin',
        'update: signInFirst',
        'remove: removed',
        'remove: notAllowed',
        'remove: lastGlobalAdmin',
        'join: joined',
        'ask: asked',
        'approve: approved',
        'approve: notAllowed',
        'approve: notAMember',
        'approve: ownRequest',
        'approve: already',
        'decline: declined',
        'renew: renewed',
      ]),
    );
  }, 120_000);

  it.each([
    ['the last two each take it from the other', ['gia', 'gus'], [down('gia', 'gus'), down('gus', 'gia')]],
    ['the last two each remove the other', ['gia', 'gus'], [remove('gia', 'gus'), remove('gus', 'gia')]],
    ['the last two both step back', ['gia', 'gus'], [down('gia', 'gia'), down('gus', 'gus')]],
    ['the last two both remove themselves', ['gia', 'gus'], [remove('gia', 'gia'), remove('gus', 'gus')]],
    ['one takes it from the other, who steps back', ['gia', 'gus'], [down('gia', 'gus'), down('gus', 'gus')]],
    [
      'two each take it from the other while a third remains',
      ['gia', 'gus', 'uma'],
      [down('gia', 'gus'), down('gus', 'gia')],
    ],
    [
      'three take it from each other in a circle',
      ['gia', 'gus', 'uma'],
      [down('gia', 'gus'), remove('gus', 'uma'), down('uma', 'gia')],
    ],
    [
      'one loses it and gives it back to themselves',
      ['gia', 'gus'],
      [down('gia', 'gus'), update('gus', 'gus', GLOBAL, 'guessed')],
    ],
  ] as const)(
    'keep what the rules allow when %s at once',
    async (_, admins, steps) => {
      for (let again = 0; again < 4; again++) {
        const watched = await new Watched().begin(Object.fromEntries(admins.map(who => [who, GLOBAL])));
        await watched.moment(steps);
      }
    },
    60_000,
  );

  it('who wait to become global admins become it by their code or by a global admin, whatever they asked for before', async () => {
    const watched = await new Watched().begin();
    await watched.moment([ask('lee', SALES)]);
    await watched.moment([add('gia', 'lee', GLOBAL)]);
    expect((await watched.moment([approve('uma', 'lee')])).outcomes).toEqual(['approve: notAllowed']);
    expect((await watched.moment([approve('gus', 'lee')])).outcomes).toEqual(['approve: approved']);
  }, 60_000);

  it('cannot be made members by guessing: of many codes at one moment five count', async () => {
    const watched = await new Watched().begin();
    await watched.moment([
      { do: 'add', by: 'gia', whom: 'pat', levels: { agent: 'salesAgent', admin: 'none' } },
    ]);
    const { world } = watched;
    const guesses = Array.from({ length: 7 }, () => ({ do: 'signIn', by: 'pat', code: 'wrong' }) as const);
    const { outcomes } = await world.moment(guesses);
    expect(outcomes.filter(outcome => outcome === 'signIn: wrongCode').length).toBeLessThanOrEqual(5);
    expect(outcomes).toContain('signIn: locked');
    expect((await world.moment([{ do: 'signIn', by: 'pat', code: 'right' }])).outcomes).toEqual([
      'signIn: locked',
    ]);
  });
});
