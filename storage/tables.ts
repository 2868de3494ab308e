/** Opens the tables: who we are to storage, over which transport, under which names. */

import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../domain/cloud.ts';
import { TableBotStorage } from './botState.ts';
import { openTransport, type RequestObserver } from './httpClient.ts';
import { retryPolicy } from './retryPolicy.ts';
import { Table } from './rows.ts';
import { sharedKeyPolicy } from './sharedKeyPolicy.ts';
import { isMissingRow, storageError } from './storageError.ts';
import { TableClient, type TableServiceClientOptions } from './tableSdk.ts';

/** Where storage is: a connection string, or an account that a managed identity has access to (design §6). */
export type StorageLocation =
  | { connectionString: string }
  | {
      account: string;
      cloud?: Cloud;
      /** The client id of a user-assigned identity; without it the system-assigned one is used. */
      identityClientId?: string;
    };

/** How the tables are opened. */
export interface OpenTablesOptions {
  /** Goes before each table's name, so that tests keep apart; letters and digits. */
  prefix?: string;
  /** Told of every request on the wire, retries included. */
  onRequest?: RequestObserver;
}

/** All tables of the product. */
export interface Tables {
  /** All facts of the companies, a partition each. */
  companies: Table;
  /** What is to be delivered: instance registry and marks. */
  outbox: Table;
  /** What is to happen at a time. */
  timers: Table;
  /** Pages that the bot serves for a short while. */
  pages: Table;
  /** How often something was done lately. */
  rateLimits: Table;
  /** Dialog state. */
  botState: TableBotStorage;
  /** Creates the tables that do not exist yet, all at once. StorageUnavailableError if storage cannot be reached. */
  ensure(): Promise<void>;
  /** Whether storage answers and has our tables. One request, an answer within about a second, never rejects. */
  ready(): Promise<boolean>;
  /** Ends the connections. */
  close(): Promise<void>;
}

const TABLE_NAMES = ['companies', 'outbox', 'timers', 'pages', 'botState', 'rateLimits'] as const;
type TableName = (typeof TABLE_NAMES)[number];

const READY_MS = 1_000;

const ENDPOINTS = {
  global: 'core.windows.net',
  usgov: 'core.usgovcloudapi.net',
  germany: 'core.cloudapi.de',
};

/**
 * Parts of the SDK's pipeline that do nothing for us and cost a fifth of a request's CPU: its transport knows proxies,
 * bodies are plain text, answers are not compressed, the table service neither redirects nor takes forms, and
 * `retryPolicy` stands in for its retries. What signs, serializes and parses stays.
 */
const UNUSED_POLICIES = [
  'proxyPolicy',
  'decompressResponsePolicy',
  'wrapAbortSignalLikePolicy',
  'formDataPolicy',
  'userAgentPolicy',
  'setClientRequestIdPolicy',
  'multipartPolicy',
  'defaultRetryPolicy',
  'tracingPolicy',
  'redirectPolicy',
  'logPolicy',
];

/**
 * Opens the tables; nothing is sent before the first use. Throws for a prefix that cannot start a table's name and,
 * with the SDK's words, for a connection string that is none.
 */
export function openTables(location: StorageLocation, options: OpenTablesOptions = {}): Tables {
  const prefix = options.prefix ?? '';
  if (!/^([A-Za-z][A-Za-z0-9]{0,49})?$/.test(prefix))
    throw new TypeError('a table prefix is letters and digits');
  const transport = openTransport(options.onRequest);
  const clients = new Map<TableName, TableClient>();
  const client = (name: TableName): TableClient => {
    const opened = openClient(location, prefix + name, { httpClient: transport });
    clients.set(name, opened);
    return opened;
  };
  const table = (name: TableName): Table => new Table(client(name), transport);
  const botState = client('botState');
  return {
    companies: table('companies'),
    outbox: table('outbox'),
    timers: table('timers'),
    pages: table('pages'),
    rateLimits: table('rateLimits'),
    botState: new TableBotStorage(botState, transport),
    ensure: async () => {
      await Promise.all(
        Array.from(clients, async ([name, opened]) => {
          try {
            await opened.createTable();
          } catch (error) {
            throw storageError(error, { partitionKey: name });
          }
        }),
      );
    },
    ready: async () => {
      try {
        await botState.getEntity('ready', 'ready', { requestOptions: { timeout: READY_MS } });
        return true;
      } catch (error) {
        return isMissingRow(error);
      }
    },
    close: () => transport.close(),
  };
}

function openClient(
  location: StorageLocation,
  tableName: string,
  options: TableServiceClientOptions,
): TableClient {
  const client =
    'connectionString' in location
      ? fromConnectionString(location.connectionString, tableName, options)
      : new TableClient(
          `https://${location.account}.table.${ENDPOINTS[location.cloud ?? 'global']}`,
          tableName,
          managedIdentity(location.identityClientId),
          options,
        );
  for (const name of UNUSED_POLICIES) client.pipeline.removePolicy({ name });
  client.pipeline.addPolicy(retryPolicy, { phase: 'Retry' });
  return client;
}

/** Whether it is https is the connection string's to say; a key in it signs by our own policy, a SAS by the SDK's. */
function fromConnectionString(
  connectionString: string,
  tableName: string,
  options: TableServiceClientOptions,
): TableClient {
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    ...options,
    allowInsecureConnection: true,
  });
  const name = /(?:^|;)\s*AccountName=([^;]+)/i.exec(connectionString)?.[1];
  const key = /(?:^|;)\s*AccountKey=([^;]+)/i.exec(connectionString)?.[1];
  if (name !== undefined && key !== undefined) {
    client.pipeline.removePolicy({ name: 'tablesNamedKeyCredentialPolicy' });
    client.pipeline.addPolicy(sharedKeyPolicy(name, key));
  }
  return client;
}

/** The managed identity, its library loaded when it is first needed: most starts never need it. */
function managedIdentity(clientId: string | undefined): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  const load = async (): Promise<TokenCredential> => {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    const options = { retryOptions: { maxRetries: 1 } };
    return clientId === undefined
      ? new ManagedIdentityCredential(options)
      : new ManagedIdentityCredential({ clientId, ...options });
  };
  return {
    getToken: async (scopes, options) => {
      credential ??= load();
      return (await credential).getToken(scopes, options);
    },
  };
}
