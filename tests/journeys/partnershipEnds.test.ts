import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { changePartnership } from '../../domain/partnership.ts';
import { establishPartnership, showPartnership } from '../../operations/carryPartnership.ts';
import { type House, openHouse } from './support/house.ts';
import {
  authorizes,
  becomePartners,
  type Office,
  office,
  opensPartner,
  removesPartnership,
  requests,
  sendsJointly,
} from './support/partnerships.ts';
import { approves } from './support/story.ts';

let house: House;
let provider: Office;
let reseller: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  provider = await office(house, 'indirectProvider', `Fabrikam ${count}`);
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  await becomePartners(house, provider.admin, reseller);
});
afterAll(() => house.stop());

/** What both sides keep of it. */
const both = async () => {
  const { partnerships } = house.bot.desk.storage;
  const rows = await Promise.all([
    partnerships.get(reseller.id, provider.id),
    partnerships.get(provider.id, reseller.id),
  ]);
  return rows.map(row => [row?.value.state, row?.value.providerAdministers]);
};

describe('Remove administrator access', () => {
  it('asks first and says what stays', async () => {
    const { admin } = reseller;
    await opensPartner(admin, 'providers', provider.name);
    expect(admin.seen.text).toContain('Yes: the provider, to your tenant');
    await admin.clicks('Remove administrator access');
    expect(admin.seen.text).toContain(`Remove the administrator access of ${provider.name}?`);
    expect(admin.seen.text).toContain('The partnership stays');
    expect(await both()).toEqual([
      ['active', true],
      ['active', true],
    ]);
  });

  it('takes it back, tells the provider, and shows it on both sides', async () => {
    const { admin } = reseller;
    await opensPartner(admin, 'providers', provider.name);
    await admin.clicks('Remove administrator access');
    await admin.clicks('Remove administrator access');
    expect(admin.seen.text).toContain('no longer has administrator access to your tenant');
    await house.settled();
    expect(provider.admin.reads().text).toContain(`The administrator access to ${reseller.name} was removed`);
    await opensPartner(provider.admin, 'resellers', reseller.name);
    expect(provider.admin.seen.text).toContain('Administrator access\nNo');
    expect(provider.admin.seen.text).toContain(`${reseller.name}: Active`);
    await opensPartner(admin, 'providers', provider.name);
    expect(admin.mayClick('Remove administrator access')).toBe(false);
    expect(admin.mayClick('Invite new customers')).toBe(true);
  });

  it('has nothing left to do the second time', async () => {
    const { admin } = reseller;
    await admin.sends('partnerships.removeAccess', { id: provider.id });
    await admin.sends('partnerships.removeAccess', { id: provider.id });
    expect(admin.seen.text).toContain('There is nothing left to remove');
  });

  it('stands in the provider’s history, also when the partnership ended before it got there', async () => {
    const { storage } = house.bot.desk;
    const standing = await storage.partnerships.get(reseller.id, provider.id);
    if (!standing) throw new Error('no partnership');
    // As after a death between the change and what carries it to the provider.
    const change = changePartnership(standing.value, { do: 'removeAdministration' });
    if ('refused' in change) throw new Error(change.refused);
    await storage.commit(reseller.id, { rows: storage.partnerships.put(standing, change.next), history: [] });
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await house.settled();
    const { rows } = await storage.history.ofSubject(provider.id, reseller.id, 2);
    expect(rows.map(({ value }) => value.event)).toEqual([
      'partnershipRemoved',
      'administratorAccessRemoved',
    ]);
  });

  it('is not for the provider, nor for an admin agent of the reseller', async () => {
    await provider.admin.sends('partnerships.removeAccess', { id: reseller.id });
    expect(provider.admin.seen.text).toContain('not here any more');
    const agent = await reseller.colleague('Sam Agent', { agent: 'adminAgent', admin: 'none' });
    await opensPartner(agent, 'providers', provider.name);
    expect(agent.mayClick('Remove administrator access')).toBe(false);
    expect(agent.mayClick('Remove partnership')).toBe(false);
    for (const verb of ['partnerships.removeAccess', 'partnerships.remove']) {
      await agent.sends(verb, { id: provider.id });
      expect(agent.seen.text).toContain('you need one of these roles: Global admin');
      expect(agent.seen.text).toContain(reseller.admin.options.name);
    }
    expect(await both()).toEqual([
      ['active', true],
      ['active', true],
    ]);
  });
});

