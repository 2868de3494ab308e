import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DraftPage, DraftPages } from '../../storage/draftPages.ts';
import { ConflictError } from '../../storage/errors.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { at } from './examples.ts';

let tables: Tables;
let pages: DraftPages;
beforeAll(async () => {
  tables = await openTestTables();
  pages = new DraftPages(tables.pages);
});
afterAll(() => tables.close());

const token = () => randomBytes(32).toString('base64url');
const page: DraftPage = {
  subject: { of: 'invitation', invitationId: 'i1', linkVersion: 1, purpose: 'invitation' },
  language: 'ja',
  expiresAt: at(900_000).toISOString(),
};

describe('the address of a draft page', () => {
  it('opens it any number of times until its time is over', async () => {
    const address = token();
    await pages.open(address, page);
    expect(await pages.get(address, at(0))).toEqual(page);
    expect(await pages.get(address, at(899_999))).toEqual(page);
    expect(await pages.get(address, at(900_000))).toBeUndefined();
  });

  it('opens nothing when nobody was given it', async () => {
    expect(await pages.get(token(), at(0))).toBeUndefined();
  });

  it('is given once', async () => {
    const address = token();
    await pages.open(address, page);
    await expect(pages.open(address, page)).rejects.toThrow(ConflictError);
  });
});
