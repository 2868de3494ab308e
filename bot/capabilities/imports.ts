import * as z from 'zod';
import { customerImportCard } from '../../cards/customerImport.ts';
import { importCustomersFormCard } from '../../cards/importCustomersForm.ts';
import { makeDraftsCard } from '../../cards/makeDrafts.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, say, tooMany } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import { withoutCodes } from '../../domain/link.ts';
import {
  cancelImport,
  type HandInOutcome,
  handInPasted,
  type ImportOutcome,
  type ImportRefusal,
  openImport,
  runImport,
  showImport,
} from '../../operations/importCustomers.ts';
import { askDrafts, type DraftsOutcome, startDrafts } from '../../operations/makeDrafts.ts';

/** Far more than two hundred lines of any customers. */
const PASTED_MAX = 100_000;

/** `import customers`: where lines are pasted, and the way to the page that takes a file. */
export async function startImport(turn: Turn, typed?: string, problem?: string): Promise<Answer> {
  const result = await openImport(turn.desk, turn.actor);
  if (result.outcome !== 'opened') return refused(turn, result);
  return { card: importCustomersFormCard({ ...result, typed, problem }, turn.language) };
}

export const imports: Actions = {
  'imports.start': action(z.object({}), turn => startImport(turn)),

  'imports.check': action(
    z.object({ lines: z.string().max(PASTED_MAX).default('').transform(withoutCodes) }),
    async (turn, { lines }) => checked(turn, lines, await handInPasted(turn.desk, turn.actor, lines)),
  ),

  'imports.show': action(
    z.object({ id: guid, number: z.coerce.number().int().min(1).max(100_000).optional() }),
    async (turn, { id, number }) => shown(turn, await showImport(turn.desk, turn.actor, id, number)),
  ),

  'imports.run': action(z.object({ id: guid }), async (turn, { id }) =>
    shown(turn, await runImport(turn.desk, turn.actor, id)),
  ),

  'imports.askDrafts': action(z.object({}), async turn =>
    asked(turn, await askDrafts(turn.desk, turn.actor)),
  ),

  'imports.makeDrafts': action(z.object({ id: guid }), async (turn, { id }) =>
    asked(turn, await startDrafts(turn.desk, turn.actor, id)),
  ),

  'imports.cancel': action(z.object({ id: guid }), async (turn, { id }) =>
    shown(turn, await cancelImport(turn.desk, turn.actor, id)),
  ),
};

async function checked(turn: Turn, lines: string, result: HandInOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'empty':
      return startImport(turn, lines, turn.t('problem.required'));
    case 'tooManyLines':
      return startImport(turn, lines, turn.t('import.tooManyLines', { most: result.most }));
    case 'notText':
      return startImport(turn, '', turn.t('problem.malformed'));
    case 'tooMany':
      return tooMany(turn, 60);
    case 'alreadyHandedIn':
      return gone(turn);
    default:
      return shown(turn, result);
  }
}

function shown(turn: Turn, result: ImportOutcome): Answer {
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'shown') return refused(turn, result);
  return {
    card: customerImportCard(result, turn.language),
    remember: { importId: result.list.id, companyId: turn.actor.tenantId },
  };
}

function asked(turn: Turn, result: DraftsOutcome): Answer {
  switch (result.outcome) {
    case 'toConfirm':
      return { card: makeDraftsCard(result, turn.language) };
    case 'started':
      return say(turn, 'outcome.draftsStarted', 'good', { many: result.many });
    case 'nobody':
      return say(turn, 'outcome.nobodyToDraft', 'info');
    default:
      return refused(turn, result);
  }
}

function refused(turn: Turn, refusal: ImportRefusal): Answer {
  if (refusal.outcome === 'customersCannotInvite') {
    return say(turn, 'outcome.customersCannotInvite', 'warning');
  }
  return notAllowed(turn, refusal);
}
