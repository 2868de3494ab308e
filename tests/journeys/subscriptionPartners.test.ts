import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Subscription, versionOf } from '../../domain/subscription.ts';
import { checkSupport, endSupport } from '../../operations/endSupport.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office, removesPartnership } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { arePartners, hasSubscription, serves, servesTogether, standsAs } from './support/subscriptions.ts';

let house: House;
let provider: Office;
let reseller: Office;
let customer: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  provider = await office(house, 'indirectProvider', `Litware ${count}`);
  reseller = await office(house, 'indirectReseller', `Contoso ${count}`);
  customer = await office(house, 'customer', `Wingtip ${count}`);
  await arePartners(house, provider, reseller);
  await servesTogether(house, { provider, reseller, customer });
});
afterAll(() => house.stop());

const sold = (over: Parameters<typeof hasSubscription>[3] = {}) =>
  hasSubscription(house, customer, provider, over);
const now = (subscription: Subscription) => standsAs(house, customer, subscription);
const whichOf = (subscription: Subscription) => ({
  customer: customer.id,
  id: subscription.id,
  version: versionOf(subscription),
});
/** Selects a button of the record, on its second card if it stands there. */
async function chooses(title: string, subscription: Subscription, who: Person = provider.admin) {
  await who.sends('subscriptions.open', whichOf(subscription));
  if (!who.mayClick(title)) await who.clicks('More');
  return who.clicks(title);
}
async function endsWithCustomer(partner: Office): Promise<void> {
  const { storage } = house.bot.desk;
  const row = await storage.partners.get(customer.id, partner.id);
  if (!row) throw new Error('no partner');
  const ended = { ...row.value, canSell: false, canOrder: false, endedAt: house.clock.now.toISOString() };
  await storage.commit(customer.id, { rows: storage.partners.put(row, ended), history: [] });
}

