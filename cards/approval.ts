import { countryName } from '../domain/countries.ts';
import { asksFor, type Invitation } from '../domain/invitation.ts';
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

/**
 * What a customer's global admin decides on: who asks, what would be granted, what stays theirs, until when. A joint
 * invitation names both companies; one that adds a provider asks for the provider's right to order and nothing else,
 * one that restores rights for those alone.
 */
export function approvalCard(model: ApprovalModel, language: Language): Card {
  const t = translator(language);
  const { invitation, companyStands, problem } = model;
  const { id, version, inviter, expiresAt } = invitation;
  const company = escapeMarkdown(inviter.companyName);
  const kind = customerKind(invitation);
  const provider = escapeMarkdown(invitation.provider?.companyName ?? '');
  const title = t(`approval.title.${kind}`, { company, provider });
  const text = t('approval.text', { customer: escapeMarkdown(invitation.addressee.name) });
  const provides = kind === 'joint' || kind === 'addProvider';
  const administers = kind !== 'addProvider' && kind !== 'sellOnly';
  const grants = [
    ...(kind === 'customer' || kind === 'joint' || kind === 'sellOnly'
      ? [t('approval.grants.sell', { company })]
      : []),
    ...(administers ? [t('approval.grants.administer', { company })] : []),
    ...(provides ? [t('approval.grants.order', { company, provider })] : []),
  ];
  const keeps = [
    t('approval.keeps.data'),
    ...(administers ? [t('approval.keeps.rights')] : []),
    ...(kind === 'sellOnly' ? [t('approval.keeps.noAdministration', { provider: company })] : []),
    ...(provides ? [t('approval.keeps.noAdministration', { provider })] : []),
    ...(kind === 'addProvider' || kind === 'restore' ? [t('approval.keeps.relationship', { company })] : []),
  ];
  const until = expiresAt ? [t('approval.until', { moment: momentOn(expiresAt) })] : [];
  const notes = [
    ...(kind === 'joint' ? [t('approval.both')] : []),
    ...until,
    ...(companyStands ? [] : [t('approval.setsUp')]),
  ];
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
    provider: providerFacts(invitation, language),
    grants: grants.map(line => ({ text: line })),
    keeps: keeps.map(line => ({ text: line })),
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

/** A partnership request is for a reseller and has a card of its own; here it reads as an invitation of a customer. */
function customerKind(invitation: Invitation) {
  const kind = asksFor(invitation);
  return kind === 'partnership' ? 'customer' : kind;
}

/** The provider for whom an invitation speaks too, as a list of none or one. */
function providerFacts({ provider }: Invitation, language: Language) {
  if (!provider) return [];
  return [
    {
      facts: facts(language, [
        ['field.provider', escapeMarkdown(provider.companyName)],
        ['field.partnerId', typed(provider.partnerId)],
        ['field.country', provider.country && countryName(provider.country, language)],
      ]),
    },
  ];
}
