import * as z from 'zod';
import { customerRecordCard } from '../cards/customerRecord.ts';
import { invitationStatusCard } from '../cards/invitationStatus.ts';
import { inviteCustomerFormCard } from '../cards/inviteCustomerForm.ts';
import { letterEditorCard } from '../cards/letterEditor.ts';
import { letterReadyCard } from '../cards/letterReady.ts';
import { emailAddress } from '../domain/emailAddress.ts';
import { type Invitation, stateAt } from '../domain/invitation.ts';
import { isInvitationId } from '../domain/link.ts';
import { openDraftPage } from '../operations/draftPages.ts';
import {
  cannotInvite,
  type Draft,
  type DraftOutcome,
  discardDraft,
  draftInvitation,
  editDraft,
  type InviteForm,
  inviteFormSchema,
  markSent,
  restoreLink,
  saveDraft,
} from '../operations/inviteCustomer.ts';
import { type Actions, action } from './action.ts';
import { gone, notAllowed, say, tooMany } from './answers.ts';
import type { Answer, Flow, FlowSteps, Turn } from './turn.ts';

/** The id of an invitation, as a card brings it back. */
export const invitationId = z.string().refine(isInvitationId);
const letter = z.object({
  id: invitationId,
  version: z.coerce.number().int(),
  subject: z.string().max(10_000).default(''),
  message: z.string().max(100_000).default(''),
});

/** *Invite a customer* (design §2 row 2): form, draft, ready draft, done. */
export const inviteCustomer: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const refused = await cannotInvite(turn.desk, turn.actor);
    if (refused?.outcome === 'customersCannotInvite')
      return say(turn, 'outcome.customersCannotInvite', 'warning');
    if (refused) return notAllowed(turn, refused);
    if (argument === '' && turn.flow?.name === 'inviteCustomer') {
      const resumed = await resume(turn, turn.flow);
      if (resumed) return resumed;
    }
    return form(turn, argument === '' ? {} : { email: argument });
  },

  async say(turn, flow, text) {
    if (flow.step === 'form' && emailAddress.safeParse(text).success) {
      return form(turn, { ...flow.typed, email: text });
    }
    return undefined;
  },

  actions: {
    'inviteCustomer.start': action(z.object({}), turn => inviteCustomer.start(turn, '')),

    'inviteCustomer.next': action(inviteFormSchema, async (turn, typed) => {
      const result = await draftInvitation(turn.desk, turn.actor, typed);
      switch (result.outcome) {
        case 'badForm':
          return {
            card: inviteCustomerFormCard({ typed, problems: result.problems }, turn.language),
            flow: { name: 'inviteCustomer', step: 'form', typed },
          };
        case 'customersCannotInvite':
          return { ...say(turn, 'outcome.customersCannotInvite', 'warning'), flow: 'ended' };
        case 'tooMany':
          return tooMany(turn, 60);
        case 'alreadyInvited':
          return { ...alreadyInvited(turn, result.invitation), flow: 'ended' };
        case 'alreadyCustomer':
          return {
            card: customerRecordCard(
              { customer: result.customer, now: turn.desk.now(), already: true },
              turn.language,
            ),
            flow: 'ended',
          };
        case 'drafted':
          return {
            ...editor(turn, result),
            remember: { invitationId: result.invitation.id, view: 'inviter' },
          };
        default:
          return notAllowed(turn, result);
      }
    }),

    'inviteCustomer.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),

    'inviteCustomer.edit': action(z.object({ id: invitationId }), async (turn, { id }) =>
      draftAnswer(turn, await editDraft(turn.desk, turn.actor, id)),
    ),

    'inviteCustomer.save': action(letter, async (turn, edited) =>
      draftAnswer(turn, await saveDraft(turn.desk, turn.actor, edited)),
    ),

    'inviteCustomer.putLinkBack': action(letter, async (turn, edited) =>
      draftAnswer(turn, await restoreLink(turn.desk, turn.actor, edited)),
    ),

    'inviteCustomer.done': action(z.object({ id: invitationId }), async (turn, { id }) => {
      const result = await markSent(turn.desk, turn.actor, id);
      if (result.outcome === 'companyNotActive') return say(turn, 'outcome.companyNotActive', 'warning');
      if ('invitation' in result) return { ...status(turn, result.invitation), flow: 'ended' };
      return result.outcome === 'gone' ? { ...gone(turn), flow: 'ended' } : notAllowed(turn, result);
    }),

    'inviteCustomer.discard': action(z.object({ id: invitationId }), async (turn, { id }) => {
      const result = await discardDraft(turn.desk, turn.actor, id);
      if ('invitation' in result) return { ...status(turn, result.invitation), flow: 'ended' };
      if (result.outcome === 'discarded') return { ...say(turn, 'outcome.discarded', 'info'), flow: 'ended' };
      return result.outcome === 'gone' ? { ...gone(turn), flow: 'ended' } : notAllowed(turn, result);
    }),
  },
};

