import type { Card } from '../../cards/card.ts';
import { customerMoreCard } from '../../cards/customerMore.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customerUserConfirmCard } from '../../cards/customerUserConfirm.ts';
import { customerUserFormCard } from '../../cards/customerUserForm.ts';
import { customerUserRecordCard } from '../../cards/customerUserRecord.ts';
import { customerUsersCard } from '../../cards/customerUsers.ts';
import { licenceNotes, note } from '../../cards/licenceNotes.ts';
import { subscriptionLicencesCard } from '../../cards/subscriptionLicences.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import { adminPortals, healthPages } from '../../domain/portals.ts';
import { SERVICES } from '../../domain/services.ts';
import type { CustomerUser, Subscription } from '../../domain/subscription.ts';
import { translator } from '../../locales/index.ts';
import type { Told } from './partnershipExamples.ts';

/** A customer's account: its record in full, what leads on from it, its users and their licences. */
export function customerAccountExamples(
  { now, customer }: Pick<Told, 'now' | 'customer'>,
  { admin, newcomer, offer, said }: { admin: PersonRef; newcomer: string; offer: string; said: string },
): Record<string, (language: Language) => Card> {
  const at = now.toISOString();
  const contoso = { id: admin.tenantId, name: customer().name };
  const user: CustomerUser = {
    id: 'cccccccc-0000-4000-8000-000000000001',
    name: newcomer,
    email: 'megan@wingtip.example',
    addedBy: admin,
    addedAt: at,
  };
  const other = { ...user, id: 'cccccccc-0000-4000-8000-000000000002', name: admin.name, email: said };
  const subscription = (over: Partial<Subscription> = {}): Subscription => ({
    id: '8206-order-0',
    orderId: '8206-order',
    offerId: 'm365-business-basic',
    offerName: offer,
    family: 'office365',
    term: 'P1Y',
    billing: 'monthly',
    state: 'active',
    licences: 10,
    assigned: 7,
    seller: contoso,
    supportContact: contoso,
    orderedBy: admin,
    orderedAt: at,
    termStartedAt: at,
    changedAt: at,
    ...over,
  });
  const basic = subscription();
  const sales = subscription({ id: '8206-order-1', assigned: 10 });
  const suspended = subscription({ id: '8206-order-2', state: 'suspended' });
  const listed = (person: CustomerUser, licences: number, andMore = false) => ({
    ...person,
    licences,
    andMore,
  });
  const holders = [user, other];

  return {
    'customerMore.all': language =>
      customerMoreCard(
        {
          customer: customer(),
          entries: [
            'subscriptions',
            'addSubscription',
            'users',
            'serviceRequests',
            'letCustomerBuy',
            'invitation',
          ],
        },
        language,
      ),
    'customerRecord.account': language =>
      customerRecordCard(
        {
          customer: customer(),
          now,
          account: {
            microsoftId: customer().id,
            subscriptions: [basic, suspended],
            moreSubscriptions: true,
            users: holders,
            ...adminPortals('global', customer().id, SERVICES),
            withoutPortal: [],
            health: healthPages('global', customer().id, SERVICES),
          },
          mayEnd: true,
          hasMore: true,
        },
        language,
      ),
    'customerRecord.newAccount': language =>
      customerRecordCard(
        {
          customer: customer(),
          now,
          account: {
            microsoftId: undefined,
            subscriptions: [],
            moreSubscriptions: false,
            users: [],
            portals: [],
            withoutPortal: ['windows'],
            health: [],
          },
        },
        language,
      ),
    'customerUsers.empty': language =>
      customerUsersCard({ customer: customer(), users: [], page: 1, mayAdd: true }, language),
    'customerUsers.list': language =>
      customerUsersCard(
        {
          customer: customer(),
          users: [listed(user, 2), listed(other, 0), listed(user, 20, true)],
          next: 'continuation',
          page: 1,
          mayAdd: true,
        },
        language,
      ),
    'customerUsers.reader': language =>
      customerUsersCard({ customer: customer(), users: [listed(user, 1)], page: 2, mayAdd: false }, language),
    'customerUserForm.empty': language =>
      customerUserFormCard({ customer: customer(), id: user.id, typed: {}, problems: {} }, language),
    'customerUserForm.taken': language =>
      customerUserFormCard(
        {
          customer: customer(),
          id: user.id,
          typed: { name: newcomer, email: said },
          problems: { email: 'takenAtCustomer' },
        },
        language,
      ),
    'customerUserForm.refused': language =>
      customerUserFormCard(
        {
          customer: customer(),
          id: user.id,
          typed: { name: '', email: said },
          problems: { name: 'required', email: 'malformed' },
        },
        language,
      ),
    'customerUserRecord.new': language =>
      customerUserRecordCard(
        {
          customer: customer(),
          user,
          held: [],
          heldElsewhere: 0,
          free: [basic],
          mayRemove: true,
          notes: [note(translator(language)('customerUser.added'), 'good')],
        },
        language,
      ),
    'customerUserRecord.licences': language =>
      customerUserRecordCard(
        {
          customer: customer(),
          user,
          held: [
            { subscription: sales, mayTakeBack: true },
            { subscription: suspended, mayTakeBack: false },
          ],
          heldElsewhere: 2,
          free: [basic],
          mayRemove: true,
          notes: licenceNotes(
            [
              { result: 'assigned', person: newcomer, offer },
              { result: 'noneLeft', person: newcomer, offer },
            ],
            language,
          ),
        },
        language,
      ),
    'customerUserRecord.reader': language =>
      customerUserRecordCard(
        {
          customer: customer(),
          user,
          held: [{ subscription: basic, mayTakeBack: false }],
          heldElsewhere: 0,
          free: [],
          mayRemove: false,
        },
        language,
      ),
    'customerUserConfirm.licences': language =>
      customerUserConfirmCard({ customer: customer(), user, subscriptions: [basic, sales] }, language),
    'customerUserConfirm.none': language =>
      customerUserConfirmCard({ customer: customer(), user, subscriptions: [] }, language),
    'subscriptionLicences.some': language =>
      subscriptionLicencesCard(
        {
          customer: customer(),
          subscription: basic,
          holders,
          others: [user],
          next: 'continuation',
          page: 1,
          mayGive: true,
          notes: licenceNotes(
            [
              { result: 'hasAlready', person: newcomer, offer },
              { result: 'takenBack', person: newcomer, offer },
            ],
            language,
          ),
        },
        language,
      ),
    'subscriptionLicences.empty': language =>
      subscriptionLicencesCard(
        { customer: customer(), subscription: suspended, holders: [], others: [], page: 1, mayGive: true },
        language,
      ),
    'subscriptionLicences.reader': language =>
      subscriptionLicencesCard(
        { customer: customer(), subscription: basic, holders, others: [], page: 1, mayGive: false },
        language,
      ),
  };
}
