import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { chromiumPath, openBrowser } from './chromium.ts';
import { Client } from './client.ts';
import { startWholeHouse, type WholeHouse } from './wholeHouse.ts';

const LINK = /http:\/\/localhost:\d+\/invitations\/[0-9a-f]{64}\.[\w-]{43}/;

/** The two-tier story in three tabs: a provider, a reseller and a customer; pictures under `.artifacts/story`. */
(chromiumPath ? describe : describe.skip)('the two-tier story in the three clients', () => {
  let house: WholeHouse;
  let browser: BrowserContext;
  let fabrikam: Client;
  let contoso: Client;
  let wingtip: Client;

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

  /** From the editor to *Done*; gives the link that the e-mail carries. */
  async function sends(client: Client): Promise<string> {
    await client.clicks(await client.sees(/Subject/), 'Next');
    const ready = await client.sees('Open in email');
    const link = LINK.exec((await ready.textContent()) ?? '')?.[0] ?? '';
    await client.clicks(ready, 'Done');
    await client.sees('Withdraw');
    return link;
  }

  it('lets Fabrikam request a partnership and Contoso authorize it', async () => {
    await fabrikam.types('request partnership dana@contoso.example');
    const form = await fabrikam.sees('Reseller name');
    await fabrikam.fills(form, 'Reseller name', 'Contoso');
    await fabrikam.picture('partnership-1-form', form);
    await fabrikam.clicks(form, 'Next');
    const link = await sends(fabrikam);
    await contoso.types(link);
    const request = await contoso.sees('Authorize indirect provider');
    await contoso.picture('partnership-2-authorize', request);
    await request.getByRole('checkbox').check();
    await contoso.clicks(request, 'Authorize indirect provider');
    await fabrikam.picture('partnership-3-told', await fabrikam.sees('View partnership'));
    await contoso.types('indirect providers');
    await contoso.picture('partnership-4-providers', await contoso.sees('4391507'));
  }, 90_000);

  it('lets Contoso invite a customer for both in one step', async () => {
    const list = await contoso.sees('4391507');
    await list.getByText('Fabrikam', { exact: true }).first().click();
    const record = await contoso.sees('Remove partnership');
    await contoso.picture('partnership-5-record', record);
    await contoso.clicks(record, 'Invite new customers');
    const form = await contoso.sees('Customer email');
    await contoso.fills(form, 'Customer email', 'kim@wingtip.example');
    await contoso.fills(form, 'Customer name', 'Wingtip Toys');
    await contoso.picture('joint-1-form', form);
    await contoso.clicks(form, 'Next');
    const link = await sends(contoso);
    await wingtip.types(link);
    const request = await wingtip.sees('Decline');
    await wingtip.picture('joint-2-request', request);
    expect(await request.textContent()).toContain('Fabrikam');
    await request.getByRole('checkbox').check();
    await wingtip.clicks(request, 'Approve');
    await contoso.picture('joint-3-told', await contoso.sees('accepted your'));
    await fabrikam.picture('joint-4-provider-told', await fabrikam.sees('Wingtip Toys'));
  }, 90_000);

  it('shows the customer on both sides, and what either side may remove', async () => {
    await fabrikam.types('customers');
    await fabrikam.picture('joint-5-customers', await fabrikam.sees('Can order'));
    await fabrikam.types('indirect resellers');
    const list = await fabrikam.sees('4847383');
    await list.getByText('Contoso', { exact: true }).first().click();
    const record = await fabrikam.sees('Remove partnership');
    await fabrikam.picture('partnership-6-record', record);
    await fabrikam.clicks(record, 'Remove partnership');
    const confirm = await fabrikam.sees('Cancel');
    await fabrikam.picture('partnership-7-confirm', confirm);
    await fabrikam.clicks(confirm, 'Remove partnership');
    await contoso.picture('partnership-8-removed', await contoso.sees('was removed'));
    await contoso.types('learn');
    await contoso.picture('learn', contoso.card);
  }, 90_000);
});
