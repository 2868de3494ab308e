import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICES } from '../../domain/services.ts';
import { type OpenedAccount, opensAccount, recordOf, setsUp } from './support/accounts.ts';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, subscriptionsOf } from './support/orders.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import { office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { administrators, all } from './support/relationships.ts';
import { allRows } from './support/rows.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let house: House;
let world: Chain;
let account: OpenedAccount;
let tailspin: Organization;
let taylor: Person;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(async () => {
  world = await chain(house);
  account = await opensAccount(house, world, `Tailspin ${++count}`);
  tailspin = newOrganization(house);
  taylor = tailspin.person('Taylor Phillips');
});

const stored = () => house.bot.desk.storage;

describe('the customer’s global admin', () => {
  it('types the code and reads what the account brings before anything is bound', async () => {
    await taylor.types(account.code);
    const { text } = taylor.seen;
    expect(text).toContain(`${world.provider.name} opened this account for ${account.name}.`);
    expect(text).toContain(
      `**${world.provider.name}** can submit orders and add subscriptions on your behalf.`,
    );
    expect(text).toContain(`**${world.reseller.name}** gets administrator permissions for`);
    expect(text).toContain('Nothing is provisioned at Microsoft.');
    expect(taylor.buttons).toEqual(['Set up']);
    expect((await stored().companies.get(account.id))?.value.boundTo).toBeUndefined();
    expect(await stored().companies.get(tailspin.tenantId)).toBeUndefined();
  });

  it('confirms to be one, and the account is their organization’s', async () => {
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain(`${account.name} is being set up for your organization.`);
    await house.settled();
    expect(await stored().companies.get(tailspin.tenantId)).toMatchObject({
      value: { kind: 'customer', name: account.name, state: 'active' },
    });
    const person = await stored().people.get(tailspin.tenantId, taylor.options.objectId);
    expect(person?.value.member).toMatchObject({ admin: 'globalAdmin', agent: 'none' });
  });

  it('is asked to confirm it', async () => {
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'false' });
    expect(taylor.seen.text).toContain('To go on, please confirm that you are a global admin.');
    expect((await stored().companies.get(account.id))?.value.boundTo).toBeUndefined();
  });

  it('may paste it after accept, among other words, or enter it on the card', async () => {
    await taylor.types(`accept ${account.code.toLowerCase()}`);
    expect(taylor.buttons).toEqual(['Set up']);
    await taylor.types(`Account: admin@tailspin.example One-time code: ${account.code}`);
    expect(taylor.buttons).toEqual(['Set up']);
    await taylor.types('accept');
    await taylor.clicks('Enter setup code');
    await taylor.clicks('Next', { code: account.code.replaceAll('-', '') });
    expect(taylor.buttons).toEqual(['Set up']);
  });

  it('is told the same by a second click, and by the code once more', async () => {
    await setsUp(taylor, account.code);
    await house.settled();
    const before = await allRows(house);
    await taylor.sends('setUpAccount.bind', { id: account.id, confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain(`${account.name} is set up for your organization.`);
    await taylor.types(account.code);
    expect(taylor.seen.text).toContain(`${account.name} is set up for your organization.`);
    await house.settled();
    const facts = (rows: typeof before) => rows.filter(({ table }) => table === 'companies');
    expect(facts(await allRows(house))).toEqual(facts(before));
  });
});

describe('what the partner opened', () => {
  beforeEach(async () => {
    await setsUp(taylor, account.code);
    await house.settled();
  });

  it('moves to the tenant: subscriptions, orders and history', async () => {
    const [subscription] = await subscriptionsOf(house, tailspin.tenantId);
    expect(subscription).toMatchObject({ offerName: 'Microsoft 365 Business Basic', licences: 12 });
    const { rows } = await stored().subscriptions.pageOf(tailspin.tenantId, world.provider.id, 10);
    expect(rows).toHaveLength(1);
    const order = await stored().subscriptions.order(tailspin.tenantId, subscription?.orderId ?? '');
    expect(order?.sellerId).toBe(world.provider.id);
    const history = await stored().history.page(tailspin.tenantId, 50);
    const events = history.rows.map(row => row.value.event);
    for (const event of ['accountOpened', 'ordered', 'accountBound', 'user.added']) {
      expect(events).toContain(event);
    }
  });

  it('leaves nothing behind but where it went', async () => {
    const left = (await allRows(house)).filter(row => row.partitionKey === account.id);
    const kinds = new Set(left.map(row => row.rowKey.split(':')[0]));
    kinds.delete('delivery');
    expect([...kinds].sort()).toEqual(['company', 'setup']);
  });

  it('keeps its partners and who administers', async () => {
    expect(await administrators(house, { id: tailspin.tenantId })).toEqual(all(world.reseller.name));
    expect((await stored().partners.get(tailspin.tenantId, world.provider.id))?.value).toMatchObject({
      canOrder: true,
      canSell: false,
      approvedBy: { objectId: taylor.options.objectId },
    });
    expect((await stored().partners.get(tailspin.tenantId, world.reseller.id))?.value.canSell).toBe(true);
    await taylor.types('partners');
    expect(taylor.seen.text).toContain(world.reseller.name);
  });

  it('stands under the tenant’s id at both partners, whose people are told', async () => {
    for (const partner of [world.provider, world.reseller]) {
      const record = await recordOf(house, partner, account.name);
      expect(record.id).toBe(tailspin.tenantId);
      expect(partner.admin.inbox.at(-1)).toContain(`${account.name} has set up its account`);
    }
    expect(await recordOf(house, world.reseller, account.name)).toMatchObject({
      canSell: true,
      canAdminister: 'yes',
      administers: [...SERVICES],
    });
  });

  it('is found from an older card of a partner, with its history', async () => {
    const { admin } = world.provider;
    await admin.sends('customers.open', { id: account.id });
    expect(admin.seen.text).toContain(account.name);
    await admin.clicks('History');
    expect(admin.seen.text).toContain(`Opened an account for ${account.name}`);
    expect(admin.seen.text).toContain(`Set up the account of ${account.name} with its code`);
  });

  it('stays with its domain', async () => {
    const { domain } = await recordOf(house, world.provider, account.name);
    expect((await stored().domains.get(domain))?.value).toMatchObject({
      accountId: tailspin.tenantId,
      settled: true,
    });
    expect((await stored().customers.ofDomain(world.provider.id, domain))?.id).toBe(tailspin.tenantId);
  });
});

