import { randomBytes, randomUUID } from 'node:crypto';
import { linkSigner } from '../../domain/link.ts';
import type { Levels } from '../../domain/permissions.ts';
import type { User } from '../../domain/user.ts';
import { addUser, renewSignInCode } from '../../operations/addUser.ts';
import { approveRoleRequest, declineRoleRequest } from '../../operations/decideRoleRequest.ts';
import type { Actor, Desk } from '../../operations/desk.ts';
import { meet } from '../../operations/meet.ts';
import { removeUser } from '../../operations/removeUser.ts';
import { requestRole } from '../../operations/requestRole.ts';
import { seedCompany } from '../../operations/seedCompany.ts';
import { signIn } from '../../operations/signIn.ts';
import { joinAdminAgents, updateUser } from '../../operations/updateUser.ts';
import { ConflictError } from '../../storage/errors.ts';
import { openStorage } from '../../storage/storage.ts';
import type { Tables } from '../../storage/tables.ts';
import type { Deed, Entries } from './peopleModelRules.ts';

/** Everyone in the tenant. The first four may act for the company at the beginning, the others are not added. */
export const PEOPLE = ['gia', 'gus', 'uma', 'sam', 'pat', 'lee', 'kim'] as const;
export type Who = (typeof PEOPLE)[number];
const FIRST: Partial<Record<Who, Levels>> = {
  gia: { agent: 'adminAgent', admin: 'globalAdmin' },
  gus: { agent: 'none', admin: 'globalAdmin' },
  uma: { agent: 'none', admin: 'userManagementAdmin' },
  sam: { agent: 'salesAgent', admin: 'none' },
};

/** What somebody does; `whom` is the person whose entry they have in front of them. */
export type Step =
  | { do: 'add'; by: Who; whom: Who; levels: Levels }
  | { do: 'signIn'; by: Who; code: 'right' | 'wrong' }
  /** A guessed version is what someone forges who expects a colleague to come first. */
  | { do: 'update'; by: Who; whom: Who; levels: Levels; version: 'read' | 'guessed' }
  | { do: 'remove' | 'renew'; by: Who; whom: Who }
  | { do: 'join' | 'speak'; by: Who }
  | { do: 'ask'; by: Who; levels: Levels }
  | { do: 'approve' | 'decline'; by: Who; whom: Who };

/** What happened at one moment: what was done, as far as it was, and what everyone heard. */
export interface Happened {
  deeds: Deed[];
  outcomes: string[];
}

const emailOf = (who: Who) => `${who}@contoso.example`;
const WRONG = 'ZZZZ-ZZZZ-ZZZZ';

