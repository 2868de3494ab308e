import { describe, expect, it } from '@jest/globals';
import { approvalReplacingCard } from '../../cards/approvalReplacing.ts';
import { handOverCard } from '../../cards/handOver.ts';
import { inviteCustomerFormCard } from '../../cards/inviteCustomerForm.ts';
import { setUpCompanyFormCard } from '../../cards/setUpCompanyForm.ts';
import { COMPANY_FIELDS, formOf } from '../../domain/company.ts';
import { countryList } from '../../domain/countries.ts';
import { buttonsOf, inputsOf, textsOf } from '../support/cardLint.ts';
import { alex, company, invitation, kim } from './examples.ts';

describe('the set-up form', () => {
  const empty = { typed: {}, problems: {}, editing: false, kindIsFixed: false };

  it('has an input for every field', () => {
    const card = setUpCompanyFormCard({ form: 'full', ...empty }, 'en');
    expect([...inputsOf(card).keys()].sort()).toEqual([...COMPANY_FIELDS].sort());
  });

  it('asks someone already in CSP for name, kind, Partner ID and support only', () => {
    const card = setUpCompanyFormCard({ form: 'short', ...empty }, 'en');
    expect([...inputsOf(card).keys()]).toEqual([
      'name',
      'kind',
      'partnerId',
      'supportEmail',
      'supportPhone',
      'supportWebsite',
    ]);
  });

  it.each(['en', 'ja', 'zh-TW'] as const)('offers every country by its name in %s', language => {
    const country = inputsOf(setUpCompanyFormCard({ form: 'full', ...empty }, language)).get('country');
    expect(country?.choices).toEqual(
      countryList(language).map(({ code, name }) => ({ title: name, value: code })),
    );
  });

  it('keeps all that was typed when it is refused, and says why at each field and on top', () => {
    const typed = formOf(company());
    const problems = { name: 'required', contactEmail: 'webMail' } as const;
    const card = setUpCompanyFormCard(
      { form: 'full', typed, problems, editing: false, kindIsFixed: false },
      'en',
    );
    const shown = Object.fromEntries([...inputsOf(card)].map(([id, input]) => [id, input.value]));
    const texts = [...textsOf(card)].map(({ text }) => text);
    expect(shown).toEqual(typed);
    expect(texts).toContain('Nothing is lost. Please check: Company name and Primary contact email.');
    expect(texts.filter(text => text.startsWith('⚠'))).toHaveLength(2);
  });

  it('leaves no choice of the kind when a company is edited', () => {
    const typed = formOf(company());
    const card = setUpCompanyFormCard(
      { form: 'full', typed, problems: {}, editing: true, kindIsFixed: true },
      'en',
    );
    expect(inputsOf(card).get('kind')).toMatchObject({
      value: 'indirectReseller',
      choices: [{ title: 'Indirect reseller', value: 'indirectReseller' }],
    });
  });

  it('lets Cancel through whatever the inputs hold', () => {
    const [enroll, cancel] = buttonsOf(setUpCompanyFormCard({ form: 'full', ...empty }, 'en'));
    expect(enroll).toMatchObject({ title: 'Enroll now', associatedInputs: 'auto', data: { form: 'full' } });
    expect(cancel).toMatchObject({ title: 'Cancel', associatedInputs: 'none' });
  });
});

describe('the invite form', () => {
  it('writes the e-mail in the reader’s own language unless another was chosen', () => {
    const language = (typed: { language?: string }) =>
      inputsOf(inviteCustomerFormCard({ typed, problems: {} }, 'ja')).get('language')?.value;
    expect(language({})).toBe('ja');
    expect(language({ language: 'zh-TW' })).toBe('zh-TW');
    expect(language({ language: 'tlh' })).toBe('ja');
  });
});

describe('handing over', () => {
  it('to the only admin is one click', () => {
    const [hand] = buttonsOf(handOverCard({ invitation: invitation(), admins: [kim] }, 'en'));
    expect(hand).toMatchObject({ title: 'Hand over to Kim Akers', data: { to: kim.objectId } });
  });

  it('to one of several is a choice that has to be made', () => {
    const card = handOverCard({ invitation: invitation(), admins: [kim, alex] }, 'en');
    expect(inputsOf(card).get('to')).toMatchObject({
      isRequired: true,
      choices: [{ value: kim.objectId }, { value: alex.objectId }],
    });
  });

  it('to nobody known is a matter of forwarding the e-mail', () => {
    expect(buttonsOf(handOverCard({ invitation: invitation(), admins: [] }, 'en'))).toEqual([]);
  });
});

describe('the second question', () => {
  it('binds the approval to what it showed', () => {
    const replaced = [{ service: 'azure' as const, partnerName: 'Fabrikam' }];
    const card = approvalReplacingCard(
      { invitation: invitation(), replaced, administrationVersion: 7 },
      'en',
    );
    expect(buttonsOf(card)[0]).toMatchObject({
      data: { administrationVersion: 7, confirmGlobalAdmin: 'true' },
    });
    expect(card.speak).toContain('Azure: now Fabrikam, then Contoso Ltd.');
  });
});
