import { type Invitation, type InvitationKind, stateAt } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import type { ReceivedInvitation } from '../domain/relationship.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf, timeLeft } from './dates.ts';
import json from './invitations.json' with { type: 'json' };
import { nextPage, pagedTitle } from './paging.ts';

export interface InvitationsModel {
  /** One page of each; only the one that `view` names is shown. */
  sent: readonly Invitation[];
  received: readonly ReceivedInvitation[];
  now: Date;
  view: 'sent' | 'received';
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Whether the viewer may see what their company sent. */
  seesSent: boolean;
  /** Whether the viewer may request partnerships. */
  mayRequest?: boolean | undefined;
  /** False for those who see invitations but may not invite. */
  mayInvite?: boolean | undefined;
}

interface Row {
  title: string;
  lines: { text: string }[];
  select: Action;
}

const expand = template(json);
const NAME_MAX = 80;

/** Invitations sent or received, a row each, which opens the record that carries the actions (design §3). */
export function invitationsCard(model: InvitationsModel, language: Language): Card {
  const t = translator(language);
  const { view, next } = model;
  const rows =
    view === 'sent'
      ? model.sent.map(invitation => sentRow(invitation, model.now, language))
      : model.received.map(invitation => receivedRow(invitation, model.now, language));
  const heading = t(`invitations.title.${view}`);
  const title = pagedTitle(heading, model, language);
  // Some are not for everyone: a page without any of theirs may have more behind it.
  const empty = rows.length === 0 ? [t(next ? 'invitations.noneHere' : `invitations.empty.${view}`)] : [];
  const actions = [
    ...nextPage(model, { verb: 'invitations.show', view }, language),
    ...(view === 'sent'
      ? [button(t('button.received'), { verb: 'invitations.show', view: 'received' })]
      : []),
    ...(view === 'received' && model.seesSent
      ? [button(t('button.sent'), { verb: 'invitations.show', view: 'sent' })]
      : []),
    ...(view === 'sent' && model.mayInvite !== false
      ? [button(t('button.inviteCustomer'), { verb: 'inviteCustomer.start' })]
      : []),
    ...(view === 'sent' && model.mayRequest
      ? [button(t('button.requestPartnership'), { verb: 'requestPartnership.start' })]
      : []),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}: ${row.lines[0]?.text}.`)),
    title,
    empty: empty.map(text => ({ text })),
    rows,
    actions,
    hasActions: actions.length > 0,
  });
}

function sentRow(invitation: Invitation, now: Date, language: Language): Row {
  const t = translator(language);
  const { id, kind, addressee, inviter, reference, expiresAt } = invitation;
  const state = stateAt(invitation, now);
  const name = clip(addressee.name, NAME_MAX);
  const who = t('invitations.row.sentBy', {
    person: escapeMarkdown(clip(inviter.person.name, NAME_MAX)),
    age: ageOf(invitation.sentAt ?? invitation.createdAt, now, language),
  });
  const left = state === 'sent' && expiresAt ? [timeLeft(expiresAt, now, language)] : [];
  return {
    title: escapeMarkdown(name),
    lines: [
      ...(kind === 'customer'
        ? []
        : [
            {
              text: t(`invitations.row.kind.${kind}`, {
                provider: escapeMarkdown(clip(invitation.provider?.companyName ?? '', NAME_MAX)),
              }),
            },
          ]),
      { text: [t(`invitation.state.${state}`), who, ...left].join(' · ') },
      ...(reference ? [{ text: escapeMarkdown(clip(reference, NAME_MAX)) }] : []),
    ],
    select: button(t(isRequest(kind) ? 'invitations.row.openRequest' : 'invitations.row.open', { name }), {
      verb: 'invitations.open',
      id,
    }),
  };
}

function receivedRow(invitation: ReceivedInvitation, now: Date, language: Language): Row {
  const t = translator(language);
  const { invitationId: id, kind, expiresAt } = invitation;
  const overdue =
    invitation.state === 'open' && expiresAt !== undefined && now.getTime() >= Date.parse(expiresAt);
  const state = overdue ? 'expired' : invitation.state;
  const name = clip(invitation.companyName, NAME_MAX);
  const received = t('invitations.row.received', { age: ageOf(invitation.receivedAt, now, language) });
  const left = state === 'open' && expiresAt ? [timeLeft(expiresAt, now, language)] : [];
  return {
    title: escapeMarkdown(name),
    lines: [
      ...(kind === 'customer' ? [] : [{ text: t(`invitations.row.asks.${kind}`) }]),
      { text: [t(`invitation.state.${state}`), received, ...left].join(' · ') },
    ],
    select: button(
      t(isRequest(kind) ? 'invitations.row.openRequestReceived' : 'invitations.row.openReceived', { name }),
      { verb: 'accept.show', id },
    ),
  };
}

/** Invitations invite into a reseller relationship; the others are called requests. */
function isRequest(kind: InvitationKind): boolean {
  return kind === 'addProvider' || kind === 'partnership';
}
