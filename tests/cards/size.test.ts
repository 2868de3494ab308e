import { describe, expect, it } from '@jest/globals';
import { addCustomerFormCard } from '../../cards/addCustomerForm.ts';
import { catalogueCard } from '../../cards/catalogue.ts';
import { customersCard } from '../../cards/customers.ts';
import { customersFilterCard } from '../../cards/customersFilter.ts';
import { invitationsCard } from '../../cards/invitations.ts';
import { letterEditorCard } from '../../cards/letterEditor.ts';
import { letterReadyCard } from '../../cards/letterReady.ts';
import { partnershipsCard } from '../../cards/partnerships.ts';
import { serviceRequestCard } from '../../cards/serviceRequest.ts';
import { setUpCompanyFormCard } from '../../cards/setUpCompanyForm.ts';
import { subscriptionsCard } from '../../cards/subscriptions.ts';
import { ACCOUNT_FIELDS } from '../../domain/account.ts';
import { COMPANY_FIELDS } from '../../domain/company.ts';
import { LANGUAGES } from '../../domain/language.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Partnership } from '../../domain/partnership.ts';
import { DESCRIPTION_MAX, NOTE_MAX, TITLE_MAX } from '../../domain/serviceRequest.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { lint } from '../support/cardLint.ts';
import { schemaProblems } from '../support/cardSchema.ts';
import { customer, invitation, NOW, tell } from './examples.ts';

const PARTNERSHIP: Partnership = {
  partnerId: '11111111-1111-4111-8111-111111111111',
  name: 'Fabrikam',
  mpnId: '1234567890',
  country: 'GB',
  state: 'active',
  providerAdministers: true,
  since: NOW.toISOString(),
  invitationId: invitation().id,
  version: 1,
  watchers: [],
};
const ALEX = { tenantId: customer().id, objectId: customer().id, name: 'Alex' };
const SUBSCRIPTION: Omit<Subscription, 'seller' | 'supportContact'> = {
  id: 'x'.repeat(80),
  orderId: 'x'.repeat(80),
  offerId: 'x'.repeat(60),
  offerName: '漢'.repeat(120),
  family: 'office365',
  term: 'P1Y',
  billing: 'monthly',
  state: 'suspended',
  licences: 1_000_000,
  assigned: 1_000_000,
  orderedBy: ALEX,
  orderedAt: NOW.toISOString(),
  termStartedAt: NOW.toISOString(),
  changedAt: NOW.toISOString(),
};
const longest = (length: number) => '漢'.repeat(length);

