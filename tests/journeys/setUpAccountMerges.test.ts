import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { moveAccount } from '../../operations/moveAccount.ts';
import { type OpenedAccount, opensAccount, recordOf, setsUp, setupCodeIn } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, customersOf, subscriptionsOf } from './support/orders.ts';
import { type Office, office } from './support/partnerships.ts';
import { administrators } from './support/relationships.ts';
import { opens, requestsIn, requestsService } from './support/serviceRequests.ts';
import { hasSubscription, serves } from './support/subscriptions.ts';

let house: House;
let world: Chain;
let account: OpenedAccount;
/** A company that stands here and has a partner, who administers its Azure. */
let wingtip: Office;
let northwind: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(async () => {
  world = await chain(house);
  account = await opensAccount(house, world, `Tailspin ${++count}`);
  northwind = await office(house, 'directPartner', 'Northwind');
  const azure = { partnerId: northwind.id, partnerName: northwind.name };
  wingtip = await office(house, 'customer', `Wingtip ${count}`, {
    administration: { azure },
    administrationVersion: 3,
  });
  await serves(house, northwind, wingtip, { administers: ['azure'] });
});

const stored = () => house.bot.desk.storage;
const PERSON = { tenantId: '11111111-1111-4111-8111-111111111111', objectId: '1', name: 'Pat' };

/** Somebody to whom licences are given, as a partner adds them. */
async function hasUser(customerId: string, id: string, email: string) {
  const by = { ...PERSON, objectId: PERSON.tenantId };
  const user = { id, name: `User ${email}`, email, addedBy: by, addedAt: house.clock.now.toISOString() };
  await stored().commit(customerId, { rows: stored().customerUsers.insert(user), history: [] });
  return user;
}

async function hasLicence(customerId: string, subscriptionId: string, userId: string) {
  const by = { ...PERSON, objectId: PERSON.tenantId };
  const licence = { subscriptionId, userId, assignedBy: by, assignedAt: house.clock.now.toISOString() };
  await stored().commit(customerId, { rows: stored().subscriptions.assign(licence), history: [] });
}

const guidOf = (last: number) => `eeeeeeee-0000-4000-8000-${String(last).padStart(12, '0')}`;

/** An account as the click leaves it, before anything was carried. */
async function isBoundTo({ id: tenantId, admin }: Office) {
  const [company, setup] = await Promise.all([
    stored().companies.get(account.id),
    stored().setupCodes.get(account.id),
  ]);
  if (!company || !setup) throw new Error('no account');
  const by = { tenantId, objectId: admin.options.objectId, name: admin.options.name };
  const boundTo = { tenantId, by, at: house.clock.now.toISOString() };
  await stored().commit(account.id, {
    rows: [
      stored().companies.update(company, { ...company.value, boundTo }),
      stored().setupCodes.update(setup, { ...setup.value, boundTo }),
    ],
    history: [],
  });
}

/** The global admin of the company that stands here enters the code. */
async function joins() {
  await setsUp(wingtip.admin, account.code);
  await house.settled();
}

