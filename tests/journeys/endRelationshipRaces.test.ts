import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { carryEndedRelationship } from '../../operations/carryEnding.ts';
import { establishCustomer } from '../../operations/carryForward.ts';
import { markSent } from '../../operations/draftLetter.ts';
import { startDraft } from '../../operations/startDraft.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { administrators, all, approvesLink, becomesCustomer } from './support/relationships.ts';

/** Of a removal and a new approval at one moment, each order leaves both companies with the same. */
let house: House;
let reseller: Office;
let customer: Office;

beforeEach(async () => {
  house = await openHouse();
  reseller = await office(house, 'indirectReseller', 'Contoso');
  customer = await office(house, 'customer', 'Wingtip');
  await becomesCustomer(house, reseller, customer);
  house.clock.forward(60_000);
});
afterEach(() => house.stop());

const atPartner = async () => (await house.bot.desk.storage.customers.get(reseller.id, customer.id))?.value;
const atCustomer = async () => (await house.bot.desk.storage.partners.get(customer.id, reseller.id))?.value;

describe('a removal against a new approval', () => {
  it('waits while an approval is on its way', async () => {
    await house.bot.worker.stop();
    const row = await house.bot.desk.storage.customers.get(reseller.id, customer.id);
    if (!row) throw new Error('not there');
    // As an approval leaves it before the customer's side has it.
    await house.bot.desk.storage.commit(reseller.id, {
      rows: house.bot.desk.storage.customers.update(row, { ...row.value, canAdminister: 'beingSetUp' }),
      history: [],
    });
    for (const [person, verb, id] of [
      [customer.admin, 'partners.end', reseller.id],
      [reseller.admin, 'customers.end', customer.id],
    ] as const) {
      await person.sends(verb, { id, since: (await atCustomer())?.since });
      expect(person.seen.text).toContain('still being set up');
    }
    expect((await atCustomer())?.endedAt).toBeUndefined();
    await restarts();
  });

  it('that came first stays undone by it: approved after the removal, the relationship stands', async () => {
    const since = (await atCustomer())?.since;
    await house.bot.worker.stop();
    await customer.admin.sends('partners.end', { id: reseller.id, since });
    const [ended] = await queued('endRelationship');
    house.clock.forward(60_000);
    // The partner's record has not heard of it; it invites anew, and that is approved before anything is carried.
    const again = await approvesAnew();
    await establishCustomer(house.bot.desk, {
      kind: 'establishCustomer',
      invitationId: again,
      customerId: customer.id,
    });
    if (ended?.kind !== 'endRelationship') throw new Error('nothing was queued');
    await carryEndedRelationship(house.bot.desk, ended);
    await restarts();
    expect((await atCustomer())?.endedAt).toBeUndefined();
    expect(await atPartner()).toMatchObject({ canSell: true, canAdminister: 'yes' });
    expect((await atPartner())?.endedAt).toBeUndefined();
    expect(await administrators(house, customer)).toEqual(all(reseller.name));
  });

  it('carried between approval and its arrival, takes nothing from what was approved', async () => {
    const since = (await atCustomer())?.since;
    await house.bot.worker.stop();
    await customer.admin.sends('partners.end', { id: reseller.id, since });
    const [ended] = await queued('endRelationship');
    house.clock.forward(60_000);
    const again = await approvesAnew();
    if (ended?.kind !== 'endRelationship') throw new Error('nothing was queued');
    await carryEndedRelationship(house.bot.desk, ended);
    await carryEndedRelationship(house.bot.desk, ended);
    expect(await atPartner()).toMatchObject({ canSell: true, canAdminister: 'beingSetUp' });
    await establishCustomer(house.bot.desk, {
      kind: 'establishCustomer',
      invitationId: again,
      customerId: customer.id,
    });
    await restarts();
    expect(await atPartner()).toMatchObject({ canSell: true, canAdminister: 'yes' });
    expect((await atCustomer())?.canSell).toBe(true);
  });

  /** The partner invites the customer at another address of its own domain; it is approved, and nothing is carried. */
  async function approvesAnew(): Promise<string> {
    const { desk } = house.bot;
    const company = (await desk.storage.companies.get(reseller.id))?.value;
    const person = await desk.storage.people.get(reseller.id, reseller.admin.options.objectId);
    if (!company || !person) throw new Error('not there');
    const { tenantId, objectId, name } = reseller.admin.options;
    const actor = {
      ...{ tenantId, objectId, name, person, language: 'en' as const, provenGlobalAdmin: false },
      profile: async () => ({ email: undefined, guest: false }),
      colleague: async () => undefined,
    };
    const email = customer.admin.options.email.replace('admin@', 'second@');
    const form = { email, name: customer.name, reference: undefined, language: 'en' as const };
    const draft = await startDraft(desk, actor, { kind: 'customer', form, company });
    if (draft.outcome !== 'drafted') throw new Error(draft.outcome);
    await markSent(desk, actor, draft.invitation.id);
    await approvesLink(customer.admin, linkOf(draft.letter.message));
    return draft.invitation.id;
  }
  const linkOf = (text: string) => /http:\S+invitations\/[\w.-]+/.exec(text)?.[0] ?? '';
  const queued = async (kind: string) => {
    const { outbox } = house.bot.desk.storage;
    const { due } = await outbox.agenda(customer.id, outbox.instance, house.clock.now, 50);
    return due.map(({ errand }) => errand).filter(errand => errand.kind === kind);
  };
  async function restarts(): Promise<void> {
    const { instance } = house.bot.desk.storage.outbox;
    const restarted = await openHouse({ beside: house, instance });
    await restarted.settled();
    await restarted.settled();
    await restarted.stop();
  }
});
