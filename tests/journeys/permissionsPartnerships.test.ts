import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, opensPartner, requests } from './support/partnerships.ts';
import type { Person } from './support/person.ts';
import { cells, expectRefusal, type Member, staffed } from './support/staff.ts';
import { sends } from './support/story.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const partnership = async (companyId: string, otherId: string) =>
  (await house.bot.desk.storage.partnerships.get(companyId, otherId))?.value;

describe('in a provider', () => {
  let people: Record<Member, Person>;
  let tenantId: string;
  let reseller: Office;

  beforeAll(async () => {
    people = await staffed(house, 'indirectProvider');
    tenantId = people.globalAdmin.options.tenantId;
    reseller = await office(house, 'indirectReseller', 'Contoso');
    await becomePartners(house, people.globalAdmin, reseller);
  });

  describe.each(cells('requestPartnership'))('requesting a partnership: %s → %s', (member, may) => {
    it('is offered in help and opens the form, or is refused', async () => {
      const person = people[member];
      await person.types('help');
      expect(person.mayClick('Request a partnership')).toBe(may);
      await person.types('request partnership');
      expect(person.seen.text.includes('Reseller email')).toBe(may);
      if (!may) expectRefusal(person, member, 'requestPartnership');
    });

    it('is done by the form’s click, or refused', async () => {
      const person = people[member];
      const email = `${member.toLowerCase()}@requested.example`;
      await person.sends('requestPartnership.next', { email, name: 'Requested' });
      if (!may) expectRefusal(person, member, 'requestPartnership');
      const page = await house.bot.desk.storage.invitations.page(tenantId, 100);
      expect(page.rows.some(row => row.value.addressee.email === email)).toBe(may);
    });

    it('goes for every other click on a request as well', async () => {
      const person = people[member];
      await people.globalAdmin.types('cancel');
      const to = { email: `x@${member.toLowerCase()}.example`, name: 'Litware' };
      const { id } = await requests(people.globalAdmin, to);
      const before = JSON.stringify((await house.bot.desk.storage.invitations.get(id))?.value);
      for (const verb of [
        'draft.edit',
        'draft.done',
        'draft.discard',
        'invitations.remind',
        'invitations.withdraw',
        'invitations.sendAgain',
        'checkApprover.confirm',
        'checkApprover.refuse',
      ]) {
        await person.sends(verb, { id, version: 1 });
        expect(person.seen.text.includes('Litware')).toBe(may);
        if (!may) expectRefusal(person, member, 'requestPartnership');
      }
      const after = JSON.stringify((await house.bot.desk.storage.invitations.get(id))?.value);
      expect(after === before).toBe(!may);
      await house.settled();
    });
  });

  describe.each(cells('seePartnerProfiles'))('seeing partner profiles: %s → %s', (member, may) => {
    it.each([
      ['the list', (person: Person) => person.types('indirect resellers')],
      ['a search', (person: Person) => person.types('indirect resellers cont')],
      ['a record', (person: Person) => person.sends('partnerships.open', { id: reseller.id })],
      ['the list’s own search', (person: Person) => person.sends('partnerships.show', { search: 'contoso' })],
    ] as const)('%s', async (_, look) => {
      const person = people[member];
      await look(person);
      expect(person.seen.text.includes('Contoso')).toBe(may);
      if (!may) expectRefusal(person, member, 'seePartnerProfiles');
    });

    it('is offered in help, or not', async () => {
      await people[member].types('help');
      expect(people[member].mayClick('Indirect resellers')).toBe(may);
    });
  });

  describe.each(cells('seeCustomers'))('View customers needs to see customers as well: %s', (member, may) => {
    it('and hears of new ones only with that right', async () => {
      const person = people[member];
      const profiles = cells('seePartnerProfiles').some(([who, yes]) => who === member && yes);
      await person.sends('partnerships.customers', { id: reseller.id });
      expect(person.seen.text.includes('Customers shared with Contoso')).toBe(may && profiles);
      await person.sends('partnerships.watch', { id: reseller.id, watch: 'yes' });
      const watchers = (await partnership(tenantId, reseller.id))?.watchers ?? [];
      expect(watchers.some(each => each.objectId === person.options.objectId)).toBe(may && profiles);
    });
  });

  describe.each(cells('removeRelationship'))('removing a partnership: %s → %s', (member, may) => {
    it('is offered and done, or refused', async () => {
      const person = people[member];
      const other = await office(house, 'indirectReseller', `Removed by ${member}`);
      await becomePartners(house, people.globalAdmin, other);
      if (cells('seePartnerProfiles').some(([who, yes]) => who === member && yes)) {
        await opensPartner(person, 'resellers', other.name);
        expect(person.mayClick('Remove partnership')).toBe(may);
      }
      await person.sends('partnerships.remove', { id: other.id });
      if (!may) expectRefusal(person, member, 'removeRelationship');
      await house.settled();
      expect((await partnership(tenantId, other.id))?.state).toBe(may ? 'removed' : 'active');
    });
  });
});

