import { ACCOUNT_FIELDS, type AccountField, type AccountForm } from '../domain/account.ts';
import { countryList } from '../domain/countries.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import json from './addCustomerForm.json' with { type: 'json' };
import { button, type Card, clip, inWords, template } from './card.ts';
import { problemAt, problemSummary } from './problems.ts';

export interface AddCustomerFormModel {
  /** Ties the card to the order that was begun with it. */
  order: string;
  /** What was typed so far; shown again whatever was wrong with it. */
  typed: AccountForm;
  problems: FieldProblems<AccountField>;
  /** A provider's resellers, of whom it chooses one; a direct partner has none to choose. */
  resellers?: readonly { id: string; name: string }[] | undefined;
  /** Whether there are more than are shown. */
  moreResellers?: boolean | undefined;
}

const expand = template(json);
const NAME_MAX = 40;

/** How much each field takes, and how much of it is shown again when it is refused: the card is full as it is. */
const LONGEST: Record<AccountField, number> = {
  reseller: 36,
  name: 200,
  prefix: 50,
  country: 2,
  line1: 200,
  line2: 200,
  city: 100,
  region: 100,
  postalCode: 20,
  firstName: 50,
  lastName: 50,
  email: 254,
  phone: 40,
  language: 5,
  registrationNumber: 40,
};

const LABELS: Record<AccountField, MessageKey> = {
  reseller: 'field.reseller',
  name: 'field.name',
  prefix: 'field.prefix',
  country: 'field.country',
  line1: 'field.line1',
  line2: 'field.line2',
  city: 'field.city',
  region: 'field.region',
  postalCode: 'field.postalCode',
  firstName: 'field.firstName',
  lastName: 'field.lastName',
  email: 'field.email',
  phone: 'field.phone',
  language: 'field.contactLanguage',
  registrationNumber: 'field.registrationNumber',
};

/** What no country goes without; the rest is for the country's rules to ask. */
const ALWAYS: readonly AccountField[] = ['name', 'prefix', 'line1', 'city', 'firstName', 'lastName', 'email'];
const STYLES: Partial<Record<AccountField, string>> = { email: 'Email', phone: 'Tel' };

/** *Add new customer*, step 1: who the customer is (source document 003); its inputs are named after ACCOUNT_FIELDS. */
export function addCustomerFormCard(model: AddCustomerFormModel, language: Language): Card {
  const t = translator(language);
  const { order, typed, problems, resellers } = model;
  const title = t('addCustomerForm.title');
  const refused = ACCOUNT_FIELDS.filter(field => problems[field]);
  const summary = problemSummary(
    refused.map(field => t(LABELS[field])),
    language,
  );
  const shown = (field: AccountField) => (typed[field] ?? '').slice(0, LONGEST[field]);
  const input = (field: AccountField) => ({
    id: field,
    label: t(LABELS[field]),
    maxLength: LONGEST[field],
    value: shown(field),
    style: STYLES[field] ?? 'Text',
    isRequired: ALWAYS.includes(field),
    problems: problemAt(field, problems, language),
  });
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text),
    title,
    summary,
    form: Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, shown(field)])),
    problems: Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, problemAt(field, problems, language)])),
    ofProvider: resellers !== undefined && resellers.length > 0,
    resellers: (resellers ?? []).map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id })),
    resellerHint: t(
      model.moreResellers ? 'addCustomerForm.resellerHint.more' : 'addCustomerForm.resellerHint',
    ),
    company: [input('name'), input('prefix')],
    countries: countryList(language).map(({ code, name }) => ({ title: name, value: code })),
    address: (['line1', 'line2', 'city', 'region', 'postalCode'] as const).map(input),
    contact: (['firstName', 'lastName', 'email', 'phone'] as const).map(input),
    languages: LANGUAGES.map(code => ({ title: t(`language.${code}`), value: code })),
    registration: [input('registrationNumber')],
    actions: [
      button(
        t('button.nextSubscriptions'),
        { verb: 'addCustomer.subscriptions', order },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'addCustomer.cancel', order }),
    ],
  });
}
