import {
  changeServiceRequest,
  referenceOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestCommand,
  serviceRequestId,
} from '../domain/serviceRequest.ts';
import { allPages } from '../storage/allPages.ts';
import type { Row } from '../storage/rows.ts';
import { OPERATOR, type ServiceRequestFilter } from '../storage/serviceRequests.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { commitServiceDeed } from './serviceRequestParts.ts';

const PAGE = 100;

/** Requests about the portal, of all companies, newest first, page after page. What a running bot has not carried here yet is missing. */
export async function* requestsForOperator(
  desk: Desk,
  state: ServiceRequestFilter['state'],
): AsyncGenerator<ServiceRequest> {
  const filter = { state, withPortal: true };
  const { serviceRequests } = desk.storage;
  for await (const rows of allPages(next => serviceRequests.page(OPERATOR, filter, PAGE, next))) {
    for (const { value } of rows) yield value;
  }
}

/** A request about the portal as it stands now, with its notes, oldest first; by its id or its reference. */
export async function requestForOperator(
  desk: Desk,
  name: string,
): Promise<{ request: ServiceRequest; notes: ServiceNote[] } | undefined> {
  const row = await find(desk, name);
  if (!row) return undefined;
  const { companyId, id } = row.value;
  const notes: ServiceNote[] = [];
  for await (const rows of allPages(next => desk.storage.serviceRequests.notes(companyId, id, PAGE, next))) {
    notes.push(...rows.map(({ value }) => value));
  }
  return { request: row.value, notes: notes.reverse() };
}

export type OperatorAnswerOutcome =
  | { outcome: 'gone' }
  | { outcome: 'closed' | 'notClosed' | 'answered'; request: ServiceRequest };

/** What the operator writes or does; whoever asked is told in Teams by a running bot. */
export async function answerAsOperator(
  desk: Desk,
  name: string,
  command: ServiceRequestCommand,
): Promise<OperatorAnswerOutcome> {
  return retryOnConflict(async (): Promise<OperatorAnswerOutcome> => {
    const row = await find(desk, name);
    if (!row) return { outcome: 'gone' };
    const change = changeServiceRequest(row.value, 'other', 'operator', command, desk.now());
    if ('refused' in change) return { outcome: change.refused, request: row.value };
    await commitServiceDeed(desk, change.next, undefined, {
      deed: change.note.deed,
      side: 'other',
      doer: 'operator',
      at: change.note.at,
      text: command.text,
      rows: desk.storage.serviceRequests.update(row, change.next, change.note),
    });
    return { outcome: 'answered', request: change.next };
  });
}

/** The record itself, where the list says that it stands. */
async function find(desk: Desk, name: string): Promise<Row<ServiceRequest> | undefined> {
  const listed = await findListed(desk, name);
  return listed && desk.storage.serviceRequests.get(listed.companyId, listed.id);
}

async function findListed(desk: Desk, name: string): Promise<ServiceRequest | undefined> {
  const id = serviceRequestId.safeParse(name);
  if (id.success) return (await desk.storage.serviceRequests.listed(OPERATOR, id.data))?.value;
  for await (const request of requestsForOperator(desk, 'all')) {
    if (referenceOf(request) === name.toUpperCase()) return request;
  }
  return undefined;
}
