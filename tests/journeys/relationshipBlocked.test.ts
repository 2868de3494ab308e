import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Subscription, versionOf } from '../../domain/subscription.ts';
import { changeSale } from '../../operations/changeSubscription.ts';
import type { Actor, Desk } from '../../operations/desk.ts';
import { endRelationship } from '../../operations/endRelationship.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { approvesLink, becomesCustomer, opensSeller } from './support/relationships.ts';
import { arePartners, hasSubscription, servesTogether, standsAs } from './support/subscriptions.ts';

let house: House;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  count++;
});
afterAll(() => house.stop());

const stands = async (partner: Office, customer: Office) =>
  (await house.bot.desk.storage.partners.get(customer.id, partner.id))?.value.endedAt === undefined;
const opensCustomer = (partner: Office, customer: Office) =>
  partner.admin.sends('customers.open', { id: customer.id });
const change = (seller: Office, customer: Office, subscription: Subscription, verb: string) =>
  seller.admin.sends(`subscriptions.${verb}`, {
    customer: customer.id,
    id: subscription.id,
    version: versionOf(subscription),
  });

/** Somebody's global admin, as an operation knows them. */
async function actorOf({ admin }: Office): Promise<Actor> {
  const { tenantId, objectId, name, email } = admin.options;
  return {
    tenantId,
    objectId,
    name,
    person: await house.bot.desk.storage.people.get(tenantId, objectId),
    language: 'en',
    provenGlobalAdmin: false,
    profile: async () => ({ email, guest: false }),
    colleague: async () => undefined,
  };
}

/** The desk, but somebody else comes first at the first write. */
function deskThatFirst(comes: () => Promise<unknown>): Desk {
  const { desk } = house.bot;
  let came = false;
  const commit: Desk['storage']['commit'] = async (companyId, written) => {
    if (!came) {
      came = true;
      await comes();
    }
    return desk.storage.commit(companyId, written);
  };
  return { ...desk, storage: { ...desk.storage, commit } };
}

