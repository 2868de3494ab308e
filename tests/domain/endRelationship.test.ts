import { describe, expect, it } from '@jest/globals';
import {
  endedCustomer,
  endedPartner,
  withoutReseller,
  withoutSharing,
} from '../../domain/endRelationship.ts';
import type { Partner } from '../../domain/relationship.ts';
import { customer } from '../cards/examples.ts';

const ENDED = '2026-11-20T09:00:00.000Z';
const BEFORE = '2026-11-20T08:59:59.999Z';
const AFTER = '2026-11-20T09:00:00.001Z';
const [CONTOSO, LITWARE] = ['Contoso', 'Litware'].map((name, index) => ({
  id: `d0d0d0d0-0000-4000-8000-00000000000${index}`,
  name,
}));
if (!CONTOSO || !LITWARE) throw new Error('not there');
const provider: Partner = {
  id: 'd0d0d0d0-0000-4000-8000-000000000009',
  name: 'Fabrikam',
  kind: 'indirectProvider',
  canSell: false,
  canOrder: true,
  ordersThrough: [CONTOSO],
  since: BEFORE,
  invitationId: 'an invitation',
  approvedBy: { tenantId: CONTOSO.id, objectId: CONTOSO.id, name: 'Kim' },
  listed: true,
};

describe('a relationship that ended', () => {
  it('lets the partner do nothing, by either side’s record', () => {
    const nothing = { canSell: false, canOrder: false, endedAt: ENDED };
    expect(endedPartner({ ...provider, canSell: true }, ENDED)).toMatchObject({
      ...nothing,
      ordersThrough: [],
    });
    const former = endedCustomer(customer({ sharedWith: [CONTOSO] }), ENDED);
    expect(former).toMatchObject({ ...nothing, canAdminister: 'no', administers: [], sharedWith: [] });
  });
});

describe('a provider whose reseller left', () => {
  it.each([
    ['through nobody else: its own has ended too', [CONTOSO], false, { canOrder: false, endedAt: ENDED }],
    [
      'through another reseller: it goes on',
      [CONTOSO, LITWARE],
      false,
      { canOrder: true, endedAt: undefined },
    ],
    [
      'but selling by itself: it goes on',
      [CONTOSO],
      true,
      { canOrder: false, canSell: true, endedAt: undefined },
    ],
    ['of whom it never was: nothing changes', [LITWARE], false, { canOrder: true, ordersThrough: [LITWARE] }],
  ])('orders %s', (_, through, canSell, expected) => {
    const next = withoutReseller({ ...provider, canSell }, through, CONTOSO.id, ENDED);
    expect({ endedAt: undefined, ...next }).toMatchObject(expected);
  });
});

describe('what is shared', () => {
  it.each([
    [undefined, 0],
    [BEFORE, 0],
    [ENDED, 0],
    [AFTER, 1],
  ])('since %s, is over by an end at nine unless it was approved after it', (since, left) => {
    expect(withoutSharing([{ ...CONTOSO, since }], CONTOSO.id, ENDED)).toHaveLength(left);
  });
});
