import { existsSync } from 'node:fs';
import { readConfig } from '../bot/config.ts';
import { storageLocation, systemNow, systemRandom } from '../bot/desk.ts';
import { azuriteConnectionString } from '../bot/local/azurite.ts';
import { createLog } from '../bot/log.ts';
import { linkSigner } from '../domain/link.ts';
import type { Desk } from '../operations/desk.ts';
import { openStorage } from '../storage/storage.ts';
import { openTables } from '../storage/tables.ts';

/**
 * Opens the desk for one operator command, on the storage that the configuration names; in local mode the one that a
 * running `npm start` has open. What the command leaves in the outbox is carried out by a running bot: this process
 * signs on as an instance whose time is over already.
 */
export async function withOperatorDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const tables = openTables(storageLocation(config, azuriteConnectionString(config.azuritePort)));
  const storage = openStorage(tables, `operator:${process.pid}:${Date.now()}`, systemNow);
  const desk: Desk = {
    storage,
    links: linkSigner(config.linkSecret ?? ''),
    settings: {
      publicUrl: config.publicUrl,
      invitationDays: config.invitationDays,
      review: config.review,
      allowCrossRegion: config.allowCrossRegion,
      proof: config.proof,
      cloud: config.cloud,
      allowedTenants: config.allowedTenants,
    },
    now: systemNow,
    random: systemRandom,
  };
  const log = createLog(config);
  try {
    await storage.outbox.beat(new Date(Date.now() - 1));
    await work(desk);
  } catch (error) {
    log.error({ error }, 'an operator command failed');
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    tables.close();
  }
}
