import { isSamePerson } from '../domain/identity.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import { changePartnership, type Partnership, type PartnershipCommand } from '../domain/partnership.ts';
import { may } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { pageOrGone } from './pageOrGone.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';

const PAGE = 8;

/** What someone may do with the partnerships that they see. */
export interface PartnershipRights {
  /** The actor's own side. */
  kind: 'indirectProvider' | 'indirectReseller';
  mayRequest: boolean;
  mayInvite: boolean;
  /** At a provider: a customer of this reseller's. */
  mayAddCustomer: boolean;
  mayRemove: boolean;
  mayTakeBack: boolean;
}

/** Undefined for a company that has no part in the two-tier model. */
function rightsOf(actor: Actor): PartnershipRights | undefined {
  const member = actor.person?.value.member;
  const kind = member?.companyKind;
  if (kind !== 'indirectProvider' && kind !== 'indirectReseller') return undefined;
  return {
    kind,
    mayRequest: kind === 'indirectProvider' && may('requestPartnership', member),
    mayInvite: kind === 'indirectReseller' && may('inviteCustomer', member),
    mayAddCustomer: kind === 'indirectProvider' && may('addCustomer', member),
    mayRemove: may('removeRelationship', member),
    mayTakeBack: kind === 'indirectReseller' && may('takeBackAdministration', member),
  };
}

export type PartnershipsOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here. */
  | { outcome: 'gone' }
  | { outcome: 'wrongKind'; wanted: 'indirectProvider' | 'indirectReseller' }
  | ({
      outcome: 'listed';
      partnerships: Partnership[];
      search: string | undefined;
      next: string | undefined;
    } & PartnershipRights);

/** *Indirect providers* of a reseller, *Indirect resellers* of a provider: a page, or those that a search finds. One query. */
export async function listPartnerships(
  desk: Desk,
  actor: Actor,
  own: 'indirectProvider' | 'indirectReseller' | undefined,
  search?: string,
  continuation?: string,
): Promise<PartnershipsOutcome> {
  const refused = await refusal(desk, actor, 'seePartnerProfiles');
  if (refused) return refused;
  const rights = rightsOf(actor);
  if (!rights || (own && own !== rights.kind))
    return { outcome: 'wrongKind', wanted: own ?? 'indirectReseller' };
  const wanted = search?.trim() || undefined;
  const page = await pageOrGone(desk.storage.partnerships.page(actor.tenantId, PAGE, wanted, continuation));
  if (!page) return { outcome: 'gone' };
  const partnerships = [...new Map(page.rows.map(row => [row.value.partnerId, row.value])).values()];
  return { outcome: 'listed', partnerships, search: wanted, next: page.continuation, ...rights };
}

export type PartnershipOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | ({ outcome: 'shown'; partnership: Partnership; watching: boolean } & PartnershipRights);

/** One partnership of the actor's company. */
export async function showPartnershipRecord(
  desk: Desk,
  actor: Actor,
  partnerId: string,
): Promise<PartnershipOutcome> {
  const refused = await refusal(desk, actor, 'seePartnerProfiles');
  if (refused) return refused;
  const row = await desk.storage.partnerships.get(actor.tenantId, partnerId);
  return row ? shown(actor, row.value) : { outcome: 'gone' };
}

function shown(actor: Actor, partnership: Partnership): PartnershipOutcome {
  const rights = rightsOf(actor);
  if (!rights) return { outcome: 'gone' };
  const watching = partnership.watchers.some(person => isSamePerson(person, actor));
  return { outcome: 'shown', partnership, watching, ...rights };
}

export type SharedCustomersOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'listed'; partnership: Partnership; customers: Customer[]; next: string | undefined };

/** *View customers*: the customers that the two companies share, and only those. One point read and one query. */
export async function listSharedCustomers(
  desk: Desk,
  actor: Actor,
  partnerId: string,
  continuation?: string,
): Promise<SharedCustomersOutcome> {
  const refused =
    (await refusal(desk, actor, 'seePartnerProfiles')) ?? (await refusal(desk, actor, 'seeCustomers'));
  if (refused) return refused;
  const [partnership, page] = await Promise.all([
    desk.storage.partnerships.get(actor.tenantId, partnerId),
    pageOrGone(desk.storage.customers.sharedPage(actor.tenantId, partnerId, PAGE, continuation)),
  ]);
  if (!partnership || !page) return { outcome: 'gone' };
  const customers = page.rows.map(row => row.value);
  return { outcome: 'listed', partnership: partnership.value, customers, next: page.continuation };
}

/** *Tell me of new customers*, *Stop telling me*: who at the provider hears of customers that the two come to share. */
export async function watchPartnership(
  desk: Desk,
  actor: Actor,
  partnerId: string,
  watch: boolean,
): Promise<PartnershipOutcome> {
  const refused =
    (await refusal(desk, actor, 'seePartnerProfiles')) ?? (await refusal(desk, actor, 'seeCustomers'));
  if (refused) return refused;
  // A reseller's row decides the partnership and has nobody who listens.
  if (actor.person?.value.member?.companyKind !== 'indirectProvider') return { outcome: 'gone' };
  return retryOnConflict(async () => {
    const row = await desk.storage.partnerships.get(actor.tenantId, partnerId);
    if (!row) return { outcome: 'gone' };
    const others = row.value.watchers.filter(person => !isSamePerson(person, actor));
    const next = { ...row.value, watchers: watch ? [...others, refOf(actor)] : others };
    if (watch === row.value.watchers.length > others.length) return shown(actor, row.value);
    const event = watch ? 'watching' : 'notWatching';
    await desk.storage.commit(actor.tenantId, {
      rows: desk.storage.partnerships.put(row, next),
      history: [
        historyEntry(desk.now().toISOString(), actor, {
          subject: partnerId,
          event,
          detail: { name: row.value.name },
        }),
      ],
    });
    return shown(actor, next);
  });
}

