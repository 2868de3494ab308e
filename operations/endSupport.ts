import type { Errand } from '../domain/outbox.ts';
import { changeSubscription, type Subscription } from '../domain/subscription.ts';
import { allPages } from '../storage/allPages.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { isActivePartner } from './resellersOf.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { presentPartition } from './serveCustomer.ts';
import { type Subject, tellCustomer, tellPartner } from './tellOfSubscription.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

const PAGE = 20;

/**
 * After a partnership ended: has every customer of the provider looked at that the reseller supports, or did, a page
 * an errand, so that any number of them is gone through and a crash goes on where it was. Harmless when repeated.
 */
export async function endSupport(desk: Desk, errand: Carried<'endSupport'>): Promise<void> {
  const { sellerId, contactId } = errand;
  const { subscriptions } = desk.storage;
  const { rows, continuation } = await subscriptions.supportedBy(sellerId, contactId, PAGE, errand.page);
  const checks = rows.map(
    ({ value: { customerId } }): Errand => ({ kind: 'checkSupport', customerId, contactId }),
  );
  const further: Errand[] = continuation ? [{ ...errand, page: continuation }] : [];
  // Storage may hand out an empty page with more behind it.
  if (checks.length + further.length === 0) return;
  await desk.storage.commit(sellerId, { rows: [], history: [], errands: [...checks, ...further] });
}

/**
 * Makes the seller the support contact again wherever a reseller is it at a customer, and works with the seller no
 * more or has no relationship with the customer any more. Harmless when repeated.
 */
export async function checkSupport(desk: Desk, errand: Carried<'checkSupport'>): Promise<void> {
  const { subscriptions } = desk.storage;
  const { contactId } = errand;
  const customerId = await presentPartition(desk, errand.customerId);
  for await (const rows of allPages(next => subscriptions.pageOf(customerId, contactId, PAGE, next))) {
    for (const { value } of rows) {
      if (value.supportContact.id === contactId) await checkOne(desk, customerId, contactId, value.id);
    }
  }
}

async function checkOne(desk: Desk, customerId: string, contactId: string, id: string): Promise<void> {
  const { storage } = desk;
  const deedId = desk.random(12).toString('hex');
  await retryOnConflict(async () => {
    const row = await storage.subscriptions.get(customerId, id);
    const subscription = row?.value;
    if (!subscription || subscription.supportContact.id !== contactId) return;
    const { seller, supportContact: former } = subscription;
    if (seller.id === contactId || (await maySupport(desk, customerId, subscription))) return;
    const changed = changeSubscription(subscription, { do: 'designate', supportContact: seller }, desk.now());
    // A cancelled one stays as it was: there is nothing left to support.
    if ('refused' in changed) return;
    const { next, event } = changed;
    const own = await storage.customers.get(seller.id, customerId);
    const company = await storage.companies.get(customerId);
    const name = own?.value.name ?? company?.value.name ?? '';
    const entry = historyEntry(next.changedAt, 'desk', {
      subject: seller.id,
      event: `subscription.${event}`,
      detail: { customer: name, offer: next.offerName, partner: seller.name, before: former.name },
    });
    const noted = [seller.id, contactId].map(
      (companyId): Errand => ({
        kind: 'noteHistory',
        companyId,
        id: `${deedId}-0`,
        entry: { ...entry, subject: customerId },
      }),
    );
    await storage.commit(customerId, {
      rows: storage.subscriptions.update(row, next),
      history: [entry],
      errands: [
        ...noted,
        ...(await toldOf(desk, { customer: { id: customerId, name }, subscription: next }, contactId)),
      ],
    });
  });
}

/** By the rows that decide: the partnership with the seller stands, and the reseller has not left the customer. */
async function maySupport(
  desk: Desk,
  customerId: string,
  { seller, supportContact }: Subscription,
): Promise<boolean> {
  const [active, partner] = await Promise.all([
    isActivePartner(desk, seller.id, supportContact.id),
    desk.storage.partners.get(customerId, supportContact.id),
  ]);
  return active && !partner?.value.endedAt;
}

async function toldOf(desk: Desk, subject: Subject, formerId: string): Promise<Errand[]> {
  const { seller, changedAt: at } = subject.subscription;
  const news = { name: 'supportContactChanged' as const, contactName: seller.name, at };
  const told = await Promise.all([
    tellPartner(desk, seller.id, subject, { ...news, to: 'seller' }),
    tellPartner(desk, formerId, subject, { ...news, to: 'former' }),
    tellCustomer(desk, subject, { ...news, to: 'customer' }),
  ]);
  return told.flat();
}
