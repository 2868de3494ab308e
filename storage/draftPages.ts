import { createHash } from 'node:crypto';
import * as z from 'zod';
import { customerFilterSchema } from '../domain/customerFilter.ts';
import { historySubjectSchema } from '../domain/history.ts';
import { guid, moment } from '../domain/identity.ts';
import { LANGUAGES } from '../domain/language.ts';
import type { Table } from './rows.ts';

/** What a short-lived page shows: the letter of an invitation, one to a company's primary contact, an export, or where a file is handed in. */
export const draftPageSchema = z.object({
  subject: z.discriminatedUnion('of', [
    z.object({
      of: z.literal('invitation'),
      invitationId: z.string(),
      linkVersion: z.number().int(),
      purpose: z.enum(['invitation', 'reminder']),
      /** Which reminder it is: the page of an earlier one stays closed. */
      reminder: z.number().int().optional(),
    }),
    z.object({
      of: z.literal('contact'),
      companyId: guid,
      purpose: z.enum(['confirm', 'active', 'rejected']),
    }),
    z.object({
      of: z.literal('history'),
      /** Who asked for it, and whose rights decide at the download. */
      viewer: z.object({ tenantId: guid, objectId: guid }),
      history: historySubjectSchema,
    }),
    z.object({
      of: z.literal('customers'),
      viewer: z.object({ tenantId: guid, objectId: guid }),
      filter: customerFilterSchema,
    }),
    /** Where a file with customers is handed in; it becomes the list of that id, once. */
    z.object({
      of: z.literal('import'),
      viewer: z.object({ tenantId: guid, objectId: guid }),
      importId: guid,
    }),
  ]),
  /** The language of the page around the letter: its viewer's. */
  language: z.enum(LANGUAGES),
  expiresAt: moment,
});
export type DraftPage = z.infer<typeof draftPageSchema>;

/** Short-lived addresses of draft pages and exports, kept only as hashes: whoever reads the table can open none. */
export class DraftPages {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Opens a page under a random token. One request. */
  async open(token: string, page: DraftPage): Promise<void> {
    const key = hash(token);
    await this.#table.insert(key, key, page);
  }

  /** The page behind a token, unless there is none or its time is over. One point read. */
  async get(token: string, now: Date): Promise<DraftPage | undefined> {
    const key = hash(token);
    const row = await this.#table.get(key, key, draftPageSchema);
    if (!row || now.getTime() >= Date.parse(row.value.expiresAt)) return undefined;
    return row.value;
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
