import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { becomesCustomer, opensSeller } from './support/relationships.ts';
import { FORM, newestRequest, referenceOf, requestsService } from './support/serviceRequests.ts';
import { servesTogether } from './support/subscriptions.ts';

let house: House;
let contoso: Office;
let wingtip: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** Contoso administered for Wingtip, which took the rights back. */
beforeEach(async () => {
  count++;
  contoso = await office(house, 'indirectReseller', `Contoso ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
  await becomesCustomer(house, contoso, wingtip);
});
afterAll(() => house.stop());

const takesBack = async () => {
  await opensSeller(wingtip.admin, contoso.name);
  await wingtip.admin.clicks('Remove administrator rights');
  await wingtip.admin.clicks('Remove administrator rights');
  await house.settled();
};

describe('a partner from whom administrator rights were taken back', () => {
  it('reads that it is still responsible, and requests service on behalf from there', async () => {
    await takesBack();
    expect(contoso.admin.reads().text).toContain('you can request service on their behalf');
    expect(contoso.admin.buttons).toEqual(['Ask again', 'Request service on behalf', 'View customer']);
    await contoso.admin.clicks('Request service on behalf');
    expect(contoso.admin.seen.text).toContain(`You administer nothing for ${wingtip.name}`);
    await contoso.admin.clicks('Send', { ...FORM });
    const request = await newestRequest(house, wingtip.id);
    expect(request.onBehalf).toBe(true);
    const { text } = contoso.admin.seen;
    expect(text).toContain(`On behalf: ${contoso.name} does not administer what this is about`);
    expect(text).toContain(`say that you call for ${wingtip.name}, quote ${referenceOf(request)}`);
    expect(contoso.admin.follows('Call Microsoft support')).toMatch(/^https:/);
    await house.settled();
    wingtip.admin.reads();
    await wingtip.admin.clicks('Open');
    expect(wingtip.admin.seen.text).toContain('On behalf');
  });

  it('is offered it on the customer’s record, too', async () => {
    await contoso.admin.sends('customers.open', { id: wingtip.id });
    await contoso.admin.clicks('More for this customer');
    expect(contoso.admin.buttons).toContain('Service requests');
    await contoso.admin.clicks('Back');
    expect(contoso.admin.buttons).not.toContain('Request service on behalf');
    await takesBack();
    await contoso.admin.sends('customers.open', { id: wingtip.id });
    await contoso.admin.clicks('Request service on behalf');
    expect(contoso.admin.seen.text).toContain(`Request service for ${wingtip.name}`);
  });

  it('does not say so of what it administers', async () => {
    const request = await requestsService(house, contoso.admin, wingtip, { topic: 'service:office365' });
    expect(request.onBehalf).toBe(false);
    expect(contoso.admin.seen.text).not.toContain('On behalf');
  });

  it('says so of the service alone that another partner administers', async () => {
    const { companies } = house.bot.desk.storage;
    const row = await companies.get(wingtip.id);
    if (!row) throw new Error('not there');
    const { azure: _, ...administration } = row.value.administration;
    await house.bot.desk.storage.commit(wingtip.id, {
      rows: [companies.update(row, { ...row.value, administration })],
      history: [],
    });
    expect(await requestsService(house, contoso.admin, wingtip, { topic: 'service:azure' })).toMatchObject({
      onBehalf: true,
    });
    expect(await requestsService(house, contoso.admin, wingtip, { topic: 'service:windows' })).toMatchObject({
      onBehalf: false,
    });
    expect(await requestsService(house, contoso.admin, wingtip)).toMatchObject({ onBehalf: false });
  });
});

describe('Azure, which Microsoft supports through providers and direct partners only', () => {
  it('is said to an indirect reseller, and not to its provider', async () => {
    const fabrikam = await office(house, 'indirectProvider', `Fabrikam ${count}`);
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await servesTogether(house, { provider: fabrikam, reseller: contoso, customer: tailspin });
    await contoso.admin.sends('requestService.start', { id: tailspin.id });
    expect(contoso.admin.seen.text).toContain('not from indirect resellers');
    await requestsService(house, contoso.admin, tailspin, { topic: 'service:azure' });
    expect(contoso.admin.seen.text).toContain('Please ask your indirect provider to call Microsoft support');
    expect(contoso.admin.seen.text).not.toContain('say that you call for');
    expect(contoso.admin.buttons).not.toContain('Call Microsoft support');
    await requestsService(house, contoso.admin, tailspin, { topic: 'service:windows' });
    expect(contoso.admin.seen.text).not.toContain(
      'Please ask your indirect provider to call Microsoft support',
    );
    await requestsService(house, fabrikam.admin, tailspin, { topic: 'service:azure' });
    expect(fabrikam.admin.seen.text).not.toContain('ask your indirect provider');
  });
});
