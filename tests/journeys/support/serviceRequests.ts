import { referenceOf, type ServiceRequest } from '../../../domain/serviceRequest.ts';
import { buttonsOf } from './cardText.ts';
import type { House } from './house.ts';
import type { Office } from './partnerships.ts';
import type { Person } from './person.ts';

/** What people fill in. */
export const FORM = {
  title: 'Mail is not delivered',
  description: 'Nothing has arrived since this morning.\nThe senders see no error.',
  severity: 'critical',
  topic: 'none',
} as const;

type Form = Partial<Record<'title' | 'description' | 'severity' | 'topic', string>>;

/** Opens the form for a customer; it is in front of them. */
export function startsRequest(person: Person, customer: Pick<Office, 'id'>) {
  return person.sends('requestService.start', { id: customer.id });
}

/** Opens a service request for a customer, the whole way; its card is in front of them. */
export async function requestsService(
  house: House,
  person: Person,
  customer: Pick<Office, 'id'>,
  over: Form = {},
): Promise<ServiceRequest> {
  await startsRequest(person, customer);
  const { request } =
    buttonsOf(person.seen.card).find(({ verb }) => verb === 'requestService.send')?.data ?? {};
  await person.clicks('Send', { ...FORM, ...over });
  await house.settled();
  const row = await house.bot.desk.storage.serviceRequests.get(customer.id, String(request));
  if (!row) throw new Error(`no service request was made: ${person.seen.text}`);
  return row.value;
}

/** The newest request of a partition as it stands now. */
export async function newestRequest(house: House, companyId: string): Promise<ServiceRequest> {
  const [row] = await requestsIn(house, companyId);
  if (!row) throw new Error('no service request is there');
  return row;
}

/** All requests of a partition, newest first. */
export async function requestsIn(house: House, companyId: string): Promise<ServiceRequest[]> {
  const { serviceRequests } = house.bot.desk.storage;
  const page = await serviceRequests.page(companyId, { state: 'all', withPortal: true }, 100);
  const found = await Promise.all(page.rows.map(row => serviceRequests.get(companyId, row.value.id)));
  return found.flatMap(row => (row ? [row.value] : []));
}

/** Opens a request by its id. */
export function opens(person: Person, { companyId, id }: ServiceRequest) {
  return person.sends('serviceRequests.open', { id: companyId, request: id });
}

export { referenceOf };
