import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  COMPANY_KINDS,
  type Company,
  type CompanyCommand,
  type CompanyProfile,
  changeCompany,
  enrol,
  isPartner,
  type Review,
} from '../../domain/company.ts';
import type { PersonRef } from '../../domain/identity.ts';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const dana: PersonRef = {
  tenantId: '22222222-2222-4222-8222-222222222222',
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Dana Reyes',
};
const OWN = 'dana@contoso.example';
const profileOf = (changes: Partial<CompanyProfile> = {}): CompanyProfile => ({
  name: 'Contoso',
  kind: 'indirectReseller',
  contact: { name: 'Lou', email: 'lou@contoso.example' },
  support: {},
  alreadyInCsp: false,
  ...changes,
});
const enrolled = (changes: Partial<CompanyProfile> = {}, review: Review = 'auto') =>
  enrol(profileOf(changes), dana, OWN, review, NOW);
const change = (company: Company, command: CompanyCommand, review: Review = 'auto'): Company => {
  const changed = changeCompany(company, command, review, NOW);
  if ('refused' in changed) throw new Error(changed.refused);
  return changed.next;
};
const confirm: CompanyCommand = { do: 'confirmContact', by: 'lou@contoso.example' };
const edit = (changes: Partial<CompanyProfile>): CompanyCommand => ({
  do: 'edit',
  profile: profileOf(changes),
  by: dana,
  ownAddress: OWN,
});

describe('the enrolment of a company', () => {
  describe('whose contact is somebody else', () => {
    it('waits for the contact', () => {
      const { next, events } = enrolled();
      expect(next.state).toBe('submitted');
      expect(events).toEqual(['submitted', 'contactAsked']);
    });

    it('is active once the contact confirmed', () => {
      expect(change(enrolled().next, confirm)).toMatchObject({
        state: 'active',
        activeAt: NOW.toISOString(),
      });
    });

    it('waits for the operator after that, if partners are reviewed', () => {
      const confirmed = change(enrolled({}, 'manual').next, confirm, 'manual');
      expect(confirmed.state).toBe('contactConfirmed');
      expect(change(confirmed, { do: 'approve' }, 'manual').state).toBe('active');
    });

    it('of a customer is never reviewed', () => {
      expect(change(enrolled({ kind: 'customer' }, 'manual').next, confirm, 'manual').state).toBe('active');
    });
  });

  describe('whose contact is the person enrolling, or who is in CSP already', () => {
    it.each([
      ['own address', { contact: { name: 'Dana', email: 'DANA@contoso.example' } }],
      ['no contact', { contact: undefined, alreadyInCsp: true }],
    ])('is confirmed at once: %s', (_, changes) => {
      expect(enrolled(changes).next.state).toBe('active');
      expect(enrolled(changes, 'manual').next.state).toBe('contactConfirmed');
    });

    it('is not believed when the address of the person is not known', () => {
      const own = profileOf({ contact: { name: 'Dana', email: OWN } });
      expect(enrol(own, dana, undefined, 'auto', NOW).next.state).toBe('submitted');
    });
  });

  describe('that was rejected', () => {
    const rejected = () =>
      change(
        change(enrolled({}, 'manual').next, confirm, 'manual'),
        { do: 'reject', reason: 'Wrong name' },
        'manual',
      );

    it('keeps the reason until the details are corrected, and is then reviewed again', () => {
      expect(rejected()).toMatchObject({ state: 'rejected', rejection: { reason: 'Wrong name' } });
      const corrected = change(rejected(), edit({ name: 'Contoso Ltd.' }), 'manual');
      expect(corrected.state).toBe('contactConfirmed');
      expect(corrected.rejection).toBeUndefined();
    });

    it('waits for a new contact first, if the correction names one', () => {
      const corrected = change(
        rejected(),
        edit({ contact: { name: 'Mo', email: 'mo@contoso.example' } }),
        'manual',
      );
      expect(corrected.state).toBe('submitted');
    });
  });

  describe('whose contact is changed', () => {
    const newContact = edit({ contact: { name: 'Mo', email: 'mo@contoso.example' } });

    it('while it is reviewed: nobody can approve it before the new one has confirmed', () => {
      const reviewed = change(enrolled({}, 'manual').next, confirm, 'manual');
      const edited = change(reviewed, newContact, 'manual');
      expect(edited.state).toBe('submitted');
      expect(changeCompany(edited, { do: 'approve' }, 'manual', NOW)).toEqual({ refused: 'notNow' });
    });

    it('when it is active: it stays so, and the new one is asked', () => {
      const changed = changeCompany(change(enrolled().next, confirm), newContact, 'auto', NOW);
      expect(changed).toMatchObject({ next: { state: 'active' }, events: ['edited', 'contactAsked'] });
      expect('next' in changed && changed.next.contactConfirmed).toBeUndefined();
    });
  });
});

