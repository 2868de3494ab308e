import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, opensPartner, requests } from './support/partnerships.ts';
import { sends } from './support/story.ts';

let house: House;
let provider: Office;
const resellers: Office[] = [];

beforeAll(async () => {
  house = await openHouse();
  provider = await office(house, 'indirectProvider', 'Fabrikam', { partnerId: '4391507', country: 'FR' });
  for (let number = 1; number <= 9; number++) {
    const changes = { country: 'DE', partnerId: `70000${number}0` };
    const reseller = await office(house, 'indirectReseller', `Contoso ${number}`, changes);
    resellers.push(reseller);
    await becomePartners(house, provider.admin, reseller);
  }
});
afterAll(() => house.stop());

const first = () => {
  const [reseller] = resellers;
  if (!reseller) throw new Error('no reseller');
  return reseller;
};

describe('the list of indirect resellers', () => {
  it('shows name, Partner ID, country and since when, a page at a time, each once', async () => {
    const { admin } = provider;
    await admin.types('indirect resellers');
    const pages = [admin.seen.text];
    expect(admin.seen.text).toContain('Partner ID 7000010 · Germany · since');
    await admin.clicks('Next page');
    expect(admin.seen.text).toContain('Page 2');
    pages.push(admin.seen.text);
    expect(admin.mayClick('Next page')).toBe(false);
    for (const { name } of resellers) {
      expect(pages.filter(page => page.split('\n').includes(name))).toHaveLength(1);
    }
  });

  it.each([
    ['the beginning of a name', 'contoso 3', 'Contoso 3'],
    ['a word of it', '4', 'Contoso 4'],
    ['the Partner ID', '7000050', 'Contoso 5'],
  ])('finds by %s', async (_, search, name) => {
    const { admin } = provider;
    await admin.types(`indirect resellers ${search}`);
    expect(admin.seen.text).toContain(name);
    expect(admin.buttons.filter(title => title.startsWith('Open '))).toEqual([`Open ${name}`]);
  });

  it('searches from its own field', async () => {
    const { admin } = provider;
    await admin.types('indirect resellers');
    await admin.clicks('Search', { search: 'contoso 7' });
    expect(admin.buttons.filter(title => title.startsWith('Open '))).toEqual(['Open Contoso 7']);
  });

  it('says so when nothing matches', async () => {
    await provider.admin.types('indirect resellers tailspin');
    expect(provider.admin.seen.text).toContain('Nothing matches “tailspin”');
  });

  it('pages through what a search found', async () => {
    const { admin } = provider;
    await admin.types('indirect resellers contoso');
    const seen = admin.buttons.filter(title => title.startsWith('Open '));
    await admin.clicks('Next page');
    seen.push(...admin.buttons.filter(title => title.startsWith('Open ')));
    expect(new Set(seen)).toEqual(new Set(resellers.map(({ name }) => `Open ${name}`)));
    expect(seen).toHaveLength(resellers.length);
  });

  it('has the buttons of a provider, and none of a reseller', async () => {
    await opensPartner(provider.admin, 'resellers', 'Contoso 1');
    expect(provider.admin.buttons).toEqual(
      expect.arrayContaining(['View customers', 'Add new customer', 'Stop telling me', 'Remove partnership']),
    );
    expect(provider.admin.mayClick('Remove administrator access')).toBe(false);
    expect(provider.admin.mayClick('Invite new customers')).toBe(false);
  });

  it.each(['partnerships.show', 'partnerships.customers'])(
    'does not fall over a page that it never handed out: %s',
    async verb => {
      for (const page of ['x', 'eyJhIjoxfQ', '../..', 'AAAA'.repeat(400)]) {
        await provider.admin.sends(verb, { id: first().id, page, number: 2 });
        expect(provider.admin.seen.text).toContain('not here any more');
      }
    },
  );

  it('goes on where it ended itself, never in another company’s', async () => {
    await provider.admin.types('indirect resellers');
    const page = /"page":"([\w-]+)"/.exec(JSON.stringify(provider.admin.seen.card))?.[1];
    expect(page).toBeDefined();
    await first().admin.sends('partnerships.show', { page, number: 2 });
    expect(first().admin.seen.text).not.toContain('Contoso 9');
  });
});

