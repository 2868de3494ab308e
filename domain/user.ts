import * as z from 'zod';
import { emailAddress, foldAddress } from './emailAddress.ts';
import type { FieldProblems } from './fieldProblem.ts';
import { guid, moment, type PersonRef, personRefSchema } from './identity.ts';
import { type KeptCode, keptCodeSchema, WRONG_CODES_ALLOWED } from './oneTimeCode.ts';
import {
  adminLevel,
  agentLevel,
  isGlobalAdmin,
  type Levels,
  levelsSchema,
  mayGrant,
  NO_LEVELS,
} from './permissions.ts';
import { oneLine, typedText } from './textField.ts';

/** Where someone stands who was added: invited until their first sign-in, locked after too many wrong codes. */
export const USER_STATES = ['invited', 'active', 'locked', 'removed'] as const;
export const userState = z.enum(USER_STATES);
export type UserState = z.infer<typeof userState>;

/**
 * An entry in a company's list of people who may act for it (source document 001, "Add a new user"). The entry
 * decides; once someone has signed in, their levels are copied to the row of the person in the same transaction.
 */
export const userSchema = levelsSchema.extend({
  id: guid,
  companyId: guid,
  name: z.string(),
  /** As Teams has it, folded; only someone who comes before the members API was asked may lack it. */
  email: z.string().optional(),
  state: userState,
  /** The Teams person that it is bound to; absent until the first sign-in. */
  objectId: guid.optional(),
  /** Absent for whoever set the company up. */
  addedBy: personRefSchema.optional(),
  addedAt: moment,
  signIn: keptCodeSchema.optional(),
  /** Counts the changes that people make, so that a form knows when it is out of date. */
  version: z.number().int().positive(),
});
export type User = z.infer<typeof userSchema>;

/** An entry as lists and cards show it: what is kept of a one-time code stays in one place. */
export const listedUserSchema = userSchema
  .omit({ signIn: true })
  .extend({ codeExpiresAt: moment.optional() });
export type ListedUser = z.infer<typeof listedUserSchema>;

/** The entry as it is shown. */
export function listedUser({ signIn, ...user }: User): ListedUser {
  return { ...user, codeExpiresAt: signIn?.expiresAt };
}

/** Whether two sets of levels are the same. */
export function sameLevels(a: Levels, b: Levels): boolean {
  return a.agent === b.agent && a.admin === b.admin;
}

/** Where an entry stands for whoever reads it: a code that nobody can use any more is as good as none. */
export function isCodeOver({ signIn }: Pick<User, 'signIn'>, now: Date): boolean {
  return signIn !== undefined && now.getTime() >= Date.parse(signIn.expiresAt);
}

/** Whether the entry gives someone global admin rights now; an invitation to them does not count. */
export function actsAsGlobalAdmin(user: Pick<User, 'state' | 'admin'>): boolean {
  return user.state === 'active' && isGlobalAdmin(user);
}

/** What happened to an entry, for history. */
export type UserEvent = 'added' | 'updated' | 'codeReplaced' | 'signedIn' | 'locked' | 'removed';

export type UserCommand =
  | { do: 'update'; levels: Levels; granter: Levels }
  | { do: 'replaceCode'; signIn: KeptCode; granter: Levels }
  /** Counts a code that is about to be looked at. */
  | { do: 'tryCode' }
  /** The code was wrong. */
  | { do: 'wrongCode' }
  | { do: 'bind'; objectId: string; codeId: string | undefined }
  | { do: 'remove'; granter: Levels };

export type UserRefusal =
  /** The granter's own levels do not reach that far. */
  | 'notYours'
  | 'removed'
  | 'unchanged'
  | 'noLevels'
  /** There is no code to try, or a later one is in its place. */
  | 'noCode'
  | 'codeOver'
  | 'locked';

export type UserChange = { next: User; event: UserEvent | undefined } | { refused: UserRefusal };

/**
 * Applies a command to an entry. Nobody but a global admin gives, takes or touches the global admin level; that one
 * global admin remains is for the transaction to see, since it concerns others.
 */
