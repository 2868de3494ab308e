import type { Command } from '../domain/commands.ts';
import { type Company, isContact } from '../domain/company.ts';
import { isGlobalAdmin, may, mayFor, rightTo } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import { sellsAzure } from '../domain/purchasePermission.ts';

/**
 * What this person may do here, most useful first (design §3). A member's own row is enough to tell; `company` is the
 * one that stands for their tenant, asked only of those who are no members of it.
 */
export function whatMayIDo(person: Person | undefined, company: Company | undefined): Command[] {
  const member = person?.member;
  if (!member) return company ? whatStrangersMayDo(person, company) : WITHOUT_COMPANY;
  const partner = member.companyKind !== 'customer';
  const offered: Command[] = [];
  if (partner && may('inviteCustomer', member)) offered.push('inviteCustomer');
  if (partner && may('seeCustomers', member)) offered.push('customers');
  if (!partner || may('seeCustomers', member)) offered.push('invitations');
  if (!partner) offered.push('accept');
  if (!partner && may('seePartnerProfiles', member)) offered.push('partners');
  offered.push(...whatPartnershipsOffer(member), ...whatOrderingOffers(member));
  if (may('managePeople', member)) offered.push('users', 'addUser', 'assignRoles');
  if (partner && may('addCustomer', member)) offered.push('importCustomers');
  if (mayFor('requestServiceForCustomer', member, 'any')) offered.push('serviceRequests');
  if (sellsAzure(member.companyKind) && rightTo('letCustomerBuy', member) !== 'no')
    offered.push('letCustomerBuy');
  if (partner) offered.push('setUpCompany', 'learn');
  else offered.push('setUpCompany');
  offered.push('permissions', 'history');
  if (may(partner ? 'seeCustomers' : 'seePartnerProfiles', member)) offered.push('subscriptions');
  if (!isGlobalAdmin(member)) offered.push('requestRole');
  return [...offered, 'language', 'help'];
}

/** The two-tier model's own commands: each side has the list of the other. */
function whatPartnershipsOffer(member: NonNullable<Person['member']>): Command[] {
  const sees = may('seePartnerProfiles', member);
  switch (member.companyKind) {
    case 'indirectProvider':
      return [
        ...(sees ? (['indirectResellers'] as const) : []),
        ...(may('requestPartnership', member) ? (['requestPartnership'] as const) : []),
      ];
    case 'indirectReseller':
      return sees ? ['indirectProviders', 'accept'] : [];
    default:
      return [];
  }
}

/** Providers and direct partners order; a reseller's provider does it for the reseller. */
function whatOrderingOffers(member: NonNullable<Person['member']>): Command[] {
  const { companyKind } = member;
  if (companyKind !== 'indirectProvider' && companyKind !== 'directPartner') return [];
  return [
    ...(may('addCustomer', member) ? (['addCustomer'] as const) : []),
    ...(mayFor('order', member, 'any') ? (['addSubscription'] as const) : []),
  ];
}

const WITHOUT_COMPANY: Command[] = ['setUpCompany', 'accept', 'invitations', 'language', 'help'];

/** Whom the company has not added: its primary contact may confirm, a customer's people may open a link to hand it on, and all may ask to be added. */
function whatStrangersMayDo(person: Person | undefined, company: Company): Command[] {
  const address = person?.profile?.email;
  const toConfirm = address !== undefined && !company.contactConfirmed && isContact(company, address);
  return [
    ...(toConfirm ? (['setUpCompany'] as const) : []),
    'requestRole',
    ...(company.kind === 'customer' ? (['accept'] as const) : []),
    'permissions',
    'language',
    'help',
  ];
}
