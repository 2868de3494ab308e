import type { CompanyId } from '../domain/identity.ts';
import {
  holderOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestState,
  serviceNoteSchema,
  serviceRequestSchema,
} from '../domain/serviceRequest.ts';
import { startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { odata } from './tableSdk.ts';

const keyOf = (id: string) => `serviceRequest:${id}`;
const LISTED = 'serviceRequestListed:';
const OF_PARTNER = 'serviceRequestOf:';
const notesOf = (id: string) => `serviceNote:${id}:`;
/** The newest note first. */
const noteKey = (id: string, number: number) =>
  `${notesOf(id)}${String(9_999_999 - number).padStart(7, '0')}`;

/** Where those about the portal are listed for the operator: a partition that no company can have. */
export const OPERATOR = 'operator';

/** Which requests a list is to show. */
export interface ServiceRequestFilter {
  state: ServiceRequestState | 'notClosed' | 'all';
  /** Those about the portal are not for everybody. */
  withPortal?: boolean;
  /** Those with which this person goes on, by object id. */
  holder?: string;
}

/**
 * Service requests and their notes, in the partition of the customer whom they are about, or of the company that asks
 * about the portal. Beside the record stands a copy for the company's own list and one under the partner that asked,
 * so that a partner sees its own and nobody else's; a partner's list over all customers has copies in its partition.
 */
export class ServiceRequests {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** One request. One point read. */
  async get(companyId: CompanyId, id: string): Promise<Row<ServiceRequest> | undefined> {
    const row = await this.#table.get(companyId, keyOf(id), serviceRequestSchema);
    return row && standingAt(companyId, row);
  }

  /** The copy in somebody's list. One point read. */
  listed(listId: CompanyId, id: string): Promise<Row<ServiceRequest> | undefined> {
    return this.#table.get(listId, `${LISTED}${id}`, serviceRequestSchema);
  }

  /** A page of a company's list, or of the operator's, newest first. One query. */
  async page(
    listId: CompanyId,
    filter: ServiceRequestFilter,
    top: number,
    continuation?: string,
  ): Promise<Page<ServiceRequest>> {
    const page = await this.#table.page(listId, startingWith(LISTED), serviceRequestSchema, {
      top,
      continuation,
      filter: filterOf(filter),
    });
    const isTheirs = ({ about, asker }: ServiceRequest) => about === 'customer' && asker.id !== listId;
    return { ...page, rows: page.rows.map(row => (isTheirs(row.value) ? standingAt(listId, row) : row)) };
  }

  /** A page of those that a partner opened for a customer, newest first. One query. */
  async pageOf(
    customerId: CompanyId,
    partnerId: CompanyId,
    filter: ServiceRequestFilter,
    top: number,
    continuation?: string,
  ): Promise<Page<ServiceRequest>> {
    const range = startingWith(`${OF_PARTNER}${partnerId}:`);
    const page = await this.#table.page(customerId, range, serviceRequestSchema, {
      top,
      continuation,
      filter: filterOf(filter),
    });
    return { ...page, rows: page.rows.map(row => standingAt(customerId, row)) };
  }

  /** A page of what was written and done, newest first. One query. */
  notes(companyId: CompanyId, id: string, top: number, continuation?: string): Promise<Page<ServiceNote>> {
    return this.#table.page(companyId, startingWith(notesOf(id)), serviceNoteSchema, { top, continuation });
  }

  /** A new request with its copies; the transaction loses when it was sent before. */
  insert(request: ServiceRequest): Op[] {
    return [{ op: 'insert', key: keyOf(request.id), value: request }, ...copiesOf(request)];
  }

  /** Changes a request and its copies, and adds the note of the change. */
  update(row: Row<ServiceRequest>, next: ServiceRequest, note: ServiceNote): Op[] {
    return [
      { op: 'update', key: keyOf(next.id), value: next, etag: row.etag },
      ...copiesOf(next),
      { op: 'insert', key: noteKey(next.id, note.number), value: note },
    ];
  }

  /** Puts a request into somebody else's list, over the copy that was read there. */
  list(before: Row<ServiceRequest> | undefined, request: ServiceRequest): Op {
    const write = { key: `${LISTED}${request.id}`, value: request, columns: columnsOf(request) };
    return before ? { op: 'update', ...write, etag: before.etag } : { op: 'insert', ...write };
  }
}

/** Where it stands is where it was read: what a customer has moves with it to the tenant that it turns out to be. */
function standingAt<Found extends Row<ServiceRequest>>(companyId: CompanyId, row: Found): Found {
  return { ...row, value: { ...row.value, companyId } };
}

function copiesOf(request: ServiceRequest): Op[] {
  const { about, asker, id } = request;
  const keys = [`${LISTED}${id}`, ...(about === 'customer' ? [`${OF_PARTNER}${asker.id}:${id}`] : [])];
  return keys.map(key => ({ op: 'upsert', key, value: request, columns: columnsOf(request) }));
}

function columnsOf(request: ServiceRequest): { state: string; about: string; holder: string } {
  const { state, about } = request;
  return { state, about, holder: holderOf(request).objectId };
}

function filterOf({ state, withPortal = false, holder }: ServiceRequestFilter): string | undefined {
  const states = state === 'notClosed' ? odata`state ne ${'closed'}` : odata`state eq ${state}`;
  const conditions = [
    ...(state === 'all' ? [] : [states]),
    ...(withPortal ? [] : [odata`about eq ${'customer'}`]),
    ...(holder ? [odata`holder eq ${holder}`] : []),
  ];
  return conditions.length > 0 ? conditions.join(' and ') : undefined;
}
