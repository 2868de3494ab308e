import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { drafts, linkIn, opensForm, pageAt, type Sent } from './support/story.ts';

let house: House;
let town: Town;
let dana: Person;
let draft: Sent;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
  dana = town.dana;
});
beforeEach(async () => {
  count++;
  draft = await drafts(dana, { email: `c${count}@customer${count}.example`, name: `Customer ${count}` });
});
afterAll(() => house.stop());

/** The address of the draft page behind the ready card. */
const page = () => pageAt(house, dana.follows('Open in email'));
const messageNow = () => inputsOf(dana.seen.card).message ?? '';

describe('the editor of a draft', () => {
  it('holds a ready-made letter with the personalized link, in the language that was chosen', async () => {
    expect(dana.seen.text).toContain('Dana Reyes of Contoso asks Customer');
    await drafts(dana, { email: `ja${count}@customer.example`, name: '玩具店', language: 'ja' });
    expect(messageNow()).toMatch(/[ぁ-ん]/);
    expect(linkIn(messageNow())).not.toBe(draft.link);
  });

  it('takes any text around the link, with other addresses in it', async () => {
    const message = `Hi!\n\nSee https://contoso.example/why and ${draft.link}.\n`;
    await dana.clicks('Next', { subject: 'Come on board', message });
    expect(dana.seen.text).toContain('Come on board');
    expect(dana.seen.text).toContain('See https://contoso.example/why');
    expect(dana.buttons).toEqual(['Edit', 'Done', 'Cancel']);
  });

  it('refuses a message without the link, keeps it, and puts the link back on request', async () => {
    await dana.clicks('Next', { subject: 'Come', message: 'Please answer.' });
    expect(dana.seen.text).toContain('The personalized link is missing');
    expect(inputsOf(dana.seen.card)).toMatchObject({ subject: 'Come', message: 'Please answer.' });
    await dana.clicks('Put the link back', { message: 'Please answer soon.' });
    expect(messageNow()).toBe(`Please answer soon.\n\n${draft.link}\n`);
    await dana.clicks('Next');
    expect(dana.mayClick('Done')).toBe(true);
  });

  it('refuses a message with an altered link, and repairs it in its place', async () => {
    const altered = `A ${draft.link.slice(0, -3)} B`;
    await dana.clicks('Next', { message: altered });
    expect(dana.seen.text).toContain('The personalized link was changed');
    expect(messageNow()).toBe(altered);
    await dana.clicks('Put the link back');
    expect(messageNow()).toBe(`A ${draft.link} B`);
  });

  it('refuses another invitation’s link', async () => {
    const other = await drafts(dana, { email: `o${count}@other.example`, name: 'Other' });
    await dana.clicks('Next', { message: `${draft.link}\n${other.link}` });
    expect(dana.seen.text).toContain('The personalized link was changed');
  });

  it('refuses an over-long message and an empty or over-long subject, and keeps both', async () => {
    const message = `${draft.link}\n${'x'.repeat(6_001)}`;
    await dana.clicks('Next', { message });
    expect(dana.seen.text).toContain('longer than 6,000 characters');
    expect(messageNow()).toBe(message);
    await dana.clicks('Next', { subject: ' ', message: draft.link });
    expect(dana.seen.text).toContain('The subject is empty');
    await dana.clicks('Next', { subject: 'x'.repeat(201), message: draft.link });
    expect(dana.seen.text).toContain('longer than 200 characters');
  });

  it('opens again with Edit, as the text was left', async () => {
    await dana.clicks('Next', { subject: 'Mine', message: `Mine: ${draft.link}` });
    await dana.clicks('Edit');
    expect(inputsOf(dana.seen.card)).toMatchObject({ subject: 'Mine', message: `Mine: ${draft.link}` });
  });
});

