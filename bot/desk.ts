import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { StorageLocation } from '../storage/tables.ts';
import type { Config } from './config.ts';

/** Where the configuration says that storage is; `embedded` is what the local house started. */
export function storageLocation(config: Config, embedded: string | undefined): StorageLocation {
  const { storage } = config;
  switch (storage.kind) {
    case 'connectionString':
      return { connectionString: storage.connectionString };
    case 'account':
      return { account: storage.account, cloud: config.cloud };
    case 'embedded':
      if (!embedded) throw new Error('The embedded storage was not started.');
      return { connectionString: embedded };
  }
}

/** The same after a restart and no other's: two processes cannot listen on one port of one machine. */
export function instanceName(config: Config): string {
  return `${hostname()}:${config.port}`;
}

export const systemRandom = (bytes: number): Buffer => randomBytes(bytes);
export const systemNow = (): Date => new Date();
