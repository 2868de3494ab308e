import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { haveCustomersFiled } from '../../operations/fileCustomers.ts';
import type { Op } from '../../storage/rows.ts';
import { openStorage } from '../../storage/storage.ts';
import { buttonsOf, inputsOf } from './support/cardText.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';

let house: House;
let provider: Office;
let reseller: Office;
let other: Office;

beforeAll(async () => {
  house = await openHouse();
  provider = await office(house, 'indirectProvider', 'Fabrikam');
  reseller = await office(house, 'indirectReseller', 'Contoso');
  other = await office(house, 'indirectReseller', 'Northwind');
  for (const each of [reseller, other]) await becomePartners(house, provider.admin, each);
  const shared = ({ id, name }: Office) => ({ sharedWith: [{ id, name }], canOrder: true });
  const adds = (name: string, over: Parameters<typeof hasCustomer>[2] | object) =>
    hasCustomer(house, provider.id, { name, ...over });
  await adds('Adatum', { ...shared(reseller), canSell: false, canAdminister: 'no' });
  await adds('Alpine Ski', { ...shared(other), canSell: false, canAdminister: 'yes' });
  await adds('Bellows', { canAdminister: 'yes' });
  await adds('Coho', { canAdminister: 'beingSetUp' });
  await adds('Datum Former', {
    canSell: false,
    canAdminister: 'no',
    administers: [],
    endedAt: house.clock.now.toISOString(),
  });
});
afterAll(() => house.stop());

const listed = (person: Person) =>
  buttonsOf(person.seen.card)
    .filter(({ verb }) => verb === 'customers.open')
    .map(({ title }) => title.replace(/^Open /, ''));

const filters = async (person: Person, choice: Record<string, string>) => {
  await person.types('customers');
  await person.clicks('Filter');
  await person.clicks('Show', choice);
  return listed(person);
};

describe('a provider narrows its customers', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['active', { state: 'active' }, ['Adatum', 'Alpine Ski', 'Bellows']],
    ['being set up', { state: 'beingSetUp' }, ['Coho']],
    ['former', { state: 'former' }, ['Datum Former']],
    ['not yet invited, of whom there are none', { state: 'notInvited' }, []],
    ['can sell', { right: 'canSell' }, ['Bellows', 'Coho']],
    ['can administer', { right: 'canAdminister' }, ['Alpine Ski', 'Bellows']],
    ['can administer and not sell', { right: 'canAdminister', search: 'a' }, ['Alpine Ski']],
    ['anything at all', {}, ['Adatum', 'Alpine Ski', 'Bellows', 'Coho']],
  ])('to those that are %s', async (_, choice, names) => {
    expect(await filters(provider.admin, choice)).toEqual(names);
  });

  it('to those of one reseller, by its name', async () => {
    expect(await filters(provider.admin, { reseller: reseller.id })).toEqual(['Adatum']);
    expect(provider.admin.seen.text).toContain('Only: Contoso');
    expect(await filters(provider.admin, { reseller: other.id, right: 'canSell' })).toEqual([]);
    expect(provider.admin.seen.text).toContain('No customer fits all of this.');
  });

  it('and finds what is chosen still chosen, also after a search', async () => {
    await filters(provider.admin, { state: 'active', right: 'canAdminister' });
    expect(provider.admin.seen.text).toContain('Only: Can administer · Active');
    await provider.admin.clicks('Search', { search: 'bel' });
    expect(listed(provider.admin)).toEqual(['Bellows']);
    await provider.admin.clicks('Filter');
    expect(inputsOf(provider.admin.seen.card)).toMatchObject({
      search: 'bel',
      state: 'active',
      right: 'canAdminister',
      reseller: 'any',
    });
    await provider.admin.clicks('Show', { search: '', state: 'any', right: 'any' });
    expect(listed(provider.admin)).toHaveLength(4);
  });

  it('by nothing that no card offers', async () => {
    for (const data of [{ state: 'secret' }, { right: 'canOrder' }, { reseller: "' or 1 eq 1" }]) {
      await provider.admin.sends('customers.show', data);
      expect(provider.admin.seen.text).toContain('I cannot do anything with this');
    }
    for (const data of [{ reseller: provider.id }, { search: 'a', state: 'active', page: 'company' }]) {
      await provider.admin.sends('customers.show', data);
      expect(provider.admin.seen.text).toContain('not here any more');
    }
  });
});

