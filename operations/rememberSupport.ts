import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Desk } from './desk.ts';

/**
 * Remembers at the seller that a reseller supports a customer, before the subscription says so, so that none is missed
 * when their partnership ends. The errand that comes back belongs into the transaction that writes the subscription: it
 * looks once more whether the reseller may.
 */
export async function rememberSupport(
  desk: Desk,
  customerId: CompanyId,
  { seller, supportContact }: Pick<Subscription, 'seller' | 'supportContact'>,
): Promise<Errand[]> {
  if (supportContact.id === seller.id) return [];
  const rows = [desk.storage.subscriptions.supports(supportContact.id, customerId)];
  await desk.storage.commit(seller.id, { rows, history: [] });
  return [{ kind: 'checkSupport', customerId, contactId: supportContact.id }];
}
