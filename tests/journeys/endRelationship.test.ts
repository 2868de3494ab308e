import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { establishCustomer } from '../../operations/carryForward.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { administrators, all, approvesLink, becomesCustomer, opensSeller } from './support/relationships.ts';

let house: House;
let reseller: Office;
let customer: Office;
let invited: { id: string; link: string };
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  customer = await office(house, 'customer', `Wingtip ${count}`);
  invited = await becomesCustomer(house, reseller, customer);
  house.clock.forward(60_000);
});
afterAll(() => house.stop());

const atPartner = async (partner = reseller) =>
  (await house.bot.desk.storage.customers.get(partner.id, customer.id))?.value;
const atCustomer = async (partner = reseller) =>
  (await house.bot.desk.storage.partners.get(customer.id, partner.id))?.value;

async function opensCustomer(partner = reseller): Promise<void> {
  await partner.admin.types(`customers ${customer.name}`);
  await partner.admin.clicks(`Open ${customer.name}`);
}
/** Ends it from the customer's side, with both clicks. */
async function customerEnds(partner = reseller): Promise<void> {
  await opensSeller(customer.admin, partner.name);
  await customer.admin.clicks('Remove relationship');
  await customer.admin.clicks('Remove relationship');
  await house.settled();
}

describe.each(['the customer', 'the partner'] as const)('Remove relationship, by %s', who => {
  const mine = () => (who === 'the customer' ? customer : reseller);
  const theirs = () => (who === 'the customer' ? reseller : customer);
  const opens = () => (who === 'the customer' ? opensSeller(customer.admin, reseller.name) : opensCustomer());

  it('says first what ends and what stays', async () => {
    await opens();
    await mine().admin.clicks('Remove relationship');
    const { text } = mine().admin.seen;
    expect(text).toContain(`Remove the reseller relationship with ${theirs().name}?`);
    expect(text).toContain('administrator rights: Office 365, Azure, Dynamics 365, and Windows');
    expect(text).toContain('is the designated support contact, whoever sold the subscription is it again');
    expect(text).toContain('The history stays');
    expect(text).toContain(`${theirs().name} is told`);
    await mine().admin.clicks('Cancel');
    expect(mine().admin.mayClick('Remove relationship')).toBe(true);
    expect((await atPartner())?.canSell).toBe(true);
  });

  it('ends selling and administering on both sides, and tells the other one', async () => {
    await opens();
    await mine().admin.clicks('Remove relationship');
    await mine().admin.clicks('Remove relationship');
    expect(mine().admin.seen.text).toContain(`The relationship with ${theirs().name} is removed`);
    await house.settled();
    expect(await atPartner()).toMatchObject({ canSell: false, canAdminister: 'no', administers: [] });
    expect(await atCustomer()).toMatchObject({ canSell: false });
    expect(await administrators(house, customer)).toEqual(all(undefined));
    expect(theirs().admin.reads().text).toContain(`The reseller relationship with ${mine().name} has ended`);
    expect(theirs().admin.seen.text).toContain(`${mine().admin.options.name} of ${mine().name} removed it`);
  });

  it('takes each out of the other’s list; both are found again as former', async () => {
    await opens();
    await mine().admin.clicks('Remove relationship');
    await mine().admin.clicks('Remove relationship');
    await house.settled();
    await reseller.admin.types('customers');
    expect(reseller.admin.seen.text).toContain('No customers yet');
    await customer.admin.types('partners');
    expect(customer.admin.seen.text).toContain('Former ones are found by their name');
    await customer.admin.clicks('Search', { search: reseller.name });
    expect(customer.admin.mayClick(`Open ${reseller.name}`)).toBe(true);
    await opensCustomer();
    expect(reseller.admin.seen.text).toContain('A former customer: the relationship ended on');
    expect(reseller.admin.mayClick('Remove relationship')).toBe(false);
    expect(reseller.admin.mayClick('Ask again')).toBe(false);
    await customer.admin.types(`partners ${reseller.name}`);
    expect(customer.admin.seen.text).toContain('Former partner, until');
    await customer.admin.clicks(`Open ${reseller.name}`);
    expect(customer.admin.seen.text).toContain('The relationship ended on');
    expect(customer.admin.mayClick('Remove relationship')).toBe(false);
  });

  it('is done once, however often it is clicked', async () => {
    await opens();
    await mine().admin.clicks('Remove relationship');
    const question = mine().admin.seen;
    const heard = theirs().admin.inbox.length;
    await Promise.all(
      [1, 2, 3].map(() => mine().admin.at(house).clicks('Remove relationship', {}, question)),
    );
    await mine().admin.clicks('Remove relationship', {}, question);
    expect(mine().admin.seen.text).toContain('was removed already');
    await house.settled();
    expect(theirs().admin.inbox.length - heard).toBe(1);
  });

  it('is reopened by an ordinary invitation, which finds the old record', async () => {
    const before = await atPartner();
    await opens();
    await mine().admin.clicks('Remove relationship');
    const question = mine().admin.seen;
    await mine().admin.clicks('Remove relationship');
    await house.settled();
    house.clock.forward(60_000);
    await opensCustomer();
    await reseller.admin.clicks('Invite again');
    await reseller.admin.clicks('Next');
    expect(reseller.admin.seen.text).toContain('asks Wingtip');
    const link = /http:\S+invitations\/[\w.-]+/.exec(reseller.admin.seen.text)?.[0] ?? '';
    await reseller.admin.clicks('Next');
    await reseller.admin.clicks('Done');
    await approvesLink(customer.admin, link);
    await house.settled();
    expect(await atPartner()).toMatchObject({ canSell: true, canAdminister: 'yes', domain: before?.domain });
    expect((await atPartner())?.endedAt).toBeUndefined();
    expect((await atCustomer())?.endedAt).toBeUndefined();
    expect(await administrators(house, customer)).toEqual(all(reseller.name));
    await reseller.admin.types('customers');
    expect(reseller.admin.seen.text).toContain(customer.name);
    // The question of before is about a relationship that is over.
    await mine().admin.clicks('Remove relationship', {}, question);
    expect(mine().admin.seen.text).toContain('Remove the reseller relationship with');
    expect((await atPartner())?.canSell).toBe(true);
  });
});

