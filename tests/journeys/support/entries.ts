import { randomUUID } from 'node:crypto';
import type { Levels } from '../../../domain/permissions.ts';
import { invitedUser, type User } from '../../../domain/user.ts';
import { membership } from '../../../operations/userEntry.ts';
import type { House } from './house.ts';

const DAY = 24 * 60 * 60_000;
let entries = 0;

/** Somebody else whom a company has added, who has signed in or has yet to; gives their entry. */
export async function hasUser(
  house: House,
  companyId: string,
  { state, ...levels }: Levels & { state: 'active' | 'invited' },
): Promise<User> {
  const { storage } = house.bot.desk;
  const company = await storage.companies.get(companyId);
  if (!company) throw new Error('no such company');
  const { now } = house.clock;
  const at = now.toISOString();
  const name = `Ziv Number${++entries}`;
  const email = `ziv${entries}@added.example`;
  const signIn = {
    id: `code-${entries}`,
    salt: 'salt',
    hash: 'hash',
    madeAt: at,
    expiresAt: new Date(now.getTime() + 7 * DAY).toISOString(),
    tried: 0,
  };
  const by = { tenantId: companyId, objectId: randomUUID(), name: 'Someone Before' };
  const invited = invitedUser({ id: randomUUID(), companyId, name, email, signIn, ...levels }, by, now);
  if (state === 'invited') {
    await storage.commit(companyId, { rows: storage.users.insert(invited), history: [] });
    return invited;
  }
  const objectId = randomUUID();
  const user: User = { ...invited, state, objectId, signIn: undefined };
  const member = membership(user, company.value.kind, at);
  const profile = { email, guest: false };
  const person = { tenantId: companyId, objectId, name, profile, member, welcomed: true };
  await storage.commit(companyId, {
    rows: [...storage.users.insert(user), storage.people.insert(person)],
    history: [],
  });
  return user;
}
