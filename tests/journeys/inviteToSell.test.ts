import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office } from './support/partnerships.ts';
import { administrators, all, becomesCustomer } from './support/relationships.ts';
import { approves, linkIn, opensForm, pageAt } from './support/story.ts';

let house: House;
let contoso: Office;
let wingtip: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  count++;
  contoso = await office(house, 'directPartner', `Contoso ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
});
afterAll(() => house.stop());

/** Drafts an invitation that asks for no administrator permissions, and marks it as sent. */
async function invitesToSell(language = 'en'): Promise<string> {
  await opensForm(contoso.admin);
  await contoso.admin.clicks('Next', {
    email: wingtip.admin.options.email,
    name: wingtip.name,
    language,
    administration: 'false',
  });
  const letter = contoso.admin.seen.text;
  await contoso.admin.clicks('Next');
  await contoso.admin.clicks('Done');
  return letter;
}

describe('an invitation without administrator permissions', () => {
  it('is one tick away in the form, which asks for them otherwise', async () => {
    await opensForm(contoso.admin);
    expect(inputsOf(contoso.admin.seen.card)).toMatchObject({ administration: 'true' });
    expect(contoso.admin.seen.text).toContain('Without them you can sell, but not administer');
  });

  it.each([
    ['en', 'It asks for no administrator permissions and gets none', 'on your behalf'],
    ['ja', '管理者のアクセス許可はお願いしておらず', '代理として管理'],
    ['zh-TW', '我們不要求系統管理員權限', '代表貴公司管理'],
  ])('says so in its letter, in %s', async (language, says, never) => {
    const letter = await invitesToSell(language);
    expect(letter).toContain(says);
    expect(letter).not.toContain(never);
  });

  it('says so on its page', async () => {
    const link = linkIn(await invitesToSell());
    const page = await (await fetch(pageAt(house, link))).text();
    expect(page).toContain('without administrator permissions');
    expect(page).not.toContain('Administer on your behalf');
  });

  it('lets the partner sell and nothing else: nobody’s rights change, both are told the truth', async () => {
    const fabrikam = await office(house, 'directPartner', `Fabrikam ${count}`);
    await becomesCustomer(house, fabrikam, wingtip);
    const link = linkIn(await invitesToSell());
    await wingtip.admin.types(link);
    expect(wingtip.admin.seen.text).toContain(
      `${contoso.name} asks for a reseller relationship without administrator permissions`,
    );
    expect(wingtip.admin.seen.text).toContain(`${contoso.name} gets no administrator permissions`);
    expect(wingtip.admin.seen.text).not.toContain('Administer on your behalf');
    await approves(wingtip.admin);
    expect(wingtip.admin.seen.text).toContain(`${contoso.name} can now sell to you. It has no administrator`);
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(fabrikam.name));
    const record = await house.bot.desk.storage.customers.get(contoso.id, wingtip.id);
    expect(record?.value).toMatchObject({ canSell: true, canAdminister: 'no', administers: [] });
    const told = contoso.admin.inbox.slice(-1).join();
    expect(told).toContain(`You can now sell to ${wingtip.name}`);
    expect(contoso.admin.inbox.join()).not.toContain('no longer administer');
    await wingtip.admin.types('history');
    expect(wingtip.admin.seen.text).toContain(`Let ${contoso.name} sell`);
    expect(wingtip.admin.seen.text).not.toContain(`Let ${contoso.name} sell and administer`);
    await contoso.admin.sends('customers.open', { id: wingtip.id });
    await contoso.admin.clicks('History');
    expect(contoso.admin.seen.text).not.toContain('no longer administer');
  });

  it('sets up a customer whom nobody set up before, and asks for the rights later', async () => {
    const link = linkIn(await invitesToSell());
    await wingtip.admin.types(link);
    await approves(wingtip.admin);
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(undefined));
    await contoso.admin.sends('customers.open', { id: wingtip.id });
    await contoso.admin.clicks('Ask again');
    expect(contoso.admin.seen.text).toContain(
      'has no administrator permissions for your services at present',
    );
    const restoring = linkIn(contoso.admin.seen.text);
    await contoso.admin.clicks('Next');
    await contoso.admin.clicks('Done');
    await wingtip.admin.types(restoring);
    await approves(wingtip.admin);
    await house.settled();
    expect(await administrators(house, wingtip)).toEqual(all(contoso.name));
  });

  it('is one open invitation of the customer, like any other', async () => {
    await invitesToSell();
    await opensForm(contoso.admin);
    await contoso.admin.clicks('Next', { email: wingtip.admin.options.email, name: wingtip.name });
    expect(contoso.admin.seen.text).toContain('already');
  });

  it('is not sent jointly: the field says why, and keeps what was typed', async () => {
    const reseller = await office(house, 'indirectReseller', `Tailspin ${count}`);
    const provider = await office(house, 'indirectProvider', `Proseware ${count}`);
    await becomePartners(house, provider.admin, reseller);
    await opensForm(reseller.admin);
    const typed = {
      email: 'jo@adatum.example',
      name: 'Adatum',
      provider: provider.id,
      administration: 'false',
    };
    await reseller.admin.clicks('Next', typed);
    expect(reseller.admin.seen.text).toContain(
      'Jointly with a provider, administrator permissions are always',
    );
    expect(inputsOf(reseller.admin.seen.card)).toMatchObject(typed);
    await reseller.admin.clicks('Next', { administration: 'perhaps' });
    expect(reseller.admin.seen.text).toContain('Nothing is lost');
  });
});