describe('a draft that two colleagues edit', () => {
  it('is not overwritten unawares: the later one keeps their text and is told', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { email: `c${count}@customer${count}.example`, name: 'Same' });
    await sam.clicks('Continue');
    await dana.clicks('Next', { subject: 'Dana’s', message: `Dana: ${draft.link}` });

    await sam.clicks('Next', { subject: 'Sam’s', message: `Sam: ${draft.link}` });
    expect(sam.seen.text).toContain('A colleague changed this draft in the meantime');
    expect(inputsOf(sam.seen.card)).toMatchObject({ subject: 'Sam’s', message: `Sam: ${draft.link}` });
    await dana.clicks('Edit');
    expect(inputsOf(dana.seen.card).subject).toBe('Dana’s');

    await sam.clicks('Next');
    expect(sam.seen.text).toContain('Sam: ');
    expect(sam.mayClick('Done')).toBe(true);
  });

  it('is ready for the later one too when both wrote the same', async () => {
    const { sam } = town;
    await opensForm(sam);
    await sam.clicks('Next', { email: `c${count}@customer${count}.example`, name: 'Same' });
    await sam.clicks('Continue');
    const text = { subject: 'The same', message: `The same: ${draft.link}` };
    await dana.clicks('Next', text);
    await sam.clicks('Next', text);
    expect(sam.mayClick('Done')).toBe(true);
  });

  it('shows an old editor how it stands once it was sent', async () => {
    const editor = dana.seen;
    await dana.clicks('Next');
    await dana.clicks('Done');
    await dana.clicks('Next', { subject: 'Too late' }, editor);
    expect(dana.seen.text).toContain(': Sent');
    expect(dana.buttons).toContain('Withdraw');
  });
});

describe('the draft page', () => {
  beforeEach(async () => {
    await dana.clicks('Next', { subject: 'Come', message: `Please open ${draft.link}` });
  });

  it('shows the letter, a mailto link and Outlook’s, any number of times', async () => {
    expect(dana.follows('Copy to clipboard')).toBe(`${dana.follows('Open in email')}#copy`);
    for (let view = 0; view < 3; view++) {
      const answer = await fetch(page());
      expect(answer.status).toBe(200);
      const html = await answer.text();
      expect(html).toContain(`Please open ${draft.link}`);
      expect(html).toContain(`href="mailto:c${count}@customer${count}.example?subject=Come`);
      expect(html).toContain('https://outlook.office.com/mail/deeplink/compose');
    }
  });

  it('lives fifteen minutes', async () => {
    house.clock.forward(15 * 60_000 - 1);
    expect((await fetch(page())).status).toBe(200);
    house.clock.forward(1);
    const answer = await fetch(page());
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(draft.code);
  });

  it('is renewed by Edit and Next, and shows the text as it is now', async () => {
    const old = page();
    await dana.clicks('Edit');
    await dana.clicks('Next', { message: `Rewritten: ${draft.link}` });
    expect(page()).not.toBe(old);
    for (const address of [old, page()]) {
      expect(await (await fetch(address)).text()).toContain('Rewritten: ');
    }
  });

  it('shows this draft and no other', async () => {
    const [first, firstDraft] = [page(), draft];
    const other = await drafts(dana, { email: `p${count}@other.example`, name: 'Other' });
    await dana.clicks('Next');
    const html = await (await fetch(first)).text();
    expect(html).toContain(firstDraft.code);
    expect(html).not.toContain(other.code);
  });

  it('cannot be found by guessing near its address', async () => {
    const address = page();
    const last = address.at(-1) === 'A' ? 'B' : 'A';
    expect((await fetch(address.slice(0, -1) + last)).status).toBe(404);
  });

  it('dies with Done', async () => {
    const address = page();
    await dana.clicks('Done');
    expect((await fetch(address)).status).toBe(404);
  });

  it('dies with Cancel, and the draft is gone whole', async () => {
    const address = page();
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain('The draft is gone');
    expect((await fetch(address)).status).toBe(404);
    await drafts(dana, { email: `c${count}@customer${count}.example`, name: 'Again' });
    expect(dana.seen.text).toContain('Edit the invitation to Again');
  });

  it('dies with Send again', async () => {
    const address = page();
    await dana.clicks('Done');
    await dana.clicks('Send again');
    expect((await fetch(address)).status).toBe(404);
    expect((await fetch(page())).status).toBe(200);
  });
});

describe('Done and Cancel', () => {
  it('selected twice say the same', async () => {
    await dana.clicks('Next');
    const ready = dana.seen;
    const first = await dana.clicks('Done');
    const second = await dana.clicks('Done', {}, ready);
    expect(second.text).toBe(first.text);
    const late = await dana.clicks('Cancel', {}, ready);
    expect(late.text).toBe(first.text);
  });

  it('at the same moment have one outcome, told to both', async () => {
    await dana.clicks('Next');
    const ready = dana.seen;
    const { sam } = town;
    const [done, cancelled] = await Promise.all([
      dana.clicks('Done', {}, ready),
      sam.clicks('Cancel', {}, ready),
    ]);
    await dana.types('invitations');
    if (dana.seen.text.includes(`Customer ${count}\n`)) {
      expect(done.text).toContain('Sent');
      expect(cancelled.text).toContain('Sent');
    } else {
      expect(done.text).toContain('not here any more');
      expect(cancelled.text).toContain('The draft is gone');
    }
  });
});
