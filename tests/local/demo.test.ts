import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { clientSettings } from '../../bot/local/clientSettings.ts';
import { demoCompanies } from '../../bot/local/demo.ts';

const person = z.object({
  id: z.string(),
  aadObjectId: z.guid(),
  email: z.email(),
  userPrincipleName: z.email(),
});
const settings = z.object({
  tenantId: z.guid(),
  currentUser: person,
  users: z.array(person),
  personalChat: z.object({ id: z.string() }),
});

describe('The demo companies', () => {
  const everyone = demoCompanies.flatMap(({ people, strangers }) => [...people, ...strangers]);

  it('are a provider, a reseller and a customer, each in a tenant of its own', () => {
    expect(demoCompanies.map(({ role }) => role)).toEqual(['provider', 'reseller', 'customer']);
    expect(new Set(demoCompanies.map(({ tenantId }) => tenantId)).size).toBe(3);
  });

  it('have a Partner ID where they are partners, and none where they are customers', () => {
    expect(demoCompanies.map(({ partnerId }) => partnerId)).toEqual(['4391507', '4847383', undefined]);
  });

  it('have two or more named people each, and no two people share an id or an address', () => {
    for (const { people, strangers } of demoCompanies) {
      expect(people.length + strangers.length).toBeGreaterThan(1);
    }
    expect(new Set(everyone.map(({ aadObjectId }) => aadObjectId)).size).toBe(everyone.length);
    expect(new Set(everyone.map(({ email }) => email)).size).toBe(everyone.length);
  });

  it.each(demoCompanies)(
    '$name has a global admin at its client, who is its primary contact',
    ({ people }) => {
      expect(people[0].admin).toBe('globalAdmin');
    },
  );

  it.each(demoCompanies)('$name owes its strangers nothing yet', ({ strangers }) => {
    expect(strangers.filter(({ agent, admin }) => agent !== 'none' || admin !== 'none')).toEqual([]);
  });

  describe.each(demoCompanies)('at the client of $name', company => {
    const told = settings.parse(JSON.parse(clientSettings(company)));

    it('its first person sits, under their own address', () => {
      expect(told.currentUser).toMatchObject({
        aadObjectId: company.people[0].aadObjectId,
        email: company.people[0].email,
        userPrincipleName: company.people[0].email,
      });
    });

    it('there are exactly five colleagues, or it would end without a word', () => {
      expect(told.users).toHaveLength(5);
    });

    it('conversations keep their ids from one start to the next', () => {
      expect(settings.parse(JSON.parse(clientSettings(company)))).toEqual(told);
    });
  });
});
