import * as z from 'zod';
import { accountToBindCard } from '../../cards/accountToBind.ts';
import { eitherOf } from '../../cards/parts.ts';
import { setupCodeFormCard } from '../../cards/setupCodeForm.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { proofNeeded, say, tooMany } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import {
  type BindOutcome,
  bindAccount,
  type EnterOutcome,
  enterSetupCode,
  showAccountToBind,
} from '../../operations/enterSetupCode.ts';

const byId = z.object({ id: guid });

/** A setup code that was typed, pasted or entered on the card. */
export async function setUpAccount(turn: Turn, code: string): Promise<Answer> {
  return answered(turn, await enterSetupCode(turn.desk, turn.actor, code));
}

export const setUpAccountActions: Actions = {
  'setUpAccount.form': action(z.object({}), async turn => ({ card: setupCodeFormCard({}, turn.language) })),

  'setUpAccount.enter': action(z.object({ code: z.string().max(200) }), (turn, { code }) =>
    setUpAccount(turn, code),
  ),

  'setUpAccount.show': action(byId, async (turn, { id }) =>
    answered(turn, await showAccountToBind(turn.desk, turn.actor, id)),
  ),

  'setUpAccount.bind': action(
    byId.extend({ confirmGlobalAdmin: z.string().optional() }),
    async (turn, { id, confirmGlobalAdmin }) => {
      const confirmed = confirmGlobalAdmin === 'true';
      const result = await bindAccount(turn.desk, turn.actor, { id, confirmed });
      return result.outcome === 'proofNeeded'
        ? proofNeeded(turn, { verb: 'setUpAccount.show', data: { id } })
        : answered(turn, result);
    },
  ),
};

function answered(
  turn: Turn,
  result: Exclude<EnterOutcome | BindOutcome, { outcome: 'proofNeeded' }>,
): Answer {
  switch (result.outcome) {
    case 'toBind':
      return { card: accountToBindCard(result.account, turn.language) };
    case 'notConfirmed':
      return {
        card: accountToBindCard({ ...result.account, problem: 'notConfirmed' }, turn.language),
      };
    case 'bound': {
      const partners = [{ title: turn.t('button.partners'), verb: 'partners.show' }];
      return result.moved
        ? say(turn, 'outcome.accountBound', 'good', { name: result.name }, partners)
        : say(turn, 'outcome.accountMoving', 'good', { name: result.name }, partners);
    }
    case 'malformedCode':
    case 'unknownCode':
      return {
        card: setupCodeFormCard({ problem: { what: result.outcome } }, turn.language),
        refused: result.outcome,
      };
    case 'wrongCode': {
      const problem = { what: result.outcome, left: result.left };
      return { card: setupCodeFormCard({ problem }, turn.language), refused: result.outcome };
    }
    case 'usedCode':
    case 'replacedCode':
    case 'expiredCode':
    case 'lockedCode':
      return { ...say(turn, `outcome.setupCode.${result.outcome}`, 'warning'), refused: result.outcome };
    case 'guestRefused':
      return say(turn, 'outcome.guestRefused', 'warning');
    case 'partnerCannotBeCustomer':
      return say(turn, 'outcome.setupCode.partner', 'warning', { company: result.companyName });
    case 'onlyGlobalAdmin': {
      const { companyName: company, admins } = result;
      if (admins.length === 0) {
        return say(turn, 'outcome.setupCode.onlyGlobalAdmin.nobody', 'warning', { company });
      }
      const names = eitherOf(
        turn.language,
        admins.map(({ name }) => name),
      );
      return say(turn, 'outcome.setupCode.onlyGlobalAdmin', 'warning', { company, admins: names }, [
        { title: turn.t('button.askForIt'), verb: 'requestRole.start', data: { role: 'globalAdmin' } },
      ]);
    }
    case 'proofMissing':
      return say(turn, 'outcome.proofMissing', 'warning');
    case 'tooMany':
      return tooMany(turn, 10);
  }
}
