import type { CompanyKind } from './company.ts';
import type { CompanyId } from './identity.ts';
import { inviterOf } from './link.ts';
import { type Levels, mayFor, rightTo } from './permissions.ts';
import { sellsAzure } from './purchasePermission.ts';
import type { Customer } from './relationship.ts';

/** Whoever looks at which customer. */
interface Look {
  customer: Customer;
  companyId: CompanyId;
  member: (Levels & { companyKind: CompanyKind }) | undefined;
}

/**
 * What leads on from a customer's record, in the order of the card, and who is shown it; each is authorized again when
 * it is selected. A capability adds its own line here, and its words in `cards/customerMore.ts`.
 */
const ENTRIES = {
  subscriptions: ({ customer }) => isServed(customer),
  addSubscription: ({ customer, member }) =>
    isServed(customer) && orders(member) && mayFor('order', member, 'any'),
  users: ({ customer }) => isServed(customer),
  serviceRequests: ({ customer, member }) =>
    !customer.reach && mayFor('requestServiceForCustomer', member, 'any'),
  letCustomerBuy: ({ customer, member }) =>
    isServed(customer) && orders(member) && rightTo('letCustomerBuy', member) !== 'no',
  /** An account opened here has none. */
  invitation: ({ customer, companyId }) =>
    !customer.accountOpenedAt && customer.invitationId !== '' && !invitedByOthers(customer, companyId),
} as const satisfies Record<string, (look: Look) => boolean>;
export type CustomerEntry = keyof typeof ENTRIES;

/** Whether there is a relationship: it has not ended, and the customer is more than a line of an imported list. */
function isServed({ endedAt, reach }: Customer): boolean {
  return !endedAt && !reach;
}

/** Whoever buys from Microsoft: a reseller orders through its provider. */
function orders(member: Look['member']): boolean {
  return member !== undefined && sellsAzure(member.companyKind);
}

const NAMES = Object.keys(ENTRIES).filter((name): name is CustomerEntry => Object.hasOwn(ENTRIES, name));

/** What somebody of a company is shown of it. */
export function entriesFor(
  customer: Customer,
  companyId: CompanyId,
  member: Look['member'],
): CustomerEntry[] {
  return NAMES.filter(name => ENTRIES[name]({ customer, companyId, member }));
}

/** Whether another company's invitation brought it: a provider's copy has the reseller's, which is not the provider's to see, also afterwards. */
export function invitedByOthers({ invitationId }: Customer, companyId: CompanyId): boolean {
  return invitationId !== '' && inviterOf(invitationId) !== companyId;
}