describe('a company that stands here and an account that a partner opened for it', () => {
  it('are told to become one before they do, and which rights stay with whom', async () => {
    await wingtip.admin.types(account.code);
    const { text } = wingtip.admin.seen;
    expect(text).toContain(`${wingtip.name} is set up here already. Both become one`);
    expect(text).toContain('Azure: Northwind remains administrator');
    const gets = / gets administrator permissions for ([^.]*)\./.exec(text)?.[1];
    expect(gets).toContain('Office 365');
    expect(gets).not.toContain('Azure');
    expect(text).not.toContain('I am a global admin of this organization');
  });

  it('become one, which keeps its own name, its people and its facts', async () => {
    const before = await stored().companies.get(wingtip.id);
    const people = await stored().people.holders(wingtip.id, ['globalAdmin']);
    await joins();
    const company = await stored().companies.get(wingtip.id);
    expect(company?.value).toMatchObject({
      name: before?.value.name,
      country: before?.value.country,
      enrolledAt: before?.value.enrolledAt,
    });
    const now = await stored().people.holders(wingtip.id, ['globalAdmin']);
    expect(now.map(({ name }) => name)).toEqual(people.map(({ name }) => name));
    expect(await subscriptionsOf(house, wingtip.id)).toHaveLength(1);
  });

  it('leave each service to whom it was given here, and what nobody administers to the account’s partner', async () => {
    await joins();
    const { name } = world.reseller;
    expect(await administrators(house, wingtip)).toEqual([name, 'Northwind', name, name]);
    expect(await recordOf(house, world.reseller, wingtip.name)).toMatchObject({
      id: wingtip.id,
      canAdminister: 'yes',
      administers: ['office365', 'dynamics365', 'windows'],
    });
    expect(await recordOf(house, northwind, wingtip.name)).toMatchObject({ administers: ['azure'] });
    for (const partner of [world.provider, world.reseller]) {
      expect(partner.admin.inbox.at(-1)).toContain('so both are one customer now, under its own name');
    }
  });

  it('are one record at a partner who had both', async () => {
    await serves(house, world.reseller, wingtip, { kind: 'indirectReseller' });
    await joins();
    const both = await customersOf(house, world.reseller);
    expect(both.filter(({ name }) => [wingtip.name, account.name].includes(name))).toHaveLength(1);
    expect(await recordOf(house, world.reseller, wingtip.name)).toMatchObject({
      id: wingtip.id,
      canSell: true,
      sharedWith: [{ id: world.provider.id }],
    });
    await world.reseller.admin.sends('customers.open', { id: account.id });
    expect(world.reseller.admin.seen.text).toContain(wingtip.name);
    const partners = (await stored().partners.page(wingtip.id, 10)).rows.map(({ value }) => value.id);
    expect(partners.sort()).toEqual([northwind.id, world.provider.id, world.reseller.id].sort());
  });

  it('reopen a relationship that had ended', async () => {
    await serves(house, world.reseller, wingtip, { kind: 'indirectReseller' });
    const endedAt = house.clock.now.toISOString();
    const [partner, record] = await Promise.all([
      stored().partners.get(wingtip.id, world.reseller.id),
      stored().customers.get(world.reseller.id, wingtip.id),
    ]);
    if (!partner || !record) throw new Error('no relationship');
    await stored().commit(wingtip.id, {
      rows: stored().partners.put(partner, { ...partner.value, canSell: false, endedAt }),
      history: [],
    });
    await stored().commit(world.reseller.id, {
      rows: stored().customers.update(record, { ...record.value, canSell: false, endedAt }),
      history: [],
    });
    await joins();
    const present = await stored().partners.get(wingtip.id, world.reseller.id);
    expect(present?.value).toMatchObject({ canSell: true });
    expect(present?.value.endedAt).toBeUndefined();
    const reopened = await recordOf(house, world.reseller, wingtip.name);
    expect(reopened).toMatchObject({ canSell: true });
    expect(reopened.endedAt).toBeUndefined();
  });

  it('know a person by their address once, with the licences of both', async () => {
    const sold = await hasSubscription(house, wingtip, northwind);
    const known = await hasUser(wingtip.id, guidOf(1), 'kim@wingtip.example');
    await hasLicence(wingtip.id, sold.id, known.id);
    const [bought] = await subscriptionsOf(house, account.id);
    if (!bought) throw new Error('nothing bought');
    const same = await hasUser(account.id, guidOf(2), 'KIM@wingtip.example');
    const other = await hasUser(account.id, guidOf(3), 'lee@wingtip.example');
    await hasLicence(account.id, bought.id, same.id);
    await hasLicence(account.id, bought.id, other.id);
    await joins();
    const users = (await stored().customerUsers.page(wingtip.id, 10)).rows.map(({ value }) => value.id);
    expect(users.sort()).toEqual([known.id, other.id]);
    const holders = async (id: string) =>
      (await stored().subscriptions.licencesOf(wingtip.id, id, 10)).rows.map(({ value }) => value.userId);
    expect((await holders(bought.id)).sort()).toEqual([known.id, other.id]);
    const of = await stored().subscriptions.licencesFor(wingtip.id, known.id, 10);
    expect(of.rows.map(({ value }) => value.subscriptionId).sort()).toEqual([bought.id, sold.id].sort());
  });

  it('leave alone what stands here in the place of something of the account’s', async () => {
    const [key, row] = ['ofALaterVersion:1', z.object({ of: z.string() })];
    await house.tables.companies.insert(account.id, key, { of: 'the account' });
    await house.tables.companies.insert(wingtip.id, key, { of: 'the company' });
    await joins();
    const kept = await house.tables.companies.get(wingtip.id, key, row);
    expect(kept?.value.of).toBe('the company');
    expect(await subscriptionsOf(house, wingtip.id)).toHaveLength(1);
  });

  it('bring their service requests, which older cards find', async () => {
    const { admin } = world.reseller;
    const request = await requestsService(house, admin, account);
    await joins();
    const [moved] = await requestsIn(house, wingtip.id);
    expect(moved).toMatchObject({ id: request.id, title: request.title, companyId: wingtip.id });
    // The partner's list had it before the account got a tenant.
    await admin.types('service requests');
    expect(admin.seen.text).toContain(request.title);
    await opens(admin, request);
    expect(admin.seen.text).toContain(request.title);
    await opens(wingtip.admin, { ...request, companyId: wingtip.id });
    expect(wingtip.admin.seen.text).toContain(request.title);
  });

  it('take more than one account', async () => {
    await joins();
    const second = await opensAccount(house, world, `Second ${count}`);
    await setsUp(wingtip.admin, second.code);
    await house.settled();
    expect(await subscriptionsOf(house, wingtip.id)).toHaveLength(2);
    expect((await customersOf(house, world.provider)).map(({ id }) => id)).toEqual([wingtip.id]);
  });
});

