import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { clientSettings } from '../../bot/local/clientSettings.ts';
import { demoClients, demoCompanies, fullName } from '../../bot/local/demo.ts';

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
  groupChat: z.object({ id: z.string() }),
  team: z.object({ id: z.string(), channels: z.tuple([z.object({ id: z.string() })]) }),
});

/** The ids of every conversation that a client has. */
function conversationIds(text: string): string[] {
  const { personalChat, groupChat, team } = settings.parse(JSON.parse(text));
  return [personalChat.id, groupChat.id, team.id, team.channels[0].id];
}

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

  it('seat their first person at a client each, and a stranger of the reseller at one more', () => {
    expect(demoClients.map(({ seat, sitting }) => [seat, fullName(sitting)])).toEqual([
      ['provider', 'Avery Howard'],
      ['reseller', 'Dana Reyes'],
      ['customer', 'Kim Akers'],
      ['colleague', 'Ari Lund'],
    ]);
    expect(demoClients[3].company.strangers).toContain(demoClients[3].sitting);
  });

  it('have no conversation in common between two clients', () => {
    const ids = demoClients.flatMap(client => conversationIds(clientSettings(client)));
    expect(new Set(ids).size).toBe(4 * demoClients.length);
  });

  describe.each(demoClients)('at the client of $sitting.givenName', client => {
    const { sitting } = client;
    const told = settings.parse(JSON.parse(clientSettings(client)));

    it('they sit under their own address', () => {
      expect(told.currentUser).toMatchObject({
        aadObjectId: sitting.aadObjectId,
        email: sitting.email,
        userPrincipleName: sitting.email,
      });
    });

    it('there are exactly five colleagues, or it would end without a word', () => {
      expect(told.users).toHaveLength(5);
      expect(told.users.map(({ email }) => email)).not.toContain(sitting.email);
    });

    it('conversations keep their ids from one start to the next', () => {
      expect(settings.parse(JSON.parse(clientSettings(client)))).toEqual(told);
    });
  });
});