describe('Reseller (MPN ID)', () => {
  it('is chosen from the provider’s partners, says what for, and the reseller is told', async () => {
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    expect(provider.admin.seen.text).toContain('lets the reseller earn incentives');
    expect(provider.admin.seen.text).toContain('never your own company');
    await provider.admin.clicks('Save', { reseller: reseller.id });
    expect(provider.admin.seen.text).toContain(`Done: ${reseller.name} is the reseller`);
    expect((await now(subscription)).reseller).toEqual({
      id: reseller.id,
      name: reseller.name,
      mpnId: '4567890',
    });
    await house.settled();
    expect(reseller.admin.reads().text).toContain('You are the reseller of Microsoft 365 Business Basic');
    expect(reseller.admin.seen.text).toContain('you can earn incentives');
    await reseller.admin.clicks('Open subscription');
    expect(reseller.admin.seen.text).toContain(`${reseller.name} (4567890)`);
    for (const who of [provider, reseller, customer]) {
      await who.admin.types('history');
      expect(who.admin.seen.text).toContain(`for ${customer.name}: ${reseller.name} (4567890)`);
    }
  });

  it('can be typed, changed and taken away; the former one is told', async () => {
    const other = await office(house, 'indirectReseller', `Fabrikam ${count}`);
    await arePartners(house, provider, { ...other, mpnId: '7654321' });
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    await provider.admin.clicks('Save', { mpnId: ' ７６５4321 ' });
    expect((await now(subscription)).reseller?.id).toBe(other.id);
    await chooses('Reseller (MPN ID)', await now(subscription));
    await provider.admin.clicks('Save', { reseller: reseller.id });
    await house.settled();
    expect(other.admin.reads().text).toContain('You are no longer the reseller');
    await chooses('Reseller (MPN ID)', await now(subscription));
    await provider.admin.clicks('Save', { reseller: 'nobody' });
    expect(provider.admin.seen.text).toContain('has no reseller any more');
    expect((await now(subscription)).reseller).toBeUndefined();
  });

  it('is set once, however often it is clicked', async () => {
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    const form = provider.admin.seen;
    for (let click = 0; click < 2; click++)
      await provider.admin.clicks('Save', { reseller: reseller.id }, form);
    expect(provider.admin.seen.text).toContain('This was done already');
    await provider.admin.clicks('Save', { reseller: 'nobody' }, form);
    expect(provider.admin.seen.text).toContain('changed in the meantime');
    expect((await now(subscription)).reseller?.id).toBe(reseller.id);
    await house.settled();
    expect(reseller.admin.inbox.filter(text => text.includes('You are the reseller'))).toHaveLength(1);
  });

  it.each([
    ['the provider’s own MPN ID', { mpnId: '5551234' }, 'That is your own MPN ID'],
    ['the same, typed on a Japanese keyboard', { mpnId: '５５５１２３４' }, 'That is your own MPN ID'],
    ['an MPN ID of nobody it works with', { mpnId: '9999999' }, 'None of your active partners is that'],
    ['an MPN ID that only begins alike', { mpnId: '45678' }, 'None of your active partners is that'],
    ['nothing', { reseller: '', mpnId: ' ' }, 'Choose a reseller, or type its MPN ID'],
  ])('refuses %s at the form', async (_, inputs, words) => {
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    await provider.admin.clicks('Save', inputs);
    expect(provider.admin.seen.text).toContain(words);
    expect(provider.admin.mayClick('Save')).toBe(true);
    expect(await now(subscription)).toEqual(subscription);
  });

  it('refuses the provider itself, and a company that is no partner, by a forged choice', async () => {
    const stranger = await office(house, 'indirectReseller', `Tailspin ${count}`);
    const subscription = await sold();
    for (const [id, words] of [
      [provider.id, 'That is your own MPN ID'],
      [stranger.id, 'None of your active partners is that'],
    ] as const) {
      await provider.admin.sends('subscriptions.reseller', { ...whichOf(subscription), reseller: id });
      expect(provider.admin.seen.text).toContain(words);
    }
    expect(await now(subscription)).toEqual(subscription);
  });

  it('refuses a reseller whose partnership ended, or whose relationship with the customer did', async () => {
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    const form = provider.admin.seen;
    await endsWithCustomer(reseller);
    await provider.admin.clicks('Save', { reseller: reseller.id }, form);
    expect(provider.admin.seen.text).toContain('has ended. Choose another one, or ask the reseller');
    await removesPartnership(reseller.admin, 'providers', provider.name);
    await provider.admin.clicks('Save', { reseller: reseller.id }, form);
    expect(provider.admin.seen.text).toContain('None of your active partners is that');
    expect(await now(subscription)).toEqual(subscription);
  });

  it('refuses a reseller without an MPN ID, which is not offered either', async () => {
    const { storage } = house.bot.desk;
    const row = await storage.partnerships.get(provider.id, reseller.id);
    if (!row) throw new Error('no partnership');
    const rows = storage.partnerships.put(row, { ...row.value, mpnId: undefined });
    await storage.commit(provider.id, { rows, history: [] });
    const subscription = await sold();
    await chooses('Reseller (MPN ID)', subscription);
    expect(JSON.stringify(provider.admin.seen.card)).not.toContain(reseller.id);
    await provider.admin.clicks('Save', { reseller: reseller.id });
    expect(provider.admin.seen.text).toContain('This reseller has no MPN ID here');
    expect(await now(subscription)).toEqual(subscription);
  });

  it('is only the seller’s to set, and a direct partner has nobody to set', async () => {
    const subscription = await sold({ supportContact: { id: reseller.id, name: reseller.name } });
    for (const verb of ['askReseller', 'reseller', 'askSupport', 'support']) {
      const data = { ...whichOf(subscription), reseller: 'nobody', choice: reseller.id };
      await reseller.admin.sends(`subscriptions.${verb}`, data);
      expect(reseller.admin.seen.text).toContain('can change it. Please ask them to');
    }
    const direct = await office(house, 'directPartner', `Direct ${count}`);
    await serves(house, direct, customer);
    const own = await hasSubscription(house, customer, direct);
    for (const verb of ['askReseller', 'reseller', 'askSupport', 'support']) {
      const data = { ...whichOf(own), reseller: 'nobody', choice: reseller.id };
      await direct.admin.sends(`subscriptions.${verb}`, data);
      expect(direct.admin.seen.text).toContain('has no resellers');
    }
    expect(await now(own)).toEqual(own);
  });
});

