import { say } from '../dialogs/answers.ts';
import { mayGrant, NO_LEVELS } from '../domain/permissions.ts';
import { languageFor } from '../domain/person.ts';
import type { TimerWork } from '../domain/timerWork.ts';
import { translator } from '../locales/index.ts';
import type { Desk } from '../operations/desk.ts';
import { cardMessage } from './cardMessage.ts';
import type { Connector } from './connector.ts';
import { addressOf, refused } from './outbox/delivery.ts';

/**
 * Takes a one-time code off the card that showed it, when its time is over and nobody selected *Done*. A message that
 * is gone is as good; throws when the client cannot be reached, and is then asked again.
 */
export async function hideSignInCode(
  { desk, connector }: { desk: Desk; connector: Connector },
  work: Extract<TimerWork, { kind: 'hideSignInCode' }>,
): Promise<void> {
  const [row, person] = await Promise.all([
    desk.storage.users.get(work.companyId, work.userId),
    desk.storage.people.get(work.viewer.tenantId, work.viewer.objectId),
  ]);
  if (!row) return;
  const user = row.value;
  const language = languageFor(person?.value);
  const t = translator(language);
  const mayRenew = mayGrant(person?.value.member, NO_LEVELS, user) && user.state !== 'removed';
  const buttons = mayRenew
    ? [
        ...(user.state === 'active'
          ? []
          : [{ title: t('button.newSignInCode'), verb: 'users.newCode', data: { id: user.id } }]),
        { title: t('button.open'), verb: 'users.open', data: { id: user.id } },
      ]
    : [];
  const { card } = say({ t, language }, 'outcome.codeHidden', 'info', { name: user.name }, buttons);
  try {
    await connector.update(addressOf(work.conversation), work.activityId, cardMessage(card));
  } catch (error) {
    refused(error);
  }
}
