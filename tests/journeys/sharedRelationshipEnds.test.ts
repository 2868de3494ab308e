import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endSharing, showSharingEnded } from '../../operations/carryEnding.ts';
import { establishCustomer } from '../../operations/carryForward.ts';
import { showSharedCustomer } from '../../operations/carryPartnership.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, sendsJointly } from './support/partnerships.ts';
import { approvesLink, becomesCustomer, opensSeller } from './support/relationships.ts';
import { BOTH, standing, type Three } from './support/three.ts';

let house: House;
let three: Three;
let joint: { id: string; link: string };
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** A customer that a reseller and its provider share. */
beforeEach(async () => {
  count++;
  three = {
    provider: await office(house, 'indirectProvider', `Fabrikam ${count}`),
    reseller: await office(house, 'indirectReseller', `Contoso ${count}`),
    customer: await office(house, 'customer', `Wingtip ${count}`),
  };
  await becomePartners(house, three.provider.admin, three.reseller);
  joint = await shares(three.reseller);
  house.clock.forward(60_000);
});
afterAll(() => house.stop());

async function shares(reseller: Office): Promise<{ id: string; link: string }> {
  const { customer, provider } = three;
  const to = { email: customer.admin.options.email, name: customer.name };
  const sent = await sendsJointly(reseller.admin, provider.name, to);
  await approvesLink(customer.admin, sent.link);
  await house.settled();
  return sent;
}

async function customerEnds(partner: Office): Promise<void> {
  await opensSeller(three.customer.admin, partner.name);
  await three.customer.admin.clicks('Remove relationship');
  await three.customer.admin.clicks('Remove relationship');
  await house.settled();
}

const ENDED = {
  resellerSells: false,
  resellerAdministers: 'no',
  providerOrders: false,
  providerAdministers: 'no',
  customerHasReseller: false,
  customerHasProvider: false,
};

describe('when the reseller of a shared customer leaves', () => {
  it('the question names the provider whose orders end', async () => {
    const { reseller, provider, customer } = three;
    expect(await standing(house, three)).toEqual(BOTH);
    await opensSeller(customer.admin, reseller.name);
    await customer.admin.clicks('Remove relationship');
    expect(customer.admin.seen.text).toContain(
      `${provider.name} can no longer order for you through ${reseller.name}`,
    );
  });

  it('the provider’s right to order through it ends on both sides, and it is told', async () => {
    const { reseller, provider, customer } = three;
    await customerEnds(reseller);
    expect(await standing(house, three)).toEqual(ENDED);
    const told = provider.admin.reads();
    expect(told.text).toContain(`${reseller.name} and ${customer.name} no longer work together`);
    expect(told.text).toContain(`your right to submit orders for ${customer.name} through ${reseller.name}`);
    await provider.admin.types('customers');
    expect(provider.admin.seen.text).toContain('No customers yet');
    await provider.admin.types(`customers ${customer.name}`);
    expect(provider.admin.seen.text).toContain('Former customer, until');
    // The invitation was the reseller's, also for a provider that orders no more.
    await provider.admin.clicks(`Open ${customer.name}`);
    expect(provider.admin.mayClick('Show invitation')).toBe(false);
    await provider.admin.clicks('More for this customer');
    expect(provider.admin.buttons).toEqual(['Service requests', 'Back']);
    await customer.admin.types('partners');
    expect(customer.admin.seen.text).toContain('No partners at present. Former ones are found by their name');
    const shared = await house.bot.desk.storage.customers.sharedPage(provider.id, reseller.id, 10);
    expect(shared.rows).toEqual([]);
  });

  it('it goes on ordering through another reseller', async () => {
    const { provider, reseller, customer } = three;
    const other = await office(house, 'indirectReseller', `Litware ${count}`);
    await becomePartners(house, provider.admin, other);
    await shares(other);
    await customerEnds(reseller);
    expect(await standing(house, { ...three, reseller: other })).toEqual(BOTH);
    expect(provider.admin.reads().text).toContain('through your other resellers you still can');
    await opensSeller(customer.admin, provider.name);
    expect(customer.admin.seen.text).toContain(`Orders through\n${other.name}`);
    await customerEnds(other);
    expect((await standing(house, three)).customerHasProvider).toBe(false);
  });

  it('it goes on selling by itself where the customer approved that too', async () => {
    const { provider, reseller } = three;
    const customer = await office(house, 'customer', `Tailspin ${count}`);
    three = { ...three, customer };
    await becomesCustomer(house, provider, customer);
    await shares(reseller);
    await customerEnds(reseller);
    const { customers, partners } = house.bot.desk.storage;
    const own = (await customers.get(provider.id, customer.id))?.value;
    const row = (await partners.get(customer.id, provider.id))?.value;
    expect(own).toMatchObject({ canSell: true, canOrder: false, sharedWith: [] });
    expect(row).toMatchObject({ canSell: true, canOrder: false, ordersThrough: [] });
    expect([own?.endedAt, row?.endedAt]).toEqual([undefined, undefined]);
  });

  it('stays ended whatever is carried again, in whatever order', async () => {
    const { provider, reseller, customer } = three;
    await customerEnds(reseller);
    const { desk } = house.bot;
    const at = {
      endedId: reseller.id,
      endedName: reseller.name,
      otherId: provider.id,
      customerId: customer.id,
      endedAt: house.clock.now.toISOString(),
    };
    const heard = provider.admin.inbox.length;
    await establishCustomer(desk, {
      kind: 'establishCustomer',
      invitationId: joint.id,
      customerId: customer.id,
    });
    await showSharedCustomer(desk, {
      kind: 'showSharedCustomer',
      providerId: provider.id,
      resellerId: reseller.id,
      customerId: customer.id,
      invitationId: joint.id,
    });
    await showSharingEnded(desk, { kind: 'showSharingEnded', ...at });
    await endSharing(desk, { kind: 'endSharing', ...at });
    await house.settled();
    expect(await standing(house, three)).toEqual(ENDED);
    expect(provider.admin.inbox).toHaveLength(heard);
  });

  it('is reopened jointly, and what was still on its way about the end changes nothing', async () => {
    const { provider, reseller, customer } = three;
    const endedAt = house.clock.now.toISOString();
    await customerEnds(reseller);
    house.clock.forward(60_000);
    await shares(reseller);
    expect(await standing(house, three)).toEqual(BOTH);
    const at = {
      endedId: reseller.id,
      endedName: reseller.name,
      otherId: provider.id,
      customerId: customer.id,
      endedAt,
    };
    await endSharing(house.bot.desk, { kind: 'endSharing', ...at });
    await showSharingEnded(house.bot.desk, { kind: 'showSharingEnded', ...at });
    await house.settled();
    expect(await standing(house, three)).toEqual(BOTH);
  });

  it('a request to add a provider can no longer be approved', async () => {
    const { reseller, customer } = three;
    const second = await office(house, 'indirectProvider', `Proseware ${count}`);
    await becomePartners(house, second.admin, reseller);
    await reseller.admin.types(`customers ${customer.name}`);
    await reseller.admin.clicks(`Open ${customer.name}`);
    await reseller.admin.clicks('Ask to add provider');
    const link = /http:\S+invitations\/[\w.-]+/.exec(reseller.admin.seen.text)?.[0] ?? '';
    await reseller.admin.clicks('Next');
    await reseller.admin.clicks('Done');
    await customer.admin.types(link);
    const request = customer.admin.seen;
    await customerEnds(reseller);
    await customer.admin.clicks('Approve', { confirmGlobalAdmin: 'true' }, request);
    expect(customer.admin.seen.text).toContain('has ended in the meantime');
    await house.settled();
    expect((await standing(house, { ...three, provider: second })).providerOrders).toBe(false);
  });
});

