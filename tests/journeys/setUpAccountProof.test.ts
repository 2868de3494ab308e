import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GLOBAL_ADMIN_ROLE } from '../support/microsoft.ts';
import { type OpenedAccount, opensAccount } from './support/accounts.ts';
import { type House, openHouse } from './support/house.ts';
import { chain } from './support/orders.ts';
import { newOrganization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { ProvingHouses, sendsToken } from './support/proof.ts';
import { allRows } from './support/rows.ts';

let count = 0;

describe('a desk that demands proof of global admin, and has no way to get one', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ env: { TRUST_FIRST_PERSON: 'false' } });
  });
  afterAll(() => house.stop());

  it('binds nobody new', async () => {
    const account = await opensAccount(house, await chain(house), `Tailspin ${++count}`);
    const taylor = newOrganization(house).person('Taylor Phillips');
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain('demands proof that you are a global admin');
    expect((await house.bot.desk.storage.companies.get(account.id))?.value.boundTo).toBeUndefined();
  });
});

describe('a desk with single sign-on', () => {
  let houses: ProvingHouses;
  let house: House;
  let account: OpenedAccount;
  let taylor: Person;

  beforeAll(async () => {
    houses = await ProvingHouses.begin();
    house = await houses.open();
  });
  afterAll(() => houses.end());
  beforeEach(async () => {
    account = await opensAccount(house, await chain(house), `Tailspin ${++count}`);
    taylor = newOrganization(house).person('Taylor Phillips');
  });

  const boundTo = async () =>
    (await house.bot.desk.storage.companies.get(account.id))?.value.boundTo?.tenantId;

  it('asks Microsoft before anything is bound, and keeps no code meanwhile', async () => {
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    expect(taylor.seen.text).toContain('Microsoft is being asked');
    expect(await boundTo()).toBeUndefined();
    const halves = [account.code.slice(0, 9), account.code.slice(10)];
    const texts = (await allRows(house)).map(({ rowKey, text }) => `${rowKey} ${text}`);
    for (const half of halves.flatMap(each => [each, each.replaceAll('-', '')])) {
      expect(texts.filter(text => text.includes(half))).toEqual([]);
    }
  });

  it('goes on by itself when Microsoft says yes', async () => {
    houses.knows(taylor, GLOBAL_ADMIN_ROLE);
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    await sendsToken(taylor, await houses.tokenOf(taylor));
    expect(taylor.seen.text).toContain('is being set up for your organization');
    expect(await boundTo()).toBe(taylor.options.tenantId);
    await house.settled();
    const person = await house.bot.desk.storage.people.get(taylor.options.tenantId, taylor.options.objectId);
    expect(person?.value.member?.admin).toBe('globalAdmin');
  });

  it('binds nothing for somebody who is no global admin', async () => {
    houses.knows(taylor);
    await taylor.types(account.code);
    await taylor.clicks('Set up', { confirmGlobalAdmin: 'true' });
    await sendsToken(taylor, await houses.tokenOf(taylor, { more: { wids: [] } }));
    expect(await boundTo()).toBeUndefined();
    expect(taylor.buttons).toContain('Try again');
    await taylor.clicks('Try again');
    expect(taylor.buttons).toEqual(['Set up']);
  });
});
