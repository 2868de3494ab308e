import { describe, expect, it } from '@jest/globals';
import { changePartnership, type Partnership } from '../../domain/partnership.ts';

const standing: Partnership = {
  partnerId: '5f1e0c7a-90d3-4b2e-8a61-3f6b27c41000',
  name: 'Fabrikam',
  state: 'active',
  providerAdministers: true,
  since: '2026-11-20T09:00:00.000Z',
  invitationId: 'an invitation',
  version: 3,
  watchers: [],
};

describe('a partnership that stands', () => {
  it('is removed, with the administrator access that it gave', () => {
    expect(changePartnership(standing, { do: 'remove' })).toEqual({
      next: { ...standing, state: 'removed', providerAdministers: false, version: 4 },
      event: 'partnershipRemoved',
    });
  });

  it('goes on when only the administrator access is taken back', () => {
    expect(changePartnership(standing, { do: 'removeAdministration' })).toEqual({
      next: { ...standing, providerAdministers: false, version: 4 },
      event: 'administratorAccessRemoved',
    });
  });

  it('has administrator access to take back only once', () => {
    const taken = { ...standing, providerAdministers: false };
    expect(changePartnership(taken, { do: 'removeAdministration' })).toEqual({ refused: 'nothingToRemove' });
  });
});

describe.each(['removed', 'beingSetUp'] as const)('a partnership that is %s', state => {
  it.each(['remove', 'removeAdministration'] as const)('has nothing to %s', command => {
    expect(changePartnership({ ...standing, state }, { do: command })).toEqual({ refused: 'notActive' });
  });
});
