import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergedAdministration, mergedPartner } from '../../domain/mergeAccount.ts';
import type { Partner } from '../../domain/relationship.ts';
import { type Administration, SERVICES } from '../../domain/services.ts';

const by = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  objectId: '22222222-2222-4222-8222-222222222222',
  name: 'Taylor',
};
const partner = (over: Partial<Partner> = {}): Partner => ({
  id: '33333333-3333-4333-8333-333333333333',
  name: 'Contoso',
  kind: 'indirectReseller',
  canSell: true,
  canOrder: false,
  ordersThrough: [],
  since: '2026-11-20T09:00:00.000Z',
  invitationId: 'account',
  approvedBy: { ...by, name: 'Pat' },
  listed: true,
  ...over,
});

const holder = fc.constantFrom('a', 'b', 'c').map(partnerId => ({ partnerId, partnerName: partnerId }));
const administration: fc.Arbitrary<Administration> = fc.record(
  { office365: holder, azure: holder, dynamics365: holder, windows: holder },
  { requiredKeys: [] },
);

describe('who administers a tenant that an account joins', () => {
  it('stays for every service that somebody has, and is else the account’s, if that is a partner still', () => {
    fc.assert(
      fc.property(
        administration,
        administration,
        fc.subarray(['a', 'b', 'c']),
        (standing, account, present) => {
          const merged = mergedAdministration(standing, account, present);
          for (const service of SERVICES) {
            const [before, added] = [standing[service], account[service]];
            const wanted = before ?? (added && present.includes(added.partnerId) ? added : undefined);
            expect(merged[service]).toEqual(wanted);
          }
        },
      ),
    );
  });
});

describe('a partner of an account', () => {
  it('who is new to the tenant is approved by whoever entered the code', () => {
    expect(mergedPartner(undefined, partner(), by)).toEqual(partner({ approvedBy: by }));
  });

  it('whom the tenant has keeps what stands, with the rights of both', () => {
    const known = partner({
      canSell: false,
      canOrder: true,
      invitationId: 'own',
      since: '2025-01-01T00:00:00.000Z',
    });
    expect(mergedPartner(known, partner(), by)).toEqual({ ...known, canSell: true });
  });

  it('whom the tenant had is one again', () => {
    const former = partner({ canSell: false, endedAt: '2026-01-01T00:00:00.000Z' });
    expect(mergedPartner(former, partner(), by)).toEqual(partner({ approvedBy: by }));
  });

  it('who left the account changes nothing that stands', () => {
    const left = partner({ endedAt: '2026-11-20T10:00:00.000Z' });
    expect(mergedPartner(partner(), left, by)).toBeUndefined();
    expect(mergedPartner(undefined, left, by)).toEqual(left);
  });
});
