import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { showAdministration } from '../../operations/carryForward.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { administrators, all, becomesCustomer, opensSeller } from './support/relationships.ts';
import { allRows, rowsOf } from './support/rows.ts';

let house: House;
let fabrikam: Office;
let contoso: Office;
let wingtip: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** Wingtip buys from Fabrikam and from Contoso, who administers. */
beforeEach(async () => {
  count++;
  fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
  contoso = await office(house, 'indirectReseller', `Contoso ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
  await becomesCustomer(house, fabrikam, wingtip);
  await becomesCustomer(house, contoso, wingtip);
});
afterAll(() => house.stop());

const recordOf = async (partner: Office) =>
  (await house.bot.desk.storage.customers.get(partner.id, wingtip.id))?.value;

describe('partners, for a customer', () => {
  it('lists who sells to it and who administers which services', async () => {
    await wingtip.admin.types('partners');
    const { text } = wingtip.admin.seen;
    expect(text).toContain('Your partners');
    expect(text).toContain(fabrikam.name);
    expect(text).toContain('Can sell · Cannot administer');
    expect(text).toContain('Can sell · Administers Office 365, Azure, Dynamics 365, and Windows');
  });

  it('is searched by the beginning of a name, and opens a record', async () => {
    await opensSeller(wingtip.admin, contoso.name);
    const { text } = wingtip.admin.seen;
    expect(text).toContain(`${contoso.name} administers for you`);
    expect(text).toContain('Approved by\n');
    expect(text).toContain(wingtip.admin.options.name);
    expect(text).toContain(contoso.admin.options.name);
    expect(text).not.toContain(fabrikam.name);
    await wingtip.admin.clicks('Show invitation');
    expect(wingtip.admin.seen.text).toContain('approved on');
    await wingtip.admin.types('partners nobody');
    expect(wingtip.admin.seen.text).toContain('Nothing matches “nobody”');
  });

  it('is no list of a partner', async () => {
    await contoso.admin.types('partners');
    expect(contoso.admin.seen.text).toContain('This list is for customers');
    await contoso.admin.sends('partners.open', { id: fabrikam.id });
    expect(contoso.admin.seen.text).toContain('This list is for customers');
  });

  it('pages, eight at a time', async () => {
    const many = await office(house, 'customer', 'Manyfold');
    const at = house.clock.now.toISOString();
    const { partners } = house.bot.desk.storage;
    for (let number = 10; number < 19; number++) {
      const id = `d0d0d0d0-1111-4000-8000-0000000000${number}`;
      const approvedBy = { tenantId: many.id, objectId: many.id, name: 'Someone' };
      const invitationId = `${id.replaceAll('-', '')}${'0'.repeat(32)}`;
      const partner = { id, name: `Seller ${number}`, kind: 'directPartner' as const, canSell: true };
      const row = { ...partner, canOrder: false, ordersThrough: [], since: at, invitationId, approvedBy };
      const rows = partners.put(undefined, { ...row, listed: true });
      await house.bot.desk.storage.commit(many.id, { rows, history: [] });
    }
    await many.admin.types('partners');
    expect(many.admin.seen.text).toContain('Seller 17');
    expect(many.admin.seen.text).not.toContain('Seller 18');
    await many.admin.clicks('Next page');
    expect(many.admin.seen.text).toContain('Seller 18');
    await many.admin.sends('partners.show', { page: 'none of ours' });
    expect(many.admin.seen.text).toContain('not here any more');
  });

  it('has nobody in it at first', async () => {
    const new_ = await office(house, 'customer', 'Newcomer');
    await new_.admin.types('partners');
    expect(new_.admin.seen.text).toContain('No partners yet');
  });

  it('lists partners from before there was a list', async () => {
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(wingtip.id, contoso.id);
    const old = await office(house, 'customer', 'Old Customer');
    // As version 0.2.0 wrote it: the record alone.
    const value = { ...row?.value, listed: undefined, ordersThrough: undefined };
    const record = { op: 'insert' as const, key: `partner:${contoso.id}`, value };
    await storage.commit(old.id, { rows: [record], history: [] });
    await old.admin.types(`partners ${contoso.name}`);
    expect(old.admin.seen.text).toContain('Nothing matches');
    await old.admin.types('partners');
    expect(old.admin.seen.text).toContain(contoso.name);
    await old.admin.types(`partners ${contoso.name}`);
    expect(old.admin.mayClick(`Open ${contoso.name}`)).toBe(true);
  });
});

describe('Remove administrator rights', () => {
  beforeEach(async () => {
    await opensSeller(wingtip.admin, contoso.name);
    await wingtip.admin.clicks('Remove administrator rights');
  });

  it('asks first, with what it means', async () => {
    const { text } = wingtip.admin.seen;
    expect(text).toContain(`Remove the administrator rights of ${contoso.name}?`);
    for (const service of ['Office 365', 'Azure', 'Dynamics 365', 'Windows']) expect(text).toContain(service);
    expect(text).toContain('can go on selling to you');
    expect(text).toContain('remains responsible for your support');
    expect(text).toContain(`${contoso.name} is told`);
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
    await wingtip.admin.clicks('Cancel');
    expect(wingtip.admin.seen.text).toContain(`${contoso.name} administers for you`);
  });

  it('takes them from all services, and shows it on both sides', async () => {
    await wingtip.admin.clicks('Remove administrator rights');
    expect(wingtip.admin.seen.text).toContain(`${contoso.name} no longer administers for you`);
    expect(await administrators(house, wingtip)).toEqual(all(undefined));
    await wingtip.admin.clicks('View partner');
    expect(wingtip.admin.seen.text).toContain(`${contoso.name} administers none of your services`);
    expect(wingtip.admin.mayClick('Remove administrator rights')).toBe(false);
    expect(wingtip.admin.mayClick('Give them to another partner')).toBe(false);
    await house.settled();
    expect(await recordOf(contoso)).toMatchObject({ canSell: true, canAdminister: 'no', administers: [] });
    await contoso.admin.types('customers');
    expect(contoso.admin.seen.text).toContain('Can sell · Cannot administer');
  });

  it('tells the partner what was taken, by whom, what remains, and how to ask again', async () => {
    await wingtip.admin.clicks('Remove administrator rights');
    await house.settled();
    const { text } = contoso.admin.reads();
    expect(text).toContain(`${wingtip.name} took administrator rights back`);
    expect(text).toContain(`${wingtip.admin.options.name} of ${wingtip.name} removed them on`);
    expect(text).toContain('You no longer administer: Office 365, Azure, Dynamics 365, and Windows');
    expect(text).toContain('you are still responsible for their support');
    expect(text).toContain('terms of the reseller agreement');
    expect(contoso.admin.buttons).toEqual(['Ask again', 'Request service on behalf', 'View customer']);
    expect(fabrikam.admin.inbox.join()).not.toContain('took administrator rights back');
  });

  it('is done once, however often it is clicked', async () => {
    const question = wingtip.admin.seen;
    const heard = contoso.admin.inbox.length;
    await Promise.all(
      [1, 2, 3].map(() => wingtip.admin.at(house).clicks('Remove administrator rights', {}, question)),
    );
    await wingtip.admin.clicks('Remove administrator rights', {}, question);
    expect(wingtip.admin.seen.text).toContain('There is nothing left to take away');
    await house.settled();
    expect(contoso.admin.inbox.length - heard).toBe(1);
    const history = rowsOf(await allRows(house), wingtip.id, 'history:');
    expect(history.filter(row => row.text.includes('administrationTaken'))).toHaveLength(1);
  });

  it('asks anew when something has changed since the question', async () => {
    const question = wingtip.admin.seen;
    await wingtip.admin.clicks('Cancel');
    await wingtip.admin.clicks('Remove administrator rights');
    await wingtip.admin.clicks('Remove administrator rights');
    await house.settled();
    await contoso.admin.reads();
    await contoso.admin.clicks('Ask again');
    const link = /http:\S+invitations\/[\w.-]+/.exec(contoso.admin.seen.text)?.[0] ?? '';
    await contoso.admin.clicks('Next');
    await contoso.admin.clicks('Done');
    await wingtip.admin.types(link);
    await wingtip.admin.clicks('Approve', { confirmGlobalAdmin: 'true' });
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
    // The card of long ago must not take what was granted anew.
    await wingtip.admin.clicks('Remove administrator rights', {}, question);
    expect(wingtip.admin.seen.text).toContain(`Remove the administrator rights of ${contoso.name}?`);
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
  });

  it('cannot be forced by a forged version or another company’s id', async () => {
    for (const version of [0, 99, -1]) {
      await wingtip.admin.sends('partners.takeBack', { id: contoso.id, version });
      expect(wingtip.admin.seen.text).toContain('Remove the administrator rights of');
    }
    const stranger = await office(house, 'customer', 'Stranger');
    for (const verb of [
      'partners.open',
      'partners.askTakeBack',
      'partners.takeBack',
      'partners.askReassign',
    ]) {
      await stranger.admin.sends(verb, { id: contoso.id, version: 2 });
      expect(stranger.admin.seen.text).toContain('not here any more');
    }
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
  });

  it('reaches the partner once, however often it is carried there, and never over something newer', async () => {
    await wingtip.admin.clicks('Remove administrator rights');
    await house.settled();
    const heard = contoso.admin.inbox.length;
    const { desk } = house.bot;
    const carried = {
      kind: 'showAdministration' as const,
      partnerId: contoso.id,
      customerId: wingtip.id,
      customerName: wingtip.name,
      services: ['azure' as const],
      lost: [],
      administrationVersion: 2,
    };
    await showAdministration(desk, carried);
    await showAdministration(desk, { ...carried, administrationVersion: 3 });
    await house.settled();
    expect((await recordOf(contoso))?.canAdminister).toBe('no');
    expect(contoso.admin.inbox).toHaveLength(heard);
  });

  it('tells the partner’s global admins when whoever invited is not there any more', async () => {
    const dana = await contoso.colleague('Dana', { agent: 'salesAgent', admin: 'none' });
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await becomesCustomer(house, { ...contoso, admin: dana }, tailspin);
    const { people } = house.bot.desk.storage;
    const row = await people.get(contoso.id, dana.options.objectId);
    if (!row) throw new Error('not there');
    await people.save(row, { ...row.value, member: undefined });
    const version = (await house.bot.desk.storage.companies.get(tailspin.id))?.value.administrationVersion;
    await tailspin.admin.sends('partners.takeBack', { id: contoso.id, version });
    await house.settled();
    expect(contoso.admin.reads().text).toContain(`${tailspin.name} took administrator rights back`);
    expect(dana.inbox.join()).not.toContain('took administrator rights back');
  });
});

describe('Give them to another partner', () => {
  beforeEach(async () => {
    await opensSeller(wingtip.admin, contoso.name);
    await wingtip.admin.clicks('Give them to another partner');
  });

  it('offers those that may sell, and no others', async () => {
    expect(wingtip.admin.seen.text).toContain(`Who is to administer instead of ${contoso.name}?`);
    expect(wingtip.admin.seen.text).toContain(fabrikam.name);
    await wingtip.admin.clicks('Next', { to: fabrikam.id });
    const { text } = wingtip.admin.seen;
    expect(text).toContain(`Give the administrator rights of ${contoso.name} to ${fabrikam.name}?`);
    expect(text).toContain(`now ${contoso.name}, then ${fabrikam.name}`);
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
  });

  it('changes hands in one step, and tells both', async () => {
    await wingtip.admin.clicks('Next', { to: fabrikam.id });
    const question = wingtip.admin.seen;
    await wingtip.admin.clicks('Give them');
    expect(wingtip.admin.seen.text).toContain(`${fabrikam.name} administers for you now`);
    expect(await administrators(house, wingtip)).toEqual(all(fabrikam.name));
    await house.settled();
    expect(contoso.admin.reads().text).toContain('gave them to another partner on');
    expect(contoso.admin.seen.text).not.toContain(fabrikam.name);
    expect(fabrikam.admin.reads().text).toContain(`${wingtip.name} gave you administrator rights`);
    expect(await recordOf(contoso)).toMatchObject({ canSell: true, canAdminister: 'no' });
    expect(await recordOf(fabrikam)).toMatchObject({ canSell: true, canAdminister: 'yes' });
    await wingtip.admin.clicks('Give them', {}, question);
    expect(wingtip.admin.seen.text).toContain('There is nothing left to take away');
  });

  it('goes to nobody who may not sell, and not to itself', async () => {
    const { partners } = house.bot.desk.storage;
    const row = await partners.get(wingtip.id, fabrikam.id);
    if (!row) throw new Error('not there');
    await house.bot.desk.storage.commit(wingtip.id, {
      rows: partners.put(row, { ...row.value, canSell: false, canOrder: true }),
      history: [],
    });
    await wingtip.admin.clicks('Next', { to: fabrikam.id });
    expect(wingtip.admin.seen.text).toContain(`${fabrikam.name} may not sell to you any more`);
    await opensSeller(wingtip.admin, contoso.name);
    await wingtip.admin.clicks('Give them to another partner');
    expect(wingtip.admin.seen.text).toContain('No other partner may sell to you');
    for (const to of [contoso.id, wingtip.id]) {
      await wingtip.admin.sends('partners.reassign', { id: contoso.id, to, version: 2 });
      expect(wingtip.admin.seen.text).toContain('not here any more');
    }
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
  });

  it('of two admins who decide differently at once, one wins and both partners hear what is true', async () => {
    const version = 2;
    const other = await wingtip.colleague('Pat', { agent: 'none', admin: 'globalAdmin' });
    await Promise.all([
      wingtip.admin.sends('partners.takeBack', { id: contoso.id, version }),
      other.sends('partners.reassign', { id: contoso.id, to: fabrikam.id, version }),
    ]);
    await house.settled();
    const [now] = await administrators(house, wingtip);
    expect([undefined, fabrikam.name]).toContain(now);
    expect((await recordOf(contoso))?.canAdminister).toBe('no');
    expect((await recordOf(fabrikam))?.canAdminister).toBe(now ? 'yes' : 'no');
    expect(contoso.admin.inbox.filter(text => text.includes('took administrator rights back'))).toHaveLength(
      1,
    );
  });
});