/** A company with several people on real storage, each of whom may try anything. */
export class World {
  readonly companyId = randomUUID();
  readonly desk: Desk;
  readonly #ids: Readonly<Record<string, string>> = Object.fromEntries(
    PEOPLE.map(who => [who, randomUUID()]),
  );
  /** The code that was shown last for an entry. */
  readonly #codes = new Map<string, string>();
  /** The request that each person's card shows. */
  readonly #asked = new Map<string, string>();
  readonly #approved = new Set<string>();
  readonly #now = new Date('2026-11-20T09:00:00Z');

  constructor(tables: Tables) {
    this.desk = {
      storage: openStorage(tables, `model-${randomUUID()}`, () => this.#now),
      links: linkSigner('a secret that only the model knows, long enough'),
      settings: {
        publicUrl: 'http://localhost:3978',
        invitationDays: 30,
        review: 'auto',
        proof: 'trusted',
        allowCrossRegion: false,
        cloud: 'global',
        allowedTenants: new Set(),
      },
      now: () => this.#now,
      random: randomBytes,
    };
  }

  /** The company is set up, its first members have entries, and everyone else has said hello to the bot. */
  async begin(first: Partial<Record<Who, Levels>> = FIRST): Promise<void> {
    const at = this.#now.toISOString();
    const personOf = (who: Who) => ({
      tenantId: this.companyId,
      objectId: this.objectId(who),
      name: who,
      profile: { email: emailOf(who), guest: false },
      welcomed: true,
    });
    const members = PEOPLE.flatMap(who => {
      const levels = first[who];
      if (!levels) return [];
      const member = { ...levels, companyKind: 'directPartner' as const, since: at };
      return [{ ...personOf(who), member }];
    });
    await seedCompany(
      this.desk,
      {
        id: this.companyId,
        kind: 'directPartner',
        name: 'Contoso',
        country: 'US',
        support: {},
        alreadyInCsp: false,
        state: 'active',
        enrolledAt: at,
        activeAt: at,
        administration: {},
        administrationVersion: 0,
      },
      members,
    );
    const others = PEOPLE.filter(who => !first[who]);
    await Promise.all(others.map(who => this.desk.storage.people.save(undefined, personOf(who))));
  }

  objectId(who: Who): string {
    const id = this.#ids[who];
    if (!id) throw new Error(`nobody is called ${who}`);
    return id;
  }

  /** Everyone's entries as storage has them, removed ones too. */
  async entries(): Promise<User[]> {
    const { users } = this.desk.storage;
    const page = await users.page(this.companyId, 1_000);
    const rows = await Promise.all(page.rows.map(row => users.get(this.companyId, row.value.id)));
    return rows.flatMap(row => (row ? [row.value] : []));
  }

  /**
   * Does all steps at the same moment. Everyone's turn has begun before anything is done, so that each acts on what
   * they were a moment ago, and sees what stood there a moment ago.
   */
  async moment(steps: readonly Step[]): Promise<Happened> {
    const before = await this.entries();
    const actors = await Promise.all(steps.map(({ by }) => this.#actor(by)));
    const { rows } = await this.desk.storage.roleRequests.open(this.companyId, 100);
    for (const { value } of rows) this.#asked.set(value.asker.objectId, value.id);
    const happened: Happened = { deeds: [], outcomes: [] };
    await Promise.all(
      steps.map(async (step, index) => {
        const actor = actors[index];
        if (!actor) return;
        try {
          happened.outcomes.push(`${step.do}: ${await this.#do(step, actor, before, happened.deeds)}`);
        } catch (error) {
          // Others came first again and again; whoever clicked is told to try once more.
          if (!(error instanceof ConflictError)) throw error;
          happened.outcomes.push(`${step.do}: conflict`);
        }
      }),
    );
    const known = new Set(before.map(({ id }) => id));
    const fresh = (await this.entries()).filter(({ id }) => !known.has(id));
    for (const deed of happened.deeds) {
      if (deed.do === 'approve') deed.newId = fresh.find(({ objectId }) => objectId === deed.asker)?.id;
    }
    return happened;
  }

  async #do(step: Step, actor: Actor, before: readonly User[], deeds: Deed[]): Promise<string> {
    const { desk } = this;
    const by = actor.objectId;
    const inFront = 'whom' in step ? entryOf(before, step.whom) : undefined;
    const id = inFront?.id ?? randomUUID();
    switch (step.do) {
      case 'add': {
        const { whom, levels } = step;
        const email = emailOf(whom);
        const result = await addUser(desk, actor, { name: whom, email, ...levels }, undefined);
        if (result.outcome !== 'added') return result.outcome;
        deeds.push({ do: 'add', by, id: result.user.id, email, levels, code: result.code });
        this.#codes.set(result.user.id, result.code);
        return result.outcome;
      }
      case 'renew': {
        const result = await renewSignInCode(desk, actor, id, undefined);
        if (result.outcome !== 'renewed') return result.outcome;
        deeds.push({ do: 'renew', by, id, code: result.code });
        this.#codes.set(id, result.code);
        return result.outcome;
      }
      case 'signIn': {
        const own = entryOf(before, step.by);
        const code = (step.code === 'right' && own && this.#codes.get(own.id)) || WRONG;
        const result = await signIn(desk, actor, code);
        if (result.outcome === 'signedIn') deeds.push({ do: 'signIn', by, id: result.user.id, code });
        return result.outcome;
      }
      case 'update': {
        const { levels } = step;
        const version = (inFront?.version ?? 1) + (step.version === 'guessed' ? 1 : 0);
        const { outcome } = await updateUser(desk, actor, { id, version, levels });
        if (outcome === 'updated') deeds.push({ do: 'update', by, id, levels });
        return outcome;
      }
      case 'remove': {
        const { outcome } = await removeUser(desk, actor, id, undefined);
        if (outcome === 'removed') deeds.push({ do: 'remove', by, id });
        return outcome;
      }
      case 'join': {
        const { outcome } = await joinAdminAgents(desk, actor);
        if (outcome === 'joined') deeds.push({ do: 'join', by });
        return outcome;
      }
      case 'speak': {
        const { tenantId, objectId, name } = actor;
        const teamsLocale = `en-${randomBytes(2).toString('hex')}`;
        await meet(desk, actor.person, { tenantId, objectId, name, teamsLocale, conversation: undefined });
        return 'met';
      }
      case 'ask': {
        const { outcome } = await requestRole(desk, actor, { ...step.levels, why: 'I need it' });
        return outcome;
      }
      case 'approve':
      case 'decline': {
        const asker = this.objectId(step.whom);
        const click = { id: asker, request: this.#asked.get(asker) ?? 'none' };
        if (step.do === 'decline') {
          return (await declineRoleRequest(desk, actor, { ...click, reason: undefined })).outcome;
        }
        const result = await approveRoleRequest(desk, actor, click);
        if (result.outcome !== 'approved') return result.outcome;
        if (this.#approved.has(click.request)) throw new Error('one request was approved twice');
        this.#approved.add(click.request);
        const { request } = result;
        deeds.push({ do: 'approve', by, request, asker, email: emailOf(step.whom), newId: undefined });
        return result.outcome;
      }
    }
  }

  async #actor(who: Who): Promise<Actor> {
    const objectId = this.objectId(who);
    const person = await this.desk.storage.people.get(this.companyId, objectId);
    return {
      tenantId: this.companyId,
      objectId,
      name: who,
      person,
      language: 'en',
      provenGlobalAdmin: false,
      profile: async () => ({ email: emailOf(who), guest: false }),
      colleague: async () => undefined,
    };
  }
}

/** The entry of someone's address: the one that counts, or a removed one whose card is still open. */
function entryOf(entries: readonly User[], who: Who): User | undefined {
  const own = entries.filter(user => user.email === emailOf(who));
  return own.find(user => user.state !== 'removed') ?? own[0];
}

/** Entries as the rules compare them; which code an entry has, only the world knows. */
export function asEntries(users: readonly User[], codes: (id: string) => string | undefined): Entries {
  return new Map(
    users.map(({ id, email = '', agent, admin, state, objectId }) => {
      const code = state === 'invited' ? codes(id) : undefined;
      return [id, { email, levels: { agent, admin }, state, objectId, code }];
    }),
  );
}
