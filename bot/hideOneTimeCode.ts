import type { Card } from '../cards/card.ts';
import { say } from '../dialogs/answers.ts';
import { may, mayGrant, NO_LEVELS } from '../domain/permissions.ts';
import { languageFor, type Person } from '../domain/person.ts';
import type { TimerWork } from '../domain/timerWork.ts';
import { translator } from '../locales/index.ts';
import type { Desk } from '../operations/desk.ts';
import { cardMessage } from './cardMessage.ts';
import type { Connector } from './connector.ts';
import { addressOf, refused } from './outbox/delivery.ts';

export type HideWork = Extract<TimerWork, { kind: 'hideSignInCode' | 'hideSetupCode' }>;

/**
 * Takes a one-time code off the card that showed it, when its time is over and nobody selected *Done*. A message that
 * is gone is as good; throws when the client cannot be reached, and is then asked again.
 */
export async function hideOneTimeCode(
  { desk, connector }: { desk: Desk; connector: Connector },
  work: HideWork,
): Promise<void> {
  const viewer = (await desk.storage.people.get(work.viewer.tenantId, work.viewer.objectId))?.value;
  const card =
    work.kind === 'hideSignInCode'
      ? await signInCodeHidden(desk, work, viewer)
      : await setupCodeHidden(desk, work, viewer);
  if (!card) return;
  try {
    await connector.update(addressOf(work.conversation), work.activityId, cardMessage(card));
  } catch (error) {
    refused(error);
  }
}

async function signInCodeHidden(
  desk: Desk,
  { companyId, userId }: Extract<HideWork, { kind: 'hideSignInCode' }>,
  viewer: Person | undefined,
): Promise<Card | undefined> {
  const user = (await desk.storage.users.get(companyId, userId))?.value;
  if (!user) return undefined;
  const language = languageFor(viewer);
  const t = translator(language);
  const mayRenew = mayGrant(viewer?.member, NO_LEVELS, user) && user.state !== 'removed';
  const buttons = mayRenew
    ? [
        ...(user.state === 'active'
          ? []
          : [{ title: t('button.newSignInCode'), verb: 'users.newCode', data: { id: user.id } }]),
        { title: t('button.open'), verb: 'users.open', data: { id: user.id } },
      ]
    : [];
  return say({ t, language }, 'outcome.codeHidden', 'info', { name: user.name }, buttons).card;
}

async function setupCodeHidden(
  desk: Desk,
  { customerId, viewer: { tenantId } }: Extract<HideWork, { kind: 'hideSetupCode' }>,
  viewer: Person | undefined,
): Promise<Card | undefined> {
  const { customers, companies, setupCodes } = desk.storage;
  const [customer, company, setup] = await Promise.all([
    customers.get(tenantId, customerId),
    companies.get(customerId),
    setupCodes.get(customerId),
  ]);
  // The record may not have arrived yet: the account's own row says its name.
  const name = customer?.value.name ?? company?.value.name;
  // Nothing was opened: the card that would have shown a code shows none.
  if (name === undefined) return undefined;
  const language = languageFor(viewer);
  const t = translator(language);
  const mayRenew = may('addCustomer', viewer?.member) && setup !== undefined && !setup.value.boundTo;
  const data = { id: customer?.value.id ?? customerId };
  const buttons = [
    ...(mayRenew ? [{ title: t('button.newSetupCode'), verb: 'setupInformation.new', data }] : []),
    ...(may('seeCustomers', viewer?.member)
      ? [{ title: t('button.open'), verb: 'customers.open', data }]
      : []),
  ];
  return say({ t, language }, 'outcome.setupCodeHidden', 'info', { name }, buttons).card;
}