describe('when the provider of a shared customer leaves', () => {
  it('the reseller goes on, no longer shares the customer, and is told', async () => {
    const { reseller, provider, customer } = three;
    await customerEnds(provider);
    expect(await standing(house, three)).toEqual({
      ...BOTH,
      providerOrders: false,
      customerHasProvider: false,
    });
    const own = await house.bot.desk.storage.customers.get(reseller.id, customer.id);
    expect(own?.value.sharedWith).toEqual([]);
    expect(reseller.admin.reads().text).toContain(
      `${provider.name} no longer submits orders for ${customer.name}`,
    );
  });

  it('it can be asked for again', async () => {
    const { reseller, provider, customer } = three;
    await customerEnds(provider);
    house.clock.forward(60_000);
    await reseller.admin.types(`customers ${customer.name}`);
    await reseller.admin.clicks(`Open ${customer.name}`);
    await reseller.admin.clicks('Ask to add provider');
    const link = /http:\S+invitations\/[\w.-]+/.exec(reseller.admin.seen.text)?.[0] ?? '';
    await reseller.admin.clicks('Next');
    await reseller.admin.clicks('Done');
    await approvesLink(customer.admin, link);
    await house.settled();
    expect(await standing(house, three)).toEqual(BOTH);
    const again = await house.bot.desk.storage.customers.get(provider.id, customer.id);
    expect(again?.value.endedAt).toBeUndefined();
  });

  it('by its own global admin as well', async () => {
    const { provider, customer } = three;
    await provider.admin.types(`customers ${customer.name}`);
    await provider.admin.clicks(`Open ${customer.name}`);
    await provider.admin.clicks('Remove relationship');
    await provider.admin.clicks('Remove relationship');
    await house.settled();
    expect((await standing(house, three)).customerHasProvider).toBe(false);
    expect((await standing(house, three)).resellerAdministers).toBe('yes');
    expect(customer.admin.reads().text).toContain(
      `The reseller relationship with ${provider.name} has ended`,
    );
  });
});
