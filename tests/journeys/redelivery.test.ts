import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { drafts, opensForm, type Sent, sends } from './support/story.ts';

/**
 * Teams sends an activity again when no answer came within about fifteen seconds, to whichever bot answers then. So
 * every step is played twice here, the second time at another bot on the same storage.
 */
let house: House;
let other: House;
let town: Town;
let dana: Person;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
  town = await settle(house);
  dana = town.dana;
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});

/** Sends the same click to both bots, one after the other; the texts of both answers. */
async function twice(person: Person, verb: string, data: Record<string, unknown>): Promise<[string, string]> {
  const { messageId } = person.seen;
  const first = (await person.sends(verb, data, messageId)).text;
  person.goesTo(other);
  const second = (await person.sends(verb, data, messageId)).text;
  person.goesTo(house);
  await Promise.all([house.settled(), other.settled()]);
  return [first, second];
}

async function sent(): Promise<Sent & { terry: Person; name: string; email: string }> {
  count++;
  const [email, name] = [`terry@tailspin${count}.example`, `Tailspin ${count}`];
  const invitation = await sends(dana, { email, name });
  const terry = newcomer(house, { name: 'Terry Adams', email });
  await terry.types(invitation.link);
  await house.settled();
  return { ...invitation, terry, name, email };
}

describe('delivered again,', () => {
  it('the form makes one draft, and the second answer leads to it', async () => {
    await opensForm(dana);
    const [first, second] = await twice(dana, 'inviteCustomer.next', {
      email: 'al@adatum.example',
      name: 'Adatum',
      language: 'en',
    });
    expect(first).toContain('Edit the invitation to Adatum');
    expect(second).toContain('already prepared an email to al@adatum.example');
    await dana.clicks('Continue', {}, { ...dana.seen });
    expect(dana.seen.text).toContain('Adatum');
  });

  it('an edited letter is kept once, and both answers show it ready', async () => {
    const draft = await drafts(dana, { email: 'al@lucerne.example', name: 'Lucerne' });
    const [first, second] = await twice(dana, 'draft.save', {
      id: draft.id,
      version: 1,
      subject: 'Mine',
      message: `Mine: ${draft.link}`,
    });
    for (const text of [first, second]) expect(text).toContain('Mine: ');
    expect((await house.bot.desk.storage.invitations.get(draft.id))?.value.version).toBe(2);
  });

  it('Done marks the invitation as sent once', async () => {
    const draft = await drafts(dana, { email: 'al@proseware.example', name: 'Proseware' });
    const [first, second] = await twice(dana, 'draft.done', { id: draft.id });
    expect(first).toContain('Proseware: Sent');
    expect(second).toBe(first);
  });

  it('Cancel takes the draft away once, and nothing else', async () => {
    const draft = await drafts(dana, { email: 'al@fourth.example', name: 'Fourth Coffee' });
    const [first, second] = await twice(dana, 'draft.discard', { id: draft.id });
    expect(first).toContain('The draft is gone');
    expect(second).toContain('not here any more');
  });

  it('Approve has one outcome, told once', async () => {
    const { terry, id, name } = await sent();
    const [first, second] = await twice(terry, 'accept.approve', { id, confirmGlobalAdmin: 'true' });
    expect(first).toContain('Terry Adams approved on');
    expect(second).toBe(first);
    expect(dana.inbox.filter(text => text.startsWith(`${name} accepted`))).toHaveLength(1);
  });

  it('Decline keeps the first reason', async () => {
    const { terry, id } = await sent();
    const [first, second] = await twice(terry, 'accept.decline', { id, reason: 'Not now' });
    expect(first).toContain('Reason given: Not now');
    expect(second).toBe(first);
  });

  it('Withdraw tells whoever had opened the link once', async () => {
    const { terry, id } = await sent();
    const [first, second] = await twice(dana, 'invitations.withdraw', { id });
    expect(first).toContain('Withdrawn');
    expect(second).toBe(first);
    expect(terry.inbox.filter(text => text.startsWith('Contoso withdrew'))).toHaveLength(1);
  });

  it('Send again makes one new link', async () => {
    const { id } = await sent();
    const [, second] = await twice(dana, 'invitations.sendAgain', { id });
    expect(second).toContain('Draft');
    expect((await house.bot.desk.storage.invitations.get(id))?.value.linkVersion).toBe(2);
  });

  it('Remind begins one reminder', async () => {
    const { id, name } = await sent();
    const [first, second] = await twice(dana, 'invitations.remind', { id });
    for (const text of [first, second]) expect(text).toContain(`Your reminder to ${name}`);
    expect((await house.bot.desk.storage.invitations.get(id))?.value.reminders).toBe(1);
  });

  it('That is them has one outcome', async () => {
    const { id, link, name } = await sent();
    const stranger = newcomer(house, { name: 'Sasha Grey', email: 'sasha@elsewhere.example' });
    await stranger.types(link);
    await stranger.sends('accept.approve', { id, confirmGlobalAdmin: 'true' });
    const [first, second] = await twice(dana, 'checkApprover.confirm', { id });
    expect(first).toContain(`${name}: Accepted`);
    expect(second).toBe(first);
    expect(dana.inbox.filter(text => text.startsWith(`${name} accepted`))).toHaveLength(1);
  });

  it('a pasted link makes its reader a recipient once', async () => {
    const { terry, link, id } = await sent();
    terry.goesTo(other);
    await terry.types(link);
    terry.goesTo(house);
    expect((await house.bot.desk.storage.invitations.get(id))?.value.recipients).toHaveLength(1);
  });

  it('a message that the same bot has seen is not answered again', async () => {
    const before = dana.inbox.length;
    for (let delivery = 0; delivery < 3; delivery++) await dana.types('customers', { id: 'the-same' });
    expect(dana.inbox.length).toBe(before + 1);
  });
});

describe('history', () => {
  it('holds each event of an invitation once, however often it was delivered', async () => {
    const { terry, id } = await sent();
    await twice(terry, 'accept.approve', { id, confirmGlobalAdmin: 'true' });
    const rows = rowsOf(await allRows(house), dana.options.tenantId, 'history:').filter(row =>
      row.text.includes(id),
    );
    const events = rows.map(row => /\\"event\\":\\"(\w+)/.exec(row.text)?.[1]);
    expect(events.sort()).toEqual(['accepted', 'drafted', 'opened', 'sent']);
  });
});
