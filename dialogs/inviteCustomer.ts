import * as z from 'zod';
import { customerRecordCard } from '../cards/customerRecord.ts';
import { AS_COMPANY_ALONE, inviteCustomerFormCard } from '../cards/inviteCustomerForm.ts';
import { missingIn } from '../domain/cloud.ts';
import { emailAddress } from '../domain/emailAddress.ts';
import { guid } from '../domain/identity.ts';
import type { Partnership } from '../domain/partnership.ts';
import { showCustomer } from '../operations/customers.ts';
import {
  askToAddProvider,
  askToRestore,
  cannotInvite,
  draftInvitation,
  formerCustomer,
  type InviteOutcome,
  providersToInviteWith,
} from '../operations/inviteCustomer.ts';
import { type InviteForm, inviteFormSchema } from '../operations/inviteForm.ts';
import { type Actions, action } from './action.ts';
import { gone, notAllowed, say, tooMany } from './answers.ts';
import { alreadyInvited, editor, resumeDraft } from './draftLetter.ts';
import type { Answer, FlowSteps, Turn } from './turn.ts';

/** *Invite a customer*, alone or jointly with a provider (design §2 rows 2 and 5): form, draft, ready draft, done. */
export const inviteCustomer: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const refused = await stopped(turn);
    if (refused) return refused;
    if (argument === '' && turn.flow?.name === 'inviteCustomer') {
      const { flow } = turn;
      if (flow.step === 'form') return form(turn, inviteFormSchema.safeParse(flow.typed ?? {}).data ?? {});
      const resumed = await resumeDraft(turn, flow);
      if (resumed) return resumed;
    }
    return form(turn, argument === '' ? {} : { email: argument });
  },

  async say(turn, flow, text) {
    if (flow.step !== 'form' || !emailAddress.safeParse(text).success) return undefined;
    const refused = await stopped(turn);
    return refused ? { ...refused, flow: 'ended' } : form(turn, { ...flow.typed, email: text });
  },

  actions: {
    'inviteCustomer.start': action(z.object({ provider: guid.optional() }), (turn, { provider }) =>
      provider ? startWith(turn, provider) : inviteCustomer.start(turn, ''),
    ),

    'inviteCustomer.next': action(inviteFormSchema, async (turn, typed) => {
      const provider = typed.provider === AS_COMPANY_ALONE ? undefined : typed.provider;
      const result = await draftInvitation(turn.desk, turn.actor, { ...typed, provider });
      if (result.outcome !== 'badForm') return drafted(turn, result);
      const providers = offered(await providersToInviteWith(turn.desk, turn.actor));
      return {
        card: inviteCustomerFormCard(
          { typed, problems: result.problems, providers, alwaysAdministers: alwaysAdministers(turn) },
          turn.language,
        ),
        flow: { name: 'inviteCustomer', step: 'form', typed },
      };
    }),

    'inviteCustomer.addProvider': action(
      z.object({ id: guid, provider: guid }),
      async (turn, { id, provider }) => {
        const result = await askToAddProvider(turn.desk, turn.actor, id, provider);
        if (result.outcome === 'gone') return gone(turn);
        if (result.outcome === 'alreadyShared' || result.outcome === 'awaitsAdmin') {
          const why = result.outcome === 'alreadyShared' ? 'alreadyShared' : 'awaitsFirstAdmin';
          return say(turn, `outcome.${why}`, 'info', { name: result.customer.name });
        }
        return drafted(turn, result);
      },
    ),

    'inviteCustomer.restore': action(z.object({ id: guid }), async (turn, { id }) => {
      const result = await askToRestore(turn.desk, turn.actor, id);
      return result.outcome === 'gone' ? gone(turn) : drafted(turn, result);
    }),

    'inviteCustomer.again': action(z.object({ id: guid }), async (turn, { id }) => {
      const refused = await stopped(turn);
      if (refused) return refused;
      const former = await formerCustomer(turn.desk, turn.actor, id);
      return former ? form(turn, former) : gone(turn);
    }),

    'inviteCustomer.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),
  },
};

/** What those read who cannot invite at all. */
async function stopped(turn: Turn): Promise<Answer | undefined> {
  const refused = await cannotInvite(turn.desk, turn.actor);
  if (!refused) return undefined;
  if (refused.outcome === 'customersCannotInvite') {
    return say(turn, 'outcome.customersCannotInvite', 'warning');
  }
  return notAllowed(turn, refused);
}

async function startWith(turn: Turn, provider: string): Promise<Answer> {
  return (await stopped(turn)) ?? form(turn, { provider });
}

async function form(turn: Turn, typed: InviteForm): Promise<Answer> {
  const providers = offered(await providersToInviteWith(turn.desk, turn.actor));
  const filled = { language: turn.language, ...typed };
  return {
    card: inviteCustomerFormCard(
      { typed: filled, problems: {}, providers, alwaysAdministers: alwaysAdministers(turn) },
      turn.language,
    ),
    flow: { name: 'inviteCustomer', step: 'form', typed },
  };
}

/** The cloud in which nobody is asked without administrator permissions. */
const alwaysAdministers = (turn: Turn) => missingIn(turn.desk.settings.cloud, 'withoutAdministration');

function offered(partnerships: Partnership[]): { id: string; name: string }[] {
  return partnerships.map(({ partnerId: id, name }) => ({ id, name }));
}

async function drafted(turn: Turn, result: InviteOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'drafted':
      return { ...editor(turn, result), remember: { invitationId: result.invitation.id, view: 'inviter' } };
    case 'customersCannotInvite':
      return { ...say(turn, 'outcome.customersCannotInvite', 'warning'), flow: 'ended' };
    case 'notInThisCloud': {
      const cloud = turn.t(`cloud.${result.cloud}`);
      return {
        ...say(turn, 'inviteCustomerForm.administration.always', 'info', { cloud }),
        refused: result.outcome,
      };
    }
    case 'notPartners':
      return say(turn, 'outcome.notPartners', 'warning');
    case 'tooMany':
      return tooMany(turn, 60);
    case 'alreadyInvited':
      return { ...alreadyInvited(turn, result.invitation), flow: 'ended' };
    case 'alreadyCustomer': {
      const { customer } = result;
      const shown = await showCustomer(turn.desk, turn.actor, customer.id);
      const rights = shown.outcome === 'shown' ? shown : {};
      return {
        card: customerRecordCard({ ...rights, customer, now: turn.desk.now(), already: true }, turn.language),
        flow: 'ended',
      };
    }
    case 'badForm':
      return say(turn, 'problem.summary', 'warning');
    default:
      return notAllowed(turn, result);
  }
}
