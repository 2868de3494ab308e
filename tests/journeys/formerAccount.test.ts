import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceRequest } from '../../domain/serviceRequest.ts';
import { carryEndedRelationship } from '../../operations/carryEnding.ts';
import { orderedBefore } from '../../operations/order.ts';
import { opensAccount, recordOf, setsUp, setupCodeIn } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { chain, customersOf, rightDetails, subscriptionsOf, toReview } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { approvesLink, becomesCustomer } from './support/relationships.ts';
import { referenceOf, requestsService } from './support/serviceRequests.ts';
import { linkIn } from './support/story.ts';

let house: House;
let direct: Office;
let taylor: Person;
let account: { id: string; name: string; code: string };
let request: ServiceRequest;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** A direct partner opened an account, and removed the relationship before anybody entered the code. */
beforeEach(async () => {
  count++;
  direct = await office(house, 'directPartner', `Contoso ${count}`);
  taylor = newOrganization(house).person('Taylor Phillips');
  const name = `Tailspin ${count}`;
  const { admin } = direct;
  await toReview(admin, rightDetails({ name, email: taylor.options.email }), { 'm365-business-basic': '5' });
  await admin.clicks('Submit');
  const code = setupCodeIn(admin.seen.text);
  await house.settled();
  account = { id: (await recordOf(house, direct, name)).id, name, code };
  request = await requestsService(house, admin, account);
  await admin.sends('subscriptions.list', { customer: account.id });
  await admin.clicks('Open Microsoft 365 Business Basic');
  await admin.clicks('Suspend');
  await admin.clicks('Suspend');
  await admin.sends('customers.askEnd', { id: account.id });
  expect(admin.seen.text).toContain('so nobody there is told');
  await admin.clicks('Remove relationship');
  expect(admin.seen.text).toContain('so nobody there is told');
  await house.settled();
  house.clock.forward(60_000);
});

const records = () => customersOf(house, direct);

/** Invites it again from its record; the link of the invitation. */
async function invitesAgain(): Promise<string> {
  const { admin } = direct;
  await admin.sends('customers.open', { id: account.id });
  expect(admin.seen.text).toContain('this record is then continued');
  await admin.clicks('Invite again');
  await admin.clicks('Next');
  const link = linkIn(admin.seen.text);
  await admin.clicks('Next');
  await admin.clicks('Done');
  return link;
}

const events = async (id: string) =>
  (await house.bot.desk.storage.history.ofSubject(direct.id, id, 50)).rows.map(row => row.value.event);

