import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buttonsOf } from './support/cardText.ts';
import { hasCustomer } from './support/customers.ts';
import { type House, openHouse } from './support/house.ts';
import { chain, rightDetails, toReview } from './support/orders.ts';
import { becomePartners, type Office, office, sendsJointly } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { approves, linkIn, sends } from './support/story.ts';

let house: House;
let partner: Office;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(async () => {
  partner = await office(house, 'directPartner', `Contoso ${++count}`);
});

const GOOD = [
  'Wingtip Toys, wingtip.example, US, Kim Akers, kim@wingtip.example',
  'Tailspin Toys, tailspin.example, JP, Terry Adams, terry@tailspin.example',
].join('\n');
const listed = (person: Person) =>
  buttonsOf(person.seen.card)
    .filter(({ verb }) => verb === 'customers.open')
    .map(({ title }) => title.replace(/^Open /, ''));
const records = async (of: Office) => rowsOf(await allRows(house), of.id, 'customer:');
const checks = async (person: Person, lines: string) => {
  await person.types('import customers');
  await person.clicks('Check', { lines });
};
const imports = async (person: Person, lines: string) => {
  await checks(person, lines);
  await person.clicks('Import');
  await house.settled();
};

describe('pasted lines are looked at first', () => {
  it('by the word and by the button of the list; nothing is changed', async () => {
    await partner.admin.types('customers');
    await partner.admin.clicks('Import customers');
    await partner.admin.clicks('Check', { lines: GOOD });
    const { text } = partner.admin.seen;
    for (const part of [
      'Check before you import',
      '2 new · 0 already your customer · 0 twice in the list · 0 to be corrected',
      '1: Wingtip Toys',
      'New',
      'wingtip.example · kim@wingtip.example',
      'nobody gets an email',
    ]) {
      expect(text).toContain(part);
    }
    expect(await records(partner)).toHaveLength(0);
    expect(partner.admin.buttons).toEqual(['Import', 'Cancel']);
  });

  it('with a verdict for each: those that need correcting first, by number', async () => {
    await hasCustomer(house, partner.id, { name: 'Known', domain: 'known.example' });
    await checks(
      partner.admin,
      [
        'Company;Domain;Country;Contact;E-mail',
        'Good;good.example;;Kim;kim@good.example',
        'Known;known.example;US;Kim;kim@known.example',
        ';x.example;Atlantis;;not an address',
        'Mail;gmail.com;;Kim;kim@gmail.com',
        'Good again;GOOD.example;;Kim;kim@good.example',
        '',
        '"unclosed;quoted.example;;Kim;kim@quoted.example',
        'By its address;;Japan;Kim;kim@by-address.example',
        `Evil\u0007;evil.example;;Kim;kim@evil.example`,
      ].join('\n'),
    );
    const { text } = partner.admin.seen;
    for (const part of [
      '2 new · 1 already your customer · 1 twice in the list · 4 to be corrected',
      'The first line was taken for headings.',
      'Lines that need correcting: 4, 5, 8, and 10',
      'Company name: is missing · Contact name: is missing · Contact email: cannot be used like this · Country/region: cannot be used like this',
      'Domain: is a webmail domain, which belongs to no company',
      'Line: cannot be used like this',
      'Twice in the list: see line 2',
      'Already in your list of customers',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.indexOf('4: ')).toBeLessThan(text.indexOf('3: Known'));
    expect(text.indexOf('3: Known')).toBeLessThan(text.indexOf('2: Good'));
  });

  it('and names all lines that need correcting by number, also afterwards', async () => {
    const bad = Array.from({ length: 45 }, (_, index) => `Bad ${index},,,,`);
    await imports(partner.admin, [GOOD, ...bad].join('\n'));
    await partner.admin.clicks('Refresh');
    expect(partner.admin.seen.text).toContain('Import finished');
    const numbers = /Lines that need correcting: (.*)/.exec(partner.admin.seen.text)?.[1];
    expect(numbers?.match(/\d+/g)?.map(Number)).toEqual(bad.map((_, index) => index + 3));
  });

  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('with %s between their cells, and quotes around them', async (_, by) => {
    const line = ['"Wingtip, Toys; ""Ltd."""', 'wingtip.example', 'us', 'Kim', 'kim@wingtip.example'].join(
      by,
    );
    await imports(partner.admin, `${line}\r\n`);
    await partner.admin.types('customers');
    expect(listed(partner.admin)).toEqual(['Wingtip, Toys; "Ltd."']);
  });

  it('page by page', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `C${index},c${index}.example,,Kim,k@c${index}.example`,
    );
    await checks(partner.admin, lines.join('\n'));
    let seen = partner.admin.seen.text;
    while (partner.admin.mayClick('Next page')) {
      await partner.admin.clicks('Next page');
      seen += partner.admin.seen.text;
    }
    for (let index = 0; index < 60; index++) expect(seen).toContain(`c${index}.example`);
  });

  it('two hundred at most; what was pasted is not lost', async () => {
    const line = (index: number) => `C${index},c${index}.example,,Kim,k@c${index}.example`;
    const lines = Array.from({ length: 201 }, (_, index) => line(index)).join('\n');
    await checks(partner.admin, lines);
    expect(partner.admin.seen.text).toContain('There are more than 200 lines.');
    expect(JSON.stringify(partner.admin.seen.card)).toContain('c200.example');
    await checks(partner.admin, lines.slice(0, lines.lastIndexOf('\n')));
    expect(partner.admin.seen.text).toContain('200 new');
  });

  it.each([
    ['nothing', ''],
    ['headings alone', 'Company,Domain,Country,Contact,Email'],
    ['what is no text', 'PK\u0000\u0003'],
  ])('refuses %s and asks again', async (_, lines) => {
    await checks(partner.admin, lines);
    expect(partner.admin.mayClick('Check')).toBe(true);
    expect(await records(partner)).toHaveLength(0);
  });

  it('can be dropped, which removes the lines', async () => {
    await checks(partner.admin, GOOD);
    await partner.admin.clicks('Cancel');
    await house.settled();
    expect(partner.admin.seen.text).toContain('Import canceled');
    expect(await records(partner)).toHaveLength(0);
    expect(rowsOf(await allRows(house), partner.id, 'importLines:')).toEqual([]);
  });

  it('are removed after a day if nobody goes on, and cannot be imported any more', async () => {
    await checks(partner.admin, GOOD);
    const card = partner.admin.seen;
    house.clock.forward(24 * 60 * 60_000 + 1);
    await house.bot.timers.fire();
    expect(rowsOf(await allRows(house), partner.id, 'importLines:')).toEqual([]);
    await partner.admin.clicks('Import', {}, card);
    expect(partner.admin.seen.text).toContain('Import canceled');
    expect(await records(partner)).toHaveLength(0);
  });
});

