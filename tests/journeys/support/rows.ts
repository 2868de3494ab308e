import { TableClient } from '@azure/data-tables';
import type { House } from './house.ts';

/** A row as it lies in storage: where it is, and all that it holds as one text. */
export interface StoredRow {
  table: string;
  partitionKey: string;
  rowKey: string;
  text: string;
}

const TABLES = ['companies', 'outbox', 'timers', 'pages', 'botState', 'rateLimits'];

type Storage = Pick<House, 'connectionString' | 'prefix'> & Partial<Pick<House, 'settled'>>;

/**
 * Every row of every table, in the order of its keys, once a house's outbox has run dry: two looks differ by what was
 * done in between alone. What storage itself adds is left out.
 */
export async function allRows(house: Storage): Promise<StoredRow[]> {
  await house.settled?.();
  const tables = await Promise.all(
    TABLES.map(async table => {
      const rows: StoredRow[] = [];
      const client = TableClient.fromConnectionString(house.connectionString, house.prefix + table, {
        allowInsecureConnection: true,
      });
      for await (const entity of client.listEntities()) {
        const { partitionKey = '', rowKey = '', timestamp, etag, write, ...facts } = entity;
        rows.push({ table, partitionKey, rowKey, text: JSON.stringify(facts) });
      }
      return rows;
    }),
  );
  return tables.flat();
}

/** The rows of one company whose keys begin so. */
export function rowsOf(rows: readonly StoredRow[], companyId: string, begin: string): StoredRow[] {
  return rows.filter(
    row => row.table === 'companies' && row.partitionKey === companyId && row.rowKey.startsWith(begin),
  );
}
