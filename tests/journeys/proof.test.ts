import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';

describe('a desk that demands proof of global admin, and has none to check yet', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse({ env: { TRUST_FIRST_PERSON: 'false' } });
    town = await settle(house);
  });
  afterAll(() => house.stop());

  it('lets nobody set up a company', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await noor.types('set up company');
    await noor.clicks('Already in CSP?');
    await noor.clicks('Enroll now', {
      name: 'Northwind',
      kind: 'customer',
    });
    expect(noor.seen.text).toContain('demands proof that you are a global admin');
    expect(await house.bot.desk.storage.companies.get(noor.options.tenantId)).toBeUndefined();
  });

  it('lets nobody approve for a company that does not stand yet', async () => {
    const { dana } = town;
    const noor = newOrganization(house).person('Noor Haddad');
    await dana.types(`invite customer ${noor.options.email}`);
    await dana.clicks('Next', { name: 'Northwind' });
    const link = /http:\/\/localhost:3978\/invitations\/[\w.-]+/.exec(dana.seen.text)?.[0] ?? '';
    await dana.clicks('Next');
    await dana.clicks('Done');
    await noor.types(link);
    await noor.clicks('Approve', { confirmGlobalAdmin: 'true' });
    expect(noor.seen.text).toContain('demands proof that you are a global admin');
    await house.settled();
    await dana.types('customers');
    expect(dana.seen.text).not.toContain('Northwind');
  });
});
