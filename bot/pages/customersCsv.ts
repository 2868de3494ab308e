import { csvLine } from '../../domain/csv.ts';
import { customerState } from '../../domain/customerFilter.ts';
import { IMPORT_COLUMNS } from '../../domain/customerImport.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';
import { translator } from '../../locales/index.ts';

/**
 * Customers as lines of a CSV file, made as it is sent: one page at a time. The first five columns are those that
 * *Import customers* reads.
 */
export async function* customersCsv(
  pages: AsyncIterable<Customer[]>,
  language: Language,
): AsyncGenerator<string> {
  const t = translator(language);
  yield csvLine([
    ...IMPORT_COLUMNS.map(column => t(`import.column.${column}`)),
    t('field.state'),
    t('field.canOrder'),
    t('field.canSell'),
    t('field.canAdminister'),
    t('customers.csv.services'),
    t('field.since'),
    t('customers.csv.until'),
    t('field.sharedWith'),
  ]);
  const yes = (is: boolean) => t(is ? 'customerRecord.yes' : 'customerRecord.no');
  for await (const customers of pages) {
    yield customers
      .map(customer =>
        csvLine([
          customer.name,
          customer.domain,
          customer.country ?? '',
          customer.contact.name,
          customer.contact.email,
          t(`customer.state.${customerState(customer)}`),
          yes(customer.canOrder),
          yes(customer.canSell),
          t(`customerRecord.${customer.canAdminister}`),
          customer.administers.map(service => t(`service.${service}`)).join('; '),
          customer.since,
          customer.endedAt ?? '',
          customer.sharedWith.map(({ name }) => name).join('; '),
        ]),
      )
      .join('');
  }
}
