import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator } from 'playwright-core';
import { chromiumPath, openBrowser } from './chromium.ts';
import { Client, picturePage } from './client.ts';
import { startWholeHouse, type WholeHouse } from './wholeHouse.ts';

const LINK = /http:\/\/localhost:\d+\/invitations\/[0-9a-f]{64}\.[\w-]{43}/;
const CODE = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}/;

/** A customer's account from its opening to the customer's own admin, in three tabs; pictures under `.artifacts/story`. */
(chromiumPath ? describe : describe.skip)('a customer’s account in the three clients', () => {
  let house: WholeHouse;
  let browser: BrowserContext;
  let fabrikam: Client;
  let contoso: Client;
  let wingtip: Client;
  let code = '';

  beforeAll(async () => {
    house = await startWholeHouse();
    browser = await openBrowser();
    fabrikam = await Client.open(browser, 'fabrikam', house.ports.provider);
    contoso = await Client.open(browser, 'contoso', house.ports.reseller);
    wingtip = await Client.open(browser, 'wingtip', house.ports.customer);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  }, 60_000);

  const opensRow = (card: Locator, name: string) => card.getByText(name, { exact: true }).first().click();

  it('begins with a provider and its reseller', async () => {
    await fabrikam.types('request partnership dana@contoso.example');
    const form = await fabrikam.sees('Reseller name');
    await fabrikam.fills(form, 'Reseller name', 'Contoso');
    await fabrikam.clicks(form, 'Next');
    await fabrikam.clicks(await fabrikam.sees(/Subject/), 'Next');
    const ready = await fabrikam.sees('Open in email');
    const link = LINK.exec((await ready.textContent()) ?? '')?.[0] ?? '';
    await fabrikam.clicks(ready, 'Done');
    await fabrikam.sees('Withdraw');
    await contoso.types(link);
    const request = await contoso.sees('Authorize indirect provider');
    await request.getByRole('checkbox').check();
    await contoso.clicks(request, 'Authorize indirect provider');
    await fabrikam.sees('View partnership');
  }, 90_000);

  it('lets Fabrikam add a customer of Contoso: details, subscriptions, review', async () => {
    await fabrikam.types('indirect resellers');
    await opensRow(await fabrikam.sees('4847383'), 'Contoso');
    const record = await fabrikam.sees('Add new customer');
    await fabrikam.clicks(record, 'Add new customer');
    const form = await fabrikam.sees('Primary domain prefix');
    await fabrikam.picture('account-1-details', form);
    for (const [label, text] of [
      ['Company name', 'Wingtip Toys'],
      ['Primary domain prefix', 'wingtip-toys'],
      ['Address line 1', '12 Wharf Road'],
      ['City', 'Seattle'],
      ['State/province', 'WA'],
      ['Postal code', '98101'],
      ['First name', 'Kim'],
      ['Last name', 'Akers'],
      ['Email', 'kim@wingtip.example'],
    ] as const) {
      await fabrikam.fills(form, label, text);
    }
    await fabrikam.clicks(form, 'Next: Subscriptions');
    const again = await fabrikam.sees('Please check');
    await fabrikam.picture('account-2-problems', again);
    await fabrikam.fills(again, 'Primary domain prefix', 'wingtiptoys');
    await fabrikam.clicks(again, 'Next: Subscriptions');
    const catalogue = await fabrikam.sees('Subscriptions for Wingtip Toys');
    await fabrikam.picture('account-3-catalogue', catalogue);
    await catalogue.getByRole('spinbutton').first().fill('12');
    await fabrikam.clicks(catalogue, 'Next: Review');
    const review = await fabrikam.sees('Review: new customer Wingtip Toys');
    await fabrikam.picture('account-4-review', review);
    await fabrikam.clicks(review, 'Submit');
    const information = await fabrikam.sees('Setup information for Wingtip Toys');
    await fabrikam.picture('account-5-information', information);
    code = CODE.exec((await information.textContent()) ?? '')?.[0] ?? '';
    expect(code).toMatch(CODE);
    const page = await fabrikam.follows(information, 'Copy to clipboard');
    await page.getByText(code).waitFor();
    expect(page.url()).not.toContain(code);
    await picturePage(page, 'setup-information', 360);
    await page.close();
    await fabrikam.clicks(information, 'Done');
    await fabrikam.picture('account-6-record', await fabrikam.sees('More for this customer'));
    expect(await fabrikam.page.textContent('body')).not.toContain(code);
    await contoso.picture('account-1-told', await contoso.sees('opened an account for your customer'));
  }, 120_000);

  it('lets Wingtip enter the code, and binds its tenant', async () => {
    await wingtip.types(code);
    const account = await wingtip.sees('Who serves you');
    await wingtip.picture('account-1-to-bind', account);
    await wingtip.clicks(account, 'Set up');
    await wingtip.picture(
      'account-2-bound',
      await wingtip.sees(/is set up for your organization|is being set up/),
    );
    await wingtip.types('subscriptions');
    await wingtip.picture('account-3-subscriptions', await wingtip.sees('Fabrikam'));
    await fabrikam.picture('account-7-bound', await fabrikam.sees(/Wingtip Toys.*(set up|entered|bound)/));
  }, 90_000);

  it('lets Contoso give licenses to the customer’s people', async () => {
    await contoso.types('customers');
    await opensRow(await contoso.sees('Can sell'), 'Wingtip Toys');
    const record = await contoso.sees('More for this customer');
    await contoso.picture('account-2-record', record);
    await record.getByText('More for this customer').click();
    const more = await contoso.sees('More for Wingtip Toys');
    await contoso.picture('account-3-more', more);
    await more.getByText('Users and licenses', { exact: true }).click();
    const users = await contoso.sees('Users of Wingtip Toys');
    await contoso.clicks(users, 'Add user');
    const form = await contoso.sees('Full name');
    await contoso.fills(form, 'Full name', 'Megan Bowen');
    await contoso.fills(form, 'Email', 'megan@wingtip.example');
    await contoso.picture('account-4-user-form', form);
    await contoso.clicks(form, 'Add');
    const user = await contoso.sees('Assign licenses');
    await contoso.picture('account-5-user', user);
    await user.getByRole('checkbox').first().check();
    await contoso.clicks(user, 'Assign licenses');
    await contoso.picture('account-6-assigned', await contoso.sees('Take back'));
  }, 90_000);

  it('lets Fabrikam change a subscription, request service and let the customer buy', async () => {
    await fabrikam.types('subscriptions wingtip');
    const list = await fabrikam.sees('Subscriptions of Wingtip Toys');
    await fabrikam.picture('account-8-subscriptions', list);
    await opensRow(list, 'Exchange Online (Plan 1)');
    const subscription = await fabrikam.sees('Change licenses');
    await fabrikam.picture('account-9-subscription', subscription);
    await fabrikam.clicks(subscription, 'Change licenses');
    const form = await fabrikam.sees('Licenses');
    await form.getByRole('spinbutton').first().fill('20');
    await fabrikam.picture('account-10-licences', form);
    await fabrikam.clicks(form, 'Change licenses');
    await fabrikam.picture('account-11-changed', await fabrikam.sees('20 licenses, 1 assigned'));
    await fabrikam.types('service requests');
    await fabrikam.picture('account-12-requests', await fabrikam.sees('Service requests'));
    await fabrikam.types('let customer buy wingtip');
    await fabrikam.picture('account-13-let-buy', await fabrikam.sees('Azure'));
    await fabrikam.types('import customers');
    await fabrikam.picture('account-14-import', await fabrikam.sees('Import'));
  }, 120_000);
});
