import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';
import { pageAt } from './support/story.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const MINUTE = 60_000;
const download = async (url: string, method = 'GET') => {
  const response = await fetch(pageAt(house, url), { method });
  const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
  return { status: response.status, headers: response.headers, text };
};
const linesOf = (text: string) => text.replace('\ufeff', '').trimEnd().split('\r\n');
/** Exports what a filter leaves; gives the address. */
const exportsAs = async (person: Person, choice: Record<string, string> = {}) => {
  await person.types('customers');
  await person.clicks('Filter');
  await person.clicks('Export CSV', choice);
  return person.follows('Download');
};

describe('Export CSV of the customers', () => {
  let partner: Office;
  beforeAll(async () => {
    partner = await office(house, 'directPartner', 'Contoso');
    await hasCustomer(house, partner.id, {
      name: 'Wingtip, Toys "Ltd."',
      domain: 'wingtip.example',
      country: 'JP',
    });
    await hasCustomer(house, partner.id, {
      name: 'Adatum',
      canSell: false,
      canAdminister: 'no',
      administers: [],
      endedAt: house.clock.now.toISOString(),
    });
    await hasCustomer(house, partner.id, { name: 'Zava', canAdminister: 'beingSetUp', administers: [] });
  });

  it('is a file in UTF-8 with its mark, a heading, a line a customer', async () => {
    const { status, headers, text } = await download(await exportsAs(partner.admin));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="partner-desk-customers-2026-11-20.csv"',
    );
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(linesOf(text)).toEqual([
      'Company name,Domain,Country/region,Contact name,Contact email,State,Can order,Can sell,Can administer,Administered services,Since,Until,Shared with',
      `"Wingtip, Toys ""Ltd.""",wingtip.example,JP,Chris Contact,chris@wingtip.example,Active,No,Yes,Yes,Office 365; Azure; Dynamics 365; Windows,${house.clock.now.toISOString()},,`,
      `Zava,zava.example,,Chris Contact,chris@zava.example,Being set up,No,Yes,Being set up,,${house.clock.now.toISOString()},,`,
    ]);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ state: 'former' }, ['Adatum']],
    [{ search: 'zav' }, ['Zava']],
    [{ right: 'canSell', state: 'beingSetUp' }, ['Zava']],
    [{ state: 'notInvited' }, []],
  ])('follows what is chosen: %j', async (choice, names) => {
    const { text } = await download(await exportsAs(partner.admin, choice));
    expect(
      linesOf(text)
        .slice(1)
        .map(line => line.split(',')[0]),
    ).toEqual(names);
  });

  it('follows the filter of the list that it was opened from', async () => {
    await partner.admin.sends('customers.show', { state: 'former' });
    await partner.admin.clicks('Filter');
    await partner.admin.clicks('Export CSV');
    const { text } = await download(partner.admin.follows('Download'));
    expect(linesOf(text)).toHaveLength(2);
  });

  it('speaks the language of whoever asked', async () => {
    const seller = await partner.colleague('Sam Seller', { agent: 'salesAgent', admin: 'none' });
    await seller.types('顧客', { locale: 'ja-JP' });
    await seller.sends('customers.export', {});
    // The language of a click is the one that the client speaks.
    const { text } = await download(seller.follows('Download'));
    expect(linesOf(text)[0]).toContain('Company name');
    await seller.types('言語 日本語', { locale: 'ja-JP' });
    await seller.sends('customers.export', {});
    expect(linesOf((await download(seller.follows('ダウンロード'))).text)[0]).toContain('ドメイン');
  });

  it('holds thousands, each once', async () => {
    const many = await office(house, 'directPartner', 'Northwind');
    for (let index = 0; index < 1_100; index++) {
      await hasCustomer(house, many.id, { name: `Branch ${index}`, domain: `d${index}.example` });
    }
    const lines = linesOf((await download(await exportsAs(many.admin))).text);
    expect(new Set(lines).size).toBe(1_101);
    const narrowed = await download(await exportsAs(many.admin, { right: 'canSell', state: 'active' }));
    expect(new Set(linesOf(narrowed.text)).size).toBe(1_101);
  }, 60_000);
});

describe('what a customer is called', () => {
  it.each([
    ['=HYPERLINK("http://evil.example";"x")', `"'=HYPERLINK(""http://evil.example"";""x"")"`],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(1)', "'@SUM(1)"],
  ])('runs on nobody’s machine: %s', async (name, cell) => {
    const partner = await office(house, 'directPartner', 'Contoso');
    const contact = { name, email: 'x@hostile.example' };
    await hasCustomer(house, partner.id, { name, domain: 'hostile.example', contact });
    const { text } = await download(await exportsAs(partner.admin));
    expect(linesOf(text)[1]?.startsWith(`${cell},hostile.example,,${cell},`)).toBe(true);
    expect(text).not.toMatch(/(?:^|,|\n)"?[=+\-@]/);
  });
});

describe('the address', () => {
  let partner: Office;
  let reader: Person;
  let url: string;
  beforeAll(async () => {
    partner = await office(house, 'directPartner', 'Fabrikam');
    await hasCustomer(house, partner.id, { name: 'Tailspin' });
    reader = await partner.colleague('Robin Reader', { agent: 'salesAgent', admin: 'none' });
  });
  beforeEach(async () => {
    url = await exportsAs(reader);
  });

  it('lives fifteen minutes', async () => {
    house.clock.forward(15 * MINUTE - 1);
    expect((await download(url)).status).toBe(200);
    house.clock.forward(1);
    const { status, text } = await download(url);
    expect(status).toBe(404);
    expect(text).toContain('This download has closed');
    expect(text).not.toContain('Tailspin');
  });

  it('is in no table and no log, and opens nothing elsewhere', async () => {
    const token = url.slice(url.lastIndexOf('/') + 1);
    await download(url);
    expect(JSON.stringify(await allRows(house))).not.toContain(token);
    expect(house.log.join('\n')).not.toContain(token);
    expect((await download(url.replace('/exports/', '/drafts/'))).status).toBe(404);
    expect(await download(url, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('gives its own company’s customers alone', async () => {
    const other = await office(house, 'directPartner', 'Litware');
    await hasCustomer(house, other.id, { name: 'Secret' });
    expect((await download(url)).text).not.toContain('Secret');
    await other.admin.sends('customers.export', { companyId: partner.id, tenantId: partner.id });
    const { text } = await download(other.admin.follows('Download'));
    expect(text).toContain('Secret');
    expect(text).not.toContain('Tailspin');
  });

  it('gives nothing to someone who may not see customers any more', async () => {
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, reader.options.objectId);
    if (!row) throw new Error('no such person');
    const { member: _, ...stranger } = row.value;
    await house.bot.desk.storage.commit(partner.id, { rows: [people.update(row, stranger)], history: [] });
    expect((await download(url)).status).toBe(404);
  });
});

it('whoever may not see customers gets no address', async () => {
  const partner = await office(house, 'directPartner', 'Wide World');
  const helper = await partner.colleague('Nobody Yet');
  await helper.sends('customers.export', {});
  expect(helper.buttons).not.toContain('Download');
  expect(helper.seen.text).toContain('Wide World');
});
