import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buttonsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { partner, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, drafts, type Sent, sends } from './support/story.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
});
afterAll(() => house.stop());

/** The names in the list in front of someone, in its order. */
const listed = (person: Person) =>
  buttonsOf(person.seen.card)
    .filter(({ verb }) => verb === 'invitations.open' || verb === 'accept.show')
    .map(({ title }) => title.replace(/^Open the invitation (?:to|from) /, ''));

/** What a row says, in one line. */
const rowOf = (person: Person, name: string) => {
  const lines = person.seen.text.split('\n');
  const at = lines.lastIndexOf(name);
  return lines.slice(at, at + 4).join(' · ');
};

const wholeList = async (person: Person) => {
  const pages = [listed(person)];
  while (person.mayClick('Next page')) {
    await person.clicks('Next page');
    pages.push(listed(person));
  }
  return pages;
};

describe('invitations, before there are any,', () => {
  it('invite the first customer', async () => {
    await town.avery.types('invitations');
    expect(town.avery.seen.text).toContain('No invitation has been sent yet. Invite your first customer.');
    await town.avery.clicks('Received');
    expect(town.avery.seen.text).toContain('No invitation has been received.');
    await town.avery.clicks('Sent');
    expect(town.avery.mayClick('Invite customer')).toBe(true);
  });

  it('tell a customer what to do with a link, and nothing of sending', async () => {
    await town.kim.types('invitations');
    expect(town.kim.seen.text).toContain(
      'No invitation has been received. If a partner sent you a link by email, paste it here.',
    );
    expect(town.kim.mayClick('Sent')).toBe(false);
  });

  it('tell the same to somebody whose company is not set up', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await noor.types('invitations');
    expect(noor.seen.text).toContain('No invitation has been received.');
    expect(noor.mayClick('Sent')).toBe(false);
  });
});

describe('the invitations that a company sent', () => {
  let pia: Person;
  const customer = newcomerOf();

  beforeAll(async () => {
    pia = await partner(house, 'Proseware', 'Pia Provider');
    const invites = async (name: string, reference = '') => {
      // What she is told of the ones before must not come between.
      await house.settled();
      house.clock.forward(60_000);
      return sends(pia, { email: customer(name).options.email, name, reference });
    };

    await invites('Expired Ltd.');
    house.clock.forward(25 * DAY);
    const declined = await invites('Declined Ltd.');
    await customer('Declined Ltd.').types(declined.link);
    await customer('Declined Ltd.').clicks('Decline', { reason: 'Not now' });
    const accepted = await invites('Accepted Ltd.');
    await customer('Accepted Ltd.').types(accepted.link);
    await approves(customer('Accepted Ltd.'));
    await invites('Withdrawn Ltd.');
    await pia.clicks('Withdraw');
    const checked = await invites('Checked Ltd.');
    const other = newOrganization(house).person('Somebody Else');
    await other.types(checked.link);
    await approves(other);
    house.clock.forward(5 * DAY);
    await invites('Open Ltd.', 'Ticket 4711');
    house.clock.forward(3 * DAY);
    await drafts(pia, { email: customer('Draft Ltd.').options.email, name: 'Draft Ltd.' });
    await house.settled();
  });

  function newcomerOf() {
    const known = new Map<string, Person>();
    return (name: string): Person => {
      const person = known.get(name) ?? newOrganization(house).person('Terry Adams');
      known.set(name, person);
      return person;
    };
  }

  it('stand newest first, paged, each once', async () => {
    await pia.types('invitations');
    expect(await wholeList(pia)).toEqual([
      ['Draft Ltd.', 'Open Ltd.', 'Checked Ltd.', 'Withdrawn Ltd.', 'Accepted Ltd.', 'Declined Ltd.'],
      ['Expired Ltd.'],
    ]);
    expect(pia.seen.text).toContain('Page 2');
  });

  it('say their state, who sent them, how old they are, how long they last, and why', async () => {
    await pia.types('invitations');
    expect(rowOf(pia, 'Open Ltd.')).toContain(
      'Sent · by Pia Provider, 3 days ago · 27 days left · Ticket 4711',
    );
    expect(rowOf(pia, 'Draft Ltd.')).toContain('Draft · by Pia Provider, today');
    expect(rowOf(pia, 'Checked Ltd.')).toContain('To be checked · by Pia Provider, 8 days ago');
    expect(rowOf(pia, 'Withdrawn Ltd.')).toContain('Withdrawn');
    expect(rowOf(pia, 'Accepted Ltd.')).toContain('Accepted');
    expect(rowOf(pia, 'Declined Ltd.')).toContain('Declined');
    await pia.clicks('Next page');
    // It is past its time, whether or not the timer has come round to it.
    expect(rowOf(pia, 'Expired Ltd.')).toContain('Expired · by Pia Provider, 33 days ago');
  });

  it.each([
    ['Draft Ltd.', ['Continue']],
    ['Open Ltd.', ['Remind', 'Withdraw', 'Send again']],
    ['Checked Ltd.', ['That is them', 'Not them']],
    ['Withdrawn Ltd.', ['Send again']],
    ['Accepted Ltd.', ['View customer']],
    ['Declined Ltd.', ['Send again']],
  ])('open their record with what can be done now: %s', async (name, buttons) => {
    await pia.types('invitations');
    await pia.clicks(`Open the invitation to ${name}`);
    expect(pia.seen.text).toContain(`Invitation to ${name}`);
    for (const button of buttons) expect(pia.buttons).toContain(button);
    expect(pia.mayClick('View customer')).toBe(buttons.includes('View customer'));
  });

  describe('are for the company alone:', () => {
    it('another partner does not find them, and an id of theirs opens nothing', async () => {
      await town.dana.types('invitations');
      expect(town.dana.seen.text).not.toContain('Ltd.');
      await pia.types('invitations');
      const ids = buttonsOf(pia.seen.card).filter(({ verb }) => verb === 'invitations.open');
      expect(ids.length).toBeGreaterThan(0);
      for (const { data } of ids) {
        await town.dana.sends('invitations.open', data);
        expect(town.dana.seen.text).toContain('This is not here any more, or it is not yours to see.');
        expect(JSON.stringify(town.dana.seen.card)).not.toContain('Ltd.');
      }
    });

    it('a page that was begun by them, or made up, leads another nowhere', async () => {
      await pia.types('invitations');
      const next = buttonsOf(pia.seen.card).find(({ title }) => title === 'Next page');
      await town.dana.sends('invitations.show', { ...next?.data });
      expect(town.dana.seen.text).not.toContain('Ltd.');
      await town.dana.sends('invitations.show', { view: 'sent', page: 'made-up' });
      expect(town.dana.seen.text).toContain('This is not here any more');
    });

    it('a colleague sees them too, and may not act without the right', async () => {
      await sends(town.dana, { email: 'someone@wingtip.example', name: 'Wingtip Toys' });
      await town.lee.types('invitations');
      await town.lee.clicks('Open the invitation to Wingtip Toys');
      expect(town.lee.seen.text).toContain('Dana Reyes');
      expect(town.lee.buttons).toEqual(['History']);
      await town.sam.types('invitations');
      await town.sam.clicks('Open the invitation to Wingtip Toys');
      expect(town.sam.buttons).toContain('Withdraw');
    });
  });
});