describe('Designated support contact', () => {
  it('is a partnered reseller: it, the customer and history say so, and the customer sees whom to ask', async () => {
    const subscription = await sold();
    await chooses('Designated support contact', subscription);
    expect(provider.admin.seen.text).toContain('a reseller with whom you have a partnership');
    await provider.admin.clicks('Save', { choice: reseller.id });
    expect(provider.admin.seen.text).toContain(`Done: ${reseller.name} supports ${customer.name}`);
    await house.settled();
    expect((await now(subscription)).supportContact).toEqual({ id: reseller.id, name: reseller.name });
    expect(reseller.admin.reads().text).toContain(`You support ${customer.name}`);
    expect(customer.admin.reads().text).toContain(`${reseller.name} supports you`);
    await customer.admin.clicks('Open subscription');
    expect(customer.admin.seen.text).toContain(`Turn to ${reseller.name} for help`);
    for (const who of [provider, reseller, customer]) {
      await who.admin.types('history');
      expect(who.admin.seen.text).toContain('Designated support contact of Microsoft 365 Business Basic');
    }
  });

  it('is reached by the customer as its company says', async () => {
    const { storage } = house.bot.desk;
    const support = {
      email: 'help@contoso.example',
      phone: '+1 425 555 0100',
      website: 'https://help.example',
    };
    const company = await storage.companies.get(reseller.id);
    if (!company) throw new Error('no reseller');
    const rows = [storage.companies.update(company, { ...company.value, support })];
    await storage.commit(reseller.id, { rows, history: [] });
    const subscription = await sold({ supportContact: { id: reseller.id, name: reseller.name } });
    await customer.admin.sends('subscriptions.open', whichOf(subscription));
    for (const way of Object.values(support)) expect(customer.admin.seen.text).toContain(way);
    await provider.admin.sends('subscriptions.open', whichOf(subscription));
    expect(provider.admin.seen.text).not.toContain(support.email);
  });

  it('goes back to the provider; the former contact is told', async () => {
    const subscription = await sold({ supportContact: { id: reseller.id, name: reseller.name } });
    await chooses('Designated support contact', subscription);
    await provider.admin.clicks('Save', { choice: provider.id });
    await house.settled();
    expect((await now(subscription)).supportContact.id).toBe(provider.id);
    expect(reseller.admin.reads().text).toContain('You no longer support');
  });

  it('is set once, and a second click says so', async () => {
    const subscription = await sold();
    await chooses('Designated support contact', subscription);
    const form = provider.admin.seen;
    for (let click = 0; click < 2; click++)
      await provider.admin.clicks('Save', { choice: reseller.id }, form);
    expect(provider.admin.seen.text).toContain('This was done already');
    await provider.admin.clicks('Save', { choice: provider.id }, form);
    expect(provider.admin.seen.text).toContain('changed in the meantime');
    expect((await now(subscription)).supportContact.id).toBe(reseller.id);
  });

  it('is nobody who is no partner, or whose relationship with the customer ended', async () => {
    const stranger = await office(house, 'indirectReseller', `Tailspin ${count}`);
    const subscription = await sold();
    await chooses('Designated support contact', subscription);
    const form = provider.admin.seen;
    await provider.admin.clicks('Save', { choice: stranger.id });
    expect(provider.admin.seen.text).toContain('no active partnership with you');
    await endsWithCustomer(reseller);
    await provider.admin.clicks('Save', { choice: reseller.id }, form);
    expect(provider.admin.seen.text).toContain('has ended. Choose another contact');
    expect(await now(subscription)).toEqual(subscription);
  });

  it('says how to get a partner when there is nobody to choose', async () => {
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    await chooses('Designated support contact', await sold());
    expect(provider.admin.seen.text).toContain('request a partnership with it first');
  });
});

