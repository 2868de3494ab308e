import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, opensPartner, sendsJointly } from './support/partnerships.ts';
import { approves, sends } from './support/story.ts';

let house: House;
let provider: Office;
let first: Office;
let second: Office;

beforeAll(async () => {
  house = await openHouse();
  provider = await office(house, 'indirectProvider', 'Fabrikam');
  first = await office(house, 'indirectReseller', 'Contoso');
  second = await office(house, 'indirectReseller', 'Northwind');
  await becomePartners(house, provider.admin, first);
  await becomePartners(house, provider.admin, second);
});
afterAll(() => house.stop());

const opened = (person: Office['admin']) => person.buttons.filter(title => title.startsWith('Open '));

describe('the customers of a provider with two resellers', () => {
  beforeAll(async () => {
    for (const [reseller, name] of [
      [first, 'Adatum'],
      [second, 'Tailspin'],
    ] as const) {
      const customer = await office(house, 'customer', name);
      const to = { email: customer.admin.options.email, name };
      const { link } = await sendsJointly(reseller.admin, 'Fabrikam', to);
      await customer.admin.types(link);
      await approves(customer.admin);
      await house.settled();
    }
  });

  it('stand all in its own list, each with its reseller', async () => {
    await provider.admin.types('customers');
    expect(opened(provider.admin)).toEqual(['Open Adatum', 'Open Tailspin']);
    expect(provider.admin.seen.text).toContain('shared with Contoso');
    expect(provider.admin.seen.text).toContain('shared with Northwind');
  });

  it.each([
    ['Contoso', 'Adatum'],
    ['Northwind', 'Tailspin'],
  ])('and under %s only those that the two share', async (reseller, customer) => {
    await opensPartner(provider.admin, 'resellers', reseller);
    await provider.admin.clicks('View customers');
    expect(opened(provider.admin)).toEqual([`Open ${customer}`]);
  });

  it('are no business of the other reseller', async () => {
    await first.admin.types('customers');
    expect(opened(first.admin)).toEqual(['Open Adatum']);
    await first.admin.sends('partnerships.customers', { id: second.id });
    expect(first.admin.seen.text).toContain('not here any more');
  });

  it('show the provider what it may do, and not the reseller’s invitation', async () => {
    await provider.admin.types('customers adatum');
    await provider.admin.clicks('Open Adatum');
    expect(provider.admin.seen.text).toContain('Can order\nYes');
    expect(provider.admin.seen.text).toContain('Can sell\nNo');
    expect(provider.admin.seen.text).toContain('Can administer\nNo');
    expect(provider.admin.mayClick('Show invitation')).toBe(false);
    expect(provider.admin.mayClick('Ask to add provider')).toBe(false);
  });

  it('cannot be invited anew by the provider: they are known', async () => {
    await provider.admin.types('customers adatum');
    const email = /[\w.]+@org\d+\.example/.exec((await provider.admin.clicks('Open Adatum')).text)?.[0] ?? '';
    await provider.admin.types('cancel');
    await provider.admin.types(`invite customer ${email}`);
    await provider.admin.clicks('Next', { name: 'Adatum' });
    expect(provider.admin.seen.text).toContain('Adatum is already your customer');
  });
});

describe('a customer that a provider has of its own', () => {
  it('keeps what it granted to the provider when the two come to share it', async () => {
    const customer = await office(house, 'customer', 'Wide World');
    const own = await sends(provider.admin, { email: customer.admin.options.email, name: 'Wide World' });
    await customer.admin.types(own.link);
    await approves(customer.admin);
    await house.settled();
    const to = { email: customer.admin.options.email, name: 'Wide World' };
    const joint = await sendsJointly(first.admin, 'Fabrikam', to);
    await customer.admin.types(joint.link);
    await approves(customer.admin);
    // Whoever administered before is named, the provider itself here.
    await customer.admin.clicks('Approve');
    await house.settled();
    const { customers, partners } = house.bot.desk.storage;
    expect((await customers.get(provider.id, customer.id))?.value).toMatchObject({
      canSell: true,
      canOrder: true,
      canAdminister: 'no',
      sharedWith: [{ id: first.id, name: 'Contoso' }],
    });
    expect((await partners.get(customer.id, provider.id))?.value).toMatchObject({
      canSell: true,
      canOrder: true,
    });
    expect((await customers.get(first.id, customer.id))?.value.canAdminister).toBe('yes');
  });
});
