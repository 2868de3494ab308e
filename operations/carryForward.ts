import { changeAdministration } from '../domain/administration.ts';
import { type Company, isPartner } from '../domain/company.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import { type Decision, type Invitation, type ProviderRef, stateAt } from '../domain/invitation.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import type { Customer, Partner, ReceivedInvitation } from '../domain/relationship.ts';
import { replacedBy, SERVICES, type Service } from '../domain/services.ts';
import type { Op } from '../storage/rows.ts';
import { administrationErrands } from './administrationErrands.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { admission, FIRST_LEVELS } from './userEntry.ts';
import { whoHears } from './whoHears.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/**
 * Carries an acceptance to the customer's side (design §5): the company if there is none yet, the approver as its
 * global admin, the partners, and who administers which service. That row decides, and every partner concerned
 * learns of it from there. Harmless when repeated, and when a later approval has taken this one's place or what it
 * granted has ended since: the partner's own record says by which approval it stands.
 */
export async function establishCustomer(desk: Desk, errand: Carried<'establishCustomer'>): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const row = await storage.invitations.get(errand.invitationId);
    const decision = row?.value.decision;
    if (row?.value.state !== 'accepted' || !decision) return;
    const invitation = row.value;
    const { provider } = invitation;
    const partnerId = invitation.inviter.companyId;
    const [own, company, partner, providing, person] = await Promise.all([
      storage.customers.get(partnerId, errand.customerId),
      storage.companies.get(errand.customerId),
      storage.partners.get(errand.customerId, partnerId),
      provider ? storage.partners.get(errand.customerId, provider.companyId) : undefined,
      storage.people.get(errand.customerId, decision.by.objectId),
    ]);
    const { administers, shares } = stillGranted(invitation, own?.value, partner?.value, providing?.value);
    if (!administers && !shares) return;
    const established = administers
      ? partner?.value.invitationId === invitation.id
      : providing?.value.ordersThrough.some(({ id, since }) => id === partnerId && since === decision.at);
    if (established) return;
    if (company && isPartner(company.value.kind)) return refuseCustomer(desk, invitation, errand.customerId);

    const at = desk.now().toISOString();
    const before: Company = company?.value ?? newCustomer(errand.customerId, invitation, at);
    const granted = administers && !invitation.sellOnly ? grantedServices(before, decision, partnerId) : [];
    const next = administers ? administeredBy(before, granted, invitation) : before;
    const rows: Op[] = [company ? storage.companies.update(company, next) : storage.companies.insert(next)];
    if (administers) rows.push(...storage.partners.put(partner, partnerOf(invitation, at, partner?.value)));
    if (provider && shares)
      rows.push(...storage.partners.put(providing, providerOf(invitation, provider, at, providing?.value)));
    const history: NewHistoryEntry[] = [
      historyEntry(at, decision.by, {
        subject: invitation.id,
        about: [partnerId, ...(provider ? [provider.companyId] : [])],
        event: 'partnerApproved',
        detail: {
          kind: invitation.sellOnly ? 'sellOnly' : invitation.kind,
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
        ...(administers
          ? administrationErrands(before, next, {
              approved: partnerId,
              asked: invitation.sellOnly ? [] : SERVICES,
            })
          : []),
        ...(shares ? sharingErrands(invitation, errand.customerId) : []),
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

/**
 * What of an approval is still to be carried: not what a later approval has taken the place of, nor what has ended
 * since. `own` is the inviter's record of the customer; `partner` and `providing` are the customer's of the inviter and
 * of its provider.
 */
function stillGranted(
  { id, kind, provider, decision }: Invitation,
  own: Customer | undefined,
  partner: Partner | undefined,
  providing: Partner | undefined,
): { administers: boolean; shares: boolean } {
  const administers = kind !== 'addProvider' && own?.invitationId === id && !own.endedAt;
  const shared = provider && own?.sharedWith.some(other => other.id === provider.companyId);
  const sells = administers || (partner !== undefined && !partner.endedAt);
  const endedSince = decision && providing?.endedAt && providing.endedAt >= decision.at;
  return { administers, shares: shared === true && sells && !endedSince };
}

function administeredBy(before: Company, granted: Service[], { inviter, sellOnly }: Invitation): Company {
  // The partner's record waits for news of it, also when there is nothing to administer.
  if (sellOnly) return { ...before, administrationVersion: before.administrationVersion + 1 };
  const to = { partnerId: inviter.companyId, partnerName: inviter.companyName };
  const change = changeAdministration(before, { do: 'grant', to, services: granted });
  return 'refused' in change ? before : { ...before, ...change.next };
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

/** The inviter's right to sell, beside a right to order that it may have through others. */
function partnerOf(invitation: Invitation, at: string, known: Partner | undefined): Partner {
  const { inviter, decision } = invitation;
  return {
    id: inviter.companyId,
    name: inviter.companyName,
    kind: inviter.companyKind,
    partnerId: inviter.partnerId,
    country: inviter.country,
    canSell: true,
    canOrder: known?.canOrder ?? false,
    ordersThrough: known?.ordersThrough ?? [],
    since: known?.canSell ? known.since : (decision?.at ?? at),
    invitationId: invitation.id,
    approvedBy: decision?.by ?? inviter.person,
    listed: true,
  };
}

/** The provider's right to order, beside whatever the customer granted it before. */
function providerOf(
  invitation: Invitation,
  provider: ProviderRef,
  at: string,
  known: Partner | undefined,
): Partner {
  const { inviter, decision } = invitation;
  const through = { id: inviter.companyId, name: inviter.companyName, since: decision?.at ?? at };
  return {
    id: provider.companyId,
    name: provider.companyName,
    kind: 'indirectProvider',
    partnerId: provider.partnerId,
    country: provider.country,
    canSell: known?.canSell ?? false,
    canOrder: true,
    ordersThrough: [...(known?.ordersThrough ?? []).filter(other => other.id !== through.id), through],
    since: known && !known.endedAt ? known.since : at,
    // Of a provider that sells as well, the row stays with the approval of that.
    invitationId: known?.canSell ? known.invitationId : invitation.id,
    approvedBy: known?.canSell ? known.approvedBy : (decision?.by ?? inviter.person),
    listed: true,
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
    // Somebody who asked to sell only hears that they administer nothing, which is no change.
    const changes = [...errand.services, ...errand.lost, ...customer.value.administers].length > 0;
    const notices = administrationNotices(errand, at);
    const told = notices.length > 0 ? await whoHears(desk, errand.partnerId, customer.value) : [];
    await storage.commit(errand.partnerId, {
      rows: storage.customers.update(customer, next),
      history: changes
        ? [
            historyEntry(at, 'desk', {
              subject: errand.customerId,
              event: 'administrationChanged',
              detail: { name: customer.value.name, services: errand.services.join(' ') },
            }),
          ]
        : [],
      errands: notices.flatMap(notice => told.map(to => ({ kind: 'tell' as const, to, notice }))),
    });
  });
}

/** What a partner reads of it: by whom if the customer decided it alone, and which services it gained or lost. */
function administrationNotices(errand: Carried<'showAdministration'>, at: string): Notice[] {
  const { customerName, customerId, lost, decided } = errand;
  const about = { customerName, customerId };
  if (!decided) {
    return lost.length > 0 ? [{ name: 'administrationReplaced', ...about, services: lost, at }] : [];
  }
  const { by, gained, reassigned } = decided;
  return [
    ...(lost.length > 0
      ? [{ name: 'administrationTaken' as const, ...about, services: lost, by, reassigned, at: decided.at }]
      : []),
    ...(gained.length > 0
      ? [{ name: 'administrationGiven' as const, ...about, services: gained, by, at: decided.at }]
      : []),
  ];
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