describe('a former customer whose account nobody entered', () => {
  it('is continued by the approval of an ordinary invitation, with its history', async () => {
    const link = await invitesAgain();
    await approvesLink(taylor, link);
    await house.settled();
    const { tenantId } = taylor.options;
    expect(await records()).toEqual([expect.objectContaining({ id: tenantId, canSell: true })]);
    expect((await records())[0]?.endedAt).toBeUndefined();
    const told = await events(tenantId);
    for (const event of ['accountOpened', 'ordered', 'relationshipEnded', 'accepted']) {
      expect(told).toContain(event);
    }
    // Cards of before lead to the customer.
    await direct.admin.sends('customers.open', { id: account.id });
    expect(direct.admin.seen.text).toContain(tenantId);
    expect(direct.admin.mayClick('Show invitation')).toBe(true);
    await direct.admin.types(`customers ${account.name}`);
    expect(direct.admin.buttons.filter(title => title.startsWith('Open '))).toHaveLength(1);
  });

  it('brings what it had along when its code is entered after all', async () => {
    await approvesLink(taylor, await invitesAgain());
    await house.settled();
    await taylor.types(account.code);
    expect(taylor.seen.text).toContain('Nobody at present: the relationships of this account have ended');
    await setsUp(taylor, account.code);
    await house.settled();
    const { tenantId } = taylor.options;
    expect(await subscriptionsOf(house, tenantId)).toHaveLength(1);
    expect(await records()).toEqual([
      expect.objectContaining({ id: tenantId, canSell: true, canAdminister: 'yes' }),
    ]);
    expect((await events(tenantId)).filter(event => event === 'accountOpened')).toHaveLength(1);
  });

  it('joins the record of a customer that the partner has already', async () => {
    const link = await invitesAgain();
    const customer = await office(house, 'customer', `Wingtip ${count}`);
    await becomesCustomer(house, direct, customer);
    await approvesLink(customer.admin, link);
    // Another address than the invited one: the partner says whether that is right.
    await house.settled();
    direct.admin.reads();
    await direct.admin.clicks('That is them');
    await house.settled();
    expect(await records()).toEqual([expect.objectContaining({ id: customer.id, canSell: true })]);
    expect(await events(customer.id)).toContain('accountOpened');
  });

  it('is continued for the provider, too, when the reseller invites it with both of them', async () => {
    const world = await chain(house);
    const { provider, reseller } = world;
    const opened = await opensAccount(house, world, `Wingtip ${count}`);
    await provider.admin.sends('subscriptions.list', { customer: opened.id });
    await provider.admin.clicks('Open Microsoft 365 Business Basic');
    await provider.admin.clicks('Suspend');
    await provider.admin.clicks('Suspend');
    await reseller.admin.sends('customers.askEnd', { id: opened.id });
    await reseller.admin.clicks('Remove relationship');
    await house.settled();
    house.clock.forward(60_000);
    await reseller.admin.sends('customers.open', { id: opened.id });
    await reseller.admin.clicks('Invite again');
    await reseller.admin.clicks('Next', { provider: provider.id, email: taylor.options.email });
    const link = linkIn(reseller.admin.seen.text);
    await reseller.admin.clicks('Next');
    await reseller.admin.clicks('Done');
    await approvesLink(taylor, link);
    await house.settled();
    const { tenantId } = taylor.options;
    for (const partner of [provider, reseller]) {
      expect((await customersOf(house, partner)).map(({ id }) => id)).toEqual([tenantId]);
      const { rows } = await house.bot.desk.storage.history.ofSubject(partner.id, tenantId, 50);
      expect(rows.map(row => row.value.event)).toContain('ordered');
      expect((await house.bot.desk.storage.customers.get(partner.id, opened.id))?.value.id).toBe(tenantId);
    }
  });

  it('stays a customer when the end of the account is carried once more, as after a crash', async () => {
    const { desk } = house.bot;
    await approvesLink(taylor, await invitesAgain());
    await house.settled();
    const before = await records();
    const ended = (await desk.storage.partners.get(account.id, direct.id))?.value.endedAt ?? '';
    const { tenantId, objectId } = direct.admin.options;
    await carryEndedRelationship(desk, {
      kind: 'endRelationship',
      partnerId: direct.id,
      customerId: account.id,
      by: { tenantId, objectId, name: 'Admin' },
      endedAt: ended,
      administrationVersion: 1,
    });
    expect(ended).not.toBe('');
    expect(await records()).toEqual(before);
  });

  it('leaves the service requests of the account for the partner to read', async () => {
    const { admin } = direct;
    await approvesLink(taylor, await invitesAgain());
    await house.settled();
    await admin.types('service requests');
    await admin.clicks(`Open ${referenceOf(request)}`);
    expect(admin.seen.text).toContain(request.title);
    expect(admin.seen.text).toContain('The relationship has ended: nothing can be written here any more.');
  });

  it('has had what was ordered for the account: an order that arrives again is known', async () => {
    const { desk } = house.bot;
    const orderId = (await subscriptionsOf(house, account.id))[0]?.orderId ?? '';
    await approvesLink(taylor, await invitesAgain());
    await house.settled();
    const order = { orderId, customerId: account.id };
    const customer = await orderedBefore(desk, { tenantId: direct.id }, order);
    expect(customer?.id).toBe(taylor.options.tenantId);
    expect(await orderedBefore(desk, { tenantId: newOrganization(house).tenantId }, order)).toBeUndefined();
  });

  it('needs no setup code any more, however old the card is that asks for one', async () => {
    const { admin } = direct;
    await approvesLink(taylor, await invitesAgain());
    await house.settled();
    await admin.sends('setupInformation.new', { id: account.id });
    expect(admin.seen.text).toContain('needs no setup code');
  });

  it('stays when the draft is discarded or the invitation withdrawn', async () => {
    const { admin } = direct;
    await admin.sends('customers.open', { id: account.id });
    await admin.clicks('Invite again');
    await admin.clicks('Next');
    await admin.clicks('Cancel');
    await admin.sends('customers.open', { id: account.id });
    expect(admin.seen.text).toContain('A former customer');
    expect(admin.mayClick('Invite again')).toBe(true);
    expect(admin.mayClick('Show invitation')).toBe(false);
  });
});