describe('Import', () => {
  it('makes records that are not yet invited and have no right; nobody is written to', async () => {
    const before = house.connector.messages.length;
    await imports(partner.admin, GOOD);
    expect(house.connector.messages.length - before).toBe(1);
    await partner.admin.types('customers');
    expect(listed(partner.admin)).toEqual(['Tailspin Toys', 'Wingtip Toys']);
    expect(partner.admin.seen.text).toContain('Not yet invited');
    await partner.admin.sends('customers.show', { state: 'notInvited', search: 'wing' });
    expect(listed(partner.admin)).toEqual(['Wingtip Toys']);
    expect(rowsOf(await allRows(house), partner.id, 'importLines:')).toEqual([]);
  });

  it('says how it ended on its card, by itself, and in history', async () => {
    await checks(partner.admin, `${GOOD}\nbad`);
    const { messageId } = partner.admin.seen;
    await partner.admin.clicks('Import');
    expect(partner.admin.seen.text).toContain('Importing customers');
    await house.settled();
    expect(partner.admin.looksAgain(messageId).text).toContain('2 records were made.');
    expect(partner.admin.looksAgain(messageId).text).toContain('Lines that need correcting: 3');
    await partner.admin.types('history');
    expect(partner.admin.seen.text).toContain('Imported 2 customers as not yet invited');
  });

  it('selected twice, also at once, makes each record once', async () => {
    await checks(partner.admin, GOOD);
    const id = buttonsOf(partner.admin.seen.card).find(({ title }) => title === 'Import')?.data.id;
    await Promise.all([1, 2, 3].map(() => partner.admin.sends('imports.run', { id })));
    await house.settled();
    await partner.admin.sends('imports.run', { id });
    expect(partner.admin.seen.text).toContain('2 records were made.');
    expect(await records(partner)).toHaveLength(2);
    await partner.admin.sends('imports.cancel', { id });
    expect(partner.admin.seen.text).toContain('Import finished');
  });

  it('of the same list again finds everybody known', async () => {
    await imports(partner.admin, GOOD);
    await checks(partner.admin, GOOD);
    expect(partner.admin.seen.text).toContain('0 new · 2 already your customer');
    expect(partner.admin.seen.text).toContain('there is nothing to import');
    expect(partner.admin.seen.text).not.toContain('Import makes records');
    expect(partner.admin.buttons).toEqual(['Import customers', 'Cancel']);
  });

  it('leaves out whoever became a customer after the list was looked at', async () => {
    await checks(partner.admin, GOOD);
    const card = partner.admin.seen;
    await hasCustomer(house, partner.id, { name: 'Was quicker', domain: 'wingtip.example' });
    await partner.admin.clicks('Import', {}, card);
    await house.settled();
    await partner.admin.clicks('Refresh');
    expect(partner.admin.seen.text).toContain('1 record was made.');
    await partner.admin.types('customers');
    expect(listed(partner.admin)).toEqual(['Tailspin Toys', 'Was quicker']);
  });

  it('goes on where it was when its errand is carried out again', async () => {
    await checks(partner.admin, GOOD);
    const id = String(buttonsOf(partner.admin.seen.card).find(({ title }) => title === 'Import')?.data.id);
    await partner.admin.clicks('Import');
    const again = { kind: 'carryImport', companyId: partner.id, importId: id, upTo: 400 } as const;
    await house.bot.desk.storage.commit(partner.id, { rows: [], history: [], errands: [again, again] });
    await house.settled();
    expect(await records(partner)).toHaveLength(2);
  });
});

