import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { authorizes, type Office, office, requests } from './support/partnerships.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { pageAt, type Sent } from './support/story.ts';

let house: House;
let provider: Office;
let reseller: Office;
let sent: Sent;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  provider = await office(house, 'indirectProvider', 'Fabrikam', { partnerId: '4391507', country: 'US' });
});
beforeEach(async () => {
  count++;
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  sent = await requests(provider.admin, { email: reseller.admin.options.email, name: reseller.name });
});
afterAll(() => house.stop());

const states = async () => {
  const { partnerships } = house.bot.desk.storage;
  const [own, other] = await Promise.all([
    partnerships.get(reseller.id, provider.id),
    partnerships.get(provider.id, reseller.id),
  ]);
  return [own?.value.state, other?.value.state];
};

describe('the request of a provider', () => {
  it('is opened by the pasted link or by accept and the code', async () => {
    await reseller.admin.types(sent.link);
    expect(reseller.admin.seen.text).toContain('Fabrikam asks to be your indirect provider');
    await reseller.admin.types(`accept ${sent.code}`);
    expect(reseller.admin.seen.text).toContain('Fabrikam asks to be your indirect provider');
  });

  it('is described by a page of its own words, which changes nothing', async () => {
    const page = await (await fetch(pageAt(house, sent.link))).text();
    expect(page).toContain('Fabrikam asks to be your indirect provider');
    expect(page).toContain('administrator access to your tenant');
    expect(page).not.toContain('Sell to you');
    expect(await states()).toEqual([undefined, undefined]);
  });

  it('names company, Partner ID, country, what it grants and what can be taken back', async () => {
    const { text } = await reseller.admin.types(sent.link);
    expect(text).toContain('4391507');
    expect(text).toContain('United States');
    expect(text).toContain('submit orders and add subscriptions on behalf of your customers');
    expect(text).toContain('administrator access to your tenant');
    expect(text).toContain('What you can take back later');
    expect(text).toContain('The administrator access alone. The partnership then stays.');
  });

  it('says what is missing without the tick, and then takes it', async () => {
    await reseller.admin.types(sent.link);
    await reseller.admin.clicks('Authorize indirect provider');
    expect(reseller.admin.seen.text).toContain('please tick the box that confirms it');
    expect(await states()).toEqual([undefined, undefined]);
    await authorizes(reseller.admin);
    await house.settled();
    expect(await states()).toEqual(['active', 'active']);
  });

  it('tells whoever requested it, and turns their card', async () => {
    await reseller.admin.types(sent.link);
    await authorizes(reseller.admin);
    await house.settled();
    expect(provider.admin.reads().text).toContain(`${reseller.name} authorized you`);
    await provider.admin.clicks('View partnership');
    expect(provider.admin.seen.text).toContain(`${reseller.name}: Active`);
    expect(provider.admin.looksAgain(sent.card).text).toContain('You are partners now');
  });

  it('has one outcome, however many click at once', async () => {
    const second = await reseller.colleague('Second Admin', { agent: 'none', admin: 'globalAdmin' });
    for (const person of [reseller.admin, second]) await person.types(sent.link);
    await Promise.all([
      authorizes(reseller.admin),
      authorizes(reseller.admin),
      second.clicks('Decline'),
      authorizes(second),
    ]);
    await house.settled();
    const accepted = (await house.bot.desk.storage.invitations.get(sent.id))?.value.state === 'accepted';
    expect(await states()).toEqual(accepted ? ['active', 'active'] : [undefined, undefined]);
  });

  it('cannot be answered by the provider itself', async () => {
    await provider.admin.types(sent.link);
    expect(provider.admin.seen.text).toContain('your own company');
  });
});

describe('a colleague of the reseller who is no global admin', () => {
  let colleague: Person;
  beforeEach(async () => {
    colleague = await reseller.colleague('Sam Sales', { agent: 'adminAgent', admin: 'none' });
    await colleague.types(sent.link);
  });

  it('reads who may, and cannot authorize or decline', async () => {
    expect(colleague.seen.text).toContain('Only a global admin can decide');
    expect(colleague.seen.text).toContain(reseller.admin.options.name);
    expect(colleague.mayClick('Authorize indirect provider')).toBe(false);
    await colleague.sends('accept.authorize', { id: sent.id, confirmAuthorize: 'true' });
    await colleague.sends('accept.decline', { id: sent.id });
    await house.settled();
    expect(await states()).toEqual([undefined, undefined]);
    expect((await house.bot.desk.storage.invitations.get(sent.id))?.value.state).toBe('sent');
  });

  it('hands it over, and the global admin gets the card', async () => {
    await colleague.clicks(`Hand over to ${reseller.admin.options.name}`);
    await house.settled();
    reseller.admin.reads();
    expect(reseller.admin.seen.text).toContain('Fabrikam asks to be your indirect provider');
    await authorizes(reseller.admin);
    await house.settled();
    expect(await states()).toEqual(['active', 'active']);
  });
});

describe('a global admin whose address the provider did not write to', () => {
  let stranger: Person;
  /** The request that went to their own address. */
  let known: Sent;
  beforeEach(async () => {
    known = sent;
    sent = await requests(provider.admin, { email: `buyer@other${count}.example`, name: reseller.name });
    stranger = reseller.admin;
    await stranger.types(sent.link);
    await authorizes(stranger);
    await house.settled();
  });

  it('is shown to the provider first; nothing is granted until then', async () => {
    expect(stranger.seen.text).toContain('is asked to confirm who approved');
    expect(await states()).toEqual([undefined, undefined]);
    provider.admin.reads();
    await provider.admin.clicks('That is them');
    await house.settled();
    expect(await states()).toEqual(['active', 'active']);
    expect(stranger.reads().text).toContain('Fabrikam confirmed your approval');
  });

  it('is turned away by Not them', async () => {
    provider.admin.reads();
    await provider.admin.clicks('Not them');
    await house.settled();
    expect(await states()).toEqual([undefined, undefined]);
  });

  it('is not confirmed twice: by then they are partners by another request', async () => {
    const notice = provider.admin.reads();
    await stranger.types(known.link);
    await authorizes(stranger);
    await house.settled();
    await provider.admin.clicks('That is them', {}, notice);
    expect(provider.admin.seen.text).toContain('have become partners in the meantime');
    await house.settled();
    expect(await states()).toEqual(['active', 'active']);
  });
});

describe('a guest', () => {
  it('authorizes nothing for the company that they visit', async () => {
    const guest = newcomer(house, {
      name: 'Guest',
      tenantId: reseller.id,
      userRole: 'guest',
      email: 'guest@x.example',
    });
    await guest.types(sent.link);
    expect(guest.seen.text).toContain('guests cannot act for it');
  });
});
