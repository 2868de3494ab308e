import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Administration, replacedBy, SERVICES } from '../../domain/services.ts';

const partner = fc
  .constantFrom('contoso', 'fabrikam', 'litware')
  .map(id => ({ partnerId: id, partnerName: id }));
const administration: fc.Arbitrary<Administration> = fc.record(
  { office365: partner, azure: partner, dynamics365: partner, windows: partner },
  { requiredKeys: [] },
);

describe('whose administrator rights an approval would replace', () => {
  it('is nobody’s where nobody administers', () => {
    expect(replacedBy({}, 'contoso')).toEqual([]);
  });

  it('is nobody’s where the partner itself administers', () => {
    const own = { partnerId: 'contoso', partnerName: 'Contoso' };
    expect(replacedBy({ azure: own, windows: own }, 'contoso')).toEqual([]);
  });

  it('names each service with who holds it now, in the order in which services are shown', () => {
    const fabrikam = { partnerId: 'fabrikam', partnerName: 'Fabrikam' };
    const litware = { partnerId: 'litware', partnerName: 'Litware' };
    expect(replacedBy({ windows: litware, office365: fabrikam }, 'contoso')).toEqual([
      { service: 'office365', ...fabrikam },
      { service: 'windows', ...litware },
    ]);
  });

  it('names every service that another partner holds, and no other', () => {
    fc.assert(
      fc.property(administration, before => {
        const named = replacedBy(before, 'contoso').map(({ service }) => service);
        const held = SERVICES.filter(name => before[name] && before[name].partnerId !== 'contoso');
        expect(named).toEqual(held);
      }),
      { seed: 20261120 },
    );
  });
});
