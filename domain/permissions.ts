import * as z from 'zod';
import type { Service } from './services.ts';

/** What a person may see and change of customers and accounts (source document 001, "Assign user permissions"). */
export const AGENT_LEVELS = ['adminAgent', 'salesAgent', 'helpdeskAgent', 'none'] as const;
export const agentLevel = z.enum(AGENT_LEVELS);
export type AgentLevel = z.infer<typeof agentLevel>;

/** Which features of the company a person may use. */
export const ADMIN_LEVELS = ['globalAdmin', 'userManagementAdmin', 'billingAdmin', 'none'] as const;
export const adminLevel = z.enum(ADMIN_LEVELS);
export type AdminLevel = z.infer<typeof adminLevel>;

/** Exactly one of each: every person has an agent level and an admin level, either of which may be none. */
export const levelsSchema = z.object({ agent: agentLevel, admin: adminLevel });
export type Levels = z.infer<typeof levelsSchema>;

/** Someone who may do nothing yet. */
export const NO_LEVELS: Levels = { agent: 'none', admin: 'none' };

export const ROLES = [
  'globalAdmin',
  'userManagementAdmin',
  'billingAdmin',
  'adminAgent',
  'salesAgent',
  'helpdeskAgent',
] as const;
export type Role = (typeof ROLES)[number];

/** How far a right goes: `reads` sees but does not change; `notOffice365` excludes Office 365 subscriptions. */
export type Right = 'yes' | 'reads' | 'notOffice365' | 'no';

/**
 * Who may do what: the table of design §1, one row an action, absent roles have no right.
 * Every operation, the help card, the refusals and the tests read this one structure.
 */
export const PERMISSIONS = {
  editCompany: { globalAdmin: 'yes' },
  seeCustomers: {
    globalAdmin: 'yes',
    billingAdmin: 'yes',
    adminAgent: 'yes',
    salesAgent: 'yes',
    helpdeskAgent: 'yes',
  },
  seePartnerProfiles: {
    globalAdmin: 'yes',
    userManagementAdmin: 'yes',
    adminAgent: 'yes',
    salesAgent: 'yes',
  },
  inviteCustomer: { globalAdmin: 'yes', adminAgent: 'yes', salesAgent: 'yes' },
  requestPartnership: { globalAdmin: 'yes', adminAgent: 'yes', salesAgent: 'yes' },
  authorizeProvider: { globalAdmin: 'yes' },
  approveResellerRelationship: { globalAdmin: 'yes' },
  removeRelationship: { globalAdmin: 'yes' },
  addCustomer: { globalAdmin: 'yes', adminAgent: 'yes', salesAgent: 'yes' },
  order: {
    globalAdmin: 'yes',
    billingAdmin: 'yes',
    adminAgent: 'yes',
    salesAgent: 'yes',
    helpdeskAgent: 'notOffice365',
  },
  assignLicences: { globalAdmin: 'yes', adminAgent: 'yes', helpdeskAgent: 'notOffice365' },
  associateReseller: { globalAdmin: 'yes', adminAgent: 'yes', salesAgent: 'yes' },
  designateSupportContact: { globalAdmin: 'yes', adminAgent: 'yes', helpdeskAgent: 'yes' },
  letCustomerBuy: { globalAdmin: 'yes', adminAgent: 'yes', salesAgent: 'reads', helpdeskAgent: 'reads' },
  requestServiceForCustomer: { globalAdmin: 'yes', adminAgent: 'yes', helpdeskAgent: 'notOffice365' },
  requestServiceForPortal: { globalAdmin: 'yes' },
  takeBackAdministration: { globalAdmin: 'yes' },
  subscribeChannel: { globalAdmin: 'yes', adminAgent: 'yes' },
  managePeople: { globalAdmin: 'yes', userManagementAdmin: 'yes' },
  grantGlobalAdmin: { globalAdmin: 'yes' },
} as const satisfies Record<string, Partial<Record<Role, Right>>>;

export type Action = keyof typeof PERMISSIONS;

const REACH: Record<Right, number> = { no: 0, reads: 1, notOffice365: 2, yes: 3 };

/**
 * How far a person's right to an action goes: the better of what the two levels give.
 * Someone who is not a member of a company has no levels and no right to anything.
 */
export function rightTo(action: Action, levels: Levels | undefined): Right {
  if (!levels) return 'no';
  const row: Partial<Record<Role, Right>> = PERMISSIONS[action];
  const rights = [levels.agent, levels.admin].map(level => (level === 'none' ? 'no' : (row[level] ?? 'no')));
  return rights.reduce((best, right) => (REACH[right] > REACH[best] ? right : best), 'no');
}

/** True when the action is allowed without any limit. */
export function may(action: Action, levels: Levels | undefined): boolean {
  return rightTo(action, levels) === 'yes';
}

/**
 * Whether the action is allowed for what belongs to a service: a right that leaves out Office 365 holds for the others
 * (source document 001, helpdesk agent). Of `any` service: whether there is one for which it is allowed.
 */
export function mayFor(action: Action, levels: Levels | undefined, of: Service | 'any'): boolean {
  const right = rightTo(action, levels);
  return right === 'yes' || (right === 'notOffice365' && of !== 'office365');
}

/** The roles that allow an action without limit, most powerful first: what a refusal names. */
export function rolesThatMay(action: Action): Role[] {
  const row: Partial<Record<Role, Right>> = PERMISSIONS[action];
  return ROLES.filter(role => row[role] === 'yes');
}

export function isGlobalAdmin(levels: Pick<Levels, 'admin'> | undefined): boolean {
  return levels?.admin === 'globalAdmin';
}

/**
 * Whether someone may turn a person's levels from one into the other: whoever manages people, but for the global
 * admin level, which only a global admin gives or takes.
 */
export function mayGrant(granter: Levels | undefined, from: Levels, to: Levels): boolean {
  if (!may('managePeople', granter)) return false;
  return isGlobalAdmin(from) === isGlobalAdmin(to) || may('grantGlobalAdmin', granter);
}

/** The roles whose holders may turn a person's levels from one into the other. */
export function rolesThatGrant(from: Levels, to: Levels): Role[] {
  return rolesThatMay(isGlobalAdmin(from) === isGlobalAdmin(to) ? 'managePeople' : 'grantGlobalAdmin');
}

/** The roles that allow an action at all, most powerful first, each with how far. */
export function rolesWithRight(action: Action): { role: Role; right: Exclude<Right, 'no'> }[] {
  const row: Partial<Record<Role, Exclude<Right, 'no'>>> = PERMISSIONS[action];
  return ROLES.flatMap(role => {
    const right = row[role];
    return right ? [{ role, right }] : [];
  });
}

/** The least powerful role that allows an action without limit: what someone without it had best ask for. */
export function leastRoleFor(action: Action): Role {
  return rolesThatMay(action).at(-1) ?? 'globalAdmin';
}
