import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Offer } from '../../domain/offer.ts';
import {
  canBeReturned,
  changeSubscription,
  concerns,
  keepsRelationship,
  presentTerm,
  type Subscription,
  type SubscriptionCommand,
  versionOf,
} from '../../domain/subscription.ts';

const SELLER = { id: '11111111-1111-4111-8111-111111111111', name: 'Fabrikam' };
const RESELLER = { id: '22222222-2222-4222-8222-222222222222', name: 'Contoso' };
const OTHER = { id: '33333333-3333-4333-8333-333333333333', name: 'Adatum' };
const START = Date.parse('2026-11-20T09:00:00.000Z');
const DAY = 24 * 60 * 60_000;
const at = (days: number) => new Date(START + days * DAY);

const offer = (over: Partial<Offer> = {}): Offer => ({
  id: 'basic',
  name: 'Basic',
  family: 'office365',
  term: 'P1Y',
  billing: 'monthly',
  needsOneOf: [],
  licences: { min: 2, max: 30 },
  upgradesTo: ['premium'],
  returnDays: 7,
  ...over,
});
const basic = offer();
const premium = offer({ id: 'premium', name: 'Premium', licences: { min: 5, max: 20 }, upgradesTo: [] });

const bought: Subscription = {
  id: 'order-0',
  orderId: 'order',
  offerId: 'basic',
  offerName: 'Basic',
  family: 'office365',
  term: 'P1Y',
  billing: 'monthly',
  state: 'active',
  licences: 10,
  assigned: 4,
  seller: SELLER,
  supportContact: SELLER,
  orderedBy: { tenantId: SELLER.id, objectId: OTHER.id, name: 'Alex' },
  orderedAt: at(0).toISOString(),
  termStartedAt: at(0).toISOString(),
  changedAt: at(0).toISOString(),
};

const command: fc.Arbitrary<SubscriptionCommand> = fc.oneof(
  fc.record({
    do: fc.constant('changeLicences' as const),
    licences: fc.oneof(fc.integer({ min: -1, max: 40 }), fc.constantFrom(2.5, Number.NaN)),
    offer: fc.constantFrom(basic, premium, undefined),
  }),
  fc.record({
    do: fc.constant('upgrade' as const),
    from: fc.constantFrom(basic, undefined),
    to: fc.constantFrom(basic, premium),
  }),
  fc.constantFrom({ do: 'suspend' as const }, { do: 'reactivate' as const }),
  fc.record({ do: fc.constant('cancel' as const), offer: fc.constantFrom(basic, premium, undefined) }),
  fc.record({
    do: fc.constant('associate' as const),
    reseller: fc.constantFrom({ ...SELLER, mpnId: '1' }, { ...RESELLER, mpnId: '2' }, undefined),
  }),
  fc.record({
    do: fc.constant('designate' as const),
    supportContact: fc.constantFrom(SELLER, RESELLER, OTHER),
  }),
  fc.constantFrom({ do: 'assign' as const }, { do: 'takeBack' as const }),
);
/** What happens to a subscription, and after how many days. */
const life = fc.array(fc.record({ command, days: fc.integer({ min: 0, max: 5 }) }), { maxLength: 60 });