describe('a record that is not yet invited', () => {
  it('is taken over by whoever accepts for its domain: one record a customer', async () => {
    await imports(partner.admin, GOOD);
    const customer = await office(house, 'customer', 'Wingtip Toys');
    const to = { email: 'kim@wingtip.example', name: 'Wingtip Toys Ltd.' };
    house.connector.members.set(customer.admin.userId, {
      id: customer.admin.userId,
      aadObjectId: customer.admin.options.objectId,
      name: customer.admin.options.name,
      email: to.email,
      userPrincipalName: to.email,
      userRole: 'user',
      tenantId: customer.id,
    });
    const { link } = await sends(partner.admin, to);
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    await partner.admin.types('customers wingtip');
    expect(listed(partner.admin)).toEqual(['Wingtip Toys Ltd.']);
    expect(partner.admin.seen.text).toContain('Can sell · Can administer');
    expect(await records(partner)).toHaveLength(2);
    await partner.admin.sends('customers.show', { state: 'notInvited' });
    expect(listed(partner.admin)).toEqual(['Tailspin Toys']);
  });
});

describe('one record a customer, also', () => {
  it('at a provider that imported whom its reseller then wins for both', async () => {
    const provider = await office(house, 'indirectProvider', 'Fabrikam');
    const reseller = await office(house, 'indirectReseller', 'Northwind');
    await becomePartners(house, provider.admin, reseller);
    const customer = await office(house, 'customer', 'Adatum');
    const { email } = customer.admin.options;
    const domain = email.slice(email.indexOf('@') + 1);
    await imports(provider.admin, `Adatum of old,${domain},US,Kim,kim@${domain}`);
    const { link } = await sendsJointly(reseller.admin, 'Fabrikam', { email, name: 'Adatum' });
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    await provider.admin.types('customers');
    expect(listed(provider.admin)).toEqual(['Adatum']);
    expect(await records(provider)).toHaveLength(1);
  });

  it('when it was imported between the invitation and its acceptance', async () => {
    const customer = await office(house, 'customer', 'Adatum');
    const { email } = customer.admin.options;
    const domain = email.slice(email.indexOf('@') + 1);
    const { link } = await sends(partner.admin, { email, name: 'Adatum' });
    await imports(partner.admin, `Adatum of old,${domain},US,Kim,kim@${domain}`);
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    expect(await records(partner)).toHaveLength(1);
    await partner.admin.types('customers');
    expect(listed(partner.admin)).toEqual(['Adatum']);
  });

  it('when it was imported while its account was being opened, at the provider and at the reseller', async () => {
    const world = await chain(house);
    const details = rightDetails({ name: 'Adatum', reseller: world.reseller.id });
    const domain = `${details.prefix}.onmicrosoft.com`;
    const { domains } = house.bot.desk.storage;
    const claim = jest.spyOn(domains, 'claim');
    claim.mockImplementationOnce(async (...of) => {
      claim.mockRestore();
      for (const { id } of [world.provider, world.reseller]) {
        await hasCustomer(house, id, {
          name: 'Adatum of old',
          domain,
          reach: 'notInvited',
          invitationId: '',
        });
      }
      return domains.claim(...of);
    });
    await toReview(world.provider.admin, details);
    await world.provider.admin.clicks('Submit');
    await house.settled();
    for (const each of [world.provider, world.reseller]) {
      expect(await records(each)).toHaveLength(1);
      await each.admin.types('customers');
      expect(listed(each.admin)).toEqual(['Adatum']);
    }
  });

  it('but two where two organizations have one domain', async () => {
    const customer = await office(house, 'customer', 'Adatum');
    const { email } = customer.admin.options;
    const domain = email.slice(email.indexOf('@') + 1);
    const { link } = await sends(partner.admin, { email, name: 'Adatum' });
    await hasCustomer(house, partner.id, { name: 'Adatum East', domain });
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    await partner.admin.types('customers');
    expect(listed(partner.admin).sort()).toEqual(['Adatum', 'Adatum East']);
  });
});

