import * as z from 'zod';
import { addUserConfirmCard } from '../cards/addUserConfirm.ts';
import { addUserFormCard } from '../cards/addUserForm.ts';
import { signInInformationCard } from '../cards/signInInformation.ts';
import { emailAddress } from '../domain/emailAddress.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import { may } from '../domain/permissions.ts';
import { signInInformationUrl } from '../domain/signInInformation.ts';
import { type UserField, type UserForm, userFormSchema } from '../domain/user.ts';
import { addUser as add, type CodeShown, checkUser } from '../operations/addUser.ts';
import { refusal } from '../operations/rights.ts';
import { whomToAdd } from '../operations/users.ts';
import { type Actions, action } from './action.ts';
import { notAllowed, say, tooMany } from './answers.ts';
import type { Answer, FlowSteps, Turn } from './turn.ts';

const NAME = 'addUser';

/** *Add user* (design §2 row 6): the form, a look at the details, and the sign-in information, shown once. */
export const addUser: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const refused = await refusal(turn.desk, turn.actor, 'managePeople');
    if (refused) return notAllowed(turn, refused);
    if (argument !== '') return form(turn, { email: argument });
    const open = turn.flow?.name === NAME ? userFormSchema.safeParse(turn.flow.typed ?? {}).data : undefined;
    return form(turn, open ?? {});
  },

  async say(turn, flow, text) {
    if (flow.step !== 'form' || !emailAddress.safeParse(text).success) return undefined;
    const refused = await refusal(turn.desk, turn.actor, 'managePeople');
    if (refused) return { ...notAllowed(turn, refused), flow: 'ended' };
    return form(turn, { ...flow.typed, email: text });
  },

  actions: {
    'addUser.start': action(z.object({}), turn => addUser.start(turn, '')),

    'addUser.check': action(userFormSchema, async (turn, typed) => {
      const result = await checkUser(turn.desk, turn.actor, typed);
      switch (result.outcome) {
        case 'toConfirm':
          return {
            card: addUserConfirmCard({ user: result.user }, turn.language),
            flow: { name: NAME, step: 'confirm', typed },
          };
        case 'badForm':
          return form(turn, typed, result.problems);
        case 'tooMany':
          return tooMany(turn, 60);
        default:
          return notAllowed(turn, result);
      }
    }),

    // What was looked at waits in the flow: a second click finds none and changes nothing.
    'addUser.confirm': action(z.object({}), async turn => {
      const { flow } = turn;
      if (flow?.name !== NAME || flow.step !== 'confirm')
        return say(turn, 'outcome.nothingToConfirm', 'info');
      const typed = userFormSchema.safeParse(flow.typed ?? {}).data ?? {};
      const result = await add(turn.desk, turn.actor, typed, turn.shownIn);
      switch (result.outcome) {
        case 'added':
          return { ...signInInformation(turn, result), flow: 'ended' };
        case 'badForm':
          return form(turn, typed, result.problems);
        case 'tooMany':
          return tooMany(turn, 60);
        default:
          return { ...notAllowed(turn, result), flow: 'ended' };
      }
    }),

    'addUser.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),
  },
};

async function form(turn: Turn, typed: UserForm, problems: FieldProblems<UserField> = {}): Promise<Answer> {
  const { companyName, colleagues } = await whomToAdd(turn.desk, turn.actor);
  const mayGrantGlobalAdmin = may('grantGlobalAdmin', turn.actor.person?.value.member);
  return {
    card: addUserFormCard({ companyName, typed, problems, colleagues, mayGrantGlobalAdmin }, turn.language),
    flow: { name: NAME, step: 'form', typed },
  };
}

/** The one card that holds a one-time code, in the answer to the click and nowhere else. */
export function signInInformation(turn: Turn, shown: CodeShown): Answer {
  const { user, codeId, code, address, goneAt } = shown;
  const { publicUrl } = turn.desk.settings;
  const copyUrl = signInInformationUrl(publicUrl, turn.language, { address, code, goneAt });
  return {
    card: signInInformationCard(
      { userId: user.id, codeId, name: user.name, address, code, copyUrl },
      turn.language,
    ),
  };
}
