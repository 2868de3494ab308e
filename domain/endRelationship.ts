import type { Customer, Partner, Sharing } from './relationship.ts';

/**
 * A partner of a customer after their relationship ended (source document 002): it neither sells nor orders; the row
 * stays, for the history and for the day it is reopened.
 */
export function endedPartner(partner: Partner, endedAt: string): Partner {
  return { ...partner, canSell: false, canOrder: false, ordersThrough: [], endedAt };
}

/** The partner's own record of it: a former customer, whom nobody is shared with any more. */
export function endedCustomer(customer: Customer, endedAt: string): Customer {
  return {
    ...customer,
    canSell: false,
    canOrder: false,
    canAdminister: 'no',
    administers: [],
    sharedWith: [],
    endedAt,
  };
}

/**
 * A provider after the reseller through whom it ordered left its customer. It goes on ordering through others and
 * selling by itself; with neither its own relationship has ended too. `through` is what its row says, or for rows of
 * an earlier version what its record of the customer does.
 */
export function withoutReseller(
  provider: Partner,
  through: readonly Sharing[],
  resellerId: string,
  endedAt: string,
): Partner {
  const ordersThrough = withoutSharing(through, resellerId, endedAt);
  const canOrder = provider.canOrder && ordersThrough.length > 0;
  const next = { ...provider, canOrder, ordersThrough: [...ordersThrough] };
  return canOrder || provider.canSell ? next : endedPartner(provider, endedAt);
}

/** What a partner shares after another one left; what was shared anew since then stays. */
export function withoutSharing(
  sharedWith: readonly Sharing[],
  otherId: string,
  endedAt: string,
): readonly Sharing[] {
  return sharedWith.filter(({ id, since = '' }) => id !== otherId || since > endedAt);
}