describe('drafts for imported customers', () => {
  const drafts = async () => (await rowsOf(await allRows(house), partner.id, 'invitation:')).length;
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `C${index},c${index}.example,,Kim,k@c${index}.example`).join(
      '\n',
    );
  const asks = async () => {
    await partner.admin.sends('customers.show', { state: 'notInvited' });
    await partner.admin.clicks('Make drafts');
  };

  it('one by one: Invite opens the form filled in; the record says that there is an invitation', async () => {
    await imports(partner.admin, GOOD);
    await partner.admin.types('customers wing');
    await partner.admin.clicks('Open Wingtip Toys');
    expect(partner.admin.seen.text).toContain('has not been invited yet');
    expect(partner.admin.buttons).not.toContain('Show invitation');
    expect(partner.admin.buttons).not.toContain('Remove relationship');
    await partner.admin.clicks('Invite customer');
    expect(JSON.stringify(partner.admin.seen.card)).toContain('kim@wingtip.example');
    await partner.admin.clicks('Next');
    expect(await drafts()).toBe(1);
    await partner.admin.types('customers wing');
    expect(partner.admin.seen.text).toContain('has an invitation');
    await partner.admin.clicks('Open Wingtip Toys');
    expect(partner.admin.mayClick('Show invitation')).toBe(true);
  });

  it('dropped again leave the record as it was', async () => {
    await imports(partner.admin, GOOD);
    await partner.admin.types('customers wing');
    await partner.admin.clicks('Open Wingtip Toys');
    await partner.admin.clicks('Invite customer');
    await partner.admin.clicks('Next');
    await partner.admin.clicks('Cancel');
    expect(await drafts()).toBe(0);
    await partner.admin.types('customers wing');
    expect(partner.admin.seen.text).toContain('Not yet invited');
    await asks();
    expect(partner.admin.seen.text).toContain('Make 2 drafts');
  });

  it('fifty at a time, once each, with nothing sent', async () => {
    await imports(partner.admin, many(53));
    await asks();
    expect(partner.admin.seen.text).toContain('Make 50 drafts');
    expect(partner.admin.seen.text).toContain('There are more.');
    const card = partner.admin.seen;
    await Promise.all(
      [1, 2].map(() => partner.admin.sends('imports.makeDrafts', { ...buttonsOf(card.card)[0]?.data })),
    );
    await house.settled();
    expect(await drafts()).toBe(50);
    expect(partner.admin.reads().text).toContain('50 drafts are ready');
    // Selected once more, it would be about others: those are shown first.
    await partner.admin.clicks('Make drafts', {}, card);
    expect(partner.admin.seen.text).toContain('Make 3 drafts');
    await partner.admin.clicks('Make drafts');
    await house.settled();
    expect(await drafts()).toBe(53);
    const states = rowsOf(await allRows(house), partner.id, 'invitation:').map(({ text }) => text);
    expect(states.every(text => text.includes('\\"state\\":\\"draft\\"'))).toBe(true);
    await asks();
    expect(partner.admin.seen.text).toContain('Everybody who was imported has an invitation already.');
  });

  it('of whom two have one contact: one is made, and the other needs somebody else’s address', async () => {
    await imports(
      partner.admin,
      [
        'Adatum,adatum.example,,Kim,kim@adatum.example',
        'Bellows,bellows.example,,Kim,kim@adatum.example',
      ].join('\n'),
    );
    await asks();
    await partner.admin.clicks('Make drafts');
    await house.settled();
    expect(await drafts()).toBe(1);
    expect(partner.admin.reads().text).toContain('1 draft is ready');
    expect(partner.admin.seen.text).toContain(
      '1 customer has a contact who was invited for another customer',
    );
    await partner.admin.types('customers bellows');
    await partner.admin.clicks('Open Bellows');
    await partner.admin.clicks('Invite customer');
    await partner.admin.clicks('Next', { email: 'lee@bellows.example' });
    expect(await drafts()).toBe(2);
  });

  it('as many as an hour has room for; the rest later', async () => {
    await imports(partner.admin, many(60));
    for (let index = 0; index < 180; index++) {
      const { rateLimits } = house.bot.desk.storage;
      await rateLimits.take(
        partner.id,
        'inviteCustomer',
        { limit: 200, windowMs: 3_600_000 },
        house.clock.now,
      );
    }
    await asks();
    await partner.admin.clicks('Make drafts');
    await house.settled();
    expect(await drafts()).toBe(20);
    expect(partner.admin.reads().text).toContain('30 could not be made');
  });

  it('are not made by somebody who may not invite', async () => {
    await imports(partner.admin, GOOD);
    const id = (await house.bot.desk.storage.customers.undrafted(partner.id, 1)).customers[0]?.id;
    const biller = await partner.colleague('Bo', { agent: 'helpdeskAgent', admin: 'none' });
    for (const verb of ['imports.askDrafts', 'imports.makeDrafts']) {
      await biller.sends(verb, { id });
      expect(biller.seen.text).not.toContain('Wingtip');
    }
    await house.settled();
    expect(await drafts()).toBe(0);
  });

  it('lead, once accepted, to one record, also when the address is a private one', async () => {
    await imports(partner.admin, 'Wingtip Toys, wingtip.example, JP, Kim, kim.akers@gmail.com');
    const customer = await office(house, 'customer', 'Wingtip Toys');
    const { options } = customer.admin;
    const address = {
      email: 'kim.akers@gmail.com',
      userPrincipalName: 'kim.akers@gmail.com',
      userRole: 'user',
    };
    const known = { aadObjectId: options.objectId, name: options.name, tenantId: customer.id, ...address };
    house.connector.members.set(customer.admin.userId, { id: customer.admin.userId, ...known });
    await partner.admin.types('customers');
    await partner.admin.clicks('Open Wingtip Toys');
    await partner.admin.clicks('Invite customer');
    await partner.admin.clicks('Next');
    const link = linkIn(partner.admin.seen.text);
    await partner.admin.clicks('Next');
    await partner.admin.clicks('Done');
    await customer.admin.types(link);
    await approves(customer.admin);
    await house.settled();
    await partner.admin.types('customers');
    expect(listed(partner.admin)).toEqual(['Wingtip Toys']);
    expect(partner.admin.seen.text).toContain('wingtip.example');
    expect(await records(partner)).toHaveLength(1);
  });
});

