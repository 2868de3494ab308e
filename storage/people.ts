import { foldAddress } from '../domain/emailAddress.ts';
import type { CompanyId } from '../domain/identity.ts';
import { AGENT_LEVELS, type Role } from '../domain/permissions.ts';
import { type Person, personSchema } from '../domain/person.ts';
import { startingWith } from './keys.ts';
import type { Columns } from './rowCodec.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { odata } from './tableSdk.ts';

const PREFIX = 'person:';
const keyOf = (objectId: string) => `${PREFIX}${objectId}`;
/** Stands in the place of levels for whom the company has not added. */
const STRANGER = 'stranger';
/** More holders of a role than a sentence can name are not looked for. */
const MOST_NAMED = 20;

/** People of a tenant, members or not: who they are, what they may do, where the bot reaches them. */
export class People {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One person, or undefined when the bot has never met them. One point read. */
  get(tenantId: CompanyId, objectId: string): Promise<Row<Person> | undefined> {
    return this.#table.get(tenantId, keyOf(objectId), personSchema);
  }

  /** Adds or replaces a person outside any company change; ConflictError when somebody else was quicker. */
  async save(before: Row<Person> | undefined, next: Person): Promise<void> {
    const key = keyOf(next.objectId);
    if (before) await this.#table.update(next.tenantId, key, next, before.etag, columnsOf(next));
    else await this.#table.insert(next.tenantId, key, next, columnsOf(next));
  }

  insert(person: Person): Op {
    return { op: 'insert', key: keyOf(person.objectId), value: person, columns: columnsOf(person) };
  }

  update(row: Row<Person>, next: Person): Op {
    return { op: 'update', key: keyOf(next.objectId), value: next, etag: row.etag, columns: columnsOf(next) };
  }

  /** The members who hold one of the roles, at most twenty. One query as a rule. */
  async holders(companyId: CompanyId, roles: readonly Role[]): Promise<Person[]> {
    return (await this.holderRows(companyId, roles)).map(row => row.value);
  }

  /** The same with their ETags, for a change that depends on them. Where people are many, storage may hand them out in parts. */
  async holderRows(companyId: CompanyId, roles: readonly Role[]): Promise<Row<Person>[]> {
    const conditions = roles.map(role =>
      AGENT_LEVELS.some(level => level === role) ? odata`agent eq ${role}` : odata`admin eq ${role}`,
    );
    if (conditions.length === 0) return [];
    const filter = conditions.join(' or ');
    const found: Row<Person>[] = [];
    let continuation: string | undefined;
    do {
      const top = MOST_NAMED - found.length;
      const page = await this.#table.page(companyId, startingWith(PREFIX), personSchema, {
        top,
        continuation,
        filter,
      });
      found.push(...page.rows);
      continuation = page.continuation;
    } while (continuation && found.length < MOST_NAMED);
    return found;
  }

  /** A page of all members, whatever their levels. One query. */
  members(companyId: CompanyId, top: number, continuation?: string): Promise<Page<Person>> {
    const filter = odata`agent ne ${STRANGER}`;
    return this.#table.page(companyId, startingWith(PREFIX), personSchema, { top, continuation, filter });
  }

  /** People of the tenant whom the bot has met and the company has not added, at most `top`. One query. */
  async strangers(companyId: CompanyId, top: number): Promise<Person[]> {
    const filter = odata`agent eq ${STRANGER}`;
    const page = await this.#table.page(companyId, startingWith(PREFIX), personSchema, { top, filter });
    return page.rows.map(row => row.value);
  }

  /** The person whose Teams profile has an address, if the bot has met them. One query. */
  async withAddress(companyId: CompanyId, address: string): Promise<Person | undefined> {
    const page = await this.#table.page(companyId, startingWith(PREFIX), personSchema, {
      top: 1,
      filter: odata`email eq ${foldAddress(address)}`,
    });
    return page.rows[0]?.value;
  }
}

/** What storage filters by. */
function columnsOf(person: Person): Columns {
  return {
    agent: person.member?.agent ?? STRANGER,
    admin: person.member?.admin ?? STRANGER,
    email: person.profile?.email ? foldAddress(person.profile.email) : '',
  };
}
