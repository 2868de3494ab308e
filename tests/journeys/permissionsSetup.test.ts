import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenedAccount, opensAccount, SETUP_CODE } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { arePartners } from './support/subscriptions.ts';

let house: House;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

describe('at an indirect provider', () => {
  let people: Record<Member, Person>;
  let account: OpenedAccount;

  beforeEach(async () => {
    people = await staffed(house, 'indirectProvider');
    const admin = people.globalAdmin;
    const id = admin.options.tenantId;
    const provider = { id, name: 'Staffed provider', admin, colleague: async () => people.noRole };
    const reseller = { ...(await office(house, 'indirectReseller', 'Contoso')), mpnId: '4567890' };
    await arePartners(house, provider, reseller);
    account = await opensAccount(house, { provider, reseller }, `Tailspin ${++count}`);
  });

  describe.each(cells('addCustomer'))('a new setup code: %s → %s', (member, may) => {
    it('is offered and made, or refused', async () => {
      const person = people[member];
      const { id } = account;
      if (cells('seeCustomers').some(([who, yes]) => who === member && yes)) {
        await person.sends('customers.open', { id });
        expect(person.mayClick('New setup code')).toBe(may);
      }
      const before = await house.bot.desk.storage.setupCodes.get(id);
      await person.sends('setupInformation.new', { id });
      expect(SETUP_CODE.test(person.seen.text)).toBe(may);
      if (!may) expectRefusal(person, member, 'addCustomer');
      const after = await house.bot.desk.storage.setupCodes.get(id);
      expect(after?.value.code.id !== before?.value.code.id).toBe(may);
    });
  });
});

describe('at a customer that stands here', () => {
  let people: Record<Member, Person>;
  let account: OpenedAccount;
  let customer: Pick<Office, 'id'>;

  beforeEach(async () => {
    people = await staffed(house, 'customer');
    customer = { id: people.globalAdmin.options.tenantId };
    const provider = await office(house, 'indirectProvider', 'Litware');
    const reseller = { ...(await office(house, 'indirectReseller', 'Contoso')), mpnId: '4567890' };
    await arePartners(house, provider, reseller);
    account = await opensAccount(house, { provider, reseller }, `Tailspin ${++count}`);
  });

  it.each(cells('approveResellerRelationship'))('entering a setup code: %s → %s', async (member, may) => {
    const person = people[member];
    await person.types(account.code);
    expect(person.mayClick('Set up')).toBe(may);
    await person.sends('setUpAccount.bind', { id: account.id, confirmGlobalAdmin: 'true' });
    await house.settled();
    const bound = (await house.bot.desk.storage.companies.get(account.id))?.value.boundTo;
    expect(bound?.tenantId).toBe(may ? customer.id : undefined);
  });
});