describe('an account with much in it', () => {
  it('moves whole, in parts', async () => {
    const [bought] = await subscriptionsOf(house, account.id);
    if (!bought) throw new Error('nothing bought');
    const seller = { ...world.provider };
    for (let nth = 0; nth < 40; nth++) await hasSubscription(house, { id: account.id }, seller);
    for (let nth = 10; nth < 60; nth++) {
      const user = await hasUser(account.id, guidOf(nth), `user${nth}@wingtip.example`);
      await hasLicence(account.id, bought.id, user.id);
    }
    await joins();
    expect(await subscriptionsOf(house, wingtip.id)).toHaveLength(41);
    expect((await stored().subscriptions.pageOf(wingtip.id, world.provider.id, 100)).rows).toHaveLength(41);
    expect((await stored().customerUsers.page(wingtip.id, 100)).rows).toHaveLength(50);
    expect((await stored().subscriptions.licencesOf(wingtip.id, bought.id, 100)).rows).toHaveLength(50);
    expect(await subscriptionsOf(house, account.id)).toEqual([]);
  });
});

describe('a tenant that became a partner in the moment in which it was bound', () => {
  it('gets nothing, and the account waits for another one', async () => {
    await isBoundTo(northwind);
    await moveAccount(house.bot.desk, { kind: 'moveAccount', accountId: account.id });
    expect((await stored().companies.get(account.id))?.value.boundTo).toBeUndefined();
    expect(await subscriptionsOf(house, account.id)).toHaveLength(1);
    await joins();
    expect(await subscriptionsOf(house, wingtip.id)).toHaveLength(1);
  });
});

describe('while an account moves', () => {
  beforeEach(() => isBoundTo(wingtip));

  it('its record says so, and offers no code', async () => {
    const { admin } = world.provider;
    await admin.sends('customers.open', { id: account.id });
    expect(admin.seen.text).toContain('Its first admin has entered the setup code: it is being set up.');
    expect(admin.buttons).not.toContain('New setup code');
    await admin.sends('setupInformation.new', { id: account.id });
    expect(admin.seen.text).toContain(`${account.name} is being set up.`);
    expect(() => setupCodeIn(admin.seen.text)).toThrow();
  });

  it('its relationship cannot be ended', async () => {
    const { admin } = world.provider;
    const since = (await stored().partners.get(account.id, world.provider.id))?.value.since;
    await admin.sends('customers.end', { id: account.id, since });
    expect((await stored().partners.get(account.id, world.provider.id))?.value.endedAt).toBeUndefined();
  });

  it('whoever entered the code is told so', async () => {
    await wingtip.admin.sends('setUpAccount.show', { id: account.id });
    expect(wingtip.admin.seen.text).toContain(`${account.name} is being set up for your organization.`);
  });
});
