import { type Company, isPartner } from '../domain/company.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import { type Decision, type Invitation, type ProviderRef, stateAt } from '../domain/invitation.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Partner, ReceivedInvitation } from '../domain/relationship.ts';
import { type Administration, replacedBy, SERVICES, type Service } from '../domain/services.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { admission, FIRST_LEVELS } from './userEntry.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/**
 * Carries an acceptance to the customer's side (design §5): the company if there is none yet, the approver as its
 * global admin, the partners, and who administers which service. That row decides, and every partner concerned
 * learns of it from there. Harmless when repeated.
 */
export async function establishCustomer(desk: Desk, errand: Carried<'establishCustomer'>): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const row = await storage.invitations.get(errand.invitationId);
    const decision = row?.value.decision;
    if (row?.value.state !== 'accepted' || !decision) return;
    const invitation = row.value;
    const { provider, kind } = invitation;
    const partnerId = invitation.inviter.companyId;
    const [company, partner, providing, person] = await Promise.all([
      storage.companies.get(errand.customerId),
      storage.partners.get(errand.customerId, partnerId),
      provider ? storage.partners.get(errand.customerId, provider.companyId) : undefined,
      storage.people.get(errand.customerId, decision.by.objectId),
    ]);
    const established = kind === 'addProvider' ? providing : partner;
    if (established?.value.invitationId === invitation.id) return;
    if (company && isPartner(company.value.kind)) return refuseCustomer(desk, invitation, errand.customerId);

    const at = desk.now().toISOString();
    const before: Company = company?.value ?? newCustomer(errand.customerId, invitation, at);
    const administers = kind !== 'addProvider';
    const granted = administers ? grantedServices(before, decision, partnerId) : [];
    const next = administers
      ? administeredBy(before, granted, partnerId, invitation.inviter.companyName)
      : before;
    const rows: Op[] = [company ? storage.companies.update(company, next) : storage.companies.insert(next)];
    if (administers) rows.push(partnerRow(desk, partner, partnerOf(invitation, at)));
    if (provider)
      rows.push(partnerRow(desk, providing, providerOf(invitation, provider, at, providing?.value)));
    const history: NewHistoryEntry[] = [
      historyEntry(at, decision.by, {
        subject: invitation.id,
        about: [partnerId, ...(provider ? [provider.companyId] : [])],
        event: 'partnerApproved',
        detail: {
          kind,
          name: invitation.inviter.companyName,
          ...(provider && { provider: provider.companyName }),
        },
      }),
    ];
    if (!company) {
      const profile = decision.email ? { email: decision.email, guest: false } : undefined;
      const first = { profile, ...(person?.value ?? { ...decision.by, welcomed: false }) };
      const admin = await admission(desk, next, { row: person, person: first }, FIRST_LEVELS, undefined);
      rows.push(...admin.rows);
      history.push(admin.history);
    }
    await storage.commit(errand.customerId, {
      rows,
      history,
      errands: [
        ...(administers ? administrationErrands(before, next, granted, partnerId) : []),
        ...sharingErrands(invitation, errand.customerId),
      ],
    });
  });
}

/** The provider's list has a customer only once the customer's own side stands: both have it, or neither. */
function sharingErrands({ id, provider, inviter }: Invitation, customerId: string): Errand[] {
  if (!provider) return [];
  const { companyId: providerId } = provider;
  return [
    { kind: 'showSharedCustomer', providerId, resellerId: inviter.companyId, customerId, invitationId: id },
  ];
}

function administeredBy(
  before: Company,
  granted: Service[],
  partnerId: string,
  partnerName: string,
): Company {
  const gained = Object.fromEntries(granted.map(service => [service, { partnerId, partnerName }]));
  return {
    ...before,
    administration: { ...before.administration, ...gained },
    administrationVersion: before.administrationVersion + 1,
  };
}

/** Tells the new administrator and everyone who was replaced what the customer's row says now. */
function administrationErrands(
  before: Company,
  next: Company,
  granted: Service[],
  partnerId: string,
): Errand[] {
  const news = (holder: string, services: Service[], lost: Service[]): Errand => ({
    kind: 'showAdministration',
    partnerId: holder,
    customerId: next.id,
    customerName: next.name,
    services,
    lost,
    administrationVersion: next.administrationVersion,
  });
  const lost = [...lostServices(before.administration, granted, partnerId)];
  return [
    ...lost.map(([holder, services]) => news(holder, [], services)),
    news(
      partnerId,
      granted,
      SERVICES.filter(service => !granted.includes(service)),
    ),
  ];
}

function partnerRow(desk: Desk, known: Row<Partner> | undefined, next: Partner): Op {
  const { partners } = desk.storage;
  return known ? partners.update(known, next) : partners.insert(next);
}

/**
 * The services that an approval hands over: all, as long as it named whose rights it replaces. When others got rights
 * since the approver looked, what they hold is left to them: nobody was asked (design §2 row 2).
 */
function grantedServices(before: Company, decision: Decision, partnerId: string): Service[] {
  if (decision.administrationVersion === before.administrationVersion) return [...SERVICES];
  const held = replacedBy(before.administration, partnerId).map(({ service }) => service);
  return SERVICES.filter(service => !held.includes(service));
}

