import type { Card } from '../../cards/card.ts';
import { endRelationshipCard } from '../../cards/endRelationship.ts';
import {
  type LetCustomerBuyModel,
  letCustomerBuyCard,
  letCustomerBuyConfirmCard,
} from '../../cards/letCustomerBuy.ts';
import { noticeCard } from '../../cards/notice.ts';
import { partnerRecordCard } from '../../cards/partnerRecord.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import type { Purchase } from '../../domain/purchasePermission.ts';
import type { Told } from './partnershipExamples.ts';

const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** A direct partner lets its customer buy by itself, or stops that; the customer is told. */
export function purchaseExamples(
  { now, customer }: Pick<Told, 'now' | 'customer'>,
  { other, colleague, approver }: { other: string; colleague: string; approver: PersonRef },
): Record<string, (language: Language) => Card> {
  const wingtip = customer();
  const since = new Date(now.getTime() - 9 * 24 * 60 * 60 * 1000).toISOString();
  const robin: PersonRef = { ...approver, tenantId: FABRIKAM, name: colleague };
  const allowed = { by: robin, since };
  const model = (over: Partial<LetCustomerBuyModel> = {}) => ({
    customer: wingtip,
    permission: { allowed: {} },
    hasAzurePlan: true,
    maySwitch: true,
    mayOrder: true,
    missing: [],
    ...over,
  });
  const shown = (over: Partial<LetCustomerBuyModel> = {}) => {
    return (language: Language) => letCustomerBuyCard(model(over), language);
  };
  const confirm = (purchase: Purchase, allow: boolean) => (language: Language) =>
    letCustomerBuyConfirmCard({ customer: wingtip, purchase, allow, version: 3 }, language);
  const notice = (switched: { purchase: Purchase; allowed: boolean }) => (language: Language) =>
    noticeCard(
      {
        notice: {
          name: 'purchasesSwitched',
          partnerId: FABRIKAM,
          partnerName: other,
          ...switched,
          by: robin,
          at: now.toISOString(),
        },
      },
      language,
    );
  return {
    'letCustomerBuy.nothing': shown(),
    'letCustomerBuy.both': shown({
      permission: { allowed: { reservations: allowed, savingsPlans: allowed } },
    }),
    'letCustomerBuy.allowed': shown({
      permission: { allowed: { reservations: allowed } },
      switched: { purchase: 'reservations', allow: true },
    }),
    'letCustomerBuy.stopped': shown({ switched: { purchase: 'savingsPlans', allow: false } }),
    'letCustomerBuy.withoutPlan': shown({
      hasAzurePlan: false,
      permission: { allowed: { reservations: allowed } },
    }),
    'letCustomerBuy.reader': shown({
      maySwitch: false,
      permission: { allowed: { savingsPlans: allowed } },
    }),
    'letCustomerBuy.usgov': shown({ missing: [{ purchase: 'savingsPlans', cloud: 'usgov' }] }),
    'letCustomerBuyConfirm.allow': confirm('reservations', true),
    'letCustomerBuyConfirm.stop': confirm('savingsPlans', false),
    'partnerRecord.mayBuy': (language: Language) =>
      partnerRecordCard(
        {
          partner: {
            id: FABRIKAM,
            name: other,
            kind: 'directPartner',
            partnerId: '1234567',
            country: 'US',
            canSell: true,
            canOrder: false,
            ordersThrough: [],
            since,
            invitationId: wingtip.invitationId,
            approvedBy: approver,
            listed: true,
          },
          administers: [],
          mayBuy: ['reservations', 'savingsPlans'],
          now,
          mayOpenInvitation: false,
          mayTakeBack: true,
          mayEnd: true,
        },
        language,
      ),
    'endRelationship.buys': (language: Language) =>
      endRelationshipCard(
        {
          side: 'partner',
          other: wingtip,
          sells: true,
          orders: false,
          administers: [],
          supports: false,
          buys: ['reservations'],
          sharedWith: [],
          since,
        },
        language,
      ),
    'endRelationship.buysFrom': (language: Language) =>
      endRelationshipCard(
        {
          side: 'customer',
          other: wingtip,
          sells: true,
          orders: false,
          administers: [],
          supports: false,
          buysFrom: [{ name: wingtip.name, purchases: ['reservations', 'savingsPlans'] }],
          sharedWith: [wingtip],
          since,
        },
        language,
      ),
    'notice.purchasesSwitched.allowed': notice({ purchase: 'reservations', allowed: true }),
    'notice.purchasesSwitched.stopped': notice({ purchase: 'savingsPlans', allowed: false }),
  };
}
