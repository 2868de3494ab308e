import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import json from './approvalReplacing.json' with { type: 'json' };
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';

export interface ApprovalReplacingModel {
  invitation: Invitation;
  /** Each service whose administrator would change, with who holds it now. */
  replaced: readonly { service: Service; partnerName: string }[];
  /** What the approver saw; an approval of anything else is refused. */
  administrationVersion: number;
}

const expand = template(json);

/**
 * Asks once more when an approval takes administrator permissions from another partner (source document 004). Only
 * someone who has confirmed being a global admin gets this card, so its Approve carries that on.
 */
export function approvalReplacingCard(model: ApprovalReplacingModel, language: Language): Card {
  const t = translator(language);
  const { id, version, inviter, provider } = model.invitation;
  const company = escapeMarkdown(inviter.companyName);
  const text = t('approvalReplacing.text', { company });
  const facts = model.replaced.map(({ service, partnerName }) => ({
    title: t(`service.${service}`),
    value: t('approvalReplacing.row', { partner: escapeMarkdown(partnerName), company }),
  }));
  const notes = provider
    ? [t('approvalReplacing.joint', { provider: escapeMarkdown(provider.companyName) })]
    : [];
  const approve = {
    verb: 'accept.approveReplacing',
    id,
    version,
    administrationVersion: model.administrationVersion,
    confirmGlobalAdmin: 'true',
  };
  return expand(language, {
    ...inWords(
      language,
      text,
      ...facts.map(fact => `${fact.title}: ${fact.value}.`),
      ...notes,
      t('approvalReplacing.ask'),
    ),
    text,
    facts,
    notes: notes.map(line => ({ text: line })),
    actions: [
      button(t('button.approve'), approve, { style: 'positive' }),
      button(t('button.decline'), { verb: 'accept.decline', id, version }, { style: 'destructive' }),
    ],
  });
}
