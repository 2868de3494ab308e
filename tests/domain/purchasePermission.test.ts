import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isAzurePlan,
  joinedPermission,
  nothingAllowed,
  PURCHASES,
  type Purchase,
  type PurchasePermission,
  purchasePermissionSchema,
  purchasesOf,
  stopPurchases,
  switchPurchase,
} from '../../domain/purchasePermission.ts';
import type { Subscription } from '../../domain/subscription.ts';

const PARTNER = '11111111-1111-4111-8111-111111111111';
const BY = { tenantId: PARTNER, objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Alex Wilber' };
const AT = '2026-11-20T09:00:00.000Z';

describe('what a customer may buy by itself', () => {
  it('is nothing until somebody allows it', () => {
    expect(purchasesOf(undefined)).toEqual([]);
    expect(purchasesOf(nothingAllowed(PARTNER))).toEqual([]);
  });

  it('is, whatever was switched in whatever order, what was last decided of each; each change counts once', () => {
    const command = fc.record({ purchase: fc.constantFrom(...PURCHASES), allow: fc.boolean() });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), commands => {
        const last = new Map(PURCHASES.map(purchase => [purchase, false]));
        let permission: PurchasePermission = nothingAllowed(PARTNER);
        let changes = 0;
        for (const each of commands) {
          const next = switchPurchase(permission, each, BY, AT);
          expect(next === undefined).toBe(last.get(each.purchase) === each.allow);
          if (next) changes++;
          permission = next ?? permission;
          last.set(each.purchase, each.allow);
        }
        expect(purchasesOf(permission)).toEqual(PURCHASES.filter(purchase => last.get(purchase)));
        expect(permission.version).toBe(changes);
        expect(purchasePermissionSchema.parse(permission)).toEqual(permission);
        const stopped = stopPurchases(permission);
        expect(stopped === undefined).toBe(purchasesOf(permission).length === 0);
        expect(purchasesOf(stopped ?? permission)).toEqual([]);
      }),
    );
  });

  it('of an account that joins a tenant is what either was let buy, the tenant’s own decision first', () => {
    const later = '2026-11-21T09:00:00.000Z';
    const buys = (purchase: Purchase, at: string) =>
      switchPurchase(nothingAllowed(PARTNER), { purchase, allow: true }, BY, at) ?? nothingAllowed(PARTNER);
    const account = buys('reservations', AT);
    expect(joinedPermission(undefined, account)).toEqual(account);
    expect(purchasesOf(joinedPermission(buys('savingsPlans', later), account))).toEqual(PURCHASES);
    const both = joinedPermission(buys('reservations', later), account);
    expect(both.allowed.reservations?.since).toBe(later);
    expect(both.version).toBe(2);
  });

  it('needs an Azure plan: of Azure, paid by use, active', () => {
    const plan: Pick<Subscription, 'family' | 'billing' | 'state'> = {
      family: 'azure',
      billing: 'usage',
      state: 'active',
    };
    expect(isAzurePlan(plan)).toBe(true);
    expect(isAzurePlan({ ...plan, family: 'office365' })).toBe(false);
    expect(isAzurePlan({ ...plan, billing: 'monthly' })).toBe(false);
    expect(isAzurePlan({ ...plan, state: 'suspended' })).toBe(false);
  });
});
