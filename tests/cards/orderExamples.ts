import { addCustomerFormCard } from '../../cards/addCustomerForm.ts';
import type { Card } from '../../cards/card.ts';
import { type CatalogueModel, catalogueCard } from '../../cards/catalogue.ts';
import { customersCard } from '../../cards/customers.ts';
import { noticeCard } from '../../cards/notice.ts';
import { orderConfirmationCard } from '../../cards/orderConfirmation.ts';
import { type OrderReviewModel, orderReviewCard } from '../../cards/orderReview.ts';
import { partnershipRecordCard } from '../../cards/partnershipRecord.ts';
import { pickCustomerCard } from '../../cards/pickCustomer.ts';
import { ACCOUNT_FIELDS, type AccountForm } from '../../domain/account.ts';
import type { Language } from '../../domain/language.ts';
import { catalogueSchema, offerOf } from '../../domain/offer.ts';
import type { Customer } from '../../domain/relationship.ts';
import shipped from '../../storage/catalogue.json' with { type: 'json' };

/** A provider, its reseller, and the customer for whom is ordered. */
export interface OrderCast {
  now: Date;
  provider: string;
  reseller: string;
  customer: Customer;
  contact: string;
  said: string;
}

const ORDER = `8206440399999-${'0a'.repeat(16)}`;
const RESELLER = '22222222-2222-4222-8222-222222222222';
const CATALOGUE = catalogueSchema.parse(shipped);
const offer = (id: string) => {
  const found = offerOf(CATALOGUE, id);
  if (!found) throw new Error(`the catalogue has no ${id}`);
  return found;
};
const BASIC = offer('m365-business-basic');
const USAGE = CATALOGUE.offers.find(each => !each.licences) ?? BASIC;

