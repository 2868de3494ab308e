import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { StorageLocation } from '../storage/tables.ts';
import { type Config, ConfigurationError } from './config.ts';

/**
 * Where the configuration says that storage is; `embedded` is what the local house started. Throws a ConfigurationError
 * when the embedded storage is wanted and none was started, which happens with a registration.
 */
export function storageLocation(config: Config, embedded: string | undefined): StorageLocation {
  const { storage } = config;
  switch (storage.kind) {
    case 'connectionString':
      return { connectionString: storage.connectionString };
    case 'account':
      return { account: storage.account, cloud: config.cloud };
    case 'embedded':
      if (!embedded) {
        throw new ConfigurationError(
          '  AZURE_STORAGE_CONNECTION_STRING: is missing, and so is AZURE_STORAGE_ACCOUNT; the embedded storage belongs to local mode, so with MicrosoftAppId give one of them',
        );
      }
      return { connectionString: embedded };
  }
}

/** The same after a restart and no other's: two processes cannot listen on one port of one machine. */
export function instanceName(config: Config): string {
  return `${hostname()}:${config.port}`;
}

export const systemRandom = (bytes: number): Buffer => randomBytes(bytes);
export const systemNow = (): Date => new Date();
