import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import {
  becomePartners,
  type Office,
  office,
  opensPartner,
  removesPartnership,
  sendsJointly,
} from './support/partnerships.ts';
import { approves, linkIn, type Sent } from './support/story.ts';
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
const state = async (id: string) => (await house.bot.desk.storage.invitations.get(id))?.value.state;

describe('when the partnership was removed while the invitation was open', () => {
  it('the customer who opens it reads so, and nothing is established', async () => {
    const { link, id } = await invites();
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    await customer.admin.types(link);
    expect(customer.admin.seen.text).toContain(`The partnership with ${provider.name}`);
    expect(customer.admin.mayClick('Approve')).toBe(false);
    await customer.admin.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
    await house.settled();
    expect(await three()).toEqual(NEITHER);
  });

  it('between the card and the click, Approve says so and establishes nothing', async () => {
    const { link, id } = await invites();
    await customer.admin.types(link);
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await house.settled();
    await approves(customer.admin);
    expect(customer.admin.seen.text).toContain('was removed in the meantime');
    expect(customer.admin.seen.text).toContain('nothing was established');
    await house.settled();
    expect(await three()).toEqual(NEITHER);
    expect(await state(id)).toBe('sent');
  });

  it('Decline still works, and the inviter is told', async () => {
    const { link, id } = await invites();
    await customer.admin.types(link);
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await customer.admin.clicks('Decline', { reason: 'No' });
    await house.settled();
    expect(await state(id)).toBe('declined');
    expect(reseller.admin.reads().text).toContain('declined your invitation');
  });

  it('Done says so as well: the draft is kept and can be given up', async () => {
    const { admin } = reseller;
    await opensPartner(admin, 'providers', provider.name);
    await admin.clicks('Invite new customers');
    await admin.clicks('Next', { email: customer.admin.options.email, name: customer.name });
    const id = linkIn(admin.seen.text).split('/').at(-1)?.slice(0, 64) ?? '';
    await admin.clicks('Next');
    const card = admin.seen;
    await removesPartnership(admin, 'providers', provider.name);
    await admin.clicks('Done', {}, card);
    expect(admin.seen.text).toContain(`The partnership with ${provider.name}`);
    expect(await state(id)).toBe('draft');
    await admin.clicks('Show invitation');
    await admin.clicks('Continue');
    await admin.clicks('Cancel');
    expect(await state(id)).toBeUndefined();
  });

  it.each(['Remind', 'Send again'])('%s says so, because nobody could approve it', async button => {
    const { id } = await invites();
    const card = reseller.admin.seen;
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await reseller.admin.clicks(button, {}, card);
    expect(reseller.admin.seen.text).toContain(`The partnership with ${provider.name}`);
    expect(await state(id)).toBe('sent');
    await reseller.admin.clicks('Show invitation');
    await reseller.admin.clicks('Withdraw');
    expect(reseller.admin.seen.text).toContain(': Withdrawn');
  });

  it('an approval that was to be checked can no longer be confirmed', async () => {
    const { link, id } = await sendsJointly(reseller.admin, provider.name, {
      email: `else@other${count}.example`,
      name: customer.name,
    });
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(await state(id)).toBe('toBeChecked');
    const notice = reseller.admin.reads();
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    await reseller.admin.clicks('That is them', {}, notice);
    expect(reseller.admin.seen.text).toContain(`The partnership with ${provider.name}`);
    await house.settled();
    expect(await three()).toEqual(NEITHER);
    await reseller.admin.clicks('Show invitation');
    await reseller.admin.clicks('Not them');
    await house.settled();
    expect(await state(id)).toBe('refused');
  });
});

describe('many clicks at once, at two bots on one storage', () => {
  let second: House;
  beforeAll(async () => {
    second = await openHouse({ beside: house, instance: 'second' });
  });
  afterAll(() => second.stop());

  it('Approve from every side establishes both, once', async () => {
    const { link } = await invites();
    const colleague = await customer.colleague('Jo Admin', { agent: 'none', admin: 'globalAdmin' });
    for (const person of [customer.admin, colleague]) await person.types(link);
    const there = customer.admin.at(second);
    const heard = provider.admin.inbox.length;
    await Promise.all([approves(customer.admin), approves(there), approves(colleague), approves(there)]);
    await Promise.all([house.settled(), second.settled()]);
    await house.settled();
    expect(await three()).toEqual(BOTH);
    expect(provider.admin.inbox).toHaveLength(heard + 1);
  });

  it('Approve and Remove partnership have one outcome: both relationships or neither', async () => {
    for (let round = 0; round < 3; round++) {
      const { link, id } = await invites();
      await customer.admin.types(link);
      await Promise.all([
        approves(customer.admin),
        provider.admin.at(second).sends('partnerships.remove', { id: reseller.id }),
      ]);
      await Promise.all([house.settled(), second.settled()]);
      await house.settled();
      const accepted = (await state(id)) === 'accepted';
      expect(await three()).toEqual(accepted ? BOTH : NEITHER);
      count++;
      customer = await office(house, 'customer', `Wingtip ${count}`);
      provider = await office(house, 'indirectProvider', `Fabrikam ${count}`);
      await becomePartners(house, provider.admin, reseller);
    }
  });
});