describe('the invitations that a company received', () => {
  const links: Sent[] = [];

  beforeAll(async () => {
    const { kim } = town;
    for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta']) {
      house.clock.forward(DAY);
      const inviter = await partner(house, name, `${name} Admin`);
      links.push(await sends(inviter, { email: 'kim@wingtip.example', name: 'Wingtip Toys' }));
      await kim.types(links.at(-1)?.link ?? '');
      if (name === 'Eta') await inviter.clicks('Withdraw');
    }
    house.clock.forward(2 * DAY);
    await house.settled();
  });

  it('stand newest first, paged, with state, age and days left', async () => {
    const { kim } = town;
    await kim.types('invitations');
    expect(rowOf(kim, 'Zeta')).toContain('Waiting for an answer · received 3 days ago · 27 days left');
    expect(rowOf(kim, 'Eta')).toContain('Withdrawn · received 2 days ago');
    expect(await wholeList(kim)).toEqual([['Eta', 'Zeta', 'Epsilon', 'Delta', 'Gamma', 'Beta'], ['Alpha']]);
  });

  it('open the approval card again', async () => {
    const { kim } = town;
    await kim.types('invitations');
    await kim.clicks('Open the invitation from Zeta');
    expect(kim.buttons).toContain('Approve');
    await kim.types('invitations');
    await kim.clicks('Open the invitation from Eta');
    expect(kim.seen.text).toContain('Eta withdrew this request.');
    expect(kim.mayClick('Approve')).toBe(false);
  });

  it('are not for a colleague whom the company has not added', async () => {
    await town.pat.types('invitations');
    expect(town.pat.seen.text).toContain('you have not been added yet');
    expect(town.pat.seen.text).not.toContain('Zeta');
  });

  it('open nothing for anybody else who knows their ids', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await noor.sends('accept.show', { id: links[0]?.id });
    expect(noor.seen.text).toContain('This link cannot be used.');
    expect(noor.seen.text).not.toContain('Alpha');
  });
});
