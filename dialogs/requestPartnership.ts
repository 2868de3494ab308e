import * as z from 'zod';
import { requestPartnershipFormCard } from '../cards/requestPartnershipForm.ts';
import { emailAddress } from '../domain/emailAddress.ts';
import { type InviteForm, inviteFormSchema } from '../operations/inviteForm.ts';
import { draftPartnership } from '../operations/requestPartnership.ts';
import { refusal } from '../operations/rights.ts';
import { type Actions, action } from './action.ts';
import { notAllowed, say, tooMany } from './answers.ts';
import { alreadyInvited, editor, resumeDraft } from './draftLetter.ts';
import type { Answer, FlowSteps, Turn } from './turn.ts';

const NAME = 'requestPartnership';

/** *Request a partnership* (design §2 row 4): a provider's form; the letter's steps are those of an invitation. */
export const requestPartnership: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const refused = await refusal(turn.desk, turn.actor, 'requestPartnership');
    if (refused) return notAllowed(turn, refused);
    if (turn.actor.person?.value.member?.companyKind !== 'indirectProvider') {
      return say(turn, 'outcome.onlyProviders', 'info');
    }
    if (argument === '' && turn.flow?.name === NAME) {
      const { flow } = turn;
      if (flow.step === 'form') return form(turn, inviteFormSchema.safeParse(flow.typed ?? {}).data ?? {});
      const resumed = await resumeDraft(turn, flow);
      if (resumed) return resumed;
    }
    return form(turn, argument === '' ? {} : { email: argument });
  },

  async say(turn, flow, text) {
    if (flow.step !== 'form' || !emailAddress.safeParse(text).success) return undefined;
    const refused = await refusal(turn.desk, turn.actor, 'requestPartnership');
    if (refused) return { ...notAllowed(turn, refused), flow: 'ended' };
    return form(turn, { ...flow.typed, email: text });
  },

  actions: {
    'requestPartnership.start': action(z.object({}), turn => requestPartnership.start(turn, '')),

    'requestPartnership.next': action(inviteFormSchema, async (turn, typed) => {
      const result = await draftPartnership(turn.desk, turn.actor, typed);
      switch (result.outcome) {
        case 'drafted':
          return {
            ...editor(turn, result),
            remember: { invitationId: result.invitation.id, view: 'inviter' },
          };
        case 'badForm':
          return {
            card: requestPartnershipFormCard({ typed, problems: result.problems }, turn.language),
            flow: { name: NAME, step: 'form', typed },
          };
        case 'onlyProviders':
          return { ...say(turn, 'outcome.onlyProviders', 'info'), flow: 'ended' };
        case 'tooMany':
          return tooMany(turn, 60);
        case 'alreadyInvited':
          return { ...alreadyInvited(turn, result.invitation), flow: 'ended' };
        case 'alreadyPartners':
          return {
            ...say(turn, 'outcome.alreadyPartners', 'info', { name: result.partnership.name }, [
              {
                title: turn.t('button.viewPartnership'),
                verb: 'partnerships.open',
                data: { id: result.partnership.partnerId },
              },
            ]),
            flow: 'ended',
          };
        default:
          return notAllowed(turn, result);
      }
    }),

    'requestPartnership.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),
  },
};

function form(turn: Turn, typed: InviteForm): Answer {
  const filled = { language: turn.language, ...typed };
  return {
    card: requestPartnershipFormCard({ typed: filled, problems: {} }, turn.language),
    flow: { name: NAME, step: 'form', typed },
  };
}
