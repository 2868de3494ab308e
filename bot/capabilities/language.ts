import * as z from 'zod';
import { languageCard } from '../../cards/language.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { LANGUAGES, type Language } from '../../domain/language.ts';
import { allTitlesOf } from '../../locales/index.ts';
import { chooseLanguage } from '../../operations/meet.ts';

const CHOICES = [...LANGUAGES, 'auto'] as const;
type Choice = Language | 'auto';

/** `language`: in which language the bot speaks to this person. What stands behind it chooses one: `language 日本語`. */
export async function showLanguage(turn: Turn, argument = ''): Promise<Answer> {
  const wanted = choiceIn(argument);
  if (wanted) return choose(turn, wanted);
  const chosen = turn.actor.person?.value.chosenLanguage !== undefined;
  return { card: languageCard({ current: turn.language, chosen }, turn.language) };
}

export const languageActions: Actions = {
  'language.show': action(z.object({}), turn => showLanguage(turn)),
  'language.choose': action(z.object({ language: z.enum(CHOICES) }), (turn, { language }) =>
    choose(turn, language),
  ),
};

async function choose(turn: Turn, choice: Choice): Promise<Answer> {
  await chooseLanguage(turn.desk, turn.actor, choice);
  const current = choice === 'auto' ? turn.teamsLanguage : choice;
  return { card: languageCard({ current, chosen: choice !== 'auto' }, current) };
}

/** A language by its code or by any of its names, or the words that leave it to Teams. */
function choiceIn(text: string): Choice | undefined {
  const typed = text.toLowerCase();
  return CHOICES.find(choice => {
    const names = allTitlesOf(choice === 'auto' ? 'language.asTeams' : `language.${choice}`);
    return [choice, ...names].some(name => name.toLowerCase() === typed);
  });
}
