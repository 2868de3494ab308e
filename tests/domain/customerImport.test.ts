import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from '../../domain/csv.ts';
import { readCustomerList } from '../../operations/readCustomerList.ts';

const host = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/).map(label => `${label}.example`);
const customer = fc.record({
  name: fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter(text => /^[\p{L}\p{N}\p{P}\p{Sm} ]+$/u.test(text) && /[\p{L}\p{N}]/u.test(text)),
  domain: host,
});

describe('a list of customers', () => {
  it('gives every line that is not blank one verdict, under its own number, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 80 }), { maxLength: 30 }), async texts => {
        const text = texts.map(each => each.replaceAll('\0', '')).join('\n');
        const said = text
          .replace(/^\ufeff/, '')
          .split(/\r\n|\n|\r/)
          .flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
        const list = await readCustomerList(text);
        if (list.outcome === 'empty') return said.length <= 1;
        if (list.outcome !== 'read') return false;
        const numbers = list.lines.map(({ line }) => line);
        return JSON.stringify(numbers) === JSON.stringify(list.headings ? said.slice(1) : said);
      }),
    );
  });

  it('reads what our own export writes: no name is lost or changed by quotes, and none of a domain is new twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(customer, { minLength: 1, maxLength: 20 }), async customers => {
        const text = customers
          .map(({ name, domain }) => csvLine([name, domain, 'JP', 'Kim', `kim@${domain}`]))
          .join('');
        const list = await readCustomerList(text);
        if (list.outcome !== 'read') throw new Error(list.outcome);
        const fresh = list.lines.flatMap(line => (line.verdict === 'new' ? [line.customer] : []));
        const domains = new Set(customers.map(({ domain }) => domain));
        expect(fresh.map(({ domain }) => domain).sort()).toEqual([...domains].sort());
        for (const { name, domain } of fresh) {
          const written = customers.find(each => each.domain === domain)?.name ?? '';
          expect(name).toBe(written.normalize('NFC').replace(/\s+/g, ' ').trim());
        }
      }),
    );
  });

  it('refuses a line with far too many cells, or far too long, and no other', async () => {
    const good = 'A,a.example,,Kim,kim@a.example';
    const list = await readCustomerList(
      [good, ','.repeat(60), 'x'.repeat(5_000), 'B,b.example,,K,k@b.example'].join('\n'),
    );
    if (list.outcome !== 'read') throw new Error(list.outcome);
    expect(list.lines.map(({ verdict }) => verdict)).toEqual(['new', 'bad', 'bad', 'new']);
  });
});
