import * as z from 'zod';
import { helpCard } from '../../cards/help.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { whatMayIDo } from '../../operations/help.ts';

/** `help`: what this person may do here. `unknown` is the text that was not understood. */
export function showHelp(turn: Turn, unknown?: string, all = false): Answer {
  const items = whatMayIDo(turn.actor.person?.value).map(command => ({ command }));
  return { card: helpCard({ items, unknown, inside: turn.flow?.name, all }, turn.language) };
}

export const help: Actions = {
  'help.show': action(z.object({}), async turn => showHelp(turn)),
  'help.more': action(z.object({}), async turn => showHelp(turn, undefined, true)),
};