export function changeUser(user: User, command: UserCommand, now: Date): UserChange {
  if (user.state === 'removed') return { refused: 'removed' };
  switch (command.do) {
    case 'update': {
      const { levels, granter } = command;
      if (!mayGrant(granter, user, levels)) return { refused: 'notYours' };
      if (sameLevels(levels, NO_LEVELS)) return { refused: 'noLevels' };
      if (sameLevels(levels, user)) return { refused: 'unchanged' };
      return changed({ ...user, agent: levels.agent, admin: levels.admin }, 'updated');
    }
    case 'replaceCode':
      if (!mayGrant(command.granter, NO_LEVELS, user)) return { refused: 'notYours' };
      if (user.state === 'active') return { refused: 'unchanged' };
      return changed({ ...user, state: 'invited', signIn: command.signIn }, 'codeReplaced');
    case 'tryCode': {
      const { signIn } = user;
      if (user.state === 'locked') return { refused: 'locked' };
      if (!signIn) return { refused: 'noCode' };
      if (isCodeOver(user, now)) return { refused: 'codeOver' };
      // Counted but never finished: whoever died between counting and comparing used up a try.
      if (signIn.tried >= WRONG_CODES_ALLOWED) return lock(user);
      return { next: { ...user, signIn: { ...signIn, tried: signIn.tried + 1 } }, event: undefined };
    }
    case 'wrongCode':
      if (!user.signIn || user.state !== 'invited') return { refused: 'noCode' };
      return user.signIn.tried < WRONG_CODES_ALLOWED ? { refused: 'unchanged' } : lock(user);
    case 'bind':
      if (command.codeId !== undefined && user.state === 'locked') return { refused: 'locked' };
      if (command.codeId !== undefined && user.signIn?.id !== command.codeId) return { refused: 'noCode' };
      return changed({ ...user, state: 'active', objectId: command.objectId, signIn: undefined }, 'signedIn');
    case 'remove':
      if (!mayGrant(command.granter, user, NO_LEVELS)) return { refused: 'notYours' };
      return changed({ ...user, state: 'removed', signIn: undefined }, 'removed');
  }
}

function changed(next: User, event: UserEvent): UserChange {
  return { next: { ...next, version: next.version + 1 }, event };
}

function lock(user: User): UserChange {
  return changed({ ...user, state: 'locked', signIn: undefined }, 'locked');
}

/** A new entry for someone who has yet to sign in. */
export function invitedUser(
  entry: Pick<User, 'id' | 'companyId' | 'name'> & Levels & { email: string; signIn: KeptCode },
  addedBy: PersonRef,
  now: Date,
): User {
  return { ...entry, state: 'invited', addedBy, addedAt: now.toISOString(), version: 1 };
}

/** The fields of the form, by the name that a refusal points at. */
export const USER_FIELDS = ['colleague', 'name', 'email', 'agent', 'admin'] as const;
export type UserField = (typeof USER_FIELDS)[number];

/** What a person typed and chose, all text, as the card hands it over; kept whole when it is refused. */
export const userFormSchema = z.object({
  colleague: typedText,
  name: typedText,
  email: typedText,
  agent: typedText,
  admin: typedText,
} satisfies Record<UserField, z.ZodType>);
export type UserForm = z.infer<typeof userFormSchema>;

/** A colleague whom Teams knows: fills in what was left empty. */
export interface Colleague {
  name: string;
  email: string | undefined;
}

const nameField = oneLine(100).pipe(z.string().min(1, 'required'));

/** What the form asks for, read. */
export interface UserToAdd {
  name: string;
  email: string;
  levels: Levels;
}

/**
 * Reads the form of *Add user* (source document 001): full name, unique e-mail, one agent and one admin level of which
 * at least one is a role. `colleague` is the one who was picked, if any. For each refused field it says why.
 */
export function readUserForm(
  typed: UserForm,
  colleague: Colleague | undefined,
): { user: UserToAdd } | { problems: FieldProblems<UserField> } {
  const problems: FieldProblems<UserField> = {};
  const name = nameField.safeParse(typed.name?.trim() || colleague?.name || '');
  if (!name.success) problems.name = name.error.issues[0]?.message === 'tooLong' ? 'tooLong' : 'required';
  const address = (typed.email?.trim() || colleague?.email || '').normalize('NFKC');
  if (address === '') problems.email = 'required';
  else if (address.length > 254) problems.email = 'tooLong';
  else if (!emailAddress.safeParse(address).success) problems.email = 'malformed';
  const agent = agentLevel.safeParse(typed.agent || 'none');
  const admin = adminLevel.safeParse(typed.admin || 'none');
  if (!agent.success) problems.agent = 'malformed';
  if (!admin.success) problems.admin = 'malformed';
  if (agent.data === 'none' && admin.data === 'none') problems.agent = 'noRole';
  if (Object.keys(problems).length > 0 || !name.success || !agent.success || !admin.success)
    return { problems };
  const levels = { agent: agent.data, admin: admin.data };
  return { user: { name: name.data, email: foldAddress(address), levels } };
}
