import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, opensPartner, sendsJointly } from './support/partnerships.ts';
import { newcomer } from './support/people.ts';
import { approves, linkIn, pageAt, type Sent, sends } from './support/story.ts';
import { BOTH, NEITHER, standing } from './support/three.ts';

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
  await becomePartners(house, provider.admin, reseller);
});
afterAll(() => house.stop());

const invites = (): Promise<Sent> =>
  sendsJointly(reseller.admin, provider.name, {
    email: customer.admin.options.email,
    name: customer.name,
  });
const three = () => standing(house, { provider, reseller, customer });

describe('a joint invitation', () => {
  it('shows the customer both companies and what each may do', async () => {
    const { link } = await invites();
    const { text } = await customer.admin.types(link);
    expect(text).toContain(`${reseller.name} and ${provider.name} ask for a reseller relationship`);
    expect(text).toContain(`Administer on your behalf: ${reseller.name}`.replace(': ', '**: ').trim());
    expect(text).toContain(`Submit orders**: ${provider.name}`);
    expect(text).toContain(`${provider.name} gets no administrator permissions`);
    expect(text).toContain('Approving sets up both relationships, declining neither');
  });

  it('has a page that names both', async () => {
    const { link } = await invites();
    const page = await (await fetch(pageAt(house, link))).text();
    expect(page).toContain(`${reseller.name} and ${provider.name} ask for a reseller relationship`);
    expect(page).toContain('Submit orders');
  });

  it('is begun as well by choosing the provider in the form', async () => {
    const { admin } = reseller;
    await admin.types(`invite customer ${customer.admin.options.email}`);
    expect(admin.seen.text).toContain(`My company and ${provider.name}`);
    await admin.clicks('Next', { name: customer.name, provider: provider.id });
    const link = linkIn(admin.seen.text);
    expect(admin.seen.text).toContain(provider.name);
    await admin.clicks('Next');
    await admin.clicks('Done');
    expect(admin.seen.text).toContain(`Joint invitation to ${customer.name}: Sent`);
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(await three()).toEqual(BOTH);
  });

  it('keeps the choice when the form is refused', async () => {
    const { admin } = reseller;
    await opensPartner(admin, 'providers', provider.name);
    await admin.clicks('Invite new customers');
    await admin.clicks('Next', { email: 'nonsense', name: 'Wingtip' });
    expect(admin.seen.text).toContain('This is not an email address');
    await admin.clicks('Next', { email: 'kim@kept.example' });
    expect(admin.seen.text).toContain(`Wingtip`);
    expect(admin.seen.text).toContain(provider.name);
  });

  it('is nothing that one can begin with somebody who is no partner', async () => {
    const other = await office(house, 'indirectProvider', 'Litware');
    const { admin } = reseller;
    await admin.sends('inviteCustomer.next', { email: 'x@y.example', name: 'X', provider: other.id });
    expect(admin.seen.text).toContain('no active partnership with this provider');
    await admin.types('invitations');
    expect(admin.seen.text).not.toContain('x@y.example');
  });
});

