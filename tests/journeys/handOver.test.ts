import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person as StoredPerson } from '../../domain/person.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let town: Town;
let sent: Sent;

/** Each story in a house of its own: Wingtip stands here, with Kim as its global admin. */
beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  sent = await sends(town.dana);
});
afterEach(() => house.stop());

/** Another global admin of Wingtip; added, but never seen in Teams. */
async function addsAdmin(name: string): Promise<Person> {
  const { tenantId } = town.kim.options;
  const person = newcomer(house, { name, tenantId, email: `${name.split(' ')[0]}@wingtip.example` });
  const stored: StoredPerson = {
    tenantId,
    objectId: person.options.objectId,
    name,
    member: { agent: 'none', admin: 'globalAdmin', companyKind: 'customer', since: '2026-11-20T09:00:00Z' },
    welcomed: false,
  };
  await house.bot.desk.storage.people.save(undefined, stored);
  return person;
}

describe('a company that stands here', () => {
  it('decides through its global admin alone: others hear who can', async () => {
    const { pat } = town;
    await pat.types(sent.link);
    expect(pat.seen.text).toContain('Only a global admin can decide');
    expect(pat.seen.text).toContain('Kim Akers is a global admin of your organization');
    expect(pat.buttons).toEqual(['Hand over to Kim Akers', 'Ask for it']);
  });

  it('lets nobody else approve or decline, not even with the tick', async () => {
    const { pat, dana } = town;
    await pat.types(sent.link);
    for (const verb of ['accept.approve', 'accept.decline', 'accept.approveReplacing']) {
      await pat.sends(verb, { id: sent.id, confirmGlobalAdmin: 'true', administrationVersion: 0 });
      expect(pat.seen.text).toContain('Only a global admin can decide');
    }
    await dana.types('invitations');
    expect(dana.seen.text).toContain('Sent');
  });

  it('offers a choice when it has several global admins', async () => {
    const jo = await addsAdmin('Jo Ferrer');
    const { pat } = town;
    await pat.types(sent.link);
    expect(pat.seen.text).toContain('Kim Akers');
    expect(pat.seen.text).toContain('Jo Ferrer');
    await pat.clicks('Hand over', { to: jo.options.objectId });
    expect(pat.seen.text).toContain('Jo Ferrer may decide now');
  });
});

