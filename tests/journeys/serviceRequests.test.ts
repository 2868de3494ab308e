import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICES } from '../../domain/services.ts';
import { showServiceRequestInList } from '../../operations/serviceRequestParts.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import {
  FORM,
  newestRequest,
  opens,
  referenceOf,
  requestsIn,
  requestsService,
  startsRequest,
} from './support/serviceRequests.ts';
import { hasSubscription, OFFERS, serves } from './support/subscriptions.ts';

let house: House;
let contoso: Office;
let wingtip: Office;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
/** Wingtip buys from Contoso. */
beforeEach(async () => {
  count++;
  contoso = await office(house, 'directPartner', `Contoso ${count}`);
  wingtip = await office(house, 'customer', `Wingtip ${count}`);
  await serves(house, contoso, wingtip);
});
afterAll(() => house.stop());

const history = async (companyId: string) =>
  rowsOf(await allRows(house), companyId, 'history:').map(row => row.text);

describe('Request service, for a customer', () => {
  it('is reached from the customer’s record', async () => {
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await serves(house, contoso, tailspin, { administers: SERVICES });
    await contoso.admin.types(`customers ${tailspin.name}`);
    await contoso.admin.clicks(`Open ${tailspin.name}`);
    await contoso.admin.clicks('More for this customer');
    await contoso.admin.clicks('Service requests');
    expect(contoso.admin.seen.text).toContain(`Service requests for ${tailspin.name}`);
    expect(contoso.admin.seen.text).toContain('No service requests here.');
    await contoso.admin.clicks('Request service');
    const { text } = contoso.admin.seen;
    expect(text).toContain(`Request service for ${tailspin.name}`);
    expect(text).toContain('Nothing is sent to Microsoft');
    await contoso.admin.clicks('Cancel');
    expect(contoso.admin.seen.text).toContain(tailspin.name);
    expect(await requestsIn(house, tailspin.id)).toEqual([]);
  });

  it('opens a request with a reference to quote and how to call Microsoft support', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const { text } = contoso.admin.seen;
    expect(text).toContain(FORM.title);
    expect(text).toContain('Nothing has arrived since this morning.');
    expect(text).toContain(referenceOf(request));
    expect(text).toContain('Critical');
    expect(text).toContain(`quote ${referenceOf(request)}`);
    expect(contoso.admin.follows('Call Microsoft support')).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(request).toMatchObject({ state: 'open', version: 1, about: 'customer', companyId: wingtip.id });
  });

  it('stands in the customer’s partition, in the partner’s list and in both histories', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    await contoso.admin.types('service requests');
    expect(contoso.admin.seen.text).toContain(`${referenceOf(request)}: ${FORM.title}`);
    expect(contoso.admin.seen.text).toContain(wingtip.name);
    await contoso.admin.sends('serviceRequests.ofCustomer', { id: wingtip.id });
    await contoso.admin.clicks(`Open ${referenceOf(request)}`);
    expect(contoso.admin.seen.text).toContain(FORM.title);
    for (const company of [contoso, wingtip]) {
      expect((await history(company.id)).join()).toContain('service.opened');
    }
    await contoso.admin.sends('history.show', { of: 'customer', id: wingtip.id });
    expect(contoso.admin.seen.text).toContain(
      `Service request ${referenceOf(request)} opened: ${FORM.title}`,
    );
  });

  it('tells the customer’s global admin, who opens it from there', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const { text } = wingtip.admin.reads();
    expect(text).toContain(`${referenceOf(request)}: a service request was opened`);
    expect(text).toContain(`${contoso.admin.options.name} of ${contoso.name}`);
    await wingtip.admin.clicks('Open');
    expect(wingtip.admin.seen.text).toContain('Nothing has arrived since this morning.');
    expect(wingtip.admin.seen.text).not.toContain('call Microsoft support');
  });

  it('says that nobody is told where nobody of the customer has used the bot', async () => {
    const { storage } = house.bot.desk;
    const tailspin = await office(house, 'customer', 'Tailspin');
    const row = await storage.people.get(tailspin.id, tailspin.admin.options.objectId);
    if (!row) throw new Error('not there');
    await storage.people.save(row, { ...row.value, member: undefined });
    await serves(house, contoso, tailspin);
    await requestsService(house, contoso.admin, tailspin);
    expect(contoso.admin.seen.text).toContain('Nobody of Tailspin has used Partner Desk yet');
  });

  it('may be about a service or a subscription', async () => {
    const subscription = await hasSubscription(house, wingtip, contoso, { offer: OFFERS.dynamics });
    await startsRequest(contoso.admin, wingtip);
    expect(contoso.admin.seen.text).toContain(`Subscription: ${subscription.offerName}`);
    await contoso.admin.clicks('Send', { ...FORM, topic: `subscription:${subscription.id}` });
    expect(contoso.admin.seen.text).toContain(`${subscription.offerName} · Dynamics 365`);
    expect(await newestRequest(house, wingtip.id)).toMatchObject({
      service: 'dynamics365',
      subscription: { id: subscription.id, offerName: subscription.offerName },
    });
    const other = await requestsService(house, contoso.admin, wingtip, { topic: 'service:azure' });
    expect(other).toMatchObject({ service: 'azure' });
    expect(other.subscription).toBeUndefined();
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    await startsRequest(contoso.admin, wingtip);
    for (const [over, says] of [
      [{ title: ' ' }, 'Title'],
      [{ title: 'x'.repeat(121) }, 'too long'],
      [{ title: 'bell\u0007' }, 'does not look right'],
      [{ description: '' }, 'Description'],
      [{ description: 'y'.repeat(1_501) }, 'too long'],
      [{ severity: 'enormous' }, 'Severity'],
      [{ topic: 'service:teapots' }, 'What it is about'],
      [{ topic: 'subscription:none-of-yours' }, 'What it is about'],
    ] as const) {
      await contoso.admin.clicks('Send', { ...FORM, ...over });
      expect(contoso.admin.seen.text).toContain('Nothing is lost');
      expect(contoso.admin.seen.text).toContain(says);
      if (!('description' in over)) expect(contoso.admin.seen.text).toContain('Nothing has arrived');
    }
    expect(await requestsIn(house, wingtip.id)).toEqual([]);
    await contoso.admin.clicks('Send', { ...FORM });
    expect(await requestsIn(house, wingtip.id)).toHaveLength(1);
  });

  it('makes one request and tells once, however often it is sent', async () => {
    await startsRequest(contoso.admin, wingtip);
    const form = contoso.admin.seen;
    const heard = wingtip.admin.inbox.length;
    await Promise.all([1, 2, 3].map(() => contoso.admin.at(house).clicks('Send', { ...FORM }, form)));
    await contoso.admin.clicks('Send', { ...FORM, title: 'Changed afterwards' }, form);
    await house.settled();
    expect(contoso.admin.seen.text).toContain(FORM.title);
    expect(await requestsIn(house, wingtip.id)).toHaveLength(1);
    expect(wingtip.admin.inbox.length - heard).toBe(1);
    expect((await history(contoso.id)).filter(text => text.includes('service.opened'))).toHaveLength(1);
  });

  it('is opened and answered by ten colleagues at one moment, each counted once', async () => {
    const colleagues = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        contoso.colleague(`Colleague ${index}`, { agent: 'adminAgent', admin: 'none' }),
      ),
    );
    for (const person of colleagues) await startsRequest(person, wingtip);
    await Promise.all(colleagues.map(person => person.clicks('Send', { ...FORM })));
    expect(colleagues.filter(person => !person.seen.text.includes(FORM.title))).toEqual([]);
    const request = await newestRequest(house, wingtip.id);
    for (const person of colleagues) await opens(person, request);
    await Promise.all(colleagues.map(person => person.clicks('Add note', { note: person.options.name })));
    expect(colleagues.filter(person => !person.seen.text.includes(person.options.name))).toEqual([]);
    expect(await requestsIn(house, wingtip.id)).toHaveLength(10);
    const { rateLimits } = house.bot.desk.storage;
    const hour = { limit: 11, windowMs: 60 * 60_000 };
    expect(await rateLimits.take(contoso.id, 'requestService', hour, house.clock.now)).toBe(true);
    expect(await rateLimits.take(contoso.id, 'requestService', hour, house.clock.now)).toBe(false);
  });

  it('is refused when it was too much in a short time', async () => {
    const { rateLimits } = house.bot.desk.storage;
    const hour = { limit: 60, windowMs: 60 * 60_000 };
    for (let taken = 0; taken < hour.limit; taken++) {
      await rateLimits.take(contoso.id, 'requestService', hour, house.clock.now);
    }
    await startsRequest(contoso.admin, wingtip);
    const form = contoso.admin.seen;
    await contoso.admin.clicks('Send', { ...FORM }, form);
    expect(contoso.admin.seen.text).toContain('That was a lot in a short time');
    expect(await requestsIn(house, wingtip.id)).toEqual([]);
    house.clock.forward(hour.windowMs);
    await contoso.admin.clicks('Send', { ...FORM }, form);
    expect(await requestsIn(house, wingtip.id)).toHaveLength(1);
  });

  it('is refused for whoever is not a customer any more, or has no side of its own yet', async () => {
    const { storage } = house.bot.desk;
    const request = await requestsService(house, contoso.admin, wingtip);
    await startsRequest(contoso.admin, wingtip);
    const form = contoso.admin.seen;
    const row = await storage.partners.get(wingtip.id, contoso.id);
    if (!row) throw new Error('not there');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await storage.commit(wingtip.id, { rows: storage.partners.put(row, ended), history: [] });
    await contoso.admin.clicks('Send', { ...FORM }, form);
    expect(contoso.admin.seen.text).toContain(`The relationship with ${wingtip.name} has ended`);
    await startsRequest(contoso.admin, wingtip);
    expect(contoso.admin.seen.text).toContain('has ended');
    expect(await requestsIn(house, wingtip.id)).toEqual([request]);

    const record = await storage.customers.get(contoso.id, wingtip.id);
    if (!record) throw new Error('not there');
    const alone = { ...record.value, id: crypto.randomUUID(), name: 'Imported' };
    await storage.commit(contoso.id, { rows: storage.customers.insert(alone, true), history: [] });
    await startsRequest(contoso.admin, alone);
    expect(contoso.admin.seen.text).toContain('is not set up here yet');
  });
});

