import {
  openServiceRequest,
  readServiceRequest,
  type ServiceRequestProblems,
  type TypedServiceRequest,
} from '../domain/serviceRequest.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { newRequestId, viewOfNew } from './requestService.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitServiceDeed, type ServiceRequestView, serviceRequestView } from './serviceRequestParts.ts';

const REQUESTS_AN_HOUR = { limit: 20, windowMs: 60 * 60_000 };

/** *Request service for the portal*: for a global admin (source document 001). */
export async function startPortalRequest(
  desk: Desk,
  actor: Actor,
): Promise<NotAllowed | { outcome: 'form'; requestId: string }> {
  const refused = await refusal(desk, actor, 'requestServiceForPortal');
  return refused ?? { outcome: 'form', requestId: newRequestId(desk) };
}

export type PortalRequestOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'badForm'; requestId: string; problems: ServiceRequestProblems }
  | { outcome: 'tooMany' }
  | { outcome: 'asked'; view: ServiceRequestView };

/**
 * *Send*: opens a request about this portal in the company's own partition, and carries it to the operator's list. The
 * form bears the id, so a second click shows the first one's request.
 */
export async function requestPortalService(
  desk: Desk,
  whoever: Actor,
  { requestId, typed }: { requestId: string; typed: TypedServiceRequest },
): Promise<PortalRequestOutcome> {
  return retryAs(desk, whoever, async (actor): Promise<PortalRequestOutcome> => {
    const refused = await refusal(desk, actor, 'requestServiceForPortal');
    if (refused) return refused;
    const { storage } = desk;
    const [before, company] = await Promise.all([
      storage.serviceRequests.get(actor.tenantId, requestId),
      storage.companies.get(actor.tenantId),
    ]);
    if (!company) return { outcome: 'gone' };
    if (before) {
      if (before.value.about !== 'portal') return { outcome: 'gone' };
      const found = { row: before, side: 'asker' as const, partner: undefined, standing: 'stands' as const };
      return { outcome: 'asked', view: await serviceRequestView(desk, actor, found) };
    }
    const read = readServiceRequest(typed);
    if ('problems' in read) return { outcome: 'badForm', requestId, problems: read.problems };
    const now = desk.now();
    if (!(await storage.rateLimits.take(actor.tenantId, 'requestPortalService', REQUESTS_AN_HOUR, now))) {
      return { outcome: 'tooMany' };
    }
    const { name } = company.value;
    const { title, description, severity } = read.form;
    const request = openServiceRequest({
      id: requestId,
      about: 'portal',
      companyId: actor.tenantId,
      companyName: name,
      asker: { id: actor.tenantId, name },
      openedBy: refOf(actor),
      openedAt: now.toISOString(),
      title,
      description,
      severity,
      onBehalf: false,
      throughProvider: false,
    });
    await commitServiceDeed(desk, request, undefined, {
      deed: 'opened',
      side: 'asker',
      doer: actor,
      at: request.openedAt,
      text: undefined,
      rows: storage.serviceRequests.insert(request),
    });
    return { outcome: 'asked', view: viewOfNew(request) };
  });
}