/** Adding a customer and ordering: details, catalogue, review, and what became of it. */
export function orderExamples({
  now,
  provider,
  reseller,
  customer,
  contact,
  said,
}: OrderCast): Record<string, (language: Language) => Card> {
  const { name } = customer;
  const typed: AccountForm = {
    reseller: RESELLER,
    name,
    prefix: 'wingtiptoys',
    country: 'JP',
    line1: '2-16-3 Konan',
    line2: '',
    city: 'Minato-ku',
    region: 'Tokyo',
    postalCode: '108-0075',
    firstName: contact,
    lastName: contact,
    email: 'megan.bowen@wingtiptoys.example',
    phone: '+81 3 1234 5678',
    language: 'ja',
    registrationNumber: '',
  };
  const resellers = [{ id: RESELLER, name: reseller, mpnId: '4567890' }];
  const catalogue = (over: Partial<CatalogueModel> = {}): CatalogueModel => ({
    flow: 'addCustomer',
    order: ORDER,
    customer: name,
    offers: CATALOGUE.offers.slice(0, 5),
    page: 2,
    pages: 8,
    typed: { [BASIC.id]: '10' },
    chosen: [{ offer: BASIC, text: '10' }],
    problems: {},
    closed: [],
    nameOf: id => offerOf(CATALOGUE, id)?.name,
    ...over,
  });
  const review = (over: Partial<OrderReviewModel> = {}): OrderReviewModel => ({
    flow: 'addSubscription',
    order: ORDER,
    reviewed: 'mZ0mV8Yb0yQ2k1xS3tUa',
    customer: name,
    customerId: customer.id,
    lines: [{ offer: BASIC, licences: 10 }],
    reseller: { name: reseller, mpnId: '4567890' },
    indirect: true,
    cloud: 'global',
    ...over,
  });
  const confirmation = {
    customerId: customer.id,
    customer: name,
    lines: [],
    indirect: true,
    cloud: 'global',
  } as const;
  return {
    'addCustomerForm.empty': language =>
      addCustomerFormCard(
        { order: ORDER, typed: { country: 'JP', language: 'ja' }, problems: {}, resellers },
        language,
      ),
    'addCustomerForm.refused': language =>
      addCustomerFormCard(
        {
          order: ORDER,
          typed,
          problems: Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, 'taken'] as const).slice(2, 3)),
          resellers,
          moreResellers: true,
        },
        language,
      ),
    'addCustomerForm.direct': language =>
      addCustomerFormCard(
        { order: ORDER, typed, problems: { country: 'otherMarket', registrationNumber: 'notInCountry' } },
        language,
      ),
    'catalogue.page': language => catalogueCard(catalogue(), language),
    'catalogue.azure': language =>
      catalogueCard(catalogue({ offers: [USAGE], typed: {}, chosen: [], page: 1, pages: 1 }), language),
    'catalogue.refused': language =>
      catalogueCard(
        catalogue({
          offers: [BASIC],
          page: 1,
          pages: 1,
          typed: { [BASIC.id]: '301' },
          chosen: [{ offer: BASIC, text: '301' }],
          problems: { [BASIC.id]: 'outOfRange' },
          dropped: ['m365-business-former'],
          orderProblem: 'tooManyLines',
        }),
        language,
      ),
    'catalogue.found': language =>
      catalogueCard(catalogue({ offers: [], search: said, page: 1, pages: 1, chosen: [] }), language),
    'catalogue.addSubscription': language =>
      catalogueCard(
        catalogue({
          flow: 'addSubscription',
          page: 1,
          association: { resellers, reseller: RESELLER, mpnId: '123', problem: 'malformed' },
        }),
        language,
      ),
    'catalogue.helpdesk': language =>
      catalogueCard(
        catalogue({ flow: 'addSubscription', page: 8, chosen: [], closed: ['office365'] }),
        language,
      ),
    'orderReview.addCustomer': language =>
      orderReviewCard(
        review({
          flow: 'addCustomer',
          customerId: undefined,
          lines: [
            { offer: BASIC, licences: 1 },
            { offer: USAGE, licences: 0 },
          ],
          details: {
            name,
            country: 'JP',
            domain: 'wingtiptoys.onmicrosoft.com',
            address: { line1: '2-16-3 Konan', city: 'Minato-ku', region: 'Tokyo', postalCode: '108-0075' },
            contact: {
              firstName: contact,
              lastName: contact,
              email: 'megan.bowen@wingtiptoys.example',
              phone: '+81 3 1234 5678',
              language: 'ja',
            },
          },
        }),
        language,
      ),
    'orderReview.addSubscription': language => orderReviewCard(review(), language),
    'orderReview.changed': language => orderReviewCard(review({ changed: true }), language),
    'orderReview.noReseller': language => orderReviewCard(review({ reseller: undefined }), language),
    'orderConfirmation.ordered': language =>
      orderConfirmationCard(
        {
          ...confirmation,
          outcome: 'ordered',
          lines: [
            { offer: BASIC, licences: 10 },
            { offer: USAGE, licences: 0 },
          ],
        },
        language,
      ),
    'orderConfirmation.alreadyOrdered': language =>
      orderConfirmationCard({ ...confirmation, outcome: 'alreadyOrdered' }, language),
    'orderConfirmation.alreadyOpened': language =>
      orderConfirmationCard({ ...confirmation, outcome: 'alreadyOpened' }, language),
    'pickCustomer.list': language =>
      pickCustomerCard({ customers: [customer], search: name, next: 'c', page: 2 }, language),
    'pickCustomer.further': language =>
      pickCustomerCard({ customers: [], next: 'c', further: true, page: 1 }, language),
    'pickCustomer.empty': language => pickCustomerCard({ customers: [], page: 1 }, language),
    'pickCustomer.notFound': language => pickCustomerCard({ customers: [], search: said, page: 1 }, language),
    'customers.mayAdd': language =>
      customersCard({ customers: [customer], filter: {}, page: 1, mayInvite: true, mayAdd: true }, language),
    'partnershipRecord.mayAddCustomer': language =>
      partnershipRecordCard(
        {
          partnership: {
            partnerId: RESELLER,
            name: reseller,
            mpnId: '4567890',
            country: 'JP',
            state: 'active',
            providerAdministers: true,
            since: now.toISOString(),
            invitationId: customer.invitationId,
            version: 1,
            watchers: [],
          },
          now,
          kind: 'indirectProvider',
          mayInvite: false,
          mayAddCustomer: true,
          mayRemove: true,
          mayTakeBack: false,
          watching: true,
        },
        language,
      ),
    'notice.accountOpened': language =>
      noticeCard(
        {
          notice: {
            name: 'accountOpened',
            customerName: name,
            customerId: customer.id,
            providerName: provider,
            at: now.toISOString(),
          },
        },
        language,
      ),
  };
}
