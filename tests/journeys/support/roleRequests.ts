import type { House } from './house.ts';
import type { Person } from './person.ts';
import { allRows, rowsOf } from './rows.ts';

/** What somebody wants, as the form asks; by default to become an admin agent. */
export interface Wanted {
  agent?: string;
  admin?: string;
  why?: string;
}

/** Types the command, fills in the form and sends it; the asker's own card is then in front of them. */
export async function asks(person: Person, wanted: Wanted = { agent: 'adminAgent' }): Promise<void> {
  await person.types('request role');
  await person.clicks('Send', { why: 'To help my team', ...wanted });
}

/** The id of the request on the card in front of someone, and of who asked. */
export function requestIn(person: Person): { id: string; request: string } {
  const found = /"id":"([0-9a-f-]{36})","request":"([0-9a-f]{32})"/.exec(JSON.stringify(person.seen.card));
  if (!found?.[1] || !found[2]) throw new Error(`no request in: ${person.seen.text}`);
  return { id: found[1], request: found[2] };
}

/** Time goes by, and the bot looks at its timers. */
export async function passes(house: House, ms: number): Promise<void> {
  house.clock.forward(ms);
  await house.bot.timers.fire();
  await house.settled();
}

/** What someone's row says of them; undefined for whom the company has not added. */
export async function levelsNow(house: House, person: Person) {
  const { tenantId, objectId } = person.options;
  const member = (await house.bot.desk.storage.people.get(tenantId, objectId))?.value.member;
  return member && { agent: member.agent, admin: member.admin };
}

/** The entry of someone in the list of users, by what their row names. */
export async function entryOf(house: House, person: Person) {
  const { tenantId, objectId } = person.options;
  const { people, users } = house.bot.desk.storage;
  const userId = (await people.get(tenantId, objectId))?.value.member?.userId;
  return userId ? (await users.get(tenantId, userId))?.value : undefined;
}

/** How often an event stands in a company's history. */
export async function historyOf(house: House, companyId: string, event: string): Promise<number> {
  const rows = rowsOf(await allRows(house), companyId, 'history:');
  return rows.filter(row => row.text.includes(`"${event}\\"`)).length;
}
