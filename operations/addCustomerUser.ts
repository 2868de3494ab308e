import {
  type CustomerUserField,
  type CustomerUserForm,
  readCustomerUserForm,
} from '../domain/customerUserForm.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Customer } from '../domain/relationship.ts';
import type { CustomerUser } from '../domain/subscription.ts';
import { managedAccount } from './customerAccount.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { NotAllowed } from './rights.ts';
import { commitForCustomer, type NotServed } from './serveCustomer.ts';
import { newUserId } from './userEntry.ts';

/** The form of *Add user*, with the id that whoever is added by it will have: a second click adds nobody else. */
export type CustomerUserFormOutcome =
  | NotAllowed
  | NotServed
  | { outcome: 'form'; customer: Customer; id: string };

export async function newCustomerUser(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<CustomerUserFormOutcome> {
  const served = await managedAccount(desk, actor, customerId);
  if ('outcome' in served) return served;
  return { outcome: 'form', customer: served.customer, id: newUserId(desk) };
}

export type AddCustomerUserOutcome =
  | NotAllowed
  | NotServed
  | { outcome: 'badForm'; customer: Customer; problems: FieldProblems<CustomerUserField> }
  | { outcome: 'added'; customer: Customer; user: CustomerUser };

/**
 * *Add*: somebody at the customer to whom its partners may give licences; an entry of ours, no account of Microsoft's.
 * An address occurs once in a customer. The click that comes again finds whom it added.
 */
export async function addCustomerUser(
  desk: Desk,
  actor: Actor,
  customerId: string,
  id: string,
  typed: CustomerUserForm,
): Promise<AddCustomerUserOutcome> {
  return retryOnConflict(async (): Promise<AddCustomerUserOutcome> => {
    const served = await managedAccount(desk, actor, customerId);
    if ('outcome' in served) return served;
    const { customer } = served;
    const { customerUsers } = desk.storage;
    const read = readCustomerUserForm(typed);
    if ('problems' in read) return { outcome: 'badForm', customer, problems: read.problems };
    const [before, holder] = await Promise.all([
      customerUsers.get(customer.id, id),
      customerUsers.ofEmail(customer.id, read.user.email),
    ]);
    if (before) return { outcome: 'added', customer, user: before.value };
    if (holder) return { outcome: 'badForm', customer, problems: { email: 'takenAtCustomer' } };
    const at = desk.now().toISOString();
    const user: CustomerUser = { id, ...read.user, addedBy: refOf(actor), addedAt: at };
    const entry = historyEntry(at, actor, {
      subject: customer.id,
      event: 'customerUser.added',
      detail: { customer: customer.name, person: user.name, personEmail: user.email },
    });
    await commitForCustomer(desk, served, {
      rows: customerUsers.insert(user),
      history: [entry],
      deedId: `customerUser-${id}-added-${at}`,
    });
    return { outcome: 'added', customer, user };
  });
}