describe('others', () => {
  it('a reseller is not offered resellers', async () => {
    await hasCustomer(house, reseller.id, { name: 'Adatum' });
    await reseller.admin.types('customers');
    await reseller.admin.clicks('Filter');
    expect(Object.keys(inputsOf(reseller.admin.seen.card)).sort()).toEqual(['right', 'search', 'state']);
  });

  it('a reseller finds none of the provider’s customers with the provider’s filter', async () => {
    await reseller.admin.sends('customers.show', { state: 'active' });
    expect(listed(reseller.admin)).toEqual(['Adatum']);
    await reseller.admin.sends('customers.show', { state: 'former' });
    expect(listed(reseller.admin)).toEqual([]);
  });

  it('who may not see customers reads who may', async () => {
    const reader = await reseller.colleague('Riley Reader');
    for (const verb of ['customers.filter', 'customers.show']) {
      await reader.sends(verb, { state: 'active' });
      expect(listed(reader)).toEqual([]);
      expect(reader.seen.text).toContain('Contoso');
    }
  });
});

describe('customers whom an earlier version kept', () => {
  it('stand behind the filters once somebody opens them, present and former ones', async () => {
    const partner = await office(house, 'directPartner', 'Proseware');
    const { customers } = house.bot.desk.storage;
    const written: Op[] = [];
    for (const [name, over] of [
      ['Early One', {}],
      ['Early Two', { canAdminister: 'no' }],
      ['Early Three', { canSell: false, canAdminister: 'no', endedAt: house.clock.now.toISOString() }],
    ] as const) {
      const id = await hasCustomer(house, partner.id, { name, ...over });
      const row = await customers.get(partner.id, id);
      if (!row) throw new Error('no customer');
      const { filed: _, ...early } = row.value;
      for (const { op, key } of customers.remove(row, false)) {
        const behindFilter = /^customerBy(?:State|Right):/.test(key);
        written.push(behindFilter ? { op: 'delete', key, etag: '*' } : { op: 'upsert', key, value: early });
        expect(op).toBe('delete');
      }
    }
    await house.tables.companies.transact(partner.id, written);
    for (const [choice, names] of [
      [{}, ['Early One', 'Early Two']],
      [{ state: 'active' }, ['Early One', 'Early Two']],
      [{ right: 'canAdminister' }, ['Early One']],
      [{ state: 'former' }, ['Early Three']],
    ] as const) {
      await partner.admin.types('customers');
      await partner.admin.clicks('Filter');
      await house.settled();
      await partner.admin.clicks('Show', choice);
      expect(listed(partner.admin)).toEqual(names);
    }
    expect(await customers.areBeingFiled(partner.id)).toBe(true);
  });

  it('are gone through once, however often somebody opens the filters meanwhile', async () => {
    const partner = await office(house, 'directPartner', 'Lucerne');
    const id = await hasCustomer(house, partner.id, { name: 'Early Bird' });
    const { filed: _, ...early } = (await house.bot.desk.storage.customers.get(partner.id, id))?.value ?? {};
    await house.tables.companies.transact(partner.id, [
      { op: 'upsert', key: `customer:${id}`, value: early },
    ]);
    // Nobody carries out what this instance leaves.
    const storage = openStorage(house.tables, 'asleep', () => house.clock.now);
    const asleep = { ...house.bot.desk, storage };
    for (let clicks = 0; clicks < 3; clicks++) await haveCustomersFiled(asleep, partner.id);
    const { due } = await storage.outbox.agenda(partner.id, 'asleep', house.clock.now, 10);
    expect(due.map(({ errand }) => errand)).toEqual([{ kind: 'fileCustomers', companyId: partner.id }]);
  });
});

describe('a list that is long', () => {
  it('says when it must look further, and finds the rest', async () => {
    const partner = await office(house, 'directPartner', 'Litware');
    for (let index = 0; index < 330; index++) {
      const canAdminister = index === 320 ? 'no' : 'yes';
      const name = `Branch ${String(index).padStart(3, '0')}`;
      await hasCustomer(house, partner.id, { name, domain: `d${index}.example`, canAdminister });
    }
    await hasCustomer(house, partner.id, {
      name: 'Branch 999',
      domain: 'last.example',
      canSell: false,
      canAdminister: 'beingSetUp',
    });
    await partner.admin.sends('customers.show', { search: 'branch', state: 'beingSetUp' });
    expect(partner.admin.seen.text).toContain('None of those looked through so far fits.');
    await partner.admin.clicks('Look further');
    expect(listed(partner.admin)).toEqual(['Branch 999']);
    expect(partner.admin.buttons).not.toContain('Look further');
  });
});