describe('Remove relationship, while what a direct partner sold is active', () => {
  let partner: Office;
  let customer: Office;
  let subscription: Subscription;

  beforeEach(async () => {
    partner = await office(house, 'directPartner', `Contoso ${count}`);
    customer = await office(house, 'customer', `Wingtip ${count}`);
    await becomesCustomer(house, partner, customer);
    house.clock.forward(60_000);
    subscription = await hasSubscription(house, customer, partner);
  });

  it('is refused to the partner, with what blocks it and the way to suspend or cancel it', async () => {
    await opensCustomer(partner, customer);
    await partner.admin.clicks('Remove relationship');
    expect(partner.admin.seen.text).toContain(`The relationship with ${customer.name} cannot be removed yet`);
    expect(partner.admin.seen.text).toContain('A subscription is still active. Nothing was changed.');
    await partner.admin.clicks('Open Microsoft 365 Business Basic');
    await partner.admin.clicks('Suspend');
    await partner.admin.clicks('Suspend');
    await opensCustomer(partner, customer);
    await partner.admin.clicks('Remove relationship');
    await partner.admin.clicks('Remove relationship');
    expect(partner.admin.seen.text).toContain('is removed');
    await house.settled();
    expect(await stands(partner, customer)).toBe(false);
    expect(customer.admin.reads().text).toContain(`The reseller relationship with ${partner.name} has ended`);
  });

  it('is refused to the customer, who sees whom to ask', async () => {
    await opensSeller(customer.admin, partner.name);
    await customer.admin.clicks('Remove relationship');
    expect(customer.admin.seen.text).toContain('Ask whoever sold each to suspend or cancel it');
    await customer.admin.clicks('Open Microsoft 365 Business Basic');
    expect(customer.admin.seen.text).toContain(`Only ${partner.name}, who sold it, can change it`);
    expect(await stands(partner, customer)).toBe(true);
  });

  it('is refused with a confirmation that was shown before the order too, however often', async () => {
    await change(partner, customer, subscription, 'suspend');
    await opensSeller(customer.admin, partner.name);
    await customer.admin.clicks('Remove relationship');
    const question = customer.admin.seen;
    await hasSubscription(house, customer, partner);
    for (let click = 0; click < 2; click++) {
      await customer.admin.clicks('Remove relationship', {}, question);
      expect(customer.admin.seen.text).toContain('cannot be removed yet');
    }
    expect(await stands(partner, customer)).toBe(true);
  });

  it('shows some of many, and says how many there are', async () => {
    for (let index = 0; index < 8; index++) await hasSubscription(house, customer, partner);
    await opensCustomer(partner, customer);
    await partner.admin.clicks('Remove relationship');
    expect(partner.admin.seen.text).toContain('9 subscriptions are still active');
    expect(partner.admin.seen.text).toContain('and 3 more');
    await partner.admin.clicks('Subscriptions');
    expect(partner.admin.seen.text).toContain(`Subscriptions of ${customer.name}`);
  });

  it('never leaves an active subscription without a relationship, whoever reactivates meanwhile', async () => {
    for (let round = 0; round < 4; round++) {
      const current = await standsAs(house, customer, subscription);
      await change(partner, customer, current, 'suspend');
      const since = (await house.bot.desk.storage.partners.get(customer.id, partner.id))?.value.since;
      const suspended = await standsAs(house, customer, subscription);
      await Promise.all([
        customer.admin.sends('partners.end', { id: partner.id, since }),
        change(partner, customer, suspended, 'reactivate'),
      ]);
      await house.settled();
      const after = await standsAs(house, customer, subscription);
      const standing = await stands(partner, customer);
      expect([standing, after.state]).toEqual(standing ? [true, 'active'] : [false, 'suspended']);
      if (!standing) return;
    }
  });

  it.each(['reactivated', 'removed'] as const)(
    'loses to what was %s between its look and its write',
    async first => {
      await change(partner, customer, subscription, 'suspend');
      const suspended = await standsAs(house, customer, subscription);
      const since = (await house.bot.desk.storage.partners.get(customer.id, partner.id))?.value.since;
      const where = { customerId: customer.id, id: subscription.id };
      const ends = (desk: Desk, actor: Actor) => endRelationship(desk, actor, partner.id, since);
      const reactivates = (desk: Desk, actor: Actor) =>
        changeSale(desk, actor, where, versionOf(suspended), { do: 'reactivate' });
      const [byCustomer, byPartner] = await Promise.all([actorOf(customer), actorOf(partner)]);
      const { desk } = house.bot;
      const between = deskThatFirst(() =>
        first === 'reactivated' ? reactivates(desk, byPartner) : ends(desk, byCustomer),
      );
      const outcome =
        first === 'reactivated' ? await ends(between, byCustomer) : await reactivates(between, byPartner);
      expect(outcome.outcome).toBe(first === 'reactivated' ? 'blocked' : 'former');
      expect(await stands(partner, customer)).toBe(first === 'reactivated');
      const { state } = await standsAs(house, customer, subscription);
      expect(state).toBe(first === 'reactivated' ? 'active' : 'suspended');
      await house.settled();
    },
  );

  it('once done, is reopened by an ordinary invitation that finds the old history', async () => {
    await change(partner, customer, subscription, 'suspend');
    await opensSeller(customer.admin, partner.name);
    await customer.admin.clicks('Remove relationship');
    await customer.admin.clicks('Remove relationship');
    await house.settled();
    house.clock.forward(60_000);
    await opensCustomer(partner, customer);
    await partner.admin.clicks('Invite again');
    await partner.admin.clicks('Next');
    const link = /http:\S+invitations\/[\w.-]+/.exec(partner.admin.seen.text)?.[0] ?? '';
    await partner.admin.clicks('Next');
    await partner.admin.clicks('Done');
    await approvesLink(customer.admin, link);
    await house.settled();
    await opensCustomer(partner, customer);
    await partner.admin.clicks('History');
    const history = partner.admin.seen.text;
    expect(history).toContain(`Suspended for ${customer.name}`);
    const suspended = await standsAs(house, customer, subscription);
    await change(partner, customer, suspended, 'reactivate');
    expect(partner.admin.seen.text).toContain('Done: reactivated');
  });
});