describe.each([
  ['the provider', 'resellers'],
  ['the reseller', 'providers'],
] as const)('Remove partnership, by %s', (who, list) => {
  const sides = () =>
    who === 'the provider'
      ? { one: provider.admin, other: reseller.admin, otherName: reseller.name }
      : { one: reseller.admin, other: provider.admin, otherName: provider.name };

  it('says first what stays', async () => {
    const { one, otherName } = sides();
    await opensPartner(one, list, otherName);
    await one.clicks('Remove partnership');
    expect(one.seen.text).toContain('Your customers stay, and so do the rights that they granted');
    expect(one.seen.text).toContain('Customers are told only where');
    expect((await both())[0]?.[0]).toBe('active');
    await one.clicks('Cancel');
    expect(one.seen.text).toContain(`${otherName}: Active`);
  });

  it('tells the other side, and both lists are true', async () => {
    const { one, other, otherName } = sides();
    await removesPartnership(one, list, otherName);
    expect(one.seen.text).toContain(`The partnership with ${otherName} is removed`);
    await house.settled();
    expect(other.reads().text).toContain('The partnership between');
    expect(other.seen.text).toContain('no customer was told');
    await reseller.admin.types('indirect providers');
    expect(reseller.admin.seen.text).toContain('No indirect providers yet');
    await provider.admin.types('indirect resellers');
    expect(provider.admin.seen.text).toContain('No indirect resellers yet');
    expect(await both()).toEqual([
      ['removed', false],
      ['removed', false],
    ]);
  });

  it('leaves the customers on both sides, and tells none of them', async () => {
    const { one, otherName } = sides();
    const customer = await office(house, 'customer', 'Wingtip');
    const to = { email: customer.admin.options.email, name: 'Wingtip' };
    const joint = await sendsJointly(reseller.admin, provider.name, to);
    await customer.admin.types(joint.link);
    await approves(customer.admin);
    await house.settled();
    const heard = customer.admin.inbox.length;
    await removesPartnership(one, list, otherName);
    await house.settled();
    expect(customer.admin.inbox).toHaveLength(heard);
    for (const person of [reseller.admin, provider.admin]) {
      await person.types('customers');
      expect(person.seen.text).toContain('Wingtip');
    }
    const { customers } = house.bot.desk.storage;
    expect((await customers.get(provider.id, customer.id))?.value.canOrder).toBe(true);
    expect((await customers.get(reseller.id, customer.id))?.value.canAdminister).toBe('yes');
  });

  it('can be followed by a new request to the same address', async () => {
    const { one, otherName } = sides();
    await removesPartnership(one, list, otherName);
    await house.settled();
    const to = { email: reseller.admin.options.email, name: reseller.name };
    const { link } = await requests(provider.admin, to);
    await reseller.admin.types(link);
    await authorizes(reseller.admin);
    await house.settled();
    expect(await both()).toEqual([
      ['active', true],
      ['active', true],
    ]);
    await opensPartner(reseller.admin, 'providers', provider.name);
    expect(reseller.admin.seen.text).toContain(`${provider.name}: Active`);
  });

  it('is done once, however often and by whomever it is clicked', async () => {
    const { one, other } = sides();
    const ids = [reseller.admin, provider.admin].map(person =>
      person === reseller.admin ? provider.id : reseller.id,
    );
    const heard = other.inbox.length;
    await Promise.all([
      reseller.admin.sends('partnerships.remove', { id: ids[0] }),
      provider.admin.sends('partnerships.remove', { id: ids[1] }),
      reseller.admin.sends('partnerships.remove', { id: ids[0] }),
      provider.admin.sends('partnerships.remove', { id: ids[1] }),
    ]);
    await house.settled();
    expect(one.seen.text).toContain('is removed');
    expect((await both()).map(([state]) => state)).toEqual(['removed', 'removed']);
    expect(other.inbox.length - heard).toBeLessThanOrEqual(1);
  });

  it('shows an old card what is true now', async () => {
    const { one, otherName } = sides();
    await opensPartner(one, list, otherName);
    const old = one.seen;
    await removesPartnership(one, list, otherName);
    await house.settled();
    await one.clicks('Remove partnership', {}, old);
    await one.clicks('View customers', {}, old);
    expect(one.seen.text).toContain('No shared customers yet');
    await one.clicks('Back');
    expect(one.seen.text).toContain(`${otherName}: Removed`);
    expect(one.mayClick('Remove partnership')).toBe(false);
  });
});

describe('an authorization that comes after a removal', () => {
  it('is for the new request; what was still on its way about the old one changes nothing', async () => {
    const { desk } = house.bot;
    const former = (await desk.storage.partnerships.get(reseller.id, provider.id))?.value.invitationId ?? '';
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await house.settled();
    const to = { email: reseller.admin.options.email, name: reseller.name };
    const { link } = await requests(provider.admin, to);
    await reseller.admin.types(link);
    await authorizes(reseller.admin);
    await house.settled();
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    await establishPartnership(desk, {
      kind: 'establishPartnership',
      invitationId: former,
      resellerId: reseller.id,
    });
    await showPartnership(desk, {
      kind: 'showPartnership',
      providerId: provider.id,
      resellerId: reseller.id,
    });
    await house.settled();
    expect((await both()).map(([state]) => state)).toEqual(['removed', 'removed']);
  });
});
