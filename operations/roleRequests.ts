import { isSamePerson } from '../domain/identity.ts';
import { type RoleRequest, requestStateAt } from '../domain/roleRequest.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type RoleRequestView, roleRequestView } from './roleRequestParts.ts';

const PAGE = 8;
/** A list does not read on for ever (design §5). */
const MOST_PAGES = 3;

export type RoleRequestsOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'listed'; requests: RoleRequest[]; next: string | undefined };

/** A page of the requests that wait for an answer, for whoever manages people. */
export async function listRoleRequests(
  desk: Desk,
  actor: Actor,
  continuation?: string,
): Promise<RoleRequestsOutcome> {
  const refused = await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  const now = desk.now();
  let next = continuation;
  let requests: RoleRequest[] = [];
  // Storage may hand out an empty page with more behind it, and some may have lapsed.
  for (let pages = 0; pages < MOST_PAGES && requests.length === 0 && (pages === 0 || next); pages++) {
    const page = await pageOrGone(desk.storage.roleRequests.open(actor.tenantId, PAGE, next));
    if (!page) return { outcome: 'gone' };
    requests = page.rows.map(row => row.value).filter(request => requestStateAt(request, now) === 'open');
    next = page.continuation;
  }
  return { outcome: 'listed', requests, next };
}

export type RoleRequestOutcome = NotAllowed | { outcome: 'gone' } | ({ outcome: 'shown' } & RoleRequestView);

/** One request, for its asker and for whoever manages people; an earlier one of the same person is gone. */
export async function showRoleRequest(
  desk: Desk,
  actor: Actor,
  { id, request: requestId }: { id: string; request: string },
): Promise<RoleRequestOutcome> {
  const own = isSamePerson(actor, { tenantId: actor.tenantId, objectId: id });
  const refused = own ? undefined : await refusal(desk, actor, 'managePeople');
  if (refused) return refused;
  const request = (await desk.storage.roleRequests.get(actor.tenantId, id))?.value;
  if (!request || request.id !== requestId) return { outcome: 'gone' };
  const view = await roleRequestView(desk, request, actor, actor.person?.value.member);
  return view ? { outcome: 'shown', ...view } : { outcome: 'gone' };
}
