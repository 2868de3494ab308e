import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';
import { drafts, linkIn } from './support/story.ts';

describe('something half done', () => {
  let house: House;
  let town: Town;
  let number = 0;
  const someone = () => `customer${++number}@wingtip.example`;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
    await town.dana.installs();
  });
  afterAll(() => house.stop());

  describe('is left by typing cancel:', () => {
    it('the form', async () => {
      await town.dana.types('invite customer');
      await town.dana.types('cancel');
      expect(town.dana.seen.text).toContain('Canceled. Nothing was changed.');
      await town.dana.types('cancel');
      expect(town.dana.seen.text).toContain('There is nothing to cancel.');
    });

    it('the draft, which is kept, and where it is kept is said', async () => {
      const email = someone();
      await drafts(town.dana, { email, name: 'Half Done Ltd.' });
      await town.dana.types('cancel');
      expect(town.dana.seen.text).toContain('The invitation that you were drafting is kept');
      await town.dana.types('invitations');
      expect(town.dana.seen.text).toContain('Half Done Ltd.');
      await town.dana.clicks('Open the invitation to Half Done Ltd.');
      await town.dana.clicks('Continue');
      expect(town.dana.seen.text).toContain('Edit the invitation to Half Done Ltd.');
      await town.dana.clicks('Cancel');
      await town.dana.types('invitations');
      expect(town.dana.seen.text).not.toContain('Half Done Ltd.');
    });

    it.each(['キャンセル', '取消', 'CANCEL', ' cancel. '])('also as “%s”', async word => {
      await town.dana.types('invite customer');
      await town.dana.types(word);
      await town.dana.types('cancel');
      expect(town.dana.seen.text).toContain('There is nothing to cancel.');
    });
  });

  it('is left for another command at any time, and taken up again by its own', async () => {
    const email = someone();
    await town.dana.types(`invite customer ${email}`);
    await town.dana.clicks('Next', { name: 'Litware' });
    await town.dana.types('customers');
    expect(town.dana.seen.text).toContain('No customers yet.');
    await town.dana.types('invite customer');
    expect(town.dana.seen.text).toContain('Edit the invitation to Litware');
    await town.dana.clicks('Cancel');
  });

  it('is begun anew when the command comes with somebody else', async () => {
    await town.dana.types(`invite customer ${someone()}`);
    const other = someone();
    await town.dana.types(`invite customer ${other}`);
    expect(inputsOf(town.dana.seen.card).email).toBe(other);
    await town.dana.types('cancel');
  });

  describe('while the form is open', () => {
    it('takes a typed e-mail address into it, and keeps what else was typed', async () => {
      const email = someone();
      await town.dana.types('invite customer');
      await town.dana.clicks('Next', {
        name: 'Fourth Coffee',
        email: 'not an address',
        reference: 'Ticket 4',
      });
      expect(town.dana.seen.text).toContain('Please check: Customer email.');
      await town.dana.types(` ${email} `);
      expect(inputsOf(town.dana.seen.card)).toMatchObject({
        email,
        name: 'Fourth Coffee',
        reference: 'Ticket 4',
      });
      await town.dana.clicks('Next');
      expect(town.dana.seen.text).toContain('Edit the invitation to Fourth Coffee');
      await town.dana.clicks('Cancel');
    });

    it('takes nothing else that is typed', async () => {
      await town.dana.types('invite customer');
      await town.dana.types('Fourth Coffee');
      expect(town.dana.seen.text).toContain('I did not understand “Fourth Coffee”.');
      await town.dana.types('cancel');
    });

    it('takes an address no more once the letter is being edited', async () => {
      await drafts(town.dana, { email: someone(), name: 'Litware' });
      await town.dana.types(someone());
      expect(town.dana.seen.text).toContain('I did not understand');
      await town.dana.types('invite customer');
      await town.dana.clicks('Cancel');
    });
  });

  describe('survives a restart of the bot:', () => {
    const restarted = async (work: (town: Town) => Promise<void>) => {
      const next = await openHouse({ beside: house });
      const { dana, kim } = town;
      try {
        await work({ ...town, dana: dana.at(next), kim: kim.at(next) });
      } finally {
        await next.stop();
      }
    };

    it('a form with what was refused in it', async () => {
      await town.dana.types('invite customer');
      await town.dana.clicks('Next', { name: 'Proseware', email: 'proseware' });
      await restarted(async ({ dana }) => {
        await dana.types('invite customer');
        expect(inputsOf(dana.seen.card)).toMatchObject({ name: 'Proseware', email: 'proseware' });
        await dana.types(someone());
        await dana.clicks('Next');
        expect(dana.seen.text).toContain('Edit the invitation to Proseware');
        await dana.clicks('Cancel');
      });
    });

    it('a draft in its editor, with its link', async () => {
      const { link } = await drafts(town.dana, { email: someone(), name: 'Adatum' });
      await restarted(async ({ dana }) => {
        await dana.types('invite customer');
        expect(linkIn(dana.seen.text)).toBe(link);
        expect(dana.seen.text).toContain('Edit the invitation to Adatum');
        await dana.clicks('Cancel');
      });
    });

    it('the finished e-mail, by its command and on the card that stands there', async () => {
      const { link } = await drafts(town.dana, { email: someone(), name: 'Adatum' });
      await town.dana.clicks('Next', { subject: 'Our invitation' });
      await restarted(async ({ dana }) => {
        const old = dana.seen;
        await dana.types('invite customer');
        expect(linkIn(dana.seen.text)).toBe(link);
        expect(dana.seen.text).toContain('Our invitation');
        expect(dana.mayClick('Done')).toBe(true);
        await dana.clicks('Done', {}, old);
        expect(dana.seen.text).toContain('Invitation to Adatum: Sent');
      });
    });

    it('an approval card that was opened before', async () => {
      const email = 'kim@wingtip.example';
      const { link } = await drafts(town.dana, { email, name: 'Wingtip Toys' });
      await town.dana.clicks('Next');
      await town.dana.clicks('Done');
      await town.kim.types(link);
      await restarted(async ({ kim }) => {
        await kim.clicks('Approve', { confirmGlobalAdmin: 'true' });
        expect(kim.seen.text).toContain('Kim Akers approved');
      });
    });
  });
});
