import * as z from 'zod';

/** An Entra tenant or object id, in the lower-case form in which we compare and store it. */
export const guid = z.guid().transform(text => text.toLowerCase());

/** A company is one Entra tenant; its id is the tenant's. Taken from the verified activity, never from card data. */
export type CompanyId = string;

/** Someone in a tenant: who did or shall do something. The name is as Teams gave it then, for people to read. */
export const personRefSchema = z.object({ tenantId: guid, objectId: guid, name: z.string() });
export type PersonRef = z.infer<typeof personRefSchema>;

/** True when both are the same person; names do not count. */
export function isSamePerson(
  a: Pick<PersonRef, 'tenantId' | 'objectId'>,
  b: Pick<PersonRef, 'tenantId' | 'objectId'>,
): boolean {
  return a.tenantId === b.tenantId && a.objectId === b.objectId;
}

/** A moment, stored as an ISO string so that rows read well. */
export const moment = z.iso.datetime();
