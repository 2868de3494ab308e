import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answerAsOperator, requestForOperator } from '../../operations/operatorServiceRequests.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { FORM, newestRequest, opens, referenceOf, requestsIn } from './support/serviceRequests.ts';

let house: House;
let contoso: Office;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  contoso = await office(house, 'directPartner', 'Contoso');
});
afterAll(() => house.stop());

const asks = async ({ admin, id }: Office, over = {}) => {
  await admin.types('service requests');
  await admin.clicks('Request service for the portal');
  await admin.clicks('Send', { ...FORM, ...over });
  await house.settled();
  return newestRequest(house, id);
};

describe('Request service for the portal', () => {
  it('opens a request in the company’s own partition, with a reference', async () => {
    await contoso.admin.types('service requests');
    await contoso.admin.clicks('Request service for the portal');
    expect(contoso.admin.seen.text).toContain('About Partner Desk itself');
    await contoso.admin.clicks('Cancel');
    expect(contoso.admin.seen.text).toContain('No service requests here.');
    const request = await asks(contoso);
    const { text } = contoso.admin.seen;
    expect(text).toContain(referenceOf(request));
    expect(text).not.toContain('Microsoft');
    expect(request).toMatchObject({ about: 'portal', companyId: contoso.id, onBehalf: false });
    await contoso.admin.types('service requests');
    expect(contoso.admin.seen.text).toContain(`${referenceOf(request)}: ${FORM.title}`);
    expect(contoso.admin.seen.text).toContain('Portal');
    const history = rowsOf(await allRows(house), contoso.id, 'history:');
    expect(history.filter(row => row.text.includes('portal.opened'))).toHaveLength(1);
    expect(history.some(row => row.text.includes(FORM.title))).toBe(false);
  });

  it('says at the field what is wrong', async () => {
    await contoso.admin.sends('requestPortalService.start', {});
    await contoso.admin.clicks('Send', { ...FORM, title: '' });
    expect(contoso.admin.seen.text).toContain('Nothing is lost');
    expect(contoso.admin.seen.text).toContain('Nothing has arrived');
    expect(await requestsIn(house, contoso.id)).toEqual([]);
  });

  it('makes one request, however often it is sent', async () => {
    await contoso.admin.sends('requestPortalService.start', {});
    const form = contoso.admin.seen;
    await Promise.all([1, 2, 3].map(() => contoso.admin.at(house).clicks('Send', { ...FORM }, form)));
    await contoso.admin.clicks('Send', { ...FORM, title: 'Afterwards' }, form);
    expect(contoso.admin.seen.text).toContain(FORM.title);
    expect(await requestsIn(house, contoso.id)).toHaveLength(1);
  });

  it('is answered by the operator, and whoever asked is told', async () => {
    const request = await asks(contoso);
    const { desk } = house.bot;
    const reference = referenceOf(request);
    expect(await requestForOperator(desk, reference)).toMatchObject({ request, notes: [] });
    const asked = await answerAsOperator(desk, reference, { do: 'askAttention', text: 'Since when?' });
    expect(asked).toMatchObject({ outcome: 'answered', request: { state: 'attentionNeeded' } });
    await house.settled();
    expect(contoso.admin.reads().text).toContain(`${reference}: your attention is needed`);
    expect(contoso.admin.seen.text).toContain('Operator of Partner Desk');
    expect(contoso.admin.seen.text).toContain('They wrote: Since when?');
    await contoso.admin.clicks('Open');
    expect(contoso.admin.seen.text).toContain('you are asked to answer');
    await contoso.admin.clicks('Add note', { note: 'Since yesterday' });
    expect(contoso.admin.seen.text).toContain('Open.');
    await answerAsOperator(desk, request.id, { do: 'close', text: undefined });
    await house.settled();
    expect(contoso.admin.reads().text).toContain('the service request was closed');
    const found = await requestForOperator(desk, reference);
    expect(found?.notes.map(({ deed }) => deed)).toEqual(['attentionAsked', 'noted', 'closed']);
    expect(await answerAsOperator(desk, reference, { do: 'note', text: 'More' })).toMatchObject({
      outcome: 'closed',
    });
    await opens(contoso.admin, request);
    await contoso.admin.clicks('Open again', { note: 'Not yet' });
    expect(await answerAsOperator(desk, reference, { do: 'reopen', text: 'Indeed' })).toMatchObject({
      outcome: 'notClosed',
    });
    expect(await answerAsOperator(desk, 'SR-0000-0000', { do: 'note', text: 'x' })).toEqual({
      outcome: 'gone',
    });
  });

  it('asks the operator for attention, too', async () => {
    await asks(contoso);
    await contoso.admin.clicks('Attention needed', { note: 'Please' });
    expect(contoso.admin.seen.text).toContain(
      'Attention needed: Operator of Partner Desk is asked to answer',
    );
  });

  it('is for global admins: nobody else of the company reads it, nobody of another one', async () => {
    const request = await asks(contoso, { title: 'Secret of the portal' });
    const robin = await contoso.colleague('Robin', { agent: 'adminAgent', admin: 'none' });
    await robin.types('service requests');
    expect(robin.seen.text).not.toContain('Secret of the portal');
    await opens(robin, request);
    expect(robin.seen.text).not.toContain('Secret of the portal');
    expect(robin.seen.text).toContain('Global admin');
    await robin.sends('requestPortalService.send', { request: request.id, ...FORM });
    expect(robin.seen.text).toContain('Global admin');
    const fabrikam = await office(house, 'directPartner', 'Fabrikam');
    await opens(fabrikam.admin, request);
    expect(fabrikam.admin.seen.text).toContain('not here any more');
    await fabrikam.admin.sends('serviceRequests.note', {
      id: contoso.id,
      request: request.id,
      version: 1,
      note: 'x',
    });
    expect(fabrikam.admin.seen.text).toContain('not here any more');
    expect(await newestRequest(house, contoso.id)).toEqual(request);
  });

  it('is open to a customer’s global admin as well', async () => {
    const wingtip = await office(house, 'customer', 'Wingtip');
    expect(await asks(wingtip)).toMatchObject({ about: 'portal', companyId: wingtip.id });
  });
});
