import * as z from 'zod';
import { type HelpModel, helpCard } from '../../cards/help.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { askForCode } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { maybeNearSignInCode } from '../../domain/signInCode.ts';
import { whatMayIDo } from '../../operations/help.ts';
import { whoWaits } from '../../operations/signIn.ts';

/** `help`: what this person may do here. `unknown` is the text that was not understood. */
export async function showHelp(turn: Turn, unknown?: string, all = false): Promise<Answer> {
  const { desk, actor, flow, language } = turn;
  const person = actor.person?.value;
  const waiting = await whoWaits(desk, actor);
  if (waiting) return askForCode(turn, waiting);
  const company = person?.member ? undefined : (await desk.storage.companies.get(actor.tenantId))?.value;
  const items = whatMayIDo(person, company).map(command => ({ command }));
  return {
    card: helpCard(
      { items, unknown: quotable(unknown), inside: flow?.name, notAddedTo: company?.name, all },
      language,
    ),
  };
}

/** A mistyped one-time code is as good as the code to whoever reads along: it is not repeated (design §7). */
function quotable(unknown: string | undefined): HelpModel['unknown'] {
  if (unknown === undefined) return undefined;
  return maybeNearSignInCode(unknown) ? 'secret' : { text: unknown };
}

export const help: Actions = {
  'help.show': action(z.object({}), turn => showHelp(turn)),
  'help.more': action(z.object({}), turn => showHelp(turn, undefined, true)),
};
