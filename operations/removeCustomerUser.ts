import type { Errand } from '../domain/outbox.ts';
import type { Customer } from '../domain/relationship.ts';
import {
  type CustomerUser,
  changeSubscription,
  type Licence,
  partnersOf,
  type Subscription,
} from '../domain/subscription.ts';
import { allPages } from '../storage/allPages.ts';
import type { Op, Row } from '../storage/rows.ts';
import { managedAccount, reachOf, stillGives } from './customerAccount.ts';
import type { Actor, Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { licenceEntry } from './licences.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitForCustomer, type NotServed, type Served } from './serveCustomer.ts';
import { newUserId } from './userEntry.ts';

/** So many licences are taken back in one transaction, which is finite: each is a dozen operations. */
const AT_ONCE = 5;
const PAGE = 100;

/** A licence of somebody with its subscription; nobody's any more when the subscription is not there. */
interface Held {
  licence: Licence;
  row: Row<Subscription> | undefined;
}

/** Somebody who is about to be removed, with what comes back from them. */
export interface CustomerUserToRemove {
  customer: Customer;
  user: CustomerUser;
  subscriptions: Subscription[];
}

export type RemoveCustomerUserOutcome =
  | NotAllowed
  | NotServed
  /** By this click's twin or by a colleague. */
  | { outcome: 'alreadyRemoved'; customer: Customer }
  /** Licences are in the way that other partners gave and only they take back. */
  | { outcome: 'heldElsewhere'; customer: Customer; user: CustomerUser; count: number }
  | ({ outcome: 'toConfirm' } & CustomerUserToRemove)
  | { outcome: 'removed'; customer: Customer; user: CustomerUser };

/** *Remove*: whose licences come back. Changes nothing. */
export async function askToRemoveCustomerUser(
  desk: Desk,
  actor: Actor,
  customerId: string,
  userId: string,
): Promise<RemoveCustomerUserOutcome> {
  const loaded = await load(desk, actor, customerId, userId);
  if ('outcome' in loaded) return loaded;
  const { served, user, held } = loaded;
  const subscriptions = held.flatMap(({ row }) => (row ? [row.value] : []));
  return { outcome: 'toConfirm', customer: served.customer, user: user.value, subscriptions };
}

/**
 * *Remove*, confirmed: the person and their licences in one transaction. When they have more than fit in one, licences
 * are taken back first, some at a time; whoever is interrupted there goes on with the same click. Somebody who gets a
 * licence meanwhile is not removed before that one is taken back too.
 */
export async function removeCustomerUser(
  desk: Desk,
  actor: Actor,
  customerId: string,
  userId: string,
): Promise<RemoveCustomerUserOutcome> {
  const deed = newUserId(desk);
  for (let part = 0; ; part++) {
    const done = await retryOnConflict(() => removePart(desk, actor, customerId, userId, `${deed}-${part}`));
    if (done.outcome !== 'someTakenBack') return done;
  }
}

async function removePart(
  desk: Desk,
  actor: Actor,
  customerId: string,
  userId: string,
  deed: string,
): Promise<RemoveCustomerUserOutcome | { outcome: 'someTakenBack' }> {
  const loaded = await load(desk, actor, customerId, userId);
  if ('outcome' in loaded) return loaded;
  const { storage } = desk;
  const { served, user, held } = loaded;
  const { customer } = served;
  const now = desk.now();
  const part = held.slice(0, AT_ONCE);
  const last = part.length === held.length;
  const entries = part.flatMap(({ row }) =>
    row
      ? [
          {
            subscription: row.value,
            entry: licenceEntry(now, actor, 'takeBack', {
              customer,
              subscription: row.value,
              user: user.value,
            }),
          },
        ]
      : [],
  );
  const removed = historyEntry(now.toISOString(), actor, {
    subject: customer.id,
    event: 'customerUser.removed',
    detail: { customer: customer.name, person: user.value.name, personEmail: user.value.email },
  });
  // Each of the other partners reads of its own subscriptions only.
  const errands = entries.flatMap(({ subscription, entry }, index) =>
    partnersOf(subscription)
      .filter(companyId => companyId !== actor.tenantId)
      .map(
        (companyId): Errand => ({
          kind: 'noteHistory',
          companyId,
          id: `removal-${deed}-licence-${index}`,
          entry,
        }),
      ),
  );
  await commitForCustomer(desk, served, {
    rows: [
      ...part.flatMap(each => takenBack(desk, each, now)),
      ...(last ? storage.customerUsers.remove(user) : [storage.customerUsers.stillAs(user)]),
      ...stillGives(desk, served, part.flatMap(liveOf), actor),
    ],
    history: [...entries.map(({ entry }) => entry), ...(last ? [removed] : [])],
    deedId: `removal-${deed}`,
    errands,
  });
  return last ? { outcome: 'removed', customer, user: user.value } : { outcome: 'someTakenBack' };
}

/** The subscription of a licence whose loss somebody would notice: those of a cancelled one are nobody's. */
function liveOf({ row }: Held): Subscription[] {
  return row && row.value.state !== 'cancelled' ? [row.value] : [];
}

function takenBack(desk: Desk, { licence, row }: Held, now: Date): Op[] {
  const { subscriptions } = desk.storage;
  const change = row && changeSubscription(row.value, { do: 'takeBack' }, now);
  return [
    ...subscriptions.takeBack(licence),
    ...(row && change && !('refused' in change) ? subscriptions.update(row, change.next) : []),
  ];
}

/** Whoever is to be removed, as they are now, with all their licences, if the actor may take every one of them back. */
async function load(
  desk: Desk,
  actor: Actor,
  customerId: string,
  userId: string,
): Promise<
  | NotAllowed
  | NotServed
  | Extract<RemoveCustomerUserOutcome, { outcome: 'alreadyRemoved' | 'heldElsewhere' }>
  | { served: Served; user: Row<CustomerUser>; held: Held[] }
> {
  const served = await managedAccount(desk, actor, customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  // Whoever gets a licence after this has another version, and the transaction does not hold.
  const user = await desk.storage.customerUsers.get(customer.id, userId);
  if (!user) return { outcome: 'alreadyRemoved', customer };
  const held = await licencesOf(desk, customer.id, userId);
  const live = held.flatMap(liveOf);
  const others = live.filter(subscription => reachOf(served, subscription, actor) !== 'gives');
  if (others.length > 0)
    return { outcome: 'heldElsewhere', customer, user: user.value, count: others.length };
  for (const { family } of live) {
    const refused = await refusal(desk, actor, 'assignLicences', family);
    if (refused) return refused;
  }
  return { served, user, held };
}

async function licencesOf(desk: Desk, customerId: string, userId: string): Promise<Held[]> {
  const { subscriptions } = desk.storage;
  const licences: Licence[] = [];
  for await (const rows of allPages(next => subscriptions.licencesFor(customerId, userId, PAGE, next))) {
    licences.push(...rows.map(row => row.value));
  }
  return Promise.all(
    licences.map(async licence => ({
      licence,
      row: await subscriptions.get(customerId, licence.subscriptionId),
    })),
  );
}
