import { may, mayFor } from '../domain/permissions.ts';
import {
  openServiceRequest,
  readServiceRequest,
  type ServiceRequest,
  type ServiceRequestForm,
  type ServiceRequestProblems,
  type TypedServiceRequest,
} from '../domain/serviceRequest.ts';
import { heldBy, SERVICES, type Service } from '../domain/services.ts';
import { concerns, type Subscription } from '../domain/subscription.ts';
import { newestFirst } from '../storage/keys.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type NotServed, type Served, servedCustomer } from './serveCustomer.ts';
import {
  commitServiceDeed,
  type ServiceRequestView,
  serviceRequestView,
  whoHearsOfService,
} from './serviceRequestParts.ts';

/** More subscriptions are not offered; their services are. */
const MOST_OFFERED = 40;
const REQUESTS_AN_HOUR = { limit: 60, windowMs: 60 * 60_000 };

/** What a form for a request about a customer offers. */
export interface RequestServiceStart {
  customer: { id: string; name: string };
  /** The id that the request will have. */
  requestId: string;
  subscriptions: Subscription[];
  services: Service[];
  /** Whether it may be about nothing in particular: not for whom Office 365 is closed. */
  general: boolean;
  /** The partner administers nothing for this customer (any more), and is responsible for its support all the same. */
  onBehalf: boolean;
  /** An indirect reseller: Microsoft takes requests about Azure from its provider only. */
  indirectReseller: boolean;
}

export type CannotRequestService = NotAllowed | NotServed;
export type RequestServiceStartOutcome = CannotRequestService | ({ outcome: 'form' } & RequestServiceStart);

/** *Request service* for a customer: what it can be about. */
export async function startRequestService(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<RequestServiceStartOutcome> {
  const refused = await refusal(desk, actor, 'requestServiceForCustomer', 'any');
  if (refused) return refused;
  const served = await servedCustomer(desk, actor, customerId);
  if ('outcome' in served) return served;
  return { outcome: 'form', ...(await startOf(desk, actor, served, newRequestId(desk))) };
}

async function startOf(
  desk: Desk,
  actor: Actor,
  { customer, partner, company }: Served,
  requestId: string,
): Promise<RequestServiceStart> {
  const member = actor.person?.value.member;
  const mayAsk = (service: Service) => mayFor('requestServiceForCustomer', member, service);
  const page = await desk.storage.subscriptions.pageOf(customer.id, actor.tenantId, MOST_OFFERED);
  return {
    customer: { id: customer.id, name: customer.name },
    requestId,
    subscriptions: page.rows
      .map(row => row.value)
      .filter(({ state, family }) => state !== 'cancelled' && mayAsk(family)),
    services: SERVICES.filter(mayAsk),
    general: may('requestServiceForCustomer', member),
    onBehalf: heldBy(company.value.administration, actor.tenantId).length === 0,
    indirectReseller: partner.value.kind === 'indirectReseller',
  };
}

/** The id of a request that begins now. */
export function newRequestId(desk: Desk): string {
  return newestFirst(desk.now(), desk.random(8).toString('hex'));
}

export type RequestServiceOutcome =
  | CannotRequestService
  | ({ outcome: 'badForm'; problems: ServiceRequestProblems } & RequestServiceStart)
  | { outcome: 'tooMany' }
  | {
      outcome: 'asked';
      view: ServiceRequestView;
      /** Nobody of the customer has met this bot: nobody is told. */
      nobodyTold: boolean;
    };

/**
 * *Send*: opens a request in the customer's partition; the customer's global admins are told. The form bears the id,
 * so a second click shows the first one's request.
 */
export async function requestService(
  desk: Desk,
  whoever: Actor,
  {
    customerId: shownId,
    requestId,
    typed,
  }: { customerId: string; requestId: string; typed: TypedServiceRequest },
): Promise<RequestServiceOutcome> {
  let counted = false;
  return retryAs(desk, whoever, async (actor): Promise<RequestServiceOutcome> => {
    const refused = await refusal(desk, actor, 'requestServiceForCustomer', 'any');
    if (refused) return refused;
    const served = await servedCustomer(desk, actor, shownId);
    if ('outcome' in served) return served;
    const { storage } = desk;
    const customerId = served.customer.id;
    const before = await storage.serviceRequests.get(customerId, requestId);
    if (before) {
      if (before.value.asker.id !== actor.tenantId) return { outcome: 'gone' };
      const found = {
        row: before,
        side: 'asker' as const,
        partner: served.partner,
        standing: 'stands' as const,
      };
      return { outcome: 'asked', view: await serviceRequestView(desk, actor, found), nobodyTold: false };
    }
    const start = await startOf(desk, actor, served, requestId);
    const badForm = (problems: ServiceRequestProblems): RequestServiceOutcome => ({
      outcome: 'badForm',
      problems,
      ...start,
    });
    const read = readServiceRequest(typed);
    if ('problems' in read) return badForm(read.problems);
    const topic = await topicOf(desk, actor, customerId, read.form);
    if (!topic || (!topic.service && !start.general)) return badForm({ topic: 'required' });
    if (topic.service) {
      const notForThis = await refusal(desk, actor, 'requestServiceForCustomer', topic.service);
      if (notForThis) return notForThis;
    }
    const now = desk.now();
    // A click counts once, however often others come first.
    counted ||= await storage.rateLimits.take(actor.tenantId, 'requestService', REQUESTS_AN_HOUR, now);
    if (!counted) return { outcome: 'tooMany' };
    const request = openServiceRequest({
      id: requestId,
      about: 'customer',
      companyId: customerId,
      companyName: served.company.value.name,
      asker: { id: actor.tenantId, name: served.partner.value.name },
      openedBy: refOf(actor),
      openedAt: now.toISOString(),
      title: read.form.title,
      description: read.form.description,
      severity: read.form.severity,
      ...topic,
      onBehalf: topic.service
        ? served.company.value.administration[topic.service]?.partnerId !== actor.tenantId
        : start.onBehalf,
      throughProvider: start.indirectReseller && topic.service === 'azure',
    });
    await commitServiceDeed(desk, request, served.partner, {
      deed: 'opened',
      side: 'asker',
      doer: actor,
      at: request.openedAt,
      text: undefined,
      rows: storage.serviceRequests.insert(request),
    });
    const told = await whoHearsOfService(desk, request, 'other');
    return { outcome: 'asked', view: viewOfNew(request), nobodyTold: told.length === 0 };
  });
}

/** A request that was opened a moment ago, as whoever opened it sees it. */
export function viewOfNew(request: ServiceRequest): ServiceRequestView {
  const notes = { notes: [], olderNotes: undefined };
  return { request, side: 'asker', ...notes, mayWrite: true, mayClose: true, readOnly: undefined };
}

/** What it is about; undefined for a subscription that the actor's company has nothing to do with. */
async function topicOf(
  desk: Desk,
  actor: Actor,
  customerId: string,
  { topic }: ServiceRequestForm,
): Promise<Pick<ServiceRequest, 'service' | 'subscription'> | undefined> {
  if (!topic) return {};
  if ('service' in topic) return { service: topic.service };
  const subscription = (await desk.storage.subscriptions.get(customerId, topic.subscriptionId))?.value;
  if (!subscription) return undefined;
  const { id, offerName, family } = subscription;
  return concerns(subscription, actor.tenantId)
    ? { service: family, subscription: { id, offerName } }
    : undefined;
}
