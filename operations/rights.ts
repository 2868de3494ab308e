import { type Action, may, mayFor, type Role, rightTo, rolesThatMay } from '../domain/permissions.ts';
import type { Service } from '../domain/services.ts';
import type { Actor, Desk } from './desk.ts';
import { type Waiting, whoWaits } from './signIn.ts';

/** Why someone may not do something, with all that a helpful sentence needs. */
export type NotAllowed =
  | { outcome: 'noCompany' }
  /** They were added, and have yet to enter their one-time code. */
  | { outcome: 'signInFirst'; waiting: Waiting }
  | { outcome: 'notAMember'; companyName: string; holders: string[] }
  | { outcome: 'notAllowed'; action: Action; roles: Role[]; holders: string[]; companyName: string };

/** Why somebody is no member of a company here. */
export type NoMember = Extract<NotAllowed, { outcome: 'noCompany' | 'signInFirst' | 'notAMember' }>;

/**
 * Whether the actor may do something for their company now; asked anew at every command and click (design §7).
 * Answers undefined when they may; else which role is missing and who in the company holds it. `of` is the service
 * that it is about, where some may do it for some services only; `any` asks whether there is one.
 */
export async function refusal(
  desk: Desk,
  actor: Actor,
  action: Action,
  of?: Service | 'any',
): Promise<NotAllowed | undefined> {
  const member = actor.person?.value.member;
  if (!member) return noMember(desk, actor);
  if (of ? mayFor(action, member, of) : may(action, member)) return undefined;
  return lacking(desk, actor, action);
}

/** The same for looking at what some of those who see it may not change. */
export async function refusalToSee(
  desk: Desk,
  actor: Actor,
  action: Action,
): Promise<NotAllowed | undefined> {
  const member = actor.person?.value.member;
  if (!member) return noMember(desk, actor);
  return rightTo(action, member) === 'no' ? lacking(desk, actor, action) : undefined;
}

async function lacking(desk: Desk, actor: Actor, action: Action): Promise<NotAllowed> {
  const roles = rolesThatMay(action);
  const holding = await companyAndHolders(desk, actor, roles);
  return holding ? { outcome: 'notAllowed', action, roles, ...holding } : { outcome: 'noCompany' };
}

/** What somebody hears who is no member of any company here: nothing is set up, their code is awaited, or nobody has added them. */
export async function noMember(desk: Desk, actor: Actor): Promise<NoMember> {
  const waiting = await whoWaits(desk, actor);
  if (waiting) return { outcome: 'signInFirst', waiting };
  const holding = await companyAndHolders(desk, actor, rolesThatMay('managePeople'));
  return holding ? { outcome: 'notAMember', ...holding } : { outcome: 'noCompany' };
}

/** The actor's company and who in it holds one of the roles; undefined when it is not set up here. */
async function companyAndHolders(
  desk: Desk,
  actor: Actor,
  roles: readonly Role[],
): Promise<{ companyName: string; holders: string[] } | undefined> {
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) return undefined;
  const holders = await desk.storage.people.holders(actor.tenantId, roles);
  return { companyName: company.value.name, holders: holders.map(person => person.name) };
}
