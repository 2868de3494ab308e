import { isWebMail } from '../domain/emailAddress.ts';
import type { HistoryEvent } from '../domain/history.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Partnership } from '../domain/partnership.ts';
import { may } from '../domain/permissions.ts';
import type { Customer, Sharing } from '../domain/relationship.ts';
import type { Op, Row } from '../storage/rows.ts';
import { historyGoesOn } from './commitInvitation.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/**
 * Carries an authorization to the reseller's side (design §5), whose row decides from then on; the provider's copy
 * then learns that it stands. Harmless when repeated.
 */
export async function establishPartnership(
  desk: Desk,
  errand: Carried<'establishPartnership'>,
): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const row = await storage.invitations.get(errand.invitationId);
    const invitation = row?.value;
    if (invitation?.state !== 'accepted' || !invitation.decision) return;
    const { inviter, decision } = invitation;
    const [known, copy] = await Promise.all([
      storage.partnerships.get(errand.resellerId, inviter.companyId),
      storage.partnerships.get(inviter.companyId, errand.resellerId),
    ]);
    if (known?.value.invitationId === invitation.id) return;
    // A later authorization has taken its place; carried again, this one must not bring back what was removed since.
    if (copy?.value.invitationId !== invitation.id) return;
    const next: Partnership = {
      partnerId: inviter.companyId,
      name: inviter.companyName,
      mpnId: inviter.partnerId,
      country: inviter.country,
      state: 'active',
      providerAdministers: true,
      since: decision.at,
      invitationId: invitation.id,
      version: (known?.value.version ?? 0) + 1,
      watchers: [],
    };
    await storage.commit(errand.resellerId, {
      rows: storage.partnerships.put(known, next),
      history: [
        historyEntry(desk.now().toISOString(), decision.by, {
          subject: inviter.companyId,
          event: 'providerAuthorized',
          detail: { name: inviter.companyName },
        }),
      ],
      errands: [{ kind: 'showPartnership', providerId: inviter.companyId, resellerId: errand.resellerId }],
    });
  });
}

/** Carries the deciding row of a partnership to the provider's copy; an ended one gives the reseller's address free. */
export async function showPartnership(desk: Desk, errand: Carried<'showPartnership'>): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const [deciding, copy] = await Promise.all([
      storage.partnerships.get(errand.resellerId, errand.providerId),
      storage.partnerships.get(errand.providerId, errand.resellerId),
    ]);
    if (!deciding || !copy || copy.value.version >= deciding.value.version) return;
    // Authorized anew in the meantime: what is carried is about the former partnership.
    if (copy.value.invitationId !== deciding.value.invitationId) return;
    const { state, providerAdministers, version } = deciding.value;
    const rows: Op[] = storage.partnerships.put(copy, { ...copy.value, state, providerAdministers, version });
    if (state === 'removed') rows.push(...(await addressToRelease(desk, copy.value)));
    await storage.commit(errand.providerId, {
      rows,
      history: shownEvents(copy.value, deciding.value).map(event =>
        historyEntry(desk.now().toISOString(), 'desk', {
          subject: errand.resellerId,
          event,
          detail: { name: copy.value.name },
        }),
      ),
    });
  });
}

/** What happened to a partnership since the provider's copy was last brought up to date, in its order. */
function shownEvents(copy: Partnership, deciding: Partnership): HistoryEvent[] {
  const administered = copy.state === 'active' && copy.providerAdministers;
  if (deciding.state !== 'active') {
    // An end takes the access with it; only when more than that happened it was taken away before.
    const tookBefore = administered && deciding.version > copy.version + 1;
    return tookBefore ? ['administratorAccessRemoved', 'partnershipRemoved'] : ['partnershipRemoved'];
  }
  return [administered && !deciding.providerAdministers ? 'administratorAccessRemoved' : 'partnershipShown'];
}

