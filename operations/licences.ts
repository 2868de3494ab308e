import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { LicenceCommand, LicenceResult } from '../domain/licences.ts';
import type { Customer } from '../domain/relationship.ts';
import {
  type CustomerUser,
  changeSubscription,
  partnersOf,
  type Subscription,
} from '../domain/subscription.ts';
import { reachOf, stillGives } from './customerAccount.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitForCustomer, type NotServed, servedCustomer } from './serveCustomer.ts';
import { newUserId } from './userEntry.ts';

/** As many may click at once, and each still hears what became of it. */
const ATTEMPTS = 10;

export type LicenceOutcome =
  | NotAllowed
  | NotServed
  | { outcome: LicenceResult; customer: Customer; subscription: Subscription; user: CustomerUser };

/** Whose licence of what. */
export interface LicenceOf {
  userId: string;
  subscriptionId: string;
}

/**
 * Gives one licence or takes it back: one transaction with the subscription's count, which holds only while
 * relationship, subscription and user are as they were read, and whoever administers the service of what others sold. Of two who want the last one at once, the other is told that
 * none is left. A click that comes again changes nothing.
 */
export async function changeLicence(
  desk: Desk,
  actor: Actor,
  customerId: string,
  command: LicenceCommand,
  { userId, subscriptionId }: LicenceOf,
): Promise<LicenceOutcome> {
  const deedId = `licence-${newUserId(desk)}`;
  return retryOnConflict(async (): Promise<LicenceOutcome> => {
    const { customerUsers, subscriptions } = desk.storage;
    const none = await refusal(desk, actor, 'assignLicences', 'any');
    if (none) return none;
    const served = await servedCustomer(desk, actor, customerId);
    if ('outcome' in served) return served;
    const { customer } = served;
    const [user, row] = await Promise.all([
      customerUsers.get(customer.id, userId),
      subscriptions.get(customer.id, subscriptionId),
    ]);
    if (!user || !row) return { outcome: 'gone' };
    const reach = reachOf(served, row.value, actor);
    if (reach === 'none') return { outcome: 'gone' };
    const refused = await refusal(desk, actor, 'assignLicences', row.value.family);
    if (refused) return refused;
    const told = (outcome: LicenceResult, subscription = row.value): LicenceOutcome => ({
      outcome,
      customer,
      subscription,
      user: user.value,
    });
    if (reach === 'sees') return told('notYours');
    const licence = await subscriptions.licence(customer.id, subscriptionId, userId);
    if (command === 'assign' && licence) return told('hasAlready');
    if (command === 'takeBack' && !licence) return told('hasNone');
    const now = desk.now();
    const change = changeSubscription(row.value, { do: command }, now);
    if ('refused' in change) return told(change.refused);
    const assigned = { subscriptionId, userId, assignedBy: refOf(actor), assignedAt: now.toISOString() };
    await commitForCustomer(desk, served, {
      rows: [
        ...(licence ? subscriptions.takeBack(licence.value) : subscriptions.assign(assigned)),
        ...subscriptions.update(row, change.next),
        customerUsers.stillAs(user),
        ...stillGives(desk, served, [row.value], actor),
      ],
      history: [licenceEntry(now, actor, command, { customer, subscription: row.value, user: user.value })],
      deedId,
      alsoAt: partnersOf(row.value),
    });
    return told(command === 'assign' ? 'assigned' : 'takenBack', change.next);
  }, ATTEMPTS);
}

/** What history says of one licence. */
export function licenceEntry(
  at: Date,
  actor: Actor,
  command: LicenceCommand,
  { customer, subscription, user }: { customer: Customer; subscription: Subscription; user: CustomerUser },
): NewHistoryEntry {
  return historyEntry(at.toISOString(), actor, {
    subject: customer.id,
    event: command === 'assign' ? 'subscription.licenceAssigned' : 'subscription.licenceTakenBack',
    detail: { customer: customer.name, offer: subscription.offerName, person: user.name },
  });
}

/** What became of each of several, and of whom or what it was. */
export type LicencesOutcome =
  | NotAllowed
  | NotServed
  | { outcome: 'done'; results: Extract<LicenceOutcome, { subscription: Subscription }>[] };

/**
 * Several licences of one user, or several users of one subscription: one after the other, each for itself. Whoever may
 * not change one of them by their role changes none; of those that are not there any more nothing is said.
 */
export async function changeLicences(
  desk: Desk,
  actor: Actor,
  customerId: string,
  command: LicenceCommand,
  wanted: readonly LicenceOf[],
): Promise<LicencesOutcome> {
  const none = await refusal(desk, actor, 'assignLicences', 'any');
  if (none) return none;
  const refused = await refusedFor(desk, actor, customerId, wanted);
  if (refused) return refused;
  const results: Extract<LicenceOutcome, { subscription: Subscription }>[] = [];
  for (const licence of wanted) {
    const result = await changeLicence(desk, actor, customerId, command, licence);
    if ('subscription' in result) results.push(result);
    else if (result.outcome !== 'gone') return result;
  }
  return results.length > 0 ? { outcome: 'done', results } : { outcome: 'gone' };
}

/** The first of the subscriptions that the actor's role leaves out, if their company has to do with it. */
async function refusedFor(
  desk: Desk,
  actor: Actor,
  customerId: CompanyId,
  wanted: readonly LicenceOf[],
): Promise<NotAllowed | NotServed | undefined> {
  const served = await servedCustomer(desk, actor, customerId);
  if ('outcome' in served) return served;
  const ids = [...new Set(wanted.map(({ subscriptionId }) => subscriptionId))];
  const { customer } = served;
  const rows = await Promise.all(ids.map(id => desk.storage.subscriptions.get(customer.id, id)));
  for (const row of rows) {
    if (!row || reachOf(served, row.value, actor) === 'none') continue;
    const refused = await refusal(desk, actor, 'assignLicences', row.value.family);
    if (refused) return refused;
  }
  return undefined;
}
