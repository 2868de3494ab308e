import { randomBytes } from 'node:crypto';
import { listenAt, startOurs } from '../bots.ts';
import { CountedTurns, countedBefore, countedTable, ofKind } from '../countedTurns.ts';
import type { Lab } from '../lab.ts';
import { atMost, type Report } from '../report.ts';
import { newPrefix, openTown, settlePartner } from '../town.ts';
import { openWire } from '../wire.ts';

const OFFER = 'm365-business-basic';

/** (i) Orders: what opening an account, ordering for it and changing a subscription ask of storage. */
export async function orders(lab: Lab): Promise<Report> {
  const prefix = newPrefix();
  const town = await openTown({ ...lab, prefix });
  const pat = await settlePartner(town, 'Fabrikam', 'directPartner');
  const wire = await openWire(lab.connectionString, prefix);
  const process = startOurs(lab);
  const desk = new CountedTurns(lab, process, wire, await listenAt(process, wire.connectionString, prefix));

  const details = {
    name: 'Tailspin Toys',
    prefix: `t${randomBytes(6).toString('hex')}`,
    country: 'US',
    line1: '12 Wharf Road',
    city: 'Seattle',
    region: 'WA',
    postalCode: '98101',
    firstName: 'Taylor',
    lastName: 'Phillips',
    email: 'taylor@tailspin.example',
    language: 'en',
  };
  const ten = { [`licences-${OFFER}`]: '10' };
  const form = await desk.clicks('Add new customer', pat, 'addCustomer.start', {});
  const catalogue = await desk.presses('Next: Subscriptions', pat, form, 'Next: Subscriptions', details);
  const review = await desk.presses('Next: Review', pat, catalogue, 'Next: Review', ten);
  await desk.presses('Submit an account', pat, review, 'Submit');
  await desk.presses('Submit it again', pat, review, 'Submit');

  const [customer] = (await town.storage.customers.page(pat.tenantId, 1)).rows;
  if (!customer) throw new Error('the account is not in the list');
  const { id } = customer.value;
  const begun = await desk.clicks('Add subscription', pat, 'addSubscription.start', { customer: id });
  const second = await desk.presses('Next: Review (order)', pat, begun, 'Next: Review', ten);
  await desk.presses('Submit an order', pat, second, 'Submit');
  await desk.clicks('subscriptions', pat, 'subscriptions.list', { customer: id });
  await desk.clicks('customer record', pat, 'customers.open', { id });

  town.tables.close();
  await process.stop();
  await wire.close();
  const transactions = (what: string) => ofKind(countedBefore(desk.counted, what), 'transaction');
  return {
    tables: [countedTable(desk.counted)],
    findings: [
      atMost('Submit an account: transactions', transactions('Submit an account'), 1, '', 0),
      atMost('Submit an order: transactions', transactions('Submit an order'), 1, '', 0),
      atMost('Submit it again: transactions', transactions('Submit it again'), 0, '', 0),
    ],
    notes: ['one line of ten licenses each; a one-time code is made with the account'],
    raw: desk.counted,
  };
}
