import type { Card } from '../../cards/card.ts';
import { invitationStatusCard } from '../../cards/invitationStatus.ts';
import { type Invitation, isBeingDrafted } from '../../domain/invitation.ts';
import type { Errand } from '../../domain/outbox.ts';
import { may } from '../../domain/permissions.ts';
import { languageFor, type Person } from '../../domain/person.ts';
import { recipientView } from '../../operations/acceptInvitation.ts';
import { sendingRight } from '../../operations/draftLetter.ts';
import type { CardMessage, InvitationCard } from '../../storage/cardMessages.ts';
import { cardMessage } from '../cardMessage.ts';
import { ConnectorError } from '../connector.ts';
import { recipientCard } from '../recipientCard.ts';
import type { CarryOutOptions } from './carryOutOptions.ts';
import { addressOf, refused } from './delivery.ts';
import type { Recipients } from './recipients.ts';
import type { Carried } from './worker.ts';

/**
 * Turns every known card of an invitation to what is true now. A message that is no longer there is forgotten; a
 * blocked one is left. Throws TryAgain when a receiver is busy: all cards are then turned again, which changes nothing.
 */
export async function redraw(
  options: CarryOutOptions,
  recipients: Recipients,
  errand: Extract<Errand, { kind: 'redraw' }>,
): Promise<Carried> {
  const { desk } = options;
  const [invitation, messages] = await Promise.all([
    desk.storage.invitations.get(errand.invitationId),
    desk.storage.cardMessages.of(errand.invitationId),
  ]);
  if (!invitation) return { outcome: 'gone' };
  const results = await Promise.allSettled(
    messages.map(async message => {
      // Whoever is writing has the editor before them; a card that stands elsewhere tells the truth when clicked.
      if (message.view === 'inviter' && isBeingDrafted(invitation.value)) return;
      const viewer = await recipients.get(message.viewer.tenantId, message.viewer.objectId);
      // Whoever was removed, or may not see such things any more, learns nothing new of them.
      if (message.view === 'inviter' && !may(seeingRight(invitation.value), viewer?.member)) return;
      await turnCard(options, message, await cardFor(options, invitation.value, message, viewer));
    }),
  );
  const failed = results.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
  return { outcome: 'delivered' };
}

/** A request tells of a partner, and partner profiles are not for everyone who sees customers. */
function seeingRight({ kind }: Invitation): 'seePartnerProfiles' | 'seeCustomers' {
  return kind === 'partnership' ? 'seePartnerProfiles' : 'seeCustomers';
}

async function cardFor(
  { desk }: CarryOutOptions,
  invitation: Invitation,
  message: InvitationCard,
  viewer: Person | undefined,
): Promise<Card> {
  const language = languageFor(viewer);
  const now = desk.now();
  if (message.view === 'inviter') {
    const own = invitation.inviter.person.objectId === message.viewer.objectId;
    const mayAct = may(sendingRight(invitation.kind), viewer?.member);
    return invitationStatusCard(
      { invitation, now, viewer: mayAct ? (own ? 'inviter' : 'colleague') : 'readOnly' },
      language,
    );
  }
  const view = await recipientView(desk, message.viewer, viewer?.member, invitation);
  return recipientCard(view, message.viewer, now, language);
}

/** Puts another card into a message; one that is no longer there is forgotten. Throws TryAgain when the receiver is busy. */
export async function turnCard(
  { connector, desk }: CarryOutOptions,
  message: CardMessage,
  card: Card,
): Promise<void> {
  try {
    await connector.update(addressOf(message.conversation), message.activityId, cardMessage(card));
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404)
      return desk.storage.cardMessages.forget(message);
    refused(error);
  }
}
