import * as z from 'zod';
import { learnCard } from '../../cards/learn.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';

/** `learn`: the documents' guidance as short steps, with the links of the configured cloud. */
export function showLearn(turn: Turn): Answer {
  const kind = turn.actor.person?.value.member?.companyKind;
  return { card: learnCard({ cloud: turn.desk.settings.cloud, kind }, turn.language) };
}

export const learnActions: Actions = {
  'learn.show': action(z.object({}), async turn => showLearn(turn)),
};