describe('a request between the two', () => {
  const writes = (person: Person, button: string, note = '') => person.clicks(button, { note });

  it('takes notes from both sides, newest first, and tells the other side', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    await writes(contoso.admin, 'Add note', 'Called Microsoft.\nTheir number is 4711.');
    await house.settled();
    expect(wingtip.admin.reads().text).toContain('They wrote: Called Microsoft.');
    await wingtip.admin.clicks('Open');
    await writes(wingtip.admin, 'Add note', 'It works again for some.');
    await house.settled();
    const { text } = wingtip.admin.seen;
    expect(text.indexOf('It works again')).toBeLessThan(text.indexOf('Called Microsoft'));
    expect(text).toContain(`${contoso.admin.options.name} of ${contoso.name} · `);
    expect(contoso.admin.reads().text).toContain(`${referenceOf(request)}: a note was added`);
    expect(contoso.admin.seen.text).toContain('They wrote: It works again for some.');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'open', version: 3 });
  });

  it('asks the other side for attention until it writes', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    await writes(contoso.admin, 'Attention needed', 'Which senders?');
    expect(contoso.admin.seen.text).toContain(`Attention needed: ${wingtip.name} is asked to answer.`);
    await house.settled();
    expect(wingtip.admin.reads().text).toContain(`${referenceOf(request)}: your attention is needed`);
    await writes(contoso.admin, 'Add note', 'All of them?');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'attentionNeeded' });
    await opens(wingtip.admin, request);
    expect(wingtip.admin.seen.text).toContain('Attention needed: you are asked to answer.');
    await writes(wingtip.admin, 'Add note', 'Those of fabrikam.example');
    expect(wingtip.admin.seen.text).toContain('Open.');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'open' });
  });

  it.each(['contoso', 'wingtip'] as const)('is closed and opened again by %s', async closer => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const [one, other] =
      closer === 'contoso' ? [contoso.admin, wingtip.admin] : [wingtip.admin, contoso.admin];
    await opens(one, request);
    await writes(one, 'Close request');
    expect(one.seen.text).toContain('Closed on');
    expect(one.buttons).not.toContain('Add note');
    await house.settled();
    expect(other.reads().text).toContain(`${referenceOf(request)}: the service request was closed`);
    await other.clicks('Open');
    await writes(other, 'Open again');
    expect(other.seen.text).toContain('Please fill this in.');
    await writes(other, 'Open again', 'It is back.');
    expect(other.seen.text).toContain('It is back.');
    await house.settled();
    expect(one.reads().text).toContain('was opened again');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'open', version: 3 });
  });

  it('closes with a last word, too', async () => {
    await requestsService(house, contoso.admin, wingtip);
    await writes(contoso.admin, 'Close request', 'Solved by Microsoft.');
    expect(contoso.admin.seen.text).toContain('Solved by Microsoft.');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'closed' });
  });

  it('takes nothing once it is closed, and keeps what was typed', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const before = contoso.admin.seen;
    await opens(wingtip.admin, request);
    await writes(wingtip.admin, 'Close request');
    await contoso.admin.clicks('Add note', { note: 'Too late' }, before);
    expect(contoso.admin.seen.text).toContain('was closed in the meantime');
    expect(contoso.admin.seen.text).toContain('Too late');
    await contoso.admin.clicks('Close request', {}, before);
    expect(contoso.admin.seen.text).toContain('was closed in the meantime');
    await opens(wingtip.admin, request);
    const closed = wingtip.admin.seen;
    await contoso.admin.clicks('Open again', { note: 'Still there' });
    await wingtip.admin.clicks('Open again', { note: 'Mine' }, closed);
    expect(wingtip.admin.seen.text).toContain('is open already');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'open', version: 3 });
  });

  it('wants words for a note, and not too many', async () => {
    await requestsService(house, contoso.admin, wingtip);
    await writes(contoso.admin, 'Add note', '  ');
    expect(contoso.admin.seen.text).toContain('Please fill this in.');
    await writes(contoso.admin, 'Attention needed', 'x'.repeat(501));
    expect(contoso.admin.seen.text).toContain('This is too long.');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ version: 1 });
  });

  it('adds a note once, however often it is clicked, also after somebody else wrote', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const card = contoso.admin.seen;
    await opens(wingtip.admin, request);
    const theirs = wingtip.admin.seen;
    await Promise.all(
      [1, 2, 3].map(() => contoso.admin.at(house).clicks('Add note', { note: 'Once' }, card)),
    );
    await wingtip.admin.clicks('Add note', { note: 'Between' }, theirs);
    await contoso.admin.clicks('Add note', { note: 'Once' }, card);
    await contoso.admin.clicks('Close request', {}, card);
    await contoso.admin.clicks('Close request', {}, card);
    expect(contoso.admin.seen.text).toContain('Closed on');
    expect(contoso.admin.seen.text).not.toContain('in the meantime');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ state: 'closed', version: 4 });
    expect(rowsOf(await allRows(house), wingtip.id, `serviceNote:${request.id}:`)).toHaveLength(3);
  });

  it('keeps what both sides write at the same moment', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    await opens(wingtip.admin, request);
    await Promise.all([
      writes(contoso.admin, 'Add note', 'From the partner'),
      writes(wingtip.admin, 'Attention needed', 'From the customer'),
    ]);
    await opens(contoso.admin, request);
    expect(contoso.admin.seen.text).toContain('From the partner');
    expect(contoso.admin.seen.text).toContain('From the customer');
    expect(await newestRequest(house, wingtip.id)).toMatchObject({ version: 3 });
  });

  it('shows older notes on further pages', async () => {
    await requestsService(house, contoso.admin, wingtip);
    for (let number = 1; number <= 7; number++) await writes(contoso.admin, 'Add note', `Note ${number}.`);
    expect(contoso.admin.seen.text).toContain('Note 3.');
    expect(contoso.admin.seen.text).not.toContain('Note 2.');
    await contoso.admin.clicks('Older notes');
    expect(contoso.admin.seen.text).toContain('Note 2.');
    const { id, companyId } = await newestRequest(house, wingtip.id);
    await contoso.admin.sends('serviceRequests.open', { id: companyId, request: id, page: 'none of ours' });
    expect(contoso.admin.seen.text).toContain('not here any more');
  });

  it('tells whoever opened it, or the global admins when that one may not any more', async () => {
    const robin = await contoso.colleague('Robin', { agent: 'adminAgent', admin: 'none' });
    const request = await requestsService(house, robin, wingtip);
    await opens(wingtip.admin, request);
    const heard = contoso.admin.inbox.length;
    await writes(wingtip.admin, 'Add note', 'For Robin');
    await house.settled();
    expect(robin.reads().text).toContain('They wrote: For Robin');
    expect(contoso.admin.inbox).toHaveLength(heard);
    const { people } = house.bot.desk.storage;
    const row = await people.get(contoso.id, robin.options.objectId);
    if (!row) throw new Error('not there');
    await people.save(row, { ...row.value, member: undefined });
    await writes(wingtip.admin, 'Add note', 'For whoever is there');
    await house.settled();
    expect(contoso.admin.reads().text).toContain('They wrote: For whoever is there');
  });

  it('is read by a former partner, and closed by the customer alone', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const before = contoso.admin.seen;
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(wingtip.id, contoso.id);
    if (!row) throw new Error('not there');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await storage.commit(wingtip.id, { rows: storage.partners.put(row, ended), history: [] });
    await contoso.admin.clicks('Add note', { note: 'Anybody?' }, before);
    expect(contoso.admin.seen.text).toContain('nothing can be written here any more');
    expect(contoso.admin.buttons).not.toContain('Add note');
    await opens(contoso.admin, request);
    expect(contoso.admin.seen.text).toContain('nothing can be written here any more');
    // Nor is it asked to call Microsoft and to note the number.
    expect(contoso.admin.seen.text).not.toContain('Microsoft support');
    await opens(wingtip.admin, request);
    expect(wingtip.admin.seen.text).toContain('You can still close the request.');
    expect(wingtip.admin.buttons).toEqual(['Close request', 'Service requests']);
    await writes(wingtip.admin, 'Close request');
    expect(wingtip.admin.seen.text).toContain('Closed on');
    expect(wingtip.admin.buttons).toEqual(['Service requests']);
  });

  it('waits while the customer’s account is being set up', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const before = contoso.admin.seen;
    await opens(wingtip.admin, request);
    const theirs = wingtip.admin.seen;
    await house.bot.desk.storage.commit(wingtip.id, {
      rows: [{ op: 'delete', key: `partner:${contoso.id}`, etag: '*' }],
      history: [],
    });
    await contoso.admin.clicks('Add note', { note: 'Meanwhile' }, before);
    await wingtip.admin.clicks('Close request', { note: 'Meanwhile' }, theirs);
    for (const { admin } of [contoso, wingtip]) {
      expect(admin.seen.text).toContain('is being set up just now');
      expect(admin.buttons).not.toContain('Add note');
    }
    expect(await newestRequest(house, wingtip.id)).toEqual(request);
  });

  it('survives a restart between any two steps', async () => {
    await startsRequest(contoso.admin, wingtip);
    const second = await openHouse({ beside: house });
    try {
      contoso.admin.goesTo(second);
      await contoso.admin.clicks('Send', { ...FORM });
      contoso.admin.goesTo(house);
      await contoso.admin.clicks('Add note', { note: 'After the restart' });
      expect(contoso.admin.seen.text).toContain('After the restart');
    } finally {
      contoso.admin.goesTo(house);
      await second.stop();
    }
  });
});

