import * as z from 'zod';
import { levelNames } from '../../cards/levels.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { askForCode, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { signIn as enter } from '../../operations/signIn.ts';

/** The first sign-in by one-time code: entered on the card, or typed into the chat, where it had better be deleted. */
export async function signIn(turn: Turn, code: string, typedInChat: boolean): Promise<Answer> {
  const result = await enter(turn.desk, turn.actor, code);
  const { t } = turn;
  switch (result.outcome) {
    case 'signedIn': {
      const { companyName: company, user } = result;
      const roles = levelNames(user, turn.language).join(', ');
      return say(
        turn,
        typedInChat ? 'outcome.signedIn.typed' : 'outcome.signedIn',
        'good',
        { company, roles },
        [{ title: t('help.title'), verb: 'help.show' }],
      );
    }
    case 'wrongCode':
      return {
        ...askForCode(turn, result.waiting, { problem: { what: 'wrong', left: result.left }, typedInChat }),
        refused: 'wrongCode',
      };
    case 'malformed':
      return askForCode(turn, result.waiting, { problem: { what: 'malformed' }, typedInChat });
    case 'locked':
    case 'codeOver':
      return {
        ...askForCode(turn, { ...result.waiting, state: result.outcome }, { typedInChat }),
        refused: result.outcome,
      };
    case 'notExpected':
      return say(turn, 'outcome.notExpected', 'warning');
  }
}

export const signInActions: Actions = {
  'signIn.enter': action(z.object({ code: z.string().max(200) }), (turn, { code }) =>
    signIn(turn, code, false),
  ),
};
