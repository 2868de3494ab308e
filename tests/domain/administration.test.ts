import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AdministrationCommand,
  administrationNews,
  changeAdministration,
} from '../../domain/administration.ts';
import { type Administration, heldBy, SERVICES } from '../../domain/services.ts';

const PARTNERS = ['Fabrikam', 'Contoso', 'Litware'].map(partnerName => ({
  partnerId: `id of ${partnerName}`,
  partnerName,
}));
const partner = fc.constantFrom(...PARTNERS);
const state = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...SERVICES), partner, { maxKeys: SERVICES.length }),
    fc.nat({ max: 1_000 }),
  )
  .map(([administration, administrationVersion]) => ({ administration, administrationVersion }));
const command: fc.Arbitrary<AdministrationCommand> = fc.oneof(
  fc.record({ do: fc.constant('grant' as const), to: partner, services: fc.subarray([...SERVICES]) }),
  partner.map(({ partnerId }) => ({ do: 'takeBack' as const, from: partnerId })),
  fc.tuple(partner, partner).map(([{ partnerId }, to]) => ({ do: 'reassign' as const, from: partnerId, to })),
);

const holders = (administration: Administration) =>
  SERVICES.map(service => administration[service]?.partnerId);

describe('who administers a customer’s services', () => {
  it('changes by one version at a time, or not at all', () => {
    fc.assert(
      fc.property(state, command, (before, done) => {
        const change = changeAdministration(before, done);
        if ('refused' in change) return;
        expect(change.next.administrationVersion).toBe(before.administrationVersion + 1);
      }),
    );
  });

  it('leaves nothing to a partner from whom it was taken, and touches nobody else', () => {
    fc.assert(
      fc.property(state, partner, (before, { partnerId }) => {
        const held = heldBy(before.administration, partnerId);
        const change = changeAdministration(before, { do: 'takeBack', from: partnerId });
        if ('refused' in change) {
          expect([change.refused, held]).toEqual(['holdsNothing', []]);
          return;
        }
        expect(holders(change.next.administration)).toEqual(
          holders(before.administration).map(holder => (holder === partnerId ? undefined : holder)),
        );
      }),
    );
  });

  it('goes over whole to the successor, and touches nobody else', () => {
    fc.assert(
      fc.property(state, partner, partner, (before, from, to) => {
        const change = changeAdministration(before, { do: 'reassign', from: from.partnerId, to });
        if ('refused' in change) {
          const held = heldBy(before.administration, from.partnerId);
          expect(held.length === 0 || from.partnerId === to.partnerId).toBe(true);
          return;
        }
        expect(holders(change.next.administration)).toEqual(
          holders(before.administration).map(holder => (holder === from.partnerId ? to.partnerId : holder)),
        );
      }),
    );
  });

  it('is told truly: each partner’s news is the difference, and what one gains nobody else holds', () => {
    fc.assert(
      fc.property(state, command, (before, done) => {
        const change = changeAdministration(before, done);
        if ('refused' in change) return;
        const after = change.next.administration;
        const news = administrationNews(before.administration, after);
        for (const { partnerId } of PARTNERS) {
          const told = news.find(each => each.partnerId === partnerId);
          const [had, has] = [heldBy(before.administration, partnerId), heldBy(after, partnerId)];
          expect(told?.lost ?? []).toEqual(had.filter(service => !has.includes(service)));
          expect(told?.gained ?? []).toEqual(has.filter(service => !had.includes(service)));
          if (told) expect(told.services).toEqual(has);
        }
      }),
    );
  });
});
