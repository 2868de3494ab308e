import { describe, expect, it } from '@jest/globals';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customerUserConfirmCard } from '../../cards/customerUserConfirm.ts';
import { customerUserRecordCard } from '../../cards/customerUserRecord.ts';
import { customerUsersCard } from '../../cards/customerUsers.ts';
import { licenceNotes } from '../../cards/licenceNotes.ts';
import { subscriptionLicencesCard } from '../../cards/subscriptionLicences.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { adminPortals, healthPages } from '../../domain/portals.ts';
import { SERVICES } from '../../domain/services.ts';
import type { CustomerUser, Subscription } from '../../domain/subscription.ts';
import { lint } from '../support/cardLint.ts';
import { schemaProblems } from '../support/cardSchema.ts';
import { alex, customer, NOW } from './examples.ts';

const longest = (length: number) => '漢'.repeat(length);
const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

const at = NOW.toISOString();
const seller = { id: alex.tenantId, name: longest(200) };
const subscription: Subscription = {
  id: 'x'.repeat(100),
  orderId: 'x'.repeat(80),
  offerId: 'm365-business-basic',
  offerName: longest(200),
  family: 'office365',
  term: 'P1Y',
  billing: 'monthly',
  state: 'suspended',
  licences: 300,
  assigned: 100,
  seller,
  reseller: { ...seller, mpnId: '1234567890' },
  supportContact: seller,
  orderedBy: alex,
  orderedAt: at,
  termStartedAt: at,
  changedAt: at,
};
const user: CustomerUser = {
  id: alex.objectId,
  name: longest(100),
  email: `${'x'.repeat(240)}@x.example`,
  addedBy: alex,
  addedAt: at,
};
const whose = () => customer({ name: longest(200) });
const next = 'x'.repeat(2_000);

describe.each(LANGUAGES)('the fullest cards of a customer’s account, in %s', language => {
  const notes = licenceNotes(
    many(50, { result: 'noneLeft' as const, person: user.name, offer: subscription.offerName }),
    language,
  );

  it.each([
    [
      'the record',
      () =>
        customerRecordCard(
          {
            customer: whose(),
            now: NOW,
            account: {
              microsoftId: alex.tenantId,
              subscriptions: many(3, subscription),
              moreSubscriptions: true,
              users: many(3, user),
              ...adminPortals('global', alex.tenantId, SERVICES),
              withoutPortal: [...SERVICES],
              health: healthPages('global', alex.tenantId, SERVICES),
            },
            mayAskToRestore: true,
            mayEnd: true,
            hasMore: true,
          },
          language,
        ),
    ],
    [
      'the list of users',
      () =>
        customerUsersCard(
          {
            customer: whose(),
            users: many(8, { ...user, licences: 20, andMore: true }),
            next,
            page: 2,
            mayAdd: true,
          },
          language,
        ),
    ],
    [
      'a user with a hundred licences and as many to be given',
      () =>
        customerUserRecordCard(
          {
            customer: whose(),
            user,
            held: many(100, { subscription, mayTakeBack: true }),
            heldElsewhere: 100,
            free: many(100, subscription),
            mayRemove: true,
            notes,
          },
          language,
        ),
    ],
    [
      'the confirmation of a removal',
      () =>
        customerUserConfirmCard(
          { customer: whose(), user, subscriptions: many(100, subscription) },
          language,
        ),
    ],
    [
      'who has the licences of a subscription',
      () =>
        subscriptionLicencesCard(
          {
            customer: whose(),
            subscription: { ...subscription, state: 'active' },
            holders: many(8, user),
            others: many(40, user),
            next,
            page: 2,
            mayGive: true,
            notes,
          },
          language,
        ),
    ],
  ])('%s', (_, make) => {
    const card = make();
    expect([...lint(card), ...schemaProblems(card)]).toEqual([]);
  });
});
