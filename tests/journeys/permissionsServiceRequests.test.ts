import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CompanyKind } from '../../domain/company.ts';
import type { Service } from '../../domain/services.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { FORM, opens, requestsIn, requestsService, startsRequest } from './support/serviceRequests.ts';
import { cells, expectRefusal, MEMBERS, type Member, staffed } from './support/staff.ts';
import { hasSubscription, OFFERS, serves } from './support/subscriptions.ts';

let house: House;
let people: Record<Member, Person>;
let partner: Office;
let customer: Office;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** As a form bears one. */
const ID = '8204100000000-00000000000000ab';
/** A staffed company, as others meet it. */
const asOffice = (kind: CompanyKind): Office => ({
  id: people.globalAdmin.options.tenantId,
  name: `Staffed ${kind}`,
  admin: people.globalAdmin,
  colleague: async () => people.noRole,
});
/** Opening and answering, each by what a card sends. */
const tries = async (person: Person, member: Member, may: boolean, of: Service = 'office365') => {
  const request = await requestsService(house, partner.admin, customer, { topic: `service:${of}` });
  const click = { id: customer.id, request: request.id, version: 1, note: `By ${member}` };
  for (const verb of ['note', 'askAttention', 'close']) {
    await person.sends(`serviceRequests.${verb}`, click);
    if (!may) expectRefusal(person, member, 'requestServiceForCustomer');
    else expect(person.seen.text).toContain(`By ${member}`);
  }
  const [now] = (await requestsIn(house, customer.id)).filter(({ id }) => id === request.id);
  expect(now).toMatchObject(may ? { state: 'closed', version: 4 } : { state: 'open', version: 1 });
};

describe.each(['directPartner', 'indirectReseller', 'indirectProvider'] as const)('in a %s', kind => {
  beforeEach(async () => {
    people = await staffed(house, kind);
    partner = asOffice(kind);
    customer = await office(house, 'customer', 'Wingtip');
    await serves(house, partner, customer, { kind });
  });

  const played = (member: Member, may: boolean, of: Service) => async () => {
    const person = people[member];
    // A helpdesk agent gets as far as the form, for the services that it offers.
    const reads = member === 'helpdeskAgent';
    await startsRequest(person, customer);
    if (!may && !reads) expectRefusal(person, member, 'requestServiceForCustomer');
    const form = { ...FORM, topic: `service:${of}` };
    await person.sends('requestService.send', { id: customer.id, request: ID, ...form });
    if (!may) expectRefusal(person, member, 'requestServiceForCustomer');
    expect(await requestsIn(house, customer.id)).toHaveLength(may ? 1 : 0);
    await tries(person, member, may, of);
    await person.types('service requests');
    expect(person.mayClick('Show')).toBe(may || reads);
    if (!may && !reads) expectRefusal(person, member, 'requestServiceForCustomer');
  };

  describe.each(cells('requestServiceForCustomer', 'office365'))(
    'service for a customer’s Office 365: %s → %s',
    (member, may) => {
      it('is offered and done, or refused', played(member, may, 'office365'));
    },
  );

  describe.each(cells('requestServiceForCustomer', 'dynamics365'))(
    'service for a customer’s Dynamics 365: %s → %s',
    (member, may) => {
      it('is offered and done, or refused', played(member, may, 'dynamics365'));
    },
  );

  describe.each(cells('requestServiceForPortal'))('service for the portal: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      if (cells('requestServiceForCustomer', 'dynamics365').some(([who, yes]) => who === member && yes)) {
        await person.types('service requests');
        expect(person.mayClick('Request service for the portal')).toBe(may);
      }
      await person.sends('requestPortalService.start', {});
      if (!may) expectRefusal(person, member, 'requestServiceForPortal');
      await person.sends('requestPortalService.send', { request: ID, ...FORM });
      if (!may) expectRefusal(person, member, 'requestServiceForPortal');
      expect(await requestsIn(house, partner.id)).toHaveLength(may ? 1 : 0);
    });
  });
});

describe('a helpdesk agent', () => {
  let helpdesk: Person;
  beforeEach(async () => {
    people = await staffed(house, 'directPartner');
    helpdesk = people.helpdeskAgent;
    partner = asOffice('directPartner');
    customer = await office(house, 'customer', 'Wingtip');
    await serves(house, partner, customer);
  });

  it('opens, answers and closes what is not about Office 365', async () => {
    const subscription = await hasSubscription(house, customer, partner, { offer: OFFERS.dynamics });
    const request = await requestsService(house, helpdesk, customer, {
      topic: `subscription:${subscription.id}`,
    });
    expect(request).toMatchObject({ service: 'dynamics365' });
    await helpdesk.clicks('Add note', { note: 'Looking into it' });
    expect(helpdesk.seen.text).toContain('Looking into it');
    await opens(customer.admin, request);
    await customer.admin.clicks('Add note', { note: 'Thank you' });
    await house.settled();
    expect(helpdesk.reads().text).toContain('They wrote: Thank you');
    await helpdesk.clicks('Open');
    await helpdesk.clicks('Close request');
    expect(helpdesk.seen.text).toContain('Closed on');
  });

  it('is offered no Office 365 and nothing in general, and refused both', async () => {
    const subscription = await hasSubscription(house, customer, partner);
    await startsRequest(helpdesk, customer);
    expect(helpdesk.seen.text).toContain('everything but Office 365');
    expect(helpdesk.seen.text).not.toContain('Service: Office 365');
    expect(helpdesk.seen.text).not.toContain(subscription.offerName);
    expect(helpdesk.seen.text).not.toContain('Nothing in particular');
    const form = helpdesk.seen;
    await helpdesk.clicks('Send', { ...FORM }, form);
    expect(helpdesk.seen.text).toContain('Nothing is lost');
    for (const topic of ['service:office365', `subscription:${subscription.id}`]) {
      await helpdesk.clicks('Send', { ...FORM, topic }, form);
      expectRefusal(helpdesk, 'helpdeskAgent', 'requestServiceForCustomer');
    }
    expect(await requestsIn(house, customer.id)).toEqual([]);
  });

  it('reads what colleagues asked about Office 365, and leaves it alone', async () => {
    for (const topic of ['service:office365', 'none']) {
      const request = await requestsService(house, partner.admin, customer, { topic });
      await opens(helpdesk, request);
      expect(helpdesk.seen.text).toContain(FORM.title);
      expect(helpdesk.seen.text).toContain(
        'Answering and closing it takes the role Global admin or Admin agent',
      );
      expect(helpdesk.buttons).toEqual(['Ask for it', 'Service requests']);
      await helpdesk.clicks('Ask for it');
      expect(helpdesk.seen.text).toContain('Ask for a role');
      const click = { id: customer.id, request: request.id, version: 1, note: 'x' };
      await helpdesk.sends('serviceRequests.note', click);
      expectRefusal(helpdesk, 'helpdeskAgent', 'requestServiceForCustomer');
    }
  });
});

describe('in a customer', () => {
  beforeEach(async () => {
    people = await staffed(house, 'customer');
    customer = asOffice('customer');
    partner = await office(house, 'directPartner', 'Contoso');
    await serves(house, partner, customer);
  });

  describe.each(MEMBERS)('%s', member => {
    const may = cells('requestServiceForCustomer', 'office365').some(([who, yes]) => who === member && yes);

    it(`${may ? 'reads and answers' : 'leaves alone'} what a partner opened for it`, async () => {
      const person = people[member];
      await tries(person, member, may);
      await person.types('service requests');
      expect(person.mayClick('Show')).toBe(may || member === 'helpdeskAgent');
    });
  });
});
