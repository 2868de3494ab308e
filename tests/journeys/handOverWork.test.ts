import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { handOverWork, openWorkOf } from '../../operations/handOverWork.ts';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { historyOf } from './support/roleRequests.ts';
import { approves, drafts, type Sent, sends } from './support/story.ts';

/** Sam of Contoso has work open; Dana goes on with it, as she does when Sam is removed. */
let house: House;
let town: Town;
let sam: Person;
let dana: Person;
let contoso: string;
let accepted: Sent;
let open: Sent;
let draft: Sent;
let danas: Sent;

beforeEach(async () => {
  house = await openHouse();
  town = await settle(house);
  ({ sam, dana } = town);
  contoso = sam.options.tenantId;
  accepted = await sends(sam);
  await town.kim.types(accepted.link);
  await approves(town.kim);
  await house.settled();
  open = await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
  draft = await drafts(sam, { email: 'al@adatum.example', name: 'Adatum' });
  danas = await sends(dana, { email: 'jo@litware.example', name: 'Litware' });
});
afterEach(() => house.stop());

const errand = () => {
  const { tenantId, objectId, name } = dana.options;
  return { companyId: contoso, fromId: sam.options.objectId, to: { tenantId, objectId, name } };
};
async function handedOver(): Promise<void> {
  const change = { rows: [], history: [], errands: [{ kind: 'handOverWork' as const, ...errand() }] };
  await house.bot.desk.storage.commit(contoso, change);
  await house.settled();
}
const inviterOf = async ({ id }: Sent) => (await house.bot.desk.storage.invitations.get(id))?.value.inviter;

describe('the open work of someone', () => {
  it('is what they drafted and sent and nobody has answered', async () => {
    const { objectId } = sam.options;
    expect(await openWorkOf(house.bot.desk, contoso, objectId)).toEqual({
      invitations: { count: 2, names: ['Adatum', 'Tailspin'], more: false },
      serviceRequests: { count: 0, names: [], more: false },
    });
    expect((await openWorkOf(house.bot.desk, contoso, town.lee.options.objectId)).invitations.count).toBe(0);
    expect((await openWorkOf(house.bot.desk, town.avery.options.tenantId, objectId)).invitations.count).toBe(
      0,
    );
  });

  it('names five and counts the others', async () => {
    for (let number = 0; number < 5; number++) {
      await drafts(sam, { email: `x@many${number}.example`, name: `Many ${number}` });
    }
    const { invitations: work } = await openWorkOf(house.bot.desk, contoso, sam.options.objectId);
    expect(work).toMatchObject({ count: 7, more: false });
    expect(work.names).toHaveLength(5);
  });
});

describe('handing it over', () => {
  it('makes the colleague the sender of all that is open, and of nothing else', async () => {
    await handedOver();
    for (const sent of [open, draft]) {
      expect(await inviterOf(sent)).toMatchObject({
        person: { objectId: dana.options.objectId, name: 'Dana Reyes' },
        email: dana.options.email,
        companyName: 'Contoso',
      });
    }
    expect((await inviterOf(accepted))?.person.name).toBe('Sam Ito');
    expect((await inviterOf(danas))?.person.name).toBe('Dana Reyes');
    expect((await openWorkOf(house.bot.desk, contoso, sam.options.objectId)).invitations.count).toBe(0);
    expect((await openWorkOf(house.bot.desk, contoso, dana.options.objectId)).invitations.count).toBe(3);
  });

  it('tells the colleague from then on, and lets customers see who asks', async () => {
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(open.link);
    const card = terry.seen.messageId;
    await handedOver();
    terry.seen = terry.looksAgain(card);
    expect(terry.seen.text).toContain('Dana Reyes');
    expect(terry.seen.text).not.toContain('Sam Ito');
    await approves(terry);
    await house.settled();
    expect(dana.reads().text).toContain('Tailspin accepted your invitation');
    expect(sam.inbox.join('\n')).not.toContain('Tailspin accepted your invitation');
  });

  it('shows whoever was removed nothing new: their cards stay as they were', async () => {
    const { storage } = house.bot.desk;
    const row = await storage.people.get(contoso, sam.options.objectId);
    if (!row) throw new Error('no such person');
    await storage.people.save(row, { ...row.value, member: undefined });
    await house.settled();
    const before = sam.inbox;
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(open.link);
    await handedOver();
    await approves(terry);
    await house.settled();
    expect(sam.inbox).toEqual(before);
  });

  it('keeps the link, and lets the colleague send the draft', async () => {
    await handedOver();
    await dana.sends('draft.edit', { id: draft.id });
    expect(dana.seen.text).toContain(draft.link);
    await dana.clicks('Next');
    await dana.clicks('Done');
    expect(dana.seen.text).toContain('Waiting for Adatum to answer');
  });

  it('is done once, however often the errand is carried out', async () => {
    await handedOver();
    const before = await Promise.all(
      [open, draft].map(({ id }) => house.bot.desk.storage.invitations.get(id)),
    );
    await handedOver();
    await handOverWork(house.bot.desk, errand());
    const after = await Promise.all(
      [open, draft].map(({ id }) => house.bot.desk.storage.invitations.get(id)),
    );
    expect(after).toEqual(before);
    expect(await historyOf(house, contoso, 'inviterChanged')).toBe(2);
  });

  it('loses nothing to a customer who answers at that moment', async () => {
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(open.link);
    await Promise.all([handOverWork(house.bot.desk, errand()), approves(terry)]);
    await house.settled();
    expect(terry.seen.text).toContain('Terry Adams approved on');
    expect((await house.bot.desk.storage.invitations.get(open.id))?.value.state).toBe('accepted');
    expect((await inviterOf(draft))?.person.name).toBe('Dana Reyes');
  });

  it('finds what an earlier version wrote, too', async () => {
    const row = await house.bot.desk.storage.invitations.get(open.id);
    if (!row) throw new Error('no invitation');
    // As it was kept before there was anything to find it by.
    await house.tables.companies.upsert(contoso, `invitation:${open.id}`, row.value);
    await handedOver();
    expect((await inviterOf(open))?.person.name).toBe('Dana Reyes');
  });
});