describe('when a partnership ends', () => {
  const supportedByReseller = async () => {
    const subscription = await sold();
    const data = { ...whichOf(subscription), choice: reseller.id };
    await provider.admin.sends('subscriptions.support', data);
    await house.settled();
    return subscription;
  };

  it.each(['the provider', 'the reseller'])(
    'by %s, the seller supports again: it, the customer and the reseller are told, and history has it',
    async who => {
      const subscription = await supportedByReseller();
      const other = await office(house, 'customer', `Adatum ${count}`);
      await serves(house, provider, other, { kind: 'indirectProvider', canSell: false, canOrder: true });
      const others = await hasSubscription(house, other, provider);
      await provider.admin.sends('subscriptions.support', {
        customer: other.id,
        id: others.id,
        version: versionOf(others),
        choice: reseller.id,
      });
      await house.settled();
      if (who === 'the provider') {
        await removesPartnership(provider.admin, 'resellers', reseller.name);
      } else await removesPartnership(reseller.admin, 'providers', provider.name);
      await house.settled();
      expect((await now(subscription)).supportContact).toEqual({ id: provider.id, name: provider.name });
      expect((await standsAs(house, other, others)).supportContact.id).toBe(provider.id);
      const { inbox } = provider.admin;
      expect(inbox.filter(text => text.includes('again') && text.includes('You support'))).toHaveLength(2);
      expect(customer.admin.reads().text).toContain(`${provider.name} supports you`);
      expect(customer.admin.seen.text).toContain('has ended');
      expect(reseller.admin.inbox.some(text => text.includes(`You no longer support ${customer.name}`))).toBe(
        true,
      );
      await provider.admin.types('history');
      expect(provider.admin.seen.text).toContain(
        `Designated support contact of Microsoft 365 Business Basic for ${customer.name}: ${provider.name}`,
      );
    },
  );

  it('is asked about with that, and carried once however often', async () => {
    const subscription = await supportedByReseller();
    await provider.admin.types(`indirect resellers ${reseller.name}`);
    await provider.admin.clicks(`Open ${reseller.name}`);
    await provider.admin.clicks('Remove partnership');
    expect(provider.admin.seen.text).toContain('is the designated support contact, your company is it again');
    await provider.admin.clicks('Remove partnership');
    await house.settled();
    const heard = provider.admin.inbox.length;
    const errand = { sellerId: provider.id, contactId: reseller.id };
    for (let time = 0; time < 2; time++) await endSupport(house.bot.desk, { kind: 'endSupport', ...errand });
    await checkSupport(house.bot.desk, {
      kind: 'checkSupport',
      customerId: customer.id,
      contactId: reseller.id,
    });
    await house.settled();
    expect(provider.admin.inbox).toHaveLength(heard);
    expect((await now(subscription)).supportContact.id).toBe(provider.id);
  });

  it('goes through more customers than one page has', async () => {
    const { storage } = house.bot.desk;
    const many = Array.from({ length: 23 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(count * 100 + index).padStart(12, '0')}`,
    }));
    const subscriptions = await Promise.all(
      many.map(async each => {
        const rows = [storage.subscriptions.supports(reseller.id, each.id)];
        await storage.commit(provider.id, { rows, history: [] });
        return hasSubscription(house, each, provider, {
          supportContact: { id: reseller.id, name: reseller.name },
        });
      }),
    );
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    const after = await Promise.all(
      many.map((each, index) => standsAs(house, each, subscriptions[index] ?? { id: '' })),
    );
    expect(after.map(each => each.supportContact.id)).toEqual(many.map(() => provider.id));
  });

  it('goes on behind a page on which storage found nothing', async () => {
    const subscription = await supportedByReseller();
    const { subscriptions } = house.bot.desk.storage;
    const { rows } = await subscriptions.supportedBy(provider.id, reseller.id, 5);
    const page = jest
      .spyOn(subscriptions, 'supportedBy')
      .mockResolvedValueOnce({ rows: [], continuation: 'further' })
      .mockResolvedValueOnce({ rows });
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    page.mockRestore();
    expect((await now(subscription)).supportContact.id).toBe(provider.id);
  });

  it('leaves alone whom another provider lets the reseller support, and what is canceled', async () => {
    const other = await office(house, 'indirectProvider', `Adventure ${count}`);
    await arePartners(house, other, reseller);
    await serves(house, other, customer, { kind: 'indirectProvider', canSell: false, canOrder: true });
    const contact = { supportContact: { id: reseller.id, name: reseller.name } };
    const others = await hasSubscription(house, customer, other, contact);
    const cancelled = await sold({ ...contact, state: 'cancelled' });
    const subscription = await supportedByReseller();
    await removesPartnership(provider.admin, 'resellers', reseller.name);
    await house.settled();
    expect((await now(subscription)).supportContact.id).toBe(provider.id);
    expect(await now(others)).toEqual(others);
    expect(await now(cancelled)).toEqual(cancelled);
  });

  it('while somebody is being designated, leaves nobody designated', async () => {
    const subscription = await sold();
    await Promise.all([
      provider.admin.sends('subscriptions.support', { ...whichOf(subscription), choice: reseller.id }),
      reseller.admin.sends('partnerships.remove', { id: provider.id }),
    ]);
    await house.settled();
    expect((await now(subscription)).supportContact.id).toBe(provider.id);
  });
});

describe('in a provider', () => {
  let people: Record<Member, Person>;
  let staff: Office;
  let subscription: Subscription;

  beforeEach(async () => {
    people = await staffed(house, 'indirectProvider');
    staff = {
      ...provider,
      id: people.globalAdmin.options.tenantId,
      name: 'Staffed',
      admin: people.globalAdmin,
    };
    await arePartners(house, staff, reseller);
    await serves(house, staff, customer, {
      kind: 'indirectProvider',
      canSell: false,
      canOrder: true,
      sharedWith: [reseller],
    });
    subscription = await hasSubscription(house, customer, staff);
  });

  const sees = (member: Member) => cells('seeCustomers').some(([who, yes]) => who === member && yes);
  async function offers(person: Person, title: string): Promise<boolean> {
    await person.sends('subscriptions.open', whichOf(subscription));
    if (person.mayClick('More')) await person.clicks('More');
    return person.mayClick(title);
  }

  describe.each(cells('associateReseller'))('associating a reseller: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (sees(member)) expect(await offers(person, 'Reseller (MPN ID)')).toBe(may);
      for (const verb of ['askReseller', 'reseller']) {
        await person.sends(`subscriptions.${verb}`, { ...whichOf(subscription), reseller: reseller.id });
        if (!may) expectRefusal(person, member, 'associateReseller');
      }
      expect((await now(subscription)).reseller?.id).toBe(may ? reseller.id : undefined);
    });
  });

  describe.each(cells('designateSupportContact'))('designating a support contact: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (sees(member)) expect(await offers(person, 'Designated support contact')).toBe(may);
      for (const verb of ['askSupport', 'support']) {
        await person.sends(`subscriptions.${verb}`, { ...whichOf(subscription), choice: reseller.id });
        if (!may) expectRefusal(person, member, 'designateSupportContact');
      }
      expect((await now(subscription)).supportContact.id).toBe(may ? reseller.id : staff.id);
    });
  });
});
