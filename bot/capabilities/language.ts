import * as z from 'zod';
import { languageCard } from '../../cards/language.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { LANGUAGES, languageOf } from '../../domain/language.ts';
import { chooseLanguage } from '../../operations/meet.ts';

/** `language`: in which language the bot speaks to this person. */
export async function showLanguage(turn: Turn): Promise<Answer> {
  const chosen = turn.actor.person?.value.chosenLanguage !== undefined;
  return { card: languageCard({ current: turn.language, chosen }, turn.language) };
}

export const languageActions: Actions = {
  'language.show': action(z.object({}), showLanguage),

  'language.choose': action(
    z.object({ language: z.enum([...LANGUAGES, 'auto']) }),
    async (turn, { language }) => {
      await chooseLanguage(turn.desk, turn.actor, language);
      const current = language === 'auto' ? languageOf(turn.actor.person?.value.teamsLocale) : language;
      return { card: languageCard({ current, chosen: language !== 'auto' }, current) };
    },
  ),
};
