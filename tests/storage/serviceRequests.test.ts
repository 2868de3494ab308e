import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeServiceRequest,
  openServiceRequest,
  type ServiceRequest,
} from '../../domain/serviceRequest.ts';
import { ConflictError } from '../../storage/errors.ts';
import { newestFirst } from '../../storage/keys.ts';
import { OPERATOR, ServiceRequests } from '../../storage/serviceRequests.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { NOW } from './examples.ts';

let tables: Tables;
let requests: ServiceRequests;
beforeAll(async () => {
  tables = await openTestTables();
  requests = new ServiceRequests(tables.companies);
});
afterAll(() => tables.close());

const ALL = { state: 'all', withPortal: true } as const;
let minutes = 0;
function opened(companyId: string, over: Partial<ServiceRequest> = {}): ServiceRequest {
  const at = new Date(NOW.getTime() + ++minutes * 60_000);
  const asker = { id: randomUUID(), name: 'Contoso' };
  const request = openServiceRequest({
    id: newestFirst(at, randomBytes(8).toString('hex')),
    about: 'customer',
    companyId,
    companyName: 'Wingtip Toys',
    asker,
    openedBy: { tenantId: asker.id, objectId: randomUUID(), name: 'Dana Reyes' },
    openedAt: at.toISOString(),
    title: 'Mail',
    description: 'Nothing arrives',
    severity: 'moderate',
    onBehalf: false,
    throughProvider: false,
  });
  return { ...request, ...over };
}
const insert = (request: ServiceRequest) =>
  tables.companies.transact(request.companyId, requests.insert(request));
const idsOf = (page: { rows: { value: ServiceRequest }[] }) => page.rows.map(({ value }) => value.id);
async function writes(request: ServiceRequest, text: string): Promise<ServiceRequest> {
  const row = await requests.get(request.companyId, request.id);
  const change = row && changeServiceRequest(row.value, 'asker', 'operator', { do: 'note', text }, NOW);
  if (!row || !change || !('next' in change)) throw new Error('cannot be written to');
  await tables.companies.transact(request.companyId, requests.update(row, change.next, change.note));
  return change.next;
}

describe('a service request', () => {
  it('is found by its id, in its partition only', async () => {
    const request = opened(randomUUID());
    await insert(request);
    expect((await requests.get(request.companyId, request.id))?.value).toEqual(request);
    expect(await requests.get(randomUUID(), request.id)).toBeUndefined();
  });

  it('is made once', async () => {
    const request = opened(randomUUID());
    await insert(request);
    await expect(insert(request)).rejects.toThrow(ConflictError);
  });

  it('is changed by whoever comes first', async () => {
    const request = opened(randomUUID());
    await insert(request);
    const row = await requests.get(request.companyId, request.id);
    const change =
      row && changeServiceRequest(row.value, 'asker', 'operator', { do: 'note', text: 'x' }, NOW);
    if (!row || !change || !('next' in change)) throw new Error('not there');
    const write = () =>
      tables.companies.transact(request.companyId, requests.update(row, change.next, change.note));
    await write();
    await expect(write()).rejects.toThrow(ConflictError);
  });

  it('keeps its notes, newest first, page by page', async () => {
    const request = opened(randomUUID());
    await insert(request);
    for (let number = 1; number <= 12; number++) await writes(request, `Note ${number}`);
    const first = await requests.notes(request.companyId, request.id, 10);
    expect(first.rows.map(({ value }) => value.text).slice(0, 2)).toEqual(['Note 12', 'Note 11']);
    const second = await requests.notes(request.companyId, request.id, 10, first.continuation);
    expect(second.rows.map(({ value }) => value.text)).toEqual(['Note 2', 'Note 1']);
    expect((await requests.notes(request.companyId, '0', 10)).rows).toEqual([]);
  });
});

