import { changeRoleRequest } from '../domain/roleRequest.ts';
import type { TimerWork } from '../domain/timerWork.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { endedErrands, roleRequestHistory } from './roleRequestParts.ts';

/**
 * Writes down that nobody answered a request for levels in time, and so tells the asker. Called when its timer fires;
 * does nothing when it ended before, or when another one has taken its place.
 */
export async function lapseRoleRequest(
  desk: Desk,
  { companyId, askerId, requestId }: Omit<Extract<TimerWork, { kind: 'lapseRoleRequest' }>, 'kind'>,
): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const [row, company, asker] = await Promise.all([
      storage.roleRequests.get(companyId, askerId),
      storage.companies.get(companyId),
      storage.people.get(companyId, askerId),
    ]);
    if (!row || !company || row.value.id !== requestId) return;
    const change = changeRoleRequest(row.value, { do: 'lapse' }, desk.now());
    if ('refused' in change) return;
    const at = desk.now().toISOString();
    await storage.commit(companyId, {
      rows: [storage.roleRequests.put(row, change.next)],
      history: [roleRequestHistory(change.next, 'lapsed', 'desk', at, asker?.value.member?.userId)],
      errands: endedErrands(change.next, company.value.name, change.next.wanted, at),
    });
  });
}
