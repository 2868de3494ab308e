import * as z from 'zod';
import { invitationStatusCard } from '../cards/invitationStatus.ts';
import { letterEditorCard } from '../cards/letterEditor.ts';
import { letterReadyCard } from '../cards/letterReady.ts';
import { type Invitation, stateAt } from '../domain/invitation.ts';
import { isInvitationId } from '../domain/link.ts';
import {
  type Draft,
  type DraftOutcome,
  discardDraft,
  editDraft,
  markSent,
  restoreLink,
  saveDraft,
} from '../operations/draftLetter.ts';
import { openDraftPage } from '../operations/draftPages.ts';
import { type Actions, action } from './action.ts';
import { gone, notAllowed, say } from './answers.ts';
import type { Answer, Flow, FlowName, Turn } from './turn.ts';

/** The id of an invitation, as a card brings it back. */
export const invitationId = z.string().refine(isInvitationId);
const byId = z.object({ id: invitationId });
const letter = byId.extend({
  version: z.coerce.number().int(),
  subject: z.string().max(10_000).default(''),
  message: z.string().max(100_000).default(''),
});

/** The steps that the letters of invitations and of partnership requests share: edit, ready, done, cancel. */
export const draftLetter: Actions = {
  'draft.edit': action(byId, async (turn, { id }) =>
    draftAnswer(turn, await editDraft(turn.desk, turn.actor, id)),
  ),

  'draft.save': action(letter, async (turn, edited) =>
    draftAnswer(turn, await saveDraft(turn.desk, turn.actor, edited)),
  ),

  'draft.putLinkBack': action(letter, async (turn, edited) =>
    draftAnswer(turn, await restoreLink(turn.desk, turn.actor, edited)),
  ),

  'draft.done': action(byId, async (turn, { id }) => {
    const result = await markSent(turn.desk, turn.actor, id);
    if (result.outcome === 'companyNotActive') return say(turn, 'outcome.companyNotActive', 'warning');
    if (result.outcome === 'partnershipEnded') return cannotGoOn(turn, 'partnershipEnded', result.invitation);
    if ('invitation' in result) return { ...status(turn, result.invitation), flow: 'ended' };
    return result.outcome === 'gone' ? { ...gone(turn), flow: 'ended' } : notAllowed(turn, result);
  }),

  'draft.discard': action(byId, async (turn, { id }) => {
    const result = await discardDraft(turn.desk, turn.actor, id);
    if ('invitation' in result) return { ...status(turn, result.invitation), flow: 'ended' };
    if (result.outcome === 'discarded') return { ...say(turn, 'outcome.discarded', 'info'), flow: 'ended' };
    return result.outcome === 'gone' ? { ...gone(turn), flow: 'ended' } : notAllowed(turn, result);
  }),
};

function flowOf(invitation: Invitation): FlowName {
  return invitation.kind === 'partnership' ? 'requestPartnership' : 'inviteCustomer';
}

/** Shows the draft again that a flow was left at; undefined when it is no longer being drafted. */
export async function resumeDraft(turn: Turn, flow: Flow): Promise<Answer | undefined> {
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

export function editor(turn: Turn, draft: Extract<DraftOutcome, { outcome: 'editing' }> | Draft): Answer {
  const { invitation, purpose } = draft;
  const problem = 'problem' in draft ? draft.problem : undefined;
  return {
    card: letterEditorCard({ invitation, purpose, ...draft.letter, problem }, turn.language),
    flow: { name: flowOf(invitation), step: 'letter', invitationId: invitation.id },
  };
}

/** The ready draft; its two ways to the e-mail open a page that lives 15 minutes from now. Without them it cannot be sent yet. */
async function ready(turn: Turn, draft: Draft): Promise<Answer> {
  const { invitation, purpose, letter: text, mayBeSent } = draft;
  const pageUrl = mayBeSent ? await pageOf(turn, draft) : undefined;
  return {
    card: letterReadyCard({ invitation, purpose, ...text, pageUrl }, turn.language),
    flow: { name: flowOf(invitation), step: 'ready', invitationId: invitation.id },
  };
}

function pageOf({ desk, language }: Turn, { invitation, purpose }: Draft): Promise<string> {
  return openDraftPage(desk, language, {
    of: 'invitation',
    invitationId: invitation.id,
    linkVersion: invitation.linkVersion,
    purpose,
    reminder: purpose === 'reminder' ? invitation.reminders : undefined,
  });
}

/** The invitation as someone who may act on it sees it. */
export function status(turn: Turn, invitation: Invitation, mayAct = true): Answer {
  const inviter = invitation.inviter.person.objectId === turn.actor.objectId;
  const viewer = mayAct ? (inviter ? 'inviter' : 'colleague') : 'readOnly';
  return { card: invitationStatusCard({ invitation, now: turn.desk.now(), viewer }, turn.language) };
}

/** What came between, so that nobody can approve any more, and the way back to the invitation. */
export function cannotGoOn(
  turn: Turn,
  why: 'partnershipEnded' | 'relationshipEnded' | 'alreadyPartners' | 'notPossible',
  invitation: Invitation,
): Answer {
  const names = { name: invitation.addressee.name, provider: invitation.provider?.companyName ?? '' };
  return say(turn, `outcome.cannotGoOn.${why}`, 'warning', names, [
    { title: turn.t('button.showInvitation'), verb: 'invitations.open', data: { id: invitation.id } },
  ]);
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
      email: invitation.addressee.email,
      name: invitation.inviter.person.name,
      date: new Date(invitation.sentAt ?? invitation.createdAt),
    },
    invitation.state === 'draft'
      ? [{ title: t('button.continue'), verb: 'draft.edit', data: { id: invitation.id } }]
      : [{ title: t('button.showInvitation'), verb: 'invitations.open', data: { id: invitation.id } }],
  );
}
