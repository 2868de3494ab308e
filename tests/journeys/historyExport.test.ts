import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewHistoryEntry } from '../../domain/history.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';
import { drafts, pageAt, type Sent, sends } from './support/story.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const MINUTE = 60_000;
const fetchText = async (url: string, method = 'GET') => {
  const response = await fetch(pageAt(house, url), { method });
  // Not text(), which would take the mark at the beginning away.
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString('utf8'), bytes };
};
/** The lines of a file without line ends in its cells. */
const linesOf = (text: string) => text.replace('\ufeff', '').trimEnd().split('\r\n');

describe('Export CSV', () => {
  let partner: Office;
  let sent: Sent;
  let url: string;

  beforeAll(async () => {
    partner = await office(house, 'directPartner', 'Contoso');
    house.clock.forward(1);
    sent = await drafts(partner.admin, { email: 'kim@wingtip.example', name: 'Wingtip, Toys "Ltd."' });
    house.clock.forward(1);
    await partner.admin.clicks('Next');
    await partner.admin.clicks('Done');
    await partner.admin.types('history');
    url = partner.admin.follows('Export CSV');
  });

  it('leads to a file: UTF-8 with its mark, a heading, a line an entry, newest first', async () => {
    const { status, headers, text, bytes } = await fetchText(url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="partner-desk-history-2026-11-20.csv"',
    );
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = linesOf(text);
    expect(lines[0]).toBe('Time (UTC),Who,What,Reason,From,Event');
    expect(lines[1]).toBe(
      '2026-11-20T09:00:00.002Z,Admin of Contoso,"Sent: Invitation to Wingtip, Toys ""Ltd."" (kim@wingtip.example)",,Card: Email draft,sent',
    );
    expect(lines.at(-1)).toBe(
      '2026-11-20T09:00:00.000Z,Operator,Set up Contoso with its first people,,,company.seeded',
    );
  });

  it('is kept by nobody, shown in no frame and found by no search', async () => {
    const { headers } = await fetchText(url);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('answers whoever only asks whether it is there, without the file', async () => {
    const { status, text } = await fetchText(url, 'HEAD');
    expect([status, text]).toEqual([200, '']);
  });

  it('has an address that is in no table and no log', async () => {
    const token = url.slice(url.lastIndexOf('/') + 1);
    expect(token).toMatch(/^[\w-]{43}$/);
    await fetchText(url);
    expect(JSON.stringify(await allRows(house))).not.toContain(token);
    expect(house.log.join('\n')).not.toContain(token);
  });

  it('of an invitation or another record holds what is about that', async () => {
    await partner.admin.sends('history.show', { of: 'invitation', id: sent.id });
    const lines = linesOf((await fetchText(partner.admin.follows('Export CSV'))).text);
    expect(lines).toHaveLength(3);
    expect(lines.slice(1).map(line => line.split(',').at(-1))).toEqual(['sent', 'drafted']);
  });

  it('speaks the language of whoever asked', async () => {
    await partner.admin.types('history', { locale: 'ja-JP' });
    const { text } = await fetchText(partner.admin.follows('CSV にエクスポート'));
    expect(linesOf(text)[0]).toBe('日時 (UTC),実行者,内容,理由,操作元,イベント');
    await partner.admin.types('history');
  });

  it('opens nothing under another page’s address, nor the other way', async () => {
    for (const other of [
      url.replace('/exports/', '/drafts/'),
      `${url}x`,
      url.slice(0, -1),
      `${url.slice(0, -43)}${'A'.repeat(43)}`,
    ]) {
      const { status, text } = await fetchText(other);
      expect(status).toBe(404);
      expect(text).not.toContain('Wingtip');
    }
  });

  it('holds ten thousand entries, a page at a time', async () => {
    const many = await office(house, 'directPartner', 'Northwind');
    const { storage } = house.bot.desk;
    const entry = (index: number): NewHistoryEntry => ({
      at: new Date(house.clock.now.getTime() + index).toISOString(),
      by: 'desk',
      subject: many.id,
      event: 'company.edited',
      detail: { name: `Entry ${index}` },
    });
    for (let from = 0; from < 10_000; from += 99) {
      const size = Math.min(99, 10_000 - from);
      await storage.commit(many.id, {
        rows: [],
        history: Array.from({ length: size }, (_, at) => entry(from + at)),
      });
    }
    await many.admin.types('history');
    const lines = linesOf((await fetchText(many.admin.follows('Export CSV'))).text);
    const numbers = lines.flatMap(line => /Entry (\d+)/.exec(line)?.[1] ?? []).map(Number);
    expect(numbers).toHaveLength(10_000);
    expect(numbers.every((number, index) => number === 9_999 - index)).toBe(true);
  }, 120_000);
});

describe('what somebody typed', () => {
  it.each([
    ['=HYPERLINK("http://evil.example";"x")', `"'=HYPERLINK(""http://evil.example"";""x"")"`],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(1)', "'@SUM(1)"],
  ])('runs on nobody’s machine: %s', async (name, cell) => {
    const partner = await office(house, 'directPartner', 'Contoso');
    const objectId = partner.admin.options.objectId;
    house.clock.forward(1);
    await house.bot.desk.storage.commit(partner.id, {
      rows: [],
      history: [
        {
          at: house.clock.now.toISOString(),
          by: { tenantId: partner.id, objectId, name },
          subject: 'i1',
          event: 'declined',
          detail: { kind: 'customer', name, reason: name },
        },
      ],
    });
    await partner.admin.types('history', { locale: 'ja-JP' });
    const { text } = await fetchText(partner.admin.follows('CSV にエクスポート'));
    expect(linesOf(text)[1]?.startsWith(`${house.clock.now.toISOString()},${cell},`)).toBe(true);
    // In Japanese a sentence may begin with a name.
    expect(text).not.toMatch(/(?:^|,|\n)"?[=+\-@]/);
  });
});

describe('an address of an export', () => {
  let partner: Office;
  let reader: Person;
  let url: string;
  const asks = async (of = 'company') => {
    await reader.sends('history.show', { of });
    return reader.follows('Export CSV');
  };

  beforeAll(async () => {
    partner = await office(house, 'directPartner', 'Fabrikam');
    reader = await partner.colleague('Robin Reader', { agent: 'salesAgent', admin: 'none' });
    await sends(partner.admin, { email: 'kim@tailspin.example', name: 'Tailspin' });
  });

  it('lives fifteen minutes', async () => {
    url = await asks();
    house.clock.forward(15 * MINUTE - 1);
    expect((await fetchText(url)).status).toBe(200);
    house.clock.forward(1);
    const { status, text } = await fetchText(url);
    expect(status).toBe(404);
    expect(text).toContain('This download has closed');
    expect(text).not.toContain('Fabrikam');
  });

  it('gives what whoever asked may see at the download, not when they asked', async () => {
    url = await asks();
    expect((await fetchText(url)).text).toContain('Invitation to Tailspin');
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, reader.options.objectId);
    if (!row?.value.member) throw new Error('no member');
    const member = { ...row.value.member, agent: 'none' as const, admin: 'none' as const };
    await house.bot.desk.storage.commit(partner.id, {
      rows: [people.update(row, { ...row.value, member })],
      history: [],
    });
    const { status, text } = await fetchText(url);
    expect(status).toBe(200);
    expect(text).not.toContain('Tailspin');
    expect(text).toContain('Set up Fabrikam');
  });

  it('gives nothing to someone who was removed meanwhile', async () => {
    url = await asks();
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, reader.options.objectId);
    if (!row) throw new Error('no such person');
    const { member: _, ...stranger } = row.value;
    await house.bot.desk.storage.commit(partner.id, { rows: [people.update(row, stranger)], history: [] });
    expect((await fetchText(url)).status).toBe(404);
  });

  it('gives nothing of a record that they may not see any more', async () => {
    const seller = await partner.colleague('Sam Seller', { agent: 'salesAgent', admin: 'none' });
    await partner.admin.types('cancel');
    const { id } = await sends(partner.admin, { email: 'kim@adatum.example', name: 'Adatum' });
    await seller.sends('history.show', { of: 'invitation', id });
    const address = seller.follows('Export CSV');
    expect((await fetchText(address)).status).toBe(200);
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, seller.options.objectId);
    if (!row?.value.member) throw new Error('no member');
    const member = { ...row.value.member, agent: 'none' as const };
    await house.bot.desk.storage.commit(partner.id, {
      rows: [people.update(row, { ...row.value, member })],
      history: [],
    });
    expect((await fetchText(address)).status).toBe(404);
  });
});
