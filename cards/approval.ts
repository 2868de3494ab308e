import { countryName } from '../domain/countries.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import json from './approval.json' with { type: 'json' };
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { facts, personWithAddress, typed } from './parts.ts';

export interface ApprovalModel {
  invitation: Invitation;
  now: Date;
  /** Whether the approver's company is set up here; if not, approving sets it up. */
  companyStands: boolean;
  /** Approve was selected without the tick. */
  problem?: 'notConfirmed' | undefined;
}

const expand = template(json);

/** What a customer's global admin decides on: who asks, what would be granted, what stays theirs, until when. */
export function approvalCard(model: ApprovalModel, language: Language): Card {
  const t = translator(language);
  const { invitation, companyStands, problem } = model;
  const { id, version, inviter, expiresAt } = invitation;
  const company = escapeMarkdown(inviter.companyName);
  const title = t('approval.title', { company });
  const text = t('approval.text', { customer: escapeMarkdown(invitation.customer.name) });
  const grants = [t('approval.grants.sell', { company }), t('approval.grants.administer', { company })];
  const until = expiresAt ? [t('approval.until', { moment: momentOn(expiresAt) })] : [];
  const notes = [...until, ...(companyStands ? [] : [t('approval.setsUp')])];
  return expand(language, {
    ...inWords(language, `${title}.`, text, ...grants, ...notes),
    title,
    text,
    facts: facts(language, [
      ['field.company', company],
      ['field.kind', t(`company.kind.${inviter.companyKind}`)],
      ['field.partnerId', typed(inviter.partnerId)],
      ['field.country', inviter.country && countryName(inviter.country, language)],
      ['field.person', personWithAddress(inviter.person.name, inviter.email)],
    ]),
    grants: grants.map(line => ({ text: line })),
    keeps: [{ text: t('approval.keeps.data') }, { text: t('approval.keeps.rights') }],
    notes: notes.map(line => ({ text: line })),
    problem: problem ? [{ text: t(`approval.${problem}`) }] : [],
    actions: [
      button(
        t('button.approve'),
        { verb: 'accept.approve', id, version },
        { style: 'positive', inputs: true },
      ),
      button(
        t('button.decline'),
        { verb: 'accept.decline', id, version },
        { style: 'destructive', inputs: true },
      ),
      button(t('button.notGlobalAdmin'), { verb: 'accept.handOver', id }),
    ],
  });
}