describe.each(LANGUAGES)('the largest cards, in %s', language => {
  it('the set-up form stays below the limit with every field far too long', () => {
    const card = setUpCompanyFormCard(
      {
        form: 'full',
        typed: Object.fromEntries(COMPANY_FIELDS.map(field => [field, longest(4_000)])),
        problems: Object.fromEntries(COMPANY_FIELDS.map(field => [field, 'tooLong'])),
        editing: false,
        kindIsFixed: false,
      },
      language,
    );
    expect(lint(card)).toEqual([]);
  });

  it('the details of a new customer stay below the limit with every field far too long', () => {
    const card = addCustomerFormCard(
      {
        order: 'o'.repeat(46),
        typed: Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, longest(4_000)])),
        problems: Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, 'tooLong'])),
        resellers: Array.from({ length: 15 }, (_, index) => ({
          id: PARTNERSHIP.partnerId.replace(/.$/, String(index % 10)),
          name: longest(200),
        })),
        moreResellers: true,
      },
      language,
    );
    expect(lint(card)).toEqual([]);
  });

  it('the catalogue stays below the limit with the longest names, every problem and all resellers', () => {
    const offers = Array.from(
      { length: 5 },
      (_, index): Offer => ({
        id: `${'o'.repeat(62)}${index}`,
        name: longest(120),
        family: 'office365',
        term: 'P1Y',
        billing: 'monthly',
        licences: { min: 1, max: 1_000_000 },
        price: { amount: 1_234_567, currency: 'JPY' },
        needsOneOf: ['a', 'b', 'c', 'd', 'e'],
        upgradesTo: [],
      }),
    );
    const card = catalogueCard(
      {
        flow: 'addSubscription',
        order: 'o'.repeat(46),
        customer: longest(200),
        offers,
        search: longest(100),
        page: 2,
        pages: 3,
        typed: Object.fromEntries(offers.map(({ id }) => [id, '999999999'])),
        chosen: Array(30).fill({ offer: offers[0], text: longest(20) }),
        problems: Object.fromEntries(offers.map(({ id }) => [id, 'outOfRange'])),
        orderProblem: 'tooManyLines',
        dropped: offers.map(({ id }) => id),
        closed: [],
        nameOf: () => longest(120),
        association: {
          resellers: Array(15).fill({ id: PARTNERSHIP.partnerId, name: longest(200), mpnId: '1234567890' }),
          reseller: PARTNERSHIP.partnerId,
          mpnId: longest(40),
          problem: 'notAPartner',
        },
      },
      language,
    );
    expect(lint(card)).toEqual([]);
  });

  it.each(['漢', '\n漢', '- _'])(
    'a letter of the greatest length fits in its editor and in its ready card: %j',
    unit => {
      const message = unit.repeat(6_000 / unit.length);
      const editor = letterEditorCard(
        {
          invitation: invitation(),
          purpose: 'invitation',
          subject: longest(200),
          message,
          problem: 'linkMissing',
        },
        language,
      );
      const ready = letterReadyCard(
        {
          invitation: invitation(),
          purpose: 'invitation',
          subject: longest(200),
          message,
          pageUrl: 'https://desk.example/drafts/x',
        },
        language,
      );
      expect(lint(editor)).toEqual([]);
      expect(lint(ready)).toEqual([]);
    },
  );

  it.each(['漢', '\n漢', '- _'])(
    'a service request with five notes of the greatest length fits: %j',
    unit => {
      const text = (length: number) => unit.repeat(length / unit.length);
      const at = NOW.toISOString();
      const by = { tenantId: customer().id, objectId: customer().id, name: longest(200) };
      const asker = { id: PARTNERSHIP.partnerId, name: longest(200) };
      const card = serviceRequestCard(
        {
          request: {
            id: '8204100000000-0123456789abcdef',
            about: 'customer',
            companyId: customer().id,
            companyName: longest(200),
            asker,
            openedBy: by,
            openedAt: at,
            title: longest(TITLE_MAX),
            description: text(DESCRIPTION_MAX),
            severity: 'critical',
            onBehalf: true,
            throughProvider: false,
            state: 'open',
            version: 9,
            changedAt: at,
          },
          side: 'asker',
          notes: Array(5).fill({ number: 9, deed: 'noted', side: 'asker', by, at, text: text(NOTE_MAX) }),
          olderNotes: 'c'.repeat(1_000),
          mayWrite: true,
          mayClose: true,
          cloud: 'global',
          typed: longest(4_000),
          problem: 'tooLong',
        },
        language,
      );
      expect(lint(card)).toEqual([]);
    },
  );

  it('lists stay below the limit with ten rows of the longest names and a long continuation', () => {
    const next = 'c'.repeat(1_000);
    const row = invitation({
      addressee: { name: longest(200), email: 'a@b.example' },
      reference: longest(200),
    });
    const sharedWith = Array(20).fill({ id: customer().id, name: longest(200) });
    const invitations = invitationsCard(
      { sent: Array(10).fill(row), received: [], now: NOW, view: 'sent', next, page: 2, seesSent: true },
      language,
    );
    const customers = customersCard(
      {
        customers: Array(10).fill(customer({ name: longest(200), canOrder: true, sharedWith })),
        filter: { search: longest(200), state: 'active', right: 'canSell', reseller: PARTNERSHIP.partnerId },
        resellerName: longest(200),
        next,
        page: 2,
        mayInvite: true,
      },
      language,
    );
    const resellers = Array(80).fill({ id: PARTNERSHIP.partnerId, name: longest(200) });
    const filter = customersFilterCard({ filter: { search: longest(200) }, resellers }, language);
    expect(lint(filter)).toEqual([]);
    const partnerships = partnershipsCard(
      {
        kind: 'indirectProvider',
        partnerships: Array(10).fill({ ...PARTNERSHIP, name: longest(200) }),
        search: longest(200),
        next,
        page: 2,
        mayRequest: true,
      },
      language,
    );
    const seller = { id: customer().id, name: longest(200) };
    const subscriptions = subscriptionsCard(
      {
        customer: seller,
        own: false,
        subscriptions: Array(8).fill({
          ...SUBSCRIPTION,
          seller,
          reseller: { ...seller, mpnId: '1234567890' },
          supportContact: seller,
        }),
        next,
        page: 2,
      },
      language,
    );
    expect(lint(subscriptions)).toEqual([]);
    expect(lint(invitations)).toEqual([]);
    expect(lint(customers)).toEqual([]);
    expect(lint(partnerships)).toEqual([]);
  });

  it('every card stays sound when all names have the greatest length', () => {
    const name = longest(200);
    const { examples } = tell({
      company: name,
      customer: name,
      other: name,
      inviter: name,
      contact: name,
      approver: name,
      colleague: name,
      reference: name,
      reason: longest(500),
      address: longest(400),
      said: longest(2_000),
    });
    const found = Object.entries(examples).flatMap(([title, make]) => {
      const card = make(language);
      return [...lint(card), ...schemaProblems(card)].map(problem => `${title}: ${problem}`);
    });
    expect(found).toEqual([]);
  });
});
