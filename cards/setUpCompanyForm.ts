import { COMPANY_FIELDS, COMPANY_KINDS, type CompanyField, type CompanyForm } from '../domain/company.ts';
import { countryList } from '../domain/countries.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import { problemAt, problemSummary } from './problems.ts';
import json from './setUpCompanyForm.json' with { type: 'json' };

export interface SetUpCompanyFormModel {
  /** The full form, or the short one of a company that is already in CSP. */
  form: 'full' | 'short';
  /** What was typed so far; shown again whatever was wrong with it. */
  typed: CompanyForm;
  problems: FieldProblems<CompanyField>;
  /** Whether a company that stands here is being edited. */
  editing: boolean;
  /** Then the kind that it has is the only choice. */
  kindIsFixed: boolean;
}

const expand = template(json);

/**
 * How much of a refused text is shown again: twice what a field accepts, so that a slip is kept whole, and a hostile
 * form does not come back as a card too big to send.
 */
const KEPT: Record<CompanyField, number> = {
  name: 400,
  kind: 40,
  country: 40,
  partnerId: 20,
  partnerIdConfirmed: 5,
  address: 800,
  contactName: 200,
  contactEmail: 508,
  supportEmail: 508,
  supportPhone: 80,
  supportWebsite: 600,
};

/** The one form of a company (design §2 row 1); its inputs are named after COMPANY_FIELDS. */
export function setUpCompanyFormCard(model: SetUpCompanyFormModel, language: Language): Card {
  const t = translator(language);
  const { form, typed, problems, editing, kindIsFixed } = model;
  const title = editing
    ? t('setUpCompanyForm.title.editing')
    : t(form === 'short' ? 'setUpCompanyForm.title.short' : 'setUpCompanyForm.title');
  const kinds = COMPANY_KINDS.filter(kind => !kindIsFixed || kind === typed.kind);
  const refused = COMPANY_FIELDS.filter(field => problems[field]);
  const summary = problemSummary(
    refused.map(field => t(`field.${field}`)),
    language,
  );
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text),
    title,
    summary,
    full: form === 'full',
    form: Object.fromEntries(COMPANY_FIELDS.map(field => [field, shown(field, typed[field])])),
    problems: Object.fromEntries(COMPANY_FIELDS.map(field => [field, problemAt(field, problems, language)])),
    kinds: kinds.map(kind => ({ title: t(`company.kind.${kind}`), value: kind })),
    kindNote: t(kindIsFixed ? 'setUpCompanyForm.kindIsFixed' : 'setUpCompanyForm.kindWillBeFixed'),
    countries: countryList(language).map(({ code, name }) => ({ title: name, value: code })),
    actions: [
      editing
        ? button(t('button.update'), { verb: 'setUpCompany.save', form }, { style: 'positive', inputs: true })
        : button(
            t('button.enrollNow'),
            { verb: 'setUpCompany.enroll', form },
            { style: 'positive', inputs: true },
          ),
      button(t('button.cancel'), { verb: 'setUpCompany.cancel' }),
    ],
  });
}

/** A tick needs a value of its own even when nothing was typed yet. */
function shown(field: CompanyField, text = ''): string {
  return field === 'partnerIdConfirmed' ? String(text === 'true') : text.slice(0, KEPT[field]);
}
