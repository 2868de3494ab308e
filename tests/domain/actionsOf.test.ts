import { describe, expect, it } from '@jest/globals';
import { ACTIONS_OF, ownRights } from '../../domain/actionsOf.ts';
import { COMPANY_KINDS } from '../../domain/company.ts';
import { leastRoleFor } from '../../domain/permissions.ts';
import { levelsOf, ROLE_NAMES, TABLE } from '../support/permissionTable.ts';

const all = (kind: (typeof COMPANY_KINDS)[number]) => [...ACTIONS_OF[kind].here, ...ACTIONS_OF[kind].notYet];

describe('what concerns a kind of company', () => {
  it('leaves out no row of the table', () => {
    expect([...new Set(COMPANY_KINDS.flatMap(all))].sort()).toEqual(Object.keys(TABLE).sort());
  });

  it.each(COMPANY_KINDS)('names each row once: %s', kind => {
    expect(new Set(all(kind)).size).toBe(all(kind).length);
  });

  describe.each(COMPANY_KINDS)('in a company of kind %s', kind => {
    it.each(ROLE_NAMES.map((role, column) => [role, column] as const))(
      'is sorted by what the table gives the %s',
      (role, column) => {
        const { can, cannot, canNotYet, cannotNotYet } = ownRights(kind, levelsOf(role));
        for (const { action, right } of [...can, ...canNotYet]) {
          expect([action, right]).toEqual([action, TABLE[action][column]]);
          expect(right).not.toBe('no');
        }
        for (const { action } of [...cannot, ...cannotNotYet]) expect(TABLE[action][column]).toBe('no');
        expect([...can, ...cannot, ...canNotYet, ...cannotNotYet]).toHaveLength(all(kind).length);
      },
    );
  });
});

describe('the role to ask for', () => {
  it.each([
    ['seeCustomers', 'helpdeskAgent'],
    ['seePartnerProfiles', 'salesAgent'],
    ['inviteCustomer', 'salesAgent'],
    ['subscribeChannel', 'adminAgent'],
    ['assignLicences', 'adminAgent'],
    ['managePeople', 'userManagementAdmin'],
    ['editCompany', 'globalAdmin'],
    ['grantGlobalAdmin', 'globalAdmin'],
  ] as const)('is the least that allows it: %s → %s', (action, role) => {
    expect(leastRoleFor(action)).toBe(role);
  });
});
