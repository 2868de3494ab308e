import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICES } from '../../domain/services.ts';
import { establishCustomer } from '../../operations/carryForward.ts';
import { type House, openHouse } from './support/house.ts';
import { partner, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { approves, type Sent, sends } from './support/story.ts';

let house: House;
let town: Town;
let kim: Person;

/** Fabrikam administers Wingtip already; Contoso asks for the same. */
let asked: Sent;
beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  kim = town.kim;
  await approvesLinkOf(town.robin);
  asked = await sends(town.dana);
  await kim.types(asked.link);
  await approves(kim);
});
afterEach(() => house.stop());

async function approvesLinkOf(inviter: Person): Promise<void> {
  const sent = await sends(inviter);
  await kim.types(sent.link);
  await approves(kim);
  await house.settled();
}

const holders = async () => {
  const company = await house.bot.desk.storage.companies.get(kim.options.tenantId);
  return SERVICES.map(service => company?.value.administration[service]?.partnerName);
};

describe('when another partner holds administrator rights', () => {
  it('the approval names each service and whose rights it would replace, and asks once more', async () => {
    const { text } = kim.seen;
    expect(text).toContain('This changes who administers for you');
    for (const service of ['Office 365', 'Azure', 'Dynamics 365', 'Windows']) expect(text).toContain(service);
    expect(text).toContain('now Fabrikam, then Contoso');
    expect(kim.buttons).toEqual(['Approve', 'Decline']);
    await house.settled();
    expect(new Set(await holders())).toEqual(new Set(['Fabrikam']));
  });

  it('replaces them once that is approved too, and the partner who lost them is told', async () => {
    await kim.clicks('Approve');
    expect(kim.seen.text).toContain('Kim Akers approved on');
    await house.settled();
    expect(new Set(await holders())).toEqual(new Set(['Contoso']));
    const told = town.robin.reads();
    expect(told.text).toContain('Wingtip Toys gave administrator permissions to another partner');
    expect(told.text).toContain('Office 365, Azure, Dynamics 365, and Windows');
  });

  it('shows in both partners’ records: the old one can still sell', async () => {
    await kim.clicks('Approve');
    await house.settled();
    await town.dana.types('customers');
    expect(town.dana.seen.text).toContain('Can sell · Can administer');
    await town.robin.types('customers');
    expect(town.robin.seen.text).toContain('Can sell · Cannot administer');
  });

  it('leaves everything as it was when it is declined', async () => {
    await kim.clicks('Decline');
    expect(kim.seen.text).toContain('Kim Akers declined on');
    await house.settled();
    expect(new Set(await holders())).toEqual(new Set(['Fabrikam']));
    expect(town.dana.reads().text).toContain('declined your invitation');
  });

  it('does not ask the partner who holds them already', async () => {
    await house.settled();
    const again = await sends(town.avery, { email: 'kim@wingtip-group.example', name: 'Wingtip Group' });
    await kim.types(again.link);
    await approves(kim);
    expect(kim.seen.text).not.toContain('This changes who administers');
  });
});

describe('when the holder changes while the question stands open', () => {
  it('asks again, naming the new holder', async () => {
    const question = kim.seen;
    const litware = await partner(house, 'Litware', 'Morgan Reed');
    const other = await sends(litware);
    await kim.types(other.link);
    await approves(kim);
    await kim.clicks('Approve');
    await house.settled();

    await kim.clicks('Approve', {}, question);
    expect(kim.seen.text).toContain('now Litware, then Contoso');
    await kim.clicks('Approve');
    expect(kim.seen.text).toContain('Kim Akers approved on');
    await house.settled();
    expect(new Set(await holders())).toEqual(new Set(['Contoso']));
    expect(litware.reads().text).toContain('gave administrator permissions to another partner');
  });

  it('cannot be skipped by a forged or stale version', async () => {
    for (const administrationVersion of [0, 99, -1]) {
      await kim.sends('accept.approveReplacing', { id: asked.id, administrationVersion });
      expect(kim.seen.text).toContain('now Fabrikam, then Contoso');
    }
    await house.settled();
    expect(new Set(await holders())).toEqual(new Set(['Fabrikam']));
  });
});

describe('when two partners are approved before the first has reached the customer’s side', () => {
  it('takes nothing from a partner whom no question has named, and tells the one who got nothing', async () => {
    const [litware, proseware] = [
      await partner(house, 'Litware', 'Morgan Reed'),
      await partner(house, 'Proseware', 'Jess Hale'),
    ];
    const [one, other] = [await sends(litware), await sends(proseware)];
    await house.settled();
    // The outbox stands still while Kim decides, and goes on with the next start.
    await house.bot.worker.stop();
    for (const { link } of [one, other]) {
      await kim.types(link);
      await approves(kim);
      expect(kim.seen.text).toContain('now Fabrikam');
      await kim.clicks('Approve');
      expect(kim.seen.text).toContain('Kim Akers approved on');
    }
    const customerId = kim.options.tenantId;
    for (const { id } of [one, other]) {
      await establishCustomer(house.bot.desk, { kind: 'establishCustomer', invitationId: id, customerId });
    }
    const { instance } = house.bot.desk.storage.outbox;
    const restarted = await openHouse({ beside: house, instance });
    await restarted.settled();
    await restarted.settled();
    await restarted.stop();

    expect(new Set(await holders())).toEqual(new Set(['Litware']));
    for (const told of [town.robin, proseware]) {
      expect(told.reads().text).toContain('gave administrator permissions to another partner');
      await told.types('customers');
      expect(told.seen.text).toContain('Can sell · Cannot administer');
    }
  });
});