describe('handing over', () => {
  it('gives the card to an admin whom the bot can reach, who decides; both hear the outcome', async () => {
    const { pat, kim, dana } = town;
    await kim.types('help');
    await pat.types(sent.link);
    const patsCard = pat.seen.messageId;
    await pat.clicks('Hand over to Kim Akers');
    expect(pat.seen.text).toContain('Kim Akers has the request from Contoso now');
    await house.settled();

    const kimsCard = kim.reads();
    expect(kimsCard.text).toContain('Contoso asks for a reseller relationship');
    await approves(kim);
    expect(kim.seen.text).toContain('Kim Akers approved on');
    await house.settled();
    expect(pat.looksAgain(patsCard).text).toContain('Kim Akers approved on');
    expect(pat.looksAgain(patsCard).text).toContain('You handed this request over to Kim Akers');
    expect(kim.looksAgain(kimsCard.messageId).text).toContain('Kim Akers approved on');
    expect(dana.reads().text).toContain('accepted your invitation');
  });

  it('shows the inviter who handed over to whom', async () => {
    const { pat, dana } = town;
    await pat.types(sent.link);
    await pat.clicks('Hand over to Kim Akers');
    await house.settled();
    expect(dana.looksAgain(sent.card).text).toContain('Pat Lind (handed over to Kim Akers)');
  });

  it('to an admin whom the bot has never met gives words to forward, and lets them decide later', async () => {
    const { pat, kim } = town;
    await pat.types(sent.link);
    await pat.clicks('Hand over to Kim Akers');
    expect(pat.seen.text).toContain('Kim Akers may decide now, but has not used Partner Desk yet');
    expect(pat.seen.text).toContain('forward the email');
    await house.settled();
    await kim.types('invitations');
    await kim.clicks('Open the invitation from Contoso');
    await approves(kim);
    expect(kim.seen.text).toContain('Kim Akers approved on');
  });

  it('takes the decision away from whoever handed over', async () => {
    const { pat } = town;
    await pat.types(sent.link);
    const card = pat.seen.messageId;
    await pat.clicks('Hand over to Kim Akers');
    await house.settled();
    expect(pat.looksAgain(card).text).toContain('You handed this request over to Kim Akers');
    await pat.sends('accept.approve', { id: sent.id, confirmGlobalAdmin: 'true' });
    expect(pat.seen.text).toContain('This request is still open');
    await pat.types(sent.link);
    expect(pat.seen.text).toContain('You handed this request over to Kim Akers');
    expect(pat.buttons).toEqual([]);
  });

  it('reaches the same admin once a day', async () => {
    const { pat, kim } = town;
    const jo = newcomer(house, { name: 'Jo Ferrer', tenantId: kim.options.tenantId });
    await kim.types('help');
    for (const person of [pat, jo]) await person.types(sent.link);
    await pat.clicks('Hand over to Kim Akers');
    await jo.clicks('Hand over to Kim Akers');
    expect(jo.seen.text).toContain('was handed over to this person within the last day');
    await house.settled();
    const cards = () => kim.inbox.filter(text => text.startsWith('Contoso asks for')).length;
    expect(cards()).toBe(1);
    house.clock.forward(DAY);
    await jo.types(sent.link);
    await jo.clicks('Hand over to Kim Akers');
    await house.settled();
    expect(cards()).toBe(2);
  });

  it('gives a new card also to an admin who has opened the link already', async () => {
    const { pat, kim } = town;
    await kim.types(sent.link);
    await pat.types(sent.link);
    await pat.clicks('Hand over to Kim Akers');
    await house.settled();
    expect(kim.inbox.filter(text => text.startsWith('Contoso asks for'))).toHaveLength(2);
  });

  it('goes to nobody outside the tenant, and to nobody who may not decide', async () => {
    const { pat, avery } = town;
    await avery.types('help');
    await pat.types(sent.link);
    for (const to of [avery.options.objectId, pat.options.objectId]) {
      await pat.sends('accept.handOverTo', { id: sent.id, to });
      expect(pat.seen.text).toContain('Only a global admin can decide');
    }
    await house.settled();
    expect(avery.inbox.join('\n')).not.toContain('Contoso asks');
  });

  it('is over when the request is: the old card tells the outcome', async () => {
    const { pat, kim } = town;
    await pat.types(sent.link);
    const card = pat.seen;
    await kim.types(sent.link);
    await approves(kim);
    await pat.clicks('Hand over to Kim Akers', {}, card);
    expect(pat.seen.text).toContain('Kim Akers approved on');
    await pat.sends('accept.handOver', { id: sent.id });
    expect(pat.seen.text).toContain('Kim Akers approved on');
  });
});

describe('a company that does not stand here', () => {
  it('has nobody the bot knows: there are words to forward', async () => {
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(sent.link);
    await terry.clicks("I'm not a global admin");
    expect(terry.seen.text).toContain('No global admin of your organization is known here');
    expect(terry.seen.text).toContain('Contoso asks us for a reseller relationship');
  });
});

describe('a card that waits', () => {
  it('keeps its way to the admin when a colleague’s step turns it', async () => {
    const { pat, kim } = town;
    const jo = newcomer(house, { name: 'Jo Ferrer', tenantId: kim.options.tenantId });
    await pat.types(sent.link);
    const card = pat.seen.messageId;
    await jo.types(sent.link);
    await jo.clicks('Hand over to Kim Akers');
    await house.settled();
    pat.seen = pat.looksAgain(card);
    expect(pat.buttons).toEqual(['Hand over to Kim Akers', 'Ask for it']);
  });
});
