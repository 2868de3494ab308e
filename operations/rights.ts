import { type Action, may, type Role, rolesThatMay } from '../domain/permissions.ts';
import type { Actor, Desk } from './desk.ts';
import { type Waiting, whoWaits } from './signIn.ts';

/** Why someone may not do something, with all that a helpful sentence needs. */
export type NotAllowed =
  | { outcome: 'noCompany' }
  /** They were added, and have yet to enter their one-time code. */
  | { outcome: 'signInFirst'; waiting: Waiting }
  | { outcome: 'notAMember'; companyName: string; holders: string[] }
  | { outcome: 'notAllowed'; action: Action; roles: Role[]; holders: string[]; companyName: string };

/**
 * Whether the actor may do something for their company now; asked anew at every command and click (design §7).
 * Answers undefined when they may; else which role is missing and who in the company holds it.
 */
export async function refusal(desk: Desk, actor: Actor, action: Action): Promise<NotAllowed | undefined> {
  const member = actor.person?.value.member;
  if (member && may(action, member)) return undefined;
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) return { outcome: 'noCompany' };
  const waiting = member ? undefined : await whoWaits(desk, actor);
  if (waiting) return { outcome: 'signInFirst', waiting };
  const companyName = company.value.name;
  const wanted = rolesThatMay(member ? action : 'managePeople');
  const holders = (await desk.storage.people.holders(actor.tenantId, wanted)).map(person => person.name);
  if (!member) return { outcome: 'notAMember', companyName, holders };
  return { outcome: 'notAllowed', action, roles: wanted, holders, companyName };
}