async function addressToRelease(desk: Desk, partnership: Partnership): Promise<Op[]> {
  const { invitations } = desk.storage;
  const invitation = await invitations.get(partnership.invitationId);
  const claim = invitation && (await invitations.claimOf(invitation.value));
  return claim?.invitationId === partnership.invitationId && invitation
    ? [invitations.releaseAddress(invitation.value)]
    : [];
}

/**
 * Carries a customer that a reseller shares to the provider's list, and tells the provider's people who asked to be
 * told (at first, whoever requested the partnership). Harmless when repeated.
 */
export async function showSharedCustomer(desk: Desk, errand: Carried<'showSharedCustomer'>): Promise<void> {
  const { storage } = desk;
  const { providerId, resellerId, customerId } = errand;
  await retryOnConflict(async () => {
    const [granted, shared, own, partnership] = await Promise.all([
      storage.partners.get(customerId, providerId),
      storage.customers.get(resellerId, customerId),
      storage.customers.get(providerId, customerId),
      storage.partnerships.get(providerId, resellerId),
    ]);
    const sharing = shared?.value.sharedWith.find(other => other.id === providerId);
    // Ended again since, on whichever side.
    if (!shared || !sharing || !granted?.value.canOrder) return;
    const reseller = { id: resellerId, name: partnership?.value.name ?? '', since: sharing.since };
    const known = own?.value.sharedWith.find(other => other.id === resellerId);
    if (own?.value.canOrder && known && known.since === sharing.since) return;
    const at = desk.now().toISOString();
    const told = await whoMaySeeCustomers(desk, partnership?.value.watchers ?? []);
    const copy = sharedCopy(shared.value, reseller, errand.invitationId, at);
    const record = own ? undefined : await continuedOf(desk, providerId, copy.domain);
    const rows: Op[] = own
      ? storage.customers.update(own, {
          ...own.value,
          canOrder: true,
          sharedWith: [...own.value.sharedWith.filter(other => other.id !== resellerId), reseller],
          since: own.value.endedAt ? at : own.value.since,
          endedAt: undefined,
        })
      : record
        ? storage.customers.takeOver(record, copy)
        : storage.customers.insert(copy, !isWebMail(`x@${copy.domain}`));
    const notice = {
      name: 'customerShared' as const,
      customerName: shared.value.name,
      customerId,
      resellerName: reseller.name,
      at,
    };
    await storage.commit(providerId, {
      rows,
      history: [
        historyEntry(at, 'desk', {
          subject: customerId,
          about: [resellerId],
          event: 'customerShared',
          detail: { name: shared.value.name, reseller: reseller.name },
        }),
      ],
      errands: [
        ...told.map(
          ({ tenantId, objectId }): Errand => ({ kind: 'tell', to: { tenantId, objectId }, notice }),
        ),
        ...(record ? historyGoesOn(providerId, record.value.id, customerId) : []),
      ],
    });
  });
}

/** The provider's record of the same domain that has no relationship: imported, or of an account that nobody entered. */
async function continuedOf(
  desk: Desk,
  providerId: CompanyId,
  domain: string,
): Promise<Row<Customer> | undefined> {
  const { customers } = desk.storage;
  const owner = await customers.ofDomain(providerId, domain);
  return owner && customers.continued(providerId, owner.id);
}

/** Those of a provider's people who still may see customers: asking to be told is no right. */
async function whoMaySeeCustomers(desk: Desk, people: readonly PersonRef[]): Promise<PersonRef[]> {
  const rows = await Promise.all(
    people.map(({ tenantId, objectId }) => desk.storage.people.get(tenantId, objectId)),
  );
  return rows.flatMap(row => (row && may('seeCustomers', row.value.member) ? [row.value] : []));
}

/** The provider may order, and neither sell nor administer by itself. */
function sharedCopy(customer: Customer, reseller: Sharing, invitationId: string, at: string): Customer {
  return {
    ...customer,
    canSell: false,
    canOrder: true,
    canAdminister: 'no',
    administers: [],
    administrationVersion: 0,
    since: at,
    endedAt: undefined,
    invitationId,
    sharedWith: [reseller],
  };
}