describe('lists of service requests', () => {
  it('show those that are not closed, or those in a state', async () => {
    const first = await requestsService(house, contoso.admin, wingtip, { title: 'First' });
    await contoso.admin.clicks('Close request');
    const second = await requestsService(house, contoso.admin, wingtip, { title: 'Second' });
    await contoso.admin.clicks('Attention needed', { note: 'Please' });
    await requestsService(house, contoso.admin, wingtip, { title: 'Third' });
    await house.settled();
    const shows = async (person: Person, state: string) => {
      await person.clicks('Show', { state });
      return ['First', 'Second', 'Third'].filter(title => person.seen.text.includes(`: ${title}`));
    };
    for (const [person, list] of [
      [contoso.admin, () => contoso.admin.types('service requests')],
      [contoso.admin, () => contoso.admin.sends('serviceRequests.ofCustomer', { id: wingtip.id })],
      [wingtip.admin, () => wingtip.admin.types('service requests')],
    ] as const) {
      await list();
      expect(person.seen.text).toContain('Second');
      expect(person.seen.text).not.toContain(': First');
      expect(await shows(person, 'closed')).toEqual(['First']);
      expect(await shows(person, 'attentionNeeded')).toEqual(['Second']);
      expect(await shows(person, 'open')).toEqual(['Third']);
      expect(await shows(person, 'all')).toEqual(['First', 'Second', 'Third']);
      expect(await shows(person, 'notClosed')).toEqual(['Second', 'Third']);
    }
    expect(referenceOf(first)).not.toBe(referenceOf(second));
  });

  it('are those of the customer that is named behind the command; of several one is chosen', async () => {
    const tailspin = await office(house, 'customer', `Tailspin ${count}`);
    await serves(house, contoso, tailspin);
    await requestsService(house, contoso.admin, wingtip, { title: 'At Wingtip' });
    await requestsService(house, contoso.admin, tailspin, { title: 'At Tailspin' });
    await contoso.admin.types('service requests wing');
    expect(contoso.admin.seen.text).toContain(`Service requests for ${wingtip.name}`);
    expect(contoso.admin.seen.text).toContain('At Wingtip');
    expect(contoso.admin.seen.text).not.toContain('At Tailspin');
    await serves(house, contoso, await office(house, 'customer', `Wingtip Sister ${count}`));
    await contoso.admin.types('service requests wing');
    expect(contoso.admin.mayClick(`Open ${wingtip.name}`)).toBe(true);
    expect(contoso.admin.mayClick(`Open Wingtip Sister ${count}`)).toBe(true);
    await wingtip.admin.types('service requests contoso');
    expect(wingtip.admin.seen.text).toContain('At Wingtip');
  });

  it('page, eight at a time, and keep the state', async () => {
    for (let number = 1; number <= 9; number++) {
      house.clock.forward(1_000);
      await requestsService(house, contoso.admin, wingtip, { title: `Number ${number}.` });
    }
    for (const list of [
      () => contoso.admin.types('service requests'),
      () => contoso.admin.sends('serviceRequests.ofCustomer', { id: wingtip.id }),
    ]) {
      await list();
      expect(contoso.admin.seen.text).toContain('Number 2.');
      expect(contoso.admin.seen.text).not.toContain('Number 1.');
      await contoso.admin.clicks('Next page');
      expect(contoso.admin.seen.text).toContain('Number 1.');
    }
    await contoso.admin.sends('serviceRequests.show', { page: 'none of ours' });
    expect(contoso.admin.seen.text).toContain('not here any more');
  });

  it('say whose attention is needed', async () => {
    await requestsService(house, contoso.admin, wingtip);
    await contoso.admin.clicks('Attention needed', { note: 'Which senders?' });
    await house.settled();
    await contoso.admin.types('service requests');
    expect(contoso.admin.seen.text).toContain(`Attention needed from ${wingtip.name} · Critical`);
    await wingtip.admin.types('service requests');
    expect(wingtip.admin.seen.text).toContain('Your attention is needed · Critical');
  });

  it('are found in three languages', async () => {
    await requestsService(house, contoso.admin, wingtip);
    for (const words of ['サービス要求', '服務要求', 'Service Requests']) {
      await contoso.admin.types(words);
      expect(contoso.admin.seen.text).toContain(FORM.title);
    }
  });

  it('never show an older state over a newer one', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    await contoso.admin.clicks('Close request');
    await house.settled();
    const errand = {
      kind: 'showServiceRequest' as const,
      listId: contoso.id,
      companyId: wingtip.id,
      requestId: request.id,
    };
    await Promise.all([1, 2].map(() => showServiceRequestInList(house.bot.desk, errand)));
    const listed = await house.bot.desk.storage.serviceRequests.listed(contoso.id, request.id);
    expect(listed?.value).toMatchObject({ state: 'closed', version: 2 });
  });
});

