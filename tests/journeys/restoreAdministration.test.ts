import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { establishCustomer } from '../../operations/carryForward.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { administrators, all, approvesLink, becomesCustomer, opensSeller } from './support/relationships.ts';
import { linkIn, pageAt } from './support/story.ts';

let house: House;
let contoso: Office;
let wingtip: Office;
let first: { id: string };
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** Wingtip took its administrator rights back from Contoso. */
beforeEach(async () => {
  count++;
  contoso = await office(house, 'indirectReseller', `Contoso ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
  first = await becomesCustomer(house, contoso, wingtip);
  await takesBack();
});
afterAll(() => house.stop());

async function takesBack(): Promise<void> {
  await opensSeller(wingtip.admin, contoso.name);
  await wingtip.admin.clicks('Remove administrator rights');
  await wingtip.admin.clicks('Remove administrator rights');
  await house.settled();
}

/** Drafts and sends the request that is in front of them; gives its link. */
async function asks(person: Person): Promise<string> {
  await person.clicks('Ask again');
  const link = linkIn(person.seen.text);
  await person.clicks('Next');
  await person.clicks('Done');
  return link;
}
const recordOf = async () => (await house.bot.desk.storage.customers.get(contoso.id, wingtip.id))?.value;

describe('Ask again', () => {
  it('drafts a letter in words of its own, to the customer’s contact', async () => {
    contoso.admin.reads();
    await contoso.admin.clicks('Ask again');
    const { text } = contoso.admin.seen;
    expect(text).toContain(`${contoso.name} asks ${wingtip.name} for administrator permissions`);
    expect(text).toContain('Only one partner can administer a service');
    expect(text).not.toContain('asks Wingtip for a reseller relationship');
    await contoso.admin.clicks('Next');
    await contoso.admin.clicks('Done');
    expect(contoso.admin.seen.text).toContain(wingtip.admin.options.email);
    await contoso.admin.clicks('Remind');
    expect(contoso.admin.seen.text).toContain('asked');
    expect(contoso.admin.seen.text).toContain('administrator permissions again');
  });

  it('is offered on the record, and when someone invites that customer anew', async () => {
    await contoso.admin.types(`customers ${wingtip.name}`);
    await contoso.admin.clicks(`Open ${wingtip.name}`);
    expect(contoso.admin.mayClick('Ask again')).toBe(true);
    await contoso.admin.types(`invite customer ${wingtip.admin.options.email}`);
    await contoso.admin.clicks('Next', { name: wingtip.name });
    expect(contoso.admin.seen.text).toContain('is already your customer');
    expect(contoso.admin.mayClick('Ask again')).toBe(true);
  });

  it('says on the page and on the card what is asked for', async () => {
    contoso.admin.reads();
    const link = await asks(contoso.admin);
    const page = await (await fetch(pageAt(house, link))).text();
    expect(page).toContain('asks to administer your services again');
    await wingtip.admin.types(link);
    const { text } = wingtip.admin.seen;
    expect(text).toContain(`${contoso.name} asks to administer your services again`);
    expect(text).toContain('Administer on your behalf');
    expect(text).not.toContain('can sell you Microsoft products');
    expect(text).toContain(`Your relationship with ${contoso.name} stays as it is`);
  });

  it('restores the rights when it is approved, and they can be taken back and asked for again', async () => {
    for (const round of [1, 2]) {
      contoso.admin.reads();
      await approvesLink(wingtip.admin, await asks(contoso.admin));
      const record = await recordOf();
      expect(['beingSetUp', 'yes']).toContain(record?.canAdminister);
      await house.settled();
      expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
      expect(await recordOf()).toMatchObject({ canSell: true, canAdminister: 'yes' });
      expect(contoso.admin.reads().text).toContain(`${wingtip.name} accepted your invitation`);
      await contoso.admin.clicks('View customer');
      expect(contoso.admin.mayClick('Ask again')).toBe(false);
      const { customers } = house.bot.desk.storage;
      expect((await customers.page(contoso.id, 10)).rows).toHaveLength(1);
      if (round === 1) await takesBack();
    }
  });

  it('names whose rights it would replace before it does', async () => {
    contoso.admin.reads();
    const link = await asks(contoso.admin);
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await becomesCustomer(house, fabrikam, wingtip);
    await wingtip.admin.types(link);
    await wingtip.admin.clicks('Approve', { confirmGlobalAdmin: 'true' });
    expect(wingtip.admin.seen.text).toContain(`now ${fabrikam.name}, then ${contoso.name}`);
    expect(await administrators(house, wingtip)).toEqual(all(fabrikam.name));
  });

  it('leaves everything as it was when it is declined, and can be sent again', async () => {
    contoso.admin.reads();
    await wingtip.admin.types(await asks(contoso.admin));
    await wingtip.admin.clicks('Decline');
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(undefined));
    expect(await recordOf()).toMatchObject({ canSell: true, canAdminister: 'no' });
    expect(contoso.admin.reads().text).toContain('declined your invitation');
    await contoso.admin.clicks('Send again');
    expect(contoso.admin.seen.text).toContain('administrator permissions');
  });

  it('is one request at a time, whoever of the partner asks', async () => {
    contoso.admin.reads();
    const notice = contoso.admin.seen;
    await asks(contoso.admin);
    const lee = await contoso.colleague('Lee', { agent: 'salesAgent', admin: 'none' });
    await lee.sends('inviteCustomer.restore', { id: wingtip.id });
    expect(lee.seen.text).toContain('was already asked by');
    await contoso.admin.clicks('Ask again', {}, notice);
    expect(contoso.admin.seen.text).toContain('was already asked by');
    const page = await house.bot.desk.storage.invitations.page(contoso.id, 10);
    expect(page.rows).toHaveLength(2);
  });

  it('answers an old notice with the record once the rights are there again', async () => {
    contoso.admin.reads();
    const notice = contoso.admin.seen;
    await approvesLink(wingtip.admin, await asks(contoso.admin));
    await house.settled();
    await contoso.admin.clicks('Ask again', {}, notice);
    expect(contoso.admin.seen.text).toContain(`${wingtip.name} is already your customer`);
    expect(contoso.admin.mayClick('Ask again')).toBe(false);
  });

  it('is for that customer alone', async () => {
    contoso.admin.reads();
    const link = await asks(contoso.admin);
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await tailspin.admin.types(link);
    expect(tailspin.admin.mayClick('Approve')).toBe(false);
    expect(tailspin.admin.seen.text).not.toContain(wingtip.name);
    const stranger = await office(house, 'indirectReseller', `Stranger ${count}`);
    await stranger.admin.sends('inviteCustomer.restore', { id: wingtip.id });
    expect(stranger.admin.seen.text).toContain('not here any more');
  });
});

describe('an approval of old that is carried once more', () => {
  const again = () =>
    establishCustomer(house.bot.desk, {
      kind: 'establishCustomer',
      invitationId: first.id,
      customerId: wingtip.id,
    });

  it('does not bring back what was taken since', async () => {
    await again();
    expect(await administrators(house, wingtip)).toEqual(all(undefined));
  });

  it('nor after a later approval was taken back as well', async () => {
    contoso.admin.reads();
    await approvesLink(wingtip.admin, await asks(contoso.admin));
    await house.settled();
    await takesBack();
    await again();
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(undefined));
    expect((await recordOf())?.canAdminister).toBe('no');
  });
});