describe('keeps a list to whoever handed it in:', () => {
  let id: string;
  beforeEach(async () => {
    await checks(partner.admin, GOOD);
    id = String(buttonsOf(partner.admin.seen.card).find(({ title }) => title === 'Import')?.data.id);
  });

  it.each(['imports.show', 'imports.run', 'imports.cancel'])('another company, by %s', async verb => {
    const other = await office(house, 'directPartner', 'Litware');
    await other.admin.sends(verb, { id, companyId: partner.id });
    expect(other.admin.seen.text).toContain('not here any more');
    expect(other.admin.seen.text).not.toContain('Wingtip');
    await house.settled();
    expect(await records(partner)).toHaveLength(0);
  });

  it('a colleague', async () => {
    const colleague = await partner.colleague('Robin', { agent: 'adminAgent', admin: 'none' });
    for (const verb of ['imports.show', 'imports.run', 'imports.cancel']) {
      await colleague.sends(verb, { id });
      expect(colleague.seen.text).toContain('not here any more');
    }
  });

  it('whoever may not import any more', async () => {
    const { people } = house.bot.desk.storage;
    const row = await people.get(partner.id, partner.admin.options.objectId);
    if (!row?.value.member) throw new Error('no member');
    const member = { ...row.value.member, agent: 'helpdeskAgent' as const, admin: 'none' as const };
    await house.bot.desk.storage.commit(partner.id, {
      rows: [people.update(row, { ...row.value, member })],
      history: [],
    });
    await partner.admin.sends('imports.run', { id });
    await house.settled();
    expect(await records(partner)).toHaveLength(0);
  });

  it.each([{ id: 'x' }, { id: ['x'] }, {}])('data that no card sends: %j', async data => {
    await partner.admin.sends('imports.run', data);
    expect(partner.admin.seen.text).toContain('I cannot do anything with this.');
  });
});