describe('Approve', () => {
  it('establishes both relationships', async () => {
    const { link } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    expect(customer.admin.seen.text).toContain(`${reseller.name} can now sell to you`);
    expect(customer.admin.seen.text).toContain(`${provider.name} can submit orders for you`);
    await house.settled();
    expect(await three()).toEqual(BOTH);
  });

  it('tells the inviter and whoever requested the partnership', async () => {
    const { link, card } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(reseller.admin.reads().text).toContain(`${customer.name} accepted your joint invitation`);
    expect(reseller.admin.looksAgain(card).text).toContain(': Accepted');
    expect(provider.admin.reads().text).toContain(
      `${customer.name} is now a customer that you share with ${reseller.name}`,
    );
    await provider.admin.clicks('View customer');
    expect(provider.admin.seen.text).toContain('Can order\nYes');
    expect(provider.admin.seen.text).toContain(`Shared with\n${reseller.name}`);
  });

  it('puts the customer in both lists, and under View customers on both sides', async () => {
    const { link } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    for (const [person, list, other] of [
      [reseller.admin, 'providers', provider.name],
      [provider.admin, 'resellers', reseller.name],
    ] as const) {
      await person.types('customers');
      expect(person.seen.text).toContain(customer.name);
      expect(person.seen.text).toContain(`shared with ${other}`);
      await opensPartner(person, list, other);
      await person.clicks('View customers');
      expect(person.seen.text).toContain(customer.name);
    }
  });

  it('says what is missing without the tick', async () => {
    const { link } = await invites();
    await customer.admin.types(link);
    await customer.admin.clicks('Approve');
    expect(customer.admin.seen.text).toContain('please confirm that you are a global admin');
    await house.settled();
    expect(await three()).toEqual(NEITHER);
  });

  it('by a company that is new here sets it up with both', async () => {
    const { desk } = house.bot;
    const kim = newcomer(house, { name: 'Kim New', email: `kim@new${count}.example` });
    const { link } = await sendsJointly(reseller.admin, provider.name, {
      email: kim.options.email,
      name: 'Brand New',
    });
    await kim.types(link);
    await approves(kim);
    await house.settled();
    const { tenantId } = kim.options;
    expect((await desk.storage.partners.get(tenantId, provider.id))?.value.canOrder).toBe(true);
    expect((await desk.storage.partners.get(tenantId, reseller.id))?.value.canSell).toBe(true);
    await provider.admin.types('customers brand');
    expect(provider.admin.seen.text).toContain('Brand New');
  });

  it('names another partner whose administrator rights it replaces, and then does both', async () => {
    const former = await office(house, 'directPartner', `Former ${count}`);
    const first = await sends(former.admin, { email: customer.admin.options.email, name: customer.name });
    await customer.admin.types(first.link);
    await approves(customer.admin);
    await house.settled();
    const { link } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    expect(customer.admin.seen.text).toContain('This changes who administers for you');
    expect(customer.admin.seen.text).toContain(`now ${former.name}, then ${reseller.name}`);
    expect(customer.admin.seen.text).toContain(`lets ${provider.name} submit orders`);
    await house.settled();
    expect(await three()).toEqual(NEITHER);
    await customer.admin.clicks('Approve');
    await house.settled();
    expect(await three()).toEqual(BOTH);
    expect(former.admin.reads().text).toContain('gave administrator permissions to another partner');
  });
});

describe('Decline', () => {
  it('establishes neither, and the inviter reads why', async () => {
    const { link } = await invites();
    await customer.admin.types(link);
    await customer.admin.clicks('Decline', { reason: 'Too many' });
    await house.settled();
    expect(await three()).toEqual(NEITHER);
    expect(reseller.admin.reads().text).toContain('Too many');
    expect(provider.admin.inbox.join('\n')).not.toContain(customer.name);
  });
});

describe('those whom the provider tells', () => {
  it('are who asked to be told, and no longer who asked not to be', async () => {
    const robin = await provider.colleague('Robin Sales', { agent: 'salesAgent', admin: 'none' });
    await opensPartner(robin, 'resellers', reseller.name);
    expect(robin.seen.text).toContain('You are not told of new shared customers');
    await robin.clicks('Tell me of new customers');
    expect(robin.seen.text).toContain('You are told when you come to share a new customer');
    await opensPartner(provider.admin, 'resellers', reseller.name);
    await provider.admin.clicks('Stop telling me');
    const { link } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(robin.reads().text).toContain('is now a customer that you share');
    expect(provider.admin.inbox.join('\n')).not.toContain('is now a customer that you share');
  });

  it('are only those who still may see customers', async () => {
    const robin = await provider.colleague('Robin Once', { agent: 'salesAgent', admin: 'none' });
    await opensPartner(robin, 'resellers', reseller.name);
    await robin.clicks('Tell me of new customers');
    const { people } = house.bot.desk.storage;
    const row = await people.get(provider.id, robin.options.objectId);
    if (!row?.value.member) throw new Error('not there');
    const member = { ...row.value.member, agent: 'none', admin: 'userManagementAdmin' } as const;
    await people.save(row, { ...row.value, member });
    const { link } = await invites();
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(robin.inbox.join('\n')).not.toContain(customer.name);
    expect(provider.admin.inbox.join('\n')).toContain(customer.name);
  });
});
