import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { chromiumPath, openBrowser } from './chromium.ts';
import { Client, picturePage } from './client.ts';
import { collage } from './collage.ts';
import { startWholeHouse, type WholeHouse } from './wholeHouse.ts';

/** Three tabs, three companies, one story; each step leaves a picture under `.artifacts/story`. */
(chromiumPath ? describe : describe.skip)('the whole story in the three clients', () => {
  let house: WholeHouse;
  let browser: BrowserContext;
  let contoso: Client;
  let wingtip: Client;
  let link = '';

  beforeAll(async () => {
    house = await startWholeHouse();
    browser = await openBrowser();
    contoso = await Client.open(browser, 'contoso', house.ports.reseller);
    wingtip = await Client.open(browser, 'wingtip', house.ports.customer);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  }, 60_000);

  it('welcomes each person once and says what to do', async () => {
    await contoso.picture('1-welcome', await contoso.sees('You act for Contoso'));
    await wingtip.picture('1-welcome', await wingtip.sees('You act for Wingtip Toys'));
  }, 60_000);

  it('lets Dana draft an invitation', async () => {
    await contoso.types('invite customer');
    const form = await contoso.sees('Invite a customer');
    await contoso.fills(form, 'Customer email', 'kim@wingtip.example');
    await contoso.fills(form, 'Customer name', 'Wingtip Toys');
    await contoso.fills(form, 'Reference', 'Ticket 4711');
    await contoso.picture('2-form', form);
    await contoso.clicks(form, 'Next');
    const editor = await contoso.sees(/Subject/);
    await contoso.picture('3-draft', editor);
    await contoso.clicks(editor, 'Next');
    const ready = await contoso.sees('Open in email');
    await contoso.picture('4-ready', ready);
    const page = await contoso.follows(ready, 'Open in email');
    await page.waitForLoadState();
    link =
      /http:\/\/localhost:\d+\/invitations\/[0-9a-f]{64}\.[\w-]{43}/.exec(
        (await page.textContent('body')) ?? '',
      )?.[0] ?? '';
    expect(link).not.toBe('');
    await picturePage(page, 'draft');
    await page.close();
    await contoso.clicks(ready, 'Done');
    await contoso.picture('5-sent', await contoso.sees('Withdraw'));
  }, 90_000);

  it('lets Kim read who asks, and approve', async () => {
    const page = await browser.newPage();
    await page.goto(link);
    await picturePage(page, 'invitation');
    expect((await page.textContent('body')) ?? '').toContain('Contoso');
    await page.close();
    await wingtip.types(link);
    const request = await wingtip.sees('Decline');
    await wingtip.picture('2-request', request);
    await request.getByRole('checkbox').check();
    await wingtip.clicks(request, 'Approve');
    await wingtip.picture('3-approved', await wingtip.sees(/Kim Akers approved/));
  }, 60_000);

  it('tells Dana at once, and shows the customer', async () => {
    const told = await contoso.sees('accepted your invitation');
    await contoso.picture('6-told', told);
    await contoso.clicks(told, 'View customer');
    await contoso.picture('7-record', await contoso.sees('Can administer'));
    await contoso.types('customers win');
    await contoso.picture('8-customers', await contoso.sees('Customers'));
    await contoso.types('invitations');
    await contoso.picture('9-invitations', await contoso.sees('Ticket 4711'));
    await collage(browser, 'readme', [
      { caption: 'Dana drafts, and sends it from her own mailbox', files: ['contoso-4-ready'] },
      {
        caption: 'Kim reads who asks for what, and approves',
        files: ['wingtip-2-request', 'wingtip-3-approved'],
      },
      {
        caption: 'Dana hears of it at once',
        files: ['contoso-6-told', 'contoso-7-record', 'contoso-8-customers'],
      },
    ]);
  }, 60_000);

  it('names the partner whose rights a second one would replace', async () => {
    const fabrikam = await Client.open(browser, 'fabrikam', house.ports.provider);
    await fabrikam.types('invite customer kim@wingtip.example');
    const form = await fabrikam.sees('Invite a customer');
    await fabrikam.fills(form, 'Customer name', 'Wingtip Toys');
    await fabrikam.clicks(form, 'Next');
    await fabrikam.clicks(await fabrikam.sees(/Subject/), 'Next');
    const ready = await fabrikam.sees('Open in email');
    const second =
      /http:\/\/localhost:\d+\/invitations\/[0-9a-f]{64}\.[\w-]{43}/.exec(
        (await ready.textContent()) ?? '',
      )?.[0] ?? '';
    await fabrikam.clicks(ready, 'Done');
    await fabrikam.sees('Withdraw');
    await wingtip.types(second);
    const request = await wingtip.sees(/Fabrikam.*/);
    await request.getByRole('checkbox').check();
    await wingtip.clicks(request, 'Approve');
    const replacing = await wingtip.sees('This changes who administers for you');
    await wingtip.picture('4-replacing', replacing);
    await wingtip.clicks(replacing, 'Approve');
    await contoso.picture(
      '10-replaced',
      await contoso.sees('gave administrator permissions to another partner'),
    );
  }, 90_000);

  it.each(['日本語', '繁體中文'])(
    'speaks %s when asked to',
    async language => {
      await contoso.types('language');
      const card = contoso.card;
      await contoso.clicks(card, language);
      await contoso.types('help');
      await contoso.picture(`language-${language}-help`);
      await contoso.types('invite customer lee@northwind.example');
      await contoso.picture(`language-${language}-form`);
      await contoso.types('set up company');
      await contoso.picture(`language-${language}-company`);
    },
    60_000,
  );
});
