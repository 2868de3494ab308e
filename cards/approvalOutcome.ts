import type { PersonRef } from '../domain/identity.ts';
import { type Invitation, recipient, stateAt } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import json from './approvalOutcome.json' with { type: 'json' };
import { type Card, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { INVITATION_TONES } from './invitationStatus.ts';
import { toneStyle } from './parts.ts';

export interface ApprovalOutcomeModel {
  invitation: Invitation;
  now: Date;
  /** The recipient who looks: someone who handed the request over sees that, too. */
  viewer: PersonRef;
}

const expand = template(json);

/** How a request ended, or where it stands, for a recipient who has nothing to decide; read-only (issue, point 6). */
export function approvalOutcomeCard(model: ApprovalOutcomeModel, language: Language): Card {
  const t = translator(language);
  const { invitation, now, viewer } = model;
  const { decision, inviter } = invitation;
  // Whoever opened a link that was replaced since has no part in what becomes of the new one: for them, withdrawn.
  const entry = recipient(invitation, viewer);
  const known = stateAt(invitation, now);
  const state = known === 'draft' || !entry ? 'withdrawn' : known;
  const company = escapeMarkdown(inviter.companyName);
  const title = t('approvalOutcome.title', { company });
  const handedOverTo = entry?.handedOverTo;
  const granted = invitation.sellOnly ? 'sellOnly' : invitation.kind;
  const lines = [
    t(state === 'accepted' ? `approvalOutcome.accepted.${granted}` : `approvalOutcome.${state}`, {
      company,
      provider: escapeMarkdown(invitation.provider?.companyName ?? ''),
      person: escapeMarkdown(decision?.by.name ?? ''),
      moment: decision ? momentOn(decision.at) : '',
    }),
    ...(state === 'declined' && decision?.reason
      ? [t('approvalOutcome.reason', { reason: escapeMarkdown(decision.reason) })]
      : []),
    ...(handedOverTo ? [t('approvalOutcome.handedOver', { person: escapeMarkdown(handedOverTo.name) })] : []),
  ];
  return expand(language, {
    ...inWords(
      language,
      `${title}: ${t(`invitation.state.${state === 'sent' ? 'open' : state}`)}.`,
      ...lines,
    ),
    title: `${title}: ${t(`invitation.state.${state === 'sent' ? 'open' : state}`)}`,
    style: toneStyle(INVITATION_TONES[state]),
    lines: lines.map(text => ({ text })),
  });
}
