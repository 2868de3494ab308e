import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Levels } from '../../domain/permissions.ts';
import type { Person } from '../../domain/person.ts';
import { ConflictError } from '../../storage/errors.ts';
import { People } from '../../storage/people.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let people: People;
beforeAll(async () => {
  tables = await openTestTables();
  people = new People(tables.companies);
});
afterAll(() => tables.close());

function person(tenantId: string, name: string, levels?: Levels): Person {
  return {
    tenantId,
    objectId: randomUUID(),
    name,
    profile: { email: `${name}@Wingtip.example`, guest: false },
    member: levels && { ...levels, companyKind: 'customer', since: NOW.toISOString() },
    welcomed: false,
  };
}

async function tenantOf(members: Record<string, Levels | undefined>): Promise<string> {
  const tenant = randomUUID();
  for (const [name, levels] of Object.entries(members)) {
    await people.save(undefined, person(tenant, name, levels));
  }
  return tenant;
}

const namesOf = (found: Person[]) => new Set(found.map(({ name }) => name));

describe('people of a tenant', () => {
  it('are found by who they are', async () => {
    const kim = person(randomUUID(), 'kim');
    await people.save(undefined, kim);
    expect((await people.get(kim.tenantId, kim.objectId))?.value).toEqual(kim);
    expect(await people.get(randomUUID(), kim.objectId)).toBeUndefined();
  });

  it('are met once, and never saved over what somebody else saved', async () => {
    const kim = person(randomUUID(), 'kim');
    await people.save(undefined, kim);
    await expect(people.save(undefined, kim)).rejects.toThrow(ConflictError);
    const row = await people.get(kim.tenantId, kim.objectId);
    await people.save(row, { ...kim, name: 'Kim Akers' });
    await expect(people.save(row, { ...kim, name: 'Kim A.' })).rejects.toThrow(ConflictError);
    expect((await people.get(kim.tenantId, kim.objectId))?.value.name).toBe('Kim Akers');
  });

  it('are found by the address of their Teams profile, whatever its case', async () => {
    const tenant = await tenantOf({ kim: undefined, pat: undefined });
    expect((await people.withAddress(tenant, 'KIM@wingtip.example'))?.name).toBe('kim');
    expect(await people.withAddress(tenant, 'jo@wingtip.example')).toBeUndefined();
    expect(await people.withAddress(randomUUID(), 'kim@wingtip.example')).toBeUndefined();
  });
});

describe('who holds a role', () => {
  it('is whoever has one of the roles, by either level', async () => {
    const tenant = await tenantOf({
      dana: { agent: 'adminAgent', admin: 'globalAdmin' },
      sam: { agent: 'salesAgent', admin: 'none' },
      lee: { agent: 'helpdeskAgent', admin: 'billingAdmin' },
      pat: undefined,
    });
    expect(namesOf(await people.holders(tenant, ['globalAdmin']))).toEqual(new Set(['dana']));
    expect(namesOf(await people.holders(tenant, ['globalAdmin', 'salesAgent']))).toEqual(
      new Set(['dana', 'sam']),
    );
    expect(namesOf(await people.holders(tenant, ['billingAdmin']))).toEqual(new Set(['lee']));
    expect(await people.holders(tenant, ['userManagementAdmin'])).toEqual([]);
    expect(await people.holders(tenant, [])).toEqual([]);
  });

  it('changes with their levels', async () => {
    const kim = person(randomUUID(), 'kim', { agent: 'none', admin: 'globalAdmin' });
    await people.save(undefined, kim);
    const row = await people.get(kim.tenantId, kim.objectId);
    await people.save(row, { ...kim, member: undefined });
    expect(await people.holders(kim.tenantId, ['globalAdmin'])).toEqual([]);
  });
});
