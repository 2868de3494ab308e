import { randomUUID } from 'node:crypto';
import type { CustomerUser, Licence, Subscription } from '../../../domain/subscription.ts';
import type { House } from './house.ts';
import type { Office } from './partnerships.ts';

type Whose = Pick<Office, 'id'>;

/** Puts somebody among a customer's users. */
export async function hasUser(
  house: House,
  customer: Whose,
  by: Pick<Office, 'admin'>,
  { name, email = `${randomUUID()}@wingtip.example` }: { name: string; email?: string },
): Promise<CustomerUser> {
  const { storage } = house.bot.desk;
  const { tenantId, objectId, name: adder } = by.admin.options;
  const user: CustomerUser = {
    id: randomUUID(),
    name,
    email: email.toLowerCase(),
    addedBy: { tenantId, objectId, name: adder },
    addedAt: house.clock.now.toISOString(),
  };
  await storage.commit(customer.id, { rows: storage.customerUsers.insert(user), history: [] });
  return user;
}

/** Gives somebody a licence, with the subscription's count. */
export async function givesLicence(
  house: House,
  customer: Whose,
  { id }: Pick<Subscription, 'id'>,
  user: CustomerUser,
): Promise<void> {
  const { storage } = house.bot.desk;
  const row = await storage.subscriptions.get(customer.id, id);
  if (!row) throw new Error(`no subscription ${id}`);
  const licence: Licence = {
    subscriptionId: id,
    userId: user.id,
    assignedBy: user.addedBy,
    assignedAt: user.addedAt,
  };
  const next = { ...row.value, assigned: row.value.assigned + 1 };
  await storage.commit(customer.id, {
    rows: [...storage.subscriptions.assign(licence), ...storage.subscriptions.update(row, next)],
    history: [],
  });
}

/** The names of a customer's users. */
export async function usersOf(house: House, customer: Whose): Promise<string[]> {
  const page = await house.bot.desk.storage.customerUsers.page(customer.id, 100);
  return page.rows.map(row => row.value.name);
}

/** The subscriptions of which somebody has a licence. */
export async function licencesOfUser(
  house: House,
  customer: Whose,
  user: Pick<CustomerUser, 'id'>,
): Promise<string[]> {
  const page = await house.bot.desk.storage.subscriptions.licencesFor(customer.id, user.id, 100);
  return page.rows.map(row => row.value.subscriptionId);
}
