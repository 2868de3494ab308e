import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator } from 'playwright-core';
import { allRows, type StoredRow } from '../journeys/support/rows.ts';
import { eventually } from '../local/support/place.ts';
import { chromiumPath, openBrowser } from './chromium.ts';
import { Client, picturePage } from './client.ts';
import { startWholeHouse, type WholeHouse } from './wholeHouse.ts';

const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;
/** Of the form of a code, and nobody's. */
const WRONG_CODE = '0000-0000-0000';

/** Two people of one company, in a tab each: one adds the other; pictures under `.artifacts/story`. */
(chromiumPath ? describe : describe.skip)('people and roles in two clients of one company', () => {
  let house: WholeHouse;
  let browser: BrowserContext;
  let dana: Client;
  let ari: Client;
  /** Every one-time code that was shown. */
  const codes: string[] = [];

  beforeAll(async () => {
    house = await startWholeHouse();
    browser = await openBrowser();
    dana = await Client.open(browser, 'dana', house.ports.reseller);
    ari = await Client.open(browser, 'ari', house.ports.colleague);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  }, 60_000);

  /** The code on a card, which is kept so that it can be looked for where it must not be. */
  async function codeOn(card: Locator): Promise<string> {
    const code = CODE.exec((await card.textContent()) ?? '')?.[0] ?? '';
    expect(code).toMatch(CODE);
    codes.push(code);
    return code;
  }

  /** Opens someone's entry out of the list in front of Dana. */
  async function opensEntry(list: Locator, name: string): Promise<void> {
    await list.getByText(name, { exact: true }).click();
  }

  it('greets Ari by name, whom Contoso has not added', async () => {
    const welcome = await ari.sees('Welcome to Partner Desk, Ari Lund');
    await ari.picture('people-1-stranger', welcome);
    expect(await welcome.textContent()).toContain('you have not been added yet');
  }, 60_000);

  it('lets Dana add Ari, and shows the sign-in information once', async () => {
    await dana.types('add user');
    const form = await dana.sees('Full name');
    await dana.picture('people-1-form', form);
    await dana.clicks(form, 'Add');
    const again = await dana.sees('Please check');
    await dana.picture('people-2-problems', again);
    await dana.fills(again, 'Full name', 'Ari Lund');
    await dana.fills(again, 'Email', 'ari@contoso.example');
    await again.getByRole('radio', { name: 'Sales agent' }).check();
    await dana.clicks(again, 'Add');
    const confirm = await dana.sees('Add Ari Lund?');
    await dana.picture('people-3-confirm', confirm);
    await dana.clicks(confirm, 'Confirm');
    const information = await dana.sees('Sign-in information for Ari Lund');
    await dana.picture('people-4-information', information);
    const code = await codeOn(information);

    const page = await dana.follows(information, 'Copy to clipboard');
    await page.getByText(code).waitFor();
    // The code came behind the #, which no server sees, and is gone from the address bar.
    expect(page.url()).not.toContain(code);
    await picturePage(page, 'sign-in-information', 360);
    await page.emulateMedia({ colorScheme: 'dark' });
    await picturePage(page, 'sign-in-information-dark', 360);
    await page.close();

    await dana.clicks(information, 'Done');
    const entry = await dana.sees('Ari Lund: Invited');
    await dana.picture('people-5-done', entry);
    expect(await dana.page.textContent('body')).not.toContain(code);
  }, 90_000);

  it('asks Ari for the code, and binds the account to the entry', async () => {
    await ari.types('hello');
    const asked = await ari.sees('Contoso has added you');
    await ari.picture('people-2-asked', asked);
    expect(await asked.textContent()).toContain('the one-time code that Dana Reyes gave you');
    await ari.fills(asked, 'One-time code', WRONG_CODE);
    await ari.clicks(asked, 'Sign in');
    const wrong = await ari.sees('4 tries are left');
    await ari.picture('people-3-wrong', wrong);
    await ari.fills(wrong, 'One-time code', codes[0]?.toLowerCase() ?? '');
    await ari.clicks(wrong, 'Sign in');
    const welcome = await ari.sees('You act for Contoso now');
    await ari.picture('people-4-signed-in', welcome);
    await ari.clicks(welcome, 'What you can do here');
    await ari.picture('people-5-help', await ari.sees('Invite customer'));
    await ari.types('permissions');
    await ari.picture('people-6-permissions', await ari.sees('What you may do'));
  }, 90_000);

  it('lets Dana find Ari and change the roles, and tells Ari', async () => {
    await dana.types('users');
    const list = await dana.sees('sam@contoso.example');
    await dana.picture('people-6-users', list);
    await dana.fills(list, 'Name or email', 'lun');
    await dana.clicks(list, 'Search');
    const found = await dana.sees('Users that match “lun”');
    await dana.picture('people-7-found', found);
    await opensEntry(found, 'Ari Lund');
    const entry = await dana.sees('Ari Lund: Active');
    await dana.picture('people-8-entry', entry);
    await dana.clicks(entry, 'Update');
    const update = await dana.sees('Roles of Ari Lund');
    await update.getByRole('radio', { name: 'Admin agent' }).check();
    await dana.picture('people-9-update', update);
    await dana.clicks(update, 'Update');
    await dana.picture('people-10-updated', await dana.sees('Ari Lund has these roles now'));
    await ari.picture('people-7-told', await ari.sees('Your roles in Contoso have changed'));
  }, 90_000);

  it('lets Ari ask for one more role, which Dana grants on the card that she got', async () => {
    await ari.types('request role');
    const form = await ari.sees('Why');
    await form.getByRole('radio', { name: 'Billing admin' }).check();
    await ari.fills(form, 'Why', 'Covering for Lee in December');
    await ari.picture('people-10-ask', form);
    await ari.clicks(form, 'Send');
    await ari.picture('people-11-asked', await ari.sees('It waits for an answer until'));
    const request = await dana.sees('Ari Lund asks for a role');
    await dana.picture('people-19-request', request);
    await dana.clicks(request, 'Approve');
    await dana.picture('people-20-granted', await dana.sees('Request of Ari Lund'));
    await ari.picture('people-12-granted', await ari.sees('Your request was approved'));
  }, 90_000);

  it('does all of it in Japanese and in Chinese', async () => {
    await dana.types('language 日本語');
    await dana.sees('現在の表示言語は日本語です');
    await dana.types('ユーザーの追加');
    const form = await dana.sees('氏名');
    await dana.picture('people-11-ja-form', form);
    await dana.fills(form, '氏名', '佐藤 花子');
    await dana.fills(form, 'メール アドレス', 'hanako@contoso.example');
    await form.getByRole('radio', { name: 'ヘルプデスク エージェント' }).check();
    await dana.clicks(form, '追加');
    const confirm = await dana.sees('佐藤 花子 さんを追加しますか');
    await dana.picture('people-12-ja-confirm', confirm);
    await dana.clicks(confirm, '確認');
    const information = await dana.sees('佐藤 花子 さんのサインイン情報');
    await dana.picture('people-13-ja-information', information);
    await codeOn(information);
    await dana.clicks(information, '完了');
    await dana.picture('people-14-ja-done', await dana.sees('佐藤 花子: 招待済み'));

    await dana.types('language 繁體中文');
    await dana.sees('目前的顯示語言是繁體中文');
    await dana.types('使用者');
    const list = await dana.sees('全名或電子郵件');
    await dana.picture('people-15-zh-users', list);
    await opensEntry(list, '佐藤 花子');
    const entry = await dana.sees('佐藤 花子: 已邀請');
    await dana.clicks(entry, '新的登入代碼');
    const renewed = await dana.sees('佐藤 花子 的登入資訊');
    await dana.picture('people-16-zh-information', renewed);
    await codeOn(renewed);
    await dana.clicks(renewed, '完成');
    await dana.sees('佐藤 花子: 已邀請');
    await dana.types('language English');
    await dana.sees('You read English now');
  }, 90_000);

  it('lets Dana remove Ari after asking once more, and tells Ari', async () => {
    await dana.types('users ari');
    await opensEntry(await dana.sees('Users that match “ari”'), 'Ari Lund');
    const entry = await dana.sees('Ari Lund: Active');
    await dana.clicks(entry, 'Remove');
    const confirm = await dana.sees('Remove Ari Lund?');
    await dana.picture('people-17-remove', confirm);
    await dana.clicks(confirm, 'Remove');
    await dana.picture('people-18-removed', await dana.sees('Ari Lund was removed'));
    await ari.picture('people-8-removed', await ari.sees('You were removed from Contoso'));
    await ari.types('customers');
    await ari.picture('people-9-refused', await ari.sees('Please ask Dana Reyes to add you'));
  }, 90_000);

  it('lets Ari ask to be added again, which Dana declines with a reason', async () => {
    await ari.clicks(await ari.sees('Please ask Dana Reyes to add you'), 'Ask to be added');
    const form = await ari.sees('Ask to be added');
    await form.getByRole('radio', { name: 'Helpdesk agent' }).check();
    await ari.fills(form, 'Why', 'I am back');
    await ari.clicks(form, 'Send');
    // The list knows of it as soon as she is told.
    await dana.sees('Ari Lund asks to be added');
    await dana.types('users');
    const list = await dana.sees('One colleague asks for a role.');
    await dana.clicks(list, 'Role requests');
    // So it says in the list alone, and not on the card that she is told by.
    const waiting = await dana.sees('asks for: Helpdesk agent');
    await dana.picture('people-21-requests', waiting);
    await opensEntry(waiting, 'Ari Lund');
    // It is told by a card of its own too; what was opened is the last of both.
    const both = dana.page.locator('.ac-adaptiveCard').filter({ hasText: 'Ari Lund asks to be added' });
    await both.nth(1).waitFor();
    const request = both.last();
    await dana.fills(request, 'Reason, if you decline (optional)', 'Please talk to me first.');
    await dana.clicks(request, 'Decline');
    await ari.picture('people-13-declined', await ari.sees('Please talk to me first.'));
  }, 90_000);

  it('leaves no code in any file, be it storage or a log', async () => {
    const entries = await readdir(house.dataDir, { recursive: true, withFileTypes: true });
    expect(entries.map(({ name }) => name)).toContain('partner-desk.log');
    for (const entry of entries.filter(each => each.isFile())) {
      const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
      for (const code of codes) {
        expect(text).not.toContain(code);
        expect(text).not.toContain(code.replaceAll('-', ''));
      }
    }
  });

  it('leaves no code in storage, and rows of a list that say what the entry says', async () => {
    const rows = await allRows({ connectionString: house.connectionString, prefix: '' });
    const texts = rows.map(row => row.rowKey + row.text).join('\n');
    for (const code of codes) {
      expect(texts).not.toContain(code);
      expect(texts).not.toContain(code.replaceAll('-', ''));
    }
    // What is kept of a code stands in the entry and is gone from it with the code.
    const withHash = rows.filter(({ text }) => text.includes('\\"hash\\"'));
    expect(withHash.map(({ rowKey }) => rowKey)).toEqual([expect.stringMatching(/^user:/)]);
    expect(staleRows(rows)).toEqual([]);
  });

  it('leaves nothing to be told, and no timer of a card that was put away', async () => {
    await eventually(async () => {
      const rows = await allRows({ connectionString: house.connectionString, prefix: '' });
      return !rows.some(
        ({ rowKey, text }) => rowKey.startsWith('errand:') || text.includes('hideSignInCode'),
      );
    });
  }, 15_000);
});

/** Index rows that tell another state or other roles than the entry they stand for. */
function staleRows(rows: readonly StoredRow[]): string[] {
  const facts = ({ text }: StoredRow) =>
    text
      .match(/\\"(?:state|agent|admin)\\":\\"\w+\\"/g)
      ?.sort()
      .join();
  const entries = new Map(
    rows.filter(({ rowKey }) => rowKey.startsWith('user:')).map(row => [row.rowKey.slice(5), facts(row)]),
  );
  return rows
    .filter(({ rowKey }) => /^userBy(?:Name|Term):/.test(rowKey))
    .filter(row => entries.get(row.rowKey.slice(-36)) !== facts(row))
    .map(({ rowKey }) => rowKey);
}