describe('the list of indirect providers', () => {
  it('shows the provider to each reseller', async () => {
    await first().admin.types('indirect providers');
    expect(first().admin.seen.text).toContain('Fabrikam');
    expect(first().admin.seen.text).toContain('Partner ID 4391507 · France · since');
    expect(first().admin.seen.text).not.toContain('Contoso 2');
  });

  it('offers everything to the reseller’s global admin', async () => {
    await opensPartner(first().admin, 'providers', 'Fabrikam');
    expect(first().admin.buttons).toEqual(
      expect.arrayContaining([
        'View customers',
        'Invite new customers',
        'Remove administrator access',
        'Remove partnership',
      ]),
    );
  });

  it('is not the list of a provider, nor the other way round', async () => {
    await provider.admin.types('indirect providers');
    expect(provider.admin.seen.text).toContain('Only indirect resellers have a list of indirect providers');
    await first().admin.types('indirect resellers');
    expect(first().admin.seen.text).toContain('Only indirect providers have a list of indirect resellers');
  });

  it('is empty for a new reseller, with a way to learn', async () => {
    const { admin } = await office(house, 'indirectReseller', 'New');
    await admin.types('indirect providers');
    expect(admin.seen.text).toContain('No indirect providers yet');
    await admin.clicks('Learn');
    expect(admin.seen.text).toContain('Find a provider');
  });
});

describe('a helpdesk agent', () => {
  it('of a reseller sees no provider', async () => {
    const lee = await first().colleague('Lee Help', { agent: 'helpdeskAgent', admin: 'none' });
    await lee.types('indirect providers');
    expect(lee.seen.text).toContain('To see partner profiles, you need one of these roles');
    for (const verb of ['partnerships.open', 'partnerships.customers', 'partnerships.askRemove']) {
      await lee.sends(verb, { id: provider.id });
      expect(lee.seen.text).toContain('you need one of these roles');
      expect(lee.seen.text).not.toContain('Fabrikam');
    }
  });

  it('of a provider sees no request among the invitations, even where nothing else is on the page', async () => {
    const fresh = await office(house, 'indirectProvider', 'Litware');
    const lee = await fresh.colleague('Lee Helps', { agent: 'helpdeskAgent', admin: 'none' });
    await sends(fresh.admin, { email: 'kim@wide.example', name: 'Wide World' });
    for (let number = 1; number <= 7; number++) {
      house.clock.forward(1_000);
      await requests(fresh.admin, { email: `x@asked${number}.example`, name: `Asked ${number}` });
    }
    await lee.types('invitations');
    expect(lee.seen.text).not.toContain('Asked');
    expect(lee.seen.text).not.toContain('No invitation has been sent yet');
    if (lee.mayClick('Next page')) await lee.clicks('Next page');
    expect(lee.seen.text).toContain('Wide World');
    const { id } = await requests(fresh.admin, { email: 'x@hidden.example', name: 'Hidden' });
    await lee.sends('invitations.open', { id });
    expect(lee.seen.text).not.toContain('Hidden');
  });
});

describe('the requests that a reseller received', () => {
  it('are not for its helpdesk agents, and for its sales agents they are', async () => {
    const reseller = await office(house, 'indirectReseller', 'Receiving', { country: 'DE' });
    const { link } = await requests(provider.admin, { email: 'x@receiving.example', name: 'Receiving' });
    await reseller.admin.types(link);
    await house.settled();
    const help = await reseller.colleague('Lee Receives', { agent: 'helpdeskAgent', admin: 'none' });
    const sales = await reseller.colleague('Sam Receives', { agent: 'salesAgent', admin: 'none' });
    for (const [person, sees] of [
      [help, false],
      [sales, true],
    ] as const) {
      await person.sends('invitations.show', { view: 'received' });
      expect(person.seen.text.includes('Fabrikam')).toBe(sees);
    }
  });
});

describe('View customers', () => {
  it('shows those that the two share, and only those, a page at a time', async () => {
    const reseller = first();
    const sharedWith = [{ id: provider.id, name: provider.name }];
    for (let number = 1; number <= 9; number++) {
      await hasCustomer(house, reseller.id, { name: `Shared ${number}`, sharedWith });
    }
    await hasCustomer(house, reseller.id, { name: 'Own Alone' });
    await hasCustomer(house, reseller.id, {
      name: 'With Another',
      sharedWith: [{ id: first().id, name: 'X' }],
    });
    await opensPartner(reseller.admin, 'providers', 'Fabrikam');
    await reseller.admin.clicks('View customers');
    const seen = reseller.admin.buttons.filter(title => title.startsWith('Open '));
    await reseller.admin.clicks('Next page');
    seen.push(...reseller.admin.buttons.filter(title => title.startsWith('Open ')));
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(number => `Open Shared ${number}`));
  });

  it('is not for someone who may see partners but no customers', async () => {
    const people = await first().colleague('User Manager', { agent: 'none', admin: 'userManagementAdmin' });
    await opensPartner(people, 'providers', 'Fabrikam');
    expect(people.seen.text).toContain('Fabrikam: Active');
    await people.sends('partnerships.customers', { id: provider.id });
    expect(people.seen.text).toContain('To see customers, you need one of these roles');
  });

  it('says so when there are none', async () => {
    await opensPartner(provider.admin, 'resellers', 'Contoso 9');
    await provider.admin.clicks('View customers');
    expect(provider.admin.seen.text).toContain('No shared customers yet');
  });
});
