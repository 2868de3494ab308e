import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buttonsOf } from './support/cardText.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { partner, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';

let house: House;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
});
afterAll(() => house.stop());

/** The names in the list in front of someone, in its order. */
const listed = (person: Person) =>
  buttonsOf(person.seen.card)
    .filter(({ verb }) => verb === 'customers.open')
    .map(({ title }) => title.replace(/^Open /, ''));

describe('a partner without customers', () => {
  it('reads how they come about, and can invite one', async () => {
    await town.avery.types('customers');
    expect(town.avery.seen.text).toContain('No customers yet.');
    await town.avery.clicks('Invite customer');
    expect(town.avery.seen.text).toContain('Customer email');
  });

  it('reads, for a search, that nothing was found and where it looks', async () => {
    await town.avery.types('customers win');
    expect(town.avery.seen.text).toContain(
      'No customer matches “win”. The search looks at the beginning of names and domains.',
    );
  });
});

describe('a partner with more customers than a page holds', () => {
  let pia: Person;
  const NAMES = [
    ...Array.from({ length: 20 }, (_, index) => `Branch ${String(index + 1).padStart(2, '0')}`),
    'Adatum Corporation',
    'Wingtip Toys',
    'The Wingtip Museum',
    '株式会社コントソ',
    'A/B #1? 100% \\o/',
  ];

  beforeAll(async () => {
    pia = await partner(house, 'Proseware', 'Pia Provider');
    for (const name of NAMES) await hasCustomer(house, pia.options.tenantId, { name });
  });

  const wholeList = async (person: Person) => {
    const names: string[][] = [listed(person)];
    while (person.mayClick('Next page')) {
      await person.clicks('Next page');
      names.push(listed(person));
    }
    return names;
  };

  it('pages through all of them, each once, in the order of their names', async () => {
    await pia.types('customers');
    const pages = await wholeList(pia);
    expect(pages.map(page => page.length)).toEqual([8, 8, 8, 1]);
    expect(pages.flat().sort()).toEqual([...NAMES].sort());
    expect(pages.flat().filter(name => name.startsWith('Branch'))).toEqual(NAMES.slice(0, 20));
    expect(pia.seen.text).toContain('Page 4');
  });

  describe('finds them by the beginning of', () => {
    it.each([
      ['win', ['The Wingtip Museum', 'Wingtip Toys']],
      ['WINGTIP T', ['Wingtip Toys']],
      ['wingtip', ['The Wingtip Museum', 'Wingtip Toys']],
      ['ｗｉｎ', ['The Wingtip Museum', 'Wingtip Toys']],
      ['mus', ['The Wingtip Museum']],
      ['adatumcorp', ['Adatum Corporation']],
      ['株式', ['株式会社コントソ']],
      ['a/b #', ['A/B #1? 100% \\o/']],
      ['  the   wing ', ['The Wingtip Museum']],
    ])('a name, a word of it or a domain: “%s”', async (text, names) => {
      await pia.types(`customers ${text}`);
      expect(listed(pia).sort()).toEqual(names);
    });

    it('many, page by page, with the search kept', async () => {
      await pia.types('customers branch');
      expect(pia.seen.text).toContain('Customers matching “branch”');
      const pages = await wholeList(pia);
      expect([...new Set(pages.flat())].sort()).toEqual(NAMES.slice(0, 20));
      expect(pia.seen.text).toContain('Customers matching “branch”');
    });

    it('nothing else: not the middle of a word, and no wildcard', async () => {
      for (const text of ['ingtip', '*', '%', "' or 1 eq 1", '~', 'x'.repeat(300)]) {
        await pia.types(`customers ${text}`);
        expect(pia.seen.text).toContain('No customer matches');
      }
    });
  });

  it('is not put off by a text that no name can have', async () => {
    await pia.types('customers adatum\u{10ffff}');
    expect(listed(pia)).toEqual(['Adatum Corporation']);
    await pia.types('customers \u{10ffff}');
    expect(listed(pia)).toHaveLength(8);
  });

  it('searches from the card, too, and goes back to all with an empty search', async () => {
    await pia.types('customers');
    await pia.clicks('Search', { search: 'adatum' });
    expect(listed(pia)).toEqual(['Adatum Corporation']);
    await pia.clicks('Search', { search: '' });
    expect(listed(pia)).toHaveLength(8);
  });

  it('reads in each row what they may do for that customer', async () => {
    const name = 'Zava';
    await hasCustomer(house, pia.options.tenantId, { name, canAdminister: 'no', administers: [] });
    await hasCustomer(house, pia.options.tenantId, {
      name: 'Zeta',
      canAdminister: 'beingSetUp',
      administers: [],
    });
    await pia.types('customers z');
    expect(pia.seen.text).toContain('zava.example');
    expect(pia.seen.text).toContain('Can sell · Cannot administer');
    expect(pia.seen.text).toContain('Can sell · Administration is being set up');
  });

  describe('opens a row', () => {
    beforeEach(async () => {
      await pia.types('customers adatum');
      await pia.clicks('Open Adatum Corporation');
    });

    it('and reads the record: rights, since when, contact', async () => {
      for (const text of [
        'Adatum Corporation',
        'adatumcorporation.example',
        'Can sell',
        'Can administer',
        'Office 365, Azure, Dynamics 365',
        'Since',
        'Chris Contact (chris@adatumcorporation.example)',
      ]) {
        expect(pia.seen.text).toContain(text);
      }
    });

    it('and goes back to the list', async () => {
      await pia.clicks('Back to customers');
      expect(listed(pia)).toHaveLength(8);
    });
  });

  describe('keeps them to itself:', () => {
    it('another partner finds none of them', async () => {
      await town.dana.types('customers branch');
      expect(town.dana.seen.text).toContain('No customer matches “branch”');
    });

    it('another partner who knows the id of one reads that it is not here, and nothing of it', async () => {
      const id = await hasCustomer(house, pia.options.tenantId, { name: 'Secret Customer' });
      await town.dana.sends('customers.open', { id });
      expect(town.dana.seen.text).toContain('This is not here any more, or it is not yours to see.');
      expect(JSON.stringify(town.dana.seen.card)).not.toContain('Secret');
    });

    it('nor does a page that was begun by somebody else lead into their list', async () => {
      await pia.types('customers');
      const next = buttonsOf(pia.seen.card).find(({ title }) => title === 'Next page');
      await town.dana.sends('customers.show', { ...next?.data });
      expect(town.dana.seen.text).not.toContain('Branch');
    });

    it('nor does a page that was made up', async () => {
      for (const page of ['x', 'e30', 'x'.repeat(2_000)]) {
        await pia.sends('customers.show', { page });
        expect(pia.seen.text).toContain('This is not here any more');
      }
    });
  });
});
