import { countryName } from '../domain/countries.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import json from './authorize.json' with { type: 'json' };
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { facts, personWithAddress, typed } from './parts.ts';

export interface AuthorizeModel {
  /** A partnership request. */
  invitation: Invitation;
  now: Date;
  /** *Authorize indirect provider* was selected without the tick. */
  problem?: 'notConfirmed' | undefined;
}

const expand = template(json);

/** What a reseller's global admin decides on: which provider asks, what is granted, what can be taken back (source document 001). */
export function authorizeCard(model: AuthorizeModel, language: Language): Card {
  const t = translator(language);
  const { id, version, inviter, expiresAt, addressee } = model.invitation;
  const company = escapeMarkdown(inviter.companyName);
  const title = t('authorize.title', { company });
  const text = t('authorize.text', { reseller: escapeMarkdown(addressee.name) });
  const grants = [t('authorize.grants.order', { company }), t('authorize.grants.administer', { company })];
  const notes = expiresAt ? [t('approval.until', { moment: momentOn(expiresAt) })] : [];
  const problem = model.problem ? [t('authorize.notConfirmed', { company })] : [];
  return expand(language, {
    ...inWords(language, `${title}.`, problem[0], text, ...grants, ...notes),
    title,
    text,
    facts: facts(language, [
      ['field.provider', company],
      ['field.partnerId', typed(inviter.partnerId)],
      ['field.country', inviter.country && countryName(inviter.country, language)],
      ['field.person', personWithAddress(inviter.person.name, inviter.email)],
    ]),
    grants: grants.map(line => ({ text: line })),
    later: [{ text: t('authorize.later.access') }, { text: t('authorize.later.partnership') }],
    notes: notes.map(line => ({ text: line })),
    problem: problem.map(line => ({ text: line })),
    actions: [
      button(
        t('button.authorizeProvider'),
        { verb: 'accept.authorize', id, version },
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
