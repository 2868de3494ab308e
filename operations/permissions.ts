import { type OwnRights, ownRights } from '../domain/actionsOf.ts';
import type { CompanyKind } from '../domain/company.ts';
import type { Levels, Role } from '../domain/permissions.ts';
import type { Actor, Desk } from './desk.ts';
import { type NoMember, noMember } from './rights.ts';

export type PermissionsOutcome =
  | NoMember
  | {
      outcome: 'shown';
      companyName: string;
      companyKind: CompanyKind;
      levels: Levels;
      rights: OwnRights;
      /** Names of the colleagues who can grant every role, and of those who can grant all but global admin. */
      granters: { everyRole: string[]; allButGlobalAdmin: string[] };
    };

/**
 * What the actor may do for their company, and who of their colleagues can grant more (source document 001, "Assign
 * user permissions"). Whom no company has added hears what every refusal says.
 */
export async function showOwnPermissions(desk: Desk, actor: Actor): Promise<PermissionsOutcome> {
  const member = actor.person?.value.member;
  if (!member) return noMember(desk, actor);
  const [company, everyRole, allButGlobalAdmin] = await Promise.all([
    desk.storage.companies.get(actor.tenantId),
    colleagues(desk, actor, 'globalAdmin'),
    colleagues(desk, actor, 'userManagementAdmin'),
  ]);
  if (!company) return { outcome: 'noCompany' };
  return {
    outcome: 'shown',
    companyName: company.value.name,
    companyKind: member.companyKind,
    levels: { agent: member.agent, admin: member.admin },
    rights: ownRights(member.companyKind, member),
    granters: { everyRole, allButGlobalAdmin },
  };
}

/** The names of the others who hold a role: nobody grants themselves anything. */
async function colleagues(desk: Desk, actor: Actor, role: Role): Promise<string[]> {
  const holders = await desk.storage.people.holders(actor.tenantId, [role]);
  return holders.filter(person => person.objectId !== actor.objectId).map(person => person.name);
}