function lostServices(before: Administration, granted: Service[], winner: string): Map<string, Service[]> {
  const lost = new Map<string, Service[]>();
  for (const { service, partnerId } of replacedBy(before, winner)) {
    if (!granted.includes(service)) continue;
    lost.set(partnerId, [...(lost.get(partnerId) ?? []), service]);
  }
  return lost;
}

/** A customer company that comes into being by accepting an invitation: active at once. */
function newCustomer(id: string, invitation: Invitation, at: string): Company {
  const by = invitation.decision?.by;
  return {
    id,
    kind: 'customer',
    name: invitation.addressee.name,
    support: {},
    alreadyInCsp: false,
    state: 'active',
    enrolledBy: by,
    enrolledAt: at,
    activeAt: at,
    administration: {},
    administrationVersion: 0,
  };
}

function partnerOf(invitation: Invitation, at: string): Partner {
  const { inviter, decision } = invitation;
  return {
    id: inviter.companyId,
    name: inviter.companyName,
    kind: inviter.companyKind,
    partnerId: inviter.partnerId,
    country: inviter.country,
    canSell: true,
    canOrder: false,
    since: decision?.at ?? at,
    invitationId: invitation.id,
    approvedBy: decision?.by ?? inviter.person,
  };
}

/** The provider's right to order, beside whatever the customer granted it before. */
function providerOf(
  invitation: Invitation,
  provider: ProviderRef,
  at: string,
  known: Partner | undefined,
): Partner {
  return {
    id: provider.companyId,
    name: provider.companyName,
    kind: 'indirectProvider',
    partnerId: provider.partnerId,
    country: provider.country,
    canSell: known?.canSell ?? false,
    canOrder: true,
    since: known?.since ?? at,
    invitationId: invitation.id,
    approvedBy: invitation.decision?.by ?? invitation.inviter.person,
  };
}

/** The approver's company was set up as a partner in the same moment; a partner cannot be a customer, so nothing is administered. */
async function refuseCustomer(desk: Desk, invitation: Invitation, customerId: string): Promise<void> {
  const companyId = invitation.inviter.companyId;
  const customer = await desk.storage.customers.get(companyId, customerId);
  if (!customer || customer.value.canAdminister === 'no') return;
  await desk.storage.commit(companyId, {
    rows: desk.storage.customers.update(customer, {
      ...customer.value,
      canSell: false,
      canAdminister: 'no',
      sharedWith: customer.value.sharedWith.filter(other => other.id !== invitation.provider?.companyId),
    }),
    history: [
      historyEntry(desk.now().toISOString(), 'desk', {
        subject: invitation.id,
        about: [customerId],
        event: 'customerIsPartner',
        detail: { name: customer.value.name },
      }),
    ],
  });
}

/**
 * Carries who administers a customer's services back to a partner's record of it; a partner that lost some is told.
 * Older news than the record has is left out. Harmless when repeated.
 */
export async function showAdministration(desk: Desk, errand: Carried<'showAdministration'>): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const customer = await storage.customers.get(errand.partnerId, errand.customerId);
    if (!customer || customer.value.administrationVersion >= errand.administrationVersion) return;
    const at = desk.now().toISOString();
    const next = {
      ...customer.value,
      canAdminister: errand.services.length > 0 ? ('yes' as const) : ('no' as const),
      administers: errand.services,
      administrationVersion: errand.administrationVersion,
    };
    const inviter =
      errand.lost.length > 0
        ? (await storage.invitations.get(customer.value.invitationId))?.value.inviter.person
        : undefined;
    const { customerName, customerId, lost: services } = errand;
    const notice = { name: 'administrationReplaced' as const, customerName, customerId, services, at };
    await storage.commit(errand.partnerId, {
      rows: storage.customers.update(customer, next),
      history: [
        historyEntry(at, 'desk', {
          subject: errand.customerId,
          event: 'administrationChanged',
          detail: { name: customer.value.name, services: errand.services.join(' ') },
        }),
      ],
      errands: inviter
        ? [{ kind: 'tell', to: { tenantId: inviter.tenantId, objectId: inviter.objectId }, notice }]
        : [],
    });
  });
}

/** Carries an invitation's state to the list of received ones of a recipient's tenant. Harmless when repeated. */
export async function showReceived(desk: Desk, errand: Carried<'showReceived'>): Promise<void> {
  const row = await desk.storage.invitations.get(errand.invitationId);
  if (!row) return;
  const invitation = row.value;
  const entry = invitation.recipients.find(recipient => recipient.tenantId === errand.tenantId);
  const state = stateAt(invitation, desk.now());
  const received: ReceivedInvitation = {
    invitationId: invitation.id,
    companyName: invitation.inviter.companyName,
    kind: invitation.kind,
    // Sent again: the link that this tenant opened is dead, whatever becomes of the new one.
    state: state === 'draft' || !entry ? 'withdrawn' : state === 'sent' ? 'open' : state,
    receivedAt: entry?.since ?? invitation.createdAt,
    expiresAt: invitation.expiresAt,
  };
  await desk.storage.received.put(errand.tenantId, received);
}
