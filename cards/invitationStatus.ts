import { type Invitation, type InvitationKind, type InvitationState, stateAt } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import { ageOf, momentOn, timeLeft } from './dates.ts';
import { historyButton } from './history.ts';
import json from './invitationStatus.json' with { type: 'json' };
import { facts, personWithAddress, type Tone, toneStyle, typed } from './parts.ts';

export interface InvitationStatusModel {
  invitation: Invitation;
  now: Date;
  /** `readOnly` sees the state and its history, and can do nothing. */
  viewer: 'inviter' | 'colleague' | 'readOnly';
  /** The draft page, when there is one open. */
  pageUrl?: string | undefined;
}

const expand = template(json);
/** A card has little room; whoever opened the link after these is not named. */
const OPENED_SHOWN = 10;
export const INVITATION_TONES: Record<InvitationState, Tone> = {
  draft: 'info',
  sent: 'info',
  toBeChecked: 'warning',
  accepted: 'good',
  declined: 'attention',
  withdrawn: 'info',
  expired: 'warning',
  refused: 'attention',
};

/** An invitation as its own side sees it: where it stands, its facts, and what can be done now. */
export function invitationStatusCard(model: InvitationStatusModel, language: Language): Card {
  const t = translator(language);
  const { invitation, now } = model;
  const state = stateAt(invitation, now);
  const title = t(`invitationStatus.title.${invitation.kind}`, {
    customer: escapeMarkdown(invitation.addressee.name),
    provider: escapeMarkdown(invitation.provider?.companyName ?? ''),
  });
  const sentence = sentenceOf(invitation, state, language);
  const doing = model.viewer === 'readOnly' ? [] : actionsOf(model, state, language);
  const actions = [...doing, historyButton({ of: 'invitation', id: invitation.id }, language)];
  return expand(language, {
    ...inWords(language, `${title}: ${t(`invitation.state.${state}`)}.`, sentence),
    title: `${title}: ${t(`invitation.state.${state}`)}`,
    style: toneStyle(INVITATION_TONES[state]),
    lines: [{ text: sentence }],
    facts: factsOf(model, state, language),
    hints: doing.length > 0 && offersSendAgain(state) ? [{ text: t('invitationStatus.sendAgainHint') }] : [],
    actions,
    hasActions: true,
  });
}

function sentenceOf(invitation: Invitation, state: InvitationState, language: Language): string {
  const key =
    state === 'accepted'
      ? (`invitationStatus.accepted.${invitation.sellOnly ? 'sellOnly' : invitation.kind}` as const)
      : (`invitationStatus.${state}` as const);
  return translator(language)(key, {
    customer: escapeMarkdown(invitation.addressee.name),
    provider: escapeMarkdown(invitation.provider?.companyName ?? ''),
    invited: escapeMarkdown(invitation.addressee.email),
    person: escapeMarkdown(
      (state === 'withdrawn' ? invitation.withdrawnBy?.name : invitation.decision?.by.name) ?? '',
    ),
  });
}

function factsOf({ invitation, now }: InvitationStatusModel, state: InvitationState, language: Language) {
  const t = translator(language);
  const { addressee, inviter, decision, sentAt, expiresAt, remindedAt } = invitation;
  const opened = invitation.recipients.slice(0, OPENED_SHOWN).map(entry =>
    entry.handedOverTo
      ? t('invitationStatus.handedOver', {
          person: escapeMarkdown(entry.name),
          to: escapeMarkdown(entry.handedOverTo.name),
        })
      : personWithAddress(entry.name, entry.email),
  );
  if (invitation.recipients.length > OPENED_SHOWN) opened.push('…');
  const waiting = state === 'sent';
  return facts(language, [
    [
      invitation.kind === 'partnership' ? 'field.reseller' : 'field.customer',
      personWithAddress(addressee.name, addressee.email),
    ],
    ['field.provider', typed(invitation.provider?.companyName)],
    ['field.reference', typed(invitation.reference)],
    ['field.sentBy', personWithAddress(inviter.person.name, inviter.email)],
    [
      'field.sentAt',
      sentAt &&
        t('invitationStatus.withAge', { moment: momentOn(sentAt), age: ageOf(sentAt, now, language) }),
    ],
    ['field.remindedAt', remindedAt && momentOn(remindedAt)],
    [
      'field.validUntil',
      waiting && expiresAt
        ? t('invitationStatus.withAge', {
            moment: momentOn(expiresAt),
            age: timeLeft(expiresAt, now, language),
          })
        : undefined,
    ],
    [
      'field.openedBy',
      opened.length > 0 ? opened.join(', ') : waiting ? t('invitationStatus.nobodyOpened') : undefined,
    ],
    ['field.decidedBy', decision && personWithAddress(decision.by.name, decision.email)],
    ['field.tenant', state === 'toBeChecked' ? decision?.by.tenantId : undefined],
    ['field.decidedAt', decision && momentOn(decision.at)],
    ['field.declineReason', typed(decision?.reason)],
  ]);
}

function offersSendAgain(state: InvitationState): boolean {
  return state !== 'draft' && state !== 'toBeChecked' && state !== 'accepted';
}

function actionsOf(
  { invitation, pageUrl }: InvitationStatusModel,
  state: InvitationState,
  language: Language,
) {
  const t = translator(language);
  const { id, version, customerId } = invitation;
  const actions: Action[] = [];
  if (pageUrl) {
    actions.push(
      link(t('button.openInEmail'), pageUrl),
      link(t('button.copyToClipboard'), `${pageUrl}#copy`),
    );
  }
  switch (state) {
    case 'draft':
      actions.push(button(t('button.continue'), { verb: 'draft.edit', id, version }));
      break;
    case 'sent':
      actions.push(
        button(t('button.remind'), { verb: 'invitations.remind', id, version }),
        button(t('button.sendAgain'), { verb: 'invitations.sendAgain', id, version }),
        button(t('button.withdraw'), { verb: 'invitations.withdraw', id, version }, { style: 'destructive' }),
      );
      break;
    case 'toBeChecked':
      actions.push(
        button(t('button.thatIsThem'), { verb: 'checkApprover.confirm', id, version }, { style: 'positive' }),
        button(t('button.notThem'), { verb: 'checkApprover.refuse', id, version }, { style: 'destructive' }),
      );
      break;
    case 'accepted':
      if (customerId) actions.push(viewAccepted(invitation.kind, customerId, language));
      break;
    case 'declined':
    case 'withdrawn':
    case 'expired':
    case 'refused':
      actions.push(button(t('button.sendAgain'), { verb: 'invitations.sendAgain', id, version }));
  }
  return actions;
}

/** Leads to what an acceptance established: the customer's record, or the partnership. */
export function viewAccepted(kind: InvitationKind, id: string, language: Language): Action {
  const t = translator(language);
  return kind === 'partnership'
    ? button(t('button.viewPartnership'), { verb: 'partnerships.open', id })
    : button(t('button.viewCustomer'), { verb: 'customers.open', id });
}