describe('whoever has nothing to do with it', () => {
  it('neither reads nor changes it: another partner of the same customer, and another customer', async () => {
    const request = await requestsService(house, contoso.admin, wingtip);
    const fabrikam = await office(house, 'directPartner', 'Fabrikam');
    await serves(house, fabrikam, wingtip);
    const stranger = await office(house, 'customer', 'Stranger');
    const before = rowsOf(await allRows(house), wingtip.id, 'service');
    for (const { admin } of [fabrikam, stranger]) {
      for (const verb of ['open', 'note', 'askAttention', 'close', 'reopen']) {
        const click = { id: wingtip.id, request: request.id, version: 1, note: 'Mine' };
        await admin.sends(`serviceRequests.${verb}`, click);
        expect(admin.seen.text).toContain('not here any more');
      }
      await admin.types('service requests');
      expect(admin.seen.text).not.toContain(FORM.title);
    }
    await stranger.admin.sends('requestService.start', { id: wingtip.id });
    expect(stranger.admin.seen.text).toContain('not here any more');
    await stranger.admin.sends('serviceRequests.ofCustomer', { id: wingtip.id });
    expect(stranger.admin.seen.text).toContain('not here any more');
    await fabrikam.admin.sends('serviceRequests.ofCustomer', { id: wingtip.id });
    expect(fabrikam.admin.seen.text).toContain('No service requests here.');
    // Neither by sending a form with the id of what is another's.
    await fabrikam.admin.sends('requestService.send', { id: wingtip.id, request: request.id, ...FORM });
    expect(fabrikam.admin.seen.text).toContain('not here any more');
    expect(rowsOf(await allRows(house), wingtip.id, 'service')).toEqual(before);
  });

  it('gets nowhere with data that no card of ours has', async () => {
    const { admin } = contoso;
    const before = await allRows(house);
    for (const click of [
      {},
      { id: wingtip.id },
      { id: wingtip.id, request: '../x', version: 1 },
      { id: wingtip.id, request: `${'0'.repeat(13)}-${'0'.repeat(16)}`, version: 1, note: 'x' },
    ]) {
      for (const verb of ['open', 'note', 'close']) {
        await admin.sends(`serviceRequests.${verb}`, click);
        expect(admin.seen.text).toMatch(/cannot do anything with this|not here any more/);
      }
    }
    await admin.sends('requestService.send', { id: wingtip.id, request: 'mine', ...FORM });
    expect(admin.seen.text).toContain('cannot do anything with this');
    expect(await allRows(house)).toEqual(before);
  });
});
