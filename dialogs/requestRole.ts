import * as z from 'zod';
import { requestRoleFormCard } from '../cards/requestRoleForm.ts';
import { roleRequestCard } from '../cards/roleRequest.ts';
import { type Levels, ROLES, type Role } from '../domain/permissions.ts';
import { levelsWith, type RoleRequest } from '../domain/roleRequest.ts';
import { typedText } from '../domain/textField.ts';
import { allTitlesOf } from '../locales/index.ts';
import {
  type CannotRequest,
  type RequestOutcome,
  requestRole as request,
  type StartOutcome,
  startRoleRequest,
  withdrawRoleRequest,
} from '../operations/requestRole.ts';
import { type Actions, action } from './action.ts';
import { gone, notAllowed, say, tooMany } from './answers.ts';
import type { Answer, FlowSteps, Turn } from './turn.ts';

const NAME = 'requestRole';
const typedForm = z.object({ agent: typedText, admin: typedText, why: typedText });
type TypedForm = z.infer<typeof typedForm>;

/** The id of a request, as a card brings it back. */
export const roleRequestId = z.string().regex(/^[0-9a-f]{32}$/);

/** *Ask for a role*, or to be added with one (design §2 row 6): one form, then the request's own card. */
export const requestRole: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const role = roleIn(argument);
    const begun = argument === '' && turn.flow?.name === NAME ? turn.flow.typed : undefined;
    const why = role || argument === '' ? undefined : argument;
    return started(turn, await startRoleRequest(turn.desk, turn.actor, role), begun ?? { why });
  },

  // The name of a role, typed while the form is open, selects it there.
  async say(turn, flow, text) {
    const role = roleIn(text);
    if (!role) return undefined;
    const begun = await startRoleRequest(turn.desk, turn.actor, role);
    if (begun.outcome !== 'form') return started(turn, begun);
    const { agent, admin } = flow.typed ?? {};
    const chosen = { agent: agent ?? begun.from.agent, admin: admin ?? begun.from.admin };
    return started(turn, begun, { ...flow.typed, ...selected(chosen, begun.from, role) });
  },

  actions: {
    'requestRole.start': action(z.object({ role: z.enum(ROLES).optional() }), async (turn, { role }) =>
      started(turn, await startRoleRequest(turn.desk, turn.actor, role)),
    ),

    'requestRole.send': action(typedForm, async (turn, typed) =>
      asked(turn, await request(turn.desk, turn.actor, typed), typed),
    ),

    'requestRole.withdraw': action(z.object({ request: roleRequestId }), async (turn, data) => {
      const result = await withdrawRoleRequest(turn.desk, turn.actor, data.request);
      return result.outcome === 'gone' ? gone(turn) : own(turn, result.request);
    }),

    'requestRole.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),
  },
};

/** The role that a text names, in any of our languages. */
function roleIn(text: string): Role | undefined {
  const folded = fold(text);
  return ROLES.find(role => allTitlesOf(`role.${role}`).some(title => fold(title) === folded));
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim();

/** What is selected once a role is chosen beside what was chosen before, of which only one may stand. */
function selected(
  { agent, admin }: { agent: string; admin: string },
  from: Levels,
  role: Role,
): Pick<TypedForm, 'agent' | 'admin'> {
  const wanted = levelsWith(from, role);
  return {
    agent: wanted.agent === from.agent ? agent : wanted.agent,
    admin: wanted.admin === from.admin ? admin : wanted.admin,
  };
}

function started(turn: Turn, result: StartOutcome, typed: TypedForm = {}): Answer {
  if (result.outcome !== 'form') return { ...cannot(turn, result), flow: 'ended' };
  const { wanted, from, toBeAdded, companyName } = result;
  const filled = { ...typed, agent: typed.agent ?? wanted.agent, admin: typed.admin ?? wanted.admin };
  return form(turn, { from, toBeAdded, companyName, typed: filled, problems: {} });
}

function form(turn: Turn, model: Parameters<typeof requestRoleFormCard>[0]): Answer {
  return {
    card: requestRoleFormCard(model, turn.language),
    flow: { name: NAME, step: 'form', typed: model.typed },
  };
}

function asked(turn: Turn, result: RequestOutcome, typed: TypedForm): Answer {
  switch (result.outcome) {
    case 'asked':
      return { ...own(turn, result.request, result.granters), flow: 'ended' };
    case 'badForm': {
      const { problems, from, toBeAdded, companyName } = result;
      return form(turn, { from, toBeAdded, companyName, typed, problems });
    }
    case 'nobody':
      return {
        ...say(turn, 'outcome.nobodyGrants', 'warning', { company: result.companyName }),
        flow: 'ended',
      };
    case 'tooMany':
      return { ...tooMany(turn, 60), flow: { name: NAME, step: 'form', typed } };
    default:
      return { ...cannot(turn, result), flow: 'ended' };
  }
}

/** Why there is nothing to ask, or nobody to ask, and what to do instead. */
function cannot(turn: Turn, result: CannotRequest): Answer {
  switch (result.outcome) {
    case 'noCompany':
    case 'signInFirst':
      return notAllowed(turn, result);
    case 'yourself':
      return say(turn, 'outcome.mayChangeYourself', 'info', {}, [
        { title: turn.t('button.users'), verb: 'users.show' },
      ]);
    case 'guestRefused':
      return say(turn, 'outcome.guestRefused', 'warning');
    case 'noAddress':
      return say(turn, 'outcome.noAddressKnown', 'warning', { company: result.companyName });
    case 'already':
      return own(turn, result.request);
  }
}

/** The asker's own request, which turns with its answer. */
function own(turn: Turn, request: RoleRequest, granters?: readonly string[]): Answer {
  const { id, companyId, from, wanted } = request;
  return {
    card: roleRequestCard(
      { request, now: turn.desk.now(), viewer: 'asker', present: from, after: wanted, granters },
      turn.language,
    ),
    remember: { roleRequestId: id, companyId },
  };
}
