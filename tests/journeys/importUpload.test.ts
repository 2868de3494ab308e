import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buttonsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { pageAt } from './support/story.ts';

let house: House;
let partner: Office;
let url: string;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(async () => {
  partner = await office(house, 'directPartner', `Contoso ${++count}`);
  url = await address(partner.admin);
});

const MINUTE = 60_000;
const GOOD = 'Wingtip Toys,wingtip.example,US,Kim Akers,kim@wingtip.example\nno customer\n';
const many = (lines: number) =>
  Array.from(
    { length: lines },
    (_, index) => `Branch ${index},d${index}.example,US,Kim,kim@d${index}.example`,
  ).join('\r\n');

async function address(person: Person): Promise<string> {
  await person.types('import customers');
  return person.follows('Upload a file');
}

const answer = async (response: Response) => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
});
const get = async (at: string, headers: Record<string, string> = {}) =>
  answer(await fetch(pageAt(house, at), { headers }));
const post = async (at: string, content: string | Buffer, headers: Record<string, string> = {}) => {
  const body = new FormData();
  body.append(
    'file',
    new File([new Uint8Array(Buffer.from(content))], 'customers.csv', { type: 'text/csv' }),
  );
  return answer(await fetch(pageAt(house, at), { method: 'POST', body, headers }));
};
const opens = async (person: Person) => {
  person.seen = person.reads();
  await person.clicks('Open');
};
const rows = async (of: Office, begin: string) => rowsOf(await allRows(house), of.id, begin);