describe('whatever happens to a subscription', () => {
  it('never are more licences assigned than bought, and a refusal leaves everything as it was', () => {
    fc.assert(
      fc.property(life, steps => {
        let current = bought;
        let day = 0;
        for (const step of steps) {
          day += step.days;
          const before = structuredClone(current);
          const change = changeSubscription(current, step.command, at(day));
          expect(current).toEqual(before);
          if ('refused' in change) continue;
          const { next } = change;
          expect(next.assigned).toBeGreaterThanOrEqual(0);
          expect(next.assigned).toBeLessThanOrEqual(next.licences);
          expect(Number.isInteger(next.licences)).toBe(true);
          // Whoever sold it, when and by which order never changes, and nobody is their own reseller.
          const { seller, orderedAt, orderId, id, reseller } = next;
          expect({ seller, orderedAt, orderId, id }).toEqual({
            seller: bought.seller,
            orderedAt: bought.orderedAt,
            orderId: bought.orderId,
            id: bought.id,
          });
          expect(reseller?.id).not.toBe(seller.id);
          expect(next.changedAt).toBe(at(day).toISOString());
          current = next;
        }
      }),
    );
  });

  it('one that is canceled stays as it is, but for the licenses that its users give back', () => {
    const cancelled: Subscription = { ...bought, state: 'cancelled' };
    fc.assert(
      fc.property(command, fc.integer({ min: 0, max: 400 }), (any, days) => {
        const change = changeSubscription(cancelled, any, at(days));
        if (any.do !== 'takeBack') expect(change).toEqual({ refused: 'cancelled' });
        else {
          const { changedAt: _, ...left } = { ...cancelled, assigned: cancelled.assigned - 1 };
          expect(change).toMatchObject({ event: 'licenceTakenBack', next: left });
        }
      }),
    );
  });

  it('licences are given back and it is canceled within the days of return only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), days => {
        const fewer = changeSubscription(
          bought,
          { do: 'changeLicences', licences: 5, offer: basic },
          at(days),
        );
        const cancel = changeSubscription(bought, { do: 'cancel', offer: basic }, at(days));
        expect('next' in fewer).toBe(days <= 7);
        expect('next' in cancel).toBe(days <= 7);
        expect(canBeReturned(bought, basic, at(days))).toBe(days <= 7);
        expect(canBeReturned(bought, undefined, at(days))).toBe(true);
      }),
    );
  });

  it('each term is followed by the next, which has days of return of its own', () => {
    const monthly = offer({ term: 'P1M' });
    const ofMonth: Subscription = { ...bought, term: 'P1M', termStartedAt: '2027-01-31T09:00:00.000Z' };
    const may = (day: string) => canBeReturned(ofMonth, monthly, new Date(`${day}T10:00:00.000Z`));
    expect(
      ['2027-02-06', '2027-02-08', '2027-02-27', '2027-02-28', '2027-03-06', '2027-03-08'].map(may),
    ).toEqual([true, false, false, true, true, false]);
    expect(presentTerm(ofMonth, new Date('2027-03-30T10:00:00.000Z'))).toEqual({
      startedAt: '2027-02-28T09:00:00.000Z',
      renewsAt: '2027-03-31T09:00:00.000Z',
    });
    expect(presentTerm({ ...ofMonth, term: 'none' }, at(400)).renewsAt).toBeUndefined();
  });

  it('a term holds the present moment, and none before it', () => {
    const moments = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, moments, fc.constantFrom('P1M', 'P1Y', 'P3Y'), (one, other, term) => {
        const [first, now] = one < other ? [one, other] : [other, one];
        const termStartedAt = first.toISOString();
        const { startedAt, renewsAt } = presentTerm({ termStartedAt, term }, now);
        expect(startedAt >= termStartedAt).toBe(true);
        expect(startedAt <= now.toISOString()).toBe(true);
        expect(now.toISOString() < (renewsAt ?? '')).toBe(true);
      }),
    );
  });

  it('an upgrade begins a new term, with its own days of return', () => {
    const change = changeSubscription(bought, { do: 'upgrade', from: basic, to: premium }, at(20));
    expect(change).toMatchObject({
      event: 'upgraded',
      next: { offerId: 'premium', licences: 10, assigned: 4 },
    });
    if ('next' in change) expect(canBeReturned(change.next, premium, at(25))).toBe(true);
  });
});

describe('who has to do with a subscription', () => {
  const supported = { ...bought, reseller: { ...RESELLER, mpnId: '2' }, supportContact: OTHER };

  it('is its seller, its reseller and its support contact', () => {
    const concerned = [SELLER, RESELLER, OTHER].map(({ id }) => concerns(supported, id));
    expect(concerned).toEqual([true, true, true]);
    expect(concerns(bought, RESELLER.id)).toBe(false);
  });

  it('is kept in the relationship by an active one that they sold or are the reseller of', () => {
    const kept = (subscription: Subscription) =>
      [SELLER, RESELLER, OTHER].map(({ id }) => keepsRelationship(subscription, id));
    expect(kept(supported)).toEqual([true, true, false]);
    expect(kept({ ...supported, state: 'suspended' })).toEqual([false, false, false]);
    expect(kept({ ...supported, state: 'cancelled' })).toEqual([false, false, false]);
  });
});

describe('the version that a card showed', () => {
  it('changes with everything but who has the licences', () => {
    const changes: Partial<Subscription>[] = [
      { state: 'suspended' },
      { licences: 11 },
      { offerId: 'premium' },
      { reseller: { ...RESELLER, mpnId: '2' } },
      { supportContact: RESELLER },
    ];
    const versions = changes.map(change => versionOf({ ...bought, ...change }));
    expect(new Set([...versions, versionOf(bought)]).size).toBe(changes.length + 1);
    expect(versionOf({ ...bought, assigned: 9 })).toBe(versionOf(bought));
  });
});
