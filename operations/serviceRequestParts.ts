import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import { type Action, type Levels, mayFor } from '../domain/permissions.ts';
import type { Partner } from '../domain/relationship.ts';
import {
  holderOf,
  otherThan,
  referenceOf,
  type ServiceNote,
  type ServiceNoteDeed,
  type ServiceRequest,
  type Side,
} from '../domain/serviceRequest.ts';
import type { Service } from '../domain/services.ts';
import type { Op, Row } from '../storage/rows.ts';
import { OPERATOR } from '../storage/serviceRequests.ts';
import type { Actor, Desk } from './desk.ts';
import { type Doer, historyEntry, signature } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitForCustomer, presentId, presentPartition, servedCustomer } from './serveCustomer.ts';

/** Which request a click is about: in whose partition it stands, and which it is. */
export interface ServiceRequestClick {
  id: CompanyId;
  request: string;
}

/** A request of which the actor's company is one side. */
export interface FoundServiceRequest {
  row: Row<ServiceRequest>;
  side: Side;
  /** The asker as the customer keeps it; one about the portal has none. */
  partner: Row<Partner> | undefined;
  standing: Standing;
}

/** How the relationship stands: after its end nobody writes any more, and the customer can still close. */
export type Standing = 'stands' | 'ended' | 'beingSetUp';

/**
 * Finds a request that the actor may see: of their company's own partition, or one that their company opened for a
 * customer. What is neither is `gone`.
 */
export async function findServiceRequest(
  desk: Desk,
  actor: Actor,
  click: ServiceRequestClick,
): Promise<NotAllowed | { outcome: 'gone' } | FoundServiceRequest> {
  const refused = await refusal(desk, actor, 'requestServiceForCustomer', 'any');
  if (refused) return refused;
  const { request } = click;
  // In a list it may still stand under the id of an account that got a tenant since.
  const id = await presentId(desk, actor, click.id);
  const { serviceRequests } = desk.storage;
  const present = await serviceRequests.get(id, request);
  // Of an account that nobody entered, also when an approval went on with its record: the request stays where it was.
  const row = present ?? (id === click.id ? undefined : await serviceRequests.get(click.id, request));
  const side = row && sideOf(row.value, actor.tenantId);
  if (!row || !side) return { outcome: 'gone' };
  if (row.value.about === 'portal') {
    const notAbout = await refusal(desk, actor, 'requestServiceForPortal');
    return notAbout ?? { row, side, partner: undefined, standing: 'stands' };
  }
  if (!present) return { row, side, partner: undefined, standing: 'ended' };
  const relationship = await (side === 'asker' ? asPartner(desk, actor, id) : asCustomer(desk, row.value));
  return { row, side, ...relationship };
}

type Relationship = Pick<FoundServiceRequest, 'partner' | 'standing'>;

async function asPartner(desk: Desk, actor: Actor, customerId: CompanyId): Promise<Relationship> {
  const served = await servedCustomer(desk, actor, customerId);
  if (!('outcome' in served)) return { partner: served.partner, standing: 'stands' };
  return { partner: undefined, standing: served.outcome === 'beingSetUp' ? 'beingSetUp' : 'ended' };
}

async function asCustomer(desk: Desk, { companyId, asker }: ServiceRequest): Promise<Relationship> {
  const partner = await desk.storage.partners.get(companyId, asker.id);
  if (!partner) return { partner, standing: 'beingSetUp' };
  return { partner, standing: partner.value.endedAt ? 'ended' : 'stands' };
}

function sideOf({ about, companyId, asker }: ServiceRequest, tenantId: CompanyId): Side | undefined {
  if (asker.id === tenantId) return 'asker';
  return about === 'customer' && companyId === tenantId ? 'other' : undefined;
}

/** The right to open and answer a request. */
export function rightToAnswer({ about }: Pick<ServiceRequest, 'about'>): Action {
  return about === 'portal' ? 'requestServiceForPortal' : 'requestServiceForCustomer';
}

/** The service for which one needs the right: what is about nothing in particular may be about Office 365. */
export function serviceToAnswer({ service }: Pick<ServiceRequest, 'service'>): Service {
  return service ?? 'office365';
}

/** Whether someone of the asker's company may answer in a request, and is told of what the other side does. */
export function mayGoOnWith(request: ServiceRequest, levels: Levels | undefined): boolean {
  return mayFor(rightToAnswer(request), levels, serviceToAnswer(request));
}

/** What a deed changes, and what it says to the other side. */
interface Deed {
  deed: 'opened' | ServiceNoteDeed;
  side: Side;
  doer: Doer;
  at: string;
  text: string | undefined;
  rows: readonly Op[];
}

/**
 * Writes what was done to a request: its rows, both histories, the news for the other side, and the copy in the list
 * of whoever it does not stand with. One transaction, which for a customer's holds only while the relationship is as
 * it was read.
 */
