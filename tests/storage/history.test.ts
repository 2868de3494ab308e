import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewHistoryEntry } from '../../domain/history.ts';
import { History } from '../../storage/history.ts';
import type { Page } from '../../storage/rows.ts';
import { openStorage, type Storage } from '../../storage/storage.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { at } from './examples.ts';

let tables: Tables;
let storage: Storage;
let history: History;
let requests = 0;
beforeAll(async () => {
  tables = await openTestTables({ onRequest: () => requests++ });
  storage = openStorage(tables, 'history-test', () => at(0));
  history = new History(tables.companies);
});
afterAll(() => tables.close());

const entry = (minute: number, over: Partial<NewHistoryEntry> = {}): NewHistoryEntry => ({
  at: at(minute * 60_000).toISOString(),
  by: 'desk',
  subject: 'i1',
  event: 'sent',
  detail: { name: String(minute) },
  ...over,
});
const written = (companyId: string, ...entries: NewHistoryEntry[]) =>
  storage.commit(companyId, { rows: [], history: entries });
const names = (page: Page<{ detail?: Record<string, string> | undefined }>) =>
  page.rows.map(row => row.value.detail?.name);

describe('what happened in a company', () => {
  it('is listed newest first, and what one transaction tells in the order in which it happened', async () => {
    const company = randomUUID();
    await written(company, entry(1));
    await written(
      company,
      entry(3, { detail: { name: '3a' } }),
      entry(3, { detail: { name: '3b' } }),
      entry(2),
    );
    expect(names(await history.page(company, 10))).toEqual(['3b', '3a', '2', '1']);
  });

  it('is nobody else’s', async () => {
    await written(randomUUID(), entry(1));
    expect((await history.page(randomUUID(), 10)).rows).toEqual([]);
    expect((await history.ofSubject(randomUUID(), 'i1', 10)).rows).toEqual([]);
  });

  it('keeps an entry without a place it came from, as an earlier version wrote it', async () => {
    const company = randomUUID();
    const key = 'history:8204627199999-00000000-0000-4000-8000-000000000000';
    const { detail: _, ...old } = entry(1);
    await tables.companies.transact(company, [
      { op: 'insert', key, value: { ...old, event: 'anEventOfLater' }, columns: { subject: 'i1' } },
    ]);
    expect((await history.page(company, 10)).rows[0]?.value).toEqual({ ...old, event: 'anEventOfLater' });
  });
});

describe('the history of one subject', () => {
  it('holds what is about it, and nothing else', async () => {
    const company = randomUUID();
    await written(company, entry(1), entry(2, { subject: 'i2' }), entry(3, { subject: 'i11' }));
    expect(names(await history.ofSubject(company, 'i1', 10))).toEqual(['1']);
    expect(names(await history.ofSubject(company, 'i2', 10))).toEqual(['2']);
  });

  it('holds an entry of another subject that is about it as well; the company’s list holds that once', async () => {
    const company = randomUUID();
    await written(company, entry(1, { about: ['customer', 'i1', 'customer'] }));
    expect(names(await history.ofSubject(company, 'customer', 10))).toEqual(['1']);
    expect(names(await history.ofSubject(company, 'i1', 10))).toEqual(['1']);
    expect(names(await history.page(company, 10))).toEqual(['1']);
  });

  it('is no second list for the company itself', async () => {
    const company = randomUUID();
    await written(company, entry(1, { subject: company }));
    expect(names(await history.page(company, 10))).toEqual(['1']);
    expect(names(await history.ofSubject(company, company, 10))).toEqual([]);
  });

  it('takes any text for a subject', async () => {
    const company = randomUUID();
    const subject = 'a/b\\c#d?e%f~ 漢\u0001';
    await written(company, entry(1, { subject }));
    expect(names(await history.ofSubject(company, subject, 10))).toEqual(['1']);
  });

  it('is one query a page, each entry once, however much else happened', async () => {
    const company = randomUUID();
    for (let batch = 0; batch < 6; batch++) {
      const minutes = Array.from({ length: 15 }, (_, index) => batch * 15 + index);
      await written(
        company,
        ...minutes.map(minute => entry(minute, { subject: minute % 6 ? 'other' : 'i1' })),
      );
    }
    const pages: (string | undefined)[][] = [];
    let next: string | undefined;
    do {
      const before = requests;
      const page = await history.ofSubject(company, 'i1', 6, next);
      expect(requests - before).toBe(1);
      pages.push(names(page));
      next = page.continuation;
    } while (next);
    expect(pages.flat()).toEqual(Array.from({ length: 15 }, (_, index) => String(84 - index * 6)));
    expect(pages[0]).toHaveLength(6);
  });
});

it('is written whole or not at all, with the change that it tells of', async () => {
  const company = randomUUID();
  const taken = { op: 'insert' as const, key: 'thing', value: {} };
  await storage.commit(company, { rows: [taken], history: [entry(1)] });
  await expect(storage.commit(company, { rows: [taken], history: [entry(2)] })).rejects.toThrow();
  expect(names(await history.page(company, 10))).toEqual(['1']);
  expect(names(await history.ofSubject(company, 'i1', 10))).toEqual(['1']);
});

describe('what was decided elsewhere', () => {
  const copied = (company: string, minute: number, id: string) =>
    tables.companies.transact(company, history.copy(company, entry(minute, { subject: 'customer' }), id));

  it('stands once in the lists, however often it is carried', async () => {
    const company = randomUUID();
    await copied(company, 1, 'deed');
    await copied(company, 1, 'deed');
    expect(names(await history.page(company, 10))).toEqual(['1']);
    expect(names(await history.ofSubject(company, 'customer', 10))).toEqual(['1']);
  });

  it('keeps apart what happened at the same moment, and stands among the rest by its time', async () => {
    const company = randomUUID();
    await written(company, entry(1), entry(3));
    await copied(company, 2, 'one deed');
    await copied(company, 2, 'another / deed');
    expect(names(await history.page(company, 10))).toEqual(['3', '2', '2', '1']);
  });
});
