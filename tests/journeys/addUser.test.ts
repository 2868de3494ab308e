import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';

let house: House;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
});
afterAll(() => house.stop());

const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;

describe('adding a user', () => {
  it('goes from the form over the details to the code, and the person signs in with it', async () => {
    const { dana } = town;
    const ari = newcomer(house, {
      name: 'Ari Lund',
      tenantId: dana.options.tenantId,
      email: 'ari@contoso.example',
    });
    await dana.types('add user');
    console.log(dana.seen.text);
    await dana.clicks('Add', {
      name: 'Ari Lund',
      email: 'ari@contoso.example',
      agent: 'salesAgent',
      admin: 'none',
    });
    console.log(dana.seen.text);
    await dana.clicks('Confirm');
    console.log(dana.seen.text);
    const code = CODE.exec(dana.seen.text)?.[0] ?? '';
    await ari.types('hello');
    console.log(ari.seen.text, ari.inbox);
    await ari.clicks('Sign in', { code: 'AAAA-AAAA-AAAA' });
    console.log(ari.seen.text);
    await ari.clicks('Sign in', { code });
    console.log(ari.seen.text);
    await ari.types('help');
    console.log(ari.seen.text);
    await dana.clicks('Done');
    console.log(dana.seen.text);
    await dana.types('users');
    console.log(dana.seen.text);
    await dana.types('assign roles ari@contoso.example');
    console.log(dana.seen.text);
    await dana.clicks('Update', { agent: 'helpdeskAgent' });
    console.log(dana.seen.text);
    await dana.clicks('Open');
    await dana.clicks('Remove');
    console.log(dana.seen.text);
    await dana.clicks('Remove');
    console.log(dana.seen.text);
    await ari.types('customers');
    console.log(ari.seen.text);
  });
});