describe('requests that moved with their customer to another partition', () => {
  it('stand where they are read', async () => {
    const request = opened(randomUUID());
    const tenantId = randomUUID();
    // As a move carries rows: with the values that they had.
    await tables.companies.transact(tenantId, requests.insert(request));
    const moved = { ...request, companyId: tenantId };
    expect((await requests.get(tenantId, request.id))?.value).toEqual(moved);
    const pages = [
      await requests.page(tenantId, ALL, 10),
      await requests.pageOf(tenantId, request.asker.id, ALL, 10),
    ];
    for (const page of pages) expect(page.rows.map(({ value }) => value)).toEqual([moved]);
  });

  it('keep the customer’s id in a partner’s list', async () => {
    const request = opened(randomUUID());
    await tables.companies.transact(request.asker.id, [requests.list(undefined, request)]);
    const page = await requests.page(request.asker.id, ALL, 10);
    expect(page.rows.map(({ value }) => value)).toEqual([request]);
  });
});

describe('lists of service requests', () => {
  it('are newest first, by state, without the portal’s unless asked for', async () => {
    const companyId = randomUUID();
    const [open, closed, portal] = [
      opened(companyId),
      opened(companyId, { state: 'closed' }),
      opened(companyId, { about: 'portal', state: 'attentionNeeded' }),
    ];
    for (const request of [open, closed, portal]) await insert(request);
    const list = async (filter: Parameters<ServiceRequests['page']>[1]) =>
      idsOf(await requests.page(companyId, filter, 10));
    expect(await list(ALL)).toEqual([portal.id, closed.id, open.id]);
    expect(await list({ state: 'all' })).toEqual([closed.id, open.id]);
    expect(await list({ state: 'notClosed', withPortal: true })).toEqual([portal.id, open.id]);
    expect(await list({ state: 'closed' })).toEqual([closed.id]);
    expect(await list({ state: 'attentionNeeded' })).toEqual([]);
  });

  it('show a partner its own and nobody else’s, as they are now', async () => {
    const customerId = randomUUID();
    const [mine, theirs] = [opened(customerId), opened(customerId)];
    await insert(mine);
    await insert(theirs);
    const next = await writes(mine, 'x');
    const page = await requests.pageOf(customerId, mine.asker.id, ALL, 10);
    expect(page.rows.map(({ value }) => value)).toEqual([next]);
    expect(idsOf(await requests.pageOf(customerId, randomUUID(), ALL, 10))).toEqual([]);
    expect(idsOf(await requests.pageOf(customerId, theirs.asker.id, { state: 'closed' }, 10))).toEqual([]);
  });

  it('can be those with which one person goes on', async () => {
    const companyId = randomUUID();
    const bo = { tenantId: companyId, objectId: randomUUID(), name: 'Bo Hallam' };
    const [first, second] = [opened(companyId), opened(companyId, { takenOverBy: bo })];
    for (const request of [first, second]) await insert(request);
    const of = async (holder: string) => idsOf(await requests.page(companyId, { ...ALL, holder }, 10));
    expect(await of(first.openedBy.objectId)).toEqual([first.id]);
    expect(await of(bo.objectId)).toEqual([second.id]);
    expect(await of(second.openedBy.objectId)).toEqual([]);
  });

  it('go elsewhere as copies, over the copy that was read', async () => {
    const request = opened(randomUUID(), { about: 'portal' });
    const list = async (next: ServiceRequest) => {
      const before = await requests.listed(OPERATOR, request.id);
      await tables.companies.transact(OPERATOR, [requests.list(before, next)]);
      return requests.list(before, next);
    };
    const first = await list(request);
    await expect(tables.companies.transact(OPERATOR, [first])).rejects.toThrow(ConflictError);
    await list({ ...request, state: 'closed' });
    expect((await requests.listed(OPERATOR, request.id))?.value.state).toBe('closed');
    expect(idsOf(await requests.page(OPERATOR, ALL, 10))).toEqual([request.id]);
  });
});