const contact = fc.constantFrom(
  undefined,
  { name: 'Dana', email: OWN },
  { name: 'Lou', email: 'lou@contoso.example' },
  { name: 'Mo', email: 'mo@contoso.example' },
);
const profile = fc
  .record({ kind: fc.constantFrom(...COMPANY_KINDS), contact, alreadyInCsp: fc.boolean() })
  .map(profileOf);
const ownAddress = fc.constantFrom(undefined, OWN);
const command: fc.Arbitrary<CompanyCommand> = fc.oneof(
  fc.constant(confirm),
  fc.constant({ do: 'approve' } as const),
  fc.constant({ do: 'reject', reason: 'no' } as const),
  fc.record({ do: fc.constant('edit' as const), profile, by: fc.constant(dana), ownAddress }),
);
const review = fc.constantFrom<Review>('auto', 'manual');

/** Calls `check` with each step of any life that a company can have. */
function everyLife(
  check: (before: Company, step: CompanyCommand, after: Company, rules: Review) => void,
  born: (company: Company, rules: Review) => void = () => undefined,
): void {
  fc.assert(
    fc.property(
      profile,
      ownAddress,
      review,
      fc.array(command, { maxLength: 12 }),
      (first, own, rules, steps) => {
        let company = enrol(first, dana, own, rules, NOW).next;
        born(company, rules);
        for (const step of steps) {
          const before = structuredClone(company);
          const changed = changeCompany(company, step, rules, NOW);
          expect(company).toEqual(before);
          if ('refused' in changed) continue;
          check(before, step, changed.next, rules);
          company = changed.next;
        }
      },
    ),
    { seed: 20261120, numRuns: 1_000 },
  );
}

describe('in any life that a company can have', () => {
  it('it becomes active only with a confirmed contact', () => {
    everyLife(
      (before, _, after) => {
        if (before.state !== 'active' && after.state === 'active')
          expect(after.contactConfirmed).toBeDefined();
      },
      company => {
        if (company.state === 'active') expect(company.contactConfirmed).toBeDefined();
      },
    );
  });

  it('a partner under review becomes active only by the operator', () => {
    everyLife(
      (before, step, after, rules) => {
        if (rules !== 'manual' || !isPartner(after.kind)) return;
        if (before.state !== 'active' && after.state === 'active') expect(step.do).toBe('approve');
      },
      (company, rules) => {
        if (rules === 'manual' && isPartner(company.kind)) expect(company.state).not.toBe('active');
      },
    );
  });

  it('its kind, tenant and founder never change', () => {
    everyLife((before, _, after) => {
      expect([after.kind, after.id, after.enrolledBy]).toEqual([before.kind, before.id, before.enrolledBy]);
    });
  });

  it('it is rejected only by the operator, before it was active, and the reason stands as long as that', () => {
    everyLife((before, step, after) => {
      expect(after.rejection === undefined).toBe(after.state !== 'rejected');
      if (before.state === 'rejected' || after.state !== 'rejected') return;
      expect(step.do).toBe('reject');
      expect(['submitted', 'contactConfirmed']).toContain(before.state);
    });
  });

  it('once active it stays active', () => {
    everyLife((before, _, after) => {
      if (before.state === 'active') expect(after.state).toBe('active');
    });
  });

  it('“contact confirmed” says so only when it is', () => {
    everyLife((_, __, after) => {
      if (after.state === 'contactConfirmed') expect(after.contactConfirmed).toBeDefined();
    });
  });
});
