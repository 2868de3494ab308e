import type { Account } from '../domain/account.ts';
import type { Company } from '../domain/company.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import type { Customer, Partner, Sharing } from '../domain/relationship.ts';
import { heldBy } from '../domain/services.ts';
import type { Op } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { presentPartition } from './serveCustomer.ts';
import { whoHears } from './whoHears.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/** So many people are told at once. */
const TOLD_MAX = 40;

/**
 * Carries an account that was opened to the record of a partner who serves it; a reseller hears of it. Harmless when
 * repeated.
 */
export async function showAccount(desk: Desk, errand: Carried<'showAccount'>): Promise<void> {
  const { storage } = desk;
  const { partnerId, customerId, history } = errand;
  await retryOnConflict(async () => {
    const [own, company, partner, partners] = await Promise.all([
      storage.customers.get(partnerId, customerId),
      storage.companies.get(customerId),
      storage.partners.get(customerId, partnerId),
      storage.partners.records(customerId, 10),
    ]);
    const account = company?.value.account;
    if (own || !company || !account || !partner) return;
    const others = partners.rows.map(row => row.value).filter(({ id }) => id !== partnerId);
    const record = recordOf(company.value, account, partner.value, others);
    const provider = others.find(({ kind }) => kind === 'indirectProvider');
    const told = provider && partner.value.kind === 'indirectReseller';
    const notice: Notice = {
      name: 'accountOpened',
      customerName: record.name,
      customerId,
      providerName: provider?.name ?? '',
      at: account.openedAt,
    };
    const readers = told ? await whoHears(desk, partnerId, record) : [];
    await storage.commit(partnerId, {
      rows: await placed(desk, partnerId, record),
      history,
      errands: readers.slice(0, TOLD_MAX).map(to => ({ kind: 'tell', to, notice })),
    });
  });
}

/** Where the partner imported the same customer after the order was checked, the account goes on with that record. */
async function placed(desk: Desk, partnerId: CompanyId, record: Customer): Promise<Op[]> {
  const { customers } = desk.storage;
  const owner = await customers.ofDomain(partnerId, record.domain);
  // Whoever imports it in this very moment, or this, comes too late and looks again.
  if (!owner) return [...customers.insert(record, false), customers.claimDomain(record)];
  const imported = owner.reach && (await customers.imported(partnerId, { id: owner.id }));
  return imported ? customers.takeOver(imported, record) : customers.insert(record, true);
}

/** What a partner keeps of an account: the same as after an approval of all that the partner may do. */
function recordOf(
  { id, name, country, administration, administrationVersion }: Company,
  { domain, contact, openedAt }: Account,
  partner: Partner,
  others: readonly Partner[],
): Customer {
  const administers = heldBy(administration, partner.id);
  const sharedWith: Sharing[] = others.map(other => ({ id: other.id, name: other.name, since: openedAt }));
  return {
    id,
    name,
    domain,
    country,
    contact: { name: `${contact.firstName} ${contact.lastName}`, email: contact.email },
    canSell: partner.canSell,
    canOrder: partner.canOrder,
    canAdminister: administers.length > 0 ? 'yes' : 'no',
    administers,
    administrationVersion,
    since: openedAt,
    invitationId: partner.invitationId,
    sharedWith,
    accountOpenedAt: openedAt,
  };
}

/** Once the account stands, its domain stays with it. Harmless when repeated. */
export async function settleDomain(desk: Desk, errand: Carried<'settleDomain'>): Promise<void> {
  const { domain, orderId } = errand;
  await retryOnConflict(async () => {
    const accountId = await presentPartition(desk, errand.accountId);
    await desk.storage.domains.settle(domain, orderId, accountId);
  });
}
