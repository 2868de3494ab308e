import type { Action, Levels, Right, Role } from '../../domain/permissions.ts';

/** The columns of the table below. */
export const ROLE_NAMES = [
  'globalAdmin',
  'userManagementAdmin',
  'billingAdmin',
  'adminAgent',
  'salesAgent',
  'helpdeskAgent',
] as const satisfies readonly Role[];

type Cells = readonly [Right, Right, Right, Right, Right, Right];

/**
 * Who may do what, copied by hand from the table in §1 of the design, its columns in the order above. The code is
 * checked against this, so this must never be made from the code.
 */
export const TABLE: Readonly<Record<Action, Cells>> = {
  editCompany: ['yes', 'no', 'no', 'no', 'no', 'no'],
  seeCustomers: ['yes', 'no', 'yes', 'yes', 'yes', 'yes'],
  seePartnerProfiles: ['yes', 'yes', 'no', 'yes', 'yes', 'no'],
  inviteCustomer: ['yes', 'no', 'no', 'yes', 'yes', 'no'],
  requestPartnership: ['yes', 'no', 'no', 'yes', 'yes', 'no'],
  authorizeProvider: ['yes', 'no', 'no', 'no', 'no', 'no'],
  approveResellerRelationship: ['yes', 'no', 'no', 'no', 'no', 'no'],
  removeRelationship: ['yes', 'no', 'no', 'no', 'no', 'no'],
  addCustomer: ['yes', 'no', 'no', 'yes', 'yes', 'no'],
  order: ['yes', 'no', 'yes', 'yes', 'yes', 'notOffice365'],
  assignLicences: ['yes', 'no', 'no', 'yes', 'no', 'notOffice365'],
  associateReseller: ['yes', 'no', 'no', 'yes', 'yes', 'no'],
  designateSupportContact: ['yes', 'no', 'no', 'yes', 'no', 'yes'],
  letCustomerBuy: ['yes', 'no', 'no', 'yes', 'reads', 'reads'],
  requestServiceForCustomer: ['yes', 'no', 'no', 'yes', 'no', 'notOffice365'],
  requestServiceForPortal: ['yes', 'no', 'no', 'no', 'no', 'no'],
  takeBackAdministration: ['yes', 'no', 'no', 'no', 'no', 'no'],
  subscribeChannel: ['yes', 'no', 'no', 'yes', 'no', 'no'],
  managePeople: ['yes', 'yes', 'no', 'no', 'no', 'no'],
  grantGlobalAdmin: ['yes', 'no', 'no', 'no', 'no', 'no'],
};

/** Someone who holds one role and nothing else. */
export function levelsOf(role: Role): Levels {
  const agent = role === 'adminAgent' || role === 'salesAgent' || role === 'helpdeskAgent';
  return { agent: agent ? role : 'none', admin: agent ? 'none' : role };
}
