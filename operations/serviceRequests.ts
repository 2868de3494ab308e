import { may } from '../domain/permissions.ts';
import type { ServiceRequest } from '../domain/serviceRequest.ts';
import type { Page } from '../storage/rows.ts';
import type { ServiceRequestFilter } from '../storage/serviceRequests.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';
import {
  findServiceRequest,
  type ServiceRequestClick,
  type ServiceRequestView,
  serviceRequestView,
} from './serviceRequestParts.ts';

const PAGE = 8;
/** A list does not read on for ever (design §5). */
const MOST_PAGES = 3;

/** Which requests are listed: in which state, and of one customer only if it is given. */
export interface WhichServiceRequests {
  state: ServiceRequestFilter['state'];
  customerId?: string | undefined;
}

export type ServiceRequestsOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      requests: ServiceRequest[];
      state: ServiceRequestFilter['state'];
      /** Of whom alone. */
      customer: { id: string; name: string } | undefined;
      next: string | undefined;
      /** Whether the reader's company has customers for whom it can open requests. */
      isPartner: boolean;
      mayRequestForPortal: boolean;
      /** The relationship with the customer stands, so that one more can be opened. */
      mayRequestForCustomer: boolean;
    };

/**
 * A page of service requests: a partner's over all its customers or of one, a customer's about itself, and for a
 * global admin those about the portal. One query; three where nothing fits the state.
 */
export async function listServiceRequests(
  desk: Desk,
  actor: Actor,
  { state, customerId }: WhichServiceRequests,
  continuation?: string,
): Promise<ServiceRequestsOutcome> {
  const refused = await refusal(desk, actor, 'requestServiceForCustomer', 'any');
  if (refused) return refused;
  const { storage } = desk;
  const customer = customerId ? await storage.customers.get(actor.tenantId, customerId) : undefined;
  if (customerId && !customer) return { outcome: 'gone' };
  const member = actor.person?.value.member;
  const mayRequestForPortal = may('requestServiceForPortal', member);
  const filter = { state, withPortal: mayRequestForPortal };
  const pageFrom = (from: string | undefined): Promise<Page<ServiceRequest>> =>
    customer
      ? storage.serviceRequests.pageOf(customer.value.id, actor.tenantId, filter, PAGE, from)
      : storage.serviceRequests.page(actor.tenantId, filter, PAGE, from);
  let next = continuation;
  let requests: ServiceRequest[] = [];
  // Storage may hand out an empty page with more behind it.
  for (let pages = 0; pages < MOST_PAGES && requests.length === 0 && (pages === 0 || next); pages++) {
    const page = await pageOrGone(pageFrom(next));
    if (!page) return { outcome: 'gone' };
    requests = page.rows.map(row => row.value);
    next = page.continuation;
  }
  return {
    outcome: 'listed',
    requests,
    state,
    customer: customer && { id: customer.value.id, name: customer.value.name },
    next,
    isPartner: member?.companyKind !== 'customer',
    mayRequestForPortal,
    mayRequestForCustomer: customer !== undefined && !customer.value.endedAt,
  };
}

export type ServiceRequestOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'shown'; view: ServiceRequestView };

/** One request with a page of its notes, for either side. */
export async function showServiceRequest(
  desk: Desk,
  actor: Actor,
  click: ServiceRequestClick,
  continuation?: string,
): Promise<ServiceRequestOutcome> {
  const found = await findServiceRequest(desk, actor, click);
  if ('outcome' in found) return found;
  const view = await pageOrGone(serviceRequestView(desk, actor, found, continuation));
  return view ? { outcome: 'shown', view } : { outcome: 'gone' };
}
