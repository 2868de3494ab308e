import type { CompanyKind } from './company.ts';
import { type Action, type Levels, type Right, rightTo } from './permissions.ts';

/** The rows of the table that concern a kind of company, in the table's order: those with a command here, and the rest. */
interface ActionsOf {
  readonly here: readonly Action[];
  readonly notYet: readonly Action[];
}

/**
 * What each kind of company has to do with (design §2): a customer has no customers, a direct partner no partnerships,
 * and whoever buys from Microsoft opens accounts, orders and lets customers buy; a reseller orders through its provider, and imports
 * customers but opens no accounts. A capability that comes moves its name from `notYet` to `here`.
 */
export const ACTIONS_OF: Readonly<Record<CompanyKind, ActionsOf>> = {
  directPartner: {
    here: [
      'editCompany',
      'seeCustomers',
      'inviteCustomer',
      'removeRelationship',
      'addCustomer',
      'order',
      'assignLicences',
      'letCustomerBuy',
      'requestServiceForCustomer',
      'requestServiceForPortal',
      'managePeople',
      'grantGlobalAdmin',
    ],
    notYet: ['subscribeChannel'],
  },
  indirectProvider: {
    here: [
      'editCompany',
      'seeCustomers',
      'seePartnerProfiles',
      'inviteCustomer',
      'requestPartnership',
      'removeRelationship',
      'addCustomer',
      'order',
      'assignLicences',
      'associateReseller',
      'designateSupportContact',
      'letCustomerBuy',
      'requestServiceForCustomer',
      'requestServiceForPortal',
      'managePeople',
      'grantGlobalAdmin',
    ],
    notYet: ['subscribeChannel'],
  },
  indirectReseller: {
    here: [
      'editCompany',
      'seeCustomers',
      'seePartnerProfiles',
      'inviteCustomer',
      'authorizeProvider',
      'removeRelationship',
      'addCustomer',
      'assignLicences',
      'requestServiceForCustomer',
      'requestServiceForPortal',
      'takeBackAdministration',
      'managePeople',
      'grantGlobalAdmin',
    ],
    notYet: ['subscribeChannel'],
  },
  customer: {
    here: [
      'editCompany',
      'seePartnerProfiles',
      'approveResellerRelationship',
      'removeRelationship',
      'requestServiceForPortal',
      'takeBackAdministration',
      'managePeople',
      'grantGlobalAdmin',
    ],
    notYet: [],
  },
};

/** An action with how far someone's right to it goes. */
export interface OwnRight {
  readonly action: Action;
  readonly right: Right;
}

/** What someone can and cannot do, and the same of what is not handled here yet. */
export interface OwnRights {
  readonly can: readonly OwnRight[];
  readonly cannot: readonly OwnRight[];
  readonly canNotYet: readonly OwnRight[];
  readonly cannotNotYet: readonly OwnRight[];
}

/** The rows of the table that concern someone's company, sorted by whether their levels allow them. */
export function ownRights(kind: CompanyKind, levels: Levels): OwnRights {
  const { here, notYet } = ACTIONS_OF[kind];
  const [can, cannot] = sorted(here, levels);
  const [canNotYet, cannotNotYet] = sorted(notYet, levels);
  return { can, cannot, canNotYet, cannotNotYet };
}

function sorted(actions: readonly Action[], levels: Levels): [can: OwnRight[], cannot: OwnRight[]] {
  const rights = actions.map(action => ({ action, right: rightTo(action, levels) }));
  return [rights.filter(({ right }) => right !== 'no'), rights.filter(({ right }) => right === 'no')];
}