describe('Remove relationship, in the two-tier model', () => {
  let provider: Office;
  let reseller: Office;
  let customer: Office;

  beforeEach(async () => {
    provider = await office(house, 'indirectProvider', `Litware ${count}`);
    reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
    customer = await office(house, 'customer', `Wingtip ${count}`);
    await arePartners(house, provider, reseller);
    await servesTogether(house, { provider, reseller, customer });
  });
  const withReseller = () => ({ reseller: { id: reseller.id, name: reseller.name, mpnId: '4567890' } });

  it('is refused to a reseller that stands on an active subscription, until another one does or nobody', async () => {
    const subscription = await hasSubscription(house, customer, provider, withReseller());
    const other = await hasSubscription(house, customer, provider, { state: 'suspended' });
    await opensCustomer(reseller, customer);
    await reseller.admin.clicks('Remove relationship');
    expect(reseller.admin.seen.text).toContain('Ask whoever sold each to suspend or cancel it, or to choose');
    await reseller.admin.clicks('Open Microsoft 365 Business Basic');
    expect(reseller.admin.seen.text).toContain(`Only ${provider.name}, who sold it`);
    await change(provider, customer, subscription, 'suspend');
    const since = (await house.bot.desk.storage.partners.get(customer.id, reseller.id))?.value.since;
    await reseller.admin.sends('customers.end', { id: customer.id, since });
    expect(reseller.admin.seen.text).toContain('is removed');
    expect((await standsAs(house, customer, other)).state).toBe('suspended');
  });

  it('counts what a provider would lose with the reseller, and names it to the customer only', async () => {
    await hasSubscription(house, customer, provider);
    await opensCustomer(reseller, customer);
    await reseller.admin.clicks('Remove relationship');
    expect(reseller.admin.seen.text).toContain('through you only');
    expect(reseller.admin.seen.text).not.toContain('Microsoft 365 Business Basic');
    await opensSeller(customer.admin, reseller.name);
    await customer.admin.clicks('Remove relationship');
    expect(customer.admin.seen.text).toContain('Microsoft 365 Business Basic');
    expect(await stands(reseller, customer)).toBe(true);
  });

  it('is refused to the provider itself too, and to nobody because of what others sold', async () => {
    await hasSubscription(house, customer, provider);
    await opensCustomer(provider, customer);
    await provider.admin.clicks('Remove relationship');
    expect(provider.admin.seen.text).toContain('Open each and suspend or cancel it');
    const direct = await office(house, 'directPartner', `Fabrikam ${count}`);
    await becomesCustomer(house, direct, customer);
    await opensCustomer(direct, customer);
    await direct.admin.clicks('Remove relationship');
    expect(direct.admin.seen.text).toContain('Remove the reseller relationship with');
  });

  it('gives support back to the seller when the reseller that gave it leaves the customer', async () => {
    const subscription = await hasSubscription(house, customer, provider, {
      state: 'suspended',
      supportContact: { id: reseller.id, name: reseller.name },
    });
    await opensSeller(customer.admin, reseller.name);
    await customer.admin.clicks('Remove relationship');
    expect(customer.admin.seen.text).toContain('whoever sold the subscription is it again');
    await customer.admin.clicks('Remove relationship');
    await house.settled();
    expect((await standsAs(house, customer, subscription)).supportContact.id).toBe(provider.id);
    expect(provider.admin.inbox.join('\n')).toContain(`You support ${customer.name}`);
  });
});

describe('in other languages', () => {
  it.each([
    ['ja', 'との関係はまだ削除できません'],
    ['zh-TW', '目前還無法移除與'],
  ])('%s says what blocks it', async (locale, words) => {
    const partner = await office(house, 'directPartner', `Contoso ${count}`);
    const customer = await office(house, 'customer', `Wingtip ${count}`);
    await becomesCustomer(house, partner, customer);
    await hasSubscription(house, customer, partner);
    await partner.admin.types(`language ${locale === 'ja' ? '日本語' : '繁體中文'}`);
    await partner.admin.sends('customers.askEnd', { id: customer.id });
    expect(partner.admin.seen.text).toContain(words);
  });
});