export async function commitServiceDeed(
  desk: Desk,
  request: ServiceRequest,
  partner: Row<Partner> | undefined,
  deed: Deed,
): Promise<void> {
  const errands = [...(await newsOf(desk, request, deed)), listing(request)];
  const rows = [...deed.rows];
  if (partner) {
    const history = [entryOf(request, deed)];
    const deedId = `service-${request.id}-${request.version}`;
    const customer = { id: request.companyId };
    return commitForCustomer(desk, { customer, partner }, { rows, history, deedId, errands });
  }
  const history = [{ ...entryOf(request, deed), subject: request.companyId }];
  await desk.storage.commit(request.companyId, { rows, history, errands });
}

function entryOf(request: ServiceRequest, { deed, doer, at }: Deed): Omit<NewHistoryEntry, 'subject'> {
  const reference = referenceOf(request);
  const to = deed === 'takenOver' ? { to: holderOf(request).name } : {};
  if (request.about === 'portal') {
    return historyEntry(at, doer, {
      subject: '',
      event: `portal.${deed}`,
      detail: { reference, name: request.companyName, ...to },
    });
  }
  const detail = {
    reference,
    name: request.title,
    customer: request.companyName,
    partner: request.asker.name,
    ...to,
  };
  return historyEntry(at, doer, { subject: '', event: `service.${deed}`, detail });
}

async function newsOf(
  desk: Desk,
  request: ServiceRequest,
  { deed, side, doer, at, text }: Deed,
): Promise<Errand[]> {
  const by = signature(doer);
  if (by === 'desk' || deed === 'takenOver') return [];
  const told = otherThan(side);
  const notice: Notice = {
    name: 'serviceRequestChanged',
    deed,
    to: told === 'other' ? 'customer' : request.about === 'portal' ? 'portalAsker' : 'partner',
    companyId: request.companyId,
    requestId: request.id,
    title: request.title,
    by,
    byCompany: side === 'asker' ? request.asker.name : request.about === 'portal' ? '' : request.companyName,
    text,
    at,
  };
  const people = await whoHearsOfService(desk, request, told);
  return people.map(to => ({ kind: 'tell', to, notice }));
}

/**
 * Who of a side hears of a request: whoever opened it or took it over, as long as they may; else the global admins of the company, as
 * at the customer. The operator of this desk is not in Teams and looks at the list.
 */
export async function whoHearsOfService(
  desk: Desk,
  request: ServiceRequest,
  side: Side,
): Promise<{ tenantId: string; objectId: string }[]> {
  const { people } = desk.storage;
  if (side === 'other' && request.about === 'portal') return [];
  const companyId = side === 'asker' ? request.asker.id : request.companyId;
  if (side === 'asker') {
    const holder = (await people.get(companyId, holderOf(request).objectId))?.value;
    if (holder && mayGoOnWith(request, holder.member)) return [addressOf(holder)];
  }
  return (await people.holders(companyId, ['globalAdmin'])).map(addressOf);
}

function addressOf({ tenantId, objectId }: { tenantId: string; objectId: string }) {
  return { tenantId, objectId };
}

function listing({ about, asker, companyId, id }: ServiceRequest): Errand {
  const listId = about === 'portal' ? OPERATOR : asker.id;
  return { kind: 'showServiceRequest', listId, companyId, requestId: id };
}

/** Carries a request as it stands to a list elsewhere; an older copy never comes after a newer one. Harmless when repeated. */
export async function showServiceRequestInList(
  desk: Desk,
  { listId, companyId: askedIn, requestId }: Extract<Errand, { kind: 'showServiceRequest' }>,
): Promise<void> {
  const { serviceRequests } = desk.storage;
  await retryOnConflict(async () => {
    const companyId = await presentPartition(desk, askedIn);
    const [row, before] = await Promise.all([
      serviceRequests.get(companyId, requestId),
      serviceRequests.listed(listId, requestId),
    ]);
    if (!row || (before && isAsNew(before.value, row.value))) return;
    await desk.storage.commit(listId, { rows: [serviceRequests.list(before, row.value)], history: [] });
  });
}

function isAsNew(listed: ServiceRequest, request: ServiceRequest): boolean {
  return listed.version >= request.version && listed.companyId === request.companyId;
}

/** A request as one of its sides sees it, with a page of its notes. */
export interface ServiceRequestView {
  request: ServiceRequest;
  side: Side;
  notes: ServiceNote[];
  /** Where older notes begin, if there are some. */
  olderNotes: string | undefined;
  mayWrite: boolean;
  mayClose: boolean;
  /** Why the reader writes nothing: how the relationship stands, or that their role only reads this. */
  readOnly: Exclude<Standing, 'stands'> | 'role' | undefined;
}

const NOTES = 5;

/** Reads the notes for a view. One query. */
export async function serviceRequestView(
  desk: Desk,
  actor: Actor,
  { row, side, standing }: FoundServiceRequest,
  continuation?: string,
): Promise<ServiceRequestView> {
  const request = row.value;
  const page = await desk.storage.serviceRequests.notes(request.companyId, request.id, NOTES, continuation);
  const may = mayFor(rightToAnswer(request), actor.person?.value.member, serviceToAnswer(request));
  return {
    request,
    side,
    notes: page.rows.map(note => note.value),
    olderNotes: page.continuation,
    mayWrite: may && standing === 'stands',
    mayClose: may && (standing === 'stands' || (standing === 'ended' && side === 'other')),
    readOnly: standing !== 'stands' ? standing : may ? undefined : 'role',
  };
}
