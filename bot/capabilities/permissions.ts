import * as z from 'zod';
import { permissionsCard } from '../../cards/permissions.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { notAllowed } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { showOwnPermissions } from '../../operations/permissions.ts';

/** `permissions`: the person's own levels, what they can and cannot do, and who can grant more. */
export async function showPermissions(turn: Turn): Promise<Answer> {
  const result = await showOwnPermissions(turn.desk, turn.actor);
  if (result.outcome !== 'shown') return notAllowed(turn, result);
  return { card: permissionsCard(result, turn.language) };
}

export const permissions: Actions = {
  'permissions.show': action(z.object({}), turn => showPermissions(turn)),
};
