import type { Card } from '../../cards/card.ts';
import { customerImportCard } from '../../cards/customerImport.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { customersExportCard } from '../../cards/customersExport.ts';
import { customersFilterCard } from '../../cards/customersFilter.ts';
import { importCustomersFormCard } from '../../cards/importCustomersForm.ts';
import { makeDraftsCard } from '../../cards/makeDrafts.ts';
import { noticeCard } from '../../cards/notice.ts';
import type { CustomerImport, ImportLine } from '../../domain/customerImport.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';
import { translator } from '../../locales/index.ts';

const LIST = '44444444-4444-4444-8444-444444444444';
const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** The list of customers: narrowed, exported, and filled by an import. */
export function customerExamples({
  other,
  who,
  said,
  customer,
}: {
  other: string;
  who: PersonRef;
  said: string;
  customer(over?: Partial<Customer>): Customer;
}): Record<string, (language: Language) => Card> {
  const everything = { search: 'win', state: 'active', right: 'canSell', reseller: FABRIKAM } as const;
  const shown = { page: 1, mayInvite: true };
  const notInvited = customer({
    reach: 'notInvited',
    canSell: false,
    canAdminister: 'no',
    administers: [],
    sharedWith: [],
  });
  const uploadUrl = 'https://desk.contoso.example/imports/Zm9yIHRoZSBwaWN0dXJlIG9ubHk';
  const described = {
    name: other,
    domain: 'fabrikam.example',
    contactName: who.name,
    contactEmail: 'k@fabrikam.example',
  };
  const lines: ImportLine[] = [
    {
      verdict: 'bad',
      line: 4,
      said,
      problems: [
        { column: 'contactEmail', fault: 'required' },
        { column: 'domain', fault: 'webMail' },
      ],
    },
    { verdict: 'bad', line: 9, said, problems: [{ column: 'line', fault: 'tooLong' }] },
    { verdict: 'twice', line: 7, first: 3, customer: described },
    { verdict: 'known', line: 5, customer: described },
    { verdict: 'new', line: 2, customer: described },
  ];
  const list = (over: Partial<CustomerImport> = {}): CustomerImport => ({
    id: LIST,
    by: who,
    state: 'ready',
    at: customer().since,
    batch: LIST,
    counts: { new: 20, known: 1, twice: 1, bad: 2 },
    headings: true,
    badLines: [4, 9],
    firstNew: 4,
    total: 24,
    next: 4,
    made: 0,
    ...over,
  });
  return {
    'customers.filtered': language =>
      customersCard(
        {
          ...shown,
          customers: [customer({ sharedWith: [{ id: FABRIKAM, name: other }] })],
          filter: everything,
          resellerName: other,
          next: 'continuation',
          further: true,
        },
        language,
      ),
    'customers.noneSoFar': language =>
      customersCard(
        {
          ...shown,
          customers: [],
          filter: { state: 'former', right: 'canSell' },
          next: 'continuation',
          further: true,
        },
        language,
      ),
    'customers.noneFits': language =>
      customersCard({ ...shown, customers: [], filter: { state: 'beingSetUp' } }, language),
    'customers.notInvited': language =>
      customersCard({ ...shown, customers: [notInvited], filter: { state: 'notInvited' } }, language),
    'customers.importing': language =>
      customersCard(
        { ...shown, customers: [customer()], filter: {}, mayImport: true, next: 'continuation' },
        language,
      ),
    'customersFilter.empty': language => customersFilterCard({ filter: {}, resellers: [] }, language),
    customersExport: language =>
      customersExportCard(
        { url: 'https://desk.contoso.example/exports/Zm9yIHRoZSBwaWN0dXJlIG9ubHk' },
        language,
      ),
    'importCustomersForm.empty': language => importCustomersFormCard({ uploadUrl }, language),
    'importCustomersForm.refused': language =>
      importCustomersFormCard(
        { uploadUrl, typed: said, problem: translator(language)('import.tooManyLines', { most: 200 }) },
        language,
      ),
    'customerImport.ready': language =>
      customerImportCard({ list: list(), lines, page: 1, pages: 3 }, language),
    'customerImport.manyBad': language =>
      customerImportCard(
        {
          list: list({
            counts: { new: 20, known: 1, twice: 1, bad: 900 },
            badLines: Array.from({ length: 200 }, (_, index) => 9_000 + index),
          }),
          lines: [...lines, ...lines].slice(0, 8),
          page: 1,
          pages: 100,
        },
        language,
      ),
    'customerImport.nothingNew': language =>
      customerImportCard(
        {
          list: list({ counts: { new: 0, known: 1, twice: 0, bad: 0 }, headings: false, badLines: [] }),
          lines: [],
          page: 1,
          pages: 1,
        },
        language,
      ),
    'customerImport.running': language =>
      customerImportCard(
        { list: list({ state: 'running', next: 9 }), lines: [], page: 1, pages: 1 },
        language,
      ),
    'customerImport.done': language =>
      customerImportCard(
        { list: list({ state: 'done', next: 24, made: 20 }), lines: [], page: 1, pages: 1 },
        language,
      ),
    'customerImport.cancelled': language =>
      customerImportCard({ list: list({ state: 'cancelled' }), lines: [], page: 1, pages: 1 }, language),
    'customerRecord.notInvited': language =>
      customerRecordCard(
        {
          customer: { ...notInvited, invitationId: '' },
          now: new Date(notInvited.since),
          mayInviteAgain: true,
        },
        language,
      ),
    'customerRecord.hasInvitation': language =>
      customerRecordCard(
        { customer: notInvited, now: new Date(notInvited.since), mayInviteAgain: true },
        language,
      ),
    makeDrafts: language =>
      makeDraftsCard(
        { customers: Array.from({ length: 50 }, () => ({ id: notInvited.id, name: other })), more: true },
        language,
      ),
    'notice.draftsMade': language =>
      noticeCard(
        { notice: { name: 'draftsMade', made: 45, left: 2, taken: 3, at: notInvited.since } },
        language,
      ),
    'notice.importChecked': language =>
      noticeCard(
        { notice: { name: 'importChecked', importId: LIST, counts: list().counts, at: list().at } },
        language,
      ),
    'customersFilter.chosen': language =>
      customersFilterCard({ filter: everything, resellers: [{ id: FABRIKAM, name: other }] }, language),
  };
}
