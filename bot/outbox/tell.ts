import type { Card } from '../../cards/card.ts';
import { noticeCard } from '../../cards/notice.ts';
import { type Errand, rightToBeTold } from '../../domain/outbox.ts';
import { isGlobalAdmin, may } from '../../domain/permissions.ts';
import { type Conversation, languageFor, type Person } from '../../domain/person.ts';
import { recipientView } from '../../operations/acceptInvitation.ts';
import { openDraftPage } from '../../operations/draftPages.ts';
import { cardMessage } from '../cardMessage.ts';
import { ConnectorError } from '../connector.ts';
import { recipientCard } from '../recipientCard.ts';
import type { CarryOutOptions } from './carryOutOptions.ts';
import { addressOf, refused } from './delivery.ts';
import type { Recipients } from './recipients.ts';
import { rememberRoleRequestCard, requestToAnswer } from './redrawRoleRequest.ts';
import type { Carried } from './worker.ts';

/**
 * Tells someone by a card of its own, in their language, in their personal chat with the bot. Blocked or gone is an
 * outcome that is kept; a receiver that is busy is tried again when it asks to be (platform: 412, 429, 502, 504).
 */
export async function tell(
  options: CarryOutOptions,
  recipients: Recipients,
  errand: Extract<Errand, { kind: 'tell' }>,
): Promise<Carried> {
  const person = await recipients.get(errand.to.tenantId, errand.to.objectId);
  if (!person?.conversation) return { outcome: 'unknownPerson' };
  const right = rightToBeTold(errand.notice);
  if (right && !may(right, person.member)) return { outcome: 'gone', reason: 'may not be told any more' };
  const card = await cardFor(options, person, errand);
  if (!card) return { outcome: 'gone', reason: 'nothing left to tell' };
  const sent = await send(options, person, person.conversation, card);
  const { notice } = errand;
  if (notice.name === 'roleRequested' && 'activityId' in sent) {
    await rememberRoleRequestCard(options, person, person.conversation, sent.activityId, notice);
  }
  if (notice.name === 'approvalHandedOver' && 'activityId' in sent) {
    const { tenantId, objectId, name } = person;
    await options.desk.storage.cardMessages.remember({
      invitationId: notice.invitationId,
      viewer: { tenantId, objectId, name },
      view: 'recipient',
      conversation: person.conversation,
      activityId: sent.activityId,
    });
  }
  return 'activityId' in sent ? { outcome: 'delivered' } : sent;
}

async function cardFor(
  { desk }: CarryOutOptions,
  person: Person,
  { notice }: Extract<Errand, { kind: 'tell' }>,
): Promise<Card | undefined> {
  const language = languageFor(person);
  const now = desk.now();
  if (notice.name === 'approvalHandedOver') {
    const invitation = (await desk.storage.invitations.get(notice.invitationId))?.value;
    if (!invitation) return undefined;
    const view = await recipientView(desk, person, person.member, invitation);
    return recipientCard(view, person, now, language);
  }
  if (notice.name === 'roleRequested') return requestToAnswer(desk, person, notice);
  if (notice.name === 'enrolmentChanged' && notice.state !== 'contactConfirmed') {
    const subject = { of: 'contact' as const, companyId: person.tenantId, purpose: notice.state };
    const pageUrl = notice.contactToTell && (await openDraftPage(desk, language, subject));
    const { member } = person;
    const checkAdminAgent =
      notice.state === 'active' &&
      isGlobalAdmin(member) &&
      member?.companyKind !== 'customer' &&
      member?.agent !== 'adminAgent';
    return noticeCard({ notice, pageUrl, checkAdminAgent }, language);
  }
  return noticeCard({ notice }, language);
}

async function send(
  { connector }: CarryOutOptions,
  person: Person,
  conversation: Conversation,
  card: Card,
): Promise<Carried | { activityId: string }> {
  try {
    return await connector.sendTo(addressOf(conversation), cardMessage(card));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 404) return refused(error);
  }
  // The conversation that was kept is stale (the person installed the app anew): ask for the present one, once.
  try {
    const { serviceUrl } = conversation;
    const present = await connector.openConversation(serviceUrl, person.tenantId, person.objectId);
    return await connector.sendTo(present, cardMessage(card));
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404)
      return { outcome: 'gone', reason: error.message };
    return refused(error);
  }
}
