import type { Card } from '../../cards/card.ts';
import type { Errand, Notice } from '../../domain/outbox.ts';
import type { Conversation, Person } from '../../domain/person.ts';
import { type RoleRequest, requestStateAt } from '../../domain/roleRequest.ts';
import type { Desk } from '../../operations/desk.ts';
import type { RoleRequestCard } from '../../storage/cardMessages.ts';
import { requestOverCard, roleRequestCardFor } from '../roleRequestCard.ts';
import type { CarryOutOptions } from './carryOutOptions.ts';
import type { Recipients } from './recipients.ts';
import { turnCard } from './redraw.ts';
import type { Carried } from './worker.ts';

/**
 * Turns every known card of a request for levels to what is true now. Whoever may not manage people any more keeps the
 * card as it was, and reads the truth when they click it. Throws TryAgain when a receiver is busy.
 */
export async function redrawRoleRequest(
  options: CarryOutOptions,
  recipients: Recipients,
  { companyId, askerId, requestId }: Extract<Errand, { kind: 'redrawRoleRequest' }>,
): Promise<Carried> {
  const { desk } = options;
  const [row, messages] = await Promise.all([
    desk.storage.roleRequests.get(companyId, askerId),
    desk.storage.cardMessages.ofRoleRequest(companyId, requestId),
  ]);
  if (!row) return { outcome: 'gone' };
  const results = await Promise.allSettled(
    messages.map(async message => {
      const viewer = await recipients.get(message.viewer.tenantId, message.viewer.objectId);
      const card = viewer && (await cardFor(desk, row.value, requestId, viewer));
      if (card) await turnCard(options, message, card);
    }),
  );
  const failed = results.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
  return { outcome: 'delivered' };
}

/** The asker may have asked anew before all cards of an earlier request had turned. */
async function cardFor(
  desk: Desk,
  request: RoleRequest,
  requestId: string,
  viewer: Person,
): Promise<Card | undefined> {
  const card = await roleRequestCardFor(desk, request, viewer);
  return card && request.id !== requestId ? requestOverCard(request.asker, viewer) : card;
}

type RoleRequested = Extract<Notice, { name: 'roleRequested' }>;

/** The card for someone who may answer a request; undefined when there is nothing left to answer. */
export async function requestToAnswer(
  desk: Desk,
  viewer: Person,
  notice: RoleRequested,
): Promise<Card | undefined> {
  const request = await openRequest(desk, viewer, notice);
  return request && roleRequestCardFor(desk, request, viewer);
}

/**
 * Keeps where the card of a request stands, so that it turns with the request; and turns it at once when the request
 * ended while the card was on its way.
 */
export async function rememberRoleRequestCard(
  options: CarryOutOptions,
  viewer: Person,
  conversation: Conversation,
  activityId: string,
  notice: RoleRequested,
): Promise<void> {
  const { desk } = options;
  const { tenantId, objectId, name } = viewer;
  const message: RoleRequestCard = {
    roleRequestId: notice.requestId,
    companyId: tenantId,
    viewer: { tenantId, objectId, name },
    conversation,
    activityId,
  };
  await desk.storage.cardMessages.remember(message);
  if (await openRequest(desk, viewer, notice)) return;
  const request = (await desk.storage.roleRequests.get(tenantId, notice.askerId))?.value;
  const card = request && (await cardFor(desk, request, notice.requestId, viewer));
  if (card) await turnCard(options, message, card);
}

async function openRequest(
  desk: Desk,
  { tenantId }: Person,
  { askerId, requestId }: RoleRequested,
): Promise<RoleRequest | undefined> {
  const request = (await desk.storage.roleRequests.get(tenantId, askerId))?.value;
  const open = request?.id === requestId && requestStateAt(request, desk.now()) === 'open';
  return open ? request : undefined;
}