describe('in a reseller', () => {
  let provider: Office;
  let people: Record<Member, Person>;
  let tenantId: string;

  beforeEach(async () => {
    provider = await office(house, 'indirectProvider', 'Fabrikam');
    people = await staffed(house, 'indirectReseller');
    tenantId = people.globalAdmin.options.tenantId;
  });
  const asks = async () => {
    const { email } = people.globalAdmin.options;
    return requests(provider.admin, { email, name: 'Staffed' });
  };
  const partners = async () => {
    const { link } = await asks();
    await people.globalAdmin.types(link);
    await people.globalAdmin.clicks('Authorize indirect provider', { confirmAuthorize: 'true' });
    await house.settled();
  };

  describe.each(cells('authorizeProvider'))('authorizing a provider: %s → %s', (member, may) => {
    it.each([
      ['accept.authorize', 'accepted'],
      ['accept.decline', 'declined'],
    ])('is offered and done, or they hear who can: %s', async (verb, outcome) => {
      const person = people[member];
      const { id, link } = await asks();
      await person.types(link);
      expect(person.mayClick('Authorize indirect provider')).toBe(may);
      if (!may) expect(person.buttons).toContain('Hand over to globalAdmin Person');
      // The card is one thing, the click is authorized anew.
      await person.sends(verb, { id, confirmAuthorize: 'true' });
      if (!may) expect(person.seen.text).toContain('globalAdmin Person');
      const invitation = await house.bot.desk.storage.invitations.get(id);
      expect(invitation?.value.state).toBe(may ? outcome : 'sent');
    });
  });

  describe.each(cells('seePartnerProfiles'))('seeing partner profiles: %s → %s', (member, may) => {
    it('the list of providers and a record', async () => {
      await partners();
      const person = people[member];
      await person.types('indirect providers');
      expect(person.seen.text.includes('Fabrikam')).toBe(may);
      await person.sends('partnerships.open', { id: provider.id });
      expect(person.seen.text.includes('Fabrikam')).toBe(may);
      if (!may) expectRefusal(person, member, 'seePartnerProfiles');
    });
  });

  describe.each(cells('takeBackAdministration'))(
    'taking administrator access back: %s → %s',
    (member, may) => {
      it('is done, or refused', async () => {
        await partners();
        const person = people[member];
        await person.sends('partnerships.removeAccess', { id: provider.id });
        if (!may) expectRefusal(person, member, 'takeBackAdministration');
        await house.settled();
        expect((await partnership(tenantId, provider.id))?.providerAdministers).toBe(!may);
        expect((await partnership(provider.id, tenantId))?.providerAdministers).toBe(!may);
      });
    },
  );

  describe.each(cells('removeRelationship'))('removing a partnership: %s → %s', (member, may) => {
    it('is done, or refused', async () => {
      await partners();
      const person = people[member];
      await person.sends('partnerships.remove', { id: provider.id });
      if (!may) expectRefusal(person, member, 'removeRelationship');
      await house.settled();
      expect((await partnership(tenantId, provider.id))?.state).toBe(may ? 'removed' : 'active');
    });
  });

  describe.each(cells('inviteCustomer'))(
    'inviting jointly and asking to add a provider: %s → %s',
    (member, may) => {
      it('goes with inviting', async () => {
        await partners();
        const person = people[member];
        await person.sends('inviteCustomer.start', { provider: provider.id });
        expect(person.seen.text.includes('Customer email')).toBe(may);
        const form = { email: 'kim@joint.example', name: 'Joint', provider: provider.id };
        await person.sends('inviteCustomer.next', form);
        if (!may) expectRefusal(person, member, 'inviteCustomer');
        const page = await house.bot.desk.storage.invitations.page(tenantId, 10);
        expect(page.rows.map(row => row.value.kind)).toEqual(may ? ['joint'] : []);
        await person.sends('inviteCustomer.addProvider', { id: provider.id, provider: provider.id });
        if (!may) expectRefusal(person, member, 'inviteCustomer');
      });
    },
  );
});

describe('in a direct partner', () => {
  it('nobody has partnerships to see or to end', async () => {
    const direct = await staffed(house, 'directPartner');
    const other = await office(house, 'indirectReseller', 'Not Theirs');
    const { globalAdmin } = direct;
    for (const words of ['indirect providers', 'indirect resellers']) {
      await globalAdmin.types(words);
      expect(globalAdmin.seen.text).toMatch(/Only indirect (providers|resellers) have a list/);
    }
    for (const verb of ['open', 'customers', 'watch', 'askRemove', 'remove', 'removeAccess']) {
      await globalAdmin.sends(`partnerships.${verb}`, { id: other.id, watch: 'yes' });
      expect(globalAdmin.seen.text).toContain('not here any more');
    }
    const { id } = await sends(globalAdmin, { email: 'kim@alone.example', name: 'Alone' });
    expect((await house.bot.desk.storage.invitations.get(id))?.value.kind).toBe('customer');
  });
});
