import { type Company, isPartner } from '../domain/company.ts';
import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import json from './companyRecord.json' with { type: 'json' };
import { momentOn } from './dates.ts';
import { historyButton } from './history.ts';
import { facts, personWithAddress, type Tone, toneStyle, typed } from './parts.ts';

export interface CompanyRecordModel {
  company: Company;
  now: Date;
  /** Whether the viewer may edit the company. */
  canEdit: boolean;
  /** Whether the viewer's own address is the contact's, so that they can confirm it. */
  isContact: boolean;
  /** Whether partners are activated by the operator (`REVIEW=manual`). */
  operatorReviews: boolean;
  /** The page with the e-mail that asks the contact to confirm. */
  contactDraftUrl?: string | undefined;
  justEnrolled?: boolean | undefined;
  /** Whether the viewer may read what happened in the company. */
  seesHistory?: boolean | undefined;
  /** Whether the viewer set the company up and is no admin agent yet (source document 001, enrolment step 9). */
  checkAdminAgent?: boolean | undefined;
}

const expand = template(json);
/** A card holds no more (design §3). */
const MOST_ACTIONS = 6;
const TONES: Record<Company['state'], Tone> = {
  submitted: 'warning',
  contactConfirmed: 'warning',
  active: 'good',
  rejected: 'attention',
};

/** A company's own record: where its enrolment stands, what happens next, and its facts (design §2 row 1). */
export function companyRecordCard(model: CompanyRecordModel, language: Language): Card {
  const t = translator(language);
  const { company, isContact, contactDraftUrl } = model;
  const name = escapeMarkdown(company.name);
  const unconfirmed = company.contact !== undefined && company.contactConfirmed === undefined;
  const title = `${name}: ${t(`company.state.${company.state}`)}`;
  const lines = [
    ...(model.justEnrolled ? [t('companyRecord.justEnrolled', { name })] : []),
    ...nextSteps(model, language),
  ];
  const after = [
    ...(model.checkAdminAgent ? [t('companyRecord.checkAdminAgent')] : []),
    ...(unconfirmed && isContact ? [t('companyRecord.isContact')] : []),
    ...(unconfirmed && !isContact && contactDraftUrl
      ? [
          t('companyRecord.askContact', { contact: escapeMarkdown(company.contact?.name ?? '') }),
          t('companyRecord.draftLives'),
        ]
      : []),
  ];
  const actions = actionsOf(model, unconfirmed, language);
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(TONES[company.state]),
    lines: lines.map(text => ({ text })),
    facts: factsOf(company, language),
    after: after.map(text => ({ text })),
    actions,
    hasActions: actions.length > 0,
  });
}

function nextSteps({ company, operatorReviews }: CompanyRecordModel, language: Language): string[] {
  const t = translator(language);
  const contact = escapeMarkdown(company.contact?.name ?? '');
  const waiting = isPartner(company.kind) ? [t('companyRecord.draftOnly')] : [];
  switch (company.state) {
    case 'submitted':
      return [
        t('companyRecord.next.waiting', { contact }),
        ...(operatorReviews && isPartner(company.kind) ? [t('setUpCompanyIntro.review')] : []),
        ...waiting,
      ];
    case 'contactConfirmed':
      return [t('companyRecord.next.review'), ...waiting];
    case 'active':
      if (company.kind === 'indirectProvider') return [t('companyRecord.next.activeProvider')];
      return [t(isPartner(company.kind) ? 'companyRecord.next.activePartner' : 'companyRecord.next.active')];
    case 'rejected':
      return [
        t('companyRecord.next.rejected', { reason: escapeMarkdown(company.rejection?.reason ?? '') }),
        t('companyRecord.next.rejected.do'),
      ];
  }
}

function factsOf(company: Company, language: Language) {
  const t = translator(language);
  const contact = company.contact && personWithAddress(company.contact.name, company.contact.email);
  return facts(language, [
    ['field.kind', t(`company.kind.${company.kind}`)],
    ['field.country', company.country && countryName(company.country, language)],
    ['field.partnerId', company.partnerId],
    ['field.address', typed(company.address)],
    [
      'field.contact',
      contact &&
        t(company.contactConfirmed ? 'companyRecord.contactConfirmed' : 'companyRecord.contactUnconfirmed', {
          contact,
        }),
    ],
    ['field.supportEmail', typed(company.support.email)],
    ['field.supportPhone', typed(company.support.phone)],
    ['field.supportWebsite', typed(company.support.website)],
    ['field.enrolledBy', typed(company.enrolledBy?.name)],
    ['field.enrolledAt', momentOn(company.enrolledAt)],
  ]);
}

function actionsOf(model: CompanyRecordModel, unconfirmed: boolean, language: Language): Action[] {
  const t = translator(language);
  const { company, canEdit, isContact, contactDraftUrl } = model;
  const actions: Action[] = [];
  if (model.checkAdminAgent) {
    actions.push(
      button(t('button.joinAdminAgents'), { verb: 'users.joinAdminAgents' }, { style: 'positive' }),
    );
  }
  if (unconfirmed && isContact) {
    actions.push(
      button(t('button.confirmContact'), { verb: 'setUpCompany.confirmContact' }, { style: 'positive' }),
    );
  }
  if (unconfirmed && !isContact && contactDraftUrl) {
    actions.push(
      link(t('button.openInEmail'), contactDraftUrl),
      link(t('button.copyToClipboard'), `${contactDraftUrl}#copy`),
    );
  }
  if (canEdit && isPartner(company.kind) && company.state !== 'rejected') {
    actions.push(button(t('button.inviteCustomer'), { verb: 'inviteCustomer.start' }));
  }
  if (isPartner(company.kind) && company.state === 'active') {
    actions.push(button(t('button.learn'), { verb: 'learn.show' }));
  }
  if (canEdit) actions.push(button(t('button.edit'), { verb: 'setUpCompany.edit' }));
  // Where there is no room for it, the command is left.
  if (model.seesHistory && actions.length < MOST_ACTIONS) {
    actions.push(historyButton({ of: 'company' }, language));
  }
  return actions;
}