it('a customer has none to import', async () => {
  const customer = await office(house, 'customer', 'Adatum');
  await customer.admin.types('import customers');
  expect(customer.admin.mayClick('Check')).toBe(false);
  await customer.admin.sends('imports.check', { lines: GOOD });
  expect(await records(customer)).toHaveLength(0);
});

it.each([
  ['顧客のインポート', 'ja-JP', '顧客のインポート'],
  ['匯入客戶', 'zh-TW', '匯入客戶'],
])('the word %s opens it', async (word, locale, title) => {
  await partner.admin.types(word, { locale });
  expect(partner.admin.seen.text).toContain(title);
  expect(buttonsOf(partner.admin.seen.card).some(({ verb }) => verb === 'imports.check')).toBe(true);
});

describe('of the roles', () => {
  let people: Record<Member, Person>;
  beforeAll(async () => {
    people = await staffed(house, 'directPartner');
  });

  it.each(cells('addCustomer'))('%s → %s', async (member, may) => {
    const person = people[member];
    await person.types('import customers');
    expect(person.mayClick('Check')).toBe(may);
    if (!may) expectRefusal(person, member, 'addCustomer');
    await person.sends('imports.check', { lines: `X,${member}.example,,K,k@${member}.example` });
    expect(person.mayClick('Import')).toBe(may);
    if (!may) expectRefusal(person, member, 'addCustomer');
  });
});

describe('a customer that was imported and is not invited yet', () => {
  it.each([
    ['subscriptions', 'subscriptions wingtip', undefined],
    ['what it may buy', 'let customer buy wingtip', undefined],
    ['users', undefined, 'customerUsers.list'],
    ['orders', undefined, 'addSubscription.start'],
    ['service requests', undefined, 'requestService.start'],
  ])('has no %s here, and whoever asks is led to its invitation', async (_, words, verb) => {
    await imports(partner.admin, GOOD);
    const [record] = (await house.bot.desk.storage.customers.page(partner.id, 1, 'wingtip')).rows;
    const id = record?.value.id;
    const before = await allRows(house);
    if (words) await partner.admin.types(words);
    if (verb) await partner.admin.sends(verb, { id, customer: id });
    expect(partner.admin.seen.text).toContain('Wingtip Toys was imported and is no customer here yet');
    expect(await allRows(house)).toEqual(before);
    await partner.admin.clicks('View customer');
    expect(partner.admin.mayClick('Invite customer')).toBe(true);
  });
});
