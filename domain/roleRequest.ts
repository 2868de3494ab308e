import * as z from 'zod';
import { guid, isSamePerson, moment, type PersonRef, personRefSchema } from './identity.ts';
import {
  adminLevel,
  agentLevel,
  type Levels,
  levelsSchema,
  mayGrant,
  NO_LEVELS,
  type Role,
} from './permissions.ts';
import { oneLine } from './textField.ts';
import { sameLevels } from './user.ts';

const DAY = 24 * 60 * 60_000;
/** Nobody answered for so long: the request lapses. */
export const REQUEST_LIFE = 14 * DAY;

export const ROLE_REQUEST_STATES = ['open', 'approved', 'declined', 'lapsed', 'withdrawn'] as const;

/**
 * Someone asks for levels, or to be added with them. A person has one request at a time; the next one takes its place.
 * It asks for a change, so that levels which were changed by others in the meantime stay as they are.
 */
export const roleRequestSchema = z.object({
  id: z.string(),
  companyId: guid,
  asker: personRefSchema,
  /** The asker's address, from the members API: an entry made by approving bears it. */
  email: z.string().optional(),
  /** The levels that the asker had, none for someone who is not added yet. */
  from: levelsSchema,
  wanted: levelsSchema,
  /** Whether the asker has yet to be added. */
  toBeAdded: z.boolean(),
  why: z.string(),
  askedAt: moment,
  state: z.enum(ROLE_REQUEST_STATES),
  decision: z.object({ by: personRefSchema, at: moment, reason: z.string().optional() }).optional(),
});
export type RoleRequest = z.infer<typeof roleRequestSchema>;
export type RoleRequestState = RoleRequest['state'];

/** When a request lapses. */
export function lapsesAt({ askedAt }: RoleRequest): Date {
  return new Date(Date.parse(askedAt) + REQUEST_LIFE);
}

/** Where a request stands now: past its time it lapsed, even if nobody has written that down yet. */
export function requestStateAt(request: RoleRequest, now: Date): RoleRequestState {
  return request.state === 'open' && now >= lapsesAt(request) ? 'lapsed' : request.state;
}

/** The levels that approving would lead to: what was asked for is changed, everything else stays as it is by now. */
export function levelsAfter(request: Pick<RoleRequest, 'from' | 'wanted'>, present: Levels): Levels {
  const { from, wanted } = request;
  return {
    agent: wanted.agent === from.agent ? present.agent : wanted.agent,
    admin: wanted.admin === from.admin ? present.admin : wanted.admin,
  };
}

/** What someone with these levels would have with a role more: the level of its kind is replaced. */
export function levelsWith(from: Levels, role: Role): Levels {
  const agent = agentLevel.safeParse(role);
  return agent.success ? { ...from, agent: agent.data } : { ...from, admin: adminLevel.parse(role) };
}

/**
 * Whether someone may answer a request: nobody their own, and only who may grant what it leads to. `held` is what the
 * asker can act with until then: nothing before the first sign-in, also if a colleague has added them with levels.
 */
export function mayAnswer(
  request: Pick<RoleRequest, 'from' | 'wanted' | 'asker'>,
  answerer: PersonRef,
  levels: Levels | undefined,
  present: Levels,
  held = present,
): boolean {
  const after = levelsAfter(request, present);
  return (
    !isSamePerson(answerer, request.asker) && [present, held].every(from => mayGrant(levels, from, after))
  );
}

export type RoleRequestCommand =
  | { do: 'approve'; by: PersonRef }
  | { do: 'decline'; by: PersonRef; reason: string | undefined }
  | { do: 'withdraw'; by: PersonRef }
  | { do: 'lapse' };

/** Applies a command: the first one to end a request wins, `refused` tells how it ended before. */
export function changeRoleRequest(
  request: RoleRequest,
  command: RoleRequestCommand,
  now: Date,
): { next: RoleRequest } | { refused: RoleRequestState } {
  const state = requestStateAt(request, now);
  if (request.state !== 'open' || (state === 'lapsed' && command.do !== 'lapse')) return { refused: state };
  const at = now.toISOString();
  switch (command.do) {
    case 'approve':
      return { next: { ...request, state: 'approved', decision: { by: command.by, at } } };
    case 'decline':
      return {
        next: { ...request, state: 'declined', decision: { by: command.by, at, reason: command.reason } },
      };
    case 'withdraw':
      return { next: { ...request, state: 'withdrawn', decision: { by: command.by, at } } };
    case 'lapse':
      return state === 'lapsed' ? { next: { ...request, state: 'lapsed' } } : { refused: state };
  }
}

/** Why a request cannot be made as it was filled in. */
export type RoleRequestProblem = 'required' | 'tooLong' | 'noRole' | 'nothingNew';

/** The most that a person may write about why they ask. */
export const WHY_MAX = 300;

const whyField = oneLine(WHY_MAX).pipe(z.string().min(1, 'required'));

/** Reads the form of *Ask for a role*: the levels wanted and why. For each refused field it says why. */
export function readRoleRequest(
  typed: { agent?: string | undefined; admin?: string | undefined; why?: string | undefined },
  from: Levels,
): { wanted: Levels; why: string } | { problems: Partial<Record<'agent' | 'why', RoleRequestProblem>> } {
  const problems: Partial<Record<'agent' | 'why', RoleRequestProblem>> = {};
  const why = whyField.safeParse(typed.why ?? '');
  if (!why.success)
    problems.why = why.error.issues.some(issue => issue.message === 'tooLong') ? 'tooLong' : 'required';
  const read = levelsSchema.safeParse({ agent: typed.agent || from.agent, admin: typed.admin || from.admin });
  if (!read.success || sameLevels(read.data, NO_LEVELS)) problems.agent = 'noRole';
  else if (sameLevels(read.data, from)) problems.agent = 'nothingNew';
  if (!why.success || !read.success || Object.keys(problems).length > 0) return { problems };
  return { wanted: read.data, why: why.data };
}