describe('a relationship', () => {
  it('is nobody else’s to end', async () => {
    const stranger = await office(house, 'indirectReseller', `Stranger ${count}`);
    const since = (await atCustomer())?.since;
    for (const verb of ['customers.askEnd', 'customers.end', 'partners.askEnd', 'partners.end']) {
      await stranger.admin.sends(verb, { id: customer.id, since });
      expect(stranger.admin.seen.text).toContain('not here any more');
    }
    expect((await atPartner())?.canSell).toBe(true);
  });

  it('leaves other partners of the customer alone', async () => {
    const other = await office(house, 'directPartner', `Fabrikam ${count}`);
    await becomesCustomer(house, other, customer);
    // Whoever buys from Microsoft is support contact of what it sold itself: there is nothing to fall back to.
    await customer.admin.sends('partners.askEnd', { id: other.id });
    expect(customer.admin.seen.text).not.toContain('designated support contact');
    await customerEnds();
    expect(await atPartner(other)).toMatchObject({ canSell: true, canAdminister: 'yes' });
    expect(await administrators(house, customer)).toEqual(all(other.name));
  });

  it('once ended, stays so whatever is carried again', async () => {
    await customerEnds();
    const { desk } = house.bot;
    await establishCustomer(desk, {
      kind: 'establishCustomer',
      invitationId: invited.id,
      customerId: customer.id,
    });
    await house.settled();
    expect((await atPartner())?.endedAt).toBeDefined();
    expect((await atCustomer())?.endedAt).toBeDefined();
    expect(await administrators(house, customer)).toEqual(all(undefined));
  });
});

describe('requests to a customer that has left meanwhile', () => {
  it('to restore rights cannot be approved any more', async () => {
    await opensSeller(customer.admin, reseller.name);
    await customer.admin.clicks('Remove administrator rights');
    await customer.admin.clicks('Remove administrator rights');
    await house.settled();
    reseller.admin.reads();
    await reseller.admin.clicks('Ask again');
    const link = /http:\S+invitations\/[\w.-]+/.exec(reseller.admin.seen.text)?.[0] ?? '';
    await reseller.admin.clicks('Next');
    await reseller.admin.clicks('Done');
    const sent = reseller.admin.seen;
    await customer.admin.types(link);
    const request = customer.admin.seen;
    await customerEnds();
    await customer.admin.clicks('Approve', { confirmGlobalAdmin: 'true' }, request);
    expect(customer.admin.seen.text).toContain('has ended in the meantime');
    await reseller.admin.clicks('Remind', {}, sent);
    expect(reseller.admin.seen.text).toContain('has ended in the meantime');
    expect((await atPartner())?.endedAt).toBeDefined();
  });
});
