import { escapeMarkdown } from '../cards/card.ts';
import { type MessageModel, messageCard } from '../cards/message.ts';
import { eitherOf } from '../cards/parts.ts';
import { type SignInModel, signInCard } from '../cards/signIn.ts';
import { leastRoleFor } from '../domain/permissions.ts';
import type { MessageKey, MessageValues } from '../locales/index.ts';
import type { NotAllowed } from '../operations/rights.ts';
import type { Waiting } from '../operations/signIn.ts';
import type { Answer, Turn, WayBack } from './turn.ts';

type Button = NonNullable<MessageModel['buttons']>[number];

/** Who reads an answer. */
type Reader = Pick<Turn, 't' | 'language'>;

/** An outcome in a sentence or two, and what can be done next. Names in `values` are escaped here. */
export function say(
  turn: Reader,
  key: MessageKey,
  tone: MessageModel['tone'],
  values: MessageValues = {},
  buttons: readonly Button[] = [],
): Answer {
  const safe = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? escapeMarkdown(value) : value,
    ]),
  );
  return { card: messageCard({ text: turn.t(key, safe), tone, buttons }, turn.language) };
}

/** Why someone may not do something: the missing role, who in the company holds it (design §1), a button to ask for it. */
export function notAllowed(turn: Turn, refusal: NotAllowed): Answer {
  return { ...whyNotAllowed(turn, refusal), refused: refusal.outcome };
}

function whyNotAllowed(turn: Turn, refusal: NotAllowed): Answer {
  const { t, language } = turn;
  switch (refusal.outcome) {
    case 'noCompany':
      return say(turn, 'outcome.noCompany', 'info', {}, [
        { title: t('button.setUpCompany'), verb: 'setUpCompany.start' },
      ]);
    case 'signInFirst':
      return askForCode(turn, refusal.waiting);
    case 'notAMember': {
      const { companyName: company } = refusal;
      if (refusal.holders.length === 0)
        return say(turn, 'outcome.notAMember.noHolders', 'warning', { company });
      const holders = eitherOf(language, refusal.holders);
      return say(turn, 'outcome.notAMember', 'warning', { company, holders }, [
        { title: t('button.askToBeAdded'), verb: 'requestRole.start' },
      ]);
    }
    case 'notAllowed': {
      const { companyName: company } = refusal;
      const action = t(`action.${refusal.action}`);
      const roles = eitherOf(
        language,
        refusal.roles.map(role => t(`role.${role}`)),
      );
      const ask = {
        title: t('button.askForIt'),
        verb: 'requestRole.start',
        data: { role: leastRoleFor(refusal.action) },
      };
      if (refusal.holders.length === 0) {
        return say(turn, 'outcome.notAllowed.noHolders', 'warning', { action, roles, company }, [ask]);
      }
      const holders = eitherOf(language, refusal.holders);
      return say(turn, 'outcome.notAllowed', 'warning', { action, roles, company, holders }, [ask]);
    }
  }
}

/** Asks somebody whom their company added for the one-time code that came with it. */
export function askForCode(
  turn: Turn,
  { state, companyName, addedBy }: Waiting,
  more: Pick<SignInModel, 'problem' | 'typedInChat'> = {},
): Answer {
  return {
    card: signInCard({ state, companyName, addedBy: addedBy?.name, ...more }, turn.language),
  };
}

/** Microsoft is asked first whether they are a global admin; what they wanted is done when it says yes. */
export function proofNeeded(turn: Turn, back: WayBack): Answer {
  const card = say(turn, 'outcome.proofNeeded', 'info', {}, [{ title: turn.t('button.back'), ...back }]);
  return { ...card, needsProof: { back } };
}

/** A customer that stands in a list of ours only, and can be invited from its record. */
export function notInvited(turn: Turn, { id, name }: { id: string; name: string }): Answer {
  return say(turn, 'outcome.customerNotInvited', 'info', { name }, [
    { title: turn.t('button.viewCustomer'), verb: 'customers.open', data: { id } },
  ]);
}

/** Something that is not there, not here, or not theirs: the same sentence for all three. */
export function gone(turn: Turn): Answer {
  return { ...say(turn, 'outcome.gone', 'info'), refused: 'gone' };
}

/** Too many of something for now: when to come back. */
export function tooMany(turn: Turn, minutes: number): Answer {
  return say(turn, 'outcome.tooMany', 'warning', { minutes });
}