describe('a code is refused', () => {
  const unbound = async () =>
    expect((await stored().companies.get(account.id))?.value.boundTo).toBeUndefined();

  it('when nobody has it', async () => {
    await taylor.types('AAAA-BBBB-CCCC-DDDD-1111');
    expect(taylor.seen.text).toContain('No account here has this setup code.');
  });

  it('when it is wrong, with the tries that are left, and the fifth time locks it and tells its maker', async () => {
    const wrong = `${account.code.slice(0, -4)}${account.code.endsWith('0000') ? '1111' : '0000'}`;
    for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is']) {
      await taylor.types(wrong);
      expect(taylor.seen.text).toContain(`This setup code is not right. ${left} left.`);
    }
    await taylor.types(wrong);
    expect(taylor.seen.text).toContain('this setup code is locked');
    await house.settled();
    expect(world.provider.admin.inbox.at(-1)).toContain(`The setup code of ${account.name} is locked`);
    await taylor.types(account.code);
    expect(taylor.seen.text).toContain('this setup code is locked');
    await unbound();
  });

  it('when it is seven days old', async () => {
    house.clock.forward(7 * DAY);
    await taylor.types(account.code);
    expect(taylor.seen.text).toContain('This setup code has expired.');
  });

  it('when it was typed in time and the click comes too late', async () => {
    await taylor.types(account.code);
    house.clock.forward(7 * DAY);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain('This setup code has expired.');
    await unbound();
  });

  it('by another organization after it was used', async () => {
    const other = newOrganization(house).person('Robin Foreign');
    await other.types(account.code);
    await setsUp(taylor, account.code);
    await house.settled();
    await other.clicks('Set up', { confirmGlobalAdmin: 'true' });
    expect(other.seen.text).toContain('This setup code was used');
    await other.types(account.code);
    expect(other.seen.text).toContain('This setup code was used');
    expect(await stored().companies.get(other.options.tenantId)).toBeUndefined();
  });

  it('to a partner, with the right way', async () => {
    const partner = await office(house, 'directPartner', 'Northwind');
    await partner.admin.types(account.code);
    expect(partner.admin.seen.text).toContain('Northwind is set up here as a partner');
    expect(partner.admin.seen.text).toContain('enters it with the account of their own organization');
    await unbound();
  });

  it('to a guest', async () => {
    const guest = tailspin.person('Gil Guest', { userRole: 'guest' });
    await guest.types(account.code);
    expect(guest.seen.text).toContain('You are a guest in this organization');
  });

  it('to a colleague of a company that stands here, with whom to ask', async () => {
    const customer = await office(house, 'customer', 'Wingtip');
    const colleague = await customer.colleague('Bo Hallam', { agent: 'none', admin: 'billingAdmin' });
    await colleague.types(account.code);
    expect(colleague.seen.text).toContain('only its global admin can join an account to it');
    expect(colleague.seen.text).toContain(customer.admin.options.name);
    await colleague.clicks('Ask for it');
    expect(colleague.seen.text).toContain('Ask for a role');
    expect(inputsOf(colleague.seen.card).admin).toBe('globalAdmin');
    await unbound();
  });

  it('in a channel, where it is not used', async () => {
    await taylor.types('hello');
    await taylor.types(account.code, {
      conversation: { id: '19:channel@thread.tacv2', conversationType: 'channel', isGroup: true },
    });
    await unbound();
    const said = house.connector.in('19:channel@thread.tacv2').at(-1)?.activity.text;
    expect(said).toContain('does not belong where others read along');
    expect(said).not.toContain(account.code);
  });

  it('to somebody who clicks without having entered it', async () => {
    await taylor.types('hello');
    await taylor.sends('setUpAccount.bind', { id: account.id, confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain('No account here has this setup code.');
    await taylor.sends('setUpAccount.show', { id: account.id });
    expect(taylor.seen.text).toContain('No account here has this setup code.');
    await unbound();
  });
});
