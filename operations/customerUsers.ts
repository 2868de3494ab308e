import { freeLicences } from '../domain/licences.ts';
import type { Customer } from '../domain/relationship.ts';
import type { CustomerUser, Subscription } from '../domain/subscription.ts';
import { givesTo, managesUsers, reachable, reachOf, seenAccount } from './customerAccount.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import type { NotAllowed } from './rights.ts';
import type { NotServed } from './serveCustomer.ts';

const PAGE = 8;
/** So many licences of somebody are counted in a list; more are "so many or more". */
const MOST_COUNTED = 20;
/** So many licences of somebody are looked up for their record. */
const MOST_SHOWN = 100;

/** Somebody in the list of a customer's users. */
export interface ListedCustomerUser extends Pick<CustomerUser, 'id' | 'name' | 'email'> {
  /** How many licences they have, whoever sold them. */
  licences: number;
  /** Whether they have more than were counted. */
  andMore: boolean;
}

export type CustomerUsersOutcome =
  | NotAllowed
  | NotServed
  | {
      outcome: 'listed';
      customer: Customer;
      users: ListedCustomerUser[];
      next: string | undefined;
      mayAdd: boolean;
    };

/** A page of a customer's users by name, each with how many licences they have. One query, and one a user. */
export async function listCustomerUsers(
  desk: Desk,
  actor: Actor,
  customerId: string,
  continuation?: string,
): Promise<CustomerUsersOutcome> {
  const served = await seenAccount(desk, actor, customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  const { customerUsers, subscriptions } = desk.storage;
  const page = await pageOrGone(customerUsers.page(customer.id, PAGE, continuation));
  if (!page) return { outcome: 'gone' };
  const users = await Promise.all(
    page.rows.map(async ({ value: { id, name, email } }): Promise<ListedCustomerUser> => {
      const held = await subscriptions.licencesFor(customer.id, id, MOST_COUNTED);
      return { id, name, email, licences: held.rows.length, andMore: held.continuation !== undefined };
    }),
  );
  return { outcome: 'listed', customer, users, next: page.continuation, mayAdd: managesUsers(actor) };
}

/** A licence on somebody's record. */
export interface HeldLicence {
  subscription: Subscription;
  mayTakeBack: boolean;
}

/** Somebody's record, as far as the viewer's company reaches. */
export interface CustomerUserRecord {
  customer: Customer;
  user: CustomerUser;
  held: HeldLicence[];
  /** Licences of subscriptions that the viewer's company has nothing to do with. */
  heldElsewhere: number;
  /** Active subscriptions of which somebody may be given a free licence. */
  free: Subscription[];
  mayRemove: boolean;
}

export type CustomerUserOutcome = NotAllowed | NotServed | ({ outcome: 'shown' } & CustomerUserRecord);

/** One user of a customer, with the licences that they have and those that they could be given. */
export async function showCustomerUser(
  desk: Desk,
  actor: Actor,
  customerId: string,
  userId: string,
): Promise<CustomerUserOutcome> {
  const served = await seenAccount(desk, actor, customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  const { customerUsers, subscriptions } = desk.storage;
  const [user, licences, within] = await Promise.all([
    customerUsers.get(customer.id, userId),
    subscriptions.licencesFor(customer.id, userId, MOST_SHOWN),
    reachable(desk, served, actor),
  ]);
  if (!user) return { outcome: 'gone' };
  const has = new Set(licences.rows.map(row => row.value.subscriptionId));
  const held = within.filter(each => has.has(each.id));
  const free = within.filter(
    each =>
      !has.has(each.id) && each.state === 'active' && freeLicences(each) > 0 && givesTo(served, each, actor),
  );
  return {
    outcome: 'shown',
    customer,
    user: user.value,
    held: held.map(subscription => ({ subscription, mayTakeBack: givesTo(served, subscription, actor) })),
    heldElsewhere: has.size - held.length,
    free,
    mayRemove: managesUsers(actor),
  };
}

/** Somebody who has a licence of a subscription. */
export type Holder = Pick<CustomerUser, 'id' | 'name' | 'email'>;

export type SubscriptionLicencesOutcome =
  | NotAllowed
  | NotServed
  | {
      outcome: 'shown';
      customer: Customer;
      subscription: Subscription;
      /** A page of who has one. */
      holders: Holder[];
      next: string | undefined;
      /** Users who have none, if the viewer may give them one: the first of them by name. */
      others: Holder[];
      mayGive: boolean;
    };

/** More users than one can choose from are not offered; the user's own record gives licences too. */
const MOST_OFFERED = 40;
/** Whoever has a licence beyond these may be offered another, which then is none. */
const MOST_GIVEN = 1_000;

/** Who has the licences of a subscription. A subscription of others is `gone`. */
export async function showSubscriptionLicences(
  desk: Desk,
  actor: Actor,
  customerId: string,
  subscriptionId: string,
  continuation?: string,
): Promise<SubscriptionLicencesOutcome> {
  const served = await seenAccount(desk, actor, customerId);
  if ('outcome' in served) return served;
  const { customer } = served;
  const { customerUsers, subscriptions } = desk.storage;
  const row = await subscriptions.get(customer.id, subscriptionId);
  if (!row || reachOf(served, row.value, actor) === 'none') return { outcome: 'gone' };
  const subscription = row.value;
  const mayGive = givesTo(served, subscription, actor);
  const [page, people, given] = await Promise.all([
    pageOrGone(subscriptions.licencesOf(customer.id, subscriptionId, PAGE, continuation)),
    mayGive ? customerUsers.page(customer.id, MOST_OFFERED) : undefined,
    mayGive ? subscriptions.licencesOf(customer.id, subscriptionId, MOST_GIVEN) : undefined,
  ]);
  if (!page) return { outcome: 'gone' };
  const users = await Promise.all(page.rows.map(({ value }) => customerUsers.get(customer.id, value.userId)));
  const holders = users.flatMap(user => (user ? [holderOf(user.value)] : []));
  const have = new Set(given?.rows.map(({ value }) => value.userId));
  const others = (people?.rows ?? []).flatMap(({ value }) => (have.has(value.id) ? [] : [holderOf(value)]));
  return { outcome: 'shown', customer, subscription, holders, next: page.continuation, others, mayGive };
}

function holderOf({ id, name, email }: CustomerUser): Holder {
  return { id, name, email };
}
