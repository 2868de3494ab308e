import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { opensAccount, setsUp } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { chain } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import {
  becomePartners,
  type Office,
  office,
  removesPartnership,
  sendsJointly,
} from './support/partnerships.ts';
import { approves, linkIn, type Sent, sends } from './support/story.ts';

let house: House;
let provider: Office;
let reseller: Office;
let customer: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  provider = await office(house, 'indirectProvider', `Fabrikam ${count}`);
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  customer = await office(house, 'customer', `Wingtip ${count}`);
  const alone = await sends(reseller.admin, { email: customer.admin.options.email, name: customer.name });
  await customer.admin.types(alone.link);
  await approves(customer.admin);
  await house.settled();
  await becomePartners(house, provider.admin, reseller);
});
afterAll(() => house.stop());

const record = async (partner: Office) =>
  (await house.bot.desk.storage.customers.get(partner.id, customer.id))?.value;
/** From the customer's record: the request is drafted, sent, and its link given. */
async function asks(): Promise<Sent> {
  const { admin } = reseller;
  await admin.types(`customers ${customer.name}`);
  await admin.clicks(`Open ${customer.name}`);
  await admin.clicks('Ask to add provider');
  const link = linkIn(admin.seen.text);
  const { messageId: card } = admin.seen;
  await admin.clicks('Next');
  await admin.clicks('Done');
  const code = link.slice(link.lastIndexOf('/') + 1);
  return { link, code, id: code.slice(0, 64), card };
}

describe('Ask to add provider', () => {
  it('asks the customer for the provider alone', async () => {
    const { link } = await asks();
    expect(reseller.admin.seen.text).toContain(`Request to ${customer.name} to add ${provider.name}: Sent`);
    const { text } = await customer.admin.types(link);
    expect(text).toContain(`${reseller.name} asks you to let ${provider.name} submit orders`);
    expect(text).toContain(`Your relationship with ${reseller.name} stays as it is`);
    expect(text).not.toContain('Administer on your behalf');
  });

  it('lets the provider order, and leaves the reseller’s own rights as they were', async () => {
    const before = await record(reseller);
    const { link } = await asks();
    await customer.admin.types(link);
    await approves(customer.admin);
    expect(customer.admin.seen.text).toContain(`${provider.name} can now submit orders for you`);
    await house.settled();
    const since = house.clock.now.toISOString();
    const sharedWith = [{ id: provider.id, name: provider.name, since }];
    expect(await record(reseller)).toEqual({ ...before, sharedWith });
    expect(await record(provider)).toMatchObject({
      canOrder: true,
      canSell: false,
      canAdminister: 'no',
      sharedWith: [{ id: reseller.id, name: reseller.name }],
    });
    expect(reseller.admin.reads().text).toContain(`${customer.name} approved ${provider.name}`);
    expect(provider.admin.reads().text).toContain('is now a customer that you share');
  });

  it('leaves the customer’s partner and administrators as they were', async () => {
    const { companies, partners } = house.bot.desk.storage;
    const before = [await companies.get(customer.id), await partners.get(customer.id, reseller.id)];
    const { link } = await asks();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    const after = [await companies.get(customer.id), await partners.get(customer.id, reseller.id)];
    expect(after.map(row => row?.value)).toEqual(before.map(row => row?.value));
    expect((await partners.get(customer.id, provider.id))?.value).toMatchObject({
      canOrder: true,
      canSell: false,
    });
  });

  it('is not for another company, whoever has the link', async () => {
    const { link, id } = await asks();
    const other = await office(house, 'customer', 'Tailspin');
    await other.admin.types(link);
    expect(other.admin.seen.text).toContain('This link is meant for another company');
    await other.admin.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
    await house.settled();
    expect((await record(provider))?.canOrder).toBeUndefined();
    expect((await house.bot.desk.storage.invitations.get(id))?.value.recipients).toEqual([]);
  });

  it('is asked once: the second time the first request is shown', async () => {
    await asks();
    const sam = await reseller.colleague('Sam Sales', { agent: 'salesAgent', admin: 'none' });
    await sam.types(`customers ${customer.name}`);
    await sam.clicks(`Open ${customer.name}`);
    await sam.clicks('Ask to add provider');
    expect(sam.seen.text).toContain('was already asked by');
  });

  it('is not offered any more once the two share the customer', async () => {
    const { link } = await asks();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    const { admin } = reseller;
    await admin.types(`customers ${customer.name}`);
    await admin.clicks(`Open ${customer.name}`);
    expect(admin.mayClick('Ask to add provider')).toBe(false);
    await admin.sends('inviteCustomer.addProvider', { id: customer.id, provider: provider.id });
    expect(admin.seen.text).toContain('is already shared with this provider');
  });

  it('may be asked again after it was declined', async () => {
    const first = await asks();
    await customer.admin.types(first.link);
    await customer.admin.clicks('Decline');
    await house.settled();
    expect(reseller.admin.reads().text).toContain(`declined to add ${provider.name}`);
    const again = await asks();
    await customer.admin.types(again.link);
    await approves(customer.admin);
    await house.settled();
    expect((await record(provider))?.canOrder).toBe(true);
  });

  it('comes to nothing when the partnership is removed before the answer', async () => {
    const { link } = await asks();
    await customer.admin.types(link);
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await approves(customer.admin);
    expect(customer.admin.seen.text).toContain('was removed in the meantime');
    await house.settled();
    expect(await record(provider)).toBeUndefined();
    expect((await record(reseller))?.sharedWith).toEqual([]);
  });

  it('chooses among several providers', async () => {
    const another = await office(house, 'indirectProvider', `Litware ${count}`);
    await becomePartners(house, another.admin, reseller);
    const { admin } = reseller;
    await admin.types(`customers ${customer.name}`);
    await admin.clicks(`Open ${customer.name}`);
    await admin.clicks('Ask to add provider', { provider: another.id });
    const link = linkIn(admin.seen.text);
    await admin.clicks('Next');
    await admin.clicks('Done');
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(await record(another)).toMatchObject({ canOrder: true });
    expect(await record(provider)).toBeUndefined();
  });

  it('is not for a helpdesk agent, who sees no button either', async () => {
    const lee = await reseller.colleague('Lee Help', { agent: 'helpdeskAgent', admin: 'none' });
    await lee.types(`customers ${customer.name}`);
    await lee.clicks(`Open ${customer.name}`);
    expect(lee.mayClick('Ask to add provider')).toBe(false);
    await lee.sends('inviteCustomer.addProvider', { id: customer.id, provider: provider.id });
    expect(lee.seen.text).toContain('you need one of these roles');
  });
});