function form(turn: Turn, typed: InviteForm): Answer {
  return {
    card: inviteCustomerFormCard(
      { typed: { language: turn.language, ...typed }, problems: {} },
      turn.language,
    ),
    flow: { name: 'inviteCustomer', step: 'form', typed },
  };
}

/** Shows again what was half done: the form as typed, the draft in its editor, or the finished e-mail. */
async function resume(turn: Turn, flow: Flow): Promise<Answer | undefined> {
  if (flow.step === 'form') return form(turn, inviteFormSchema.safeParse(flow.typed ?? {}).data ?? {});
  if (!flow.invitationId) return undefined;
  const result = await editDraft(turn.desk, turn.actor, flow.invitationId);
  if (result.outcome !== 'editing') return undefined;
  return flow.step === 'ready' ? ready(turn, result) : editor(turn, result);
}

/** The card of a draft wherever it stands; also what *Remind* and *Send again* lead to. */
export async function draftAnswer(turn: Turn, result: DraftOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'editing':
      return editor(turn, result);
    case 'ready':
      return ready(turn, result);
    case 'gone':
      return { ...gone(turn), flow: 'ended' };
    default:
      return 'invitation' in result ? status(turn, result.invitation) : notAllowed(turn, result);
  }
}

function editor(turn: Turn, draft: Extract<DraftOutcome, { outcome: 'editing' }> | Draft): Answer {
  const { invitation, purpose } = draft;
  const problem = 'problem' in draft ? draft.problem : undefined;
  return {
    card: letterEditorCard({ invitation, purpose, ...draft.letter, problem }, turn.language),
    flow: { name: 'inviteCustomer', step: 'letter', invitationId: invitation.id },
  };
}

/** The ready draft; its two ways to the e-mail open a page that lives 15 minutes from now. */
async function ready(turn: Turn, draft: Draft): Promise<Answer> {
  const { invitation, purpose, letter: text, mayBeSent } = draft;
  const pageUrl = await openDraftPage(turn.desk, turn.actor, {
    of: 'invitation',
    invitationId: invitation.id,
    linkVersion: invitation.linkVersion,
    purpose,
    reminder: purpose === 'reminder' ? invitation.reminders : undefined,
  });
  return {
    card: letterReadyCard({ invitation, purpose, ...text, pageUrl, mayBeSent }, turn.language),
    flow: { name: 'inviteCustomer', step: 'ready', invitationId: invitation.id },
  };
}

/** The invitation as someone who may act on it sees it. */
export function status(turn: Turn, invitation: Invitation, mayAct = true): Answer {
  const inviter = invitation.inviter.person.objectId === turn.actor.objectId;
  const viewer = mayAct ? (inviter ? 'inviter' : 'colleague') : 'readOnly';
  return { card: invitationStatusCard({ invitation, now: turn.desk.now(), viewer }, turn.language) };
}

/** An open invitation for this address stands already: who sent it, and what is sensible now. */
export function alreadyInvited(turn: Turn, invitation: Invitation): Answer {
  const { t } = turn;
  const state = stateAt(invitation, turn.desk.now());
  if (state !== 'draft' && state !== 'sent') return status(turn, invitation);
  return say(
    turn,
    invitation.state === 'draft' ? 'outcome.alreadyDrafted' : 'outcome.alreadyInvited',
    'info',
    {
      email: invitation.customer.email,
      name: invitation.inviter.person.name,
      date: new Date(invitation.sentAt ?? invitation.createdAt),
    },
    invitation.state === 'draft'
      ? [{ title: t('button.continue'), verb: 'inviteCustomer.edit', data: { id: invitation.id } }]
      : [{ title: t('button.showInvitation'), verb: 'invitations.open', data: { id: invitation.id } }],
  );
}
