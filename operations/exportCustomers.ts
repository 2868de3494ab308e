import type { CustomerFilter } from '../domain/customerFilter.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Actor, Desk } from './desk.ts';
import { openPage } from './draftPages.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** Customers that are read at a time. */
const AT_ONCE = 500;

export type ExportCustomersOutcome = NotAllowed | { outcome: 'opened'; url: string };

/** *Export CSV*: opens an address for 15 minutes to the customers whom a filter leaves; it belongs to whoever asked. */
export async function exportCustomers(
  desk: Desk,
  actor: Actor,
  filter: CustomerFilter,
): Promise<ExportCustomersOutcome> {
  const refused = await refusal(desk, actor, 'seeCustomers');
  if (refused) return refused;
  const { tenantId, objectId, language } = actor;
  const viewer = { tenantId, objectId };
  const url = await openPage(desk, 'exports', language, { of: 'customers', viewer, filter });
  return { outcome: 'opened', url };
}

/** Customers in pages, by name, as they come from storage; undefined when the reader may not see customers any more. */
export async function customerPages(
  desk: Desk,
  reader: Actor,
  filter: CustomerFilter,
): Promise<AsyncIterable<Customer[]> | undefined> {
  if (await refusal(desk, reader, 'seeCustomers')) return undefined;
  return pagesOf(desk, reader.tenantId, filter);
}

async function* pagesOf(desk: Desk, companyId: string, filter: CustomerFilter): AsyncGenerator<Customer[]> {
  let next: string | undefined;
  do {
    const { customers, continuation } = await desk.storage.customers.find(companyId, AT_ONCE, filter, next);
    yield customers;
    next = continuation;
  } while (next);
}