describe('a customer that two resellers share with one provider', () => {
  it('stands once in the provider’s list, shared with both', async () => {
    const second = await office(house, 'indirectReseller', `Second ${count}`);
    await becomePartners(house, provider.admin, second);
    const { link } = await asks();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    const to = { email: customer.admin.options.email, name: customer.name };
    const joint = await sendsJointly(second.admin, provider.name, to);
    await customer.admin.types(joint.link);
    await approves(customer.admin);
    await customer.admin.clicks('Approve');
    await house.settled();
    await provider.admin.types(`customers ${customer.name}`);
    expect(provider.admin.buttons.filter(title => title === `Open ${customer.name}`)).toHaveLength(1);
    expect((await record(provider))?.sharedWith.map(({ name }) => name)).toEqual([
      reseller.name,
      second.name,
    ]);
  });
});

describe('an account that a partner opened and whose admin nobody has seen yet', () => {
  it('is not asked for another provider before somebody could answer', async () => {
    const opened = await chain(house);
    const account = await opensAccount(house, opened, `Tailspin ${count}`);
    const { admin } = opened.reseller;
    await becomePartners(house, provider.admin, opened.reseller);
    await admin.sends('customers.open', { id: account.id });
    expect(admin.mayClick('Ask to add provider')).toBe(false);
    await admin.sends('inviteCustomer.addProvider', { id: account.id, provider: provider.id });
    expect(admin.seen.text).toContain(`${account.name} is waiting for its first admin.`);
    await setsUp(newOrganization(house).person('Taylor Phillips'), account.code);
    await house.settled();
    await admin.sends('customers.open', { id: account.id });
    expect(admin.mayClick('Ask to add provider')).toBe(true);
  });
});