describe('the page that takes a file', () => {
  it('is a plain form, which sends nowhere else and is kept by nobody', async () => {
    const { status, headers, text } = await get(url);
    expect(status).toBe(200);
    expect(text).toContain('<form method="post" enctype="multipart/form-data">');
    expect(text).toContain('name="viewport"');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect((await answer(await fetch(pageAt(house, url), { method: 'HEAD' }))).text).toBe('');
  });

  it.each([
    ['言語 日本語', '顧客のインポート'],
    ['語言 繁體中文', '匯入客戶'],
  ])('speaks the language of whoever asked: %s', async (words, title) => {
    await partner.admin.types(words);
    await partner.admin.sends('imports.start', {});
    const link = JSON.stringify(partner.admin.seen.card).match(/http[^"]+\/imports\/[\w-]+/)?.[0] ?? '';
    expect((await get(link)).text).toContain(`<h1>${title}</h1>`);
  });

  it('has an address that is in no table and no log', async () => {
    const token = url.slice(url.lastIndexOf('/') + 1);
    await post(url, GOOD);
    expect(JSON.stringify(await allRows(house))).not.toContain(token);
    expect(house.log.join('\n')).not.toContain(token);
  });
});

describe('a file', () => {
  it('is looked at; the dry run stands in Teams, and nothing is changed before Import', async () => {
    const { status, text } = await post(url, `\ufeff${GOOD}`);
    expect(status).toBe(200);
    expect(text).toContain('1 new · 0 already your customer · 0 twice in the list · 1 to be corrected');
    await house.settled();
    expect(await rows(partner, 'customer:')).toHaveLength(0);
    await opens(partner.admin);
    expect(partner.admin.seen.text).toContain('1: Wingtip Toys');
    expect(partner.admin.seen.text).toContain('Lines that need correcting: 2');
    await partner.admin.clicks('Import');
    await house.settled();
    expect(await rows(partner, 'customer:')).toHaveLength(1);
  });

  it('is taken once under an address, also when it comes twice at the same time', async () => {
    const answers = await Promise.all([post(url, GOOD), post(url, many(600))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await post(url, GOOD)).status).toBe(404);
    expect((await get(url)).text).toContain('This page has closed');
    expect((await get(url)).text).toContain('If you have sent your file already');
    expect(await rows(partner, 'import:')).toHaveLength(1);
    await house.settled();
    await opens(partner.admin);
    await partner.admin.clicks('Cancel');
    await house.settled();
    expect(await rows(partner, 'importLines:')).toEqual([]);
  });

  it.each<[string, string | Buffer, string]>([
    ['empty', '', 'Choose a file first.'],
    ['of headings alone', 'Company,Domain,Country,Contact,Email\n', 'There are no lines in this file.'],
    ['no text', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]), 'This is not a text file in UTF-8.'],
    ['in another encoding', Buffer.from([0x8a, 0x94, 0x8e, 0xae]), 'This is not a text file in UTF-8.'],
    ['of too many lines', many(10_001), 'The file has more than 10,000 lines.'],
  ])('that is %s is refused with the reason, and another one can be brought', async (_, content, words) => {
    const { status, text } = await post(url, content);
    expect(status).toBe(400);
    expect(text).toContain(words);
    expect(text).toContain('<form');
    expect((await post(url, GOOD)).status).toBe(200);
  });

  it('of more than five megabytes is refused', async () => {
    const { status, text } = await post(url, 'x'.repeat(5 * 1024 * 1024 + 1));
    expect(status).toBe(413);
    expect(text).toContain('The file has more than 5 MB.');
    expect(await rows(partner, 'import')).toEqual([]);
  });

  it.each([
    ['application/json', '{}'],
    ['multipart/form-data; boundary=x', 'nonsense'],
    ['multipart/form-data', ''],
    ['text/csv', GOOD],
  ])('that comes as %s is none', async (type, body) => {
    const response = await fetch(pageAt(house, url), {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Choose a file first.');
  });

  it('says nothing to a page: what is in it is text', async () => {
    const evil = '<script>alert(1)</script>';
    const { text } = await post(url, `${evil},x.example,,K,k@x.example`);
    expect(text).not.toContain(evil);
    await house.settled();
    await opens(partner.admin);
    expect(partner.admin.seen.text).toContain('alert(1)');
  });
});

describe('an address', () => {
  it('lives fifteen minutes', async () => {
    house.clock.forward(15 * MINUTE - 1);
    expect((await get(url)).status).toBe(200);
    house.clock.forward(1);
    for (const { status, text } of [await get(url), await post(url, GOOD)]) {
      expect(status).toBe(404);
      expect(text).toContain('This page has closed');
    }
    expect(await rows(partner, 'import')).toEqual([]);
  });

  it('opens nothing elsewhere, and no other address opens it', async () => {
    for (const other of [
      url.replace('/imports/', '/exports/'),
      url.replace('/imports/', '/drafts/'),
      `${url}x`,
      `${url.slice(0, -43)}${'A'.repeat(43)}`,
    ]) {
      expect((await get(other)).status).toBe(404);
      expect([404, 405]).toContain((await post(other, GOOD)).status);
    }
    await partner.admin.types('history');
    const history = partner.admin.follows('Export CSV').replace('/exports/', '/imports/');
    expect((await post(history, GOOD)).status).toBe(404);
  });

  it('in the hands of somebody else leads to a list that is not theirs to see or import', async () => {
    const other = await office(house, 'directPartner', 'Litware');
    await post(url, GOOD);
    await house.settled();
    await opens(partner.admin);
    const id = buttonsOf(partner.admin.seen.card).find(({ title }) => title === 'Import')?.data.id;
    for (const verb of ['imports.show', 'imports.run']) {
      await other.admin.sends(verb, { id });
      expect(other.admin.seen.text).toContain('not here any more');
    }
    expect(await rows(other, 'import')).toEqual([]);
    expect(await rows(other, 'customer:')).toEqual([]);
  });

  it('takes nothing for someone who may not import any more', async () => {
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, partner.admin.options.objectId);
    if (!row?.value.member) throw new Error('no member');
    const member = { ...row.value.member, agent: 'helpdeskAgent' as const, admin: 'none' as const };
    const set = people.update(row, { ...row.value, member });
    await house.bot.desk.storage.commit(partner.id, { rows: [set], history: [] });
    for (const { status } of [await get(url), await post(url, GOOD)]) expect(status).toBe(404);
    expect(await rows(partner, 'import')).toEqual([]);
  });

  it('takes a form of its own page in local mode, and of no other site', async () => {
    expect((await post(url, GOOD, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await post(url, GOOD, { origin: 'null' })).status).toBe(403);
    expect((await post(url, GOOD, { origin: `http://localhost:${house.port}` })).status).toBe(200);
  });
});

describe('ten thousand lines', () => {
  it('are brought in in the background, with the card drawn no more often than every five seconds', async () => {
    expect((await post(url, many(10_000))).text).toContain('10,000 new');
    await house.settled();
    await opens(partner.admin);
    const { messageId } = partner.admin.seen;
    await partner.admin.clicks('Import');
    await house.settled();
    const customers = await rows(partner, 'customer:');
    expect(customers).toHaveLength(10_000);
    expect(await rows(partner, 'importLines:')).toEqual([]);
    const message = house.connector.messages.find(({ id }) => id === messageId);
    // The clock of a test stands still: the second edit would come too soon, and the last one waits its time.
    expect(message?.edits).toBeLessThanOrEqual(2);
    expect(partner.admin.looksAgain(messageId).text).toMatch(/[\d,]+ of 10,000 lines are done/);
    house.clock.forward(5_000);
    house.bot.worker.wake(partner.id);
    await house.settled();
    expect(partner.admin.looksAgain(messageId).text).toContain('10,000 records were made.');
    await partner.admin.sends('customers.show', { state: 'notInvited', search: 'branch 9999' });
    expect(partner.admin.seen.text).toContain('Branch 9999');
  }, 300_000);
});
