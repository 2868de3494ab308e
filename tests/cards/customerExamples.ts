import type { Card } from '../../cards/card.ts';
import { customersCard } from '../../cards/customers.ts';
import { customersExportCard } from '../../cards/customersExport.ts';
import { customersFilterCard } from '../../cards/customersFilter.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';

const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** The list of customers: narrowed, exported, and filled by an import. */
export function customerExamples({
  other,
  customer,
}: {
  other: string;
  customer(over?: Partial<Customer>): Customer;
}): Record<string, (language: Language) => Card> {
  const everything = { search: 'win', state: 'active', right: 'canSell', reseller: FABRIKAM } as const;
  const list = { page: 1, mayInvite: true };
  const notInvited = customer({
    reach: 'notInvited',
    canSell: false,
    canAdminister: 'no',
    administers: [],
    sharedWith: [],
  });
  return {
    'customers.filtered': language =>
      customersCard(
        {
          ...list,
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
          ...list,
          customers: [],
          filter: { state: 'former', right: 'canSell' },
          next: 'continuation',
          further: true,
        },
        language,
      ),
    'customers.noneFits': language =>
      customersCard({ ...list, customers: [], filter: { state: 'beingSetUp' } }, language),
    'customers.notInvited': language =>
      customersCard({ ...list, customers: [notInvited], filter: { state: 'notInvited' } }, language),
    'customersFilter.empty': language => customersFilterCard({ filter: {}, resellers: [] }, language),
    customersExport: language =>
      customersExportCard(
        { url: 'https://desk.contoso.example/exports/Zm9yIHRoZSBwaWN0dXJlIG9ubHk' },
        language,
      ),
    'customersFilter.chosen': language =>
      customersFilterCard({ filter: everything, resellers: [{ id: FABRIKAM, name: other }] }, language),
  };
}