export type EndOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'beingSetUp' }
  | { outcome: 'removed' | 'alreadyRemoved' | 'accessRemoved' | 'nothingToRemove'; partnership: Partnership };

/**
 * *Remove partnership*, by a global admin of either side: a compare-and-set on the reseller's row. Customers and the
 * rights they granted stay, and no customer is told; both companies are.
 */
export async function removePartnership(desk: Desk, actor: Actor, partnerId: string): Promise<EndOutcome> {
  const refused = await refusal(desk, actor, 'removeRelationship');
  if (refused) return refused;
  return end(desk, actor, partnerId, { do: 'remove' });
}

/** *Remove administrator access*, by a global admin of the reseller: the provider loses it, the partnership stays. */
export async function removeAdministratorAccess(
  desk: Desk,
  actor: Actor,
  partnerId: string,
): Promise<EndOutcome> {
  const refused = await refusal(desk, actor, 'takeBackAdministration');
  if (refused) return refused;
  if (actor.person?.value.member?.companyKind !== 'indirectReseller') return { outcome: 'gone' };
  return end(desk, actor, partnerId, { do: 'removeAdministration' });
}

async function end(
  desk: Desk,
  actor: Actor,
  partnerId: string,
  command: PartnershipCommand,
): Promise<EndOutcome> {
  const { storage } = desk;
  const atReseller = actor.person?.value.member?.companyKind === 'indirectReseller';
  const resellerId = atReseller ? actor.tenantId : partnerId;
  const providerId = atReseller ? partnerId : actor.tenantId;
  return retryOnConflict(async (): Promise<EndOutcome> => {
    const [deciding, own, company] = await Promise.all([
      storage.partnerships.get(resellerId, providerId),
      storage.partnerships.get(actor.tenantId, partnerId),
      storage.companies.get(actor.tenantId),
    ]);
    if (!own || !company) return { outcome: 'gone' };
    if (!deciding) return { outcome: 'beingSetUp' };
    const change = changePartnership(deciding.value, command);
    if ('refused' in change) {
      const outcome = change.refused === 'notActive' ? 'alreadyRemoved' : 'nothingToRemove';
      return { outcome, partnership: own.value };
    }
    await storage.commit(resellerId, {
      rows: storage.partnerships.put(deciding, change.next),
      history: [
        historyEntry(desk.now().toISOString(), actor, {
          subject: providerId,
          event: change.event,
          detail: { name: deciding.value.name },
        }),
      ],
      errands: [
        { kind: 'showPartnership', providerId, resellerId },
        ...(command.do === 'remove' ? [supportEnds(providerId, resellerId)] : []),
        ...(await toldOf(desk, actor, change.event, company.value.name, {
          own,
          deciding,
          resellerId,
          providerId,
        })),
      ],
    });
    const { state, providerAdministers } = change.next;
    const partnership = { ...own.value, state, providerAdministers };
    return { outcome: command.do === 'remove' ? 'removed' : 'accessRemoved', partnership };
  });
}

/** The provider supports by itself, from now on, whom the reseller did. */
function supportEnds(sellerId: string, contactId: string): Errand {
  return { kind: 'endSupport', sellerId, contactId };
}

/** Who at the other side is told: a reseller's global admins; a provider's requester and those who asked to be told. */
async function toldOf(
  desk: Desk,
  actor: Actor,
  event: 'partnershipRemoved' | 'administratorAccessRemoved',
  byCompany: string,
  sides: { own: Row<Partnership>; deciding: Row<Partnership>; resellerId: string; providerId: string },
): Promise<Errand[]> {
  const { storage } = desk;
  const { resellerId, providerId } = sides;
  const at = desk.now().toISOString();
  const notice: Notice =
    event === 'partnershipRemoved'
      ? { name: 'partnershipRemoved', partnerName: sides.own.value.name, by: refOf(actor), byCompany, at }
      : { name: 'administratorAccessRemoved', resellerName: byCompany, by: refOf(actor), at };
  const copy = await storage.partnerships.get(providerId, resellerId);
  const [resellersAdmins, providersAdmins] = await Promise.all([
    storage.people.holders(resellerId, ['globalAdmin']),
    storage.people.holders(providerId, ['globalAdmin']),
  ]);
  const told = new Map(
    [...resellersAdmins, ...providersAdmins, ...(copy?.value.watchers ?? [])].map(
      ({ tenantId, objectId }) => [`${tenantId} ${objectId}`, { tenantId, objectId }],
    ),
  );
  told.delete(`${actor.tenantId} ${actor.objectId}`);
  return [...told.values()].slice(0, 40).map(to => ({ kind: 'tell', to, notice }));
}
